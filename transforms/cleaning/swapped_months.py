"""Columns of months that stand as the first day of each ("01/07/2026"), in which day and month were exchanged, known by the whole column
and put right.

A program of US habits writes such a first as 7/1/2026, and an Excel of US habits makes the seventh of January of "01/07/2026". No day is
above 12 then, whatever the column holds, so that nothing shows it but this: every day of the column lies in January.

Data flow: text of a delivery -> ``correct_swapped_months``, column by column and sheet by sheet -> text put right + the cells changed
"""

from collections.abc import Sequence

import polars as pl

from transforms.cleaning.model import REPAIR_SCHEMA, cell_repairs
from transforms.cleaning.month_first import day_first
from transforms.cleaning.swapped_dates import LAST_SWAPPED_DAY, SWAPPED
from transforms.vietnamese.midnights import as_date_cell

#: How many different dates that are no first a column must show. Who does not begin on a first begins in any month of the twelve: four that
#: all lie in January are one column in twenty thousand.
LEAST_DAYS = 4
_DAY_FIRST = r"^['\s]{0,2}(?<day>[0-9]{1,2})[/\-](?<month>[0-9]{1,2})[/\-](?:[0-9]{4}|[0-9]{2})(?:[T,\s].{0,40})?$"
_DATE_CELL = r"^[0-9]{4}-(?<month>[0-9]{2})-(?<day>[0-9]{2}) "


def correct_swapped_months(text: pl.DataFrame, names: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The text with day and month of dates exchanged, typed ones and date cells (or their bare numbers), where all of a column of months
    lie in January, and a repair for each. A column of the same sheet that shows it with fewer days goes with one that shows it in full."""
    changed, repairs = text, [pl.DataFrame(schema=REPAIR_SCHEMA)]
    filled = [name for name in names if text[name].null_count() < text.height]
    for sheet, columns in _of_january(text, filled).items():
        if max(columns.values()) < LEAST_DAYS:
            continue
        of_sheet = pl.col("sheet_name").eq_missing(pl.lit(sheet, dtype=pl.String))
        for name in columns:
            put_right = day_first(as_date_cell(pl.col(name)), with_cells=True)
            repairs.append(cell_repairs(text.filter(of_sheet), name, SWAPPED, put_right))
            changed = changed.with_columns(pl.when(of_sheet).then(put_right).otherwise(pl.col(name)).alias(name))
    return changed, pl.concat(repairs)


def _of_january(text: pl.DataFrame, names: Sequence[str]) -> dict[str | None, dict[str, int]]:
    """Sheet -> the columns whose days all lie among the first twelve of January, and how many different ones that are no first."""
    found: dict[str | None, dict[str, int]] = {}
    for name in names:
        cells = text.select("sheet_name", cell=as_date_cell(pl.col(name))).unique(maintain_order=True)
        typed, real = (cells["cell"].str.extract_groups(form).struct.unnest() for form in (_DAY_FIRST, _DATE_CELL))
        day, month = (typed[part].fill_null(real[part]).cast(pl.Int32) for part in ("day", "month"))
        days = cells.with_columns(day.alias("day"), month.alias("month")).drop_nulls("day")
        is_of_january = ((pl.col("month") == 1) & (pl.col("day") <= LAST_SWAPPED_DAY)).all()
        sheets = days.group_by("sheet_name", maintain_order=True).agg(days=(pl.col("day") > 1).sum(), is_of_january=is_of_january)
        for sheet, count in sheets.filter("is_of_january").select("sheet_name", "days").iter_rows():
            found.setdefault(sheet, {})[name] = count
    return found
