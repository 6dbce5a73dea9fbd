create or replace view mart.indicator_history as -- One row per value that was ever known of an indicator, area, month and window, and per time that it was withdrawn.
select
    w.ward_code as ward_code, -- GSO code of the ward
    a.area_code as area_code, -- Code of the area
    a.area_name as area_name, -- Name of the area
    i.indicator_code as indicator_code, -- Code of the indicator
    i.indicator_name as indicator_name, -- Name of the indicator
    m.first_date as month, -- First day of the month the value belongs to
    f.window_kind::varchar(12) as "window", -- month, year_to_date or snapshot
    f.window_kind::varchar(12) as window_kind, -- The same words as "window", under a name that needs no quotes
    f.numerator as numerator, -- Numerator of a share
    f.denominator as denominator, -- Denominator of a share
    f.value as value, -- Value in the indicator's unit; null where the value was withdrawn
    i.unit as unit, -- Unit of the value
    f.is_provisional = 1 as is_provisional, -- True where an older denominator or an incomplete year stood behind it
    f.is_provisional as provisional_flag, -- The same as 0 or 1
    (f.known_from at time zone 'Asia/Ho_Chi_Minh') as known_from, -- When it was first known
    (f.known_to at time zone 'Asia/Ho_Chi_Minh') as known_to, -- When another value took its place; null while it is current
    (f.known_to is null)::int as is_current, -- 1 for what is known now
    f.cause_kind as cause_kind, -- first_known, added_late, corrected, denominator_changed, provisional_ended, definition_changed, decision, withdrawn or recomputed
    f.cause as cause, -- What made it known or changed it, in Vietnamese
    f.delivery_key as delivery_number, -- The delivery that did; 0 where no single one did
    d.source as delivery_source, -- Its source
    dm.first_date as delivery_month, -- First day of its month
    d.received_date as delivery_received_date, -- Day on which it was received
    r.rule_version as rule_version, -- Version of the rules
    r.code_version as code_version -- Version of the program
from warehouse.fact_indicator f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_indicator i using (indicator_key)
join warehouse.dim_area a using (area_key)
join warehouse.dim_month m using (month_key)
join warehouse.dim_delivery d using (delivery_key)
left join warehouse.dim_month dm on dm.month_key = d.month_key and dm.month_key > 0
join warehouse.dim_run r using (run_key);
