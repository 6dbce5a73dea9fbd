-- The repair ledger: what cleaning mended, with masked examples, beside the month before.
alter table audit.repair_count
    add column column_heading text not null default '',
    add column examples jsonb not null default '[]',
    add column last_row_share double precision;
comment on column audit.repair_count.cell_count is 'Cells mended; 0 where no longer any, but many in the month before';
comment on column audit.repair_count.column_heading is 'Heading of the column in the contract';
comment on column audit.repair_count.examples is 'Up to three different examples, a list of {"before", "after"}; personal values only as a shape';
comment on column audit.repair_count.last_row_share is 'Cells mended per row (0-1) in the latest earlier month that was published on arrival; null without one';

create table audit.repair_kind ( -- One row per kind of repair that cleaning makes.
    kind varchar(40) primary key, -- Kind
    kind_name text not null -- Vietnamese name
);
grant select on audit.repair_kind to chitieu_officer;
grant select, insert, update, delete on audit.repair_kind to chitieu_pipeline;

create view audit.repair_ledger as -- One row per delivery, column and kind of repair: how much was mended, how, and how much the month before.
select
    d.delivery_id as delivery_id, -- The delivery
    d.ward_code as ward_code, -- The ward
    d.source as source, -- The source
    d.month as month, -- First day of the delivery's month
    d.file_name as file_name, -- The file
    d.status as status, -- What became of the delivery
    r.column_name as column_name, -- Column of the contract
    coalesce(nullif(r.column_heading, ''), r.column_name) as column_heading, -- Its Vietnamese heading
    r.kind as kind, -- Kind of repair
    coalesce(k.kind_name, r.kind) as kind_name, -- Its Vietnamese name
    r.cell_count as cell_count, -- Cells mended; 0 where no longer any, but many in the month before
    d.rows_read as rows_read, -- Data rows of the list
    r.cell_count::double precision / nullif(d.rows_read, 0) as row_share, -- Cells mended per row, 0-1
    r.last_row_share as last_row_share, -- The same in the latest earlier month that was published on arrival; null without one
    r.examples as examples -- Up to three different examples, a list of {"before", "after"}; personal values only as a shape
from audit.repair_count r
join audit.delivery d using (delivery_id)
left join audit.repair_kind k using (kind);
grant select on audit.repair_ledger to chitieu_officer, chitieu_pipeline;
