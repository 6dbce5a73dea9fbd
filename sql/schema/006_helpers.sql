-- Views that the indicators share.

create view warehouse.bridge_area as -- One row per area and part of it: groups into their former unit and the ward; every area is a part of itself.
select
    a.ward_key as ward_key, -- The ward
    a.area_key as whole_area_key, -- The area that contains
    p.area_key as part_area_key -- The area contained
from warehouse.dim_area a
join warehouse.dim_area p on p.ward_key = a.ward_key
where a.area_key = p.area_key
   or (a.area_kind = 'ward' and p.area_kind in ('residential_group', 'unknown'))
   or (a.area_kind = 'former_unit' and p.area_kind = 'residential_group' and p.former_unit_code = a.area_code);

create view audit.published_month as -- One row per ward, source and month with a published delivery.
select distinct
    w.ward_key as ward_key, -- The ward
    d.source as source, -- The source
    (extract(year from d.month) * 100 + extract(month from d.month))::int as month_key -- The month
from audit.delivery d
join warehouse.dim_ward w using (ward_code)
where d.status in ('published', 'published_with_findings');

create view warehouse.area_population as -- One row per area, month and stated denominator; a former unit without a row of its own has the sum of its groups.
with stated as (
    select f.ward_key, f.area_key, f.month_key, measure.name, measure.value
    from warehouse.fact_population f
    cross join lateral (values ('population', f.population_count), ('households', f.household_count), ('families', f.family_count),
                               ('labour_force', f.labour_force_count), ('children_of_school_age', f.school_age_child_count)) measure (name, value)
    where measure.value is not null
),
summed as (
    select b.ward_key, b.whole_area_key as area_key, s.month_key, s.name, sum(s.value) as value
    from warehouse.bridge_area b
    join warehouse.dim_area a on a.area_key = b.whole_area_key and a.area_kind = 'former_unit'
    left join stated s on s.area_key = b.part_area_key
    where b.part_area_key <> b.whole_area_key
    group by b.ward_key, b.whole_area_key, s.month_key, s.name
    having count(s.value) = (select count(*) from warehouse.bridge_area whole
                             where whole.whole_area_key = b.whole_area_key and whole.part_area_key <> whole.whole_area_key)
)
select
    ward_key as ward_key, -- The ward
    area_key as area_key, -- The area
    month_key as month_key, -- Month of the figure
    name as denominator_name, -- population, households, families, labour_force or children_of_school_age
    value as value -- The figure
from stated
union all
select m.ward_key, m.area_key, m.month_key, m.name, m.value
from summed m
where not exists (select from stated s where s.area_key = m.area_key and s.month_key = m.month_key and s.name = m.name);
