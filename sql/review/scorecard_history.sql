-- Values that were ever known of an indicator, the newest knowledge first, a page of them, of one area, month and window or of all; small cells blank.
-- What is hidden today hides what was known before: a cell that was hidden once stays so.
with hidden as (
    select distinct a.area_code, m.first_date as month, f.window_kind as "window"
    from warehouse.fact_suppressed_cell f
    join warehouse.dim_ward w using (ward_key)
    join warehouse.dim_indicator i using (indicator_key)
    join warehouse.dim_area a using (area_key)
    join warehouse.dim_month m using (month_key)
    where w.ward_code = %(ward)s and i.indicator_code = %(indicator)s
)
select h.indicator_name, h.area_code, h.area_name, h.month, h."window", h.unit, h.is_provisional, s.month is not null as is_hidden,
       case when s.month is null then h.value end as value,
       case when s.month is null then h.numerator end as numerator,
       case when s.month is null then h.denominator end as denominator,
       h.value is null as is_withdrawn, (h.known_from at time zone 'Asia/Ho_Chi_Minh') as known_from,
       (h.known_to at time zone 'Asia/Ho_Chi_Minh') as known_to, h.cause_kind, h.cause, h.delivery_number,
       substring(h.cause from '^Quyết định số ([0-9]{1,9})(?![0-9])')::int as decision, count(*) over ()::int as total_count
from mart.indicator_history h
left join hidden s using (area_code, month, "window")
where h.ward_code = %(ward)s and h.indicator_code = %(indicator)s
  and (%(area)s::text is null or h.area_code = %(area)s)
  and (%(month)s::date is null or h.month = %(month)s)
  and (%(window)s::text is null or h."window" = %(window)s)
order by h.known_from desc, h.month desc, h."window", h.area_code
limit %(size)s::bigint offset %(skipped)s::bigint;
