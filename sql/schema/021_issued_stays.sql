-- What was issued is changed by nobody, its owner included: a slip of the hand would go unseen. Rights alone do not bind an owner.
create function audit.refuse_change() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'audit.%: what was issued is never changed. Issue the month again: chitieu report --month YYYY-MM.', tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;
comment on function audit.refuse_change is 'Refuses updates and deletions of issued reports.';

create trigger issued_stays before update or delete or truncate on audit.issued_report for each statement execute function audit.refuse_change();
create trigger issued_stays before update or delete or truncate on audit.issued_file for each statement execute function audit.refuse_change();
create trigger issued_stays before update or delete or truncate on audit.issued_input for each statement execute function audit.refuse_change();
create trigger issued_stays before update or delete or truncate on audit.issued_figure for each statement execute function audit.refuse_change();
create trigger issued_stays before update or delete or truncate on audit.issued_form for each statement execute function audit.refuse_change();
