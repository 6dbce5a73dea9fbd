create or replace view mart.issued_figure as -- One row per issued report and figure in it, as it was said.
select
    r.ward_code as ward_code, -- GSO code of the ward
    r.report_number as report_number, -- Number on the cover
    r.month as report_month, -- First day of the month that the report is about
    r.issued_at as issued_at, -- When it was issued
    r.is_latest as is_latest, -- 1 for the newest issue of that month
    f.indicator_code as indicator_code, -- Code of the indicator
    f.indicator_name as indicator_name, -- Name of the indicator
    f.area_code as area_code, -- Code of the area
    f.area_name as area_name, -- Name of the area
    f.month as month, -- First day of the month of the figure
    f.window_kind as "window", -- month, year_to_date or snapshot
    f.window_kind as window_kind, -- The same words as "window", under a name that needs no quotes
    f.numerator as numerator, -- Numerator of a share
    f.denominator as denominator, -- Denominator of a share
    f.value as value, -- Value in the unit; null where nothing was known, or where it was kept back
    f.unit as unit, -- Unit of the value
    f.target as target, -- Target as the plan stated it
    f.trajectory as trajectory, -- Line from the baseline to the target, derived
    f.status as status, -- achieved, on_track, behind, missed, not_judged or no_data
    f.is_provisional as is_provisional, -- 1 where the figure was provisional
    f.is_suppressed as is_suppressed, -- 1 where the count was too small to be published
    f.is_scorecard as is_scorecard -- 1 for the line of the scorecard
from mart.issued_report r
join audit.issued_report i on i.ward_code = r.ward_code and i.month = r.month and i.issue_number = r.issue_number
join audit.issued_figure f on f.report_id = i.report_id;
