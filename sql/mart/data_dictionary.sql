-- Comments of views are Vietnamese, those of tables English: both texts of each stand in audit.description.
create or replace view mart.data_dictionary as -- One row per table, view and column that BI tools read: the comments as rows.
with refers as (
    select k.conrelid, k.conkey[1] as attnum, min(n.nspname || '.' || t.relname) as target
    from pg_constraint k
    join pg_class t on t.oid = k.confrelid
    join pg_namespace n on n.oid = t.relnamespace
    where k.contype = 'f' and cardinality(k.conkey) = 1
    group by k.conrelid, k.conkey[1]
)
select
    n.nspname::varchar(20) as schema_name, -- Schema
    c.relname::varchar(80) as table_name, -- Table or view
    (case c.relkind when 'v' then 'view' else 'table' end)::varchar(10) as table_kind, -- table or view
    coalesce(a.attname, '')::varchar(80) as column_name, -- Column; blank for the table itself
    coalesce(a.attnum, 0)::int as column_number, -- Place of the column; 0 for the table itself
    (case when a.attname is not null then format_type(a.atttypid, a.atttypmod) else '' end)::varchar(60) as data_type, -- Type of the column
    (case when a.attname is not null then (p.conkey is not null)::int else 0 end)::int as is_key, -- 1 for a column of the primary key
    coalesce(r.target, '')::varchar(120) as references_table, -- Dimension that the column points at; blank if none
    coalesce(t.english, '')::varchar(600) as description, -- What it holds, in English: the comment of a table
    coalesce(t.vietnamese, '')::varchar(600) as description_vi -- What it holds, in Vietnamese: the comment of a view
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join (select attrelid, attname, attnum, atttypid, atttypmod from pg_attribute where attnum > 0 and not attisdropped
           union all select oid, null, null, null, null from pg_class where relkind in ('r', 'v', 'p')) a on a.attrelid = c.oid
left join pg_constraint p on p.conrelid = c.oid and p.contype = 'p' and a.attnum = any(p.conkey)
left join audit.description t on t.schema_name = n.nspname and t.relation_name = c.relname and t.column_name = coalesce(a.attname, '')
left join refers r on r.conrelid = c.oid and r.attnum = a.attnum
where n.nspname in ('warehouse', 'mart') and c.relkind in ('r', 'v', 'p');
