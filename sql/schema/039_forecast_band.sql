-- How a forecast is drawn, told anew: it begins at the level of the newest half year, slows down as it nears its bound, and its band is that of
-- the slopes which the series has had.
comment on table warehouse.fact_target_forecast is
    'One row per indicator and area: where its newest months lead, with the band of the slopes that they have had.';
comment on column warehouse.fact_target_forecast.forecast_at_target_year is
    'Where they lead at the end of the target year; within bounds: a share that rises slows down as it nears 100, what falls as it nears 0';
comment on column warehouse.fact_target_forecast.forecast_low is 'Lower end of the band there: the slowest of the slopes over longer stretches but one in forty';
comment on column warehouse.fact_target_forecast.forecast_high is 'Upper end of the band there: the steepest of the slopes over longer stretches but one in forty';
