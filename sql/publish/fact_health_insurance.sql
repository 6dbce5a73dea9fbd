-- Facts of every affected month of the health insurance list, made again from audit.health_insurance_row.
-- The card that counts: a valid one before others, one with a known area before others, the newest, then by its words alone, so
-- that the order of rows and of arrival does not matter.

delete from warehouse.fact_health_insurance f
using staging.delivery d
where f.ward_key = d.ward_key and f.month_key in (select month_key from staging.affected_month where source = 'health_insurance');

insert into warehouse.fact_health_insurance
    (ward_key, month_key, person_key, area_key, insurance_group_key, delivery_key, card_count, is_covered, is_covered_as_poor, is_covered_as_near_poor)
with card as (
    select r.*, (r.valid_from <= m.last_date and (r.valid_to is null or r.valid_to >= m.last_date))::int as is_valid
    from audit.health_insurance_row r
    join staging.delivery d on d.ward_key = r.ward_key
    join warehouse.dim_month m on m.month_key = r.month_key
    where r.month_key in (select month_key from staging.affected_month where source = 'health_insurance')
),
ranked as (
    select c.*,
           row_number() over by_worth as place,
           count(*) over everyone as card_count,
           max(is_valid) over everyone as is_covered,
           max(case when object_code = 'HN' then is_valid else 0 end) over everyone as is_covered_as_poor,
           max(case when object_code = 'CN' then is_valid else 0 end) over everyone as is_covered_as_near_poor
    from card c
    window everyone as (partition by c.ward_key, c.month_key, c.person_key),
           by_worth as (partition by c.ward_key, c.month_key, c.person_key
                        order by is_valid desc, area_code is null, valid_from desc, valid_to desc nulls first, area_code, object_code)
)
select r.ward_key, r.month_key, r.person_key, coalesce(a.area_key, u.area_key), coalesce(g.insurance_group_key, 0), r.delivery_key,
       r.card_count, r.is_covered, r.is_covered_as_poor, r.is_covered_as_near_poor
from ranked r
join warehouse.dim_area u on u.ward_key = r.ward_key and u.area_kind = 'unknown'
left join warehouse.dim_area a on a.ward_key = r.ward_key and a.area_code = r.area_code
left join warehouse.dim_insurance_group g on g.object_code = r.object_code
where r.place = 1;
