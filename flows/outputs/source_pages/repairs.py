"""Repairs, by example: what cleaning mends in each column of a source, shown on cells spoilt one by one: the examples of the documentation.

Data flow: first rows of the layouts -> one way to spoil a cell after the other -> the source's own ``clean`` -> its repairs
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import import_module

import polars as pl

from expectations.registry import source
from flows.config.ward import Ward
from flows.config.ward_file import read_ward
from flows.outputs.source_pages.layouts.drawn import Layout
from flows.system.files import ROOT
from flows.validation.context import cleaning_context
from transforms.cleaning.model import Cleaned
from transforms.cleaning.moved_days import correct_moved_days
from transforms.cleaning.swapped_dates import LAST_SWAPPED_DAY, correct_swapped_dates
from transforms.cleaning.zoned_moments import Roles, settle_zones
from transforms.contract import Contract
from transforms.reading.delivery import find_tables
from transforms.reading.model import Reading, Table
from transforms.vietnamese.dates import EXCEL_EPOCH
from transforms.vietnamese.legacy import decode_legacy

WARD_FOLDER = ROOT / "wards" / "nguyen-dai-nang"
MONTH = date(2026, 7, 1)
LEAST_DIGITS = 9
#: Cells of columns that no layout shows filled.
_MORE_CELLS = {
    "birth_date_male": "05/06/1990",
    "birth_date_female": "05/06/1990",
    "phone": "0900000123",
    "personal_id": "030190000123",
    "residential_group": "Tổ dân phố số 3",
    "social_insurance_number": "0112000123",
    "value": "1234",
    "numerator": "1234",
    "denominator": "2345",
}
#: One name in the encodings from before Unicode, and in UTF-8 read by the wrong table.
_LEGACY_CELLS = ("NguyÔn ThÞ §µo", "Nguyeãn Thò Ñaøo", "Nguyễn Thị Bé".encode().decode("cp1252"))

Spoiler = Callable[[str], str | None]
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})$")


def layouts(name: str) -> tuple[Layout, ...]:
    found: tuple[Layout, ...] = import_module(f"flows.outputs.source_pages.layouts.{name}").LAYOUTS
    return found


@cache
def ward() -> Ward:
    return read_ward(WARD_FOLDER)


# --- good cells ---------------------------------------------------------------------------------------------------------
@cache
def read_layout(name: str, layout: Layout) -> tuple[Table, ...]:
    """The lists of a layout as the reader reads them, in their order."""
    contract = source(name).contract
    return tuple(table for drawn in layout.lists for table in find_tables(drawn.grid(), (contract,)))


def good_cells(name: str, kind: str, contract: Contract) -> dict[str, str]:
    """Column that is read -> a cell of it as layouts show it, dates as dd/mm/yyyy."""
    cells: dict[str, str] = {}
    for table in (table for layout in layouts(name) for table in read_layout(name, layout) if table.kind == kind):
        for column in contract.columns:
            shown = None if column.reader_only or column.name not in table.frame.columns else table.frame[column.name][0]
            if shown is not None and (column.name not in cells or _DAY.match(shown)):
                cells[column.name] = shown
    read = {column.name for column in contract.columns if not column.reader_only}
    return {column: cell for column, cell in _MORE_CELLS.items() if column in read} | cells


def clean_cells(name: str, lists: dict[str, dict[str, str]]) -> Cleaned:
    """The source's ``clean`` over one row of each list, by its kind."""
    tables = tuple(
        Table(name, kind, "DS", pl.DataFrame({"row_number": [7], **cells}), _NO_GROUPS, dict.fromkeys(cells, ""), {})
        for kind, cells in lists.items()
    )
    return source(name).clean(Reading(name, tables), cleaning_context(ward(), MONTH))


_NO_GROUPS = pl.DataFrame(schema={"row_number": pl.Int64, "text": pl.String, "ordinal": pl.String})


# --- ways to spoil a cell -----------------------------------------------------------------------------------------------
def _decomposed(text: str) -> str | None:
    loose = unicodedata.normalize("NFD", text)
    return loose if loose != text else None


def _with_eth(text: str) -> str | None:
    return text.replace("Đ", "Ð").replace("đ", "ð") if re.search("[Đđ]", text) else None


def _with_invisible(text: str) -> str | None:
    return f"{text[:3]}\u200b{text[3:]}" if re.search(r"[^\W\d]{2}", text) else None


def _with_blanks(text: str) -> str | None:
    return text.replace(" ", "  ", 1) + " " if not _DAY.match(text) else None


def _in_capitals(text: str) -> str | None:
    return text.upper() if text.upper() != text else None


def _without_zero(text: str) -> str | None:
    return text[1:] if re.fullmatch(rf"0\d{{{LEAST_DIGITS},}}", text) else None


def _with_tail(text: str) -> str | None:
    return f"{text}.0" if _is_number(text) else None


def _with_points(text: str) -> str | None:
    return f"{text[:3]}.{text[3:6]}.{text[6:]}" if _is_number(text) else None


def _with_long_dash(text: str) -> str | None:
    return text.replace("-", "–") if re.search(r"\d-\d", text) else None


def _with_letters(text: str) -> str | None:
    return f"{text[:3]}{text[3:].replace('0', 'O', 1)}" if re.fullmatch(rf"[A-Z]{{0,2}}\d{{{LEAST_DIGITS},}}", text) else None


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(rf"\d{{{LEAST_DIGITS},}}", text))


