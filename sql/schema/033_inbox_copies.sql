-- Copies that were fetched go with the landed files that they are copies of.
comment on column audit.retention_log.kind is 'landed_file, inbox_copy (what was fetched, beside the landed file) or vault_row';
