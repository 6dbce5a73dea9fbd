-- What was said of a figure: the last issue of its own month, and beside it the newest report of another month that printed it, in its series
-- or as a line carried over. A figure is told once, against its own month's report where that one differs.
create or replace view mart.adjustment as -- One row per figure whose current value, or the judgement of it, is not what the last issued report that printed it said.
with latest as (
    select distinct on (r.ward_code, r.month) r.report_id, r.ward_code, r.month, r.report_number, r.issued_at
    from audit.issued_report r
    order by r.ward_code, r.month, r.issue_number desc
),
numbered as (
    select l.*, row_number() over (partition by l.ward_code order by l.issued_at, l.report_id) as place from latest l
),
printed as (
    select n.ward_code, n.report_number, n.place, (f.month = n.month)::int as is_own, f.*,
           max(n.place) over figure as newest_place, max((f.month = n.month)::int) over figure as has_own,
           max(f.is_suppressed) over figure as was_suppressed
    from numbered n
    join audit.issued_figure f on f.report_id = n.report_id
    window figure as (partition by n.ward_code, f.month, f.indicator_code collate "C", f.area_code collate "C", f.window_kind collate "C")
),
said as (
    select * from printed where is_own = 1 or place = newest_place
),
known as (
    select v.ward_code, v.indicator_code, v.indicator_name, v.area_code, v.area_name, v.month, v."window" as window_kind,
           v.numerator::numeric(20, 4) as numerator, v.denominator::numeric(20, 4) as denominator, v.value::numeric(30, 6) as value, v.unit,
           v.target, v.trajectory::numeric(30, 4) as trajectory, v.status, v.is_suppressed
    from mart.published_value v
),
-- Two sides of a figure; a silent report is that of its own month, which did not know it.
beside as (
    select coalesce(s.ward_code, k.ward_code) as ward_code, coalesce(s.indicator_code, k.indicator_code) as indicator_code,
           coalesce(s.indicator_name, k.indicator_name) as indicator_name, coalesce(s.area_code, k.area_code) as area_code,
           coalesce(s.area_name, k.area_name) as area_name, coalesce(s.month, k.month) as month, coalesce(s.window_kind, k.window_kind) as window_kind,
           coalesce(s.unit, k.unit) as unit, s.report_number, s.place, s.is_own, s.is_scorecard,
           s.numerator as issued_numerator, s.denominator as issued_denominator, s.value as issued_value,
           s.target as issued_target, s.trajectory as issued_trajectory, s.status as issued_status,
           k.numerator as current_numerator, k.denominator as current_denominator, k.value as current_value,
           k.target as current_target, k.trajectory as current_trajectory, k.status as current_status,
           s.ward_code is not null and (s.numerator, s.denominator, s.value) is distinct from (k.numerator, k.denominator, k.value) as is_changed,
           s.value is not null and k.value is not null and (s.status, s.target, s.trajectory) is distinct from (k.status, k.target, k.trajectory) as is_judged_anew,
           case when coalesce(s.has_own, 0) = 0 then o.report_number end as silent_report
    from said s
    full join known k on k.ward_code = s.ward_code and k.indicator_code = s.indicator_code and k.area_code = s.area_code and k.month = s.month
                     and k.window_kind = s.window_kind
    left join numbered o on o.ward_code = k.ward_code and o.month = k.month
    where coalesce(s.was_suppressed, 0) = 0 and coalesce(k.is_suppressed, 0) = 0
),
differing as (
    select distinct on (ward_code, indicator_code, area_code, month, window_kind) b.*, not is_changed and silent_report is not null as is_unsaid
    from beside b
    where is_changed or is_judged_anew or silent_report is not null
    order by ward_code, indicator_code, area_code, month, window_kind, is_changed desc, is_own desc, place desc
)
select
    d.ward_code as ward_code, -- GSO code of the ward
    (case when d.is_unsaid then d.silent_report else d.report_number end)::varchar(20) as report_number, -- Number of the issued report: the last of the figure's own month, else the newest that printed it
    d.month as month, -- First day of the month of the figure
    d.indicator_code as indicator_code, -- Code of the indicator
    d.indicator_name as indicator_name, -- Name of the indicator
    d.area_code as area_code, -- Code of the area
    d.area_name as area_name, -- Name of the area
    d.window_kind as "window", -- month, year_to_date or snapshot
    d.window_kind as window_kind, -- The same words as "window", under a name that needs no quotes
    (case when not d.is_unsaid then d.issued_numerator end)::numeric(20, 4) as issued_numerator, -- Numerator as issued
    (case when not d.is_unsaid then d.issued_denominator end)::numeric(20, 4) as issued_denominator, -- Denominator as issued
    (case when not d.is_unsaid then d.issued_value end)::numeric(30, 6) as issued_value, -- Value as issued; null where there was none
    d.current_numerator as current_numerator, -- Numerator now
    d.current_denominator as current_denominator, -- Denominator now
    d.current_value as current_value, -- Value now; null where it was withdrawn
    d.unit as unit, -- Unit of the value
    (case when not d.is_unsaid then d.current_value - d.issued_value end)::numeric(30, 6) as change, -- Value now less value as issued
    (case when d.is_unsaid then 'added' when not d.is_changed then 'judged' when d.issued_value is null then 'added' when d.current_value is null then 'withdrawn' else 'changed' end)::varchar(10) as adjustment_kind, -- added, changed, withdrawn, or judged: the same value under another status, target or line
    h.cause::varchar(400) as cause, -- What changed the value, in Vietnamese; blank for a judgement
    date_trunc('second', h.changed_at) as changed_at, -- When the value changed; blank for a judgement
    (case when not d.is_unsaid then d.issued_status end)::varchar(12) as issued_status, -- Status as issued
    d.current_status as current_status, -- Status now
    (case when not d.is_unsaid then d.issued_target end)::numeric(30, 4) as issued_target, -- Target as issued
    d.current_target as current_target, -- Target now
    (case when not d.is_unsaid then d.issued_trajectory end)::numeric(30, 4) as issued_trajectory, -- Line from the baseline to the target as issued
    d.current_trajectory as current_trajectory, -- The line now
    (case when d.is_unsaid then 0 else d.is_scorecard end)::smallint as is_scorecard -- 1 where it was a line of that report's scorecard
from differing d
left join warehouse.dim_ward w on w.ward_code = d.ward_code
left join warehouse.dim_indicator i on i.ward_key = w.ward_key and i.indicator_code = d.indicator_code
left join warehouse.dim_month m on m.first_date = d.month
left join lateral (
    select coalesce(f.known_to, f.known_from) at time zone 'Asia/Ho_Chi_Minh' as changed_at,
           case when f.known_to is null then f.cause else 'Số liệu đã được rút lại' end as cause
    from warehouse.fact_indicator f
    join warehouse.dim_area a using (area_key)
    where f.ward_key = w.ward_key and f.indicator_key = i.indicator_key and f.month_key = m.month_key and f.window_kind = d.window_kind
        and a.area_code = d.area_code and (d.is_changed or d.is_unsaid)
    order by f.known_from desc limit 1
) h on true;
