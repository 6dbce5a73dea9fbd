-- The published values of the ward itself, for the lines beside the scorecard: one row per indicator, window and month.
select indicator_code, "window", month, value, trajectory, unit, is_provisional
from mart.published_value
where ward_code = %(ward)s and area_code = %(ward)s and value is not null and (%(indicator)s::text is null or indicator_code = %(indicator)s)
order by indicator_code, "window", month;
