"""Date columns that a program moved by its time zone, known by the whole column, and put right.

Programs that keep a bare day as a moment write the day before, some hours before its midnight (17:00 of Greenwich for Vietnam), or a few
seconds off it where the zone's history has odd ones (23:59:12 of the day before). No cell then stands at midnight, and all of them carry
one of few times. The day meant is the nearest midnight. Somebody may have typed some days again: few cells at midnight, and any beside
moments that are nobody's, are those, and stay.

Data flow: text of a delivery -> ``correct_moved_days``, column by column and sheet by sheet -> text put right + the cells changed
"""

import re
from collections.abc import Sequence

import polars as pl

from transforms.cleaning.model import REPAIR_SCHEMA, cell_repairs
from transforms.vietnamese.dates import REAL_DATE_CELL, date_time
from transforms.vietnamese.text import if_any

#: The kind of this repair in the ledger.
MOVED = "day_moved_by_zone"
#: A zone changed its hour a few times over the years: columns whose times differ more are times.
MOST_TIMES = 3
#: Where there are several, each comes again and again: three moments of three cells are three moments.
LEAST_CELLS_A_TIME = 4
#: Fewer cells are no column: a single moment may be one. Those, and cells of one day alone that are not many, are one where they carry the
#: times of a column that is moved, on their sheet or of their own heading on another: cards end on one day, a group's sheet may list one
#: person.
LEAST_CELLS, LEAST_DAYS, MANY_CELLS = 3, 2, 10
#: Share of the cells of a column that somebody typed again.
MOST_TYPED = 0.1
#: The end of its own day, as systems write the last day of a validity.
_OWN_END = ("23:59:00", "23:59:59")
_MIDNIGHT = "00:00:00"
#: Less than a minute before or after it, and no end of a day.
_BESIDE_MIDNIGHT = r"^(?:23:59:(?:0[1-9]|[1-4]\d|5[0-8])|00:00:(?:0[1-9]|[1-5]\d))$"
#: A day and a time as text: "31/01/2026 17:00", "2026-01-31T17:00:00", "17:00 31/01/2026"; what ends in a zone was read by it.
_TIMED_TEXT = (
    r"^(?:[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}[ T,]+[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}:[0-9]{2}[0-9: ,]+[0-9]{1,2}[/.-][0-9]{1,2}[/.-])"
)
_BARE_TEXT = r"^[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}$"


