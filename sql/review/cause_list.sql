-- Open findings by cause, a page of them in the order that is asked for: one row per delivery, rule and severity, with who sees to it, since when
-- it is open, how many it had at another time, and what deciding it would change.
with found as (
    select f.delivery_id, f.rule_code, f.severity, count(*)::int as row_count, min(f.finding_id) as first_finding_id
    from audit.finding f
    where f.ward_code = %(ward)s and f.state = 'open'
      and (f.severity = %(severity)s::text or (%(severity)s::text is null and f.severity <> 'info'))
      and (%(source)s::text is null or f.source = %(source)s)
      and (%(month)s::date is null or f.month = %(month)s)
      and (%(rule)s::text is null or f.rule_code = %(rule)s)
      and (%(area)s::text is null or f.area_code = %(area)s)
      and (%(sender)s::text is null or f.source = any(%(sender_sources)s::text[])
           or (f.source = 'department_report' and split_part(f.row_identity, '|', 1) in (
               select 'indicator:' || i.indicator_code
               from warehouse.dim_indicator i
               join warehouse.dim_ward w using (ward_key)
               join warehouse.dim_department p using (department_key)
               where w.ward_code = %(ward)s and p.department_code = %(sender)s)))
    group by f.delivery_id, f.rule_code, f.severity
),
assigned as (
    select distinct on (cause_key) cause_key, owner, due_date, state, made_at
    from audit.cause_assignment
    where ward_code = %(ward)s
    order by cause_key, assignment_id desc
),
counted as (
    select cause_key, min(known_from) as open_since,
           coalesce((array_agg(finding_count order by cause_count_id desc) filter (where known_from <= %(since)s::timestamptz))[1], 0) as count_then,
           (array_agg(finding_count order by cause_count_id desc))[1] as count_now
    from audit.cause_count
    where ward_code = %(ward)s
    group by cause_key
),
effect as (
    select delivery_id, rule_code, max(largest_share) as largest_share,
           jsonb_agg(jsonb_build_object('kind', kind, 'row_count', row_count, 'change_count', change_count, 'changes', changes) order by kind desc) as effects
    from audit.cause_effect
    where ward_code = %(ward)s and basis = %(basis)s
    group by delivery_id, rule_code
),
cause as (
    select c.delivery_id, c.rule_code, c.severity, c.row_count, c.first_finding_id, d.source, d.month, d.file_name, d.rows_read, d.status,
           a.owner, a.due_date, coalesce(n.open_since, d.received_at) as open_since, n.count_then, n.count_now, e.largest_share, e.effects,
           case when a.state = 'waiting' and d.received_at > a.made_at then 'new' else coalesce(a.state, 'new') end as work_state
    from found c
    join audit.delivery d using (delivery_id)
    left join assigned a on a.cause_key = audit.cause_key(c.rule_code, d.source, d.month, d.delivery_id)
    left join counted n on n.cause_key = audit.cause_key(c.rule_code, d.source, d.month, d.delivery_id)
    left join effect e on e.delivery_id = c.delivery_id and e.rule_code = c.rule_code
    where d.status not in ('superseded', 'duplicate')
),
chosen as (
    select *, coalesce(work_state <> 'ignored' and due_date < %(today)s::date, false) as is_overdue
    from cause
    where (%(work_state)s::text is null or work_state = %(work_state)s)
      and (%(change)s::text is null or (%(change)s = 'new' and count_then = 0) or (%(change)s = 'worse' and count_then > 0 and count_now > count_then)
           or (%(change)s = 'overdue' and work_state <> 'ignored' and due_date < %(today)s::date))
),
page as (
    select *, count(*) over ()::int as total_count,
           row_number() over (order by
               case when %(sort)s = 'effect' then coalesce(largest_share, -1) end desc nulls last,
               case when %(sort)s = 'count' then row_count end desc nulls last,
               case when %(sort)s = 'age' then open_since end nulls last,
               work_state = 'ignored', severity = 'critical' desc, severity = 'warning' desc, month desc nulls first, row_count desc, file_name, rule_code
           ) as place
    from chosen
    order by place
    limit %(size)s::bigint offset %(skipped)s::bigint
)
select p.delivery_id, p.rule_code, p.severity, p.source, p.month, p.file_name, p.rows_read, p.status, p.row_count, p.total_count,
       p.owner, p.due_date, p.work_state, p.is_overdue, p.open_since, p.count_then, p.count_now, p.largest_share, coalesce(p.effects, '[]') as effects,
       f.message_vi, f.row_number, f.sheet_name
from page p
join audit.finding f on f.finding_id = p.first_finding_id
order by p.place;
