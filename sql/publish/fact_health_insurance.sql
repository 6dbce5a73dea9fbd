-- Facts of every affected month of the health insurance list, made anew from audit.health_insurance_row.
select staging.replace_month('fact_health_insurance', 'health_insurance_person', d.ward_key, a.month_key)
from (select distinct month_key from staging.affected_month where source = 'health_insurance') a
cross join staging.delivery d;
