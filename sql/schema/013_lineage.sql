-- Which delivery or decision stands behind a figure and behind its change.
select 1;
