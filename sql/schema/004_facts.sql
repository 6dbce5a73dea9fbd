-- Facts. The grain is the first sentence of each comment; ward_key is in every key.

create table warehouse.fact_dossier ( -- One row per dossier: its newest state (accumulating snapshot).
    ward_key integer not null references warehouse.dim_ward, -- The ward
    dossier_code varchar(60) not null, -- Code of the dossier
    procedure_key integer not null references warehouse.dim_procedure, -- Procedure
    channel_key integer not null references warehouse.dim_channel, -- How it was handed in; unknown counts as direct
    received_date_key integer not null references warehouse.dim_date, -- Day received; 0 if never received
    due_date_key integer not null references warehouse.dim_date, -- Day due
    finished_date_key integer not null references warehouse.dim_date, -- Day processing ended
    returned_date_key integer not null references warehouse.dim_date, -- Day the result was handed over
    end_date_key integer not null references warehouse.dim_date, -- Day finished, else returned; 0 while open
    state_month_key integer not null references warehouse.dim_month, -- Month of the log that gives this state
    delivery_key integer not null references warehouse.dim_delivery, -- The delivery
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
    ward_key integer not null references warehouse.dim_ward, -- The ward
    month_key integer not null references warehouse.dim_month, -- Month of the list
    person_key bigint not null references warehouse.dim_person, -- The person
    area_key integer not null references warehouse.dim_area, -- Residential group, or unknown
    insurance_group_key integer not null references warehouse.dim_insurance_group, -- Kind of participant, of the card that counts
    delivery_key integer not null references warehouse.dim_delivery, -- The delivery
    card_count smallint not null, -- Cards listed for the person
    is_covered smallint not null, -- 1 if a card is valid on the month's last day
    is_covered_as_poor smallint not null, -- 1 if a valid card has code HN
    is_covered_as_near_poor smallint not null, -- 1 if a valid card has code CN
    primary key (ward_key, month_key, person_key)
) partition by list (month_key);

create table warehouse.fact_social_insurance ( -- One row per person and month of the social insurance list.
    ward_key integer not null references warehouse.dim_ward, -- The ward
    month_key integer not null references warehouse.dim_month, -- Month of the list
    person_key bigint not null references warehouse.dim_person, -- The person
    area_key integer not null references warehouse.dim_area, -- Residential group, or unknown
    delivery_key integer not null references warehouse.dim_delivery, -- The delivery
    is_active smallint not null, -- 1 if active in compulsory or voluntary insurance
    is_compulsory smallint not null, -- 1 if active in compulsory insurance
    is_voluntary smallint not null, -- 1 if active in voluntary insurance
    is_unemployment smallint not null, -- 1 if active in unemployment insurance
    is_working_age smallint not null, -- 1 if of working age on the month's last day
    primary key (ward_key, month_key, person_key)
) partition by list (month_key);

create table warehouse.fact_poverty ( -- One row per household and month of the poverty list.
    ward_key integer not null references warehouse.dim_ward, -- The ward
    month_key integer not null references warehouse.dim_month, -- Month of the list
    household_key bigint not null references warehouse.dim_household, -- The household
    area_key integer not null references warehouse.dim_area, -- Residential group, or unknown
    decision_date_key integer not null references warehouse.dim_date, -- Day of the recognising decision
    delivery_key integer not null references warehouse.dim_delivery, -- The delivery
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
    ward_key integer not null references warehouse.dim_ward, -- The ward
    month_key integer not null references warehouse.dim_month, -- Month of the list
    household_key bigint not null references warehouse.dim_household, -- The household
    deprivation_key integer not null references warehouse.dim_deprivation, -- What it lacks
    area_key integer not null references warehouse.dim_area, -- Residential group, or unknown
    delivery_key integer not null references warehouse.dim_delivery, -- The delivery
    primary key (ward_key, month_key, household_key, deprivation_key)
);

create table warehouse.fact_household_member ( -- One row per member of a listed household and month, where the id is valid.
    ward_key integer not null references warehouse.dim_ward, -- The ward
    month_key integer not null references warehouse.dim_month, -- Month of the list
    household_key bigint not null references warehouse.dim_household, -- The household
    person_key bigint not null references warehouse.dim_person, -- The person
    delivery_key integer not null references warehouse.dim_delivery, -- The delivery
    sheet_name text, -- Sheet of the row
    row_number integer not null, -- Row as Excel shows it
    primary key (ward_key, month_key, household_key, person_key)
);

create table warehouse.fact_reported_figure ( -- One row per indicator, area and month that a department states.
    ward_key integer not null references warehouse.dim_ward, -- The ward
    month_key integer not null references warehouse.dim_month, -- Month of the figure
    indicator_key integer not null references warehouse.dim_indicator, -- The indicator
    area_key integer not null references warehouse.dim_area, -- The area
    delivery_key integer not null references warehouse.dim_delivery, -- The delivery
    numerator numeric(20, 4), -- Stated numerator of a share
    denominator numeric(20, 4), -- Stated denominator of a share
    value numeric(20, 4), -- Stated value of a count, an amount or a recognition (1 or 0)
    sheet_name text, -- Sheet of the row
    row_number integer not null, -- Row as Excel shows it
    primary key (ward_key, month_key, indicator_key, area_key)
);

create table warehouse.fact_population ( -- One row per area and month for which the departmental report states denominators.
    ward_key integer not null references warehouse.dim_ward, -- The ward
    month_key integer not null references warehouse.dim_month, -- Month
    area_key integer not null references warehouse.dim_area, -- The area
    delivery_key integer not null references warehouse.dim_delivery, -- The delivery
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
    ward_key integer not null references warehouse.dim_ward, -- The ward
    indicator_key integer not null references warehouse.dim_indicator, -- The indicator
    area_key integer not null references warehouse.dim_area, -- The area
    month_key integer not null references warehouse.dim_month, -- Month of the value
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
