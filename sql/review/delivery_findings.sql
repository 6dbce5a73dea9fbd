-- What the rules found in one delivery: one row per rule, severity and state.
select rule_code, severity, state, count(*)::int as row_count, min(message_vi) as message_vi
from audit.finding
where ward_code = %(ward)s and delivery_id = %(delivery)s
group by rule_code, severity, state
order by severity = 'critical' desc, severity = 'warning' desc, rule_code, state;
