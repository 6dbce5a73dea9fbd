-- Logs and issued reports are only added to. Grants say so to every role but the owner of the tables, and a small ward's program logs in as the
-- owner: a trigger says it to everybody.
create function audit.refuse_change() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception '%.% is only added to: what was written stays', tg_table_schema, tg_table_name using errcode = 'insufficient_privilege';
end
$$;
comment on function audit.refuse_change is 'Refuses to change or remove what a log or an issued report says.';
revoke all on function audit.refuse_change() from public;

do $$
declare
    kept text;
begin
    foreach kept in array array['vault.access_log', 'audit.retention_log', 'audit.issued_report', 'audit.issued_file', 'audit.issued_input',
                                'audit.issued_figure', 'audit.issued_form'] loop
        execute format('create trigger only_added_to before update or delete or truncate on %s for each statement execute function audit.refuse_change()', kept);
    end loop;
end
$$;
