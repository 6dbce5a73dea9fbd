-- Facts of every affected month of the social insurance list, made anew from audit.social_insurance_row.
select staging.replace_month('fact_social_insurance', 'social_insurance_person', d.ward_key, a.month_key)
from (select distinct month_key from staging.affected_month where source = 'social_insurance') a
cross join staging.delivery d;
