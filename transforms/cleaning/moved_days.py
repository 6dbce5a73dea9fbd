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
from transforms.vietnamese.dates import REAL_DATE_CELL
from transforms.vietnamese.midnights import (
    BARE_DAY_TEXT,
    MIDNIGHT,
    MOST_TIMES,
    NUMBER_OF_MOMENT,
    OWN_END,
    are_moved_months,
    nearest_midnight,
    with_time,
)

#: The kind of this repair in the ledger.
MOVED = "day_moved_by_zone"
#: Where there are several, each comes again and again: three moments of three cells are three moments.
LEAST_CELLS_A_TIME = 4
#: Fewer cells are no column: a single moment may be one. Those, and cells of one day alone that are not many, are one where they carry the
#: times of a column that is moved, on their sheet or of their own heading on another: cards end on one day, a group's sheet may list one
#: person.
LEAST_CELLS, LEAST_DAYS, MANY_CELLS = 3, 2, 10
#: "2026-07-01 17:00:00"
_MOMENT_LETTERS = 19
_WITH_ZONE = r"(?i):[0-9]{2}(?:[.,][0-9]+)?\s*(?:z|utc|gmt|[+-][0-9]{2})"
#: Share of the cells of a column that somebody typed again.
MOST_TYPED = 0.1
#: Less than a minute before or after it, and no end of a day.
_BESIDE_MIDNIGHT = r"^(?:23:59:(?:0[1-9]|[1-4]\d|5[0-8])|00:00:(?:0[1-9]|[1-5]\d))$"


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
            changed = changed.with_columns_seq(pl.when(of_sheet).then(nearest_midnight(pl.col(name))).otherwise(pl.col(name)).alias(name))
    return changed, pl.concat(repairs)


