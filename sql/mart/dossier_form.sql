create or replace view mart.dossier_form as -- One row per calendar, period and field of work (and all fields together): the counts of Biểu II.06a/VPCP/KSTT.
with listed as (
    select p.ward_key, m.*
    from audit.published_month p
    join warehouse.dim_month m using (month_key)
    where p.source = 'dossiers'
),
month_of_period as (
    select k.period_kind, m.month_key,
           dense_rank() over (order by k.period_kind, m.year, k.part) as period_number,
           m.first_date, m.last_date, m.nd09_first_date, m.nd09_last_date
    from warehouse.dim_month m
    cross join lateral (values ('month', m.month), ('quarter', m.quarter), ('half', m.half), ('nine_months', case when m.month <= 9 then 1 end),
                               ('year', 1)) k (period_kind, part)
    where k.part is not null and m.month_key > 0
),
period as (
    select l.ward_key, p.*
    from (
        select 'calendar' as calendar, period_kind, period_number, min(first_date) as period_start, max(last_date) as period_end
        from month_of_period group by period_kind, period_number
        union all
        select 'nd09', period_kind, period_number, min(nd09_first_date), max(nd09_last_date)
        from month_of_period group by period_kind, period_number
    ) p
    join (select distinct l.ward_key, m.period_kind, m.period_number from listed l join month_of_period m using (month_key)) l
      using (period_kind, period_number)
),
dossier as (
    select f.ward_key, f.field_name, f.received_at::date as received, coalesce(f.finished_at, f.returned_at)::date as ended, f.due_at::date as due,
           f.outcome, c.channel_code
    from warehouse.fact_dossier f
    join warehouse.dim_channel c using (channel_key)
    where f.is_received = 1
),
counted as (
    select p.ward_key, p.calendar, p.period_kind, p.period_start, p.period_end, d.field_name, grouping(d.field_name) as is_all,
           count(*) filter (where d.received >= p.period_start and d.channel_code = 'online') as received_online,
           count(*) filter (where d.received >= p.period_start and d.channel_code <> 'online') as received_direct_postal,
           count(*) filter (where d.received < p.period_start) as carried_over,
           count(*) filter (where d.ended <= p.period_end and d.outcome = 'early') as resolved_early,
           count(*) filter (where d.ended <= p.period_end and d.outcome = 'on_time') as resolved_on_time,
           count(*) filter (where d.ended <= p.period_end and d.outcome = 'late') as resolved_late,
           count(*) filter (where (d.ended is null or d.ended > p.period_end) and d.due >= p.period_end) as open_in_time,
           count(*) filter (where (d.ended is null or d.ended > p.period_end) and d.due < p.period_end) as open_overdue
    from period p
    join dossier d on d.ward_key = p.ward_key and d.received <= p.period_end and (d.ended is null or d.ended >= p.period_start)
    group by grouping sets ((p.ward_key, p.calendar, p.period_kind, p.period_start, p.period_end),
                            (p.ward_key, p.calendar, p.period_kind, p.period_start, p.period_end, d.field_name))
)
select
    w.ward_code as ward_code, -- GSO code of the ward
    c.calendar::varchar(10) as calendar, -- calendar: calendar periods; nd09: 15th to 14th of Nghị định 09/2019/NĐ-CP
    c.period_kind::varchar(12) as period_kind, -- month, quarter, half, nine_months or year
    c.period_start as period_start, -- First day
    c.period_end as period_end, -- Last day
    (case when c.is_all = 0 then coalesce(c.field_name, 'Chưa rõ lĩnh vực') end)::varchar(120) as field_name, -- Field of work; null: all of them
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
join warehouse.dim_ward w using (ward_key);
