"""Date columns that a program moved by its time zone, known by the whole column, and put right.

Programs that keep a bare day as a moment write the day before, some hours before its midnight (17:00 of Greenwich for Vietnam), or a few
seconds off it where the zone's history has odd ones (23:59:12 of the day before). No cell then stands at midnight, and all of them carry
one of few times. The day meant is the nearest midnight.

Data flow: text of a delivery -> ``correct_moved_days``, column by column and sheet by sheet -> text put right + the cells changed
"""

from collections.abc import Sequence

import polars as pl

from transforms.cleaning.model import REPAIR_SCHEMA, cell_repairs
from transforms.vietnamese.dates import REAL_DATE_CELL

#: The kind of this repair in the ledger.
MOVED = "day_moved_by_zone"
#: A zone changed its hour a few times over the years: columns whose times differ more are times.
MOST_TIMES = 3
#: Where there are several, each comes again and again: three moments of three cells are three moments.
LEAST_CELLS_A_TIME = 4
#: Fewer cells are no column: a single moment may be one. Cells of one day alone are one where they are many, or where they carry the times
#: of a column that is moved: cards end on one day.
LEAST_CELLS, LEAST_DAYS, MANY_CELLS = 3, 2, 10
#: The end of its own day, as systems write the last day of a validity.
_OWN_END = ("23:59:00", "23:59:59")
_MIDNIGHT = "00:00:00"


def correct_moved_days(text: pl.DataFrame, names: Sequence[str], *, led_by: str | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The text with the real date cells of moved columns at the midnight that is meant, and a repair for each.

    ``led_by``: where columns may hold honest times, they are moved only on sheets on which this one is: due dates of a log all end at
    17:00, and the moments of reception differ.
    """
    changed, repairs = text, [pl.DataFrame(schema=REPAIR_SCHEMA)]
    for sheet, moved in _moved_columns(text, names).items():
        of_sheet = pl.col("sheet_name").eq_missing(pl.lit(sheet, dtype=pl.String))
        for name in moved if led_by is None or led_by in moved else ():
            repairs.append(cell_repairs(text.filter(of_sheet), name, MOVED, nearest_midnight(pl.col(name))))
            changed = changed.with_columns(pl.when(of_sheet).then(nearest_midnight(pl.col(name))).otherwise(pl.col(name)).alias(name))
    return changed, pl.concat(repairs)


def nearest_midnight(e: pl.Expr) -> pl.Expr:
    """Real date cells at the midnight next to their time, as text; what is no real date cell, and the end of its own day, stays."""
    moment = pl.when(e.str.contains(REAL_DATE_CELL)).then(e.str.slice(0, 19)).str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)
    is_own_end = e.str.slice(11, 8).is_in(_OWN_END)
    meant = moment.dt.offset_by("12h").dt.truncate("1d").dt.strftime("%Y-%m-%d %H:%M:%S")
    return pl.when(moment.is_not_null() & ~is_own_end).then(meant).otherwise(e)


def _moved_columns(text: pl.DataFrame, names: Sequence[str]) -> dict[str | None, list[str]]:
    """Sheet -> the columns of which every real date cell carries one of few times, and none is midnight."""
    times = pl.col("cell").str.slice(11, 8)
    columns = pl.concat(
        text.select("sheet_name", cell=pl.col(name))
        .filter(pl.col("cell").str.contains(REAL_DATE_CELL))
        .group_by("sheet_name", maintain_order=True)
        .agg(
            name=pl.lit(name),
            cells=pl.len(),
            days=pl.col("cell").str.slice(0, 10).n_unique(),
            times=times.unique(),
            is_of_day=(times == _MIDNIGHT).any() | times.is_in(_OWN_END).all(),
        )
        for name in names
    )
    times = pl.col("times").list.len()
    come_again = (times == 1) | (pl.col("cells") >= LEAST_CELLS_A_TIME * times)
    few = columns.filter((pl.col("cells") >= LEAST_CELLS) & (times <= MOST_TIMES) & come_again & ~pl.col("is_of_day"))
    is_column = (pl.col("days") >= LEAST_DAYS) | (pl.col("cells") >= MANY_CELLS)
    each = few.select("sheet_name", "name", is_column.alias("is_column"), pl.col("times").alias("time")).explode("time")
    proven = each.filter("is_column").select("sheet_name", "time").unique()
    # No set operation on lists: polars 2.1.0 panics in it on lists that were filtered and joined.
    strange = each.join(proven, on=["sheet_name", "time"], how="anti", nulls_equal=True).filter(~pl.col("is_column"))
    moved = few.join(strange, on=["sheet_name", "name"], how="anti", nulls_equal=True, maintain_order="left")
    found: dict[str | None, list[str]] = {}
    for sheet, name in moved.select("sheet_name", "name").iter_rows():
        found.setdefault(sheet, []).append(name)
    return found
