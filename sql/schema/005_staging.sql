-- Staging: one delivery at a time, filled by COPY, emptied at the end of its transaction. Unlogged: nothing here outlives a night.

create unlogged table staging.delivery ( -- One row: the delivery that is being published.
    ward_key integer not null, -- The ward
    ward_code varchar(10) not null, -- Its code
    delivery_key integer not null, -- The delivery
    month_key integer not null, -- Its month
    last_date date not null -- Last day of the month
);

create unlogged table staging.stg_health_insurance ( -- One row per publishable card row.
    sheet_name text, -- Sheet
    row_number integer not null, -- Row
    personal_pseudonym uuid, -- Pseudonym of the personal id
    insurance_pseudonym uuid, -- Pseudonym of the social insurance number
    birth_date date, -- Birth date
    sex text, -- male or female
    area_code text, -- Residential group
    object_code text, -- Participant's code
    valid_from date, -- First valid day
    valid_to date -- Last valid day
);

create unlogged table staging.stg_social_insurance ( -- One row per publishable participation row.
    sheet_name text, -- Sheet
    row_number integer not null, -- Row
    personal_pseudonym uuid, -- Pseudonym of the personal id
    insurance_pseudonym uuid, -- Pseudonym of the social insurance number
    area_code text, -- Residential group
    insurance_kind text, -- compulsory, voluntary or unemployment
    is_active smallint, -- 1 if paying in the month
    is_working_age smallint -- 1 if of working age on the last day
);

create unlogged table staging.stg_dossiers ( -- One row per publishable dossier row.
    sheet_name text, -- Sheet
    row_number integer not null, -- Row
    dossier_code text, -- Code
    procedure_code text, -- Procedure
    procedure_name text, -- Its name
    field_name text, -- Field of work
    channel_code text, -- direct, online, postal; null if unknown
    received_at timestamp, -- Received
    due_at timestamp, -- Due; 23:59:59 where no time is given
    finished_at timestamp, -- Processing ended
    returned_at timestamp, -- Result handed over
    end_at timestamp, -- Finished, else returned
    status_code smallint, -- National code of the state
    is_received smallint, -- 0 for refused and newly registered
    outcome text, -- early, on_time, late or open
    advancement smallint, -- How far the row is: the furthest of two rows of one code is kept
    applicant_name text, -- Applicant
    personal_id text, -- Personal id
    address text, -- Address
    phone text -- Phone
);

create unlogged table staging.stg_poverty ( -- One row per publishable household.
    sheet_name text, -- Sheet
    row_number integer not null, -- Row of the head
    household_number text, -- Household
    area_code text, -- Residential group
    classification text, -- poor or near_poor
    member_count integer, -- Members
    b1_score numeric, -- Score B1
    b2_score numeric, -- Score B2
    is_without_labour smallint, -- 1 where no member is able to work
    decision_date date, -- Day of the decision
    standard_version text -- Poverty standard in force
);

create unlogged table staging.stg_poverty_deprivation ( -- One row per household and indicator that it lacks.
    household_number text, -- Household
    deprivation_key integer -- Number of the indicator
);

create unlogged table staging.stg_poverty_member ( -- One row per person of a publishable household.
    sheet_name text, -- Sheet
    row_number integer not null, -- Row
    household_number text, -- Household
    personal_pseudonym uuid, -- Pseudonym of the personal id
    insurance_pseudonym uuid -- Always null: the list has no such number
);

create unlogged table staging.stg_left_household ( -- One row per household that has left the list.
    household_number text -- Household
);

create unlogged table staging.stg_department_report ( -- One row per publishable figure.
    sheet_name text, -- Sheet
    row_number integer not null, -- Row
    indicator_code text, -- Indicator
    area_code text, -- Area
    numerator numeric, -- Numerator
    denominator numeric, -- Denominator
    value numeric -- Value
);

create unlogged table staging.stg_population ( -- One row per publishable row of denominators.
    sheet_name text, -- Sheet
    row_number integer not null, -- Row
    area_code text, -- Area
    population_count integer, -- Residents
    household_count integer, -- Households
    family_count integer, -- Families
    labour_force_count integer, -- Labour force
    school_age_child_count integer -- Children of school age
);

create unlogged table staging.affected_month ( -- One row per source and month whose facts have to be made again after a link between ids was learned.
    source text, -- The source
    month_key integer -- The month
);

create unlogged table staging.indicator_value ( -- One row per indicator, area, month and window: what the night computed.
    ward_key integer not null, -- The ward
    indicator_code text not null, -- The indicator
    area_key integer not null, -- The area
    month_key integer not null, -- The month
    window_kind text not null, -- month, year_to_date or snapshot
    numerator numeric, -- Numerator
    denominator numeric, -- Denominator
    value numeric not null, -- Value
    is_provisional smallint not null -- 1 if provisional
);
