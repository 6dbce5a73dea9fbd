-- Which delivery or decision stands behind a figure and behind its change.

create table warehouse.dim_run ( -- One row per run of the main job that made or changed a value: the audit dimension of the indicators.
    run_key integer primary key, -- Number of the run; 0 is unknown
    ward_key integer not null references warehouse.dim_ward, -- The ward
    started_at timestamp, -- When it began, Vietnamese time
    rule_version varchar(20), -- Version of the rules
    code_version varchar(20) -- Version of the program
);
create index on warehouse.dim_run (ward_key);
insert into warehouse.dim_run (run_key, ward_key) select 0, 0 where exists (select from warehouse.dim_ward where ward_key = 0);

create table warehouse.bridge_indicator_source ( -- One row per indicator and source that its values are made from.
    indicator_key integer not null references warehouse.dim_indicator, -- The indicator
    source varchar(30) not null, -- dossiers, health_insurance, social_insurance, poverty or department_report
    part varchar(12) not null, -- numerator: what is counted; denominator: what it is divided by
    primary key (indicator_key, source)
);

alter table warehouse.fact_indicator
    add column cause_kind varchar(20) not null default 'first_known',
    add column delivery_key integer not null default 0 references warehouse.dim_delivery,
    add column run_key integer not null default 0 references warehouse.dim_run;
comment on column warehouse.fact_indicator.cause_kind is 'first_known, added_late, corrected, denominator_changed, provisional_ended, definition_changed, decision, withdrawn or recomputed';
comment on column warehouse.fact_indicator.delivery_key is 'Delivery that made it known or changed it; 0 where no single one did';
comment on column warehouse.fact_indicator.run_key is 'The run that computed it, with the versions of rules and program';
comment on column warehouse.fact_indicator.cause is 'What made it known or changed it, in Vietnamese';
create index on warehouse.fact_indicator (delivery_key);
create index on warehouse.fact_indicator (run_key);

grant select on warehouse.dim_run, warehouse.bridge_indicator_source to chitieu_bi, chitieu_officer;
grant select, insert, update, delete on warehouse.dim_run, warehouse.bridge_indicator_source to chitieu_pipeline;
