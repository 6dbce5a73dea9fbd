create or replace view mart.data_quality as -- One row per source, month, rule and severity with findings that are still open: how many. No messages, nothing personal.
select
    f.ward_code as ward_code, -- GSO code of the ward
    f.source::varchar(30) as source, -- The source
    (case f.source when 'dossiers' then 'Hồ sơ một cửa' when 'health_insurance' then 'BHYT' when 'social_insurance' then 'BHXH' when 'poverty' then 'Hộ nghèo'
                   when 'department_report' then 'Báo cáo phòng' else 'Chưa nhận ra' end)::varchar(30) as source_name, -- The same in Vietnamese
    f.month as month, -- First day of the delivery's month
    f.rule_code as rule_code, -- Code of the rule
    f.severity as severity, -- critical, warning or info
    (case f.severity when 'critical' then 'Chặn' when 'warning' then 'Cần xác nhận' else 'Lưu ý' end)::varchar(20) as severity_name, -- The same in Vietnamese
    count(*)::int as finding_count -- Findings
from audit.finding f
join audit.delivery d using (delivery_id)
where f.state = 'open' and f.month is not null and d.status not in ('superseded', 'duplicate')
group by f.ward_code, f.source, f.month, f.rule_code, f.severity;
