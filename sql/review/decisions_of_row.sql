-- What was decided before about a row, and about other rows by the same rule of the same source: acts, those about the row first, then the
-- newest; at most as many as asked. The values of corrections stand in the vault alone.
with told as (
    select d.act_id, d.kind, d.rule_code, d.column_name, d.reason, d.decided_by, d.decided_at, d.month,
           coalesce(d.row_identity = %(identity)s::text, false) as is_own,
           exists (select from audit.decision u where u.undoes = d.decision_id) as is_undone
    from audit.decision d
    where d.ward_code = %(ward)s and d.source = %(source)s and d.kind <> 'undo'
      and (d.row_identity = %(identity)s::text or d.rule_code = %(rule)s::text)
)
select act_id, kind, min(rule_code) as rule_code, min(column_name) as column_name, min(reason) as reason, min(decided_by) as decided_by,
       min(decided_at) as decided_at, min(month) as month, bool_or(is_own) as is_own, bool_and(is_undone) as is_undone, count(*)::int as decision_count
from told
group by act_id, kind
order by bool_or(is_own) desc, act_id desc
limit %(size)s;
