-- Deliveries, the newest first, a page of them (or the one that is asked for), with how many there are in all and who uploaded them.
with page as (
    select d.*, count(*) over ()::int as total_count
    from audit.delivery d
    where d.ward_code = %(ward)s and (%(delivery)s::int is null or d.delivery_id = %(delivery)s)
      and (%(source)s::text is null or d.source = %(source)s)
      and (%(month)s::date is null or d.month = %(month)s)
    order by d.delivery_id desc
    limit %(size)s::bigint offset %(skipped)s
),
uploaded as (
    select 'delivery ' || p.delivery_id as subject, max(a.account_id) as account_id
    from page p
    join audit.web_access a on a.subject = 'delivery ' || p.delivery_id and a.action = 'do' and a.ward_code = %(ward)s
    group by p.delivery_id
)
select p.delivery_id, p.source, p.month, p.file_name, p.sha256, p.received_at, p.status, p.rows_read, p.rows_published, p.rows_quarantined,
       p.reasons, p.run_id, p.superseded_by, p.total_count, a.name as uploaded_by
from page p
left join uploaded u on u.subject = 'delivery ' || p.delivery_id
left join audit.account a using (account_id)
order by p.delivery_id desc;
