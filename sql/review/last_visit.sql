-- When the account was last seen before the session began: one row, null at a first visit.
select max(least(greatest(b.seen_at, b.ended_at), s.created_at)) as seen_at
from audit.web_session s
join audit.web_session b on b.account_id = s.account_id and b.created_at < s.created_at
where s.token_digest = %(token_digest)s;
