-- code: XH05
-- name: Tỷ lệ tham gia BHXH trong lực lượng lao động trong độ tuổi
-- unit: %
-- grain: area (ward, residential group, former unit) x month; snapshot of the month
-- numerator: persons active in compulsory or voluntary social insurance (unemployment insurance alone does not count)
-- denominator: labour force of working age of the area in the same month, else of the latest earlier month (then provisional)
-- source: social insurance list (S); sheet "Dân số" of the departmental report (R); Nghị quyết 28-NQ/TW (2018) for the ratio
-- also: XH05-BB compulsory, XH05-TN voluntary, XH05-TNGHIEP unemployment, XH05-DTLD active and of working age (Nghị định 135/2020/NĐ-CP)
with population as materialized (  -- once: asked of the view for every area and month it would be worked out as often
    select ward_key, area_code, month_key, value from warehouse.area_population where denominator_name = 'labour_force'
),
month as materialized (  -- what is being computed; the range lets whole months be passed over
    select ward_key, month_key from staging.month_to_compute where source = 'social_insurance'
),
listed as (
    select ward_key, month_key from audit.published_month join month using (ward_key, month_key) where source = 'social_insurance'
),
counted as (  -- by the areas as they stand: the whole areas are few, the persons many
    select ward_key, month_key, area_key, sum(is_active) as persons, sum(is_compulsory) as compulsory, sum(is_voluntary) as voluntary,
           sum(is_unemployment) as unemployment, sum(is_active * is_working_age) as working_age
    from warehouse.fact_social_insurance
    join month using (ward_key, month_key)
    where month_key between (select min(month_key) from month) and (select max(month_key) from month)
    group by ward_key, month_key, area_key
),
active as materialized (  -- once: of a month that is new the planner knows too little, and would count it for every area again
    select c.ward_key, c.month_key, b.whole_area_key as area_key, sum(c.persons) as persons, sum(c.compulsory) as compulsory,
           sum(c.voluntary) as voluntary, sum(c.unemployment) as unemployment, sum(c.working_age) as working_age
    from counted c
    join warehouse.bridge_area b on b.ward_key = c.ward_key and b.month_key = c.month_key and b.part_area_key = c.area_key
    group by c.ward_key, c.month_key, b.whole_area_key
),
numerator as (
    select l.ward_key, l.month_key, a.area_key, a.area_code, coalesce(c.persons, 0) as persons, coalesce(c.compulsory, 0) as compulsory,
           coalesce(c.voluntary, 0) as voluntary, coalesce(c.unemployment, 0) as unemployment, coalesce(c.working_age, 0) as working_age
    from listed l
    join warehouse.dim_month m using (month_key)
    join warehouse.area_period a on a.ward_key = l.ward_key and m.last_date between a.effective_from and a.effective_to
    left join active c on c.area_key = a.area_key and c.month_key = l.month_key
)
select n.ward_key, part.code as indicator_code, n.area_key, n.month_key, 'snapshot' as window_kind,
       part.persons as numerator, p.value as denominator, 100.0 * part.persons / p.value as value, (p.month_key < n.month_key)::int as is_provisional
from numerator n
cross join lateral (
    select value, month_key from population p
    where p.ward_key = n.ward_key and p.area_code = n.area_code and p.month_key <= n.month_key
    order by p.month_key desc limit 1
) p
cross join lateral (values ('XH05', n.persons), ('XH05-BB', n.compulsory), ('XH05-TN', n.voluntary), ('XH05-TNGHIEP', n.unemployment),
                           ('XH05-DTLD', n.working_age)) part (code, persons)
where p.value > 0
