create or replace view mart.delivery_status as -- One row per delivery that belongs to a month: how it ended and how many of its rows count. No file names, nothing personal.
select
    d.ward_code as ward_code, -- GSO code of the ward
    d.delivery_id as delivery_number, -- Number of the delivery
    d.source::varchar(30) as source, -- dossiers, health_insurance, social_insurance, poverty or department_report
    (case d.source when 'dossiers' then 'Hồ sơ một cửa' when 'health_insurance' then 'BHYT' when 'social_insurance' then 'BHXH' when 'poverty' then 'Hộ nghèo'
                   when 'department_report' then 'Báo cáo phòng' else 'Chưa nhận ra' end)::varchar(30) as source_name, -- The same in Vietnamese
    d.month as month, -- First day of its month
    (d.received_at at time zone 'Asia/Ho_Chi_Minh') as received_at, -- When it was received
    d.status::varchar(30) as status, -- published, published_with_findings, held, unreadable, unrecognised, duplicate or superseded
    (case d.status when 'published' then 'Đã công bố' when 'published_with_findings' then 'Đã công bố, có điểm cần xem' when 'held' then 'Đang giữ lại'
                   when 'unreadable' then 'Không đọc được' when 'unrecognised' then 'Không nhận ra' when 'duplicate' then 'Trùng'
                   else 'Đã thay bằng bản mới' end)::varchar(40) as status_name, -- The same in Vietnamese
    d.rows_read as rows_read, -- Data rows of the list
    d.rows_published as rows_published, -- Rows that count
    d.rows_quarantined as rows_quarantined -- Rows kept in quarantine
from audit.delivery d
where d.month is not null;
