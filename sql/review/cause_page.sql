-- Open findings by cause: one row per delivery, rule and severity, a page of them, with how many there are in all.
with cause as (
    select f.delivery_id, f.rule_code, f.severity, f.source, f.month, f.file_name, d.rows_read, d.status,
           count(*)::int as row_count, min(f.finding_id) as first_finding_id
    from audit.finding f
    join audit.delivery d using (delivery_id)
    where f.ward_code = %(ward)s and f.state = 'open' and d.status not in ('superseded', 'duplicate')
      and (f.severity = %(severity)s::text or (%(severity)s::text is null and f.severity <> 'info'))
      and (%(source)s::text is null or f.source = %(source)s)
      and (%(month)s::date is null or f.month = %(month)s)
      and (%(rule)s::text is null or f.rule_code = %(rule)s)
      and (%(delivery)s::int is null or f.delivery_id = %(delivery)s)
    group by f.delivery_id, f.rule_code, f.severity, f.source, f.month, f.file_name, d.rows_read, d.status
),
page as (
    select *, count(*) over ()::int as total_count
    from cause
    order by severity = 'critical' desc, severity = 'warning' desc, month desc nulls first, row_count desc, file_name, rule_code
    limit %(size)s offset %(skipped)s
)
select p.delivery_id, p.rule_code, p.severity, p.source, p.month, p.file_name, p.rows_read, p.status, p.row_count, p.total_count,
       f.message_vi, f.row_number, f.sheet_name
from page p
join audit.finding f on f.finding_id = p.first_finding_id
order by p.severity = 'critical' desc, p.severity = 'warning' desc, p.month desc nulls first, p.row_count desc, p.file_name, p.rule_code;
