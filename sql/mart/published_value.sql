create or replace view mart.published_value as -- One row per indicator, area, month and window as it may leave the house: small cells are blank.
with hidden as not materialized (
    -- An area keeps its code when it gets another member, so that what is hidden of a former one is found by the code.
    select f.ward_key, f.indicator_key, a.area_code, f.month_key, f.window_kind
    from warehouse.fact_suppressed_cell f
    join warehouse.dim_area a using (area_key)
),
newest as not materialized ( -- no window function: above one, a reader's choice of an area would be applied to all that was worked out
    select ward_key, indicator_key, window_kind, max(month_key) as month_key
    from warehouse.fact_indicator
    where known_to is null and value is not null
    group by ward_key, indicator_key, window_kind
)
select
    v.ward_code as ward_code, -- GSO code of the ward
    v.area_code as area_code, -- Code of the area
    v.area_name as area_name, -- Name of the area
    v.indicator_code as indicator_code, -- Code of the indicator in the plan's catalogue
    v.indicator_name as indicator_name, -- Name of the indicator
    v.month as month, -- First day of the month the value belongs to
    v."window" as "window", -- month, year_to_date or snapshot
    v."window" as window_kind, -- The same words as "window", under a name that needs no quotes
    (case when h.ward_key is null then v.numerator end)::numeric(20, 4) as numerator, -- Numerator of a share; blank where hidden
    (case when h.ward_key is null then v.denominator end)::numeric(20, 4) as denominator, -- Denominator of a share; blank where hidden
    (case when h.ward_key is null then v.value end)::numeric(30, 6) as value, -- Value in the indicator's unit; blank where hidden
    v.unit as unit, -- Unit of the value
    (case when coalesce(e.ward_key, b.ward_key) is null or v.from_baseline_flag = 0 or v.every_year_flag = 0 then v.target end)::numeric(30, 4) as target, -- Target as the plan states it; growth in percent a year; blank where it is a hidden baseline itself
    (case when h.ward_key is null and (coalesce(e.ward_key, b.ward_key) is null or v.from_baseline_flag = 0) then v.trajectory end)::numeric(30, 6) as trajectory, -- Line from the baseline to the target, derived; blank where it would tell a hidden baseline
    (case when v.plan_area_flag = 1 or h.ward_key is null and (coalesce(e.ward_key, b.ward_key) is null or v.from_baseline_flag = 0) then v.status else 'not_judged' end)::varchar(12) as status, -- achieved, on_track, behind, missed or not_judged; where the plan speaks of the area, of hidden figures too
    v.is_provisional as is_provisional, -- True where an older denominator or an incomplete year stands behind the value
    v.provisional_flag as provisional_flag, -- The same as 0 or 1
    v.known_from as known_from, -- When this value was first known
    v.target_kind as target_kind, -- floor, ceiling, growth or yes
    v.target_year as target_year, -- Year by whose end the target holds
    v.is_every_year as is_every_year, -- True where each year is judged by itself
    v.every_year_flag as every_year_flag, -- The same as 0 or 1
    (case when h.ward_key is null and coalesce(e.ward_key, b.ward_key) is null then v.baseline end)::numeric(30, 6) as baseline, -- Value at the end of the year before the plan, stated or from the data
    v.target_shape as target_shape, -- How the way to the target runs
    (case when h.ward_key is null and (coalesce(e.ward_key, b.ward_key) is null or v.from_baseline_flag = 0) then v.reason
          when v.plan_area_flag = 0 then null
          when h.ward_key is null then 'Không công bố số gốc.'
          when v.status = 'not_judged' then 'Không công bố số liệu.'
          else 'Đã đánh giá, không công bố số liệu.' end)::varchar(600) as reason, -- Why the status is what it is; where hidden, only that it was judged, blank beside the plan
    v.is_in_plan as is_in_plan, -- False for figures that are only shown beside an indicator
    v.in_plan_flag as in_plan_flag, -- The same as 0 or 1
    (v.month_key = n.month_key)::int as is_newest, -- 1 in the newest month of the indicator and window
    (h.ward_key is not null)::int as is_suppressed, -- 1 where the figure is hidden: a small count, or one that would give a small count away
    v.target_range_to as target_range_to, -- Upper end where the plan states a range
    v.strict_flag as strict_flag, -- 1 where the plan asks for more (of a limit: less) than the target itself
    v.standard_version as standard_version, -- Poverty standard that households were counted by: figures of two are drawn as two series; blank for all other indicators
    v.target_text as target_text, -- The target in a few Vietnamese words, with its unit and its year; blank without one
    v.plan_area_flag as plan_area_flag -- 1 where the plan speaks of this area, 0 where its figure is shown beside
from mart.indicator_value v
left join newest n on n.ward_key = v.ward_key and n.indicator_key = v.indicator_key and n.window_kind = v."window"
left join hidden h on h.ward_key = v.ward_key and h.indicator_key = v.indicator_key and h.area_code = v.area_code and h.month_key = v.month_key
                  and h.window_kind = v."window"
-- The line of a target begins at the end of the baseline's year, or in its same month: what is hidden there must not come back by it.
-- What is held against the target alone, as each year by itself, tells nothing of it and stays.
left join hidden e on e.ward_key = v.ward_key and e.indicator_key = v.indicator_key and e.area_code = v.area_code
                  and e.month_key = v.baseline_year * 100 + 12 and e.window_kind = v."window"
left join hidden b on b.ward_key = v.ward_key and b.indicator_key = v.indicator_key and b.area_code = v.area_code
                  and b.month_key = v.baseline_year * 100 + v.month_key % 100 and b.window_kind = v."window";
