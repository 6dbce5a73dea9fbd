-- Members of listed households whose month has a health insurance list: which card covers them.
select f.delivery_key::bigint as delivery_id, f.sheet_name, f.row_number, h.household_number, p.classification,
       coalesce(c.is_covered, 0) as is_covered, coalesce(c.is_covered_as_poor, 0) as is_covered_as_poor, coalesce(c.is_covered_as_near_poor, 0) as is_covered_as_near_poor
from warehouse.fact_household_member f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_household h using (household_key)
join warehouse.fact_poverty p on p.ward_key = f.ward_key and p.month_key = f.month_key and p.household_key = f.household_key
join audit.published_month l on l.ward_key = f.ward_key and l.source = 'health_insurance' and l.month_key = f.month_key
left join warehouse.fact_health_insurance c on c.ward_key = f.ward_key and c.month_key = f.month_key and c.person_key = f.person_key
where w.ward_code = %s
