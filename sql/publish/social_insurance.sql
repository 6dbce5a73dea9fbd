-- One delivery of the social insurance list replaces its month: rows with their origin, then one fact per person.
-- Reads person_row (publish/people.sql). Runs inside the delivery's transaction.

delete from audit.social_insurance_row r using staging.delivery d where r.ward_key = d.ward_key and r.month_key = d.month_key
  and not exists (select from staging.kept_delivery k where k.delivery_key = r.delivery_key);

insert into audit.social_insurance_row
    (ward_key, month_key, delivery_key, sheet_name, row_number, person_key, personal_pseudonym, insurance_pseudonym, area_code, insurance_kind,
     is_active, is_working_age)
select d.ward_key, d.month_key, d.delivery_key, s.sheet_name, s.row_number, s.person_key, s.personal_pseudonym, s.insurance_pseudonym, s.area_code,
       s.insurance_kind, s.is_active, s.is_working_age
from person_row s cross join staging.delivery d;

insert into staging.affected_month select 'social_insurance', month_key from staging.delivery;
