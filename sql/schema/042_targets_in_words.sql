-- A target as people read it, "ít nhất 97 % đến năm 2030": the program words it once, so that BI tools need not.
alter table warehouse.dim_target add column words_vi varchar(200);
comment on column warehouse.dim_target.words_vi is 'The target in a few Vietnamese words, with its unit and its year';

-- What stands on its way is no longer late by a rounded decimal: everything is judged again.
update audit.setting set value = 'late by a rounded decimal' where name = 'indicators_computed_from';

-- A login that only reads can still fill the disk with large objects, which nothing here uses: PostgreSQL lets everybody make them, and a login
-- may switch its own read-only setting off. Only a superuser can take that right from all; elsewhere docs/roles.md says what to run.
do $$
begin
    if (select rolsuper from pg_roles where rolname = current_user) then
        revoke execute on function lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea) from public;
    end if;
end
$$;
