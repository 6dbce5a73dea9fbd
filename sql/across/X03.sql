-- Open dossiers that a log states beside those that the log gives at the month's end.
select d.delivery_id::bigint as delivery_id, d.stated_open_count, f.open_total, null::text as sheet_name, null::int as row_number
from audit.delivery d
join mart.dossier_form f on f.ward_code = d.ward_code and f.calendar = 'calendar' and f.period_kind = 'month' and f.period_start = d.month and f.field_name is null
where d.ward_code = %s and d.stated_open_count is not null and d.status in ('published', 'published_with_findings')
