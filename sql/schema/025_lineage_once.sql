-- The trace of a figure to its rows works out once, not once a value, which head counts there are. The rows are the same.
create or replace view audit.indicator_lineage as -- One row per value that is known now, part of it and row of a delivery that it was made from.
with dossier as (
    select f.ward_key, f.delivery_key, f.sheet_name, f.row_number, f.outcome, f.received_at::date as received, f.due_at::date as due,
           coalesce(f.finished_at, f.returned_at)::date as ended, c.channel_code
    from warehouse.fact_dossier f
    join warehouse.dim_channel c using (channel_key)
    where f.is_received = 1
),
card as (
    select r.ward_key, r.month_key, r.person_key, r.delivery_key, r.sheet_name, r.row_number,
           (row_number() over (partition by r.ward_key, r.month_key, r.person_key order by r.sheet_name nulls first, r.row_number) = 1)::int as weight
    from audit.health_insurance_row r
),
participation as (
    select r.ward_key, r.month_key, r.person_key, r.delivery_key, r.sheet_name, r.row_number,
           (row_number() over (partition by r.ward_key, r.month_key, r.person_key order by r.sheet_name nulls first, r.row_number) = 1)::int as weight
    from audit.social_insurance_row r
),
population as materialized (  -- once: asked of the view for every value it would be worked out as often
    select ward_key, area_code, denominator_name, month_key from warehouse.area_population
),
divided as materialized (  -- values whose denominator comes from sheet "Dân số": which figure of it, and of which month
    select f.ward_key, i.indicator_code, f.area_key, a.area_code, f.month_key, f.window_kind, needed.name,
           case when i.feed = 'reported' then f.month_key else (
               select max(p.month_key) from population p
               where p.ward_key = f.ward_key and p.area_code = a.area_code and p.denominator_name = needed.name and p.month_key <= f.month_key) end as of_month
    from warehouse.fact_indicator f
    join warehouse.dim_indicator i using (indicator_key)
    join warehouse.dim_area a on a.area_key = f.area_key
    cross join lateral (select case when i.feed = 'reported' then i.denominator_from when left(i.indicator_code, 4) = 'XH01' then 'households'
                                    when left(i.indicator_code, 4) = 'XH04' then 'population' when left(i.indicator_code, 4) = 'XH05' then 'labour_force' end as name) needed
    where f.known_to is null and f.denominator is not null and needed.name is not null
),
head_count as (
    select f.ward_key, f.area_key, a.area_code, f.month_key, f.delivery_key, f.sheet_name, f.row_number, measure.name, measure.value
    from warehouse.fact_population f
    join warehouse.dim_area a using (area_key)
    cross join lateral (values ('population', f.population_count), ('households', f.household_count), ('families', f.family_count),
                               ('labour_force', f.labour_force_count), ('children_of_school_age', f.school_age_child_count)) measure (name, value)
    where measure.value is not null
),
traced as (
    select s.ward_key, part.code as indicator_code, a.area_key, s.month_key, case when part.is_stock then 'snapshot' else s.window_kind end as window_kind,
           part.part, d.delivery_key, d.sheet_name, d.row_number, 1::numeric as weight
    from audit.dossier_window s
    join warehouse.dim_month m using (month_key)
    join warehouse.area_period a on a.ward_key = s.ward_key and a.area_kind = 'ward' and m.last_date between a.effective_from and a.effective_to
    join dossier d on d.ward_key = s.ward_key and d.received <= s.last_date
    cross join lateral (select d.ended between s.first_date and s.last_date as is_resolved, d.ended is null or d.ended > s.last_date as is_open,
                               d.received between s.first_date and s.last_date as is_new) w
    cross join lateral (values
        ('HC01', 'numerator', w.is_resolved and d.outcome in ('early', 'on_time'), false), ('HC01', 'denominator', w.is_resolved, false),
        ('HC01-766', 'numerator', w.is_resolved and d.outcome in ('early', 'on_time') or w.is_open and d.due > s.last_date, false),
        ('HC01-766', 'denominator', w.is_resolved or w.is_open, false),
        ('HC01-TH', 'numerator', w.is_resolved and d.outcome = 'early', false), ('HC01-DH', 'numerator', w.is_resolved and d.outcome = 'on_time', false),
        ('HC01-QH', 'numerator', w.is_resolved and d.outcome = 'late', false),
        ('HC01-CTH', 'numerator', w.is_open and d.due >= s.last_date and s.window_kind = 'month', true),
        ('HC01-CQH', 'numerator', w.is_open and d.due < s.last_date and s.window_kind = 'month', true),
        ('HC02', 'numerator', w.is_new and d.channel_code = 'online', false), ('HC02', 'denominator', w.is_new, false)) part (code, part, is_in, is_stock)
    where part.is_in
    union all
    select f.ward_key, part.code, b.whole_area_key, f.month_key, 'snapshot', 'numerator', f.delivery_key, f.sheet_name, f.row_number, 1
    from warehouse.fact_poverty f
    join warehouse.bridge_area b on b.ward_key = f.ward_key and b.month_key = f.month_key and b.part_area_key = f.area_key
    cross join lateral (values ('XH01', f.classification = 'poor'), ('XH01-TL', f.classification = 'poor'), ('XH01-CN', f.classification = 'near_poor'),
                               ('XH01-DC', true), ('XH01-KLD', f.classification = 'poor' and f.is_without_labour = 1)) part (code, is_in)
    where part.is_in
    union all
    select f.ward_key, 'XH01-T' || to_char(l.deprivation_key, 'FM00'), b.whole_area_key, f.month_key, 'snapshot', 'numerator', f.delivery_key, f.sheet_name, f.row_number, 1
    from warehouse.fact_deprivation l
    join warehouse.fact_poverty f using (ward_key, month_key, household_key)
    join warehouse.bridge_area b on b.ward_key = f.ward_key and b.month_key = f.month_key and b.part_area_key = l.area_key
    union all
    select f.ward_key, part.code, b.whole_area_key, f.month_key, 'snapshot', 'numerator', c.delivery_key, c.sheet_name, c.row_number, c.weight
    from warehouse.fact_health_insurance f
    join warehouse.dim_insurance_group g using (insurance_group_key)
    join warehouse.bridge_area b on b.ward_key = f.ward_key and b.month_key = f.month_key and b.part_area_key = f.area_key
    join card c on c.ward_key = f.ward_key and c.month_key = f.month_key and c.person_key = f.person_key
    cross join lateral (values ('XH04'), ('XH04-N' || g.group_number)) part (code)
    where f.is_covered = 1
    union all
    select f.ward_key, part.code, b.whole_area_key, f.month_key, 'snapshot', 'numerator', c.delivery_key, c.sheet_name, c.row_number, c.weight
    from warehouse.fact_social_insurance f
    join warehouse.bridge_area b on b.ward_key = f.ward_key and b.month_key = f.month_key and b.part_area_key = f.area_key
    join participation c on c.ward_key = f.ward_key and c.month_key = f.month_key and c.person_key = f.person_key
    cross join lateral (values ('XH05', f.is_active), ('XH05-BB', f.is_compulsory), ('XH05-TN', f.is_voluntary), ('XH05-TNGHIEP', f.is_unemployment),
                               ('XH05-DTLD', f.is_active * f.is_working_age)) part (code, is_in)
    where part.is_in = 1
    union all
    select v.ward_key, v.indicator_code, v.area_key, v.month_key, v.window_kind, 'denominator', h.delivery_key, h.sheet_name, h.row_number, h.value
    from divided v
    join head_count h on h.ward_key = v.ward_key and h.month_key = v.of_month and h.name = v.name
    where h.area_code = v.area_code
       or (exists (select from warehouse.bridge_area b where b.ward_key = v.ward_key and b.month_key = v.of_month and b.whole_area_key <> b.part_area_key
                   and b.part_area_key = h.area_key
                   and b.whole_area_key = (select w.area_key from warehouse.area_period w join warehouse.dim_month m on m.month_key = v.of_month
                                           where w.ward_key = v.ward_key and w.area_code = v.area_code and w.area_kind = 'former_unit'
                                             and m.last_date between w.effective_from and w.effective_to))
           and not exists (select from head_count o where o.ward_key = v.ward_key and o.month_key = v.of_month and o.name = v.name and o.area_code = v.area_code))
    union all
    -- What a department states; the month's own figure is this year to date less the one before.
    select f.ward_key, i.indicator_code, f.area_key, f.month_key, f.window_kind, part.part, r.delivery_key, r.sheet_name, r.row_number, part.sign * part.weight
    from warehouse.fact_indicator f
    join warehouse.dim_indicator i on i.indicator_key = f.indicator_key and i.feed = 'reported'
    join warehouse.dim_area a on a.area_key = f.area_key
    join warehouse.fact_reported_figure r on r.ward_key = f.ward_key and r.indicator_key = f.indicator_key
        and (r.month_key = f.month_key or (f.window_kind = 'month' and i.window_kind = 'year_to_date' and r.month_key = f.month_key - 1 and f.month_key % 100 > 1))
    join warehouse.dim_area same on same.area_key = r.area_key and same.area_code = a.area_code
    cross join lateral (values ('numerator', case when i.measure in ('share', 'ratio') then r.numerator else r.value end, case when r.month_key = f.month_key then 1 else -1 end),
                               ('denominator', case when r.month_key = f.month_key and not exists (
                                    select from head_count h where h.ward_key = f.ward_key and h.month_key = f.month_key and h.area_code = a.area_code
                                      and h.name = i.denominator_from and h.value > 0) then r.denominator end, 1)) part (part, weight, sign)
    where f.known_to is null and f.value is not null and part.weight is not null and (part.part = 'numerator' or f.denominator is not null)
    union all
    select f.ward_key, 'KT09', f.area_key, f.month_key, f.window_kind, part.part, r.delivery_key, r.sheet_name, r.row_number, r.value
    from warehouse.fact_indicator f
    join warehouse.dim_indicator i on i.indicator_key = f.indicator_key and i.indicator_code = 'KT09'
    join warehouse.dim_area a on a.area_key = f.area_key
    join warehouse.dim_indicator income on income.ward_key = f.ward_key and income.indicator_code = 'KT08'
    cross join lateral (values ('numerator', f.month_key), ('denominator', 202500 + f.month_key % 100)) part (part, month_key)
    join warehouse.fact_reported_figure r on r.ward_key = f.ward_key and r.indicator_key = income.indicator_key and r.month_key = part.month_key
    join warehouse.dim_area same on same.area_key = r.area_key and same.area_code = a.area_code
    where f.known_to is null and f.value is not null
)
select
    t.ward_key as ward_key, -- The ward
    t.indicator_code as indicator_code, -- The indicator
    t.area_key as area_key, -- The area, the member of the month
    t.month_key as month_key, -- Month of the value
    t.window_kind as window_kind, -- month, year_to_date or snapshot
    t.part as part, -- numerator or denominator; what has no denominator is all numerator
    t.delivery_key as delivery_id, -- The delivery
    d.file_name as file_name, -- Its file
    d.source as source, -- Its source
    d.month as delivery_month, -- First day of its month
    d.received_at as received_at, -- When it was received
    k.rule_version as rule_version, -- Version of the rules that judged it
    t.sheet_name as sheet_name, -- Sheet; null in CSV and HTML
    t.row_number as row_number, -- Row as Excel shows it
    t.weight as weight -- What the row adds to the part
from traced t
join audit.delivery d on d.delivery_id = t.delivery_key
join warehouse.dim_delivery k on k.delivery_key = t.delivery_key;
