-- Open findings about rows of which no group is known, as the list is filtered otherwise: one row.
select count(*)::int as finding_count
from audit.finding f
join audit.delivery d using (delivery_id)
where f.ward_code = %(ward)s and f.state = 'open' and f.area_code is null and f.row_number is not null
  and f.source <> 'dossiers' and d.status not in ('superseded', 'duplicate')
  and (f.severity = %(severity)s::text or (%(severity)s::text is null and f.severity <> 'info'))
  and (%(source)s::text is null or f.source = %(source)s)
  and (%(month)s::date is null or f.month = %(month)s)
  and (%(rule)s::text is null or f.rule_code = %(rule)s);
