-- code: XH04
-- name: Tỷ lệ dân số tham gia bảo hiểm y tế
-- unit: %
-- grain: area (ward, residential group, former unit) x month; snapshot of the month's last day
-- numerator: persons with at least one published card valid on the last day
-- denominator: population of the area in the same month, else of the latest earlier month (then provisional)
-- source: health insurance list (H); sheet "Dân số" of the departmental report (R); Luật BHYT điều 12 for the participant groups
-- also: XH04-N0 to XH04-N5, the same share for each group of participants (0: khác)
with population as materialized (  -- once: asked of the view for every area and month it would be worked out as often
    select ward_key, area_code, month_key, value from warehouse.area_population where denominator_name = 'population'
),
month as materialized (  -- what is being computed; the range lets whole months be passed over
    select ward_key, month_key from staging.month_to_compute where source = 'health_insurance'
),
listed as (
    select ward_key, month_key from audit.published_month join month using (ward_key, month_key) where source = 'health_insurance'
),
counted as (  -- by the areas as they stand: the whole areas are few, the persons many
    select ward_key, month_key, area_key, insurance_group_key, count(*) as persons
    from warehouse.fact_health_insurance
    join month using (ward_key, month_key)
    where is_covered = 1 and month_key between (select min(month_key) from month) and (select max(month_key) from month)
    group by ward_key, month_key, area_key, insurance_group_key
),
covered as (
    select c.ward_key, c.month_key, b.whole_area_key as area_key, g.group_number, sum(c.persons) as persons
    from counted c
    join warehouse.bridge_area b on b.ward_key = c.ward_key and b.month_key = c.month_key and b.part_area_key = c.area_key
    join warehouse.dim_insurance_group g using (insurance_group_key)
    group by c.ward_key, c.month_key, b.whole_area_key, g.group_number
),
numerator as (
    select l.ward_key, l.month_key, a.area_key, a.area_code, coalesce(sum(c.persons), 0) as persons
    from listed l
    join warehouse.dim_month m using (month_key)
    join warehouse.area_period a on a.ward_key = l.ward_key and m.last_date between a.effective_from and a.effective_to
    left join covered c on c.area_key = a.area_key and c.month_key = l.month_key
    group by l.ward_key, l.month_key, a.area_key, a.area_code
),
divided as (
    select n.*, p.value as population, (p.month_key < n.month_key)::int as is_provisional
    from numerator n
    cross join lateral (
        select value, month_key from population p
        where p.ward_key = n.ward_key and p.area_code = n.area_code and p.month_key <= n.month_key
        order by p.month_key desc limit 1
    ) p
    where p.value > 0
)
select d.ward_key, 'XH04' as indicator_code, d.area_key, d.month_key, 'snapshot' as window_kind,
       d.persons as numerator, d.population as denominator, 100.0 * d.persons / d.population as value, d.is_provisional
from divided d
union all
select d.ward_key, 'XH04-N' || groups.number, d.area_key, d.month_key, 'snapshot', coalesce(c.persons, 0), d.population,
       100.0 * coalesce(c.persons, 0) / d.population, d.is_provisional
from divided d
cross join generate_series(0, 5) as groups (number)
left join covered c on c.area_key = d.area_key and c.month_key = d.month_key and c.group_number = groups.number
