-- What officers answered about columns that no contract knows.
create table audit.heading_answer ( -- One row per ward, source and heading that an officer has decided about; a newer answer takes the older one's place.
    ward_code varchar(10) not null, -- The ward
    source varchar(30) not null, -- The source
    heading_key varchar(400) not null, -- The heading folded: small letters without marks, blanks and punctuation
    heading text not null, -- The heading as it was written
    column_name varchar(60), -- Column of the contract that it means; null: not needed
    decided_by text not null, -- Who decided
    decided_at timestamptz not null default clock_timestamp(), -- When
    reason text not null, -- Why
    primary key (ward_code, source, heading_key)
);
create table audit.unknown_heading ( -- One row per delivery, sheet and column whose heading no contract knew when the delivery was read.
    delivery_id integer not null references audit.delivery, -- The delivery
    sheet_name text, -- Sheet; null where the file has none
    heading_key varchar(400) not null, -- The heading folded, as in audit.heading_answer
    heading text not null, -- The heading as it was written, parents first
    column_letter varchar(10) not null, -- Its letter in Excel
    suggested_column varchar(60), -- Column of the contract that its values look like; null if none
    likeness numeric(3, 2) -- Share of the filled cells that look so, 0 to 1; null without a suggestion
);
create index on audit.unknown_heading (delivery_id);
grant select on audit.heading_answer, audit.unknown_heading to chitieu_officer;
grant select, insert, update, delete on audit.heading_answer, audit.unknown_heading to chitieu_pipeline;
