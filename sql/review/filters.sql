-- What the open findings can be filtered by: one row per source, month and rule.
select distinct f.source, f.month, f.rule_code
from audit.finding f
join audit.delivery d using (delivery_id)
where f.ward_code = %(ward)s and f.state = 'open' and d.status not in ('superseded', 'duplicate');
