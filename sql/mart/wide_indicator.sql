create or replace view mart.wide_indicator as -- One row per indicator, area, month and window with its present value, and all labels.
select
    w.ward_code as ward_code, -- GSO code of the ward
    w.ward_name as ward_name, -- Name of the ward
    m.first_date as month, -- First day of the month
    m.name_vi as month_name, -- Name of the month
    m.year::int as year, -- Calendar year
    m.quarter::int as quarter, -- 1 to 4
    m.plan_phase_vi as plan_phase, -- Phase of the plan
    i.indicator_code as indicator_code, -- Code of the indicator
    i.indicator_name as indicator_name, -- Name of the indicator
    (case left(i.indicator_code, 2) when 'KT' then 'Kinh tế' when 'XH' then 'Xã hội' when 'HC' then 'Hành chính' when 'AN' then 'Quốc phòng, an ninh'
          when 'MH' then 'Mô hình điểm' else 'Khác' end)::varchar(30) as indicator_group, -- Group of indicators
    i.unit as unit, -- Unit of the value
    i.is_in_plan::int as is_in_plan, -- 1 for an indicator of the plan, 0 for a figure shown beside one
    d.department_name as department_name, -- Department that answers for it
    a.area_code as area_code, -- Code of the area
    a.area_name as area_name, -- Name of the area
    a.area_kind as area_kind, -- ward, residential_group, former_unit or unknown
    f.window_kind as window_kind, -- month, year_to_date or snapshot
    (case f.window_kind when 'month' then 'Trong tháng' when 'year_to_date' then 'Từ đầu năm' else 'Cuối tháng' end)::varchar(20) as window_name, -- The same in Vietnamese
    f.numerator as numerator, -- Numerator
    f.denominator as denominator, -- Denominator
    f.value as value, -- Value in the indicator's unit; shares in percent
    f.is_provisional::int as is_provisional, -- 1 where an older denominator or an incomplete year stands behind it
    (f.known_from at time zone 'Asia/Ho_Chi_Minh') as known_from -- When this value was first known
from warehouse.fact_indicator f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_month m using (month_key)
join warehouse.dim_indicator i using (indicator_key)
join warehouse.dim_department d using (department_key)
join warehouse.dim_area a using (area_key)
where f.known_to is null and f.value is not null;
