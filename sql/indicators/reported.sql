-- code: every indicator that a department states
-- name: as in the catalogue
-- unit: as in the catalogue; shares in percent, ratios to a baseline in percent
-- grain: area x month; snapshot, or year to date with the month's own figure beside it
-- numerator: as stated
-- denominator: as stated, unless sheet "Dân số" of the same month states it: that one wins
-- source: departmental report (R)
-- Figures "in the year" are stated as year to date; the month's own is the difference from the month before (of a share: of its
-- numerators, over the year's denominator), and there is none where that is missing. In January it is the year to date itself.
with month as materialized (
    select ward_key, month_key from staging.month_to_compute where source = 'department_report'
),
read_month as materialized (  -- and the months before them
    select ward_key, month_key from month
    union
    select ward_key, month_key - 1 from month where month_key % 100 > 1
),
population as materialized (  -- worked out once, not for each figure
    select p.area_key, p.month_key, p.denominator_name, p.value
    from read_month r
    join warehouse.area_population p using (ward_key, month_key)
    where p.value > 0
),
figure as (
    select f.ward_key, i.indicator_code, i.window_kind, i.measure, f.area_key, a.area_code, f.month_key, f.numerator, coalesce(p.value, f.denominator) as denominator, f.value
    from read_month r
    join warehouse.fact_reported_figure f on f.ward_key = r.ward_key and f.month_key = r.month_key
    join warehouse.dim_indicator i on i.indicator_key = f.indicator_key
    join warehouse.dim_area a on a.area_key = f.area_key
    left join population p on p.area_key = f.area_key and p.month_key = f.month_key and p.denominator_name = i.denominator_from
    where i.feed = 'reported'
),
stated as (
    select f.*, case when f.measure in ('share', 'ratio') then 100.0 * f.numerator / nullif(f.denominator, 0) else f.value end as stated_value
    from figure f
)
select s.ward_key, s.indicator_code, s.area_key, s.month_key, s.window_kind,
       case when s.measure in ('share', 'ratio') then s.numerator end as numerator,
       case when s.measure in ('share', 'ratio') then s.denominator end as denominator,
       s.stated_value as value, 0 as is_provisional
from stated s
join month using (ward_key, month_key)
where s.stated_value is not null
union all
select s.ward_key, s.indicator_code, s.area_key, s.month_key, 'month',
       case when s.measure in ('share', 'ratio') then s.numerator - coalesce(before.numerator, 0) end,
       case when s.measure in ('share', 'ratio') then s.denominator end,
       case when s.measure in ('share', 'ratio') then 100.0 * (s.numerator - coalesce(before.numerator, 0)) / nullif(s.denominator, 0)
            else s.stated_value - coalesce(before.stated_value, 0) end, 0
from stated s
join month using (ward_key, month_key)
left join stated before
  on before.ward_key = s.ward_key and before.indicator_code = s.indicator_code and before.area_code = s.area_code and before.month_key = s.month_key - 1
 and s.month_key % 100 > 1
where s.window_kind = 'year_to_date' and s.stated_value is not null
  and (before.stated_value is not null or s.month_key % 100 = 1)
