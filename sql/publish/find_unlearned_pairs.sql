-- Which pairs of ids the deliveries that were taken again taught before (staging.taught_pair) and no published row teaches now. Leaves unlearned, and
-- taught_now: every pair that published rows teach of the persons in question.

create temporary table missing on commit drop as
select ward_key, personal_pseudonym, insurance_pseudonym from staging.taught_pair
except
select r.ward_key, r.personal_pseudonym, r.insurance_pseudonym
from audit.health_insurance_row r join staging.retaken_delivery d using (delivery_key)
except
select r.ward_key, r.personal_pseudonym, r.insurance_pseudonym
from audit.social_insurance_row r join staging.retaken_delivery d using (delivery_key);

analyze missing;

create temporary table taught_now on commit drop as
select r.ward_key, r.personal_pseudonym, r.insurance_pseudonym
from audit.health_insurance_row r join (select distinct ward_key, personal_pseudonym from missing) m using (ward_key, personal_pseudonym)
where r.insurance_pseudonym is not null
union
select r.ward_key, r.personal_pseudonym, r.insurance_pseudonym
from audit.social_insurance_row r join (select distinct ward_key, personal_pseudonym from missing) m using (ward_key, personal_pseudonym)
where r.insurance_pseudonym is not null;

create temporary table unlearned on commit drop as
select ward_key, personal_pseudonym, insurance_pseudonym from missing
except
select ward_key, personal_pseudonym, insurance_pseudonym from taught_now;
