create or replace view mart.wide_poverty as -- One row per household and month of the poverty list, with its labels.
select
    w.ward_code as ward_code, -- GSO code of the ward
    m.first_date as month, -- First day of the month
    m.name_vi as month_name, -- Name of the month
    f.household_key as household_key, -- The household, a number without meaning
    a.area_code as area_code, -- Code of the residential group
    a.area_name as area_name, -- Name of the residential group
    f.classification as classification, -- poor or near_poor
    (case f.classification when 'poor' then 'Hộ nghèo' else 'Hộ cận nghèo' end)::varchar(20) as classification_name, -- The same in Vietnamese
    (f.classification = 'poor')::int as is_poor, -- 1 for a poor household
    f.member_count::int as member_count, -- Members
    f.b1_score as b1_score, -- Score B1
    f.b2_score as b2_score, -- Score B2
    f.is_without_labour::int as is_without_labour, -- 1 where no member is able to work
    decided.date as decision_date, -- Day of the recognising decision
    s.standard_version as standard_version, -- Poverty standard in force
    s.legal_basis as standard_legal_basis, -- Decree that sets it
    (select count(*) from warehouse.fact_deprivation d
     where d.ward_key = f.ward_key and d.month_key = f.month_key and d.household_key = f.household_key)::int as deprivation_count, -- Services that the household lacks
    f.delivery_key as delivery_number -- The delivery
from warehouse.fact_poverty f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_month m using (month_key)
join warehouse.dim_area a using (area_key)
join warehouse.dim_poverty_standard s using (poverty_standard_key)
join warehouse.dim_date decided on decided.date_key = f.decision_date_key;
