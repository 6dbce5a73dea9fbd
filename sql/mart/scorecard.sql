create or replace view mart.scorecard as -- One row per ward and indicator of the plan: the newest month, judged; no_data where nothing is known.
with chosen as (
    select v.*, case v."window" when 'snapshot' then 1 when 'year_to_date' then 1 else 2 end as preference
    from mart.indicator_value v
    where v.is_in_plan
),
plan_row as (
    select w.ward_key, w.ward_code, i.*, d.department_code, d.department_name, a.area_name
    from warehouse.dim_indicator i
    join warehouse.dim_ward w on w.ward_key = i.ward_key
    join warehouse.dim_department d on d.department_key = i.department_key
    left join warehouse.dim_area a on a.ward_key = i.ward_key and a.area_code = i.area_code
    where i.is_in_plan = 1
),
series as (
    select c.*, row_number() over by_month as place,
           first_value(c.month) over by_month as newest,
           lag(c.status) over (partition by c.ward_code, c.indicator_code, c.area_code, c."window" order by c.month) as status_before
    from chosen c
    join plan_row p on p.ward_code = c.ward_code and p.indicator_code = c.indicator_code and p.area_code = c.area_code
    where c.preference = 1
    window by_month as (partition by c.ward_code, c.indicator_code order by c.month desc)
),
held as (
    select ward_code, indicator_code, max(month) filter (where status is distinct from status_before) as held_since
    from series group by ward_code, indicator_code
),
slopes as (  -- Theil and Sen: the median of the slopes between all pairs of points, which a few odd months do not move
    select x.ward_code, x.indicator_code,
           percentile_cont(0.5) within group (order by ((y.value - x.value) / ((y.month - x.month) / 30.4375))::float8) as slope,
           count(distinct x.month) + 1 as points
    from series x
    join series y on y.ward_code = x.ward_code and y.indicator_code = x.indicator_code and y.month > x.month
    where x.place <= 24 and y.place <= 24 and x."window" = 'snapshot' and y."window" = 'snapshot'
    group by x.ward_code, x.indicator_code
)
select
    p.ward_code as ward_code, -- GSO code of the ward
    coalesce(s.area_code, p.area_code)::varchar(20) as area_code, -- Area the plan speaks of
    coalesce(s.area_name, p.area_name)::varchar(120) as area_name, -- Its name
    p.indicator_code as indicator_code, -- Code of the indicator
    p.indicator_name as indicator_name, -- Name of the indicator
    s.month as month, -- First day of the newest month with a value
    s."window" as "window", -- month, year_to_date or snapshot
    s.numerator as numerator, -- Numerator of a share
    s.denominator as denominator, -- Denominator of a share
    s.value as value, -- Value in the indicator's unit
    p.unit as unit, -- Unit of the value
    coalesce(s.target, case when t.is_baseline_from_data = 0 then t.target_value end)::numeric(30, 4) as target, -- Target as the plan states it; growth in percent a year
    s.trajectory as trajectory, -- Line from the baseline to the target, derived
    coalesce(s.status, 'no_data')::varchar(12) as status, -- achieved, on_track, behind, missed, not_judged or no_data
    coalesce(s.is_provisional, false) as is_provisional, -- True where an older denominator or an incomplete year stands behind the value
    s.known_from as known_from, -- When this value was first known
    coalesce(s.target_year, t.target_year)::smallint as target_year, -- Year by whose end the target holds
    p.department_code as owner, -- Department that answers for it
    p.plan_section as plan_section, -- Section of the plan
    (s.value - (select b.value from series b where b.ward_code = s.ward_code and b.indicator_code = s.indicator_code
                and b.month = (s.month - interval '12 months')::date limit 1))::numeric(30, 6) as trend_12m, -- Change against the same month a year before
    case when k.points >= 6 and s."window" = 'snapshot' and s.target_year is not null
         then round((s.value + k.slope * ((s.target_year - extract(year from s.month)) * 12 + 12 - extract(month from s.month)))::numeric, 4)
    end::numeric(30, 4) as forecast_at_target_year, -- Robust straight line through at least six months, drawn to the target year
    h.held_since as held_since, -- First month of the present status
    nullif(concat_ws(' ',
        p.note_vi,
        case when s.month is null then 'Chưa có số liệu.' end,
        case when s.is_provisional then 'Số tạm tính.' end,
        case when s.status = 'not_judged' and t.target_kind = 'yes' and s.value < 1 then 'Chưa đạt; hạn cuối năm ' || t.target_year || '.'
             when s.status = 'not_judged' and t.target_kind is not null and s.baseline is null
             then 'Chưa có số gốc năm ' || t.baseline_year || ' nên chưa vẽ được đường tiến độ.' end), '')::varchar(900) as note, -- What a reader must know, in Vietnamese
    coalesce(s.target_kind, t.target_kind)::varchar(10) as target_kind, -- floor, ceiling, growth or yes
    coalesce(s.is_every_year, t.is_every_year = 1) as is_every_year, -- True where each year is judged by itself
    p.department_name as owner_name, -- Name of the department
    p.sort_order as sort_order -- Order of the plan
from plan_row p
left join series s on s.ward_code = p.ward_code and s.indicator_code = p.indicator_code and s.place = 1
left join held h on h.ward_code = p.ward_code and h.indicator_code = p.indicator_code
left join slopes k on k.ward_code = p.ward_code and k.indicator_code = p.indicator_code
left join lateral (select * from warehouse.dim_target t where t.indicator_key = p.indicator_key order by t.target_number limit 1) t on true;
