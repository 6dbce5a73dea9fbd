-- What came of each source and month, and who said that there is nothing to report: one row each. A file arrived on the day on which it was received, or on
-- the date of its run where that is earlier: files of the past are taken in with the date on which they came.
with came as (
    select d.source, d.month, min(a.day) as first_arrived_on,
           min(a.day) filter (where p.delivery_id is not null or d.status = 'superseded') as arrived_on,
           bool_or(p.delivery_id is not null) as is_published,
           bool_or(d.status in ('held', 'unreadable')) as is_held
    from audit.delivery d
    join audit.run r using (run_id)
    left join audit.published_delivery p using (delivery_id)
    cross join lateral (select least((d.received_at at time zone %(zone)s)::date, r.as_of)) a (day)
    where d.ward_code = %(ward)s and d.source is not null and d.month is not null and d.status <> 'duplicate'
    group by d.source, d.month
),
nothing as (
    select d.source, d.month, (array_agg(d.decided_by order by d.decision_id desc))[1] as nothing_by
    from audit.decision d
    where d.ward_code = %(ward)s and d.kind = 'nothing_to_report'
      and not exists (select from audit.decision u where u.undoes = d.decision_id)
    group by d.source, d.month
)
select source::text, month, c.arrived_on, coalesce(c.is_published, false) as is_published, coalesce(c.is_held, false) as is_held, n.nothing_by,
       c.first_arrived_on
from came c
full join nothing n using (source, month);
