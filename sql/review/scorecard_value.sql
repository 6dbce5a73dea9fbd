-- One value of an indicator as it may leave the house: small cells blank. Of the area that the plan speaks of, the newest month, and of a month that has two
-- the one to date, where nothing else is asked for.
select v.area_code, v.area_name, v.indicator_code, v.indicator_name, v.month, v."window", v.numerator, v.denominator, v.value, v.unit,
       v.is_provisional, v.is_suppressed = 1 as is_hidden
from mart.published_value v
where v.ward_code = %(ward)s and v.indicator_code = %(indicator)s
  and v.area_code = coalesce(%(area)s::text, (
      select i.area_code from warehouse.dim_indicator i join warehouse.dim_ward w using (ward_key)
      where w.ward_code = %(ward)s and i.indicator_code = %(indicator)s))
  and (%(month)s::date is null or v.month = %(month)s)
  and (%(window)s::text is null or v."window" = %(window)s)
order by v.month desc, v."window" = 'month'
limit 1;
