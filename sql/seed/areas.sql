-- The members of the ward's areas as its folder has them (new_area, one ward), the bridge between them, and facts under the member of their month.

-- One member known and one told: it is the same one, whatever day the folder now says that it began.
update warehouse.dim_area d set valid_from = n.valid_from
from new_area n
where d.ward_key = n.ward_key and d.area_code = n.area_code and d.valid_from <> n.valid_from
  and (select count(*) from warehouse.dim_area o where o.ward_key = n.ward_key and o.area_code = n.area_code) = 1
  and (select count(*) from new_area o where o.area_code = n.area_code) = 1;

insert into warehouse.dim_area
    (ward_key, area_code, area_name, area_kind, former_unit_code, sort_order, valid_from, valid_to, is_current, decree)
select ward_key, area_code, area_name, area_kind, former_unit_code, sort_order, valid_from, valid_to, is_current, decree
from new_area
order by sort_order, valid_from
on conflict (ward_key, area_code, valid_from) do update set
    area_name = excluded.area_name, area_kind = excluded.area_kind, former_unit_code = excluded.former_unit_code, sort_order = excluded.sort_order,
    valid_to = excluded.valid_to, decree = excluded.decree;

-- A member that the folder no longer tells of stays, because facts may point at it; it ends before the next one begins.
update warehouse.dim_area d
set valid_to = least(d.valid_to, case when p.following is not null then p.following - 1 else d.valid_to end), is_current = (p.following is null)::int
from (select area_key, lead(valid_from) over (partition by ward_key, area_code order by valid_from) as following from warehouse.dim_area) p
where p.area_key = d.area_key and d.ward_key = (select max(ward_key) from new_area);

delete from warehouse.bridge_area where ward_key = (select max(ward_key) from new_area);
insert into warehouse.bridge_area (ward_key, month_key, whole_area_key, part_area_key)
select w.ward_key, m.month_key, w.area_key, p.area_key
from warehouse.dim_month m
join warehouse.area_period w on m.last_date between w.effective_from and w.effective_to
join warehouse.area_period p on p.ward_key = w.ward_key and m.last_date between p.effective_from and p.effective_to
where w.ward_key = (select max(ward_key) from new_area)
  and (w.area_key = p.area_key
       or (w.area_kind = 'ward' and p.area_kind in ('residential_group', 'unknown'))
       or (w.area_kind = 'former_unit' and p.area_kind = 'residential_group' and p.former_unit_code = w.area_code));

create temporary table member_of_month on commit drop as
select a.area_key as known_key, m.month_key, p.area_key
from warehouse.dim_area a
join warehouse.area_period p on p.ward_key = a.ward_key and p.area_code = a.area_code and p.area_key <> a.area_key
join warehouse.dim_month m on m.last_date between p.effective_from and p.effective_to
where a.ward_key = (select max(ward_key) from new_area);

update warehouse.fact_health_insurance f set area_key = n.area_key from member_of_month n where f.area_key = n.known_key and f.month_key = n.month_key;
update warehouse.fact_social_insurance f set area_key = n.area_key from member_of_month n where f.area_key = n.known_key and f.month_key = n.month_key;
update warehouse.fact_poverty f set area_key = n.area_key from member_of_month n where f.area_key = n.known_key and f.month_key = n.month_key;
update warehouse.fact_deprivation f set area_key = n.area_key from member_of_month n where f.area_key = n.known_key and f.month_key = n.month_key;
update warehouse.fact_reported_figure f set area_key = n.area_key from member_of_month n where f.area_key = n.known_key and f.month_key = n.month_key;
update warehouse.fact_population f set area_key = n.area_key from member_of_month n where f.area_key = n.known_key and f.month_key = n.month_key;
update warehouse.fact_indicator f set area_key = n.area_key from member_of_month n where f.area_key = n.known_key and f.month_key = n.month_key;
