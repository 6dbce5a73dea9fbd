-- The members of procedures as the catalogue has them (new_procedure), and dossiers under the member of the day on which they were received, so
-- that it does not matter whether the catalogue learned a procedure before or after a log named it.

-- A code that a log named first begins where the catalogue says.
update warehouse.dim_procedure d set valid_from = n.valid_from
from (select procedure_code, min(valid_from) as valid_from from new_procedure group by procedure_code) n
where d.procedure_code = n.procedure_code and d.is_catalogued = 0 and d.valid_from <> n.valid_from
  and not exists (select from warehouse.dim_procedure o where o.procedure_code = d.procedure_code and o.procedure_key <> d.procedure_key);

insert into warehouse.dim_procedure (procedure_code, procedure_name, field_name, is_catalogued, valid_from, valid_to, is_current, legal_basis)
select procedure_code, procedure_name, field_name, is_catalogued, valid_from, valid_to, is_current, legal_basis
from new_procedure
order by procedure_code, valid_from
on conflict (procedure_code, valid_from) do update set
    procedure_name = excluded.procedure_name, field_name = excluded.field_name, is_catalogued = excluded.is_catalogued, valid_to = excluded.valid_to,
    legal_basis = excluded.legal_basis;

-- A member that the catalogue no longer tells of stays, because dossiers may point at it; it ends before the next one begins.
update warehouse.dim_procedure d
set valid_to = least(d.valid_to, p.following - 1), is_current = (p.following is null)::int
from (select procedure_key, lead(valid_from) over (partition by procedure_code order by valid_from) as following from warehouse.dim_procedure) p
where p.procedure_key = d.procedure_key
  and (d.valid_to, d.is_current) is distinct from (least(d.valid_to, p.following - 1), (p.following is null)::int);

update warehouse.fact_dossier f
set procedure_key = p.procedure_key, field_name = coalesce(f.field_name, case when p.is_catalogued = 1 then p.field_name end)
from warehouse.dim_procedure known
join warehouse.procedure_period p using (procedure_code), warehouse.dim_month m
where known.procedure_key = f.procedure_key and known.procedure_key > 0 and m.month_key = f.state_month_key
  and coalesce(f.received_at::date, m.last_date) between p.effective_from and p.effective_to
  and (f.procedure_key <> p.procedure_key or (f.field_name is null and p.is_catalogued = 1 and p.field_name is not null));
