-- What changed: values that differ from the current ones close them and take their place, each with its cause; values that are no longer
-- computed are withdrawn: a line without a value says so. Reads staging.indicator_value, computed_line (indicators and months of which all
-- that is known was computed: of others nothing is said), this_run (one row), source_name.

create temporary table computed on commit drop as
select s.ward_key, i.indicator_key, s.area_key, s.month_key, s.window_kind, s.numerator::numeric(20, 4) as numerator,
       s.denominator::numeric(20, 4) as denominator, s.value::numeric(30, 6) as value, s.is_provisional
from staging.indicator_value s
join this_run r using (ward_key)
join warehouse.dim_indicator i on i.ward_key = s.ward_key and i.indicator_code = s.indicator_code;
create index on computed (indicator_key, area_key, month_key, window_kind);
analyze computed;

-- Lines that say other than what is computed; a withdrawn one says nothing, and what is still not computed stays withdrawn.
create temporary table closed on commit drop as
select f.indicator_key, f.area_key, f.month_key, f.window_kind, f.numerator, f.denominator, f.value, f.is_provisional, c.value is not null as is_computed
from this_run r
cross join computed_line l
join warehouse.fact_indicator f using (ward_key, indicator_key, month_key)
left join computed c using (ward_key, indicator_key, area_key, month_key, window_kind)
where f.known_to is null
  and (c.numerator, c.denominator, c.value, coalesce(c.is_provisional, 0)) is distinct from (f.numerator, f.denominator, f.value, case when f.value is null then 0 else f.is_provisional end);

