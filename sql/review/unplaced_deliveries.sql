-- Files that stand in no cell of the grid, because their source or month is not known, and wait for somebody: one row. Held ones, and those that
-- could not be read or recognised. Not those of which an officer said, with a reason, that nobody needs them.
with assigned as (
    select distinct on (cause_key) cause_key, state
    from audit.cause_assignment
    where ward_code = %(ward)s
    order by cause_key, assignment_id desc
),
waiting as (
    select distinct d.delivery_id, d.status
    from audit.delivery d
    join audit.finding f on f.delivery_id = d.delivery_id and f.severity = 'critical' and f.state = 'open'
    left join assigned a on a.cause_key = audit.cause_key(f.rule_code, d.source, d.month, d.delivery_id)
    where d.ward_code = %(ward)s and (d.source is null or d.month is null) and d.status in ('held', 'unreadable', 'unrecognised')
      and coalesce(a.state, 'new') <> 'ignored'
)
select count(*) filter (where status = 'held')::int as held_count, count(*) filter (where status <> 'held')::int as unknown_count
from waiting;
