-- One departmental report replaces its month: the figures it states and the denominators of sheet "Dân số".
-- Reads staging.stg_department_report, staging.stg_population.

-- What other parts of the month's report say stays, but for a figure or an area that is told here again.
delete from warehouse.fact_reported_figure f using staging.delivery d
where f.ward_key = d.ward_key and f.month_key = d.month_key
  and (not exists (select from staging.kept_delivery k where k.delivery_key = f.delivery_key)
       or exists (select from staging.stg_department_report s
                  join warehouse.dim_indicator i on i.ward_key = d.ward_key and i.indicator_code = s.indicator_code
                  join warehouse.dim_area a on a.ward_key = d.ward_key and a.area_code = s.area_code
                  where i.indicator_key = f.indicator_key and a.area_key = f.area_key));
delete from warehouse.fact_population f using staging.delivery d
where f.ward_key = d.ward_key and f.month_key = d.month_key
  and (not exists (select from staging.kept_delivery k where k.delivery_key = f.delivery_key)
       or exists (select from staging.stg_population s join warehouse.dim_area a on a.ward_key = d.ward_key and a.area_code = s.area_code
                  where a.area_key = f.area_key));

insert into warehouse.fact_reported_figure
    (ward_key, month_key, indicator_key, area_key, delivery_key, numerator, denominator, value, sheet_name, row_number)
select distinct on (i.indicator_key, a.area_key) d.ward_key, d.month_key, i.indicator_key, a.area_key, d.delivery_key, s.numerator, s.denominator, s.value,
       s.sheet_name, s.row_number
from staging.stg_department_report s
cross join staging.delivery d
join warehouse.dim_indicator i on i.ward_key = d.ward_key and i.indicator_code = s.indicator_code
join warehouse.area_period a on a.ward_key = d.ward_key and a.area_code = s.area_code and d.last_date between a.effective_from and a.effective_to
order by i.indicator_key, a.area_key, s.row_number;

insert into warehouse.fact_population
    (ward_key, month_key, area_key, delivery_key, population_count, household_count, family_count, labour_force_count, school_age_child_count,
     sheet_name, row_number)
select distinct on (a.area_key) d.ward_key, d.month_key, a.area_key, d.delivery_key, s.population_count, s.household_count, s.family_count,
       s.labour_force_count, s.school_age_child_count, s.sheet_name, s.row_number
from staging.stg_population s
cross join staging.delivery d
join warehouse.area_period a on a.ward_key = d.ward_key and a.area_code = s.area_code and d.last_date between a.effective_from and a.effective_to
order by a.area_key, s.row_number;
