"""The XML spreadsheets of Excel 2003, which many systems still hand out under the name ``.xls``.

One row is one sheet row. Rows and cells may state their own position, which is then followed; a row may stand for several.

Data flow: bytes -> elements -> rows of cells, spans kept free -> Grid per sheet
"""

import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree
from xml.parsers import expat

from transforms.reading.cell_texts import as_shown, day_number_text, is_date_format, moment_text, number_text, scaled_unit
from transforms.reading.grids import MAX_COLUMNS, Unreadable, grid_from_rows
from transforms.reading.model import Grid
from transforms.reading.opendocument import DEFINED
from transforms.reading.packages import DAMAGED
from transforms.reading.page_headers import printed_texts
from transforms.reading.sheet_parts import MergedDown, SheetTraits, StruckCells, merged_down, with_traits
from transforms.vietnamese.text import UNVALUED

_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_MAX_ROWS = 1_048_576


def read_spreadsheet_xml(data: bytes) -> list[Grid | str]:
    """The sheets of "XML Spreadsheet 2003"; in the place of one that no sheet of Excel could hold its name. Raises ``Unreadable`` for
    broken XML, for XML that defines entities of its own, and where no sheet is left."""
    data = data.removeprefix(BOM_UTF8).lstrip()
    _refuse_definitions(data)
    try:
        root = ElementTree.parse(io.BytesIO(data)).getroot()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreadable(DAMAGED) from error
    struck, dates, units = _struck_styles(root), _date_styles(root), _unit_styles(root)
    since_1904 = root.find(f"{_EXCEL}ExcelWorkbook/{_EXCEL}Date1904") is not None
    sheets: list[Grid | str] = []
    refused: list[Unreadable] = []
    for sheet in root.iter(f"{_SPREADSHEET}Worksheet"):
        try:
            sheets.append(replace(_sheet(sheet, struck, _Dates(dates, since_1904, units)), since_1904=since_1904))
        except Unreadable as error:
            refused.append(error)
            sheets.append(sheet.get(f"{_SPREADSHEET}Name", ""))
    if refused and len(refused) == len(sheets):
        raise refused[0]
    return sheets


class _Begun(Exception):
    """The first element: nothing can be defined after it."""


def _refuse_definitions(data: bytes) -> None:
    """A few lines of entities can unfold to gigabytes; no program writes any into a spreadsheet."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Unreadable(DEFINED)

    def begin(*_: object) -> None:
        raise _Begun

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = refuse, begin
    try:
        parser.Parse(data, True)
    except (_Begun, expat.ExpatError, ValueError, LookupError):
        return


@dataclass(frozen=True)
class _Dates:
    """Names of the styles whose number format shows a date or a time; ``since_1904``: how days are counted. ``units``: what the formats
    of others show behind a number (``scaled_unit``)."""

    styles: frozenset[str]
    since_1904: bool
    units: dict[str, str]


def _sheet(sheet: ElementTree.Element, struck_styles: frozenset[str], dates: _Dates) -> Grid:
    shown = sheet.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
    rows: list[list[str | None]] = []
    hidden: list[tuple[int, int]] = []
    merges: list[MergedDown] = []
    struck = StruckCells()
    for row in sheet.iterfind(f"{_SPREADSHEET}Table/{_SPREADSHEET}Row"):
        rows.extend([] for _ in range(_place(row, len(rows)) - len(rows)))
        first = len(rows) + 1
        rows.append(_cells(row, first, merges, dates))
        for column, cell in _placed(row):
            if cell.find(f"{_SPREADSHEET}Data") is not None:
                style = cell.get(f"{_SPREADSHEET}StyleID") or row.get(f"{_SPREADSHEET}StyleID")
                struck.add(first, column, is_struck=style in struck_styles)
        rows.extend([] for _ in range(min(_number(row, "Span"), _MAX_ROWS - first)))
        if row.get(f"{_SPREADSHEET}Hidden") == "1":
            hidden.append((first, len(rows)))
    grid = grid_from_rows(sheet.get(f"{_SPREADSHEET}Name"), rows, visible=shown is None)
    traits = SheetTraits(tuple(hidden), _hidden_columns(sheet), (), tuple(merges), struck.rows(), _page_texts(sheet))
    return with_traits(grid, replace(traits, notes=tuple(_notes(sheet)), struck_cells=struck.cells()))


def _placed(row: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
    """The cells of a row and their columns from 0, which they state or which follow from those before them."""
    column = 0
    for cell in row.iterfind(f"{_SPREADSHEET}Cell"):
        column = _place(cell, column)
        yield column, cell
        column += 1 + _number(cell, "MergeAcross")


def _notes(sheet: ElementTree.Element) -> Iterator[tuple[int, int, str]]:
    """Notes on cells, by the places that rows and cells state or follow from those before them."""
    number = 0
    for row in sheet.iterfind(f"{_SPREADSHEET}Table/{_SPREADSHEET}Row"):
        number = _place(row, number) + 1
        for column, cell in _placed(row):
            note = cell.find(f"{_SPREADSHEET}Comment")
            if note is not None:
                yield number, column, "".join(note.itertext())
        number += _number(row, "Span")


def _page_texts(sheet: ElementTree.Element) -> tuple[str, ...]:
    setup = f"{_EXCEL}WorksheetOptions/{_EXCEL}PageSetup"
    lines = [line for end in ("Header", "Footer") for line in sheet.iterfind(f"{setup}/{_EXCEL}{end}")]
    return printed_texts(*(line.get(f"{_EXCEL}Data", "") for line in lines))


def _struck_styles(root: ElementTree.Element) -> frozenset[str]:
    """Names of the styles whose font is struck through, their own or their parent's."""
    struck: set[str] = set()
    for style in root.iterfind(f"{_SPREADSHEET}Styles/{_SPREADSHEET}Style"):
        font = style.find(f"{_SPREADSHEET}Font")
        stated = None if font is None else font.get(f"{_SPREADSHEET}StrikeThrough")
        if stated == "1" or (stated is None and style.get(f"{_SPREADSHEET}Parent") in struck):
            struck.add(style.get(f"{_SPREADSHEET}ID", ""))
    return frozenset(struck)


