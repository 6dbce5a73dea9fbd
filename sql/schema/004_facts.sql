-- Facts. The grain is the first sentence of each comment; ward_key is in every key, and is never changed: with Citus it says on which machine a row lies.

create table warehouse.fact_dossier ( -- One row per dossier: its newest state (accumulating snapshot).
    ward_key integer not null, -- The ward
    dossier_code varchar(60) not null, -- Code of the dossier
    procedure_key integer not null, -- Procedure
    channel_key integer not null, -- How it was handed in; unknown counts as direct
    received_date_key integer not null, -- Day received; 0 if never received
    due_date_key integer not null, -- Day due
    finished_date_key integer not null, -- Day processing ended
    returned_date_key integer not null, -- Day the result was handed over
    end_date_key integer not null, -- Day finished, else returned; 0 while open
    state_month_key integer not null, -- Month of the log that gives this state
    delivery_key integer not null, -- The delivery
    field_name varchar(120), -- Field of work
    received_at timestamp, -- Received, with the time if known
    due_at timestamp, -- Due; 23:59:59 where no time is given
    finished_at timestamp, -- Processing ended
    returned_at timestamp, -- Result handed over
    status_code smallint not null, -- National code 1 to 10 of the state
    is_received smallint not null, -- 0 for refused and newly registered dossiers, which are in no count
    outcome varchar(10) not null, -- early, on_time, late or open
    sheet_name text, -- Sheet of the row
    row_number integer not null, -- Row as Excel shows it
    primary key (ward_key, dossier_code)
);

create table warehouse.fact_health_insurance ( -- One row per person and month of the health insurance list.
    ward_key integer not null, -- The ward
    month_key integer not null, -- Month of the list
    person_key bigint not null, -- The person
    area_key integer not null, -- Residential group, or unknown
    insurance_group_key integer not null, -- Kind of participant, of the card that counts
    delivery_key integer not null, -- The delivery
    card_count smallint not null, -- Cards listed for the person
    is_covered smallint not null, -- 1 if a card is valid on the month's last day
    is_covered_as_poor smallint not null, -- 1 if a valid card has code HN
    is_covered_as_near_poor smallint not null, -- 1 if a valid card has code CN
    primary key (ward_key, month_key, person_key)
) partition by list (month_key);

create table warehouse.fact_social_insurance ( -- One row per person and month of the social insurance list.
    ward_key integer not null, -- The ward
    month_key integer not null, -- Month of the list
    person_key bigint not null, -- The person
    area_key integer not null, -- Residential group, or unknown
    delivery_key integer not null, -- The delivery
    is_active smallint not null, -- 1 if active in compulsory or voluntary insurance
    is_compulsory smallint not null, -- 1 if active in compulsory insurance
    is_voluntary smallint not null, -- 1 if active in voluntary insurance
    is_unemployment smallint not null, -- 1 if active in unemployment insurance
    is_working_age smallint not null, -- 1 if of working age on the month's last day
    primary key (ward_key, month_key, person_key)
) partition by list (month_key);

create table warehouse.fact_poverty ( -- One row per household and month of the poverty list.
    ward_key integer not null, -- The ward
    month_key integer not null, -- Month of the list
    household_key bigint not null, -- The household
    area_key integer not null, -- Residential group, or unknown
    decision_date_key integer not null, -- Day of the recognising decision
    delivery_key integer not null, -- The delivery
    classification varchar(10) not null, -- poor or near_poor
    member_count smallint, -- Members
    b1_score numeric(6, 1), -- Score B1
    b2_score numeric(6, 1), -- Score B2
    is_without_labour smallint not null, -- 1 where no member is able to work
    standard_version varchar(20) not null, -- Poverty standard in force
    sheet_name text, -- Sheet of the head's row
    row_number integer not null, -- Row as Excel shows it
    primary key (ward_key, month_key, household_key)
);

create table warehouse.fact_deprivation ( -- One row per household, month and indicator that the household lacks.
    ward_key integer not null, -- The ward
    month_key integer not null, -- Month of the list
    household_key bigint not null, -- The household
    deprivation_key integer not null, -- What it lacks
    area_key integer not null, -- Residential group, or unknown
    delivery_key integer not null, -- The delivery
    primary key (ward_key, month_key, household_key, deprivation_key)
);

