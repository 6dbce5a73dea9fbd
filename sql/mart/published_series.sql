-- ADBC gives a numeric as text, and libraries that look at the first rows trip over a text that is blank in all of them: here numbers are
-- double precision and no text is null. Who adds up money to the last đồng takes mart.published_value.
create or replace view mart.published_series as -- One row per indicator, area, month and window as it may leave the house, for notebooks: numbers are double precision, no text is null.
select
    v.ward_code as ward_code, -- GSO code of the ward
    v.area_code as area_code, -- Code of the area
    v.area_name as area_name, -- Name of the area
    v.indicator_code as indicator_code, -- Code of the indicator in the plan's catalogue
    v.indicator_name as indicator_name, -- Name of the indicator
    v.month as month, -- First day of the month the value belongs to
    v.window_kind as window_kind, -- month, year_to_date or snapshot
    v.numerator::double precision as numerator, -- Numerator of a share; blank where hidden
    v.denominator::double precision as denominator, -- Denominator of a share; blank where hidden
    v.value::double precision as value, -- Value in the indicator's unit; blank where hidden
    v.unit as unit, -- Unit of the value
    v.target::double precision as target, -- Target as the plan states it; growth in percent a year; blank where it is a hidden baseline itself
    v.trajectory::double precision as trajectory, -- Line from the baseline to the target, derived; blank where it would tell a hidden baseline
    v.status as status, -- achieved, on_track, behind, missed or not_judged
    v.provisional_flag as provisional_flag, -- 1 where an older denominator or an incomplete year stands behind the value
    v.is_newest as is_newest, -- 1 in the newest month of the indicator and window
    v.is_suppressed as is_suppressed, -- 1 where the figure is hidden: a small count, or one that would give a small count away
    coalesce(v.standard_version, '')::varchar(20) as standard_version, -- Poverty standard that households were counted by: figures of two are drawn as two series; blank for all other indicators
    v.known_from as known_from -- When this value was first known
from mart.published_value v;
