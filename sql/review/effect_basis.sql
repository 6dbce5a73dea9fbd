-- What effects of causes are worked out on: the newest decision, the deliveries as they stand, the newest run that changed something.
select md5(concat_ws('|',
    (select max(decision_id) from audit.decision where ward_code = %(ward)s),
    (select string_agg(delivery_id || status, ',' order by delivery_id) from audit.delivery where ward_code = %(ward)s),
    (select max(run_id) from audit.run where ward_code = %(ward)s and (delivery_count > 0 or indicators_changed > 0)))) as basis;
