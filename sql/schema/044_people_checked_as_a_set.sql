-- A month's new people are all of one ward. The foreign key asked for it once a person, 27,000 times a list: it is asked once an insert.
-- Wards are never removed: areas, plans and deliveries of theirs point at them.
alter table warehouse.dim_person drop constraint dim_person_ward_key_fkey;

create function warehouse.refuse_unknown_ward() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from (select distinct ward_key from added) a where not exists (select from warehouse.dim_ward w where w.ward_key = a.ward_key)) then
        raise exception '%.% has rows of a ward that warehouse.dim_ward does not have', tg_table_schema, tg_table_name using errcode = 'foreign_key_violation';
    end if;
    return null;
end
$$;
comment on function warehouse.refuse_unknown_ward is 'Refuses added rows of a ward that is not in dim_ward.';
revoke all on function warehouse.refuse_unknown_ward() from public;

create trigger known_ward_of_added after insert on warehouse.dim_person referencing new table as added
    for each statement execute function warehouse.refuse_unknown_ward();
create trigger known_ward_of_changed after update on warehouse.dim_person referencing new table as added
    for each statement execute function warehouse.refuse_unknown_ward();
