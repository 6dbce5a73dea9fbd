"""What a sheet hides: rows (by hand or by a filter) and columns, told from the bytes of its file, for no reader tells it.

Data flow: bytes of a package -> tags of rows and columns alone -> ``Hidden`` per sheet -> Grid

Of the binary workbooks (.xls, .xlsb) nothing is told: their rows are read like all others.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import unescape

from transforms.contract import Grid

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*\"([^\"]*)\"")
_XLSX_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_XLSX_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_ODS_PART = re.compile(rb"<table:(table|table-row|table-column)(?=[\s/>])([^>]*)>")
_ODS_HIDDEN = re.compile(rb"table:visibility=\"(?:collapse|filter)\"")

Runs = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Hidden:
    """``rows``: runs of row numbers from 1; ``columns``: runs of positions from 0; first and last each."""

    rows: Runs = ()
    columns: Runs = ()


def runs(numbers: Iterable[int]) -> Runs:
    """Neighbouring numbers as first and last: 3, 4, 5, 9 -> (3, 5), (9, 9)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


def with_hidden(grid: Grid, hidden: Hidden) -> Grid:
    """The grid with what is hidden of it; what lies beyond its cells is left out."""
    last = grid.first_row + grid.frame.height - 1
    rows: list[tuple[int, int]] = []
    for first, end in sorted(hidden.rows):
        if first <= last and end >= grid.first_row:
            joins = bool(rows) and first <= rows[-1][1] + 1
            begin = rows.pop()[0] if joins else max(first, grid.first_row)
            rows.append((begin, min(end, last)))
    columns = (place for first, end in hidden.columns for place in range(first, min(end + 1, grid.frame.width)))
    return replace(grid, hidden_rows=tuple(rows), hidden_columns=tuple(columns))


def hidden_parts(data: bytes) -> dict[str, Hidden]:
    """Sheet name -> what it hides, for xlsx, xlsm and ods; empty for other packages and for one whose parts cannot be followed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if "xl/workbook.xml" in names:
                return {name: _of_xlsx(package.read(part)) for name, part in _sheet_parts(package) if part in names}
            return _of_ods(package.read("content.xml")) if "content.xml" in names else {}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError):
        return {}


def _attributes(tag: bytes) -> dict[str, str]:
    return {name.decode().rpartition(":")[2]: unescape(value.decode("utf-8", "replace")) for name, value in _ATTRIBUTE.findall(tag)}


def _sheet_parts(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name of each sheet and the part of the package that holds it."""
    relations = [_attributes(tag) for tag in _RELATION.findall(package.read("xl/_rels/workbook.xml.rels"))]
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets = [_attributes(tag) for tag in _SHEET.findall(package.read("xl/workbook.xml"))]
    parts = [(sheet.get("name", ""), targets.get(sheet.get("id"), "")) for sheet in sheets]
    return [(name, target.lstrip("/") if target.startswith("/") else f"xl/{target}") for name, target in parts]


def _of_xlsx(sheet: bytes) -> Hidden:
    """Rows that do not say their number are left out: no program hides those."""
    rows = [_attributes(tag).get("r", "") for tag in _XLSX_ROW.findall(sheet)] if b"hidden=" in sheet else []
    head = sheet[: sheet.find(b"sheetData") if b"sheetData" in sheet else len(sheet)]
    columns = [_attributes(tag) for tag in _XLSX_COLUMN.findall(head)]
    spans = [(column.get("min", ""), column.get("max", "")) for column in columns]
    return Hidden(
        runs(int(row) for row in rows if row.isdecimal()),
        tuple((int(first) - 1, int(last) - 1) for first, last in spans if first.isdecimal() and last.isdecimal()),
    )


def _of_ods(content: bytes) -> dict[str, Hidden]:
    """Rows and columns may stand for several of themselves."""
    if not _ODS_HIDDEN.search(content):
        return {}
    found: dict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
    name, row, column = "", 0, 0
    for kind, tag in _ODS_PART.findall(content):
        said = _attributes(tag)
        if kind == b"table":
            name, row, column = said.get("name", ""), 0, 0
            found.setdefault(name, ([], []))
            continue
        is_row = kind == b"table-row"
        times = said.get("number-rows-repeated" if is_row else "number-columns-repeated", "1")
        count = int(times) if times.isdecimal() else 1
        if _ODS_HIDDEN.search(tag) and name in found:
            found[name][not is_row].append((row + 1, row + count) if is_row else (column, column + count - 1))
        row, column = (row + count, column) if is_row else (row, column + count)
    return {name: Hidden(tuple(rows), tuple(columns)) for name, (rows, columns) in found.items()}
