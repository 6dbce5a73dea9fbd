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
grant select on audit.heading_answer to chitieu_officer;
grant select, insert, update, delete on audit.heading_answer to chitieu_pipeline;
