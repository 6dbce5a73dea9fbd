create or replace view mart.wide_deprivation as -- One row per household, month and service that the household lacks, with its labels.
select
    w.ward_code as ward_code, -- GSO code of the ward
    m.first_date as month, -- First day of the month
    m.name_vi as month_name, -- Name of the month
    f.household_key as household_key, -- The household, a number without meaning
    a.area_code as area_code, -- Code of the residential group
    a.area_name as area_name, -- Name of the residential group
    (case p.classification when 'poor' then 'Hộ nghèo' else 'Hộ cận nghèo' end)::varchar(20) as classification_name, -- Class of the household
    f.deprivation_key as deprivation_number, -- Number in the annex, 1 to 12
    d.deprivation_name as deprivation_name, -- What it lacks
    d.dimension_name as dimension_name, -- Dimension that it belongs to
    d.standard_version as standard_version, -- Poverty standard that defines it
    1 as household_count, -- One, to be summed
    f.delivery_key as delivery_number -- The delivery
from warehouse.fact_deprivation f
join warehouse.fact_poverty p using (ward_key, month_key, household_key)
join warehouse.dim_ward w on w.ward_key = f.ward_key
join warehouse.dim_month m on m.month_key = f.month_key
join warehouse.dim_area a on a.area_key = f.area_key
join warehouse.dim_deprivation d on d.deprivation_key = f.deprivation_key;
