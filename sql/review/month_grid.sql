-- What came for each source and month: one row each, with what waits; where nothing is to be reported, who said so; what the submission calendar says.
with came as (
    select d.source, d.month,
           bool_or(p.delivery_id is not null) as is_published,
           bool_or(d.status in ('held', 'unreadable')) as is_waiting,
           max(d.delivery_id) as delivery_id
    from audit.delivery d
    left join audit.published_delivery p using (delivery_id)
    where d.ward_code = %(ward)s and d.source is not null and d.month is not null and d.status not in ('superseded', 'duplicate')
    group by d.source, d.month
),
open as (
    select f.source, f.month, count(*) filter (where f.severity = 'critical')::int as blocking_count,
           count(*) filter (where f.severity = 'warning')::int as warning_count
    from audit.finding f
    join audit.delivery d using (delivery_id)
    where f.ward_code = %(ward)s and f.state = 'open' and f.severity <> 'info' and d.status not in ('superseded', 'duplicate')
    group by f.source, f.month
),
nothing as (
    select d.source, d.month, max(d.decided_by) as decided_by
    from audit.decision d
    where d.ward_code = %(ward)s and d.kind = 'nothing_to_report'
      and not exists (select from audit.decision u where u.undoes = d.decision_id)
    group by d.source, d.month
),
waited as (
    select source, month, state, due_date, days_late, nothing_by
    from audit.submission
    where ward_code = %(ward)s
)
select source, month, coalesce(c.is_published, false) as is_published, coalesce(c.is_waiting, false) as is_waiting, c.delivery_id,
       coalesce(o.blocking_count, 0) as blocking_count, coalesce(o.warning_count, 0) as warning_count, n.decided_by,
       w.state, w.due_date, w.days_late, w.nothing_by
from came c
full join nothing n using (source, month)
full join waited w using (source, month)
left join open o using (source, month);
