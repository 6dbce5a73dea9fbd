-- Keys of many rows are looked at all at once: row by row each key of each row is a query of its own, a third of the time in which a list of
-- new people is written. What is declared stays declared, and holds for everybody else. Who may not set how triggers fire (no superuser, nor
-- granted by one) keeps the checks row by row; so do wards on many machines, where rows are written elsewhere than here.
create function staging.check_keys_at_end() returns void language plpgsql as $$
begin
    if to_regprocedure('pg_catalog.create_reference_table(regclass)') is null then
        perform set_config('session_replication_role', 'replica', true);
    end if;
exception when insufficient_privilege then null;
end
$$;
comment on function staging.check_keys_at_end is 'Until staging.keys_are_there, no key of a row that is inserted is looked at; to the end of the transaction at most.';

-- Each member that is pointed at is held, as the checks row by row hold it: nobody takes it away before the transaction has ended.
create function staging.keys_are_there(written regclass[], column_name name, value bigint, seen_in regclass default null) returns void language plpgsql as $$
declare
    key record;
    missing bigint;
begin
    if current_setting('session_replication_role') <> 'replica' then
        return;
    end if;
    perform set_config('session_replication_role', 'origin', true);
    for key in
        select k.conname, k.conrelid::regclass as points_from, f.attname as pointer, k.confrelid::regclass as points_to, t.attname as target
        from pg_constraint k
        join pg_attribute f on f.attrelid = k.conrelid and f.attnum = k.conkey[1]
        join pg_attribute t on t.attrelid = k.confrelid and t.attnum = k.confkey[1]
        where k.contype = 'f' and k.conrelid = any(written::oid[]) and cardinality(k.conkey) = 1
    loop
        execute format(
            'with pointed_at as materialized (%s),
                  held as materialized (select t.%I as key from pointed_at p join %s t on t.%2$I = p.key for key share of t)
             select key from pointed_at where not exists (select from held where held.key = pointed_at.key) limit 1',
            case when key.pointer = column_name then 'select $1 as key'
                 else format('select distinct %I as key from %s where %I = $1 and %1$I is not null', key.pointer, coalesce(seen_in, key.points_from), column_name) end,
            key.target, key.points_to) into missing using value;
        if missing is not null then
            raise foreign_key_violation using
                message = format('%s of %s is %s, which %s does not have (%s)', key.pointer, key.points_from, missing, key.points_to, key.conname);
        end if;
    end loop;
end
$$;
comment on function staging.keys_are_there is 'Every declared key of the rows with that value points at a member that is there; else it raises what a check of one row raises. seen_in: another table with the same rows alone.';
revoke all on function staging.check_keys_at_end(), staging.keys_are_there(regclass[], name, bigint, regclass) from public;
grant execute on function staging.check_keys_at_end(), staging.keys_are_there(regclass[], name, bigint, regclass) to chitieu_pipeline;

-- People are found by one number alone or by both: a hash takes in the numbers of a new list in half the time of a tree, which orders them.
drop index warehouse.dim_person_ward_key_insurance_pseudonym_idx;
create index dim_person_insurance_pseudonym_idx on warehouse.dim_person using hash (insurance_pseudonym) where insurance_pseudonym is not null;
