-- Run when all views are made, and carry English comments: both languages go into the dictionary, then each view gets its Vietnamese ones.
-- The parameter is one JSON object, English text to Vietnamese text. A text that it does not have stays English.
create temporary table described on commit drop as
select n.nspname as schema_name, c.relname as relation_name, coalesce(a.attname, '') as column_name, d.description as english,
       coalesce(g.value, '') as vietnamese, n.nspname = 'mart' as is_made_afresh
from pg_description d
join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass
join pg_namespace n on n.oid = c.relnamespace
left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and a.attnum > 0
left join jsonb_each_text(%s::jsonb) g on g.key = d.description
where n.nspname in ('warehouse', 'mart') and c.relkind in ('r', 'v', 'p');

delete from audit.description;
insert into audit.description select schema_name, relation_name, column_name, english, vietnamese from described;
do $$
declare
    text record;
begin
    for text in select * from described where is_made_afresh and vietnamese <> '' loop
        execute case text.column_name when '' then format('comment on view mart.%%I is %%L', text.relation_name, text.vietnamese)
                else format('comment on column mart.%%I.%%I is %%L', text.relation_name, text.column_name, text.vietnamese) end;
    end loop;
end
$$;
