create or replace view mart.wide_population as -- One row per area and month for which the departmental report states denominators, with its labels.
select
    w.ward_code as ward_code, -- GSO code of the ward
    m.first_date as month, -- First day of the month
    m.name_vi as month_name, -- Name of the month
    a.area_code as area_code, -- Code of the area
    a.area_name as area_name, -- Name of the area
    a.area_kind as area_kind, -- ward, residential_group, former_unit or unknown
    f.population_count as population_count, -- Residents
    f.household_count as household_count, -- Households
    f.family_count as family_count, -- Families
    f.labour_force_count as labour_force_count, -- Labour force of working age
    f.school_age_child_count as school_age_child_count, -- Children of school age
    f.delivery_key as delivery_number -- The delivery
from warehouse.fact_population f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_month m using (month_key)
join warehouse.dim_area a using (area_key);
