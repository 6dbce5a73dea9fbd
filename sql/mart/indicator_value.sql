create or replace view mart.indicator_value as -- One row per indicator, area, month and window: the current value, its target, the derived line to it and the status.
with current_value as (
    select f.*, m.first_date, m.year, m.month
    from warehouse.fact_indicator f
    join warehouse.dim_month m using (month_key)
    where f.known_to is null and f.value is not null
),
aimed as (
    select v.*, i.indicator_code, i.indicator_name, i.unit, i.is_in_plan, i.note_vi, i.area_code as plan_area_code,
           i.window_kind = 'year_to_date' as accumulates,
           t.target_kind, t.target_year, t.from_year, t.is_strict, t.is_every_year, t.is_baseline_from_data, t.baseline_year,
           case when t.is_baseline_from_data = 1 then base.value else t.target_value end as target_value,
           coalesce(base.value, case when a.area_code = i.area_code then t.baseline_value end) as baseline_value,
           same.value as baseline_same_month, a.area_code, a.area_name
    from current_value v
    join warehouse.dim_indicator i using (indicator_key)
    join warehouse.dim_area a using (area_key)
    left join lateral (
        select t.* from warehouse.dim_target t
        where t.indicator_key = v.indicator_key and (t.from_year <= v.year or t.is_every_year = 0) and not (v.window_kind = 'month' and i.window_kind = 'year_to_date')
          and (a.area_code = i.area_code or i.measure in ('share', 'ratio') or t.target_kind in ('growth', 'ceiling'))  -- 200 enterprises are the ward's
        order by (t.from_year <= v.year) desc, t.from_year desc, t.target_number limit 1
    ) t on true
    left join current_value base
        on base.indicator_key = v.indicator_key and base.area_key = v.area_key and base.window_kind = v.window_kind
       and base.month_key = t.baseline_year * 100 + 12
    left join current_value same
        on same.indicator_key = v.indicator_key and same.area_key = v.area_key and same.window_kind = v.window_kind
       and same.month_key = t.baseline_year * 100 + v.month
),
lined as (
    select a.*,
           case
               when target_kind = 'growth' and baseline_same_month is not null
                   then baseline_same_month * power(1 + target_value / 100.0, year - baseline_year)
               when target_kind = 'growth'
                   then baseline_value * power(1 + target_value / 100.0, year - baseline_year) * case when accumulates then month / 12.0 else 1 end
               when target_kind = 'yes' then null
               when is_every_year = 1 and accumulates then target_value * month / 12.0
               when is_every_year = 1 or is_baseline_from_data = 1 or from_year = target_year then target_value
               when (year, month) >= (target_year, 12::smallint) then target_value
               else (baseline_value + (target_value - baseline_value)
                     * ((year - baseline_year - 1) * 12 + month) / (12.0 * nullif(target_year - baseline_year, 0))
                    ) * case when accumulates and is_every_year = 0 and window_kind = 'year_to_date' and unit = '%' then month / 12.0 else 1 end
           end as trajectory,
           case target_kind
               when 'ceiling' then case when is_strict = 1 then value < target_value else value <= target_value end
               when 'yes' then value >= 1
               when 'growth' then value >= baseline_value * power(1 + target_value / 100.0, year - baseline_year)
               else case when is_strict = 1 then value > target_value else value >= target_value end
           end as meets_target,
           case when is_every_year = 1 then month = 12 else (year, month) >= (target_year, 12::smallint) end as is_due
    from aimed a
)
select
    w.ward_code as ward_code, -- GSO code of the ward
    l.area_code as area_code, -- Code of the area
    l.area_name as area_name, -- Name of the area
    l.indicator_code as indicator_code, -- Code of the indicator in the plan's catalogue
    l.indicator_name as indicator_name, -- Name of the indicator
    l.first_date as month, -- First day of the month the value belongs to
    l.window_kind::varchar(12) as "window", -- month, year_to_date or snapshot
    l.numerator::numeric(20, 4) as numerator, -- Numerator of a share
    l.denominator::numeric(20, 4) as denominator, -- Denominator of a share
    l.value::numeric(30, 6) as value, -- Value in the indicator's unit; shares in percent
    l.unit as unit, -- Unit of the value
    l.target_value::numeric(30, 4) as target, -- Target as the plan states it; growth in percent a year
    round(l.trajectory, 4)::numeric(30, 4) as trajectory, -- Line from the baseline to the target, derived, not the plan's own figure
    (case
        when l.target_kind is null or l.target_value is null then 'not_judged'
        when l.target_kind = 'yes' then case when l.meets_target then 'achieved' when l.is_due then 'missed'
                                             when l.year = l.target_year then 'behind' else 'not_judged' end
        when l.is_due and l.meets_target is not null then case when l.meets_target then 'achieved' else 'missed' end
        when l.meets_target and l.target_kind = 'floor' and (l.is_every_year = 0 and l.is_baseline_from_data = 0 or l.accumulates) then 'achieved'
        when l.meets_target and l.target_kind = 'ceiling' and not l.accumulates and l.is_every_year = 0 then 'achieved'
        when l.trajectory is null then 'not_judged'
        when l.target_kind = 'ceiling' then case when l.value <= l.trajectory then 'on_track' else 'behind' end
        when l.value >= l.trajectory then 'on_track'
        else 'behind'
    end)::varchar(12) as status, -- achieved, on_track, behind, missed or not_judged
    l.is_provisional = 1 as is_provisional, -- True where an older denominator or an incomplete year stands behind the value
    (l.known_from at time zone 'Asia/Ho_Chi_Minh') as known_from, -- When this value was first known
    l.target_kind as target_kind, -- floor, ceiling, growth or yes
    l.target_year as target_year, -- Year by whose end the target holds
    (l.is_every_year = 1) as is_every_year, -- True where each year is judged by itself
    l.baseline_value::numeric(30, 4) as baseline, -- Value at the end of the year before the plan, stated or from the data
    l.is_in_plan = 1 as is_in_plan -- False for figures that are only shown beside an indicator
from lined l
join warehouse.dim_ward w using (ward_key);
