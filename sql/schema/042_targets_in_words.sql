-- A target as people read it, "ít nhất 97 % đến năm 2030": the program words it once, so that BI tools need not.
alter table warehouse.dim_target add column words_vi varchar(200);
comment on column warehouse.dim_target.words_vi is 'The target in a few Vietnamese words, with its unit and its year';
