-- Open findings of one rule in one delivery, a page of them in the order of the file, with how many there are in all.
select f.finding_id, f.sheet_name, f.row_number, f.column_name, f.column_letter, f.contract_column, f.severity, f.message_vi,
       f.row_identity is not null as is_row, count(*) over ()::int as total_count
from audit.finding f
where f.ward_code = %(ward)s and f.delivery_id = %(delivery)s and f.rule_code = %(rule)s and f.state = 'open'
order by f.sheet_name nulls first, f.row_number nulls first, f.column_letter, f.finding_id
limit %(size)s::bigint offset %(skipped)s;
