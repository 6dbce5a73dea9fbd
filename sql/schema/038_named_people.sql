-- Whether anybody still names a person is asked of each person once, in a table that grows by a list a month.
create index health_insurance_row_person_key_idx on audit.health_insurance_row (person_key);
create index social_insurance_row_person_key_idx on audit.social_insurance_row (person_key);
