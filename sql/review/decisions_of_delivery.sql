-- Acts of decision in force that speak of a delivery: about rows that it holds, one line an act and outcome, or releases of its bytes.
select min(d.act_id) as act_id, d.kind, count(*)::int as decisions, min(d.row_identity) as row_identity, min(d.sha256) as sha256,
       array_remove(array_agg(distinct d.rule_code::text), null) as rule_codes, min(d.month) as month, d.is_part,
       min(d.decided_by) as decided_by, min(d.decided_at) as decided_at,
       coalesce(o.outcome, 'released') as outcome, coalesce(sum(o.row_count), 0)::int as rows
from audit.decision d
left join audit.decision_outcome o on o.decision_id = d.decision_id and o.delivery_id = %(delivery)s
where d.ward_code = %(ward)s and (o.delivery_id is not null or (d.kind = 'release' and d.sha256 = %(sha256)s))
  and not exists (select from audit.decision u where u.undoes = d.decision_id)
group by d.act_id, d.kind, d.is_part, o.outcome
order by d.act_id, outcome
