-- Indicators of the plan without a value for the month that is asked for, with the month of the last one, null where there never was one: one row
-- per indicator.
with ward as (select ward_key from warehouse.dim_ward where ward_code = %(ward)s)
select i.indicator_code, i.indicator_name, m.first_date as last_month
from warehouse.dim_indicator i
left join lateral (
    select v.month_key
    from warehouse.fact_indicator v
    join warehouse.dim_area a using (area_key)
    where v.ward_key = i.ward_key and v.indicator_key = i.indicator_key and a.area_code = i.area_code and v.window_kind <> 'month'
      and v.known_to is null and v.value is not null
    order by v.month_key desc
    limit 1
) f on true
left join warehouse.dim_month m using (month_key)
where i.ward_key = (table ward) and i.is_in_plan = 1 and (m.first_date is null or m.first_date < %(month)s::date)
order by m.first_date desc nulls last, i.sort_order;
