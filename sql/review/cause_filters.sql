-- What the open findings can be filtered by: one row per source, month, rule, area and sending department that has one.
with open_finding as (
    select f.source, f.month, f.rule_code, f.area_code, case when f.source = 'department_report' then split_part(f.row_identity, '|', 1) end as figure
    from audit.finding f
    join audit.delivery d using (delivery_id)
    where f.ward_code = %(ward)s and f.state = 'open' and d.status not in ('superseded', 'duplicate')
),
ward as (select ward_key from warehouse.dim_ward where ward_code = %(ward)s)
select distinct 'source' as kind, source::text as value, ''::text as label from open_finding where source is not null
union all
select distinct 'month', to_char(month, 'YYYY-MM'), to_char(month, 'MM/YYYY') from open_finding where month is not null
union all
select distinct 'rule', rule_code::text, '' from open_finding
union all
select distinct 'area', o.area_code::text, a.area_name::text
from open_finding o
join (select area_code, max(area_name) as area_name from warehouse.dim_area where area_kind = 'residential_group' and ward_key = (table ward)
      group by area_code) a using (area_code)
union all
select distinct 'department', p.department_code::text, p.department_name::text
from open_finding o
join warehouse.dim_indicator i on 'indicator:' || i.indicator_code = o.figure and i.ward_key = (table ward)
join warehouse.dim_department p using (department_key)
order by kind, value;
