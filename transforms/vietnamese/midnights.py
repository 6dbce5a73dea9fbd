"""Midnights that a program's time zone moved: the day that a moment beside one means.

Data flow: texts of days with a time -> the midnight next to each
"""

import polars as pl

from transforms.vietnamese.dates import REAL_DATE_CELL, date_time, month
from transforms.vietnamese.text import if_any

#: A zone changed its hour a few times over the years: columns whose times differ more are times.
MOST_TIMES = 3
#: The end of its own day, as systems write the last day of a validity.
OWN_END = ("23:59:00", "23:59:59")
MIDNIGHT = "00:00:00"
#: A day's number without the format of a date, with a part of a day; and one of a whole day: four digits alone are a year.
NUMBER_OF_MOMENT, _NUMBER_OF_DAY = r"^[0-9]{4,5}[.,][0-9]+$", r"^[0-9]{5}(?:[.,]0+)?$"
#: A day and a time as text: "31/01/2026 17:00", "2026-01-31T17:00:00", "17:00 31/01/2026", "Sat Jan 31 2026 23:59:12 GMT+0700"; what ends
#: in a zone was read by it.
_TIMED_TEXT = (
    rf"{NUMBER_OF_MOMENT}|^[A-Za-z]{{3}} [A-Za-z]{{3}} [0-9]{{1,2}} [0-9]{{4}} [0-9]{{2}}:"
    r"|^(?:[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}[ T,]+[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}:[0-9]{2}[0-9: ,]+[0-9]{1,2}[/.-][0-9]{1,2}[/.-])"
)
BARE_DAY_TEXT = r"^[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}$"
#: As ``nearest_midnight`` prints it.
_FIRST_OF_MONTH = r"^(?:01/|[0-9]{4}-[0-9]{2}-01 )"


def nearest_midnight(e: pl.Expr) -> pl.Expr:
    """Days with a time at the midnight next to it, as date cells are printed, texts as a day alone; what has no time stays, and so does the
    end of its own day."""
    at = with_time(e)
    stays = at.str.slice(11, 8).is_in(OWN_END) | e.str.contains(_NUMBER_OF_DAY)
    meant = at.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False).dt.offset_by("12h").dt.truncate("1d")
    told = pl.when(e.str.contains(REAL_DATE_CELL)).then(meant.dt.strftime("%Y-%m-%d %H:%M:%S")).otherwise(meant.dt.strftime("%d/%m/%Y"))
    return pl.when(meant.is_not_null() & ~stays).then(told).otherwise(e)


def with_time(e: pl.Expr) -> pl.Expr:
    """``2026-01-31 17:00:00`` for a date cell, a text of a day with a time, or the number of a day; null for all else."""
    is_timed = e.str.contains(_TIMED_TEXT) | e.str.contains(_NUMBER_OF_DAY)
    of_text = if_any(pl.when(is_timed).then(e), lambda text: date_time(text).dt.strftime("%Y-%m-%d %H:%M:%S"), pl.String)
    return pl.when(e.str.contains(REAL_DATE_CELL)).then(e.str.slice(0, 19)).otherwise(of_text)


def as_date_cell(e: pl.Expr) -> pl.Expr:
    """The number of a day as the cell of that date is printed; all else as it is."""
    return pl.coalesce(with_time(pl.when(e.str.contains(_NUMBER_OF_DAY)).then(e)), e)


def are_moved_months(cells: pl.Series) -> bool:
    """Whether a column of months holds moments of few times each of which goes to the first of a month: 17:00 on the last of June is July
    in Vietnam. Where bare days stand among them, all of them have to name one month then; the end of its own day is none."""
    if not cells.str.contains(rf":|{NUMBER_OF_MOMENT}").any():
        return False
    cell = pl.col("cell")
    frame = cells.drop_nulls().unique().to_frame("cell").select_seq(cell, at=with_time(cell), meant=nearest_midnight(cell))
    times = frame["at"].str.slice(11, 8).drop_nulls()
    moments = frame.filter(pl.col("at").is_not_null())
    is_bare = (times == MIDNIGHT).any() or frame["cell"].str.contains(BARE_DAY_TEXT).any()
    if times.is_empty() or times.is_in(OWN_END).any() or times.filter(times != MIDNIGHT).n_unique() > MOST_TIMES:
        return False
    names_one_month = frame.select_seq(month(pl.col("meant")).alias("month"))["month"].drop_nulls().n_unique() == 1
    return bool(moments["meant"].str.contains(_FIRST_OF_MONTH).all()) and (names_one_month or not is_bare)
