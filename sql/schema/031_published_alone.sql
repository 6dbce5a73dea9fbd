-- Who reads what is published, and nothing else: the published views are granted one by one where they are made, so that no later one opens
-- by itself.
do $$
begin
    if not exists (select from pg_roles where rolname = 'chitieu_public') then create role chitieu_public nologin; end if;
exception when duplicate_object or unique_violation then null;  -- made at the same moment by another database's migration
end
$$;
grant usage on schema mart to chitieu_public;

-- The address that BI tools have by now read all of it: its login loses that here, not only when somebody asks for the address again.
do $$
declare
    login name := 'chitieu_reader_' || left(encode(sha256(convert_to(current_database(), 'UTF8')), 'hex'), 8);
begin
    if exists (select from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles l on l.oid = m.member
               where r.rolname = 'chitieu_bi' and l.rolname = login) then
        execute format('revoke chitieu_bi from %I', login);
        execute format('grant chitieu_public to %I', login);
    end if;
end
$$;

-- Small cells are chosen otherwise from now on: the next run looks at all months again, not only at those that something touched.
update audit.setting set value = 'small cells chosen without what a part can be at most' where name = 'indicators_computed_from';
