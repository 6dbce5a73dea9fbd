create or replace view mart.published_scorecard_by_month as -- One row per ward, indicator of the plan and month: the newest figure up to that month as it may leave the house, judged as the scorecard of that month shows it.
with known as ( -- what stood from its month until the next one
    select v.ward_code, v.indicator_code, v.area_code, v.area_name, v.month, v.window_kind, v.value, v.unit, v.target, v.trajectory, v.status,
           v.target_kind, v.target_text, v.reason, v.is_suppressed, v.provisional_flag,
           lead(v.month) over (partition by v.ward_code, v.indicator_code order by v.month) as next_month
    from mart.published_value v
    where v.plan_area_flag = 1 and v.in_plan_flag = 1 and v.window_kind <> 'month'
),
months as (
    select f.ward_key, f.month_key, m.first_date as month, max(m.first_date) over (partition by f.ward_key) as newest_month
    from (select distinct ward_key, month_key from warehouse.fact_indicator where known_to is null and value is not null) f
    join warehouse.dim_month m using (month_key)
),
-- A figure is held against the months alone: all months against all figures would be each with each.
placed as (
    select i.ward_key, i.indicator_key, m.month as scorecard_month, m.newest_month, k.area_name, k.month, k.window_kind, k.value, k.target,
           k.trajectory, k.status, k.target_kind, k.target_text, k.reason, k.is_suppressed, k.provisional_flag
    from known k
    join warehouse.dim_ward w on w.ward_code = k.ward_code
    join warehouse.dim_indicator i on i.ward_key = w.ward_key and i.indicator_code = k.indicator_code
    join months m on m.ward_key = w.ward_key and m.month >= k.month and (k.next_month is null or m.month < k.next_month)
    union all
    select i.ward_key, i.indicator_key, m.month, m.newest_month, null, null, null, null, null, null, 'no_data', null, null, null, 0, 0
    from months m
    join warehouse.dim_indicator i on i.ward_key = m.ward_key and i.is_in_plan = 1
    where not exists (
        select 1 from warehouse.fact_indicator f
        join warehouse.dim_area a on a.area_key = f.area_key and a.area_code = i.area_code
        where f.ward_key = i.ward_key and f.indicator_key = i.indicator_key and f.month_key <= m.month_key and f.window_kind <> 'month'
          and f.known_to is null and f.value is not null
    )
)
select
    w.ward_code as ward_code, -- GSO code of the ward
    i.area_code as area_code, -- Area the plan speaks of
    coalesce(k.area_name, a.area_name)::varchar(120) as area_name, -- Its name
    i.indicator_code as indicator_code, -- Code of the indicator
    i.indicator_name as indicator_name, -- Name of the indicator
    k.scorecard_month as scorecard_month, -- First day of the month whose scorecard this is
    ('tháng ' || to_char(k.scorecard_month, 'MM/YYYY'))::varchar(15) as scorecard_month_text, -- The scorecard's month in words
    (k.scorecard_month = k.newest_month)::int as is_newest, -- 1 in the newest month of which the ward has any figure
    k.month as month, -- First day of the month the value belongs to
    ('tháng ' || to_char(k.month, 'MM/YYYY'))::varchar(15) as month_text, -- The month in words, such as "tháng 07/2026"
    k.window_kind::varchar(12) as window_kind, -- month, year_to_date or snapshot
    k.value::numeric(30, 6) as value, -- Value in the indicator's unit; blank where hidden
    i.unit as unit, -- Unit of the value
    k.target::numeric(30, 4) as target, -- Target as the plan states it; growth in percent a year; blank where it is a hidden baseline itself, or nothing is known
    k.trajectory::numeric(30, 6) as trajectory, -- Required path from the baseline to the target, derived; blank where it would tell what is hidden
    (case when k.is_suppressed = 1 then 'không công bố' else coalesce(mart.amount_words(k.value, i.unit, k.target_kind), '') end)::varchar(60) as value_text, -- The value as it is read, with its unit: "92,67 %", "38,75 tỷ đồng", "Đạt"; where hidden "không công bố"
    coalesce(mart.amount_words(k.trajectory, i.unit, k.target_kind), '')::varchar(60) as trajectory_text, -- The required path as it is read, with its unit; blank where it would tell what is hidden
    coalesce(k.target_text, t.words_vi, 'chỉ theo dõi')::varchar(200) as target_text, -- The target in a few Vietnamese words, with its unit and its year
    coalesce(k.status, 'no_data')::varchar(12) as status, -- achieved, on_track, behind, missed, not_judged or no_data, of hidden figures too
    (case coalesce(k.status, 'no_data') when 'no_data' then 'Chưa có số liệu' when 'achieved' then 'Đạt' when 'on_track' then 'Đúng tiến độ'
        when 'behind' then 'Chậm' when 'missed' then 'Không đạt' else 'Chưa đánh giá' end)::varchar(30) as status_name, -- The status in Vietnamese
    (case when k.month is null then 'Chưa có số liệu.' else k.reason end)::varchar(600) as reason, -- Why the status is what it is, in a Vietnamese sentence; where hidden, only that it was judged
    coalesce(k.is_suppressed, 0)::int as is_suppressed, -- 1 where the figure is hidden: a small count, or one that would give a small count away
    coalesce(k.provisional_flag, 0)::smallint as provisional_flag, -- 1 where an older denominator or an incomplete year stands behind the value
    nullif(concat_ws(' ', case when coalesce(k.is_suppressed, 0) = 0 then i.note_vi end,
        case when k.provisional_flag = 1 and k.is_suppressed = 0 then 'Số tạm tính.' end), '')::varchar(900) as note, -- What a reader must know beside the reason, in Vietnamese; blank where hidden
    d.department_code as owner, -- Department that answers for it
    d.department_name as owner_name, -- Name of the department
    i.plan_section as plan_section, -- Section of the plan
    i.sort_order as sort_order -- Order of the plan
from placed k
join warehouse.dim_ward w on w.ward_key = k.ward_key
join warehouse.dim_indicator i on i.ward_key = k.ward_key and i.indicator_key = k.indicator_key
join warehouse.dim_department d on d.department_key = i.department_key
left join warehouse.dim_target t on t.ward_key = i.ward_key and t.indicator_key = i.indicator_key and t.target_number = 1
left join lateral ( -- a group that changed has several members
    select o.area_name from warehouse.dim_area o where o.ward_key = i.ward_key and o.area_code = i.area_code order by o.valid_from desc limit 1
) a on true;
