-- Lists that carry both numbers of a person teach who is the same person: rows of other months and of the other list are counted anew by that.
alter table warehouse.bridge_indicator_source add column is_linking smallint not null default 0;
comment on column warehouse.bridge_indicator_source.part is 'numerator: what is counted; denominator: what it is divided by; link: what only tells who is the same person';
comment on column warehouse.bridge_indicator_source.is_linking is '1 for a list that tells who is the same person among those counted';
