-- The newest requests to the page: who saw or did what, and when.
select x.happened_at, a.name, x.action, x.subject
from audit.web_access x
left join audit.account a using (account_id)
where x.ward_code = %(ward)s
order by x.access_id desc
limit %(size)s;
