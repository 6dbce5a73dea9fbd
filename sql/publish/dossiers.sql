-- Each dossier takes the state of the delivery for the latest month, within one month the latest received: whatever the order of arrival.
-- Of two rows of one code in a delivery the furthest advanced is kept. Where a log has no field of work the catalogue says it; what another
-- log said of an uncatalogued procedure does not count, because that would depend on which came first. Reads staging.stg_dossiers.

-- What a log calls a procedure that is not in the catalogue is free text ("trích yếu": birth registration for whom), so its name waits for the
-- catalogue; its field of work is the first of the words in their order, whatever the order of arrival.
insert into warehouse.dim_procedure as dim_procedure (procedure_code, procedure_name, field_name, is_catalogued)
select s.procedure_code, 'Ngoài danh mục thủ tục của phường', left(max(s.field_name), 120), 0
from staging.stg_dossiers s
where s.procedure_code is not null
  and not exists (select from warehouse.dim_procedure c where c.procedure_code = s.procedure_code and c.is_catalogued = 1)
group by s.procedure_code
on conflict (procedure_code, valid_from) do update set field_name = least(dim_procedure.field_name, excluded.field_name)
where dim_procedure.is_catalogued = 0;

create temporary table dossier_state on commit drop as
select distinct on (s.dossier_code) s.*
from staging.stg_dossiers s
order by s.dossier_code, s.advancement desc, s.end_at desc nulls last, s.returned_at desc nulls last, s.received_at, s.due_at, s.row_number;

create temporary table dossier_before on commit drop as
select f.dossier_code, f.is_received, f.received_at, f.due_at, f.channel_key, coalesce(f.finished_at, f.returned_at) as ended, f.outcome
from warehouse.fact_dossier f
join staging.delivery d using (ward_key)
join dossier_state s using (dossier_code);

select staging.check_keys_at_end();
insert into warehouse.fact_dossier as known
    (ward_key, dossier_code, procedure_key, channel_key, received_date_key, due_date_key, finished_date_key, returned_date_key, end_date_key,
     state_month_key, delivery_key, field_name, received_at, due_at, finished_at, returned_at, status_code, is_received, outcome, sheet_name, row_number)
select d.ward_key, s.dossier_code, coalesce(p.procedure_key, 0), coalesce(c.channel_key, 0),
       coalesce(received.date_key, 0), coalesce(due.date_key, 0), coalesce(finished.date_key, 0), coalesce(returned.date_key, 0), coalesce(ended.date_key, 0),
       d.month_key, d.delivery_key, left(coalesce(s.field_name, case when p.is_catalogued = 1 then p.field_name end), 120), s.received_at, s.due_at, s.finished_at, s.returned_at,
       s.status_code, s.is_received, s.outcome, s.sheet_name, s.row_number
from dossier_state s
cross join staging.delivery d
left join warehouse.procedure_period p on p.procedure_code = s.procedure_code and coalesce(s.received_at::date, d.last_date) between p.effective_from and p.effective_to
left join warehouse.dim_channel c on c.channel_code = s.channel_code
left join warehouse.dim_date received on received.date = s.received_at::date
left join warehouse.dim_date due on due.date = s.due_at::date
left join warehouse.dim_date finished on finished.date = s.finished_at::date
left join warehouse.dim_date returned on returned.date = s.returned_at::date
left join warehouse.dim_date ended on ended.date = s.end_at::date
on conflict (ward_key, dossier_code) do update set
    procedure_key = excluded.procedure_key, channel_key = excluded.channel_key, received_date_key = excluded.received_date_key,
    due_date_key = excluded.due_date_key, finished_date_key = excluded.finished_date_key, returned_date_key = excluded.returned_date_key,
    end_date_key = excluded.end_date_key, state_month_key = excluded.state_month_key, delivery_key = excluded.delivery_key,
    field_name = excluded.field_name, received_at = excluded.received_at, due_at = excluded.due_at, finished_at = excluded.finished_at,
    returned_at = excluded.returned_at, status_code = excluded.status_code, is_received = excluded.is_received, outcome = excluded.outcome,
    sheet_name = excluded.sheet_name, row_number = excluded.row_number
where (excluded.state_month_key, excluded.delivery_key) >= (known.state_month_key, known.delivery_key);
select staging.keys_are_there('{warehouse.fact_dossier}', 'delivery_key', delivery_key) from staging.delivery;

-- The first month in which a dossier counts otherwise than before: that of its receipt, or of its end where only that is news.
insert into audit.touched_month (ward_key, source, month_key)
select changed.ward_key, 'dossiers', to_char(min(changed.since), 'YYYYMM')::int
from (
    select f.ward_key,
           case when (b.is_received, b.received_at, b.due_at, b.channel_key) is distinct from (f.is_received, f.received_at, f.due_at, f.channel_key)
                then least(b.received_at, f.received_at) else least(b.ended, e.ended) end as since
    from dossier_state s
    cross join staging.delivery d
    join warehouse.fact_dossier f on f.ward_key = d.ward_key and f.dossier_code = s.dossier_code
    cross join lateral (select coalesce(f.finished_at, f.returned_at) as ended) e
    left join dossier_before b on b.dossier_code = f.dossier_code
    where 1 in (b.is_received, f.is_received)
      and (b.is_received, b.received_at, b.due_at, b.channel_key, b.ended, b.outcome)
          is distinct from (f.is_received, f.received_at, f.due_at, f.channel_key, e.ended, f.outcome)
) changed
group by changed.ward_key
having min(changed.since) is not null
on conflict do nothing;