-- What came in since the indicators were last computed, by any run.
create temporary table news on commit drop as
select d.delivery_id, d.source, m.month_key, (d.received_at at time zone 'Asia/Ho_Chi_Minh')::date as received_date,
       format('%s %s (nhận %s)', n.name_vi, to_char(d.month, 'MM/YYYY'), to_char(d.received_at at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY')) as words,
       exists (select from audit.delivery o where o.superseded_by = d.delivery_id) as is_correction
from audit.published_delivery d
join this_run r on d.run_id > r.last_run_id and d.run_id <= r.run_id
join warehouse.dim_ward w on w.ward_key = r.ward_key and w.ward_code = d.ward_code
join warehouse.dim_month m on m.first_date = d.month
join warehouse.dim_delivery known on known.delivery_key = d.delivery_id
join source_name n on n.source = d.source;

-- Opened and withdrawn lines, with the delivery of the run that speaks of them: of the counted list that of the month itself, else (of a
-- month's own figure, which is a difference) of the month before, else (of dossiers, whose state any later log may tell) the newest; of the
-- denominators that of the month, else the latest before; of the lists that may teach who is the same person, of whatever month, the newest.
-- What a report states stands on the report of its month alone; KT09 is divided by the same month of 2025, as in its own text and in
-- audit.indicator_lineage.
create temporary table change on commit drop as
select x.*, z.value is not null as had_value, z.indicator_key is not null as was_known,
       z.numerator is not distinct from x.numerator as same_numerator, z.denominator is not distinct from x.denominator as same_denominator,
       z.value is not distinct from x.value as same_value
from (
    select c.indicator_key, c.area_key, c.month_key, c.window_kind, c.numerator, c.denominator, c.value, c.is_provisional
    from computed c
    where not exists (
        select from warehouse.fact_indicator f join this_run r using (ward_key)
        where f.indicator_key = c.indicator_key and f.area_key = c.area_key and f.month_key = c.month_key and f.window_kind = c.window_kind
          and f.known_to is null
          and not exists (select from closed z where z.indicator_key = f.indicator_key and z.area_key = f.area_key and z.month_key = f.month_key and z.window_kind = f.window_kind))
    union all
    select z.indicator_key, z.area_key, z.month_key, z.window_kind, null, null, null, 0 from closed z where not z.is_computed
) x
left join closed z using (indicator_key, area_key, month_key, window_kind);

create temporary table caused on commit drop as
select c.indicator_key, c.area_key, c.month_key, c.window_kind, counted.delivery_id as counted_id, counted.words as counted_words,
       counted.received_date, counted.is_correction, divided.delivery_id as divided_id, divided.words as divided_words, divided.received_date as divided_date,
       linking.delivery_id as linking_id, linking.words as linking_words
from (select distinct indicator_key, area_key, month_key, window_kind from change) c
join warehouse.dim_indicator i using (indicator_key)
cross join lateral (select case when i.indicator_code = 'KT09' then 202500 + c.month_key % 100 when i.feed = 'reported' then c.month_key end as month_key) divisor
left join lateral (
    select n.* from warehouse.bridge_indicator_source b join news n on n.source = b.source
    where b.indicator_key = c.indicator_key and b.part = 'numerator'
      and (n.month_key = c.month_key or n.source = 'dossiers' or (n.month_key = c.month_key - 1 and c.window_kind = 'month'))
    order by n.month_key = c.month_key desc, n.delivery_id desc limit 1
) counted on true
left join lateral (
    select n.* from warehouse.bridge_indicator_source b join news n on n.source = b.source
    where b.indicator_key = c.indicator_key and (b.part = 'denominator' or b.source = 'department_report')
      and (n.month_key = divisor.month_key or (divisor.month_key is null and n.month_key <= c.month_key))
    order by n.month_key desc, n.delivery_id desc limit 1
) divided on true
left join lateral (
    select n.* from warehouse.bridge_indicator_source b join news n on n.source = b.source
    where b.indicator_key = c.indicator_key and b.is_linking = 1
    order by n.delivery_id desc limit 1
) linking on true;

create temporary table told on commit drop as
select c.*, k.counted_id, k.counted_words, k.is_correction, k.divided_id, k.divided_words, k.linking_id, k.linking_words, s.kind
from change c
join caused k using (indicator_key, area_key, month_key, window_kind)
join warehouse.dim_month m using (month_key)
cross join this_run r
cross join lateral (select case
    when r.is_rebuild then r.rebuild_kind
    when c.value is null then 'withdrawn'
    when not c.had_value and coalesce(k.received_date, k.divided_date) > (m.last_date + interval '1 month')::date then 'added_late'
    when not c.had_value and c.was_known then 'added_late'
    when not c.had_value and coalesce(k.counted_id, k.divided_id) is not null then 'first_known'
    when not c.had_value then case when exists (select from warehouse.fact_indicator f where f.ward_key = r.ward_key limit 1) then 'definition_changed' else 'first_known' end
    when c.same_value and c.same_numerator and c.same_denominator then 'provisional_ended'
    when c.same_numerator and not c.same_denominator and k.divided_id is not null then 'denominator_changed'
    when k.counted_id is not null then 'corrected'
    when k.linking_id is not null and not c.same_numerator then 'corrected'
    when k.divided_id is not null then 'denominator_changed'
    else 'definition_changed' end as kind) s;

update warehouse.fact_indicator f set known_to = r.known_from
from this_run r, closed z
where f.ward_key = r.ward_key and f.known_to is null and f.indicator_key = z.indicator_key and f.area_key = z.area_key and f.month_key = z.month_key
  and f.window_kind = z.window_kind;

create temporary table opened (like warehouse.fact_indicator including defaults) on commit drop;
insert into opened
    (ward_key, indicator_key, area_key, month_key, window_kind, known_from, numerator, denominator, value, is_provisional, cause, run_id, run_key, cause_kind, delivery_key)
select r.ward_key, t.indicator_key, t.area_key, t.month_key, t.window_kind, r.known_from, t.numerator, t.denominator, t.value, t.is_provisional,
       left(case t.kind
           when 'recomputed' then r.cause
           when 'decision' then r.cause
           when 'withdrawn' then 'Không còn số liệu' || coalesce(': ' || coalesce(t.counted_words, t.divided_words), ': danh mục, quy tắc hoặc chương trình đã đổi') || '.'
           when 'first_known' then 'Số liệu lần đầu' || coalesce(': ' || coalesce(t.counted_words, t.divided_words), '') || '.'
           when 'added_late' then 'Nạp bổ sung sau kỳ' || coalesce(': ' || coalesce(t.counted_words, t.divided_words), '') || '.'
           when 'provisional_ended' then 'Hết tạm tính' || coalesce(': ' || coalesce(t.divided_words, t.counted_words), '') || '.'
           when 'denominator_changed' then 'Mẫu số thay đổi: ' || t.divided_words || '.'
           when 'corrected' then case when t.counted_id is null then 'Nối số định danh với mã số BHXH của cùng một người: ' || t.linking_words
                                      when t.is_correction then 'Nguồn gửi lại: ' || t.counted_words
                                      else 'Số liệu được cập nhật: ' || t.counted_words end || '.'
           else format('Cách tính hoặc danh mục thay đổi (quy tắc %s, chương trình %s).', r.rule_version, r.code_version) end, 200),
       r.run_id, r.run_id, t.kind,
       coalesce(case t.kind when 'recomputed' then 0 when 'decision' then 0 when 'definition_changed' then 0 when 'denominator_changed' then t.divided_id
                            when 'provisional_ended' then coalesce(t.divided_id, t.counted_id)
                            when 'corrected' then coalesce(t.counted_id, t.linking_id) else coalesce(t.counted_id, t.divided_id) end, 0)
from told t
cross join this_run r;

select staging.check_keys_at_end();
insert into warehouse.fact_indicator select * from opened;
select staging.keys_are_there('{warehouse.fact_indicator}', 'ward_key', ward_key, 'opened') from this_run;