#: Formats that Excel calls by a name of its own.
_NAMED_DATES = ("General Date", "Long Date", "Medium Date", "Short Date", "Long Time", "Medium Time", "Short Time")


def _date_styles(root: ElementTree.Element) -> frozenset[str]:
    found: set[str] = set()
    for style in root.iterfind(f"{_SPREADSHEET}Styles/{_SPREADSHEET}Style"):
        stated = style.find(f"{_SPREADSHEET}NumberFormat")
        form = None if stated is None else stated.get(f"{_SPREADSHEET}Format")
        if (form is None and style.get(f"{_SPREADSHEET}Parent") in found) or (form and (form in _NAMED_DATES or is_date_format(form))):
            found.add(style.get(f"{_SPREADSHEET}ID", ""))
    return frozenset(found)


def _unit_styles(root: ElementTree.Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for style in root.iterfind(f"{_SPREADSHEET}Styles/{_SPREADSHEET}Style"):
        stated = style.find(f"{_SPREADSHEET}NumberFormat")
        form = None if stated is None else stated.get(f"{_SPREADSHEET}Format", "")
        unit = found.get(style.get(f"{_SPREADSHEET}Parent", ""), "") if form is None else scaled_unit(form)
        if unit:
            found[style.get(f"{_SPREADSHEET}ID", "")] = unit
    return found


def _hidden_columns(sheet: ElementTree.Element) -> tuple[tuple[int, int], ...]:
    hidden, next_place = [], 0
    for column in sheet.iterfind(f"{_SPREADSHEET}Table/{_SPREADSHEET}Column"):
        first = _place(column, next_place)
        next_place = first + _number(column, "Span") + 1
        if column.get(f"{_SPREADSHEET}Hidden") == "1":
            hidden.append((first, next_place - 1))
    return tuple(hidden)


def _number(element: ElementTree.Element, attribute: str) -> int:
    stated = element.get(f"{_SPREADSHEET}{attribute}", "")
    return min(int(stated), _MAX_ROWS) if stated.isascii() and stated.isdigit() else 0


def _place(element: ElementTree.Element, default: int) -> int:
    """The zero-based place an element states, never before the place that is next."""
    return max(_number(element, "Index") - 1, default)


def _cells(row: ElementTree.Element, number: int, merges: list[MergedDown], dates: _Dates) -> list[str | None]:
    cells: list[str | None] = []
    for cell in row.iterfind(f"{_SPREADSHEET}Cell"):
        place = min(_place(cell, len(cells)), MAX_COLUMNS)
        cells.extend([None] * (place - len(cells)))
        merges += merged_down(number, number + min(_number(cell, "MergeDown"), _MAX_ROWS), len(cells))
        style = cell.get(f"{_SPREADSHEET}StyleID") or row.get(f"{_SPREADSHEET}StyleID", "")
        value = _cell_value(cell, dates, is_date=style in dates.styles)
        data = cell.find(f"{_SPREADSHEET}Data")
        unit = dates.units.get(style or "", "") if data is not None and data.get(f"{_SPREADSHEET}Type") == "Number" else ""
        cells.append(as_shown(value, unit) if unit and value else value)
        cells.extend([None] * min(_number(cell, "MergeAcross"), MAX_COLUMNS - len(cells)))
    return cells


def _cell_value(cell: ElementTree.Element, dates: _Dates, *, is_date: bool) -> str | None:
    """``is_date``: the cell's format shows a date."""
    data = cell.find(f"{_SPREADSHEET}Data")
    value = None if data is None else _value(data, dates, is_date=is_date)
    # A text may be worked out to nothing; no number, day or error is.
    is_worked_out = value or (data is not None and data.get(f"{_SPREADSHEET}Type") == "String")
    return UNVALUED if cell.get(f"{_SPREADSHEET}Formula") and not is_worked_out else value


def _value(data: ElementTree.Element, dates: _Dates, *, is_date: bool) -> str | None:
    """Texts as written; whole numbers, dates and yes or no as workbooks give them ("30191000038", "2026-01-01 00:00:00", "true")."""
    text, kind = "".join(data.itertext()), data.get(f"{_SPREADSHEET}Type")
    if kind == "DateTime":
        return moment_text(text, since_1904=dates.since_1904)
    if kind == "Boolean":
        return {"1": "true", "0": "false"}.get(text, text.lower())
    if kind != "Number":
        return text
    if is_date and re.fullmatch(r"\d{1,7}(?:\.\d+)?", text):
        return day_number_text(float(text), since_1904=dates.since_1904)
    return _plain_number(text)


def _plain_number(text: str) -> str:
    """Excel writes long identifiers as "3.0191000038E10" and small shares as "5.0000000000000001E-4" here; any other number stays as
    written."""
    if re.fullmatch(r"-?\d+(?:\.\d+)?E[+-]?\d{1,2}", text, re.IGNORECASE):
        return number_text(float(text))
    return re.sub(r"^(-?\d+)\.0+$", r"\1", text)
