"""Columns of months that stand as the first day of each ("01/07/2026"), in which day and month were exchanged, known by the whole column
and put right.

A program of US habits writes such a first as 7/1/2026, and an Excel of US habits makes the seventh of January of "01/07/2026". No day is
above 12 then, whatever the column holds, so that nothing shows it but this: every day of the column lies in January.

Data flow: text of a delivery -> ``correct_swapped_months``, column by column and sheet by sheet -> text put right + the cells changed
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from transforms.cleaning.model import REPAIR_SCHEMA, cell_repairs
from transforms.cleaning.month_first import day_first
from transforms.cleaning.swapped_dates import LAST_SWAPPED_DAY, SWAPPED
from transforms.vietnamese.midnights import as_date_cell

#: How many different dates that are no first a column must show. Who does not begin on a first begins in any month of the twelve: four that
#: all lie in January are one column in twenty thousand.
LEAST_DAYS = 4
#: Who is listed has begun: where more would begin after the list's month, they are people who began on days of one January.
MOST_TO_COME = 0.5
_DAY_FIRST = r"^['\s]{0,2}(?<day>[0-9]{1,2})[/\-](?<month>[0-9]{1,2})[/\-](?:(?<year>[0-9]{4})|(?<short>[0-9]{2}))(?:[T,\s].{0,40})?$"
_DATE_CELL = r"^(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2}) "
_ISO_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_PARTS = ("year", "month", "day")
_THIS_CENTURY = 2000


def correct_swapped_months(text: pl.DataFrame, names: Sequence[str], *, last: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The text with day and month of dates exchanged, typed ones and date cells, where all those of the months in which people began lie
    in January, and a repair for each.

    ``names``: the column of those months, and others: of the same sheet they show it too, and go along, if theirs lie there. ``last``: last
    day of the list's month.
    """
    changed, repairs = text, [pl.DataFrame(schema=REPAIR_SCHEMA)]
    shown = [_of_january(text, name, last) for name in names if text[name].null_count() < text.height]
    begun = [sheet for sheet, name, _, to_come in _rows(shown) if name == names[0] and to_come <= MOST_TO_COME]
    proven = {sheet for sheet, _, days, _ in _rows(shown) if days >= LEAST_DAYS and sheet in begun}
    for sheet, name, *_ in _rows(shown):
        if sheet in proven:
            of_sheet = pl.col("sheet_name").eq_missing(pl.lit(sheet, dtype=pl.String))
            put_right = day_first(_printed(pl.col(name)), with_cells=True)
            repairs.append(cell_repairs(text.filter(of_sheet), name, SWAPPED, put_right))
            changed = changed.with_columns_seq(pl.when(of_sheet).then(put_right).otherwise(pl.col(name)).alias(name))
    return changed, pl.concat(repairs)


def _printed(e: pl.Expr) -> pl.Expr:
    """Date cells as they are printed, their bare numbers, and days that a program wrote year first, likewise."""
    return pl.when(e.str.contains(_ISO_DAY)).then(e + " 00:00:00").otherwise(as_date_cell(e))


def _rows(shown: Sequence[pl.DataFrame]) -> list[tuple[str | None, str, int, float]]:
    return [row for frame in shown for row in frame.iter_rows()]


def _of_january(text: pl.DataFrame, name: str, last: date) -> pl.DataFrame:
    """A row for each sheet of which all days of the column lie among the first twelve of January: its name, the column, how many different
    ones are no first, and which share of those is to come, day and month exchanged."""
    cells = text.select_seq("sheet_name", cell=_printed(pl.col(name))).unique(maintain_order=True)
    typed, real = (cells["cell"].str.extract_groups(form).struct.unnest() for form in (_DAY_FIRST, _DATE_CELL))
    short = _THIS_CENTURY + typed["short"].cast(pl.Int32)
    parts = {part: typed[part].fill_null(real[part]).cast(pl.Int32) for part in _PARTS}
    year, month, day = (pl.col(part) for part in _PARTS)
    is_telling, is_to_come = day > 1, year * 12 + day > last.year * 12 + last.month
    return (
        cells.with_columns_seq(**parts)
        .with_columns_seq(year.fill_null(short))
        .drop_nulls(_PARTS)
        .group_by("sheet_name", maintain_order=True)
        .agg(
            name=pl.lit(name),
            days=is_telling.sum(),
            to_come=is_to_come.filter(is_telling).mean().fill_null(0.0),
            is_of_january=((month == 1) & (day <= LAST_SWAPPED_DAY)).all(),
        )
        .filter("is_of_january")
        .drop("is_of_january")
    )
