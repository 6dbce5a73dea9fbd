-- What became of the causes since a line of audit.cause_count: one row per cause that is new, worse, gone without a decision, or whose own day passed since the
-- morning before. Counts alone.
with counted as (
    select cause_key, (array_agg(rule_code order by cause_count_id desc))[1] as rule_code, (array_agg(source order by cause_count_id desc))[1] as source,
           (array_agg(month order by cause_count_id desc))[1] as month,
           (array_agg(finding_count order by cause_count_id desc))[1] as count_now, (array_agg(act_id order by cause_count_id desc))[1] as act_id,
           coalesce((array_agg(finding_count order by cause_count_id desc) filter (where cause_count_id <= %(since)s))[1], 0) as count_then
    from audit.cause_count
    where ward_code = %(ward)s
    group by cause_key
),
assigned as (
    select distinct on (cause_key) cause_key, due_date, state
    from audit.cause_assignment
    where ward_code = %(ward)s
    order by cause_key, assignment_id desc
),
changed as (
    select n.*, case when n.count_then = 0 and n.count_now > 0 then 'new' when n.count_now > n.count_then then 'worse'
                     when n.count_then > 0 and n.count_now = 0 and n.act_id is null then 'gone'
                     when n.count_now > 0 and a.state <> 'ignored' and a.due_date < %(morning)s::date and a.due_date >= %(before)s::date then 'overdue' end as change
    from counted n
    left join assigned a using (cause_key)
)
select change, rule_code, source, month, count_now, count_then
from changed
where change is not null
order by change, month desc nulls first, source, rule_code;
