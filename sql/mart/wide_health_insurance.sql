create or replace view mart.wide_health_insurance as -- One row per person and month of the health insurance list, with its labels.
select
    w.ward_code as ward_code, -- GSO code of the ward
    m.first_date as month, -- First day of the month
    m.name_vi as month_name, -- Name of the month
    f.person_key as person_key, -- The person, a number without meaning
    a.area_code as area_code, -- Code of the residential group
    a.area_name as area_name, -- Name of the residential group
    g.object_code as object_code, -- Two-letter code on the card
    g.object_name as object_name, -- Who it is
    g.group_number as group_number, -- Group 1 to 5 of the Law on Health Insurance; 0 is other
    g.group_name as group_name, -- Its Vietnamese label
    f.card_count::int as card_count, -- Cards listed for the person
    f.is_covered::int as is_covered, -- 1 if a card is valid on the month's last day
    (case f.is_covered when 1 then 'Có thẻ còn hạn' else 'Không có thẻ còn hạn' end)::varchar(40) as coverage_name, -- The same in Vietnamese
    f.is_covered_as_poor::int as is_covered_as_poor, -- 1 if a valid card has code HN
    f.is_covered_as_near_poor::int as is_covered_as_near_poor, -- 1 if a valid card has code CN
    f.delivery_key as delivery_number -- The delivery
from warehouse.fact_health_insurance f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_month m using (month_key)
join warehouse.dim_area a using (area_key)
join warehouse.dim_insurance_group g using (insurance_group_key);
