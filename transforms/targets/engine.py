"""The judgement of every value by its target.

Data flow: values (``frames.VALUES``), targets (``frames.TARGETS``) -> ``assess_targets`` -> one row a value (``frames.JUDGEMENT``), in the
order given

The targets of the plan are those of today: a value of an earlier day is judged by them too.
"""

import polars as pl

from transforms.targets.aim import with_target
from transforms.targets.frames import JUDGEMENT, SERIES
from transforms.targets.path import with_trajectory
from transforms.targets.reasons import with_reason

#: Raised by one whenever the same values and targets would be judged in another way: the stored judgements are then made again.
ENGINE_VERSION = 8


def assess_targets(values: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """``target_key`` is 0 where no target is held against the value. The order of rows changes nothing but the order of the result."""
    if values.is_empty():
        return pl.DataFrame(schema=JUDGEMENT)
    rows = with_trajectory(with_target(values, targets))
    rows = rows.with_columns_seq(pl.col("indicator_key").is_in(targets["indicator_key"].implode()).alias("has_target"))
    rows = with_reason(rows).with_columns_seq(pl.col("target_key").fill_null(0), _held_since().alias("held_since_month_key"))
    return rows.select_seq(*JUDGEMENT)


def _held_since() -> pl.Expr:
    """The first month of the series' present run of one status."""
    is_new = pl.col("status").ne_missing(pl.col("status").shift(1))
    return pl.when(is_new).then("month_key").forward_fill().over([*SERIES, "break_name"], order_by="month_key")
