-- Values of the plan's indicators that must not leave the house: one row per indicator, area, month and window.
select indicator_code, area_code, month, "window"
from mart.published_value
where ward_code = %(ward)s and is_suppressed = 1;
