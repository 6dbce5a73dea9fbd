-- The code of a dossier looks it up on the public portal, where its applicant is named: the star knows it by a keyed pseudonym, the vault by its code.
comment on column warehouse.fact_dossier.dossier_code is 'Keyed pseudonym of the dossier''s code, the same in every month: the code itself stands in the vault';

-- Dossiers of an earlier version: their pseudonym needs the ward's secret, which no database knows, so that until the next run any name stands there.
create table vault.clear_dossier_code ( -- One row per dossier of an earlier version: its code, until the next run has given it its pseudonym; empty ever after.
    ward_key integer not null, -- The ward
    dossier_code varchar(60) not null, -- The code
    provisional varchar(60) not null, -- What stands for it in warehouse.fact_dossier
    primary key (ward_key, dossier_code)
);
revoke all on vault.clear_dossier_code from chitieu_officer;
grant select, delete on vault.clear_dossier_code to chitieu_pipeline;
insert into vault.clear_dossier_code (ward_key, dossier_code, provisional)
select ward_key, dossier_code, replace(gen_random_uuid()::text, '-', '') from warehouse.fact_dossier;
update warehouse.fact_dossier f set dossier_code = c.provisional
from vault.clear_dossier_code c
where c.ward_key = f.ward_key and c.dossier_code = f.dossier_code;

-- Which logs named a dossier is asked by where its row stands.
grant select (delivery_id, sheet_name, row_number, dossier_code) on vault.person_row to chitieu_pipeline;
