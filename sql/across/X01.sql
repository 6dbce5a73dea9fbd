-- Coverage by area and month, with the delivery of the health insurance list that shows it.
select d.delivery_id::bigint as delivery_id, a.area_name, f.numerator::float8 as numerator, f.denominator::float8 as denominator,
       null::text as sheet_name, null::int as row_number
from warehouse.fact_indicator f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_indicator i using (indicator_key)
join warehouse.dim_area a using (area_key)
join warehouse.dim_month m using (month_key)
join audit.published_delivery d on d.ward_code = w.ward_code and d.source = 'health_insurance' and d.month = m.first_date
where w.ward_code = %s and i.indicator_code = 'XH04' and f.known_to is null
