"""Values of one indicator drawn in a test, and what the target engine says of them, without a warehouse."""

from typing import Any

import polars as pl

from tests.support.drawn_frames import frame_of
from transforms.targets.engine import assess_targets
from transforms.targets.frames import TARGETS, VALUES
from transforms.targets.trend import forecast

_TARGET: dict[str, Any] = {
    "target_key": 1,
    "indicator_key": 1,
    "target_number": 1,
    "target_kind": "floor",
    "target_value": None,
    "range_to": None,
    "is_strict": 0,
    "is_every_year": 0,
    "target_year": 2030,
    "from_year": 2025,
    "baseline_year": 2025,
    "baseline_value": None,
    "is_baseline_from_data": 0,
}
#: What each shape is as long as a test does not say otherwise.
_OF_SHAPE: dict[str, dict[str, Any]] = {
    "growth_per_year": {"target_kind": "growth"},
    "level_every_year": {"is_every_year": 1},
    "zero_by_year": {"target_kind": "ceiling", "target_value": 0.0},
    "count_per_year": {"is_every_year": 1},
    "reduction_from_baseline": {"target_kind": "ceiling"},
    "state_by_year": {"target_kind": "yes", "target_value": 1.0},
}


def target(shape: str, **changes: Any) -> dict[str, Any]:
    """A target by 2030, of a plan that begins after 2025."""
    return _TARGET | {"shape": shape} | _OF_SHAPE.get(shape, {}) | changes


def values_of(drawn: str, **about: Any) -> pl.DataFrame:
    """Columns ``month`` and ``value``, and any other of the engine's; ``about``: what is the same in every row."""
    drawn_frame = frame_of(drawn)
    stated = about.get("stated_window", "snapshot")
    same = {
        "indicator_key": 1,
        "area_key": 1,
        "area_code": "10744",
        "is_provisional": 0,
        "unit": "%",
        "measure": "share",
        "is_plan_area": True,
        "break_name": "",
        "stated_window": stated,
        "window_kind": "year_to_date" if stated == "flow" else stated,
        "numerator": None,
        "denominator": None,
    } | about
    frame = drawn_frame.with_columns(pl.col("month").str.replace("-", "").alias("month_key")).drop("month")
    if "is_plan_area" in frame.columns:
        frame = frame.with_columns(pl.col("is_plan_area") == "yes")
    missing = [pl.lit(value).alias(name) for name, value in same.items() if name not in frame.columns]
    return frame.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in VALUES.items())


def targets_of(*targets: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(targets), schema=TARGETS)


def judged(drawn: str, *targets: dict[str, Any], **about: Any) -> pl.DataFrame:
    """The judgement beside its value, columns named for drawing: ``path``, ``missing``, ``needed``, ``last_year``, ``change``,
    ``since``."""
    values = values_of(drawn, **about)
    found = assess_targets(values, targets_of(*targets))
    since = pl.col("held_since_month_key")
    return found.with_columns(
        pl.format("{}-{}", pl.col("month_key") // 100, (pl.col("month_key") % 100).cast(pl.String).str.zfill(2)).alias("month"),
        values["value"],
        pl.col("trajectory").alias("path"),
        pl.col("distance_to_target").alias("missing"),
        pl.col("needed_per_month").alias("needed"),
        pl.col("same_month_last_year").alias("last_year"),
        pl.col("change_on_last_year").alias("change"),
        since.alias("since"),
    )


def foreseen(values: pl.DataFrame, *targets: dict[str, Any]) -> pl.DataFrame:
    table = targets_of(*targets)
    return forecast(values, assess_targets(values, table), table)
