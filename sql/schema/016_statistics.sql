-- The month that is being published is not in the statistics yet: planned for one row, its facts took ten times as long as they need.
create or replace function staging.replace_month(fact text, made_from text, ward integer, month integer) returns void language plpgsql
security definer set search_path = pg_catalog, pg_temp as $$
declare
    part text := format('%s_%s', fact, month);
begin
    execute format('analyze audit.%I (ward_key, month_key, person_key)', replace(made_from, '_person', '_row'));
    if to_regclass('warehouse_months.' || part) is not null then
        execute format('delete from warehouse.%I where ward_key = $1 and month_key = $2', fact) using ward, month;
        execute format('insert into warehouse.%I select * from audit.%I where ward_key = $1 and month_key = $2', fact, made_from) using ward, month;
        return;
    end if;
    execute format('create table warehouse_months.%I (like warehouse.%I including defaults, check (month_key = %s))', part, fact, month);
    execute format('comment on table warehouse_months.%I is %L', part, format('One month of warehouse.%s.', fact));
    execute format('insert into warehouse_months.%I select * from audit.%I where ward_key = $1 and month_key = $2', part, made_from) using ward, month;
    execute format('alter table warehouse.%I attach partition warehouse_months.%I for values in (%s)', fact, part, month);
end
$$;
comment on function staging.replace_month is 'Makes one month of a large fact anew from the view of the same rows in audit.';
