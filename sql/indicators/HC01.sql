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
-- Dossiers that are alike but for the day are counted by month once, and the months summed up: a window against every dossier would be slower
-- each month. A dossier that is due after a month's last day is due in a later month; one that is due on or after it is overdue from the month
-- on that the day after its due date lies in.
with dossier_window as materialized (
    select s.* from audit.dossier_window s join staging.month_to_compute using (ward_key, month_key) where source = 'dossiers'
),
since as (  -- what ended before the first year that is asked for is in no window, and open at no month's end
    select ward_key, date_trunc('year', min(first_date))::date as first_date from dossier_window group by ward_key
),
alike as materialized (
    select f.ward_key, date_trunc('month', f.received_at)::date as received, date_trunc('month', f.ended)::date as ended, f.outcome,
           date_trunc('month', f.due_at)::date as due, date_trunc('month', f.due_at + interval '1 day')::date as overdue, count(*) as dossiers
    from (select *, coalesce(finished_at, returned_at) as ended from warehouse.fact_dossier where is_received = 1) f
    join since s on s.ward_key = f.ward_key and (f.ended is null or f.ended >= s.first_date)
    where f.received_at is not null
    group by 1, 2, 3, 4, 5, 6
),
open as (  -- open at the end of each month from the one on, and no longer of the other
    select a.ward_key, part.kind, part.from_month, part.to_month, a.dossiers
    from alike a
    cross join lateral (select coalesce(a.ended, 'infinity') as ended) e
    cross join lateral (values
        ('due_later', a.received, least(e.ended, a.due)), ('in_time', a.received, least(e.ended, a.overdue)),
        ('overdue', greatest(a.received, a.overdue), e.ended)) part (kind, from_month, to_month)
    where a.due is not null and part.from_month < part.to_month
),
turn as (  -- what counts from a month on; what ended counts in the windows that the month of its end lies in
    select ward_key, kind, from_month as month, null::date as ended, sum(dossiers) as dossiers from open group by 1, 2, 3
    union all
    select ward_key, kind, to_month, null, -sum(dossiers) from open where to_month < 'infinity' group by 1, 2, 3
    union all
    select ward_key, outcome, greatest(received, ended), ended, sum(dossiers) from alike where ended is not null group by 1, 2, 3, 4
    union all
    select ward_key, 'received', date_trunc('month', min(received_at))::date, null, 0 from warehouse.fact_dossier where is_received = 1 group by 1
),
counted as (
    select s.ward_key, s.month_key, s.window_kind, s.is_provisional,
           coalesce(sum(t.dossiers) filter (where t.kind = 'early'), 0) as early,
           coalesce(sum(t.dossiers) filter (where t.kind = 'on_time'), 0) as on_time,
           coalesce(sum(t.dossiers) filter (where t.kind = 'late'), 0) as late,
           coalesce(sum(t.dossiers) filter (where t.kind = 'due_later'), 0) as open_due_later,
           coalesce(sum(t.dossiers) filter (where t.kind = 'in_time'), 0) as open_in_time,
           coalesce(sum(t.dossiers) filter (where t.kind = 'overdue'), 0) as open_overdue
    from dossier_window s
    join turn t on t.ward_key = s.ward_key and t.month <= s.last_date and (t.ended is null or t.ended between s.first_date and s.last_date)
    where exists (select from turn r where r.ward_key = s.ward_key and r.kind = 'received' and r.month <= s.last_date)
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
