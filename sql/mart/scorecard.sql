create or replace view mart.scorecard as -- One row per ward and indicator of the plan: the newest month, judged; no_data where nothing is known.
select
    w.ward_code as ward_code, -- GSO code of the ward
    i.area_code as area_code, -- Area the plan speaks of
    s.area_name as area_name, -- Its name
    i.indicator_code as indicator_code, -- Code of the indicator
    i.indicator_name as indicator_name, -- Name of the indicator
    s.month as month, -- First day of the newest month with a value
    s.window_kind as "window", -- month, year_to_date or snapshot
    s.window_kind as window_kind, -- The same words as "window", under a name that needs no quotes
    s.numerator as numerator, -- Numerator of a share
    s.denominator as denominator, -- Denominator of a share
    s.value as value, -- Value in the indicator's unit
    i.unit as unit, -- Unit of the value
    coalesce(j.target, case when first.is_baseline_from_data = 0 then first.target_value end)::numeric(30, 4) as target, -- Target as the plan states it; growth in percent a year
    j.trajectory as trajectory, -- Required path from the baseline to the target, derived
    (case when s.month is null then 'no_data' else coalesce(j.status, 'not_judged') end)::varchar(12) as status, -- achieved, on_track, behind, missed, not_judged or no_data
    coalesce(s.is_provisional = 1, false) as is_provisional, -- True where an older denominator or an incomplete year stands behind the value
    s.known_from as known_from, -- When this value was first known
    coalesce(t.target_year, first.target_year) as target_year, -- Year by whose end the target holds
    d.department_code as owner, -- Department that answers for it
    i.plan_section as plan_section, -- Section of the plan
    j.change_on_last_year as trend_12m, -- Change against the same month a year before
    p.forecast_at_target_year as forecast_at_target_year, -- Where the newest months (six at least) lead by the end of the target year; within bounds: a share that rises slows down as it nears 100, what falls as it nears 0
    j.held_since as held_since, -- First month of the present status
    nullif(concat_ws(' ',
        i.note_vi,
        case when s.month is null then 'Chưa có số liệu.' end,
        case when s.is_provisional = 1 then 'Số tạm tính.' end,
        case when j.status = 'not_judged' and first.target_kind = 'yes' and s.value < 1 then 'Chưa đạt; hạn cuối năm ' || first.target_year || '.'
             when j.status = 'not_judged' and first.target_kind is not null and j.baseline is null
             then 'Chưa có số gốc năm ' || first.baseline_year || ' nên chưa vẽ được đường tiến độ.' end), '')::varchar(900) as note, -- What a reader must know, in Vietnamese
    coalesce(t.target_kind, first.target_kind) as target_kind, -- floor, ceiling, growth or yes
    coalesce(t.is_every_year, first.is_every_year) = 1 as is_every_year, -- True where each year is judged by itself
    d.department_name as owner_name, -- Name of the department
    i.sort_order as sort_order, -- Order of the plan
    coalesce(t.shape, first.shape) as target_shape, -- How the way to the target runs, such as level_by_year or growth_per_year
    coalesce(t.range_to, first.range_to) as target_range_to, -- Upper end where the plan states a range
    (case when h.is_hidden is null then coalesce(j.reason, 'Chưa có số liệu.')
          when j.status = 'not_judged' then 'Không công bố số liệu.'
          else 'Đã đánh giá, không công bố số liệu.' end)::varchar(600) as reason, -- Why the status is what it is, in a Vietnamese sentence; of a figure that is not published only that it was judged: sentences are passed on
    j.baseline as baseline, -- Value at the end of the year before the plan, stated or from the data
    j.distance_to_target as distance_to_target, -- What is still missing in the unit; 0 or less: met, where more is asked than the target itself less than 0
    j.needed_per_month as needed_per_month, -- Change a month that leads to the target from now on, in the unit
    j.same_month_last_year as same_month_last_year, -- Value of the same month and window a year before
    j.change_on_last_year as change_on_last_year, -- Change against it
    (case when s.month is null then 'Chưa có số liệu' else case coalesce(j.status, 'not_judged')
        when 'achieved' then 'Đạt' when 'on_track' then 'Đúng tiến độ' when 'behind' then 'Chậm' when 'missed' then 'Không đạt' else 'Chưa đánh giá' end
     end)::varchar(30) as status_name, -- The status in Vietnamese
    p.trend_per_month as trend_per_month, -- Change a month by the robust line; null under six months
    p.forecast_low as forecast_low, -- Lower end of the forecast's band: the slowest slope that longer stretches have had, but one in forty
    p.forecast_high as forecast_high, -- Upper end of the forecast's band: the steepest slope that longer stretches have had, but one in forty
    coalesce(s.is_provisional, 0)::smallint as provisional_flag, -- is_provisional as 0 or 1
    coalesce(t.is_every_year, first.is_every_year) as every_year_flag, -- is_every_year as 0 or 1
    coalesce(t.is_strict, first.is_strict) = 1 as is_strict, -- True where the plan asks for more (of a limit: less) than the target itself
    coalesce(t.is_strict, first.is_strict) as strict_flag, -- is_strict as 0 or 1
    coalesce(h.is_hidden, 0)::smallint as is_suppressed, -- 1 where the figure may not leave the house: a small count, or one that would give a small count away
    i.note_vi::varchar(600) as plan_note, -- What the plan itself leaves open or says beside the target, in Vietnamese
    coalesce(t.words_vi, first.words_vi, 'chỉ theo dõi')::varchar(200) as target_text -- The target in a few Vietnamese words, with its unit and its year
from warehouse.dim_indicator i
join warehouse.dim_ward w on w.ward_key = i.ward_key
join warehouse.dim_department d on d.department_key = i.department_key
left join lateral (select * from warehouse.dim_target o where o.indicator_key = i.indicator_key order by o.target_number limit 1) first on true
left join lateral ( -- the newest value that is no month's own; a group that changed has several members
    select a.area_name, m.first_date as month, f.month_key, f.area_key, f.window_kind::varchar(12) as window_kind, f.numerator, f.denominator, f.value,
           f.is_provisional, (f.known_from at time zone 'Asia/Ho_Chi_Minh') as known_from
    from warehouse.dim_area a
    left join lateral (
        select * from warehouse.fact_indicator v
        where v.ward_key = i.ward_key and v.indicator_key = i.indicator_key and v.area_key = a.area_key and v.window_kind <> 'month'
          and v.known_to is null and v.value is not null
        order by v.month_key desc limit 1
    ) f on true
    left join warehouse.dim_month m on m.month_key = f.month_key
    where a.ward_key = i.ward_key and a.area_code = i.area_code
    order by f.month_key desc nulls last, a.valid_from desc limit 1
) s on true
left join warehouse.fact_target_judgement j
    on j.ward_key = i.ward_key and j.indicator_key = i.indicator_key and j.area_key = s.area_key and j.month_key = s.month_key and j.window_kind = s.window_kind
left join warehouse.dim_target t on t.target_key = j.target_key and t.target_key > 0
left join lateral ( -- an area keeps its code when it gets another member
    select 1 as is_hidden
    from warehouse.fact_suppressed_cell c
    join warehouse.dim_area a using (area_key)
    where c.ward_key = i.ward_key and c.indicator_key = i.indicator_key and c.month_key = s.month_key and c.window_kind = s.window_kind
      and a.area_code = i.area_code
    limit 1
) h on true
left join warehouse.fact_target_forecast p on p.ward_key = i.ward_key and p.indicator_key = i.indicator_key and p.area_key = s.area_key
where i.is_in_plan = 1;
