create or replace view mart.night_step as -- One row per step of a file in a night; files that were known already are one row for all of them. No file names, no sentences, nothing personal.
select
    o.ward_code as ward_code, -- GSO code of the ward
    o.run_id as run_number, -- Number of the night
    (r.started_at at time zone 'Asia/Ho_Chi_Minh') as night_started_at, -- When the night began
    (case r.state when 'finished' then 'Xong' when 'failed' then 'Gặp lỗi' when 'killed' then 'Bị ngắt giữa chừng' else 'Đang chạy' end)::varchar(30) as night_state_name, -- How the night ended, in Vietnamese
    o.outcome_id::bigint as step_number, -- Number of the step, in the order in which they were written
    o.place_name::varchar(200) as place_name, -- Where it was fetched from; null for what became of a file in the house
    o.source::varchar(30) as source, -- dossiers, health_insurance, social_insurance, poverty or department_report; null before it was read
    (case o.source when 'dossiers' then 'Hồ sơ một cửa' when 'health_insurance' then 'BHYT' when 'social_insurance' then 'BHXH' when 'poverty' then 'Hộ nghèo'
                   when 'department_report' then 'Báo cáo phòng' else 'Chưa nhận ra' end)::varchar(30) as source_name, -- The same in Vietnamese
    o.month as month, -- First day of the month of the list; null where it is not known
    o.delivery_id as delivery_number, -- Number of the delivery; null before it has one
    o.step::varchar(10) as step, -- found, waiting, fetched, landed, read, judged, published, held, skipped or failed
    (case o.step when 'found' then 'Đã thấy' when 'waiting' then 'Đang chờ gửi xong' when 'fetched' then 'Đã lấy về' when 'landed' then 'Đã lưu' when 'read' then 'Đã đọc'
                 when 'judged' then 'Đã kiểm tra' when 'published' then 'Đã công bố' when 'held' then 'Giữ lại' when 'skipped' then 'Bỏ qua, không đổi'
                 else 'Không làm được' end)::varchar(30) as step_name, -- The same in Vietnamese
    o.result::varchar(30) as result, -- How the delivery ended; empty for steps before its end
    (o.started_at at time zone 'Asia/Ho_Chi_Minh') as started_at, -- When the step began
    o.seconds::double precision as duration_seconds, -- How long it took
    o.file_count as file_count, -- Files that the row is about
    o.byte_count as byte_count, -- Their bytes; null where nobody counted them
    o.row_count as row_count -- Rows; null for steps that know none
from audit.outcome o
join audit.run r using (run_id);
