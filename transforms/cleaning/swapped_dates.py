"""Date columns in which day and month were exchanged, known by their mixture of real and typed dates, and put right.

An Excel of US habits that opens a day-first text file takes every date up to day 12 for month-first and makes it a real date with
day and month exchanged; every later date means nothing to it and stays text. What is left is a column whose real dates all lie in
days 1-12 and whose typed dates all lie in days 13-31.

Data flow: text of a delivery -> ``correct_swapped_dates``, column by column and sheet by sheet -> text put right + the cells changed
"""

from collections.abc import Sequence
from typing import Literal

import polars as pl

from transforms.cleaning.model import REPAIR_SCHEMA, cell_repairs
from transforms.vietnamese.dates import REAL_DATE_CELL

#: The kind of this repair in the ledger.
SWAPPED = "day_month_swapped"
LAST_SWAPPED_DAY = 12
#: How many dates of either sort, each different one counted once, a column must show. Firsts of a month and its last days are no
#: evidence, for cards begin and end on them. Of the other honest dates 37 % lie in days 2-12, and 59 % of those before day 28 lie in
#: days 13-27: eight real and eight typed ones that part so by chance are 0.37^8 * 0.59^8, five columns in a million. (Seven and
#: seven would be under one in ten thousand too; the eighth is for lists whose dates stand together.)
LEAST_DATES = 8
#: Two different columns of a sheet that show six and six each tell it together: a log of one month may have seven working days among
#: its first twelve. Beside columns that tell, one that parts in the same way was opened by the same program.
LEAST_TOGETHER, LEAST_BESIDE = 6, 1
#: Real dates that keep to a few days of the month (paydays) have a reason of their own, unless that day is the typed dates' month: a
#: log of June, exchanged, lies on the sixth of every month.
LEAST_DAYS = 4
FOREIGN_SHARE, OWN_SHARE = 0.5, 0.9
_LAST_TELLING_DAY = 27
_TYPED = r"^\W{0,2}(?<day>[0-9]{1,2})[/.\-](?<month>[0-9]{1,2})[/.\-](?<year>[0-9]{4})"
#: Bytes of a real date cell: shorter text is none.
_REAL_LENGTH = 19


def correct_swapped_dates(text: pl.DataFrame, names: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The text with day and month of real date cells exchanged where a column of a sheet shows the signature, and a repair for each.

    A column that shows it with fewer dates, or whose real dates show it and that has too few typed ones (cards that begin on firsts:
    exchanged, they all lie in January), goes with columns of its sheet that show it in full, because Excel opens a sheet as a whole.
    Alone it stays.
    """
    dated = [name for name in names if (text[name].str.len_bytes() >= _REAL_LENGTH).any()]
    changed, repairs = text, [pl.DataFrame(schema=REPAIR_SCHEMA)]
    for sheet, suspects in _suspects(text, dated):
        of_sheet = pl.col("sheet_name").eq_missing(pl.lit(sheet, dtype=pl.String))
        rows = text.filter(of_sheet)
        for name in _swapped_columns(rows, suspects):
            changed = changed.with_columns_seq(pl.when(of_sheet).then(swap_day_and_month(pl.col(name))).otherwise(pl.col(name)).alias(name))
            repairs.append(cell_repairs(rows, name, SWAPPED, swap_day_and_month(pl.col(name))))
    return changed, pl.concat(repairs)


def swap_day_and_month(e: pl.Expr) -> pl.Expr:
    """Real date cells with day and month exchanged, as text; typed dates, and days that can be no month, stay."""
    is_real = e.str.contains(REAL_DATE_CELL) & (e.str.slice(8, 2) <= f"{LAST_SWAPPED_DAY}")
    parts = (e.str.slice(0, 5), e.str.slice(8, 2), pl.lit("-"), e.str.slice(5, 2), e.str.slice(10))
    return pl.when(is_real).then(pl.concat_str(parts)).otherwise(e)


def _suspects(text: pl.DataFrame, names: Sequence[str]) -> list[tuple[str | None, list[str]]]:
    """Sheets with the columns whose real dates all lie in days 1-12: quickly told, and nearly every honest column is out."""
    if not names:
        return []
    last_days = [pl.when(pl.col(name).str.contains(REAL_DATE_CELL)).then(pl.col(name).str.slice(8, 2)).max().alias(name) for name in names]
    sheets = text.group_by("sheet_name", maintain_order=True).agg(last_days).iter_rows(named=True)
    return [(sheet["sheet_name"], [name for name in names if str(sheet[name] or "99") <= f"{LAST_SWAPPED_DAY}"]) for sheet in sheets]


def _swapped_columns(rows: pl.DataFrame, names: Sequence[str]) -> list[str]:
    verdicts = {name: verdict(rows[name]) for name in names}
    if "swapped" not in verdicts.values() and not _tell_together(rows, names):
        return []
    return [name for name in names if verdicts[name] or verdict(rows[name], LEAST_BESIDE) == "swapped"]


def _tell_together(rows: pl.DataFrame, names: Sequence[str]) -> bool:
    """Whether at least two columns show it with fewer dates each, one of them being no copy of the other."""
    some = [name for name in names if verdict(rows[name], LEAST_TOGETHER) == "swapped"]
    return any(not rows[some[0]].equals(rows[name], null_equal=True) for name in some[1:])


def verdict(cells: pl.Series, least: int = LEAST_DATES) -> Literal["swapped", "perhaps"] | None:
    """Whether one sheet's column bears the signature: ``perhaps`` where its real dates do and its typed ones are too few to tell.
    ``least``: how many dates of either sort tell."""
    real = cells.filter(cells.str.contains(REAL_DATE_CELL)).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).drop_nulls()
    typed = cells.str.extract_groups(_TYPED).struct.unnest().cast(pl.Int32, strict=False).drop_nulls()
    telling = real.filter(real.dt.day() > 1)
    if telling.n_unique() < least or (real.dt.day() > LAST_SWAPPED_DAY).any() or (typed["day"] <= LAST_SWAPPED_DAY).any():
        return None
    as_sent, put_right = _shares_in_months(real, typed["month"])
    has_days = telling.dt.day().n_unique() >= min(LEAST_DAYS, least) or (as_sent <= FOREIGN_SHARE and put_right >= OWN_SHARE)
    if not has_days or 2 * put_right < as_sent:
        return None
    return "swapped" if typed.filter(pl.col("day") <= _LAST_TELLING_DAY).n_unique() >= least else "perhaps"


def _shares_in_months(real: pl.Series, typed_months: pl.Series) -> tuple[float, float]:
    """Shares 0-1 of the real dates that fall into the typed dates' months or the month after one (dossiers are due within days): as they
    stand, and exchanged; 1 where nothing is typed.

    A month's log of which one system wrote days 1-12 as dates and another the rest as text parts like an exchanged one, honestly; there
    exchanging would scatter its first half over the year.
    """
    if typed_months.is_empty():
        return 1.0, 1.0
    months = pl.concat([typed_months, typed_months % 12 + 1]).unique().implode()
    as_sent, put_right = (int(part.cast(pl.Int32).is_in(months).sum()) for part in (real.dt.month(), real.dt.day()))
    return as_sent / real.len(), put_right / real.len()
