-- Months of an indicator in one window, in every area but the ward, as they may leave the house: one row per area and month.
select area_code, month, value, is_suppressed = 1 as is_hidden,
       coalesce(standard_version, case when "window" = 'year_to_date' then to_char(month, 'YYYY') end) as series
from mart.published_value
where ward_code = %(ward)s and indicator_code = %(indicator)s and "window" = %(window)s and area_code <> %(ward)s
order by area_code, month;
