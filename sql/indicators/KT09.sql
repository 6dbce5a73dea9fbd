-- code: KT09
-- name: Thu nhập bình quân đầu người so với năm 2025
-- unit: lần
-- grain: ward x month, year to date
-- numerator: KT08 of the year so far (VND per person)
-- denominator: KT08 of 2025 up to the same month (VND per person): a part of a year is only compared with the same part
-- source: departmental report (R), KT08; plan section VI.3
select f.ward_key, 'KT09' as indicator_code, f.area_key, f.month_key, 'year_to_date' as window_kind,
       f.value as numerator, base.value as denominator, f.value / base.value as value, 0 as is_provisional
from staging.month_to_compute c
join warehouse.fact_reported_figure f on f.ward_key = c.ward_key and f.month_key = c.month_key
join warehouse.dim_indicator i on i.indicator_key = f.indicator_key and i.indicator_code = 'KT08'
join warehouse.dim_area a on a.area_key = f.area_key
join warehouse.dim_area same on same.ward_key = a.ward_key and same.area_code = a.area_code
join warehouse.fact_reported_figure base
  on base.ward_key = f.ward_key and base.indicator_key = f.indicator_key and base.area_key = same.area_key and base.month_key = 202500 + f.month_key % 100
where c.source = 'department_report' and base.value > 0 and f.value is not null and f.month_key > 202512
