-- Names and ids encrypted at rest, read through functions that log; what is kept how long.

-- Rows in clear of an earlier version wait in tables of their own until the next run has sealed them.
drop view vault.person;
alter table vault.person_row rename to clear_person_row;
alter table vault.dossier_applicant rename to clear_dossier_applicant;
alter table vault.quarantined_row rename to clear_quarantined_row;
alter table vault.repair rename to clear_repair;
comment on table vault.clear_person_row is 'One row per row of people that an earlier version kept in clear: sealed and removed by the next run.';
do $$
declare
    name text;
    is_filled boolean;
begin
    foreach name in array array['clear_person_row', 'clear_dossier_applicant', 'clear_quarantined_row', 'clear_repair'] loop
        execute format('select exists (select from vault.%I)', name) into is_filled;
        if not is_filled then
            execute format('drop table vault.%I', name);
        else
            execute format('revoke all on vault.%I from chitieu_officer, chitieu_bi', name);
        end if;
    end loop;
end
$$;

create table vault.data_key ( -- One row per delivery with sealed rows: its data key, wrapped by a master key that no database knows.
    delivery_id integer primary key references audit.delivery, -- The delivery
    ward_code varchar(10) not null, -- The ward
    master_fingerprint varchar(16) not null, -- Which master key wraps it
    wrapped_key bytea not null -- The data key, sealed
);

create table vault.person_row ( -- One row per published row of a list of people, or of a dossier: who stands behind it, sealed.
    delivery_id integer not null, -- The delivery; not declared as a key: the list is long and written once
    sheet_name text, -- Sheet
    row_number integer not null, -- Row as Excel shows it
    dossier_code varchar(60), -- The dossier, for rows of dossier logs
    sealed bytea not null -- Name, ids, birth date, sex, address, telephone: AES-256-GCM
);
create index on vault.person_row (delivery_id, row_number);
create index on vault.person_row (dossier_code) where dossier_code is not null;

create table vault.quarantined_row ( -- One row per row that is not published: its cells as sent, sealed.
    delivery_id integer not null references audit.delivery, -- The delivery
    sheet_name text, -- Sheet
    row_number integer not null, -- Row as Excel shows it
    household_number varchar(60), -- The household, for rows of poverty lists
    sealed bytea not null -- Contract column to text as sent: AES-256-GCM
);
create index on vault.quarantined_row (delivery_id);

create table vault.repair ( -- One row per row in which cleaning mended cells: both texts of each, sealed.
    delivery_id integer not null references audit.delivery, -- The delivery
    sheet_name text, -- Sheet
    row_number integer not null, -- Row as Excel shows it
    cell_count smallint not null, -- Cells mended in it
    sealed bytea not null -- List of column, kind, text as sent and text after cleaning: AES-256-GCM
);
create index on vault.repair (delivery_id);

create table vault.access_log ( -- One row per request to see what is sealed: who, what, when, why. Nobody changes or removes one.
    access_id bigint generated always as identity primary key, -- Number of the request
    requested_at timestamptz not null default clock_timestamp(), -- When
    login_name name not null default session_user, -- The login that asked
    asked_by varchar(120) not null, -- Who asked, as the program was told
    subject varchar(300) not null, -- What was asked for
    reason varchar(600) not null, -- Why
    transaction_id xid8 not null default pg_current_xact_id() -- Transaction that wrote it: what is sealed is only given out in a later one
);

-- What is sealed is given out in two steps, so that no rollback takes the log back: first the request is written and committed, then, in
-- another transaction, what was asked for, and nothing else, comes within a quarter of an hour.
create function vault.request(subject text, asked_by text, reason text) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    number bigint;
begin
    if length(btrim(coalesce(reason, ''))) < 5 then
        raise exception 'Phải ghi lý do xem dữ liệu cá nhân (ít nhất 5 chữ cái).' using errcode = 'check_violation';
    end if;
    raise log 'chitieu vault: % (%) asks for % because %', session_user, asked_by, subject, reason;
    insert into vault.access_log (asked_by, subject, reason) values (left(coalesce(asked_by, ''), 120), left(subject, 300), left(reason, 600))
    returning access_id into number;
    return number;
end
$$;
comment on function vault.request is 'Writes a request to see what is sealed; its number opens what it names in a later transaction.';

