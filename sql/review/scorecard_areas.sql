-- One indicator by area in one month and window, small cells hidden: one row per area.
select area_code, area_name, numerator, denominator, value, trajectory, unit, is_suppressed = 1 as is_hidden
from mart.published_value
where ward_code = %(ward)s and indicator_code = %(indicator)s and month = %(month)s and "window" = %(window)s and area_code <> %(ward)s
order by area_code;
