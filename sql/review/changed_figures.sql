-- Indicator values that a decision changed: one row per indicator, area, month and window that stands now, with what it was before.
select h.indicator_code, h.indicator_name, h.area_code, h.area_name, h.month, h."window", h.value as after, h.unit, h.known_from, b.value as before
from mart.indicator_history h
left join mart.indicator_history b
    on b.ward_code = h.ward_code and b.indicator_code = h.indicator_code and b.area_code = h.area_code and b.month = h.month
   and b."window" = h."window" and b.known_to = h.known_from
where h.ward_code = %(ward)s and h.cause ~ %(cause)s
order by h.area_code <> h.ward_code, h.indicator_code, h.area_code, h.month, h."window";
