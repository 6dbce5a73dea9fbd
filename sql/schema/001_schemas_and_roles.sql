-- Schemas and roles. Roles have no login and belong to the cluster: several wards' databases may share them.
do $$
begin
    if not exists (select from pg_roles where rolname = 'chitieu_bi') then create role chitieu_bi nologin; end if;
    if not exists (select from pg_roles where rolname = 'chitieu_officer') then create role chitieu_officer nologin; end if;
    if not exists (select from pg_roles where rolname = 'chitieu_pipeline') then create role chitieu_pipeline nologin; end if;
exception when duplicate_object or unique_violation then null;  -- made at the same moment by another database's migration
end
$$;

create schema warehouse;
create schema mart;
create schema if not exists audit;
create schema vault;
create schema staging;
create schema warehouse_months;
comment on schema warehouse is 'The star: dimensions and facts, people as keyed pseudonyms';
comment on schema mart is 'Views for people and BI tools, with Vietnamese labels and stable columns';
comment on schema audit is 'Deliveries, runs, findings, lineage, decisions';
comment on schema vault is 'Names, ids, addresses, phones: read by the officer''s role only';
comment on schema warehouse_months is 'Month partitions of the large facts: read them through their tables in warehouse';
comment on schema staging is 'The night''s work, emptied after it';
revoke all on schema public from public;
