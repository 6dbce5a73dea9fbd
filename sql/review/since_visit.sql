-- What became of the causes since a visit: one row. Overdue is what is so now, whenever it became so.
with counted as (
    select cause_key, (array_agg(finding_count order by cause_count_id desc))[1] as count_now, (array_agg(act_id order by cause_count_id desc))[1] as act_id,
           coalesce((array_agg(finding_count order by cause_count_id desc) filter (where known_from <= %(since)s::timestamptz))[1], 0) as count_then
    from audit.cause_count
    where ward_code = %(ward)s
    group by cause_key
),
assigned as (
    select distinct on (cause_key) cause_key, due_date, state
    from audit.cause_assignment
    where ward_code = %(ward)s
    order by cause_key, assignment_id desc
)
select count(*) filter (where n.count_then = 0 and n.count_now > 0)::int as new_count,
       count(*) filter (where n.count_then > 0 and n.count_now > n.count_then)::int as worse_count,
       count(*) filter (where n.count_then > 0 and n.count_now = 0 and n.act_id is null)::int as gone_count,
       count(*) filter (where n.count_now > 0 and a.due_date < %(today)s::date and a.state <> 'ignored')::int as overdue_count
from counted n
left join assigned a using (cause_key);
