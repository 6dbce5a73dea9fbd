-- Facts of every affected month of the social insurance list, made again from audit.social_insurance_row.
-- A person's area: that of an active row before others, a known one before others, then by its code alone.

delete from warehouse.fact_social_insurance f
using staging.delivery d
where f.ward_key = d.ward_key and f.month_key in (select month_key from staging.affected_month where source = 'social_insurance');

insert into warehouse.fact_social_insurance
    (ward_key, month_key, person_key, area_key, delivery_key, is_active, is_compulsory, is_voluntary, is_unemployment, is_working_age)
with person as (
    select r.ward_key, r.month_key, r.person_key, max(r.delivery_key) as delivery_key,
           coalesce(min(r.area_code) filter (where r.is_active = 1 and r.insurance_kind <> 'unemployment'), min(r.area_code)) as area_code,
           max(case when r.insurance_kind = 'compulsory' then r.is_active else 0 end) as is_compulsory,
           max(case when r.insurance_kind = 'voluntary' then r.is_active else 0 end) as is_voluntary,
           max(case when r.insurance_kind = 'unemployment' then r.is_active else 0 end) as is_unemployment,
           max(coalesce(r.is_working_age, 0)) as is_working_age
    from audit.social_insurance_row r
    join staging.delivery d on d.ward_key = r.ward_key
    where r.month_key in (select month_key from staging.affected_month where source = 'social_insurance')
    group by r.ward_key, r.month_key, r.person_key
)
select p.ward_key, p.month_key, p.person_key, coalesce(a.area_key, u.area_key), p.delivery_key, greatest(p.is_compulsory, p.is_voluntary),
       p.is_compulsory, p.is_voluntary, p.is_unemployment, p.is_working_age
from person p
join warehouse.dim_area u on u.ward_key = p.ward_key and u.area_kind = 'unknown'
left join warehouse.dim_area a on a.ward_key = p.ward_key and a.area_code = p.area_code;
