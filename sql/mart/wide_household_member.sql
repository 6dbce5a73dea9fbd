create or replace view mart.wide_household_member as -- One row per member of a listed household and month, where the id is valid, with its labels.
select
    w.ward_code as ward_code, -- GSO code of the ward
    m.first_date as month, -- First day of the month
    m.name_vi as month_name, -- Name of the month
    f.household_key as household_key, -- The household, a number without meaning
    f.person_key as person_key, -- The person, a number without meaning
    a.area_code as area_code, -- Code of the household's residential group
    a.area_name as area_name, -- Name of the residential group
    (case p.classification when 'poor' then 'Hộ nghèo' else 'Hộ cận nghèo' end)::varchar(20) as classification_name, -- Class of the household
    coalesce(h.is_covered, 0)::int as has_health_insurance, -- 1 if a health card of the same month covers the person
    f.delivery_key as delivery_number -- The delivery
from warehouse.fact_household_member f
join warehouse.fact_poverty p using (ward_key, month_key, household_key)
join warehouse.dim_ward w on w.ward_key = f.ward_key
join warehouse.dim_month m on m.month_key = f.month_key
join warehouse.dim_area a on a.area_key = p.area_key
left join warehouse.fact_health_insurance h on h.ward_key = f.ward_key and h.month_key = f.month_key and h.person_key = f.person_key;
