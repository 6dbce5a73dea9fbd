-- The state of the service: one row.
select (select max(version_num) from audit.schema_version) as revision,
       pg_database_size(current_database()) as database_bytes,
       current_setting('server_version') as server_version,
       (select count(*)::int from audit.web_session s join audit.account a using (account_id)
        where a.ward_code = %(ward)s and s.ended_at is null and s.seen_at > clock_timestamp() - interval '30 minutes'
          and s.created_at > clock_timestamp() - interval '12 hours') as session_count,
       (select count(*)::int from audit.delivery where ward_code = %(ward)s) as delivery_count;
