-- code: HC02
-- name: Tỷ lệ hồ sơ trực tuyến
-- unit: %
-- grain: ward x month, and year to date
-- numerator: dossiers received online in the window
-- denominator: dossiers received in the window (carried-over dossiers excluded)
-- source: dossier log (D); statutory form II.06a/VPCP/KSTT, (4) / ((4) + (5)); a blank channel is direct (Quyết định 766/QĐ-TTg).
--         A year to date is provisional until the logs reach back to January
-- Dossiers are counted by month once, and the months summed up: a window against every dossier would be slower each month.
with dossier_window as materialized (
    select s.* from audit.dossier_window s join staging.month_to_compute using (ward_key, month_key) where source = 'dossiers'
),
since as (
    select ward_key, min(first_date) as first_date from dossier_window group by ward_key
),
received as materialized (
    select f.ward_key, date_trunc('month', f.received_at)::date as month, f.channel_key, count(*) as dossiers
    from warehouse.fact_dossier f
    join since s on s.ward_key = f.ward_key and f.received_at >= s.first_date
    where f.is_received = 1
    group by 1, 2, 3
),
counted as (
    select s.ward_key, s.month_key, s.window_kind, s.is_provisional,
           coalesce(sum(r.dossiers) filter (where c.channel_code = 'online'), 0) as online, sum(r.dossiers) as received
    from dossier_window s
    join received r on r.ward_key = s.ward_key and r.month between s.first_date and s.last_date
    join warehouse.dim_channel c using (channel_key)
    group by s.ward_key, s.month_key, s.window_kind, s.is_provisional
)
select c.ward_key, 'HC02' as indicator_code, a.area_key, c.month_key, c.window_kind, c.online as numerator, c.received as denominator,
       100.0 * c.online / c.received as value, c.is_provisional
from counted c
join warehouse.dim_month m using (month_key)
join warehouse.area_period a on a.ward_key = c.ward_key and a.area_kind = 'ward' and m.last_date between a.effective_from and a.effective_to
