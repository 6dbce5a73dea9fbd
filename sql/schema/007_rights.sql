-- Who may read what. Rights rest on grants alone, never on masking views.
grant usage on schema warehouse, mart to chitieu_bi, chitieu_officer;
grant select on all tables in schema warehouse, mart to chitieu_bi, chitieu_officer;
alter default privileges in schema warehouse grant select on tables to chitieu_bi, chitieu_officer;
alter default privileges in schema mart grant select on tables to chitieu_bi, chitieu_officer;
grant usage on schema audit, vault to chitieu_officer;
grant select on all tables in schema audit, vault to chitieu_officer;
alter default privileges in schema audit grant select on tables to chitieu_officer;
alter default privileges in schema vault grant select on tables to chitieu_officer;
grant usage, create on schema staging, warehouse_months to chitieu_pipeline;
grant usage on schema warehouse, mart, audit, vault, staging to chitieu_pipeline;
grant select, insert, update, delete, truncate on all tables in schema warehouse, audit, vault, staging to chitieu_pipeline;
grant select on all tables in schema mart to chitieu_pipeline;
alter default privileges in schema mart grant select on tables to chitieu_pipeline;
grant usage on all sequences in schema warehouse, audit, vault to chitieu_pipeline;
