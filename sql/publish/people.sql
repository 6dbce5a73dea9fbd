-- Learn the links between ids that this delivery's rows carry, and give every person of staging.stg_people a key.
-- A social insurance number that two different personal ids claim links nobody: it stays a person of its own.
-- staging.stg_people: a temporary view over the delivery's staging table. Leaves staging.resolved (row -> person_key).

create temporary table new_link on commit drop as
with learned as (
    insert into audit.person_link (ward_key, insurance_pseudonym, personal_pseudonym)
    select distinct d.ward_key, s.insurance_pseudonym, s.personal_pseudonym
    from stg_people s cross join staging.delivery d
    where s.insurance_pseudonym is not null and s.personal_pseudonym is not null
    on conflict do nothing
    returning insurance_pseudonym
)
select distinct insurance_pseudonym from learned;

create temporary table person_of_insurance on commit drop as
select l.insurance_pseudonym, min(l.personal_pseudonym::text)::uuid as personal_pseudonym, count(*) as claims
from audit.person_link l join staging.delivery d using (ward_key)
where l.insurance_pseudonym in (select insurance_pseudonym from stg_people where personal_pseudonym is null and insurance_pseudonym is not null)
   or l.insurance_pseudonym in (
        select r.insurance_pseudonym from audit.health_insurance_row r join new_link using (insurance_pseudonym)
        where r.personal_pseudonym is null
        union
        select r.insurance_pseudonym from audit.social_insurance_row r join new_link using (insurance_pseudonym)
        where r.personal_pseudonym is null)
group by l.insurance_pseudonym;

create temporary table resolved on commit drop as
select s.sheet_name, s.row_number,
       coalesce(s.personal_pseudonym, case when p.claims = 1 then p.personal_pseudonym end, s.insurance_pseudonym) as pseudonym
from stg_people s
left join person_of_insurance p on s.personal_pseudonym is null and p.insurance_pseudonym = s.insurance_pseudonym
where s.personal_pseudonym is not null or s.insurance_pseudonym is not null;

insert into warehouse.dim_person (ward_key, pseudonym)
select d.ward_key, missing.pseudonym
from (
    select pseudonym from resolved
    union
    select case when claims = 1 then personal_pseudonym else insurance_pseudonym end from person_of_insurance
) missing cross join staging.delivery d
where not exists (select from warehouse.dim_person p where p.ward_key = d.ward_key and p.pseudonym = missing.pseudonym);

create temporary table person_row on commit drop as
select r.sheet_name, r.row_number, p.person_key
from resolved r cross join staging.delivery d
join warehouse.dim_person p on p.ward_key = d.ward_key and p.pseudonym = r.pseudonym;

-- Rows published earlier under the insurance number alone move to the person whose personal id is now known (or back, if the
-- link has become ambiguous).
with moved as (
    update audit.health_insurance_row r set person_key = p.person_key
    from person_of_insurance l cross join staging.delivery d
    join warehouse.dim_person p on p.ward_key = d.ward_key
    where r.ward_key = d.ward_key and r.personal_pseudonym is null and r.insurance_pseudonym = l.insurance_pseudonym
      and p.pseudonym = case when l.claims = 1 then l.personal_pseudonym else l.insurance_pseudonym end and r.person_key <> p.person_key
    returning r.month_key
)
insert into staging.affected_month select distinct 'health_insurance', month_key from moved;

with moved as (
    update audit.social_insurance_row r set person_key = p.person_key
    from person_of_insurance l cross join staging.delivery d
    join warehouse.dim_person p on p.ward_key = d.ward_key
    where r.ward_key = d.ward_key and r.personal_pseudonym is null and r.insurance_pseudonym = l.insurance_pseudonym
      and p.pseudonym = case when l.claims = 1 then l.personal_pseudonym else l.insurance_pseudonym end and r.person_key <> p.person_key
    returning r.month_key
)
insert into staging.affected_month select distinct 'social_insurance', month_key from moved;

-- Who stands behind the pseudonym: the newest month's words win, so that the order of arrival does not matter.
insert into vault.person as known (ward_key, person_key, month_key, full_name, personal_id, social_insurance_number, birth_date, birth_precision, sex, address, phone)
select distinct on (r.person_key) d.ward_key, r.person_key, d.month_key, s.full_name, s.personal_id, s.social_insurance_number,
       s.birth_date, s.birth_precision, s.sex, s.address, s.phone
from stg_people s
join person_row r on r.row_number = s.row_number and r.sheet_name is not distinct from s.sheet_name
cross join staging.delivery d
order by r.person_key, s.sheet_name, s.row_number
on conflict (person_key) do update set
    month_key = excluded.month_key,
    full_name = excluded.full_name,
    personal_id = coalesce(excluded.personal_id, known.personal_id),
    social_insurance_number = coalesce(excluded.social_insurance_number, known.social_insurance_number),
    birth_date = coalesce(excluded.birth_date, known.birth_date),
    birth_precision = coalesce(excluded.birth_precision, known.birth_precision),
    sex = coalesce(excluded.sex, known.sex),
    address = coalesce(excluded.address, known.address),
    phone = coalesce(excluded.phone, known.phone)
where excluded.month_key >= known.month_key;
