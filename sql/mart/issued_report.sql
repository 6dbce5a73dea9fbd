create or replace view mart.issued_report as -- One row per report that was issued.
select
    r.ward_code as ward_code, -- GSO code of the ward
    r.report_number as report_number, -- Number on the cover
    r.month as month, -- First day of the month that the report is about
    r.issue_number as issue_number, -- 1 for the month's first issue, 2 for the next
    date_trunc('second', r.issued_at at time zone 'Asia/Ho_Chi_Minh') as issued_at, -- When it was issued
    r.issued_by as issued_by, -- Who issued it
    r.plan_code as plan_code, -- The plan whose targets it judges
    r.inputs_sha256::varchar(64) as inputs_sha256, -- Digest of its figures, its form's counts and the deliveries behind them
    r.rule_version as rule_version, -- Version of the rules
    r.code_version as code_version, -- Version of the program
    (r.issue_number = max(r.issue_number) over (partition by r.ward_code, r.month))::int::smallint as is_latest -- 1 for the month's newest issue
from audit.issued_report r;
