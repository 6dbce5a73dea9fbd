-- Months of an indicator, or of all, in one area, else in the area that the plan speaks of, as they may leave the house: one row per indicator, window
-- and month. Values of two years to date, and of two poverty standards, are two series: no line joins them.
select v.indicator_code, v."window", v.month, v.value, v.trajectory, v.unit, v.is_provisional, v.is_suppressed = 1 as is_hidden,
       coalesce(v.standard_version, case when v."window" = 'year_to_date' then to_char(v.month, 'YYYY') end) as series
from mart.published_value v
join warehouse.dim_ward w on w.ward_code = v.ward_code
join warehouse.dim_indicator i on i.ward_key = w.ward_key and i.indicator_code = v.indicator_code
where v.ward_code = %(ward)s and v.area_code = coalesce(%(area)s::text, i.area_code)
  and (%(indicator)s::text is null or v.indicator_code = %(indicator)s)
order by v.indicator_code, v."window", v.month;
