create or replace view mart.indicator_history as -- One row per value that was ever known of an indicator, area, month and window.
select
    w.ward_code as ward_code, -- GSO code of the ward
    a.area_code as area_code, -- Code of the area
    a.area_name as area_name, -- Name of the area
    i.indicator_code as indicator_code, -- Code of the indicator
    i.indicator_name as indicator_name, -- Name of the indicator
    m.first_date as month, -- First day of the month the value belongs to
    f.window_kind::varchar(12) as "window", -- month, year_to_date or snapshot
    f.numerator as numerator, -- Numerator of a share
    f.denominator as denominator, -- Denominator of a share
    f.value as value, -- Value in the indicator's unit; null where the value was withdrawn
    i.unit as unit, -- Unit of the value
    f.is_provisional = 1 as is_provisional, -- True where an older denominator or an incomplete year stood behind it
    (f.known_from at time zone 'Asia/Ho_Chi_Minh') as known_from, -- When it was first known
    (f.known_to at time zone 'Asia/Ho_Chi_Minh') as known_to, -- When another value took its place; null while it is current
    f.cause as cause -- What made it known or changed it
from warehouse.fact_indicator f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_indicator i using (indicator_key)
join warehouse.dim_area a using (area_key)
join warehouse.dim_month m using (month_key);
