"""Dates typed month before day, as programs of American habits write them (7/15/2026, 7/15/26, 7/15/2026 1:52:29 PM), known by the whole
list, and put day first.

JavaScript's SheetJS, .NET and Excel itself write their own short date in texts, whatever the office's habit is. Where no first number of a
list is above 12 and second ones are, again and again, the second is the day. A list that holds days up to the 12th alone shows nothing by
itself: of a log, the day within each dossier's code tells.

Data flow: text of a delivery -> ``correct_month_first``, the whole file or column by column -> text put right + the cells changed
"""

from collections.abc import Sequence

import polars as pl

from transforms.cleaning.model import REPAIR_SCHEMA, cell_repairs
from transforms.cleaning.swapped_dates import LAST_SWAPPED_DAY, SWAPPED, swap_day_and_month
from transforms.vietnamese.dates import REAL_DATE_CELL

#: How many different dates must be impossible day first, and what share of all different ones: a column of firsts of months in which a few
#: cells were mistyped is day first, and shows it by no first number above 12 either.
LEAST_DATES, LEAST_SHARE = 3, 0.2
#: How many of a log's rows in which day and month differ must have a code, and the share of them whose code names the day read month first.
LEAST_CODES, AGREEING_SHARE = 5, 0.9
_TYPED = r"^['\s]{0,2}(?<first>[0-9]{1,2})(?<sign>[/\-])(?<second>[0-9]{1,2})[/\-](?<rest>(?:[0-9]{4}|[0-9]{2})(?:[T,\s].{0,40})?)$"
_LATE = r"(?:1[3-9]|2[0-9]|3[01])"
_LATE_FIRST, _LATE_SECOND = rf"^['\s]{{0,2}}{_LATE}[/\-]", rf"^['\s]{{0,2}}[0-9]{{1,2}}[/\-]{_LATE}[/\-]"
_SCHEMA = {"sheet_name": pl.String, "name": pl.String, "dates": pl.UInt32, "month_first": pl.UInt32, "day_first": pl.UInt32}


def correct_month_first(
    text: pl.DataFrame, names: Sequence[str], *, known: tuple[str, pl.Series] | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The text with typed dates day first where the file writes them month first, and a repair for each. Real date cells of such a column
    go with the typed ones where all lie in days 1-12: a Vietnamese Excel that opens such a text makes those cells.

    Columns that show nothing go with those that do, where no typed date of the file is day first. ``known``: a column of ``names`` and the
    days (Date) that another cell of each row names.
    """
    dated = [name for name in names if text[name].null_count() < text.height]
    agrees = known is not None and known[0] in dated and _agrees(text[known[0]], known[1])
    changed, repairs = text, [pl.DataFrame(schema=REPAIR_SCHEMA)]
    if not agrees and not (dated and any(text.select_seq(pl.col(dated).str.contains(_LATE_SECOND).any()).row(0))):
        return text, repairs[0]
    shown = pl.concat(_shown(text, name) for name in dated)
    for sheet, name, count in _month_first(shown, agrees=agrees):
        of_sheet = pl.col("sheet_name").eq_missing(pl.lit(sheet, dtype=pl.String))
        rows = text.filter(of_sheet)
        put_right = day_first(pl.col(name), with_cells=(agrees or count > 0) and _lie_early(rows[name]))
        repairs.append(cell_repairs(rows, name, SWAPPED, put_right))
        changed = changed.with_columns_seq(pl.when(of_sheet).then(put_right).otherwise(pl.col(name)).alias(name))
    return changed, pl.concat(repairs)


def is_typed_date(cells: pl.Expr) -> pl.Expr:
    """Whether a cell that was put right is typed, not a real date."""
    return cells.str.contains(_TYPED)


def _shown(text: pl.DataFrame, name: str) -> pl.DataFrame:
    """A row a sheet: how many different dates of the column are typed, which of them are none day first, and which none month first; equal
    numbers (05/05) tell nothing."""
    first, second = (pl.col(part).cast(pl.Int32) for part in ("first", "second"))
    return (
        text.select_seq("sheet_name", cell=pl.col(name))
        .unique(maintain_order=True)
        .with_columns_seq(pl.col("cell").str.extract_groups(_TYPED).alias("parts"))
        .unnest("parts")
        .group_by("sheet_name", maintain_order=True)
        .agg(
            name=pl.lit(name),
            dates=(first != second).sum(),
            month_first=(first.is_between(1, LAST_SWAPPED_DAY) & second.is_between(LAST_SWAPPED_DAY + 1, 31)).sum(),
            day_first=(first.is_between(LAST_SWAPPED_DAY + 1, 31) & second.is_between(1, LAST_SWAPPED_DAY)).sum(),
        )
        .select_seq(pl.col(column).cast(kind) for column, kind in _SCHEMA.items())
    )


def _month_first(shown: pl.DataFrame, *, agrees: bool) -> list[tuple[str | None, str, int]]:
    """Sheet and column of what is month first, and how many of its dates show it: all columns, where the file as a whole shows it, else
    those that show it themselves."""
    shows = pl.col("month_first")
    is_proven = (shows >= LEAST_DATES) & (shows >= LEAST_SHARE * pl.col("dates")) & (pl.col("day_first") == 0)
    whole = shown.select_seq(pl.col("dates", "month_first", "day_first").sum())
    is_whole = whole.select_seq(is_proven).item() or (agrees and not whole["day_first"].item())
    return list((shown if is_whole else shown.filter(is_proven)).select_seq("sheet_name", "name", "month_first").iter_rows())


def _agrees(cells: pl.Series, days: pl.Series) -> bool:
    """Whether the days that the rows name are those of the cells read month first, and not day first."""
    if cells.str.contains(_LATE_FIRST).any() or not _lie_early(cells):
        return False
    typed = cells.str.extract_groups(_TYPED).struct.unnest()
    real = cells.str.extract_groups(r"^[0-9]{4}-(?<second>[0-9]{2})-(?<first>[0-9]{2}) ").struct.unnest()
    month, day = (typed[part].zip_with(typed[part].is_not_null(), real[part]).cast(pl.Int32) for part in ("first", "second"))
    parts = pl.DataFrame({"month": month, "day": day, "known_month": days.dt.month(), "known_day": days.dt.day()}).drop_nulls()
    differing = parts.filter(pl.col("month") != pl.col("day"))
    month_first = differing.filter(pl.col("month") == pl.col("known_month"), pl.col("day") == pl.col("known_day")).height
    return differing.height >= LEAST_CODES and month_first >= AGREEING_SHARE * differing.height


def _lie_early(cells: pl.Series) -> bool:
    """Whether every real date cell lies in days 1-12."""
    days = cells.filter(cells.str.contains(REAL_DATE_CELL)).str.slice(8, 2)
    return bool((days <= f"{LAST_SWAPPED_DAY}").all())


def day_first(e: pl.Expr, *, with_cells: bool) -> pl.Expr:
    """Typed dates with their first two numbers exchanged; ``with_cells``: real date cells up to day 12 too."""
    typed = e.str.replace(_TYPED, "${second}${sign}${first}${sign}${rest}")
    return swap_day_and_month(typed) if with_cells else typed
