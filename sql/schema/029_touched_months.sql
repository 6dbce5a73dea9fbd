-- A night computes the months that something touched, not all that are known.
create table audit.touched_month ( -- One row per ward, source and month whose facts changed since the indicators were last computed.
    ward_key integer not null, -- The ward
    source varchar(30) not null, -- dossiers, health_insurance, social_insurance, poverty or department_report
    month_key integer not null, -- The month; of dossiers the first month whose counts may be others
    primary key (ward_key, source, month_key)
);

create table audit.computed_delivery ( -- One row per delivery that stood in the warehouse when the indicators were last computed.
    ward_key integer not null, -- The ward
    delivery_id integer not null, -- The delivery
    source varchar(30) not null, -- Its source
    month_key integer not null, -- Its month
    primary key (ward_key, delivery_id)
);

create unlogged table staging.month_to_compute ( -- One row per ward, counted source and month whose indicators are being computed.
    ward_key integer not null, -- The ward
    source varchar(30) not null, -- The source whose rows are counted
    month_key integer not null, -- The month
    primary key (ward_key, source, month_key)
);
grant select, insert, update, delete, truncate on audit.touched_month, audit.computed_delivery, staging.month_to_compute to chitieu_pipeline;
grant select on audit.touched_month, audit.computed_delivery to chitieu_officer;
