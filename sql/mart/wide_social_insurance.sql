create or replace view mart.wide_social_insurance as -- One row per person and month of the social insurance list, with its labels.
select
    w.ward_code as ward_code, -- GSO code of the ward
    m.first_date as month, -- First day of the month
    m.name_vi as month_name, -- Name of the month
    f.person_key as person_key, -- The person, a number without meaning
    a.area_code as area_code, -- Code of the residential group
    a.area_name as area_name, -- Name of the residential group
    f.is_active::int as is_active, -- 1 if active in compulsory or voluntary insurance
    f.is_compulsory::int as is_compulsory, -- 1 if active in compulsory insurance
    f.is_voluntary::int as is_voluntary, -- 1 if active in voluntary insurance
    f.is_unemployment::int as is_unemployment, -- 1 if active in unemployment insurance
    (case when f.is_compulsory = 1 then 'Bắt buộc' when f.is_voluntary = 1 then 'Tự nguyện' when f.is_unemployment = 1 then 'Chỉ bảo hiểm thất nghiệp'
          else 'Không còn đóng' end)::varchar(40) as participation_name, -- How the person takes part, in Vietnamese
    f.is_working_age::int as is_working_age, -- 1 if of working age on the month's last day
    f.delivery_key as delivery_number -- The delivery
from warehouse.fact_social_insurance f
join warehouse.dim_ward w using (ward_key)
join warehouse.dim_month m using (month_key)
join warehouse.dim_area a using (area_key);
