-- What the targets say of every value: judged once a night, read by the mart.
select 1;