def _short_date(text: str) -> str | None:
    found = _DAY.match(text)
    return f"{int(found[1])}.{int(found[2])}.{found[3]}" if found else None


def _serial(text: str) -> str | None:
    found = _DAY.match(text)
    return str((date(int(found[3]), int(found[2]), int(found[1])) - EXCEL_EPOCH.date()).days) if found else None


def _year(text: str) -> str | None:
    found = _DAY.match(text)
    return found[3] if found else None


def _two_digit_year(text: str) -> str | None:
    found = _DAY.match(text)
    return f"{found[1]}/{found[2]}/{found[3][2:]}" if found else None


def _compact_month(text: str) -> str | None:
    return f"{text[3:]}{text[:2]}" if re.fullmatch(r"\d{2}/\d{4}", text) else None


def _thousands(text: str) -> str | None:
    return f"{int(text):,}".replace(",", ".") if re.fullmatch(r"[1-9]\d{3,6}", text) else None


def _beside_another(text: str) -> str | None:
    """A personal id beside an old card, a phone beside another."""
    if re.fullmatch(r"0\d{11}", text):
        return f"{text} / 142000123"
    return f"{text} - 0900000456" if re.fullmatch(r"0[35789]\d{8}", text) else None


def _with_signs(text: str) -> str | None:
    return text.replace(" ", ".") if re.fullmatch(r"[^\W\d]+(?: [^\W\d]+)+", text) else None


SPOILERS: tuple[Spoiler, ...] = (
    _decomposed,
    _with_eth,
    _with_invisible,
    _with_points,
    _with_long_dash,
    _with_blanks,
    _in_capitals,
    _without_zero,
    _with_tail,
    _with_letters,
    _short_date,
    _serial,
    _year,
    _two_digit_year,
    _compact_month,
    _thousands,
    _beside_another,
    _with_signs,
)


# --- what becomes of them -------------------------------------------------------------------------------------------------
@cache
def repair_examples(name: str) -> pl.DataFrame:
    """column_name, kind, before, after: one example of each kind in each column, in the order of the columns."""
    contract = source(name).contract
    parts = {"main": contract} | {part.source: part for part in contract.others}
    lists = {kind: good_cells(name, kind, part) for kind, part in parts.items()}
    found = pl.concat(clean_cells(name, spoilt).repairs for spoiler in SPOILERS if (spoilt := _spoilt(lists, spoiler)))
    order = ["full_name", *(column.name for part in parts.values() for column in part.columns)]
    place = pl.col("column_name").replace_strict({column: number for number, column in enumerate(order)}, return_dtype=pl.Int64)
    once = found.unique(["column_name", "kind"], keep="first", maintain_order=True)
    return once.sort(place, maintain_order=True).select("column_name", "kind", "before", "after")


def _spoilt(lists: dict[str, dict[str, str]], spoiler: Spoiler) -> dict[str, dict[str, str]]:
    """Every cell that the spoiler can spoil, the others as they are: they tell whose list it is."""
    return {kind: {column: spoiler(cell) or cell for column, cell in cells.items()} for kind, cells in lists.items()}


def column_examples() -> pl.DataFrame:
    """kind, before, after of what is told by whole columns, the same for every source: old encodings, exchanged days and months, days and
    moments that a zone moved."""
    rows = []
    for cell in _LEGACY_CELLS:
        column, kind = decode_legacy(pl.Series([cell]))
        rows.append((kind, cell, column[0]))
    _, swaps = correct_swapped_dates(_opened_month_first(), ["received_at"])
    _, moves = correct_moved_days(_moved_by_a_zone(), ["valid_to"])
    zones = [settle_zones(_of_greenwich(hour), Roles(moments=["received_at"]))[1] for hour in (1, 8)]
    rows += [told.select("kind", "before", "after").row(0) for told in (swaps, moves, *zones)]
    return pl.DataFrame(rows, schema={"kind": pl.String, "before": pl.String, "after": pl.String}, orient="row")


def _opened_month_first() -> pl.DataFrame:
    """A year's dates as they stand after a program of US habits has opened the file."""
    days = [MONTH.replace(month=day % 12 + 1, day=day) for day in range(2, 28)]
    cells = [f"{day.year}-{day.day:02d}-{day.month:02d} 00:00:00" if day.day <= LAST_SWAPPED_DAY else f"{day:%d/%m/%Y}" for day in days]
    return pl.DataFrame({"sheet_name": "DS", "row_number": range(1, len(cells) + 1), "received_at": cells})


def _of_greenwich(hour: int) -> pl.DataFrame:
    """Moments of one hour with the sign of Greenwich: of the small hours they were written there, of the morning nobody knows."""
    cells = [f"{MONTH.replace(day=day):%Y-%m-%d}T{hour:02}:15:30Z" for day in range(2, 28)]
    return pl.DataFrame({"sheet_name": "DS", "row_number": range(1, len(cells) + 1), "received_at": cells})


def _moved_by_a_zone() -> pl.DataFrame:
    """Days as a program writes them that keeps them as moments of Greenwich."""
    cells = [f"{MONTH.replace(day=day):%d/%m/%Y} 17:00" for day in range(2, 28)]
    return pl.DataFrame({"sheet_name": "DS", "row_number": range(1, len(cells) + 1), "valid_to": cells})
