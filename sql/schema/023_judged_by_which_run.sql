-- Every fact says which run made it, with the versions of rules and program: judgements, forecasts and hidden cells too.
alter table warehouse.fact_target_judgement add column run_key integer not null default 0;
alter table warehouse.fact_target_forecast add column run_key integer not null default 0;
alter table warehouse.fact_suppressed_cell add column run_key integer not null default 0;
alter table warehouse.fact_target_judgement add foreign key (run_key) references warehouse.dim_run;
alter table warehouse.fact_target_forecast add foreign key (run_key) references warehouse.dim_run;
alter table warehouse.fact_suppressed_cell add foreign key (run_key) references warehouse.dim_run;
create index on warehouse.fact_target_judgement (run_key);
create index on warehouse.fact_target_forecast (run_key);
create index on warehouse.fact_suppressed_cell (run_key);
comment on column warehouse.fact_target_judgement.run_key is 'The run that judged it, with the versions of rules and program';
comment on column warehouse.fact_target_forecast.run_key is 'The run that drew it, with the versions of rules and program';
comment on column warehouse.fact_suppressed_cell.run_key is 'The run that hid it first, with the versions of rules and program';
comment on column warehouse.fact_target_judgement.baseline is 'Value at the end of the year before the plan: as the plan states it, else from the data';
