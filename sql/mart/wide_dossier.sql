create or replace view mart.wide_dossier as -- One row per dossier in its newest state, with its labels and days.
select
    w.ward_code as ward_code, -- GSO code of the ward
    w.ward_name as ward_name, -- Name of the ward
    f.dossier_code as dossier_code, -- Keyed pseudonym of the dossier's code, the same in every month; the code itself stands in the vault
    p.procedure_code as procedure_code, -- Code of the procedure
    p.procedure_name as procedure_name, -- Name of the procedure
    coalesce(f.field_name, 'Chưa rõ lĩnh vực')::varchar(120) as field_name, -- Field of work
    c.channel_name as channel_name, -- How it was handed in
    (c.channel_code = 'online')::int as is_online, -- 1 if handed in online
    received.date as received_date, -- Day received; null if never received
    due.date as due_date, -- Day due
    finished.date as finished_date, -- Day processing ended
    returned.date as returned_date, -- Day the result was handed over
    ended.date as end_date, -- Day finished, else returned; null while open
    f.received_at as received_at, -- Received, with the time if known
    f.due_at as due_at, -- Due; 23:59:59 where no time is given
    m.first_date as state_month, -- First day of the month whose log gives this state
    f.is_received::int as is_received, -- 0 for refused and newly registered dossiers, which are in no count
    (f.end_date_key > 0)::int as is_resolved, -- 1 if resolved
    f.outcome as outcome, -- early, on_time, late or open
    (case f.outcome when 'early' then 'Trước hạn' when 'on_time' then 'Đúng hạn' when 'late' then 'Quá hạn' else 'Đang giải quyết' end)::varchar(30) as outcome_name, -- The same in Vietnamese
    (case when f.end_date_key > 0 then ended.date - received.date end)::int as days_taken, -- Days from receipt to end
    f.delivery_key as delivery_number -- The delivery that gives this state
from warehouse.fact_dossier f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_procedure p using (procedure_key)
join warehouse.dim_channel c using (channel_key)
join warehouse.dim_date received on received.date_key = f.received_date_key
join warehouse.dim_date due on due.date_key = f.due_date_key
join warehouse.dim_date finished on finished.date_key = f.finished_date_key
join warehouse.dim_date returned on returned.date_key = f.returned_date_key
join warehouse.dim_date ended on ended.date_key = f.end_date_key
join warehouse.dim_month m on m.month_key = f.state_month_key;
