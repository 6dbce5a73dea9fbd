-- Learn the links between ids that this delivery's rows carry, and give every person of staging.stg_people a key.
-- A social insurance number that two different personal ids claim links nobody: it stays a person of its own.
-- stg_people: a temporary view of the delivery's staging table. Leaves person_row, the same rows with their person_key.
-- Its own tables stay for the connection's next delivery, empty: to make one is a file and some twenty rows of the catalogue.

create temporary table if not exists pair (personal_pseudonym uuid, insurance_pseudonym uuid) on commit delete rows;
insert into pair
select distinct s.personal_pseudonym, s.insurance_pseudonym
from stg_people s
where s.personal_pseudonym is not null and s.insurance_pseudonym is not null;

analyze pair;

-- Pairs that were not known: a person's first insurance number stands with the person, further ones in audit.person_link.
create temporary table if not exists new_link (personal_pseudonym uuid, insurance_pseudonym uuid, person_key bigint, place bigint)
    on commit delete rows;
insert into new_link
select p.personal_pseudonym, p.insurance_pseudonym, k.person_key,
       row_number() over (partition by p.personal_pseudonym order by p.insurance_pseudonym) as place
from pair p
cross join staging.delivery d
left join warehouse.dim_person k on k.ward_key = d.ward_key and k.pseudonym = p.personal_pseudonym
where k.insurance_pseudonym is distinct from p.insurance_pseudonym
  and not exists (select from audit.person_link l
                  where l.ward_key = d.ward_key and l.insurance_pseudonym = p.insurance_pseudonym and l.personal_pseudonym = p.personal_pseudonym);

select staging.check_keys_at_end();
insert into warehouse.dim_person (ward_key, pseudonym, insurance_pseudonym)
select d.ward_key, l.personal_pseudonym, l.insurance_pseudonym
from new_link l cross join staging.delivery d
where l.person_key is null and l.place = 1;
select staging.keys_are_there('{warehouse.dim_person}', 'ward_key', ward_key) from staging.delivery;

update warehouse.dim_person k set insurance_pseudonym = l.insurance_pseudonym
from new_link l
where l.person_key = k.person_key and l.place = 1 and k.insurance_pseudonym is null;

-- Who has several insurance numbers has them all in audit.person_link, and the smallest stands with the person: whatever the order.
create temporary table if not exists several
    (person_key bigint, ward_key integer, pseudonym uuid, known_pseudonym uuid, insurance_pseudonym uuid) on commit delete rows;
insert into several
select k.person_key, k.ward_key, k.pseudonym, k.insurance_pseudonym as known_pseudonym, l.insurance_pseudonym
from new_link l
cross join staging.delivery d
join warehouse.dim_person k on k.ward_key = d.ward_key and k.pseudonym = l.personal_pseudonym
where (l.place > 1 or l.person_key is not null)  -- else this very number was written a moment ago
  and k.insurance_pseudonym <> l.insurance_pseudonym;

insert into audit.person_link (ward_key, insurance_pseudonym, personal_pseudonym)
select ward_key, insurance_pseudonym, pseudonym from several
union
select ward_key, known_pseudonym, pseudonym from several
on conflict do nothing;

update warehouse.dim_person k set insurance_pseudonym = least.insurance_pseudonym::uuid
from (select s.person_key, min(l.insurance_pseudonym::text) as insurance_pseudonym
      from several s join audit.person_link l on l.ward_key = s.ward_key and l.personal_pseudonym = s.pseudonym
      group by s.person_key) least
where least.person_key = k.person_key;

-- Insurance numbers that stand alone, here or in rows published earlier, and that a person is known to have.
create temporary table if not exists person_of_insurance (insurance_pseudonym uuid, personal_pseudonym uuid, claims bigint)
    on commit delete rows;
insert into person_of_insurance
with lone as (
    select insurance_pseudonym from stg_people where personal_pseudonym is null and insurance_pseudonym is not null
    union
    select r.insurance_pseudonym from audit.health_insurance_row r join new_link using (insurance_pseudonym) where r.personal_pseudonym is null
    union
    select r.insurance_pseudonym from audit.social_insurance_row r join new_link using (insurance_pseudonym) where r.personal_pseudonym is null
),
claim as (
    select k.insurance_pseudonym, k.pseudonym from warehouse.dim_person k join staging.delivery d using (ward_key) join lone using (insurance_pseudonym)
    union
    select l.insurance_pseudonym, l.personal_pseudonym from audit.person_link l join staging.delivery d using (ward_key) join lone using (insurance_pseudonym)
)
select insurance_pseudonym, min(pseudonym::text)::uuid as personal_pseudonym, count(*) as claims
from claim
group by insurance_pseudonym;

-- Whom each row names; as a person the delivery may be the first to know. Whose two ids a row carries was met as a pair above, or is known by
-- that pair: who has a number besides the personal id is never taken away (flows/load/unnamed.py).
create temporary view named as
select s.*, coalesce(s.personal_pseudonym, case when p.claims = 1 then p.personal_pseudonym end, s.insurance_pseudonym) as pseudonym
from stg_people s
left join person_of_insurance p on s.personal_pseudonym is null and p.insurance_pseudonym = s.insurance_pseudonym
where s.personal_pseudonym is not null or s.insurance_pseudonym is not null;

select staging.check_keys_at_end();
insert into warehouse.dim_person (ward_key, pseudonym)
select d.ward_key, missing.pseudonym
from (
    select pseudonym from named where personal_pseudonym is null or insurance_pseudonym is null
    union
    select case when claims = 1 then personal_pseudonym else insurance_pseudonym end from person_of_insurance
) missing cross join staging.delivery d
where not exists (select from warehouse.dim_person p where p.ward_key = d.ward_key and p.pseudonym = missing.pseudonym);
select staging.keys_are_there('{warehouse.dim_person}', 'ward_key', ward_key) from staging.delivery;

-- A table, and joined from its side: of a dimension that was filled a moment ago the planner knows no size.
create temporary table person_row on commit drop as
select n.*, p.person_key
from named n
cross join staging.delivery d
left join warehouse.dim_person p on p.ward_key = d.ward_key and p.pseudonym = n.pseudonym;

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
