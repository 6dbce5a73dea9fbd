-- Open findings, one line a cause: rule and delivery. Their share of the delivery's rows, and how many rows broke the rule in each of the six
-- months that end with the cause's, in the lists that counted then; null where the source had no list.
with open_finding as (
    select f.delivery_id, f.rule_code, f.severity, count(*)::int as findings,
           count(distinct (f.sheet_name, f.row_number)) filter (where f.row_number is not null)::int as rows,
           (array_agg(f.message_vi order by f.finding_id))[1] as example_vi
    from audit.finding f
    where f.ward_code = %(ward)s and f.state = 'open'
      and (f.severity = %(severity)s::text or (%(severity)s::text is null and f.severity <> 'info'))
    group by f.delivery_id, f.rule_code, f.severity
),
live as (
    select o.*, d.source, d.month, d.file_name, d.status, d.rows_read, d.received_at
    from open_finding o join audit.delivery d using (delivery_id)
    where d.status not in ('superseded', 'duplicate')
),
counted as (
    select d.source, d.month, d.delivery_id from audit.published_delivery d where d.ward_code = %(ward)s
),
broken as (
    select c.source, c.month, f.rule_code, count(distinct (f.delivery_id, f.sheet_name, f.row_number))::int as rows
    from counted c join audit.finding f using (delivery_id)
    where f.rule_code in (select rule_code from live)
    group by c.source, c.month, f.rule_code
)
select l.delivery_id, l.source, l.month, l.file_name, l.status, l.rule_code, l.severity, l.findings, l.rows,
       (l.rows / nullif(l.rows_read, 0)::numeric)::float8 as share, l.example_vi, l.received_at,
       case when l.month is null then array[]::integer[] else array(
           select case when exists (select from counted c where c.source = l.source and c.month = m.month::date)
                       then coalesce((select b.rows from broken b where b.source = l.source and b.month = m.month::date and b.rule_code = l.rule_code), 0) end
           from generate_series(l.month - interval '5 months', l.month, interval '1 month') as m (month) order by m.month) end as history,
       not exists (select from audit.finding e where e.ward_code = %(ward)s and e.source is not distinct from l.source and e.rule_code = l.rule_code
                     and e.delivery_id < l.delivery_id) as is_first
from live l
order by l.severity = 'critical' desc, l.month desc nulls first, l.findings desc, l.file_name, l.rule_code
