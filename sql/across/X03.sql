-- Open dossiers that the month's logs state, each of them, beside those that the logs give at the month's end.
with stated as (
    select ward_code, month, max(delivery_id)::bigint as delivery_id, sum(stated_open_count)::int as stated_open_count
    from audit.published_delivery
    where ward_code = %s and source = 'dossiers'
    group by ward_code, month
    having count(*) = count(stated_open_count)
)
select s.delivery_id, s.stated_open_count, f.open_total, null::text as sheet_name, null::int as row_number
from stated s
join mart.dossier_form f on f.ward_code = s.ward_code and f.calendar = 'calendar' and f.period_kind = 'month' and f.period_start = s.month and f.field_name is null
