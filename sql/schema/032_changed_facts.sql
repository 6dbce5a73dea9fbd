-- A decision changes a few of a month's people: only their facts are written again. A list that says most of them anew replaces the month.
create or replace function staging.replace_month(fact text, made_from text, ward integer, month integer) returns void language plpgsql
security definer set search_path = pg_catalog, pg_temp as $$
declare
    part text := format('%s_%s', fact, month);
    changed bigint[];
    known bigint;
begin
    execute format('analyze audit.%I (ward_key, month_key, person_key)', replace(made_from, '_person', '_row'));
    if to_regclass('warehouse_months.' || part) is null then
        execute format('create table warehouse_months.%I (like warehouse.%I including defaults, check (month_key = %s))', part, fact, month);
        execute format('comment on table warehouse_months.%I is %L', part, format('One month of warehouse.%s.', fact));
        execute format('insert into warehouse_months.%I select * from audit.%I where ward_key = $1 and month_key = $2', part, made_from) using ward, month;
        execute format('alter table warehouse.%I attach partition warehouse_months.%I for values in (%s)', fact, part, month);
        return;
    end if;
    execute format('select count(*) from warehouse.%I where ward_key = $1 and month_key = $2', fact) into known using ward, month;
    if known > 0 then
        -- Whole rows are compared, each as often as it stands there: whoever is in neither difference has the same facts before and after.
        execute format(
            'with made as materialized (select * from audit.%1$I where ward_key = $1 and month_key = $2),
                  there as materialized (select * from warehouse.%2$I where ward_key = $1 and month_key = $2),
                  other as ((select * from made except all select * from there) union all (select * from there except all select * from made))
             select coalesce(array_agg(distinct person_key), ''{}'') from other', made_from, fact) into changed using ward, month;
        if cardinality(changed) = 0 then
            return;
        end if;
    end if;
    if known = 0 or 2 * cardinality(changed) > known then
        execute format('delete from warehouse.%I where ward_key = $1 and month_key = $2', fact) using ward, month;
        execute format('insert into warehouse.%I select * from audit.%I where ward_key = $1 and month_key = $2', fact, made_from) using ward, month;
        return;
    end if;
    execute format('delete from warehouse.%I where ward_key = $1 and month_key = $2 and person_key = any($3)', fact) using ward, month, changed;
    execute format('insert into warehouse.%I select * from audit.%I where ward_key = $1 and month_key = $2 and person_key = any($3)', fact, made_from)
        using ward, month, changed;
end
$$;
comment on function staging.replace_month is 'Brings one month of a large fact in line with the view of the same rows in audit.';

create unlogged table staging.taught_pair ( -- One row per pair of ids that the deliveries which are taken again taught before; emptied when it is known which of them nobody teaches now.
    ward_key integer not null, -- The ward
    personal_pseudonym uuid not null, -- Pseudonym of the personal id
    insurance_pseudonym uuid not null -- Pseudonym of the social insurance number
);
grant select, insert, update, delete, truncate on staging.taught_pair to chitieu_pipeline;

create unlogged table staging.retaken_delivery ( -- One row per delivery that is taken again in this transaction.
    delivery_key integer not null -- The delivery
);
grant select, insert, update, delete, truncate on staging.retaken_delivery to chitieu_pipeline;
