"""Web pages saved as ``.xls`` and the XML spreadsheets of Excel 2003.

One row is one ``<tr>`` of the page, numbered from 1 over all its tables, or one sheet row of the XML.

Data flow: text | bytes -> rows of cells, spans kept free -> Grid
"""

import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

from transforms.contract import Grid
from transforms.reading.grids import Unreadable, grid_from_rows
from transforms.reading.workbooks import DAMAGED

#: Wider than any list, small enough that a wrong span cannot fill the memory.
MAX_SPAN = 1024
_SPREADSHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"


def read_page(text: str) -> Grid:
    """All tables of a page as one grid. A spanning cell stands in its first place and leaves the others null, as in Excel.

    Texts before the first table (headings, the period) stand above row 1, so that they can name the month without moving
    a row. Raises ``Unreadable`` for a page without a table.
    """
    page = _Page()
    page.feed(text)
    page.close()
    page.end_row()
    if not page.rows:
        raise Unreadable("Trang web này không có bảng nào (có thể là trang đăng nhập hoặc trang báo lỗi). Xuất lại danh sách rồi gửi lại.")
    above: list[list[str | None]] = [[line] for line in page.above]
    return grid_from_rows(None, above + page.rows, first_row=1 - len(above))


class _Page(HTMLParser):
    """Collects rows; end tags may be missing, as systems that print pages often leave them out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str | None]] = []
        self.above: list[str] = []
        self._row: dict[int, str] | None = None
        self._taken: dict[int, int] = {}
        self._cell: list[str] | None = None
        self._place = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("td", "th"):
            self._start_cell(dict(attrs))
        elif tag == "tr":
            self.end_row()
            self._row = {}
        elif tag == "table":
            self.end_row()
            self._taken = {}
        elif tag in ("br", "p", "div") and self._cell:
            self._cell.append("\n")
        elif tag in ("style", "script", "title"):
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self.end_row()
        elif tag in ("style", "script", "title"):
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._cell is not None:
            self._cell.append(data)
        elif not self.rows and self._row is None and data.strip():
            self.above.append(data.strip())

    def _start_cell(self, attrs: dict[str, str | None]) -> None:
        self._end_cell()
        if self._row is None:
            self._row = {}
        place = 0 if not self._row else self._place
        while self._taken.get(place, 0) > 0:
            place += 1
        width, height = _span(attrs.get("colspan")), _span(attrs.get("rowspan"))
        for offset in range(width):
            self._taken[place + offset] = height
        self._row[place] = ""
        self._cell, self._place = [], place + width

    def _end_cell(self) -> None:
        if self._cell is not None and self._row:
            self._row[max(self._row)] = re.sub(r"[ \t\r\f\v]*\n\s*", "\n", "".join(self._cell)).strip()
        self._cell = None

    def end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self.rows.append([self._row.get(place) for place in range(max(self._row, default=-1) + 1)])
        self._taken = {place: rows - 1 for place, rows in self._taken.items() if rows > 1}
        self._row = None


def _span(value: str | None) -> int:
    """A span as browsers read it: missing, zero or senseless is one."""
    found = re.match(r"\s*(\d{1,6})", value or "")
    return min(max(int(found[1]), 1), MAX_SPAN) if found else 1


def read_spreadsheet_xml(data: bytes) -> list[Grid]:
    """The sheets of "XML Spreadsheet 2003"; rows and cells may state their own position, which is then followed."""
    try:
        root = ElementTree.parse(io.BytesIO(data.lstrip())).getroot()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreadable(DAMAGED) from error
    return [_sheet(sheet) for sheet in root.iter(f"{_SPREADSHEET}Worksheet")]


def _sheet(sheet: ElementTree.Element) -> Grid:
    hidden = sheet.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
    rows: list[list[str | None]] = []
    for row in sheet.iterfind(f"{_SPREADSHEET}Table/{_SPREADSHEET}Row"):
        start = _span_index(row, len(rows))
        rows.extend([] for _ in range(start - len(rows)))
        rows.append(_cells(row))
    return grid_from_rows(sheet.get(f"{_SPREADSHEET}Name"), rows, visible=hidden is None)


def _span_index(element: ElementTree.Element, default: int) -> int:
    """The zero-based place an element states, never before the place that is next."""
    stated = element.get(f"{_SPREADSHEET}Index", "")
    return min(max(int(stated) - 1, default), 1_048_576) if stated.isdigit() else default


def _cells(row: ElementTree.Element) -> list[str | None]:
    cells: list[str | None] = []
    for cell in row.iterfind(f"{_SPREADSHEET}Cell"):
        place = min(_span_index(cell, len(cells)), 16_384)
        cells.extend([None] * (place - len(cells)))
        cells.append(_value(cell.find(f"{_SPREADSHEET}Data")))
        across = cell.get(f"{_SPREADSHEET}MergeAcross", "0")
        cells.extend([None] * min(int(across) if across.isdigit() else 0, MAX_SPAN))
    return cells


def _value(data: ElementTree.Element | None) -> str | None:
    """Texts and numbers as written; a date and time as workbooks give it ("2026-01-01 00:00:00")."""
    if data is None:
        return None
    text = "".join(data.itertext())
    if data.get(f"{_SPREADSHEET}Type") == "DateTime":
        return text.replace("T", " ").partition(".")[0]
    return re.sub(r"^(-?\d+)\.0+$", r"\1", text) if data.get(f"{_SPREADSHEET}Type") == "Number" else text
