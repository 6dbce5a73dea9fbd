create or replace view mart.form_adjustment as -- One row per count of an issued Biểu II.06a whose current count differs: period, field of work and column.
with said as (
    select r.ward_code, r.report_number, f.*
    from mart.issued_report r
    join audit.issued_report i on i.ward_code = r.ward_code and i.month = r.month and i.issue_number = r.issue_number
    join audit.issued_form f on f.report_id = i.report_id
    where r.is_latest = 1
),
known as (
    select f.*, coalesce(f.field_name, '') as field from mart.dossier_form f
),
counted as (
    select s.ward_code, s.report_number, s.calendar, s.period_kind, s.period_start, s.period_end, s.field_name, c.*
    from said s
    left join known k on k.ward_code = s.ward_code and k.calendar = s.calendar and k.period_kind = s.period_kind and k.period_start = s.period_start
                     and k.field = s.field_name
    cross join lateral (values
        (3, s.received_total, k.received_total), (4, s.received_online, k.received_online), (5, s.received_direct_postal, k.received_direct_postal),
        (6, s.carried_over, k.carried_over), (7, s.resolved_total, k.resolved_total), (8, s.resolved_early, k.resolved_early),
        (9, s.resolved_on_time, k.resolved_on_time), (10, s.resolved_late, k.resolved_late), (11, s.open_total, k.open_total),
        (12, s.open_in_time, k.open_in_time), (13, s.open_overdue, k.open_overdue)) c (column_number, issued_count, current_count)
)
select
    c.ward_code as ward_code, -- GSO code of the ward
    c.report_number as report_number, -- Number of the last issued report of the month
    c.calendar as calendar, -- calendar or nd09
    c.period_kind as period_kind, -- month, quarter, half, nine_months or year
    c.period_start as period_start, -- First day
    c.period_end as period_end, -- Last day
    (nullif(c.field_name, ''))::varchar(120) as field_name, -- Field of work; null: all of them
    c.column_number::smallint as column_number, -- Column of the form, 3 to 13
    c.issued_count as issued_count, -- Count as issued
    coalesce(c.current_count, 0) as current_count -- Count now
from counted c
where c.issued_count <> coalesce(c.current_count, 0);
