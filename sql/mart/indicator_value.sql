create or replace view mart.indicator_value as -- One row per indicator, area, month and window: the current value, its target, the derived path to it, the status and its reason.
select
    w.ward_code as ward_code, -- GSO code of the ward
    a.area_code as area_code, -- Code of the area
    a.area_name as area_name, -- Name of the area
    i.indicator_code as indicator_code, -- Code of the indicator in the plan's catalogue
    i.indicator_name as indicator_name, -- Name of the indicator
    m.first_date as month, -- First day of the month the value belongs to
    f.window_kind::varchar(12) as "window", -- month, year_to_date or snapshot
    f.window_kind::varchar(12) as window_kind, -- The same words as "window", under a name that needs no quotes
    f.numerator::numeric(20, 4) as numerator, -- Numerator of a share
    f.denominator::numeric(20, 4) as denominator, -- Denominator of a share
    f.value::numeric(30, 6) as value, -- Value in the indicator's unit; shares in percent
    i.unit as unit, -- Unit of the value
    j.target as target, -- Target as the plan states it; growth in percent a year
    j.trajectory as trajectory, -- Required path from the baseline to the target, derived, not the plan's own figure
    coalesce(j.status, 'not_judged')::varchar(12) as status, -- achieved, on_track, behind, missed or not_judged
    f.is_provisional = 1 as is_provisional, -- True where an older denominator or an incomplete year stands behind the value
    (f.known_from at time zone 'Asia/Ho_Chi_Minh') as known_from, -- When this value was first known
    t.target_kind as target_kind, -- floor, ceiling, growth or yes
    t.target_year as target_year, -- Year by whose end the target holds
    (t.is_every_year = 1) as is_every_year, -- True where each year is judged by itself
    j.baseline as baseline, -- Value at the end of the year before the plan, stated or from the data
    i.is_in_plan = 1 as is_in_plan, -- False for figures that are only shown beside an indicator
    t.shape as target_shape, -- How the way to the target runs, such as level_by_year or growth_per_year
    t.range_to as target_range_to, -- Upper end where the plan states a range
    j.reason as reason, -- Why the status is what it is, in a Vietnamese sentence
    j.distance_to_target as distance_to_target, -- What is still missing in the unit; 0 or less: met, where more is asked than the target itself less than 0
    j.needed_per_month as needed_per_month, -- Change a month that leads to the target from now on, in the unit
    j.same_month_last_year as same_month_last_year, -- Value of the same month and window a year before
    j.change_on_last_year as change_on_last_year, -- Change against it
    j.held_since as held_since, -- First month of the present status
    f.is_provisional as provisional_flag, -- is_provisional as 0 or 1
    t.is_every_year as every_year_flag, -- is_every_year as 0 or 1
    i.is_in_plan as in_plan_flag, -- is_in_plan as 0 or 1
    t.baseline_year as baseline_year, -- Year at whose end the baseline stands
    (case when t.target_kind = 'growth' or t.is_baseline_from_data = 1 or (t.target_kind <> 'yes' and t.is_every_year = 0 and t.from_year < t.target_year)
          then 1 else 0 end) as from_baseline_flag, -- 1 where the target or the path to it runs from the baseline, 0 where the value is held against the target alone
    t.is_strict as strict_flag, -- 1 where the plan asks for more (of a limit: less) than the target itself
    (case when i.indicator_code ~ '^XH01(-|$)' then (
        select s.standard_version from warehouse.dim_poverty_standard s
        where s.residence = w.residence and m.first_date between s.valid_from and s.valid_to) end)::varchar(20) as standard_version, -- Poverty standard that households were counted by: figures of two are drawn as two series; blank for all other indicators
    (a.area_code = i.area_code)::int as plan_area_flag, -- 1 where the plan speaks of this area, 0 where its figure is shown beside
    t.words_vi as target_text, -- The target in a few Vietnamese words, with its unit and its year; blank without one
    f.ward_key as ward_key, -- Key of the ward
    f.indicator_key as indicator_key, -- Key of the indicator
    f.month_key as month_key -- Key of the month, yyyymm
from warehouse.fact_indicator f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_indicator i using (indicator_key)
join warehouse.dim_area a using (area_key)
join warehouse.dim_month m using (month_key)
left join warehouse.fact_target_judgement j
    on j.ward_key = f.ward_key and j.indicator_key = f.indicator_key and j.area_key = f.area_key and j.month_key = f.month_key and j.window_kind = f.window_kind
left join warehouse.dim_target t on t.target_key = j.target_key and t.target_key > 0
where f.known_to is null and f.value is not null;
