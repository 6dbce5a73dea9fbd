"""What a sheet hides: rows (by hand or by a filter), columns, and formulas that nobody has worked out, told from the bytes of its file, for
no reader tells it.

Data flow: bytes of a package -> tags of rows and columns alone -> ``Hidden`` per sheet -> Grid
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace

from transforms.reading.binary_records import hidden_of_xlsb
from transforms.reading.model import Grid
from transforms.reading.sheet_parts import Hidden, attributes, runs, sheet_parts

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_XLSX_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
_XLSX_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*\bhidden=\"(?:1|true)\"[^>]*>")
#: A formula without a stored value; one whose value is an empty text is of type "str".
_XLSX_UNVALUED = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^>/])>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
UNVALUED = "(công thức chưa có giá trị)"
_ODS_PART = re.compile(rb"<table:(table|table-row|table-column)(?=[\s/>])([^>]*)>")
_ODS_HIDDEN = re.compile(rb"table:visibility=\"(?:collapse|filter)\"")


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
    return _with_unvalued(replace(grid, hidden_rows=tuple(rows), hidden_columns=tuple(columns)), hidden.unvalued)


def _with_unvalued(grid: Grid, cells: tuple[tuple[int, int], ...]) -> Grid:
    """Such a cell is not blank: a last day that reads so is unreadable, a blank one is a card without an end."""
    by_column: dict[int, list[int]] = {}
    for row, place in cells:
        if place < grid.frame.width and 0 <= row - grid.first_row < grid.frame.height:
            by_column.setdefault(place, []).append(row - grid.first_row)
    columns = [grid.frame.to_series(place).scatter(rows, UNVALUED) for place, rows in by_column.items()]
    return replace(grid, frame=grid.frame.with_columns(columns)) if columns else grid


def hidden_parts(data: bytes) -> dict[str, Hidden]:
    """Sheet name -> what it hides, for xlsx, xlsm, xlsb and ods; empty for other packages and for one whose parts cannot be followed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if "xl/workbook.xml" in names:
                return {name: _of_xlsx(package.read(part)) for name, part in _parts_of_xlsx(package) if part in names}
            if "xl/workbook.bin" in names:
                return hidden_of_xlsb(package)
            return _of_ods(package.read("content.xml")) if "content.xml" in names else {}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, NotImplementedError, RuntimeError, EOFError):
        return {}


def _parts_of_xlsx(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    sheets = [attributes(tag) for tag in _SHEET.findall(package.read("xl/workbook.xml"))]
    return sheet_parts(package.read("xl/_rels/workbook.xml.rels"), [(sheet.get("name", ""), sheet.get("id", "")) for sheet in sheets])


def _of_xlsx(sheet: bytes) -> Hidden:
    """Rows that do not say their number are left out: no program hides those."""
    rows = [attributes(tag).get("r", "") for tag in _XLSX_ROW.findall(sheet)] if b"hidden=" in sheet else []
    head = sheet[: sheet.find(b"sheetData") if b"sheetData" in sheet else len(sheet)]
    columns = [attributes(tag) for tag in _XLSX_COLUMN.findall(head)]
    spans = [(column.get("min", ""), column.get("max", "")) for column in columns]
    return Hidden(
        runs(int(row) for row in rows if row.isdecimal()),
        tuple((int(first) - 1, int(last) - 1) for first, last in spans if first.isdecimal() and last.isdecimal()),
        tuple(_unvalued(sheet)) if b"<f" in sheet or b":f" in sheet else (),
    )


def _unvalued(sheet: bytes) -> Iterator[tuple[int, int]]:
    for tag in _XLSX_UNVALUED.findall(sheet):
        said = attributes(tag)
        if said.get("t") != "str" and (cell := _CELL.fullmatch(said.get("r", ""))):
            position = 0
            for letter in cell[1]:
                position = 26 * position + ord(letter) - 64
            yield int(cell[2]), position - 1


def _of_ods(content: bytes) -> dict[str, Hidden]:
    """Rows and columns may stand for several of themselves."""
    if not _ODS_HIDDEN.search(content):
        return {}
    found: dict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {}
    name, row, column = "", 0, 0
    for kind, tag in _ODS_PART.findall(content):
        said = attributes(tag)
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
