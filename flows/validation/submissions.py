"""Submission calendar of a ward, judged with the date of each run: which lists are due, came late, or are missing.

The months are those since the first file of the source (of a source that never sent any: of the ward), twelve at most, so that the table
does not grow. What was due before the ward's first file came is not expected: a ward that begins with its lists of the past is not
blamed for them. A ward without due days has no rows.

Data flow: [submission] of ward.toml, audit.delivery, audit.decision, days off -> ``transforms.submissions`` -> rules C -> audit.submission
"""

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from flows.database.frames import copy_frame, read_frame
from flows.database.sql_text import read_sql

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward

#: The month of the run's date and the eleven before it.
MONTHS_BACK = 12
_CAME_SCHEMA: dict[str, type[pl.DataType]] = {
    "source": pl.String,
    "month": pl.Date,
    "arrived_on": pl.Date,
    "is_published": pl.Boolean,
    "is_held": pl.Boolean,
    "nothing_by": pl.String,
    "first_arrived_on": pl.Date,
}
_COLUMNS = (
    "source",
    "month",
    "state",
    "due_date",
    "days_late",
    "arrived_on",
    "nothing_by",
    "rule_code",
    "severity",
    "message_vi",
)


def refresh_submissions(connection: "Connection", ward: "Ward", run_id: int) -> None:
    """The rows of the ward made anew, as of the date of the run."""
    as_of = connection.exec_driver_sql("select as_of from audit.run where run_id = %s", (run_id,)).scalar_one()
    connection.exec_driver_sql("delete from audit.submission where ward_code = %s", (ward.code,))
    if ward.calendar.due:
        rows = read_submissions(connection, ward, as_of)
        lines = rows.select_seq(*_COLUMNS, pl.lit(ward.code).alias("ward_code"), pl.lit(as_of).alias("judged_on"))
        copy_frame(connection, "audit.submission", lines)


def read_submissions(connection: "Connection", ward: "Ward", as_of: date) -> pl.DataFrame:
    """A row for each source with due days and each of its months, judged as of the day; nothing is written."""
    from expectations.submissions import judge_submissions
    from flows.validation.days_off import days_off_of
    from transforms.submissions import submission_states

    came = read_frame(connection, read_sql("review/submissions.sql"), {"ward": ward.code, "zone": ward.schedule.timezone}, _CAME_SCHEMA)
    months = _expected_months(ward, came, as_of)
    closed = sorted(days_off_of(connection, ward, range(as_of.year - 1, as_of.year + 3)))
    states = submission_states(
        months,
        as_of,
        closed,
        began_on=came.select_seq(pl.col("first_arrived_on").min()).item() or as_of,
        soon_days=ward.calendar.soon_working_days,
        overdue_days=ward.calendar.overdue_working_days,
    )
    return judge_submissions(states)


def _expected_months(ward: "Ward", came: pl.DataFrame, as_of: date) -> pl.DataFrame:
    files = came.filter(pl.col("first_arrived_on").is_not_null())
    first = {source: month for source, month in files.group_by("source").agg(pl.col("month").min()).iter_rows()}
    oldest = files["month"].min()
    due = pl.DataFrame(
        {
            "source": [one.source for one in ward.calendar.due],
            "due_day": [one.day for one in ward.calendar.due],
            "months_after": [one.months_after for one in ward.calendar.due],
            "expected": [list(one.months) for one in ward.calendar.due],
            "first_month": [first.get(one.source, oldest) for one in ward.calendar.due],
            "is_never_seen": [one.source not in first for one in ward.calendar.due],
        },
        schema_overrides={"first_month": pl.Date},
    )
    this_month = pl.lit(as_of.replace(day=1))
    span = pl.date_range(this_month.dt.offset_by(f"-{MONTHS_BACK - 1}mo"), this_month, "1mo", eager=False)
    months = due.join(pl.select(month=span), how="cross").filter(pl.col("month") >= pl.col("first_month"))
    return (
        months.with_columns_seq(is_expected=pl.col("expected").list.contains(pl.col("month").dt.month()))
        .join(came.drop("first_arrived_on"), on=["source", "month"], how="left")
        .with_columns_seq(pl.col("is_published", "is_held").fill_null(False))
        .drop("expected", "first_month")
    )
