create or replace view mart.data_dictionary as -- One row per table, view and column that BI tools read: the comments as rows.
select
    n.nspname::varchar(20) as schema_name, -- Schema
    c.relname::varchar(80) as table_name, -- Table or view
    coalesce(a.attname, '')::varchar(80) as column_name, -- Column; blank for the table itself
    (case when a.attname is not null then format_type(a.atttypid, a.atttypmod) else '' end)::varchar(60) as data_type, -- Type of the column
    coalesce(col_description(c.oid, a.attnum), case when a.attname is null then obj_description(c.oid, 'pg_class') end, '')::varchar(600) as description -- What it holds
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join (select attrelid, attname, attnum, atttypid, atttypmod from pg_attribute where attnum > 0 and not attisdropped
           union all select oid, null, 0, null, null from pg_class where relkind in ('r', 'v', 'p')) a on a.attrelid = c.oid
where n.nspname in ('warehouse', 'mart') and c.relkind in ('r', 'v', 'p');
