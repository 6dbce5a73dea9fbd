-- One delivery of the poverty list replaces its month: households, what each lacks, its members, and the households that left.
-- Reads staging.stg_poverty*, person_row (publish/people.sql).

insert into warehouse.dim_household (ward_key, household_number)
select d.ward_key, s.household_number
from (select household_number from staging.stg_poverty union select household_number from staging.stg_left_household) s
cross join staging.delivery d
on conflict (ward_key, household_number) do nothing;

-- What other parts of the month's list say stays, but of a household that is told here again.
create temporary table replaced on commit drop as
select f.household_key, f.delivery_key
from warehouse.fact_poverty f
join staging.delivery d on f.ward_key = d.ward_key and f.month_key = d.month_key
join warehouse.dim_household h using (household_key)
where not exists (select from staging.kept_delivery k where k.delivery_key = f.delivery_key)
   or h.household_number in (select household_number from staging.stg_poverty);

delete from warehouse.fact_deprivation f using staging.delivery d, replaced r
where f.ward_key = d.ward_key and f.month_key = d.month_key and f.household_key = r.household_key;
delete from warehouse.fact_household_member f using staging.delivery d, replaced r
where f.ward_key = d.ward_key and f.month_key = d.month_key and f.household_key = r.household_key;
delete from warehouse.fact_poverty f using staging.delivery d, replaced r
where f.ward_key = d.ward_key and f.month_key = d.month_key and f.household_key = r.household_key;
delete from audit.left_household f using staging.delivery d
where f.ward_key = d.ward_key and f.month_key = d.month_key
  and not exists (select from staging.kept_delivery k where k.delivery_key = f.delivery_key);

select staging.check_keys_at_end();
insert into warehouse.fact_poverty
    (ward_key, month_key, household_key, area_key, decision_date_key, delivery_key, classification, member_count, b1_score, b2_score,
     is_without_labour, standard_version, poverty_standard_key, sheet_name, row_number)
select d.ward_key, d.month_key, h.household_key, coalesce(a.area_key, u.area_key), coalesce(decided.date_key, 0), d.delivery_key, s.classification,
       s.member_count, s.b1_score, s.b2_score, s.is_without_labour, s.standard_version, coalesce(standard.poverty_standard_key, 0), s.sheet_name, s.row_number
from staging.stg_poverty s
cross join staging.delivery d
join warehouse.dim_household h on h.ward_key = d.ward_key and h.household_number = s.household_number
join warehouse.area_period u on u.ward_key = d.ward_key and u.area_kind = 'unknown' and d.last_date between u.effective_from and u.effective_to
left join warehouse.area_period a on a.ward_key = d.ward_key and a.area_code = s.area_code and d.last_date between a.effective_from and a.effective_to
left join warehouse.dim_ward w on w.ward_key = d.ward_key
left join warehouse.dim_poverty_standard standard on standard.standard_version = s.standard_version and standard.residence = w.residence
left join warehouse.dim_date decided on decided.date = s.decision_date;

insert into warehouse.fact_deprivation (ward_key, month_key, household_key, deprivation_key, area_key, delivery_key)
select f.ward_key, f.month_key, f.household_key, s.deprivation_key, f.area_key, f.delivery_key
from staging.stg_poverty_deprivation s
cross join staging.delivery d
join warehouse.dim_household h on h.ward_key = d.ward_key and h.household_number = s.household_number
join warehouse.fact_poverty f on f.ward_key = d.ward_key and f.month_key = d.month_key and f.household_key = h.household_key;

insert into warehouse.fact_household_member (ward_key, month_key, household_key, person_key, delivery_key, sheet_name, row_number)
select distinct on (h.household_key, s.person_key) d.ward_key, d.month_key, h.household_key, s.person_key, d.delivery_key, s.sheet_name, s.row_number
from person_row s
cross join staging.delivery d
join warehouse.dim_household h on h.ward_key = d.ward_key and h.household_number = s.household_number
order by h.household_key, s.person_key, s.row_number;
select staging.keys_are_there('{warehouse.fact_poverty,warehouse.fact_deprivation,warehouse.fact_household_member}', 'delivery_key', delivery_key)
from staging.delivery;

insert into audit.left_household (ward_key, month_key, delivery_key, household_number)
select distinct d.ward_key, d.month_key, d.delivery_key, s.household_number
from staging.stg_left_household s cross join staging.delivery d
on conflict (ward_key, month_key, household_number) do nothing;
