-- Judgements and forecasts that did not change are not written again: they keep the run that brought them.
comment on column warehouse.fact_target_judgement.run_key is 'The run that brought this judgement, with the versions of rules and program; later runs judged the same';
comment on column warehouse.fact_target_forecast.run_key is 'The run that brought this forecast, with the versions of rules and program; later runs drew the same';