create table warehouse.fact_household_member ( -- One row per member of a listed household and month, where the id is valid.
    ward_key integer not null, -- The ward
    month_key integer not null, -- Month of the list
    household_key bigint not null, -- The household
    person_key bigint not null, -- The person
    delivery_key integer not null, -- The delivery
    sheet_name text, -- Sheet of the row
    row_number integer not null, -- Row as Excel shows it
    primary key (ward_key, month_key, household_key, person_key)
);

create table warehouse.fact_reported_figure ( -- One row per indicator, area and month that a department states.
    ward_key integer not null, -- The ward
    month_key integer not null, -- Month of the figure
    indicator_key integer not null, -- The indicator
    area_key integer not null, -- The area
    delivery_key integer not null, -- The delivery
    numerator numeric(20, 4), -- Stated numerator of a share
    denominator numeric(20, 4), -- Stated denominator of a share
    value numeric(20, 4), -- Stated value of a count, an amount or a recognition (1 or 0)
    sheet_name text, -- Sheet of the row
    row_number integer not null, -- Row as Excel shows it
    primary key (ward_key, month_key, indicator_key, area_key)
);

create table warehouse.fact_population ( -- One row per area and month for which the departmental report states denominators.
    ward_key integer not null, -- The ward
    month_key integer not null, -- Month
    area_key integer not null, -- The area
    delivery_key integer not null, -- The delivery
    population_count integer, -- Residents
    household_count integer, -- Households
    family_count integer, -- Families
    labour_force_count integer, -- Labour force of working age
    school_age_child_count integer, -- Children of school age
    sheet_name text, -- Sheet of the row
    row_number integer not null, -- Row as Excel shows it
    primary key (ward_key, month_key, area_key)
);

create table warehouse.fact_indicator ( -- One row per indicator, area, month, window and time from which the value was known (bitemporal).
    ward_key integer not null, -- The ward
    indicator_key integer not null, -- The indicator
    area_key integer not null, -- The area
    month_key integer not null, -- Month of the value
    window_kind varchar(12) not null, -- month, year_to_date or snapshot
    known_from timestamptz not null, -- When this value was first known
    known_to timestamptz, -- When another took its place; null while it is current
    numerator numeric(20, 4), -- Numerator
    denominator numeric(20, 4), -- Denominator
    value numeric(30, 6), -- Value in the indicator's unit; shares in percent; null: the value was withdrawn
    is_provisional smallint not null, -- 1 where an older denominator or an incomplete year stands behind it
    cause varchar(200) not null, -- What made it known or changed it
    run_id integer not null, -- The run that computed it
    primary key (ward_key, indicator_key, area_key, month_key, window_kind, known_from)
);
create unique index fact_indicator_current on warehouse.fact_indicator (ward_key, indicator_key, area_key, month_key, window_kind) where known_to is null;

-- Wards on many machines, as in 002: the facts of a ward lie together on one of them, so that they are joined there.
do $$
declare
    fact text;
begin
    if to_regprocedure('pg_catalog.create_reference_table(regclass)') is null then return; end if;
    perform pg_catalog.create_distributed_table('warehouse.fact_dossier'::regclass, 'ward_key', colocate_with => 'none');
    foreach fact in array array['fact_health_insurance', 'fact_social_insurance', 'fact_poverty', 'fact_deprivation', 'fact_household_member',
                                'fact_reported_figure', 'fact_population', 'fact_indicator'] loop
        perform pg_catalog.create_distributed_table(('warehouse.' || fact)::regclass, 'ward_key', colocate_with => 'warehouse.fact_dossier');
    end loop;
end
$$;

