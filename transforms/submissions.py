"""Submission calendar: what is known of each source and month on a day: whether its list was due, came, came late, or is missing.

One row is one source and month. Days are counted in working days: ``closed`` are all days on which offices are closed, weekends with them.

Data flow: source, month, due day, what came -> ``submission_states`` -> the same rows with due date, state and lateness
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

#: Every state, the one with the least to do first. ``not_expected``: no list is waited for, and none came.
STATES = ("published", "published_late", "nothing", "not_expected", "not_due", "due_soon", "held", "late", "overdue")
#: A list is missing although its day is past.
MISSING = ("late", "overdue")
#: Columns that ``submission_states`` needs. ``due_day``: of the month ``months_after`` later, cut to that month's length.
INPUT_SCHEMA: dict[str, type[pl.DataType]] = {
    "source": pl.String,
    "month": pl.Date,
    "due_day": pl.Int64,
    "months_after": pl.Int64,
    "is_expected": pl.Boolean,
    "arrived_on": pl.Date,
    "is_published": pl.Boolean,
    "is_held": pl.Boolean,
    "nothing_by": pl.String,
}
#: Weekends are among the closed days, except those that were made working days.
_EVERY_DAY = (True,) * 7


def submission_states(
    months: pl.DataFrame, as_of: date, closed: Sequence[date], *, began_on: date, soon_days: int, overdue_days: int
) -> pl.DataFrame:
    """``began_on``: the day on which the first file of the ward came; what was due before it is not expected.

    ``due_date``: the due day, or the next working day after it; null where nothing is expected. ``days_late``: working days after it,
    until the list arrived or, where it did not, until ``as_of``; 0 in time. ``days_left``: working days until it. ``silent_count``: how
    many expected lists of the source in a row, up to this one, are missing; 0 where this one is not.

    A list is late from the first working day after its due date on, and overdue from the ``overdue_days``-th. It arrived on the day on
    which the first file of the month came that was ever published: what was corrected later was not late for it.
    """
    dated = months.with_columns_seq(due_date=_due_date(closed, began_on)).with_columns_seq(
        arrived_on=pl.when("is_published").then("arrived_on"),
        days_late=_working_days_after("due_date", pl.when("is_published").then("arrived_on").otherwise(pl.lit(as_of)), closed),
        days_left=pl.business_day_count(pl.lit(as_of), pl.col("due_date"), week_mask=_EVERY_DAY, holidays=closed),
    )
    known = dated.with_columns_seq(state=_state(soon_days, overdue_days)).sort("source", "month")
    return known.with_columns_seq(silent_count=_silent_count())


def _due_date(closed: Sequence[date], began_on: date) -> pl.Expr:
    month = pl.col("month").dt.offset_by(pl.format("{}mo", "months_after"))
    day = pl.min_horizontal(pl.col("due_day"), month.dt.month_end().dt.day())
    nominal = month + pl.duration(days=day - 1)
    shifted = nominal.dt.add_business_days(0, week_mask=_EVERY_DAY, holidays=closed, roll="forward")
    return pl.when(pl.col("is_expected") & (shifted >= began_on)).then(shifted)


def _working_days_after(first: str, last: pl.Expr, closed: Sequence[date]) -> pl.Expr:
    """Working days after ``first`` up to ``last``, both days included that are later; 0 where ``last`` is not later."""
    day = pl.duration(days=1)
    count = pl.business_day_count(pl.col(first) + day, last + day, week_mask=_EVERY_DAY, holidays=closed)
    return pl.max_horizontal(count, pl.lit(0)).fill_null(0)


def _state(soon_days: int, overdue_days: int) -> pl.Expr:
    state = (
        pl.when(pl.col("is_published") & (pl.col("days_late") > 0))
        .then(pl.lit("published_late"))
        .when("is_published")
        .then(pl.lit("published"))
        .when("is_held")
        .then(pl.lit("held"))
        .when(pl.col("nothing_by").is_not_null())
        .then(pl.lit("nothing"))
        .when(pl.col("due_date").is_null())
        .then(pl.lit("not_expected"))
        .when(pl.col("days_late") >= overdue_days)
        .then(pl.lit("overdue"))
        .when(pl.col("days_late") > 0)
        .then(pl.lit("late"))
        .when(pl.col("days_left") <= soon_days)
        .then(pl.lit("due_soon"))
    )
    return state.otherwise(pl.lit("not_due"))


def _silent_count() -> pl.Expr:
    """Rows stand in the order of months. A list that is not expected, or not due yet, neither goes on with a silence nor ends it."""
    is_missing = pl.col("state").is_in(MISSING)
    ends = ~is_missing & ~pl.col("state").is_in(("not_expected", "not_due", "due_soon"))
    stretch = ends.cast(pl.Int64).cum_sum().over("source")
    count = is_missing.cast(pl.Int64).cum_sum().over("source", stretch)
    return pl.when(is_missing).then(count).otherwise(0)
