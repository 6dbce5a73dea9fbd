-- Findings of before 030 say their residential group where the row was published; of a row that waits, the place stands sealed in the vault alone:
-- the next time that its delivery is taken, or a rebuild, says it.
with place as (
    select delivery_key, sheet_name, row_number, area_code from audit.health_insurance_row
    union all
    select delivery_key, sheet_name, row_number, area_code from audit.social_insurance_row
    union all
    select f.delivery_key, f.sheet_name, f.row_number, a.area_code from warehouse.fact_poverty f join warehouse.dim_area a using (area_key)
    union all
    select m.delivery_key, m.sheet_name, m.row_number, a.area_code
    from warehouse.fact_household_member m
    join warehouse.fact_poverty f using (ward_key, month_key, household_key)
    join warehouse.dim_area a on a.area_key = f.area_key
    union all
    select f.delivery_key, f.sheet_name, f.row_number, a.area_code from warehouse.fact_reported_figure f join warehouse.dim_area a using (area_key)
    union all
    select f.delivery_key, f.sheet_name, f.row_number, a.area_code from warehouse.fact_population f join warehouse.dim_area a using (area_key)
),
known as (
    select f.finding_id, min(p.area_code) as area_code
    from audit.finding f
    join place p on p.delivery_key = f.delivery_id and p.row_number = f.row_number and coalesce(p.sheet_name, '') = coalesce(f.sheet_name, '')
    where f.area_code is null
      and p.area_code not in (select area_code from warehouse.dim_area where area_kind = 'unknown')
    group by f.finding_id
    having count(distinct p.area_code) = 1
)
update audit.finding f set area_code = k.area_code from known k where k.finding_id = f.finding_id;
