-- The last run of the night that looked at files, or the last run there is: at most one row.
select run_id, started_at, finished_at, delivery_count, published_count, refused_count, indicators_changed, seconds
from audit.run
where ward_code = %(ward)s
order by coalesce(delivery_count, 0) > 0 desc, run_id desc
limit 1;
