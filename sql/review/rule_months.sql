-- How often rules spoke about a source, month by month, open or decided: one row per source, rule and month.
select f.source, f.rule_code, f.month, count(*)::int as row_count
from audit.finding f
join audit.delivery d using (delivery_id)
where f.ward_code = %(ward)s and f.month is not null and f.rule_code = any(%(rules)s) and d.status not in ('superseded', 'duplicate')
group by f.source, f.rule_code, f.month
order by f.source, f.rule_code, f.month;
