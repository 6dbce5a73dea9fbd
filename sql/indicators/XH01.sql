-- code: XH01
-- name: Hộ nghèo đa chiều
-- unit: hộ
-- grain: area (ward, residential group, former unit) x month; snapshot of the month's end
-- numerator: households classified poor; 0 for a group that has none in a month with a list
-- denominator: none
-- source: poverty list (P); Nghị định 07/2021/NĐ-CP, Nghị định 351/2025/NĐ-CP; sheet "Dân số" (R) for the rates
-- also: XH01-CN near-poor households, XH01-TL poverty rate, XH01-DC multidimensional poverty rate, XH01-KLD poor households
--       without a member able to work, XH01-T01 to XH01-T12 households lacking each indicator
with population as materialized (  -- once: asked of the view for every area and month it would be worked out as often
    select ward_key, area_code, month_key, value from warehouse.area_population where denominator_name = 'households'
),
month as materialized (  -- what is being computed; the range lets whole months be passed over
    select ward_key, month_key from staging.month_to_compute where source = 'poverty'
),
listed as (
    select ward_key, month_key from audit.published_month join month using (ward_key, month_key) where source = 'poverty'
),
household as materialized (  -- once: of a month that is new the planner knows too little, and would count it for every area again
    select f.ward_key, f.month_key, b.whole_area_key as area_key,
           count(*) filter (where f.classification = 'poor') as poor,
           count(*) filter (where f.classification = 'near_poor') as near_poor,
           count(*) filter (where f.classification = 'poor' and f.is_without_labour = 1) as without_labour
    from warehouse.fact_poverty f
    join month using (ward_key, month_key)
    join warehouse.bridge_area b on b.ward_key = f.ward_key and b.month_key = f.month_key and b.part_area_key = f.area_key
    where f.month_key between (select min(month_key) from month) and (select max(month_key) from month)
    group by f.ward_key, f.month_key, b.whole_area_key
),
counted as (
    select l.ward_key, l.month_key, a.area_key, a.area_code, coalesce(h.poor, 0) as poor, coalesce(h.near_poor, 0) as near_poor,
           coalesce(h.without_labour, 0) as without_labour
    from listed l
    join warehouse.dim_month m using (month_key)
    join warehouse.area_period a on a.ward_key = l.ward_key and m.last_date between a.effective_from and a.effective_to
    left join household h on h.area_key = a.area_key and h.month_key = l.month_key
),
lacking as (
    select f.month_key, b.whole_area_key as area_key, f.deprivation_key, count(*) as households
    from warehouse.fact_deprivation f
    join month using (ward_key, month_key)
    join warehouse.bridge_area b on b.ward_key = f.ward_key and b.month_key = f.month_key and b.part_area_key = f.area_key
    where f.month_key between (select min(month_key) from month) and (select max(month_key) from month)
    group by f.month_key, b.whole_area_key, f.deprivation_key
),
with_marks as (  -- a list without the twelve columns says nothing of them: no zero is made of that
    select distinct ward_key, month_key from warehouse.fact_deprivation join month using (ward_key, month_key)
    where month_key between (select min(month_key) from month) and (select max(month_key) from month)
)
select c.ward_key, part.code as indicator_code, c.area_key, c.month_key, 'snapshot' as window_kind,
       part.households as numerator, null::numeric as denominator, part.households as value, 0 as is_provisional
from counted c
cross join lateral (values ('XH01', c.poor), ('XH01-CN', c.near_poor), ('XH01-KLD', c.without_labour)) part (code, households)
union all
select c.ward_key, rate.code, c.area_key, c.month_key, 'snapshot', rate.households, p.value, 100.0 * rate.households / p.value,
       (p.month_key < c.month_key)::int
from counted c
cross join lateral (
    select value, month_key from population p
    where p.ward_key = c.ward_key and p.area_code = c.area_code and p.month_key <= c.month_key
    order by p.month_key desc limit 1
) p
cross join lateral (values ('XH01-TL', c.poor), ('XH01-DC', c.poor + c.near_poor)) rate (code, households)
where p.value > 0
union all
select m.ward_key, 'XH01-T' || to_char(d.deprivation_key, 'FM00'), a.area_key, m.month_key, 'snapshot', coalesce(n.households, 0), null,
       coalesce(n.households, 0), 0
from with_marks m
join warehouse.dim_month calendar on calendar.month_key = m.month_key
join warehouse.area_period a on a.ward_key = m.ward_key and calendar.last_date between a.effective_from and a.effective_to
join warehouse.dim_deprivation d on d.deprivation_key > 0
left join lacking n on n.area_key = a.area_key and n.month_key = m.month_key and n.deprivation_key = d.deprivation_key
