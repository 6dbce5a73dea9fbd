-- Causes as they stand: whether their findings are about rows, and whether one of them blocks. One row per delivery and rule of those asked for.
select f.delivery_id, f.rule_code, d.source, d.month, d.status, bool_or(f.row_identity is not null) as has_rows,
       max(f.severity) filter (where f.severity = 'critical') is not null as is_critical, count(*)::int as finding_count
from audit.finding f
join audit.delivery d using (delivery_id)
join unnest(%(deliveries)s::int[], %(rules)s::text[]) as asked (delivery_id, rule_code) on asked.delivery_id = f.delivery_id and asked.rule_code = f.rule_code
where f.ward_code = %(ward)s and f.state = 'open' and f.severity <> 'info' and d.status not in ('superseded', 'duplicate')
group by f.delivery_id, f.rule_code, d.source, d.month, d.status;