def correct_moved_days(text: pl.DataFrame, names: Sequence[str], *, led_by: str | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The text with the days of moved columns at the midnight that is meant, and a repair for each: date cells, and texts of a day with a
    time, which programs write as well.

    ``led_by``: where columns may hold honest times, none of fewer cells than a column has is moved, and others only on sheets on which this
    one is, and where they carry its times: due dates of a log all end at 17:00, and the moments of reception differ, or are all the same
    other one. Times that miss midnight by less than a minute are nobody's: such columns are moved whatever the others hold.
    """
    changed, repairs = text, [pl.DataFrame(schema=REPAIR_SCHEMA)]
    timed = _may_carry_times(text, names)
    if not timed:
        return text, repairs[0]
    for sheet, moved in _moved_columns(text, timed, may_hold_times=led_by is not None).items():
        of_sheet = pl.col("sheet_name").eq_missing(pl.lit(sheet, dtype=pl.String))
        leading = set().union(*moved.values()) if led_by is None else moved.get(led_by, set())
        for name in (name for name, times in moved.items() if times <= leading or all(map(_is_beside_midnight, times))):
            repairs.append(cell_repairs(text.filter(of_sheet), name, MOVED, nearest_midnight(pl.col(name))))
            changed = changed.with_columns(pl.when(of_sheet).then(nearest_midnight(pl.col(name))).otherwise(pl.col(name)).alias(name))
    return changed, pl.concat(repairs)


def _is_beside_midnight(clock: str) -> bool:
    return re.match(_BESIDE_MIDNIGHT, clock) is not None


def nearest_midnight(e: pl.Expr) -> pl.Expr:
    """Days with a time at the midnight next to it, as date cells are printed, texts as a day alone; what has no time stays, and so does the
    end of its own day."""
    at = _with_time(e)
    is_own_end = at.str.slice(11, 8).is_in(_OWN_END)
    meant = at.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False).dt.offset_by("12h").dt.truncate("1d")
    told = pl.when(e.str.contains(REAL_DATE_CELL)).then(meant.dt.strftime("%Y-%m-%d %H:%M:%S")).otherwise(meant.dt.strftime("%d/%m/%Y"))
    return pl.when(meant.is_not_null() & ~is_own_end).then(told).otherwise(e)


def _with_time(e: pl.Expr) -> pl.Expr:
    """``2026-01-31 17:00:00`` for a date cell or a text of a day with a time; null for all else."""
    of_text = if_any(pl.when(e.str.contains(_TIMED_TEXT)).then(e), lambda text: date_time(text).dt.strftime("%Y-%m-%d %H:%M:%S"), pl.String)
    return pl.when(e.str.contains(REAL_DATE_CELL)).then(e.str.slice(0, 19)).otherwise(of_text)


def _may_carry_times(text: pl.DataFrame, names: Sequence[str]) -> list[str]:
    """Columns of which any cell holds a time other than the midnight of a date cell: without one there is nothing to move."""
    filled = [name for name in names if text[name].null_count() < text.height]
    may = text.select((pl.col(name).str.contains(":", literal=True) & ~pl.col(name).str.ends_with(_MIDNIGHT)).any() for name in filled)
    return [name for name in filled if may[name].item()]


def _moved_columns(text: pl.DataFrame, names: Sequence[str], *, may_hold_times: bool) -> dict[str | None, dict[str, set[str]]]:
    """Sheet -> the columns of which every day carries one of few times, with these times; where columns may hold honest ones, those of as
    many cells as a column has."""
    columns, least = pl.concat(_times_of(text, name, may_hold_times) for name in names), LEAST_CELLS if may_hold_times else 1
    times = pl.col("times").list.len()
    come_again = (times == 1) | (pl.col("cells") >= LEAST_CELLS_A_TIME * times)
    few = columns.filter((pl.col("cells") >= least) & (times <= MOST_TIMES) & come_again & ~pl.col("is_of_day"))
    is_column = (pl.col("cells") >= LEAST_CELLS) & ((pl.col("days") >= LEAST_DAYS) | (pl.col("cells") >= MANY_CELLS))
    each = few.select("sheet_name", "name", is_column.alias("is_column"), pl.col("times").alias("time")).explode("time")
    # No set operation on lists: polars 2.1.0 panics in it on lists that were filtered and joined.
    strange = each.filter(~pl.col("is_column"))
    for beside in (["sheet_name", "time"], ["name", "time"]):
        proven = each.filter("is_column").select(beside).unique()
        strange = strange.join(proven, on=beside, how="anti", nulls_equal=True)
    moved = few.join(strange, on=["sheet_name", "name"], how="anti", nulls_equal=True, maintain_order="left")
    found: dict[str | None, dict[str, set[str]]] = {}
    for sheet, name, own in moved.select("sheet_name", "name", "times").iter_rows():
        found.setdefault(sheet, {})[name] = set(own)
    return found


def _times_of(text: pl.DataFrame, name: str, may_hold_times: bool) -> pl.DataFrame:
    """A row a sheet: how many cells of the column carry a time other than midnight, on how many days, which times, and whether that is no
    shift of a zone: more are midnight than somebody typed, or a bare day stands among such texts."""
    clock = pl.col("at").str.slice(11, 8)
    times = clock.filter(clock != _MIDNIGHT)
    is_text = ~pl.col("cell").str.contains(REAL_DATE_CELL)
    bare = (clock.is_null() & pl.col("cell").str.contains(_BARE_TEXT)).any() & (clock.is_not_null() & is_text).any()
    typed = (clock == _MIDNIGHT).sum()
    may_be_typed = times.str.contains(_BESIDE_MIDNIGHT).all() | (pl.lit(not may_hold_times) & (typed <= MOST_TYPED * clock.count()))
    is_honest = (typed > 0) & ~may_be_typed
    return (
        text.select("sheet_name", cell=pl.col(name), at=_with_time(pl.col(name)))
        .group_by("sheet_name", maintain_order=True)
        .agg(
            name=pl.lit(name),
            cells=times.count(),
            days=pl.col("at").filter(clock != _MIDNIGHT).str.slice(0, 10).drop_nulls().n_unique(),
            times=times.drop_nulls().unique(),
            is_of_day=bare.fill_null(False) | is_honest | times.drop_nulls().is_in(_OWN_END).all(),
        )
        .filter(pl.col("cells") > 0)
    )
