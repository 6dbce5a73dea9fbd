-- Names and ids encrypted at rest, read through functions that log; what is kept how long.
select 1;
