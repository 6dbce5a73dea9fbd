create or replace view mart.published_scorecard as -- One row per ward and indicator of the plan: the newest month as it may leave the house. A figure that is not published is judged and counted all the same.
select
    s.ward_code as ward_code, -- GSO code of the ward
    s.area_code as area_code, -- Area the plan speaks of
    s.area_name as area_name, -- Its name
    s.indicator_code as indicator_code, -- Code of the indicator
    s.indicator_name as indicator_name, -- Name of the indicator
    s.month as month, -- First day of the newest month with a value
    s."window" as window_kind, -- month, year_to_date or snapshot
    (case when h.is_hidden = 0 then s.numerator end)::numeric(20, 4) as numerator, -- Numerator of a share; blank where hidden
    (case when h.is_hidden = 0 then s.denominator end)::numeric(20, 4) as denominator, -- Denominator of a share; blank where hidden
    (case when h.is_hidden = 0 then s.value end)::numeric(30, 6) as value, -- Value in the indicator's unit; blank where hidden
    s.unit as unit, -- Unit of the value
    (case when s.month is null then s.target else p.target end)::numeric(30, 4) as target, -- Target as the plan states it; growth in percent a year; blank where it is a hidden baseline itself
    p.trajectory as trajectory, -- Required path from the baseline to the target, derived; blank where it would tell what is hidden
    s.status as status, -- achieved, on_track, behind, missed, not_judged or no_data, of hidden figures too
    s.status_name as status_name, -- The status in Vietnamese
    s.target_year as target_year, -- Year by whose end the target holds
    s.target_kind as target_kind, -- floor, ceiling, growth or yes
    s.owner as owner, -- Department that answers for it
    s.owner_name as owner_name, -- Name of the department
    s.plan_section as plan_section, -- Section of the plan
    (case when h.is_hidden = 0 and f.is_last_year_hidden = 0 then s.change_on_last_year end)::numeric(30, 6) as trend_12m, -- Change against the same month a year before; blank where either is hidden
    (case when f.is_hidden = 0 then s.forecast_at_target_year end)::numeric(30, 6) as forecast_at_target_year, -- Where the newest months lead by the end of the target year; blank where a figure of the series is hidden
    (case when h.is_hidden = 0 then nullif(concat_ws(' ', s.plan_note, case when s.provisional_flag = 1 then 'Số tạm tính.' end), '') end)::varchar(900) as note, -- What a reader must know beside the reason, in Vietnamese; blank where hidden
    (case when s.month is null then s.reason else p.reason end)::varchar(600) as reason, -- Why the status is what it is, in a Vietnamese sentence; where hidden, only that it was judged
    h.is_hidden as is_suppressed, -- 1 where the figure is hidden: a small count, or one that would give a small count away
    s.provisional_flag as provisional_flag, -- 1 where an older denominator or an incomplete year stands behind the value
    s.sort_order as sort_order, -- Order of the plan
    s.every_year_flag as every_year_flag, -- 1 where each year is judged by itself
    s.target_shape as target_shape, -- How the way to the target runs, such as level_by_year or growth_per_year
    s.target_range_to as target_range_to, -- Upper end where the plan states a range
    s.strict_flag as strict_flag, -- 1 where the plan asks for more (of a limit: less) than the target itself
    (case when f.is_hidden = 0 then s.forecast_low end)::numeric(30, 6) as forecast_low, -- Lower end of the forecast's band; blank where a figure of the series is hidden
    (case when f.is_hidden = 0 then s.forecast_high end)::numeric(30, 6) as forecast_high, -- Upper end of the forecast's band; blank where a figure of the series is hidden
    ('tháng ' || to_char(s.month, 'MM/YYYY'))::varchar(15) as month_text, -- The month in words, such as "tháng 07/2026"
    (case when h.is_hidden = 0 then coalesce(mart.amount_words(s.value, s.unit, s.target_kind), '') else 'không công bố' end)::varchar(60) as value_text, -- The value as it is read, with its unit: "92,67 %", "38,75 tỷ đồng", "Đạt"; where hidden "không công bố"
    coalesce(mart.amount_words(p.trajectory, s.unit, s.target_kind), '')::varchar(60) as trajectory_text, -- The required path as it is read, with its unit; blank where it would tell what is hidden
    s.target_text as target_text -- The target in a few Vietnamese words, with its unit and its year
from mart.scorecard s
-- A row looked up for each of forty: joined as a whole, all values of all months would be worked out again for each.
left join lateral (
    select v.target, v.trajectory, v.reason, v.is_suppressed from mart.published_value v
    where v.ward_code = s.ward_code and v.indicator_code = s.indicator_code and v.area_code = s.area_code and v.month = s.month
      and v."window" || '' = s."window" -- a plain "=" makes the planner look for the newest month of all values, which nobody asks for here
    limit 1
) p on true
cross join lateral (select coalesce(p.is_suppressed, 0) as is_hidden) h
-- What any figure of the series keeps back must not come back by a line through all of them, nor by a difference.
cross join lateral (
    select coalesce(max(1), 0) as is_hidden,
           coalesce(max(1) filter (where c.month_key = to_char(s.month - interval '1 year', 'YYYYMM')::int), 0) as is_last_year_hidden
    from warehouse.dim_ward d
    join warehouse.dim_indicator i on i.ward_key = d.ward_key and i.indicator_code = s.indicator_code
    join warehouse.dim_area a on a.ward_key = d.ward_key and a.area_code = s.area_code
    join warehouse.fact_suppressed_cell c on c.ward_key = d.ward_key and c.indicator_key = i.indicator_key and c.area_key = a.area_key
                                         and c.window_kind = s."window"
    where d.ward_code = s.ward_code
) f;
