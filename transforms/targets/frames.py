"""Frames of the target engine: what the engine is told: one row a current value, one row a target. Names are the warehouse's; months are
numbers such as 202607.

A series is what one indicator shows of one area in one window. Its area is known by ``area_code``: ``area_key`` is only carried along,
because an area that changed its name has several keys.
"""

import polars as pl

#: ``stated_window``: how the indicator is stated (flow, year_to_date, snapshot) · ``window_kind``: of this value (month, year_to_date,
#: snapshot) · ``is_plan_area``: the plan speaks of this area · ``break_name``: values under different ones (poverty standards) are not
#: compared.
VALUES = {
    "indicator_key": pl.Int64,
    "area_key": pl.Int64,
    "area_code": pl.String,
    "month_key": pl.Int64,
    "window_kind": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "is_provisional": pl.Int64,
    "unit": pl.String,
    "measure": pl.String,
    "stated_window": pl.String,
    "is_plan_area": pl.Boolean,
    "break_name": pl.String,
}
TARGETS = {
    "target_key": pl.Int64,
    "indicator_key": pl.Int64,
    "target_number": pl.Int64,
    "shape": pl.String,
    "target_kind": pl.String,
    "target_value": pl.Float64,
    "range_to": pl.Float64,
    "is_strict": pl.Int64,
    "is_every_year": pl.Int64,
    "target_year": pl.Int64,
    "from_year": pl.Int64,
    "baseline_year": pl.Int64,
    "baseline_value": pl.Float64,
    "is_baseline_from_data": pl.Int64,
}
JUDGEMENT = {
    "indicator_key": pl.Int64,
    "area_key": pl.Int64,
    "month_key": pl.Int64,
    "window_kind": pl.String,
    "target_key": pl.Int64,
    "target": pl.Float64,
    "trajectory": pl.Float64,
    "status": pl.String,
    "reason": pl.String,
    "baseline": pl.Float64,
    "distance_to_target": pl.Float64,
    "needed_per_month": pl.Float64,
    "same_month_last_year": pl.Float64,
    "change_on_last_year": pl.Float64,
    "held_since_month_key": pl.Int64,
}
SERIES = ("indicator_key", "area_code", "window_kind")

YEAR, MONTH = pl.col("month_key") // 100, pl.col("month_key") % 100
