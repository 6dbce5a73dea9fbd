create or replace view mart.submission as -- One row per source and month of the last twelve by the submission calendar: came, late, missing. No file names, nothing personal.
select
    s.ward_code as ward_code, -- GSO code of the ward
    s.source::varchar(30) as source, -- dossiers, health_insurance, social_insurance, poverty or department_report
    (case s.source when 'dossiers' then 'Hồ sơ một cửa' when 'health_insurance' then 'BHYT' when 'social_insurance' then 'BHXH' when 'poverty' then 'Hộ nghèo'
                   when 'department_report' then 'Báo cáo phòng' end)::varchar(30) as source_name, -- The same in Vietnamese
    s.month as month, -- First day of the month that the list is about
    s.state::varchar(15) as state, -- published, published_late, nothing, not_expected, not_due, due_soon, held, late or overdue
    (case s.state when 'published' then 'Đã công bố' when 'published_late' then 'Đã công bố, nộp trễ' when 'nothing' then 'Không phát sinh'
                  when 'not_expected' then 'Không phải nộp' when 'not_due' then 'Chưa đến hạn' when 'due_soon' then 'Sắp đến hạn'
                  when 'held' then 'Đang giữ lại' when 'late' then 'Trễ hạn' else 'Quá hạn' end)::varchar(40) as state_name, -- The same in Vietnamese
    s.due_date as due_date, -- By which day it is due, moved to a working day; null where none is expected
    s.arrived_on as arrived_on, -- Day on which the first file came that was published; null where none was
    s.days_late as days_late, -- Working days after the due date until it came, or until it was judged
    (s.state in ('late', 'overdue'))::int as is_missing, -- 1 where the due date is past and nothing came
    (s.state = 'published_late')::int as is_late, -- 1 where it came after the due date
    coalesce(s.rule_code, '')::varchar(5) as rule_code, -- The rule that it breaks, C01 to C05; blank is none
    coalesce(s.message_vi, '')::varchar(400) as message, -- What was found, what was expected, what to do, in Vietnamese; blank where no rule is broken
    s.judged_on as judged_on -- The date of the run that judged it
from audit.submission s;
