-- The plan's indicators as they may leave the house, in the plan's order: one row per indicator. What is hidden is judged, counted, and not told.
select indicator_code, indicator_name, area_code, area_name, month, window_kind as "window", value, unit, target, target_range_to, target_kind,
       target_year, target_shape, every_year_flag = 1 as is_every_year, strict_flag = 1 as is_strict, trajectory, status,
       provisional_flag = 1 as is_provisional, owner, plan_section, note, reason,
       is_suppressed = 1 as is_hidden
from mart.published_scorecard
where ward_code = %(ward)s
order by sort_order;
