-- code: HC02
-- name: Tỷ lệ hồ sơ trực tuyến
-- unit: %
-- grain: ward x month, and year to date
-- numerator: dossiers received online in the window
-- denominator: dossiers received in the window (carried-over dossiers excluded)
-- source: dossier log (D); statutory form II.06a/VPCP/KSTT, (4) / ((4) + (5)); a blank channel is direct (Quyết định 766/QĐ-TTg).
--         A year to date is provisional until the logs reach back to January
with dossier_window as materialized (  -- once: its columns are subqueries, worked out again for every dossier of a join
    select * from audit.dossier_window
),
counted as (
    select s.ward_key, s.month_key, s.window_kind, s.is_provisional, count(*) filter (where c.channel_code = 'online') as online, count(*) as received
    from dossier_window s
    join warehouse.fact_dossier f on f.ward_key = s.ward_key and f.is_received = 1 and f.received_at::date between s.first_date and s.last_date
    join warehouse.dim_channel c using (channel_key)
    group by s.ward_key, s.month_key, s.window_kind, s.is_provisional
)
select c.ward_key, 'HC02' as indicator_code, a.area_key, c.month_key, c.window_kind, c.online as numerator, c.received as denominator,
       100.0 * c.online / c.received as value, c.is_provisional
from counted c
join warehouse.dim_month m using (month_key)
join warehouse.area_period a on a.ward_key = c.ward_key and a.area_kind = 'ward' and m.last_date between a.effective_from and a.effective_to