alter table warehouse.fact_dossier add foreign key (ward_key) references warehouse.dim_ward;
alter table warehouse.fact_dossier add foreign key (procedure_key) references warehouse.dim_procedure;
alter table warehouse.fact_dossier add foreign key (channel_key) references warehouse.dim_channel;
alter table warehouse.fact_dossier add foreign key (received_date_key) references warehouse.dim_date;
alter table warehouse.fact_dossier add foreign key (due_date_key) references warehouse.dim_date;
alter table warehouse.fact_dossier add foreign key (finished_date_key) references warehouse.dim_date;
alter table warehouse.fact_dossier add foreign key (returned_date_key) references warehouse.dim_date;
alter table warehouse.fact_dossier add foreign key (end_date_key) references warehouse.dim_date;
alter table warehouse.fact_dossier add foreign key (state_month_key) references warehouse.dim_month;
alter table warehouse.fact_dossier add foreign key (delivery_key) references warehouse.dim_delivery;
alter table warehouse.fact_health_insurance add foreign key (ward_key) references warehouse.dim_ward;
alter table warehouse.fact_health_insurance add foreign key (month_key) references warehouse.dim_month;
alter table warehouse.fact_health_insurance add foreign key (person_key) references warehouse.dim_person;
alter table warehouse.fact_health_insurance add foreign key (area_key) references warehouse.dim_area;
alter table warehouse.fact_health_insurance add foreign key (insurance_group_key) references warehouse.dim_insurance_group;
alter table warehouse.fact_health_insurance add foreign key (delivery_key) references warehouse.dim_delivery;
alter table warehouse.fact_social_insurance add foreign key (ward_key) references warehouse.dim_ward;
alter table warehouse.fact_social_insurance add foreign key (month_key) references warehouse.dim_month;
alter table warehouse.fact_social_insurance add foreign key (person_key) references warehouse.dim_person;
alter table warehouse.fact_social_insurance add foreign key (area_key) references warehouse.dim_area;
alter table warehouse.fact_social_insurance add foreign key (delivery_key) references warehouse.dim_delivery;
alter table warehouse.fact_poverty add foreign key (ward_key) references warehouse.dim_ward;
alter table warehouse.fact_poverty add foreign key (month_key) references warehouse.dim_month;
alter table warehouse.fact_poverty add foreign key (household_key) references warehouse.dim_household;
alter table warehouse.fact_poverty add foreign key (area_key) references warehouse.dim_area;
alter table warehouse.fact_poverty add foreign key (decision_date_key) references warehouse.dim_date;
alter table warehouse.fact_poverty add foreign key (delivery_key) references warehouse.dim_delivery;
alter table warehouse.fact_deprivation add foreign key (ward_key) references warehouse.dim_ward;
alter table warehouse.fact_deprivation add foreign key (month_key) references warehouse.dim_month;
alter table warehouse.fact_deprivation add foreign key (household_key) references warehouse.dim_household;
alter table warehouse.fact_deprivation add foreign key (deprivation_key) references warehouse.dim_deprivation;
alter table warehouse.fact_deprivation add foreign key (area_key) references warehouse.dim_area;
alter table warehouse.fact_deprivation add foreign key (delivery_key) references warehouse.dim_delivery;
alter table warehouse.fact_household_member add foreign key (ward_key) references warehouse.dim_ward;
alter table warehouse.fact_household_member add foreign key (month_key) references warehouse.dim_month;
alter table warehouse.fact_household_member add foreign key (household_key) references warehouse.dim_household;
alter table warehouse.fact_household_member add foreign key (person_key) references warehouse.dim_person;
alter table warehouse.fact_household_member add foreign key (delivery_key) references warehouse.dim_delivery;
alter table warehouse.fact_reported_figure add foreign key (ward_key) references warehouse.dim_ward;
alter table warehouse.fact_reported_figure add foreign key (month_key) references warehouse.dim_month;
alter table warehouse.fact_reported_figure add foreign key (indicator_key) references warehouse.dim_indicator;
alter table warehouse.fact_reported_figure add foreign key (area_key) references warehouse.dim_area;
alter table warehouse.fact_reported_figure add foreign key (delivery_key) references warehouse.dim_delivery;
alter table warehouse.fact_population add foreign key (ward_key) references warehouse.dim_ward;
alter table warehouse.fact_population add foreign key (month_key) references warehouse.dim_month;
alter table warehouse.fact_population add foreign key (area_key) references warehouse.dim_area;
alter table warehouse.fact_population add foreign key (delivery_key) references warehouse.dim_delivery;
alter table warehouse.fact_indicator add foreign key (ward_key) references warehouse.dim_ward;
alter table warehouse.fact_indicator add foreign key (indicator_key) references warehouse.dim_indicator;
alter table warehouse.fact_indicator add foreign key (area_key) references warehouse.dim_area;
alter table warehouse.fact_indicator add foreign key (month_key) references warehouse.dim_month;
