-- Months of an indicator, or of all, in some areas, as they may leave the house: one row per indicator, area, window and month. Values of two years
-- to date, and of two poverty standards, are two series: no line joins them.
select indicator_code, area_code, "window", month, value, trajectory, unit, is_provisional, is_suppressed = 1 as is_hidden,
       coalesce(standard_version, case when "window" = 'year_to_date' then to_char(month, 'YYYY') end) as series
from mart.published_value
where ward_code = %(ward)s and area_code = any(%(areas)s) and (%(indicator)s::text is null or indicator_code = %(indicator)s)
order by indicator_code, area_code, "window", month;
