-- The last run of the night that looked at files, or the last run there is: at most one row. How it ended; and the newest run of all,
-- where it is a later one that did not come to its end.
select run_id, started_at, finished_at, state, delivery_count, published_count, refused_count, indicators_changed, seconds,
       newest.*
from audit.run
left join (
    select run_id as newest_id, finished_at as newest_finished_at, state as newest_state
    from audit.run where ward_code = %(ward)s order by run_id desc limit 1
) newest on newest.newest_id > run_id and newest.newest_state <> 'finished'
where ward_code = %(ward)s
order by coalesce(delivery_count, 0) > 0 desc, run_id desc
limit 1;
