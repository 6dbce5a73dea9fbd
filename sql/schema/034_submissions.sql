-- The submission calendar: what is known of each source and month; and what the morning's messages said.
create table audit.submission ( -- One row per source and month of the last twelve, as the last run judged it; replaced by each run.
    ward_code varchar(10) not null, -- The ward
    source varchar(30) not null, -- The source
    month date not null, -- First day of the month that the list is about
    state varchar(15) not null check (state in ('published', 'published_late', 'nothing', 'not_expected', 'not_due', 'due_soon', 'held', 'late', 'overdue')), -- Where it stands by the calendar
    due_date date, -- By which day it is due, moved to a working day; null where none is expected
    days_late integer not null, -- Working days after the due date until it came, or until it was judged
    arrived_on date, -- Day on which the first file came that was published; null where none was
    nothing_by text, -- Who decided that there is nothing to report; null where nobody did
    rule_code varchar(5), -- The rule that it breaks, C01 to C05; null is none
    severity varchar(10), -- warning or info; null where no rule is broken
    message_vi text, -- What was found, what was expected, what to do; null where no rule is broken
    judged_on date not null, -- The date of the run that judged it
    primary key (ward_code, source, month)
);
grant select, insert, update, delete on audit.submission to chitieu_pipeline;
grant select on audit.submission to chitieu_officer;
