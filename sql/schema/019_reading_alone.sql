-- Everybody may make temporary tables in a database unless it is said otherwise. The reading roles read and fill no disk; the night needs some.
do $$
begin
    execute format('revoke temporary on database %I from public', current_database());
    execute format('grant temporary on database %I to chitieu_pipeline', current_database());
end
$$;
