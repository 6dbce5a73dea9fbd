-- When an account was last seen, sessions that still go on aside: one row, null where there is no other.
select max(greatest(seen_at, ended_at)) as seen_at
from audit.web_session
where account_id = %(account)s
  and not (ended_at is null and seen_at > clock_timestamp() - make_interval(mins => %(idle_minutes)s)
           and created_at > clock_timestamp() - make_interval(hours => %(most_hours)s));
