create or replace view mart.wide_reported_figure as -- One row per indicator, area and month that a department states, with its labels.
select
    w.ward_code as ward_code, -- GSO code of the ward
    m.first_date as month, -- First day of the month
    m.name_vi as month_name, -- Name of the month
    i.indicator_code as indicator_code, -- Code of the indicator
    i.indicator_name as indicator_name, -- Name of the indicator
    i.unit as unit, -- Unit
    d.department_name as department_name, -- Department that answers for it
    a.area_code as area_code, -- Code of the area
    a.area_name as area_name, -- Name of the area
    f.numerator as numerator, -- Stated numerator of a share
    f.denominator as denominator, -- Stated denominator of a share
    f.value as value, -- Stated value of a count, an amount or a recognition (1 or 0)
    f.delivery_key as delivery_number -- The delivery
from warehouse.fact_reported_figure f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_month m using (month_key)
join warehouse.dim_indicator i using (indicator_key)
join warehouse.dim_department d using (department_key)
join warehouse.dim_area a using (area_key);
