-- All that is known about one row of a delivery: its findings, open or decided, what stops it first.
select f.finding_id, f.rule_code, f.severity, f.message_vi, f.state, f.contract_column, f.column_name, f.column_letter, f.row_identity
from audit.finding f
where f.ward_code = %(ward)s and f.delivery_id = %(delivery)s and f.row_number = %(row)s and f.sheet_name is not distinct from %(sheet)s::text
order by coalesce(f.rule_code = %(rule)s::text, false) desc, f.severity = 'critical' desc, f.severity = 'warning' desc, f.rule_code, f.finding_id;
