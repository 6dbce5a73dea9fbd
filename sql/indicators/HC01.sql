-- code: HC01
-- name: Tỷ lệ giải quyết thủ tục hành chính đúng hạn
-- unit: %
-- grain: ward x month, and year to date
-- numerator: dossiers resolved early or on time in the window
-- denominator: dossiers resolved in the window
-- source: dossier log (D); statutory form II.06a/VPCP/KSTT, columns (7) to (9). A year to date is provisional until the logs
--         reach back to January
-- also: HC01-TH early, HC01-DH on time, HC01-QH late, HC01-CTH open in time and HC01-CQH open overdue at the window's end,
--       HC01-766 by Quyết định 766/QĐ-TTg: (resolved on time + open and due after the last day) / (resolved + open at the end)
with dossier_window as materialized (  -- once: its columns are subqueries, worked out again for every dossier of a join
    select * from audit.dossier_window
),
counted as (
    select s.ward_key, s.month_key, s.window_kind, s.is_provisional,
           count(*) filter (where f.ended >= s.first_date and f.ended <= s.last_date and f.outcome = 'early') as early,
           count(*) filter (where f.ended >= s.first_date and f.ended <= s.last_date and f.outcome = 'on_time') as on_time,
           count(*) filter (where f.ended >= s.first_date and f.ended <= s.last_date and f.outcome = 'late') as late,
           count(*) filter (where (f.ended is null or f.ended > s.last_date) and f.due_at::date > s.last_date) as open_due_later,
           count(*) filter (where (f.ended is null or f.ended > s.last_date) and f.due_at::date >= s.last_date) as open_in_time,
           count(*) filter (where (f.ended is null or f.ended > s.last_date) and f.due_at::date < s.last_date) as open_overdue
    from dossier_window s
    join (select f.*, coalesce(f.finished_at, f.returned_at)::date as ended from warehouse.fact_dossier f where f.is_received = 1) f
      on f.ward_key = s.ward_key and f.received_at::date <= s.last_date
    group by s.ward_key, s.month_key, s.window_kind, s.is_provisional
)
select c.ward_key, part.code as indicator_code, a.area_key, c.month_key,
       case when part.is_stock then 'snapshot' else c.window_kind end as window_kind, part.numerator, part.denominator,
       case when part.denominator is null then part.numerator else 100.0 * part.numerator / part.denominator end as value,
       case when part.is_stock then 0 else c.is_provisional end as is_provisional
from counted c
join warehouse.dim_month m using (month_key)
join warehouse.area_period a on a.ward_key = c.ward_key and a.area_kind = 'ward' and m.last_date between a.effective_from and a.effective_to
cross join lateral (values
    ('HC01', c.early + c.on_time, c.early + c.on_time + c.late, false),
    ('HC01-766', c.early + c.on_time + c.open_due_later, c.early + c.on_time + c.late + c.open_in_time + c.open_overdue, false),
    ('HC01-TH', c.early, null, false), ('HC01-DH', c.on_time, null, false), ('HC01-QH', c.late, null, false),
    ('HC01-CTH', c.open_in_time, null, true), ('HC01-CQH', c.open_overdue, null, true)) part (code, numerator, denominator, is_stock)
where (part.denominator is null or part.denominator > 0) and not (part.is_stock and c.window_kind = 'year_to_date')