create function vault.check_request(number bigint, wanted text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if not exists (select from vault.access_log a
                   where a.access_id = number and a.login_name = session_user and a.subject = left(wanted, 300)
                     and a.transaction_id <> pg_current_xact_id() and a.requested_at > clock_timestamp() - interval '15 minutes') then
        raise exception 'Chưa có yêu cầu nào được ghi nhận cho nội dung này (%).', wanted using errcode = 'insufficient_privilege';
    end if;
end
$$;
comment on function vault.check_request is 'Raises unless this login asked for this in an earlier transaction of the last quarter of an hour.';

create function vault.open_row(request bigint, delivery integer, sheet text, row_no integer)
returns table (kind varchar, delivery_id integer, sheet_name text, row_number integer, ward_code varchar, master_fingerprint varchar, wrapped_key bytea, sealed bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform vault.check_request(request, format('row %s/%s/%s', delivery, coalesce(sheet, ''), row_no));
    return query
    select part.kind::varchar, part.delivery_id, part.sheet_name, part.row_number, k.ward_code, k.master_fingerprint, k.wrapped_key, part.sealed
    from (select 'person' as kind, r.delivery_id, r.sheet_name, r.row_number, r.sealed from vault.person_row r
          union all select 'quarantine', q.delivery_id, q.sheet_name, q.row_number, q.sealed from vault.quarantined_row q
          union all select 'repair', m.delivery_id, m.sheet_name, m.row_number, m.sealed from vault.repair m) part
    join vault.data_key k on k.delivery_id = part.delivery_id
    where part.delivery_id = delivery and part.row_number = row_no and part.sheet_name is not distinct from sheet;
end
$$;
comment on function vault.open_row is 'What is sealed of one row of a delivery: who stands behind it, its cells if it is in quarantine, what was mended.';

create function vault.open_quarantine(request bigint, delivery integer)
returns table (kind varchar, delivery_id integer, sheet_name text, row_number integer, ward_code varchar, master_fingerprint varchar, wrapped_key bytea, sealed bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform vault.check_request(request, format('quarantine %s', delivery));
    return query
    select 'quarantine'::varchar, q.delivery_id, q.sheet_name, q.row_number, k.ward_code, k.master_fingerprint, k.wrapped_key, q.sealed
    from vault.quarantined_row q join vault.data_key k on k.delivery_id = q.delivery_id
    where q.delivery_id = delivery order by q.sheet_name nulls first, q.row_number;
end
$$;
comment on function vault.open_quarantine is 'What is sealed of all rows of a delivery that are in quarantine.';

create function vault.open_dossier(request bigint, dossier text)
returns table (kind varchar, delivery_id integer, sheet_name text, row_number integer, ward_code varchar, master_fingerprint varchar, wrapped_key bytea, sealed bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform vault.check_request(request, format('dossier %s', dossier));
    return query
    select 'person'::varchar, r.delivery_id, r.sheet_name, r.row_number, k.ward_code, k.master_fingerprint, k.wrapped_key, r.sealed
    from vault.person_row r
    join vault.data_key k on k.delivery_id = r.delivery_id
    join audit.delivery d on d.delivery_id = r.delivery_id
    where r.dossier_code = dossier order by d.month desc, r.delivery_id desc, r.row_number;
end
$$;
comment on function vault.open_dossier is 'What is sealed of the applicant of a dossier, in the words of each log that named it, the newest first.';

create function vault.open_person(request bigint, person bigint)
returns table (kind varchar, delivery_id integer, sheet_name text, row_number integer, ward_code varchar, master_fingerprint varchar, wrapped_key bytea, sealed bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform vault.check_request(request, format('person %s', person));
    return query
    select 'person'::varchar, r.delivery_id, r.sheet_name, r.row_number, k.ward_code, k.master_fingerprint, k.wrapped_key, r.sealed
    from (select h.month_key, h.delivery_key, h.sheet_name, h.row_number from audit.health_insurance_row h where h.person_key = person
          union all select s.month_key, s.delivery_key, s.sheet_name, s.row_number from audit.social_insurance_row s where s.person_key = person
          union all select m.month_key, m.delivery_key, m.sheet_name, m.row_number from warehouse.fact_household_member m where m.person_key = person) listed
    join vault.person_row r on r.delivery_id = listed.delivery_key and r.row_number = listed.row_number and r.sheet_name is not distinct from listed.sheet_name
    join vault.data_key k on k.delivery_id = r.delivery_id
    order by listed.month_key desc, listed.delivery_key desc, r.row_number;
end
$$;
comment on function vault.open_person is 'What is sealed of a person, in the words of each list that names the person now, the newest first.';

create table audit.retention_log ( -- One row per run of the retention command and kind of thing removed.
    retention_id bigint generated always as identity primary key, -- Number of the line
    removed_at timestamptz not null default clock_timestamp(), -- When
    removed_by varchar(120) not null, -- Who ran the command
    ward_code varchar(10) not null, -- The ward
    kind varchar(30) not null, -- landed_file or vault_row
    term_months integer not null, -- Months that such things are kept
    before_month date not null, -- Deliveries of months before this one were past their term
    delivery_count integer not null, -- Deliveries concerned
    item_count bigint not null -- Files or rows removed
);

create table warehouse.fact_suppressed_cell ( -- One row per indicator, area, month and window whose present value must not be published: small cells and what would give them away.
    ward_key integer not null, -- The ward
    indicator_key integer not null, -- The indicator
    area_key integer not null, -- The area
    month_key integer not null, -- The month
    window_kind varchar(12) not null, -- month, year_to_date or snapshot
    reason varchar(10) not null, -- primary: the count itself is small; secondary: it would give a small one away
    primary key (ward_key, indicator_key, area_key, month_key, window_kind)
);
-- Wards on many machines, as in 004.
do $$
begin
    if to_regprocedure('pg_catalog.create_reference_table(regclass)') is null then return; end if;
    perform pg_catalog.create_distributed_table('warehouse.fact_suppressed_cell'::regclass, 'ward_key', colocate_with => 'warehouse.fact_dossier');
end
$$;
alter table warehouse.fact_suppressed_cell add foreign key (ward_key) references warehouse.dim_ward;
alter table warehouse.fact_suppressed_cell add foreign key (indicator_key) references warehouse.dim_indicator;
alter table warehouse.fact_suppressed_cell add foreign key (area_key) references warehouse.dim_area;
alter table warehouse.fact_suppressed_cell add foreign key (month_key) references warehouse.dim_month;
create index on warehouse.fact_suppressed_cell (indicator_key);
create index on warehouse.fact_suppressed_cell (area_key);
create index on warehouse.fact_suppressed_cell (month_key);
grant select on warehouse.fact_suppressed_cell to chitieu_bi, chitieu_officer;
grant select, insert, update, delete on warehouse.fact_suppressed_cell to chitieu_pipeline;

-- --- rights -----------------------------------------------------------------------------------------------------------
revoke all on all tables in schema vault from public, chitieu_bi, chitieu_officer, chitieu_pipeline;
alter default privileges in schema vault revoke select on tables from chitieu_officer;
revoke all on all functions in schema vault from public;
grant execute on function vault.request, vault.open_row, vault.open_quarantine, vault.open_dossier, vault.open_person to chitieu_officer;
grant select on vault.access_log to chitieu_officer;
-- The work of a night writes into the vault and reads nothing sealed back.
grant insert on vault.data_key, vault.person_row, vault.quarantined_row, vault.repair to chitieu_pipeline;
grant select (delivery_id, master_fingerprint, ward_code) on vault.data_key to chitieu_pipeline;
grant select (delivery_id, household_number) on vault.quarantined_row to chitieu_pipeline;
grant select on audit.retention_log to chitieu_officer;
-- Months of the large facts belong to the owner of their tables: the function makes them in the owner's name.
alter function staging.replace_month(text, text, integer, integer) security definer set search_path = pg_catalog, pg_temp;
revoke all on function staging.replace_month(text, text, integer, integer) from public;
grant execute on function staging.replace_month(text, text, integer, integer) to chitieu_pipeline;
grant select, insert, update, delete on all tables in schema audit to chitieu_pipeline;
revoke insert, update, delete on audit.retention_log from chitieu_pipeline;
grant usage on all sequences in schema audit, vault to chitieu_pipeline;
grant usage on schema audit to chitieu_pipeline;
alter default privileges in schema warehouse grant select, insert, update, delete, truncate on tables to chitieu_pipeline;
alter default privileges in schema audit grant select, insert, update, delete on tables to chitieu_pipeline;
alter default privileges in schema warehouse grant usage on sequences to chitieu_pipeline;
alter default privileges in schema audit grant usage on sequences to chitieu_pipeline;

-- The applicant no longer passes through the tables of the night.
alter table staging.stg_dossiers drop column applicant_name, drop column personal_id, drop column address, drop column phone;
