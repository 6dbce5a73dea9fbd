-- Acts of decision, the newest first, as many as asked (or the one that a decision belongs to): what was decided, and what became of it in the
-- deliveries that count now.
with shown as (
    select d.act_id
    from audit.decision d
    where d.ward_code = %(ward)s and d.decision_id = d.act_id
      and (%(number)s::int is null or d.act_id = (select n.act_id from audit.decision n where n.ward_code = %(ward)s and n.decision_id = %(number)s))
    order by d.act_id desc
    limit %(size)s offset %(skipped)s
),
outcome as (
    select o.decision_id,
           sum(o.row_count) filter (where o.outcome = 'applied') as applied,
           sum(o.row_count) filter (where o.outcome = 'sent_as_corrected') as sent_as_corrected,
           sum(o.row_count) filter (where o.outcome = 'sent_otherwise') as sent_otherwise
    from shown
    join audit.decision d using (act_id)
    join audit.decision_outcome o on o.decision_id = d.decision_id
    join audit.delivery a on a.delivery_id = o.delivery_id and a.status not in ('superseded', 'duplicate')
    group by o.decision_id
),
act as (
    select d.act_id, count(*)::int as count, min(u.act_id) as undone_by, min(b.act_id) as undoes,
           coalesce(sum(o.applied), 0)::int as rows,
           coalesce(sum(o.sent_as_corrected), 0)::int as sent_as_corrected,
           coalesce(sum(o.sent_otherwise), 0)::int as sent_otherwise
    from shown
    join audit.decision d using (act_id)
    left join audit.decision u on u.undoes = d.decision_id
    left join audit.decision b on b.decision_id = d.undoes
    left join outcome o on o.decision_id = d.decision_id
    group by d.act_id
)
select f.decision_id, a.count, f.kind, f.source, f.month, f.until_month, f.rule_code, f.column_name, f.row_identity, f.sha256, f.reason, f.decided_by,
       f.decided_at, a.undone_by, a.undoes, a.rows, a.sent_as_corrected, a.sent_otherwise
from act a
join audit.decision f on f.decision_id = a.act_id
order by a.act_id desc
