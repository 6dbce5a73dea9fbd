-- Pairs of ids that no list teaches any more (unlearned) are forgotten, as if they had never been learned: their persons have the numbers that
-- lists still give them (taught_now), and rows under an insurance number alone move to whom it belongs then.
-- Both temporary tables are made by publish/find_unlearned_pairs.sql.

delete from audit.person_link l using unlearned u where l.ward_key = u.ward_key and l.personal_pseudonym = u.personal_pseudonym;

insert into audit.person_link (ward_key, insurance_pseudonym, personal_pseudonym)
select t.ward_key, t.insurance_pseudonym, t.personal_pseudonym
from (select t.*, count(*) over (partition by t.ward_key, t.personal_pseudonym) as numbers from taught_now t) t
where t.numbers > 1 and exists (select from unlearned u where u.ward_key = t.ward_key and u.personal_pseudonym = t.personal_pseudonym)
on conflict do nothing;

update warehouse.dim_person k
set insurance_pseudonym = (select min(t.insurance_pseudonym::text)::uuid from taught_now t
                           where t.ward_key = k.ward_key and t.personal_pseudonym = k.pseudonym)
from (select distinct ward_key, personal_pseudonym from unlearned) u
where k.ward_key = u.ward_key and k.pseudonym = u.personal_pseudonym;

create temporary table owner_of_insurance on commit drop as
with claim as (
    select k.ward_key, k.insurance_pseudonym, k.pseudonym from warehouse.dim_person k join unlearned u using (ward_key, insurance_pseudonym)
    union
    select l.ward_key, l.insurance_pseudonym, l.personal_pseudonym from audit.person_link l join unlearned u using (ward_key, insurance_pseudonym)
)
select n.ward_key, n.insurance_pseudonym,
       case when count(c.pseudonym) = 1 then min(c.pseudonym::text)::uuid else n.insurance_pseudonym end as pseudonym
from (select distinct ward_key, insurance_pseudonym from unlearned) n
left join claim c using (ward_key, insurance_pseudonym)
group by n.ward_key, n.insurance_pseudonym;

create temporary table lone_row on commit drop as
select 'health_insurance' as source, r.ward_key, r.month_key, r.person_key, o.insurance_pseudonym, o.pseudonym
from audit.health_insurance_row r join owner_of_insurance o using (ward_key, insurance_pseudonym) where r.personal_pseudonym is null
union all
select 'social_insurance', r.ward_key, r.month_key, r.person_key, o.insurance_pseudonym, o.pseudonym
from audit.social_insurance_row r join owner_of_insurance o using (ward_key, insurance_pseudonym) where r.personal_pseudonym is null;

insert into warehouse.dim_person (ward_key, pseudonym)
select distinct l.ward_key, l.pseudonym
from lone_row l
where not exists (select from warehouse.dim_person p where p.ward_key = l.ward_key and p.pseudonym = l.pseudonym);

create temporary table moved_month on commit drop as
select distinct l.source, l.ward_key, l.month_key
from lone_row l
join warehouse.dim_person p on p.ward_key = l.ward_key and p.pseudonym = l.pseudonym
where p.person_key <> l.person_key;

update audit.health_insurance_row r set person_key = p.person_key
from owner_of_insurance o join warehouse.dim_person p on p.ward_key = o.ward_key and p.pseudonym = o.pseudonym
where r.ward_key = o.ward_key and r.personal_pseudonym is null and r.insurance_pseudonym = o.insurance_pseudonym and r.person_key <> p.person_key;

update audit.social_insurance_row r set person_key = p.person_key
from owner_of_insurance o join warehouse.dim_person p on p.ward_key = o.ward_key and p.pseudonym = o.pseudonym
where r.ward_key = o.ward_key and r.personal_pseudonym is null and r.insurance_pseudonym = o.insurance_pseudonym and r.person_key <> p.person_key;

insert into audit.touched_month (ward_key, source, month_key) select ward_key, source, month_key from moved_month on conflict do nothing;

select staging.replace_month('fact_' || source, source || '_person', ward_key, month_key) from moved_month;
