-- The last issue of a month is what was said of it; figures that it showed of earlier months were said by those months' own reports.
create or replace view mart.adjustment as -- One row per figure of a month whose current value is not what the month's last issued report said.
with said as (
    select f.* from mart.issued_figure f where f.is_latest = 1 and f.month = f.report_month
),
known as (
    select v.ward_code, r.report_number, r.issued_at, v.indicator_code, v.indicator_name, v.area_code, v.area_name, v.month, v."window",
           v.numerator, v.denominator, v.value, v.unit, v.is_suppressed
    from mart.published_value v
    join mart.issued_report r on r.ward_code = v.ward_code and r.month = v.month and r.is_latest = 1
),
beside as (
    select coalesce(s.ward_code, k.ward_code) as ward_code, coalesce(s.report_number, k.report_number) as report_number,
           coalesce(s.issued_at, k.issued_at) as issued_at, coalesce(s.indicator_code, k.indicator_code) as indicator_code,
           coalesce(s.indicator_name, k.indicator_name) as indicator_name, coalesce(s.area_code, k.area_code) as area_code,
           coalesce(s.area_name, k.area_name) as area_name, coalesce(s.month, k.month) as month, coalesce(s."window", k."window") as "window",
           coalesce(s.unit, k.unit) as unit,
           s.numerator as issued_numerator, s.denominator as issued_denominator, s.value as issued_value,
           k.numerator::numeric(20, 4) as current_numerator, k.denominator::numeric(20, 4) as current_denominator, k.value::numeric(30, 6) as current_value
    from said s
    full join known k on k.ward_code = s.ward_code and k.indicator_code = s.indicator_code and k.area_code = s.area_code
                     and k.month = s.month and k."window" = s."window"
    where coalesce(s.is_suppressed, 0) = 0 and coalesce(k.is_suppressed, 0) = 0
),
differing as (
    select * from beside
    where (issued_numerator, issued_denominator, issued_value) is distinct from (current_numerator, current_denominator, current_value)
)
select
    d.ward_code as ward_code, -- GSO code of the ward
    d.report_number as report_number, -- Number of the last issued report of the month
    d.month as month, -- First day of the month of the figure
    d.indicator_code as indicator_code, -- Code of the indicator
    d.indicator_name as indicator_name, -- Name of the indicator
    d.area_code as area_code, -- Code of the area
    d.area_name as area_name, -- Name of the area
    d."window" as "window", -- month, year_to_date or snapshot
    d.issued_numerator as issued_numerator, -- Numerator as issued
    d.issued_denominator as issued_denominator, -- Denominator as issued
    d.issued_value as issued_value, -- Value as issued; null where there was none
    d.current_numerator as current_numerator, -- Numerator now
    d.current_denominator as current_denominator, -- Denominator now
    d.current_value as current_value, -- Value now; null where it was withdrawn
    d.unit as unit, -- Unit of the value
    (d.current_value - d.issued_value)::numeric(30, 6) as change, -- Value now less value as issued
    (case when d.issued_value is null then 'added' when d.current_value is null then 'withdrawn' else 'changed' end)::varchar(10) as adjustment_kind, -- added, changed or withdrawn
    h.cause::varchar(400) as cause, -- What changed it, in Vietnamese
    date_trunc('second', h.changed_at) as changed_at -- When it changed
from differing d
left join lateral (
    select coalesce(h.known_to, h.known_from) as changed_at, case when h.known_to is null then h.cause else 'Số liệu đã được rút lại' end as cause
    from mart.indicator_history h
    where h.ward_code = d.ward_code and h.indicator_code = d.indicator_code and h.area_code = d.area_code and h.month = d.month and h."window" = d."window"
    order by h.known_from desc limit 1
) h on true;