def correct_moved_months(text: pl.DataFrame, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same of a column of months, of which all cells are of one day and few: it is moved where each goes to the first of a month."""
    sheets = text.group_by("sheet_name", maintain_order=True).agg(pl.col(name))
    moved = [sheet for sheet, cells in sheets.iter_rows() if are_moved_months(pl.Series(cells, dtype=pl.String))]
    of_sheet = (pl.col("sheet_name").eq_missing(pl.lit(sheet, dtype=pl.String)) for sheet in moved)
    is_moved = pl.any_horizontal(pl.lit(False), *of_sheet)
    put_right = pl.when(is_moved).then(nearest_midnight(pl.col(name))).otherwise(pl.col(name))
    return text.with_columns_seq(put_right.alias(name)), cell_repairs(text, name, MOVED, put_right)


def half_moved_days(text: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """``sheet_name``, ``column_name``, ``cells``, ``time``: columns of bare days of which many stand at midnight, or are written without a
    time, and others carry one of few times of an evening: who knows which of them a zone moved to the day before."""
    columns = [_evenings_of(text, name) for name in _may_carry_times(text, names)]
    schema = {"sheet_name": pl.String, "column_name": pl.String, "cells": pl.UInt32, "time": pl.String}
    return pl.concat(columns) if columns else pl.DataFrame(schema=schema)


def _evenings_of(text: pl.DataFrame, name: str) -> pl.DataFrame:
    cell, clock = pl.col("cell"), pl.col("at").str.slice(11, 8)
    is_moved = clock.is_between(pl.lit("12:00:00"), pl.lit("23:59:59")) & ~clock.is_in(OWN_END)
    is_typed = (clock == MIDNIGHT) | (clock.is_null() & cell.str.contains(BARE_DAY_TEXT))
    times, typed, moved = clock.filter(clock != MIDNIGHT), is_typed.sum(), is_moved.sum()
    own = pl.when(~pl.col(name).str.contains(_WITH_ZONE)).then(pl.col(name))  # others are read by their zone, and the hour that it had then
    rows = text.select_seq("sheet_name", cell=own, at=with_time(own)).group_by("sheet_name", maintain_order=True)
    counted = rows.agg(
        column_name=pl.lit(name),
        cells=moved,
        time=clock.filter(is_moved).mode().sort().first(),
        is_half=(moved >= LEAST_CELLS) & (times.n_unique() <= MOST_TIMES) & (typed > MOST_TYPED * (typed + moved)),
    )
    return counted.filter("is_half").drop("is_half")


def _is_beside_midnight(clock: str) -> bool:
    return re.match(_BESIDE_MIDNIGHT, clock) is not None


def _may_carry_times(text: pl.DataFrame, names: Sequence[str]) -> list[str]:
    """Columns of which any cell holds a time other than the midnight of a date cell: without one there is nothing to move. Nor is there
    where date cells hold moments of all kinds, which is seen without a pattern."""
    filled = [name for name in names if text[name].null_count() < text.height]
    may = text.select_seq(_may_hold_a_time(pl.col(name)).alias(name) for name in filled)
    return [name for name in filled if may[name].item() and not _holds_moments(text, name)]


def _holds_moments(text: pl.DataFrame, name: str) -> bool:
    """Whether date cells of the column carry more times than a moved one has, on every sheet."""
    cell = pl.col(name)
    clock = pl.when((cell.str.len_bytes() == _MOMENT_LETTERS) & (cell.str.slice(10, 1) == " ")).then(cell.str.slice(11))
    times = text.group_by("sheet_name").agg(clock.drop_nulls().n_unique().alias("times"))["times"].min()
    return int(str(times)) > MOST_TIMES + 1  # midnight is none of them


def _may_hold_a_time(cell: pl.Expr) -> pl.Expr:
    """A number with a part of a day has its sign behind five digits; "31/01/2026" has none there, and meets no pattern."""
    numbers = cell.filter(cell.str.slice(5, 1).is_in([".", ","]))
    timed = cell.str.contains(":", literal=True) & ~cell.str.ends_with(MIDNIGHT)
    return timed.any() | numbers.str.contains(NUMBER_OF_MOMENT).any()


def _moved_columns(text: pl.DataFrame, names: Sequence[str], *, may_hold_times: bool) -> dict[str | None, dict[str, set[str]]]:
    """Sheet -> the columns of which every day carries one of few times, with these times; where columns may hold honest ones, those of as
    many cells as a column has."""
    columns, least = pl.concat(_times_of(text, name, may_hold_times) for name in names), LEAST_CELLS if may_hold_times else 1
    times = pl.col("times").list.len()
    come_again = (times == 1) | (pl.col("cells") >= LEAST_CELLS_A_TIME * times)
    few = columns.filter((pl.col("cells") >= least) & (times <= MOST_TIMES) & come_again & ~pl.col("is_of_day"))
    is_column = (pl.col("cells") >= LEAST_CELLS) & ((pl.col("days") >= LEAST_DAYS) | (pl.col("cells") >= MANY_CELLS))
    each = few.select_seq("sheet_name", "name", is_column.alias("is_column"), pl.col("times").alias("time")).explode("time")
    # No set operation on lists: polars 2.1.0 panics in it on lists that were filtered and joined.
    strange = each.filter(~pl.col("is_column"))
    for beside in (["sheet_name", "time"], ["name", "time"]):
        proven = each.filter("is_column").select_seq(beside).unique()
        strange = strange.join(proven, on=beside, how="anti", nulls_equal=True)
    moved = few.join(strange, on=["sheet_name", "name"], how="anti", nulls_equal=True, maintain_order="left")
    found: dict[str | None, dict[str, set[str]]] = {}
    for sheet, name, own in moved.select_seq("sheet_name", "name", "times").iter_rows():
        found.setdefault(sheet, {})[name] = set(own)
    return found


def _times_of(text: pl.DataFrame, name: str, may_hold_times: bool) -> pl.DataFrame:
    """A row a sheet: how many cells of the column carry a time other than midnight, on how many days, which times, and whether that is no
    shift of a zone: more are midnight than somebody typed, or a bare day stands among such texts."""
    clock = pl.col("at").str.slice(11, 8)
    times = clock.filter(clock != MIDNIGHT)
    is_text = ~pl.col("cell").str.contains(REAL_DATE_CELL)
    bare = (clock.is_null() & pl.col("cell").str.contains(BARE_DAY_TEXT)).any() & (clock.is_not_null() & is_text).any()
    typed = (clock == MIDNIGHT).sum()
    may_be_typed = times.str.contains(_BESIDE_MIDNIGHT).all() | (pl.lit(not may_hold_times) & (typed <= MOST_TYPED * clock.count()))
    is_honest = (typed > 0) & ~may_be_typed
    return (
        text.select_seq("sheet_name", cell=pl.col(name), at=with_time(pl.col(name)))
        .group_by("sheet_name", maintain_order=True)
        .agg(
            name=pl.lit(name),
            cells=times.count(),
            days=pl.col("at").filter(clock != MIDNIGHT).str.slice(0, 10).drop_nulls().n_unique(),
            times=times.drop_nulls().unique(),
            is_of_day=bare.fill_null(False) | is_honest | times.drop_nulls().is_in(OWN_END).all(),
        )
        .filter(pl.col("cells") > 0)
    )
