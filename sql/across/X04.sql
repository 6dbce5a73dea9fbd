-- Households of the latest earlier poverty list, and whether this month's delivery lists them or says that they left.
with month_pair as (
    select l.ward_key, l.month_key, max(e.month_key) as earlier_key
    from audit.published_month l
    join audit.published_month e on e.ward_key = l.ward_key and e.source = 'poverty' and e.month_key < l.month_key
    where l.source = 'poverty'
    group by l.ward_key, l.month_key
)
select d.delivery_id::bigint as delivery_id, h.household_number, (n.household_key is not null or g.household_number is not null)::int as is_accounted_for,
       null::text as sheet_name, null::int as row_number
from month_pair p
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_month m using (month_key)
join audit.published_delivery d on d.ward_code = w.ward_code and d.source = 'poverty' and d.month = m.first_date
join warehouse.fact_poverty f on f.ward_key = p.ward_key and f.month_key = p.earlier_key
join warehouse.dim_household h using (household_key)
left join warehouse.fact_poverty n on n.ward_key = p.ward_key and n.month_key = p.month_key and n.household_key = f.household_key
left join audit.left_household g on g.ward_key = p.ward_key and g.month_key = p.month_key and g.household_number = h.household_number
where w.ward_code = %s
  and not exists (select from vault.quarantined_row q where q.delivery_id = d.delivery_id and q.household_number = h.household_number)
