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

create view audit.dossier_window as -- One row per ward, month with a published dossier log and window: the month, and the year to date.
select
    l.ward_key as ward_key, -- The ward
    l.month_key as month_key, -- The month
    s.window_kind as window_kind, -- month or year_to_date
    s.first_date as first_date, -- First day of the window
    m.last_date as last_date, -- Last day of the window
    (s.window_kind = 'year_to_date'
     and (select count(*) from audit.published_month p
          where p.ward_key = l.ward_key and p.source = 'dossiers' and p.month_key / 100 = l.month_key / 100 and p.month_key <= l.month_key
         ) < l.month_key % 100)::int as is_provisional -- 1 for a year to date whose logs do not reach back to January
from audit.published_month l
join warehouse.dim_month m using (month_key)
cross join lateral (values ('month', m.first_date), ('year_to_date', make_date(m.year, 1, 1))) s (window_kind, first_date)
where l.source = 'dossiers';

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

-- The card that counts: a valid one before others, one with a known area before others, the newest, then by its words alone, so
-- that the order of rows and of arrival does not matter.
create view audit.health_insurance_person as -- One row per person and month of the health insurance list: what the fact is made of.
with card as (
    select r.*, (r.valid_from <= m.last_date and (r.valid_to is null or r.valid_to >= m.last_date))::int as is_valid
    from audit.health_insurance_row r
    join warehouse.dim_month m on m.month_key = r.month_key
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
select
    r.ward_key as ward_key, -- The ward
    r.month_key as month_key, -- Month of the list
    r.person_key as person_key, -- The person
    coalesce(a.area_key, u.area_key) as area_key, -- Residential group, or unknown
    coalesce(g.insurance_group_key, 0) as insurance_group_key, -- Kind of participant, of the card that counts
    r.delivery_key as delivery_key, -- The delivery
    r.card_count::smallint as card_count, -- Cards listed for the person
    r.is_covered::smallint as is_covered, -- 1 if a card is valid on the month's last day
    r.is_covered_as_poor::smallint as is_covered_as_poor, -- 1 if a valid card has code HN
    r.is_covered_as_near_poor::smallint as is_covered_as_near_poor -- 1 if a valid card has code CN
from ranked r
join warehouse.dim_area u on u.ward_key = r.ward_key and u.area_kind = 'unknown'
left join warehouse.dim_area a on a.ward_key = r.ward_key and a.area_code = r.area_code
left join warehouse.dim_insurance_group g on g.object_code = r.object_code
where r.place = 1;

-- A person's area: that of an active row before others, then by its code alone.
create view audit.social_insurance_person as -- One row per person and month of the social insurance list: what the fact is made of.
with person as (
    select r.ward_key, r.month_key, r.person_key, max(r.delivery_key) as delivery_key,
           coalesce(min(r.area_code) filter (where r.is_active = 1 and r.insurance_kind <> 'unemployment'), min(r.area_code)) as area_code,
           max(case when r.insurance_kind = 'compulsory' then r.is_active else 0 end) as is_compulsory,
           max(case when r.insurance_kind = 'voluntary' then r.is_active else 0 end) as is_voluntary,
           max(case when r.insurance_kind = 'unemployment' then r.is_active else 0 end) as is_unemployment,
           max(coalesce(r.is_working_age, 0)) as is_working_age
    from audit.social_insurance_row r
    group by r.ward_key, r.month_key, r.person_key
)
select
    p.ward_key as ward_key, -- The ward
    p.month_key as month_key, -- Month of the list
    p.person_key as person_key, -- The person
    coalesce(a.area_key, u.area_key) as area_key, -- Residential group, or unknown
    p.delivery_key as delivery_key, -- The delivery
    greatest(p.is_compulsory, p.is_voluntary)::smallint as is_active, -- 1 if active in compulsory or voluntary insurance
    p.is_compulsory::smallint as is_compulsory, -- 1 if active in compulsory insurance
    p.is_voluntary::smallint as is_voluntary, -- 1 if active in voluntary insurance
    p.is_unemployment::smallint as is_unemployment, -- 1 if active in unemployment insurance
    p.is_working_age::smallint as is_working_age -- 1 if of working age on the month's last day
from person p
join warehouse.dim_area u on u.ward_key = p.ward_key and u.area_kind = 'unknown'
left join warehouse.dim_area a on a.ward_key = p.ward_key and a.area_code = p.area_code;

-- A month that a large fact does not have yet is filled beside it and then attached: keys are checked by one query each instead of once
-- a row. A month that is there (corrected, or another ward's) is replaced in place, so that readers are never locked out.
create function staging.replace_month(fact text, made_from text, ward integer, month integer) returns void language plpgsql as $$
declare
    part text := format('%s_%s', fact, month);
begin
    if to_regclass('warehouse_months.' || part) is not null then
        execute format('delete from warehouse.%I where ward_key = $1 and month_key = $2', fact) using ward, month;
        execute format('insert into warehouse.%I select * from audit.%I where ward_key = $1 and month_key = $2', fact, made_from) using ward, month;
        return;
    end if;
    execute format('create table warehouse_months.%I (like warehouse.%I including defaults, check (month_key = %s))', part, fact, month);
    execute format('comment on table warehouse_months.%I is %L', part, format('One month of warehouse.%s.', fact));
    execute format('insert into warehouse_months.%I select * from audit.%I where ward_key = $1 and month_key = $2', part, made_from) using ward, month;
    execute format('alter table warehouse.%I attach partition warehouse_months.%I for values in (%s)', fact, part, month);
end
$$;
comment on function staging.replace_month is 'Makes one month of a large fact anew from the view of the same rows in audit.';

create view vault.person as -- One row per person of the insurance lists: who stands behind the pseudonym, in the words of the newest list.
with listed as (
    select ward_key, month_key, delivery_key, sheet_name, row_number, person_key from audit.health_insurance_row
    union all
    select ward_key, month_key, delivery_key, sheet_name, row_number, person_key from audit.social_insurance_row
    union all
    select ward_key, month_key, delivery_key, sheet_name, row_number, person_key from warehouse.fact_household_member
)
select distinct on (l.person_key)
    l.ward_key as ward_key, -- The ward
    l.person_key as person_key, -- The person
    l.month_key as month_key, -- Newest list that names the person
    r.full_name as full_name, -- Name
    r.personal_id as personal_id, -- Personal id
    r.social_insurance_number as social_insurance_number, -- Social insurance number
    r.birth_date as birth_date, -- Birth date
    r.birth_precision as birth_precision, -- day, month or year
    r.sex as sex, -- male or female
    r.address as address, -- Address
    r.phone as phone -- Phone
from listed l
join vault.person_row r on r.delivery_id = l.delivery_key and r.row_number = l.row_number and r.sheet_name is not distinct from l.sheet_name
order by l.person_key, l.month_key desc, r.personal_id is null, l.delivery_key desc, l.row_number;
