"""Styles of the workbooks: how sheets look: cells, colours of statuses, printing on A4; and the workbook's bytes, the same whenever its
content is.

Data flow: rows of values -> ``Sheet`` -> openpyxl workbook -> ``packed`` -> .xlsx
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flows.outputs.reports.letters import POINTS_OF_UNIT, text_height
from flows.outputs.reports.words import DRAFT
from flows.wording.text import plain_text

FONT = "Times New Roman"
#: Status -> fill and letters.
STATUS_COLOURS = {
    "achieved": ("A9D08E", "1E4620"),
    "on_track": ("E2EFDA", "375623"),
    "behind": ("FFE699", "7F4F00"),
    "missed": ("F4B0A8", "7B0F06"),
    "not_judged": ("EDEDED", "404040"),
    "no_data": ("FFFFFF", "7F7F7F"),
}
_HEAD, _BAND, _LINE = "1F4E78", "D9E2F0", "A6A6A6"
#: Height of a row that says nothing of its own, in points.
LEAST_HEIGHT = 15.0
#: Margins in inches, and what they leave of an A4 page in landscape, wide and high, in points.
_SIDE, _TOP, _BOTTOM = 0.4, 0.45, 0.6
_ACROSS = (841.9 - 2 * 72 * _SIDE, 595.3 - 72 * (_TOP + _BOTTOM))


@cache
def _font(size: float, is_bold: bool, is_italic: bool, colour: str) -> Any:
    from openpyxl.styles import Font

    return Font(name=FONT, size=size, bold=is_bold, italic=is_italic, color=colour)


@cache
def _fill(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


@cache
def _border() -> Any:
    from openpyxl.styles import Border, Side

    line = Side(style="thin", color=_LINE)
    return Border(line, line, line, line)


@cache
def _alignment(horizontal: str | None, vertical: str, wrap: bool, rotation: int) -> Any:
    from openpyxl.styles import Alignment

    indent = 1 if horizontal in ("left", "right") else 0
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap, text_rotation=rotation, indent=indent)


@dataclass(frozen=True)
class Looks:
    """How a cell looks: points, colours as hexadecimal digits, ``form`` as Excel writes number formats, ``rotation`` in degrees."""

    size: float = 11
    bold: bool = False
    italic: bool = False
    colour: str = "000000"
    fill: str | None = None
    border: bool = False
    across: str | None = None
    vertical: str = "center"
    wrap: bool = True
    form: str | None = None
    rotation: int = 0


class Sheet:
    """A sheet of the workbook, written from top to bottom; ``row`` is the next free one."""

    def __init__(self, book: Any, title: str, widths: Sequence[float], *, is_draft: bool, colour: str | None = None) -> None:
        from openpyxl.utils import get_column_letter

        self.sheet = book.create_sheet(title[:31])
        self.widths, self.row, self.is_draft = tuple(widths), 1, is_draft
        for place, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(place)].width = width
        self.sheet.sheet_view.showGridLines = False
        if is_draft or colour:
            self.sheet.sheet_properties.tabColor = "C00000" if is_draft else colour

    @property
    def columns(self) -> int:
        return len(self.widths)

    def put(self, column: int, value: Any, *, row: int | None = None, to: int | None = None, down: int = 0, **looks: Any) -> Any:
        """One cell, merged to column ``to`` and ``down`` further rows, which become as high as it needs; ``looks``: the fields of
        ``Looks``. Text that could be taken for a formula is disarmed; numbers stay on their line."""
        row, look = self.row if row is None else row, Looks(**looks)
        cell = self.sheet.cell(row, column)
        cell.value = (plain_lines(value) or None) if isinstance(value, str) else value
        cell.font = _font(look.size, look.bold, look.italic, look.colour)
        across = look.across or ("left" if look.border else None)
        cell.alignment = _alignment(across, look.vertical, look.wrap and not isinstance(value, int | float), look.rotation)
        if look.form:
            cell.number_format = look.form
        if cell.value is not None:
            self._make_room(cell, sum(self.widths[column - 1 : to or column]), range(row, row + down + 1))
        self._paint(look, rows=range(row, row + down + 1), columns=range(column, (to or column) + 1))
        if to or down:
            self.sheet.merge_cells(start_row=row, end_row=row + down, start_column=column, end_column=to or column)
        return cell

    def _paint(self, look: Looks, *, rows: range, columns: range) -> None:
        for line in rows:
            for place in columns:
                if look.fill:
                    self.sheet.cell(line, place).fill = _fill(look.fill)
                if look.border:
                    self.sheet.cell(line, place).border = _border()

    def cells(self, contents: Iterable[tuple[Any, dict[str, Any]]], *, size: float) -> None:
        """A line of a table from its first column on, each cell with its own looks."""
        for place, (content, looks) in enumerate(contents, start=1):
            self.put(place, content, border=True, **{"size": size, **looks})

    def title(self, text: str, under: str = "") -> None:
        """The sheet's name over its whole width, a draft's mark, a line under it."""
        if self.is_draft:
            self.put(
                1,
                f"{DRAFT} – chưa ban hành, không dùng để báo cáo",
                to=self.columns,
                bold=True,
                colour="C00000",
                across="center",
                wrap=False,
            )
            self.row += 1
        self.put(1, text, to=self.columns, size=14, bold=True, across="center", wrap=False)
        self.sheet.row_dimensions[self.row].height = 22
        self.row += 1
        if under:
            self.put(1, under, to=self.columns, italic=True, across="center")
            self.row += 1

    def head(self, names: Sequence[str]) -> None:
        for place, name in enumerate(names, start=1):
            self.put(place, name, bold=True, colour="FFFFFF", fill=_HEAD, border=True, across="center", size=10.5)
        self.row += 1

    def band(self, text: str) -> None:
        """A heading between rows of a table."""
        self.put(1, text, to=self.columns, bold=True, fill=_BAND, border=True, wrap=False)
        self.row += 1

    def line(self, text: str, **looks: Any) -> None:
        """A sentence over the whole width, as high as it needs."""
        self.put(1, text, to=self.columns, **looks)
        self.row += 1

    def _make_room(self, cell: Any, width: float, rows: range) -> None:
        """Of several rows the last one grows."""
        font, is_indented = cell.font, bool(cell.alignment.indent)
        text = cell.value if cell.alignment.wrap_text and isinstance(cell.value, str) else ""
        needed = text_height(text, width, font.size, is_bold=font.bold, is_indented=is_indented)
        last = self.sheet.row_dimensions[rows[-1]]
        last.height = max(last.height or 0.0, needed - sum(self.row_height(row) for row in rows[:-1]))

    def row_height(self, row: int) -> float:
        """In points, as far as the row has been written."""
        return self.sheet.row_dimensions[row].height or LEAST_HEIGHT

    def rest_of_page(self, first: int) -> float:
        """What is left of the page that begins with row ``first``, in points of the sheet as it is before it is made smaller; for sheets
        on which no page breaks by itself before ``row``."""
        return self.page_height - sum(self.row_height(row) for row in range(first, self.row))

    @property
    def page_height(self) -> float:
        """Of a page in landscape that is as wide as the columns; a little is kept back, because programs measure columns differently."""
        wide, high = _ACROSS
        return 0.96 * high * max(1.0, sum(self.widths) * POINTS_OF_UNIT / wide)

    def break_page(self) -> None:
        from openpyxl.worksheet.pagebreak import Break

        self.sheet.row_breaks.append(Break(id=self.row - 1))

    def finish(
        self,
        *,
        head_rows: tuple[int, int] | None = None,
        frozen: str | None = None,
        footer: str = "",
        is_portrait: bool = False,
        is_one_page: bool = False,
    ) -> None:
        """Printing: A4, one page wide, as high as it needs unless ``is_one_page``; headings repeated, numbered pages."""
        sheet = self.sheet
        sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "portrait" if is_portrait else "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(is_one_page)
        sheet.sheet_properties.pageSetUpPr = _fit_to_page()
        sheet.page_margins.left = sheet.page_margins.right = _SIDE
        sheet.page_margins.top, sheet.page_margins.bottom = _TOP, _BOTTOM
        sheet.page_margins.header = sheet.page_margins.footer = 0.3
        sheet.print_options.horizontalCentered = True
        sheet.oddFooter.left.text, sheet.oddFooter.right.text = footer, "Trang &P/&N"
        sheet.oddFooter.left.size = sheet.oddFooter.right.size = 9
        if self.is_draft:
            sheet.oddHeader.center.text = DRAFT
        if head_rows:
            sheet.print_title_rows = f"{head_rows[0]}:{head_rows[1]}"
        if frozen:
            sheet.freeze_panes = frozen


def plain_lines(text: str) -> str:
    return "\n".join(plain_text(line) for line in text.split("\n"))


def _fit_to_page() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def new_book(title: str, about: str, issued_at: datetime) -> Any:
    """An empty workbook that bears the moment of issue, not the clock's."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    properties = book.properties
    properties.creator = properties.lastModifiedBy = "chitieu"
    properties.title, properties.description = title, about
    properties.created = properties.modified = issued_at.replace(tzinfo=None)
    return book


def packed(book: Any, issued_at: datetime) -> bytes:
    """The same content and moment are the same bytes: neither the clock nor the order of the archive gets in."""
    from openpyxl.writer.excel import ExcelWriter

    loose, archive_bytes = BytesIO(), BytesIO()
    ExcelWriter(book, ZipFile(loose, "w")).save()
    moment = issued_at.timetuple()[:6]
    with ZipFile(loose) as parts, ZipFile(archive_bytes, "w", ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            archive.writestr(ZipInfo(name, moment), parts.read(name), ZIP_DEFLATED)
    return archive_bytes.getvalue()
