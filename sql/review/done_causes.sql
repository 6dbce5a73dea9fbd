-- Causes of which nothing is open any more, the latest first, a page of them: since when, and by which decision, if by one.
with counted as (
    select cause_key, (array_agg(cause_count_id order by cause_count_id desc))[1] as last_id, max(finding_count) as most_findings,
           coalesce((array_agg(finding_count order by cause_count_id desc) filter (where known_from <= %(since)s::timestamptz))[1], 0) as count_then
    from audit.cause_count
    where ward_code = %(ward)s
    group by cause_key
),
assigned as (
    select distinct on (cause_key) cause_key, owner
    from audit.cause_assignment
    where ward_code = %(ward)s
    order by cause_key, assignment_id desc
)
select l.rule_code, l.source, l.month, l.delivery_id, l.known_from as done_at, l.act_id, n.most_findings, d.file_name, a.owner,
       count(*) over ()::int as total_count
from counted n
join audit.cause_count l on l.cause_count_id = n.last_id
join audit.delivery d on d.delivery_id = l.delivery_id
left join assigned a on a.cause_key = n.cause_key
where l.finding_count = 0 and (not %(is_gone)s or (n.count_then > 0 and l.act_id is null))
order by l.cause_count_id desc
limit %(size)s::bigint offset %(skipped)s::bigint;
