-- Months of some indicators in one area, as they may leave the house: one row per indicator, window and month. Values of two years to date, and of two
-- poverty standards, are two series: no line joins them.
select indicator_code, area_code, "window", month, value, trajectory, unit, is_provisional, is_suppressed = 1 as is_hidden,
       coalesce(standard_version, case when "window" = 'year_to_date' then to_char(month, 'YYYY') end) as series
from mart.published_value
where ward_code = %(ward)s and area_code = %(area)s
  and (%(months)s::date[] is null or month = any(%(months)s)) and (%(indicators)s::text[] is null or indicator_code = any(%(indicators)s))
order by indicator_code, "window", month;
