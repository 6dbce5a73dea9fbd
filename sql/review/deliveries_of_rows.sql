-- Deliveries of a source, from a month on, that hold a row of one of the identities: published rows by their facts, others by their findings.
-- Identities as transforms/cleaning/row_identity.py makes them.
with asked as (
    select identity, split_part(identity, ':', 1) as kind, substr(identity, strpos(identity, ':') + 1) as name
    from unnest(%(identities)s::text[]) as identity
),
ward as (select ward_key from warehouse.dim_ward where ward_code = %(ward)s),
person as (
    select replace(coalesce(nullif(split_part(name, '|person:', 2), ''), case when kind = 'person' then name end), '-', '') as pseudonym from asked
),
holding as (
    select f.delivery_id from audit.finding f join asked on f.row_identity = asked.identity
    union
    select o.delivery_id from audit.decision_outcome o join audit.decision d using (decision_id) join asked on d.row_identity = asked.identity
    union
    select r.delivery_key from audit.health_insurance_row r join ward using (ward_key)
    where replace(coalesce(r.personal_pseudonym, r.insurance_pseudonym)::text, '-', '') in (select pseudonym from person)
    union
    select r.delivery_key from audit.social_insurance_row r join ward using (ward_key)
    where replace(coalesce(r.personal_pseudonym, r.insurance_pseudonym)::text, '-', '') in (select pseudonym from person)
    union
    select m.delivery_key from warehouse.fact_household_member m join ward using (ward_key) join warehouse.dim_person p using (person_key)
    where replace(p.pseudonym::text, '-', '') in (select pseudonym from person)
    union
    select p.delivery_key from warehouse.fact_poverty p join ward on ward.ward_key = p.ward_key join warehouse.dim_household h using (household_key)
    where h.household_number in (select split_part(name, '|', 1) from asked where kind = 'household')
    union
    select v.delivery_id from vault.person_row v where v.dossier_code in (select name from asked where kind = 'dossier')
    union
    select f.delivery_key from warehouse.fact_reported_figure f join ward on ward.ward_key = f.ward_key
    join warehouse.dim_indicator i using (indicator_key) join warehouse.dim_area a using (area_key)
    join asked on asked.kind = 'indicator' and asked.name = i.indicator_code || '|' || a.area_code
    union
    select f.delivery_key from warehouse.fact_population f join ward on ward.ward_key = f.ward_key
    join warehouse.dim_area a using (area_key) join asked on asked.kind = 'population' and asked.name = a.area_code
)
select distinct d.delivery_id
from audit.delivery d join holding using (delivery_id)
where d.ward_code = %(ward)s and d.source = %(source)s and d.month >= coalesce(%(month)s::date, d.month)
