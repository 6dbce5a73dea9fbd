-- What the targets say of every value: judged once a night, read by the mart.
alter table warehouse.dim_target
    add column shape varchar(30) not null default 'level_by_year',
    add column range_to numeric(20, 4);
comment on column warehouse.dim_target.target_key is 'Surrogate key; 0 is no target';
comment on column warehouse.dim_target.shape is 'How the way to the target runs: growth_per_year, level_by_year, level_every_year, zero_by_year, count_by_year, count_per_year, cumulative_sum, reduction_from_baseline, ratio_to_baseline, state_by_year or whole_set';
comment on column warehouse.dim_target.range_to is 'Upper end where the plan states a range; target_value is its lower one';

create table warehouse.fact_target_judgement ( -- One row per current value of an indicator, area, month and window: what its target says of it.
    ward_key integer not null, -- The ward
    indicator_key integer not null, -- The indicator
    area_key integer not null, -- The area
    month_key integer not null, -- Month of the value
    window_kind varchar(12) not null, -- month, year_to_date or snapshot
    target_key integer not null, -- The target that it is judged by; 0 is none
    target numeric(30, 4), -- Target in the indicator's unit; growth in percent a year
    trajectory numeric(30, 4), -- Required path from the baseline to the target: derived, not the plan's own figure
    status varchar(12) not null, -- achieved, on_track, behind, missed or not_judged
    reason varchar(600) not null, -- Why, in a Vietnamese sentence
    baseline numeric(30, 4), -- Value at the end of the year before the plan, from the data, else as the plan states it
    distance_to_target numeric(30, 4), -- What is still missing in the indicator's unit; 0 or less: the target is met
    needed_per_month numeric(30, 4), -- Change a month that leads to the target from now on, in the unit; of what may not pass a limit in the year: the most that may still come a month
    same_month_last_year numeric(30, 6), -- Value of the same month and window a year before: a year to date against the same months
    change_on_last_year numeric(30, 6), -- Change against it
    held_since date not null, -- First month of the present status
    primary key (ward_key, indicator_key, area_key, month_key, window_kind)
);
create index on warehouse.fact_target_judgement (indicator_key);
create index on warehouse.fact_target_judgement (area_key);
create index on warehouse.fact_target_judgement (month_key);
create index on warehouse.fact_target_judgement (target_key);

create table warehouse.fact_target_forecast ( -- One row per indicator and area: where its newest months lead (Theil-Sen line, 95 % band).
    ward_key integer not null, -- The ward
    indicator_key integer not null, -- The indicator
    area_key integer not null, -- The area
    month_key integer not null, -- Newest month that the line is drawn through
    target_key integer not null, -- The target that the newest value is judged by; 0 is none
    point_count smallint not null, -- Months that the line is drawn through, at most 24; of what adds up in a year: sums of twelve months
    trend_per_month numeric(30, 6), -- Change a month; null under six months
    forecast_at_target_year numeric(30, 4), -- Where the line stands at the end of the target year; capped: shares 0 to 100, all others not below 0
    forecast_low numeric(30, 4), -- Lower end of the 95 % band there, capped in the same way
    forecast_high numeric(30, 4), -- Upper end of the 95 % band there, capped in the same way
    primary key (ward_key, indicator_key, area_key)
);
create index on warehouse.fact_target_forecast (indicator_key);
create index on warehouse.fact_target_forecast (area_key);
create index on warehouse.fact_target_forecast (month_key);
create index on warehouse.fact_target_forecast (target_key);

-- Wards on many machines, as in 004.
do $$
declare
    fact text;
begin
    if to_regprocedure('pg_catalog.create_reference_table(regclass)') is null then return; end if;
    foreach fact in array array['fact_target_judgement', 'fact_target_forecast'] loop
        perform pg_catalog.create_distributed_table(('warehouse.' || fact)::regclass, 'ward_key', colocate_with => 'warehouse.fact_dossier');
    end loop;
end
$$;

alter table warehouse.fact_target_judgement add foreign key (ward_key) references warehouse.dim_ward;
alter table warehouse.fact_target_judgement add foreign key (indicator_key) references warehouse.dim_indicator;
alter table warehouse.fact_target_judgement add foreign key (area_key) references warehouse.dim_area;
alter table warehouse.fact_target_judgement add foreign key (month_key) references warehouse.dim_month;
alter table warehouse.fact_target_judgement add foreign key (target_key) references warehouse.dim_target;
alter table warehouse.fact_target_forecast add foreign key (ward_key) references warehouse.dim_ward;
alter table warehouse.fact_target_forecast add foreign key (indicator_key) references warehouse.dim_indicator;
alter table warehouse.fact_target_forecast add foreign key (area_key) references warehouse.dim_area;
alter table warehouse.fact_target_forecast add foreign key (month_key) references warehouse.dim_month;
alter table warehouse.fact_target_forecast add foreign key (target_key) references warehouse.dim_target;

grant select on warehouse.fact_target_judgement, warehouse.fact_target_forecast to chitieu_bi, chitieu_officer;
grant select, insert, update, delete, truncate on warehouse.fact_target_judgement, warehouse.fact_target_forecast to chitieu_pipeline;
