-- The repair ledger: what cleaning mended, with masked examples.
alter table audit.repair_count add column examples jsonb not null default '[]';
comment on column audit.repair_count.examples is 'Up to three different examples, a list of {"before", "after"}; personal values only as a shape';
