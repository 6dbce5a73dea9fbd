-- What a log writes as the name of a procedure may name a person: names come from the catalogue alone, and the words pass through no table.
alter table staging.stg_dossiers drop column procedure_name;
update warehouse.dim_procedure set procedure_name = 'Ngoài danh mục thủ tục của phường' where is_catalogued = 0 and procedure_key <> 0;
comment on column warehouse.dim_procedure.procedure_name is 'Name of the procedure in the catalogue; one fixed label for those that it does not have';
