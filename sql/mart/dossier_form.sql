-- Every period of either calendar begins on the 1st or the 15th and ends on the day before one of them, so a day is told by its half of the
-- month (slot). The dossiers are gone through once; each period is a difference of running sums, however many years there are.
create or replace view mart.dossier_form as -- One row per calendar, period and field of work (and all fields together): the counts of Biểu II.06a/VPCP/KSTT.
with month_of_period as (
    select k.period_kind, m.year * 100 + k.part as period_number, m.month_key, c.calendar, c.first_date, c.last_date
    from warehouse.dim_month m
    cross join lateral (values ('month', m.month), ('quarter', m.quarter), ('half', m.half), ('nine_months', case when m.month <= 9 then 1 end),
                               ('year', 1)) k (period_kind, part)
    cross join lateral (values ('calendar', m.first_date, m.last_date), ('nd09', m.nd09_first_date, m.nd09_last_date)) c (calendar, first_date, last_date)
    where k.part is not null and m.month_key > 0
),
period as (
    select l.ward_key, p.calendar, p.period_kind, p.period_start, p.period_end,
           (date_part('year', p.period_start) * 24 + date_part('month', p.period_start) * 2)::int + (date_part('day', p.period_start) > 14)::int as first_slot,
           (date_part('year', p.period_end) * 24 + date_part('month', p.period_end) * 2)::int + (date_part('day', p.period_end) > 14)::int as last_slot
    from (select calendar, period_kind, period_number, min(first_date) as period_start, max(last_date) as period_end
          from month_of_period group by calendar, period_kind, period_number) p
    join (select distinct a.ward_key, m.calendar, m.period_kind, m.period_number
          from audit.published_month a join month_of_period m using (month_key) where a.source = 'dossiers') l
      using (calendar, period_kind, period_number)
),
dated as (
    select f.ward_key, coalesce(f.field_name, 'Chưa rõ lĩnh vực') as field_name, f.received_at::date as received,
           greatest(coalesce(f.finished_at, f.returned_at)::date, f.received_at::date) as ended,
           coalesce(f.finished_at, f.returned_at) is not null as has_ended, f.due_at::date as due, f.outcome, (c.channel_code = 'online')::int as is_online
    from warehouse.fact_dossier f
    join warehouse.dim_channel c using (channel_key)
    where f.is_received = 1
),
dossier as (  -- those alike together: overdue from the day after the due day until the end
    select ward_key, field_name, received.slot as received_slot, ended.slot as ended_slot, overdue.slot as overdue_slot,
           is_online, outcome, (due is not null)::int as is_due, count(*) as dossiers
    from dated
    cross join lateral (select (date_part('year', received) * 24 + date_part('month', received) * 2)::int
                               + (date_part('day', received) > 14)::int as slot) received
    cross join lateral (select case when has_ended then (date_part('year', ended) * 24 + date_part('month', ended) * 2)::int
                               + (date_part('day', ended) > 14)::int end as slot) ended
    cross join lateral (select case when due < ended or not has_ended and due is not null then greatest(received, due + 1) end as day) late
    cross join lateral (select (date_part('year', late.day) * 24 + date_part('month', late.day) * 2)::int
                               + (date_part('day', late.day) > 14)::int as slot) overdue
    group by ward_key, field_name, received_slot, ended_slot, overdue_slot, is_online, outcome, is_due
),
by_slot as (
    select ward_key, field_name, happening.slot,
           sum(online * dossiers) as online, sum(direct_postal * dossiers) as direct_postal, sum(early * dossiers) as early,
           sum(on_time * dossiers) as on_time, sum(late * dossiers) as late, sum(open * dossiers) as open,
           sum(open_due * dossiers) as open_due, sum(overdue * dossiers) as overdue
    from dossier d
    cross join lateral (values
        (d.received_slot, d.is_online, 1 - d.is_online, 0, 0, 0, 1, is_due, 0),
        (d.ended_slot, 0, 0, (d.outcome = 'early')::int, (d.outcome = 'on_time')::int, (d.outcome = 'late')::int, -1, -is_due, 0),
        (d.overdue_slot, 0, 0, 0, 0, 0, 0, 0, 1),
        (case when d.overdue_slot is not null then d.ended_slot end, 0, 0, 0, 0, 0, 0, 0, -1)
    ) happening (slot, online, direct_postal, early, on_time, late, open, open_due, overdue)
    where happening.slot is not null
    group by ward_key, field_name, happening.slot
),
reach as (
    select ward_key, min(slot) as first_slot, max(slot) as last_slot from by_slot group by ward_key
),
running as (
    select r.ward_key, f.field_name, s.slot, sum(b.online) over until_then as online, sum(b.direct_postal) over until_then as direct_postal,
           sum(b.early) over until_then as early, sum(b.on_time) over until_then as on_time, sum(b.late) over until_then as late,
           sum(b.open) over until_then as open, sum(b.open_due) over until_then as open_due, sum(b.overdue) over until_then as overdue
    from reach r
    join (select distinct ward_key, field_name from by_slot) f using (ward_key)
    cross join lateral generate_series(r.first_slot, r.last_slot) s (slot)
    left join by_slot b on b.ward_key = r.ward_key and b.field_name = f.field_name and b.slot = s.slot
    window until_then as (partition by r.ward_key, f.field_name order by s.slot)
),
placed as materialized (
    select p.*, least(p.first_slot - 1, r.last_slot) as slot_before, least(p.last_slot, r.last_slot) as slot_at_end
    from period p
    join reach r using (ward_key)
),
counted as (
    select p.ward_key, p.calendar, p.period_kind, p.period_start, p.period_end, e.field_name, grouping(e.field_name) as is_all,
           coalesce(sum(e.online), 0) - coalesce(sum(b.online), 0) as received_online,
           coalesce(sum(e.direct_postal), 0) - coalesce(sum(b.direct_postal), 0) as received_direct_postal,
           coalesce(sum(b.open), 0) as carried_over,
           coalesce(sum(e.early), 0) - coalesce(sum(b.early), 0) as resolved_early,
           coalesce(sum(e.on_time), 0) - coalesce(sum(b.on_time), 0) as resolved_on_time,
           coalesce(sum(e.late), 0) - coalesce(sum(b.late), 0) as resolved_late,
           coalesce(sum(e.open_due), 0) - coalesce(sum(e.overdue), 0) as open_in_time,
           coalesce(sum(e.overdue), 0) as open_overdue
    from placed p
    join running e on e.ward_key = p.ward_key and e.slot = p.slot_at_end
    left join running b on b.ward_key = p.ward_key and b.slot = p.slot_before and b.field_name = e.field_name
    group by grouping sets ((p.ward_key, p.calendar, p.period_kind, p.period_start, p.period_end),
                            (p.ward_key, p.calendar, p.period_kind, p.period_start, p.period_end, e.field_name))
)
select
    w.ward_code as ward_code, -- GSO code of the ward
    c.calendar::varchar(10) as calendar, -- calendar: calendar periods; nd09: 15th to 14th of Nghị định 09/2019/NĐ-CP
    c.period_kind::varchar(12) as period_kind, -- month, quarter, half, nine_months or year
    c.period_start as period_start, -- First day
    c.period_end as period_end, -- Last day
    (case when c.is_all = 0 then c.field_name end)::varchar(120) as field_name, -- Field of work; null: all of them
    (c.received_online + c.received_direct_postal + c.carried_over)::int as received_total, -- (3)
    c.received_online::int as received_online, -- (4)
    c.received_direct_postal::int as received_direct_postal, -- (5)
    c.carried_over::int as carried_over, -- (6)
    (c.resolved_early + c.resolved_on_time + c.resolved_late)::int as resolved_total, -- (7)
    c.resolved_early::int as resolved_early, -- (8)
    c.resolved_on_time::int as resolved_on_time, -- (9)
    c.resolved_late::int as resolved_late, -- (10)
    (c.open_in_time + c.open_overdue)::int as open_total, -- (11)
    c.open_in_time::int as open_in_time, -- (12)
    c.open_overdue::int as open_overdue -- (13)
from counted c
join warehouse.dim_ward w using (ward_key)
where c.received_online + c.received_direct_postal + c.carried_over > 0;
