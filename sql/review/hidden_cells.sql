-- Values of the plan's indicators that must not leave the house: one row per indicator, area, month and window.
select i.indicator_code, a.area_code, m.first_date as month, f.window_kind as "window"
from warehouse.fact_suppressed_cell f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_indicator i using (indicator_key)
join warehouse.dim_area a using (area_key)
join warehouse.dim_month m using (month_key)
where w.ward_code = %(ward)s and i.is_in_plan = 1;
