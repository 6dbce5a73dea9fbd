-- What counts as published, said once: whoever reads what stands in the warehouse asks here, not for the statuses.
create view audit.published_delivery as -- One row per delivery that stands in the warehouse: published, with findings or without, and not superseded.
select
    delivery_id as delivery_id, -- Number of the delivery, in the order of arrival
    ward_code as ward_code, -- The ward
    source as source, -- Which of the five sources
    month as month, -- First day of its month
    file_name as file_name, -- Path below the given folder, in composed Unicode
    sha256 as sha256, -- Digest of its bytes
    received_at as received_at, -- When it was taken in
    status as status, -- published or published_with_findings
    rows_read as rows_read, -- Data rows of the list
    household_count as household_count, -- Households of a poverty list, the unit in which it is compared
    stated_open_count as stated_open_count, -- Open dossiers that the delivery itself states (X03)
    run_id as run_id -- The run that took it in
from audit.delivery
where status in ('published', 'published_with_findings');
grant select on audit.published_delivery to chitieu_officer, chitieu_pipeline;

create or replace view audit.published_month as -- One row per ward, source and month with a published delivery.
select distinct
    w.ward_key as ward_key, -- The ward
    d.source as source, -- The source
    (extract(year from d.month) * 100 + extract(month from d.month))::int as month_key -- The month
from audit.published_delivery d
join warehouse.dim_ward w using (ward_code);
