-- What changed: values that differ from the current ones close them and take their place; values that are no longer computed are closed.
-- Reads staging.indicator_value and this_run (ward_key, run_id, cause, known_from).

create temporary table computed on commit drop as
select s.ward_key, i.indicator_key, s.area_key, s.month_key, s.window_kind, s.numerator::numeric(20, 4) as numerator,
       s.denominator::numeric(20, 4) as denominator, s.value::numeric(30, 6) as value, s.is_provisional
from staging.indicator_value s
join this_run r using (ward_key)
join warehouse.dim_indicator i on i.ward_key = s.ward_key and i.indicator_code = s.indicator_code;

create temporary table changed_value (changed bigint) on commit drop;

with closed as (
    update warehouse.fact_indicator f set known_to = r.known_from
    from this_run r
    where f.ward_key = r.ward_key and f.known_to is null
      and not exists (
        select from computed c
        where c.indicator_key = f.indicator_key and c.area_key = f.area_key and c.month_key = f.month_key and c.window_kind = f.window_kind
          and (c.numerator, c.denominator, c.value, c.is_provisional) is not distinct from (f.numerator, f.denominator, f.value, f.is_provisional))
    returning f.indicator_key, f.area_key, f.month_key, f.window_kind
)
insert into changed_value
select count(*) from closed x
where not exists (select from computed c where c.indicator_key = x.indicator_key and c.area_key = x.area_key and c.month_key = x.month_key and c.window_kind = x.window_kind);

with opened as (
    insert into warehouse.fact_indicator
        (ward_key, indicator_key, area_key, month_key, window_kind, known_from, numerator, denominator, value, is_provisional, cause, run_id)
    select c.ward_key, c.indicator_key, c.area_key, c.month_key, c.window_kind, r.known_from, c.numerator, c.denominator, c.value, c.is_provisional, r.cause, r.run_id
    from computed c cross join this_run r
    where not exists (
        select from warehouse.fact_indicator f
        where f.ward_key = c.ward_key and f.indicator_key = c.indicator_key and f.area_key = c.area_key and f.month_key = c.month_key
          and f.window_kind = c.window_kind and f.known_to is null)
    returning 1
)
insert into changed_value select count(*) from opened;
