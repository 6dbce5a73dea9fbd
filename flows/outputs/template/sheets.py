"""The sheets of the departmental-report workbook: «Chỉ tiêu» and «Dân số» to be filled in, «Danh mục» and «Hướng dẫn» to be read.

One row of «Chỉ tiêu» is one indicator and area, one row of «Dân số» one area. Cells that are given, or that do not apply, are locked.

Data flow: Blank -> sheets of an openpyxl workbook
"""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

from flows.outputs.template.cell_validation import check_figures, check_population
from flows.outputs.template.request import (
    CATALOGUE_SHEET,
    FIGURES_SHEET,
    HELP_SHEET,
    KINDS_VI,
    NUMBERS,
    POPULATION_SHEET,
    SPARE_ROWS,
    Blank,
    has_decimals,
    look_of,
)
from flows.outputs.template.texts import help_lines, how_stated, targets_vi
from flows.wording.text import plain_text

if TYPE_CHECKING:
    from flows.config.plan import Indicator

#: Looks of a cell: fill, whether it is locked, bold, colour of the letters.
_LOOKS = {
    "head": ("1F4E78", True, True, "FFFFFF"),
    "given": ("F2F2F2", True, False, "000000"),
    "unused": ("BFBFBF", True, False, "000000"),
    "wanted": ("FFF2CC", False, False, "000000"),
    "optional": ("FFFFFF", False, False, "000000"),
    "text": ("FFFFFF", True, False, "000000"),
}
_NUMBER, _DECIMAL, _TEXT = "#,##0", "#,##0.###", "@"
# None of these is a heading that a source is told by: nobody may take the catalogue for a list of figures.
_CATALOGUE_HEADINGS = (
    "Ký hiệu",
    "Tên đầy đủ",
    "Cách ghi",
    "Số ghi ở tử số",
    "Số ghi ở mẫu số",
    "Tính bằng",
    "Mục tiêu của kế hoạch",
    "Nơi phụ trách",
    "Lưu ý",
)
_PLACE_HEADINGS = ("Ký hiệu", "Tên ghi ở cột khu vực", "Loại")
_WIDTHS = {
    FIGURES_SHEET: (10, 46, 26, 10, 17, 17, 17, 15, 26),
    POPULATION_SHEET: (28, 11, 14, 14, 14, 20, 20),
    CATALOGUE_SHEET: (13, 30, 30, 24, 24, 13, 28, 20, 36),
    HELP_SHEET: (5, 118),
}


def add_sheets(book: Any, blank: Blank, file_name: str) -> None:
    """All four sheets, in the order in which the officer meets them, and the looks of their cells.

    ``file_name``: as the instructions say it.
    """
    _add_looks(book)
    _figures(book.create_sheet(FIGURES_SHEET), blank)
    _population(book.create_sheet(POPULATION_SHEET), blank)
    _catalogue(book.create_sheet(CATALOGUE_SHEET), blank)
    _help(book.create_sheet(HELP_SHEET), blank, file_name)


def _add_looks(book: Any) -> None:
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

    line = Side(style="thin", color="A6A6A6")
    for name, (fill, is_locked, is_bold, colour) in _LOOKS.items():
        style = NamedStyle(
            name,
            font=Font(name="Times New Roman", size=12, bold=is_bold, color=colour),
            fill=PatternFill("solid", fgColor=fill),
            border=Border(line, line, line, line),
            protection=Protection(locked=is_locked),
        )
        style.alignment = Alignment(
            horizontal="center" if name == "head" else None, vertical="center" if name == "head" else "top", wrap_text=True
        )
        book.add_named_style(style)


def _figures(sheet: Any, blank: Blank) -> None:
    from transforms.sources.department_report import CONTRACT

    names = [column.name for column in CONTRACT.columns]
    _row(sheet, 1, [column.header for column in CONTRACT.columns], ["head"] * len(names))
    for place, (indicator, area) in enumerate(blank.lines, start=2):
        given = {
            "indicator_code": indicator.code,
            "indicator_name": indicator.name,
            "area": area.name,
            "month": blank.month_text,
            "unit": indicator.unit,
        }
        _row(
            sheet,
            place,
            [given.get(name) for name in names],
            ["given" if name in given else look_of(indicator, name) for name in names],
            [_number_format(indicator, name) for name in names],
        )
    last = len(blank.lines) + 1
    for place in range(last + 1, last + SPARE_ROWS + 1):
        looks = ["unused" if name in ("indicator_name", "unit") else "optional" for name in names]
        _row(sheet, place, [None] * len(names), looks, [_number_format(None, name) for name in names])
    check_figures(sheet, blank, {name: _letter(place) for place, name in enumerate(names)})
    _finish(sheet, frozen="B2")


def _number_format(indicator: "Indicator | None", name: str) -> str:
    """Texts stay texts: a month typed as 03/2026 would else become a date."""
    if name not in NUMBERS:
        return _TEXT
    return _DECIMAL if indicator is not None and has_decimals(indicator, name) else _NUMBER


def _population(sheet: Any, blank: Blank) -> None:
    from transforms.sources.department_report import POPULATION

    headings = [column.header for column in POPULATION.columns if column.name != "note"]
    counts = len(headings) - 2
    _row(sheet, 1, headings, ["head"] * len(headings))
    for place, area in enumerate(blank.places, start=2):
        _row(
            sheet,
            place,
            [area.name, blank.month_text, *[None] * counts],
            ["given", "given", *["wanted"] * counts],
            [_TEXT, _TEXT, *[_NUMBER] * counts],
        )
    check_population(sheet, blank, {_letter(place): headings[place] for place in range(2, len(headings))})
    _finish(sheet, frozen="B2")


def _catalogue(sheet: Any, blank: Blank) -> None:
    owners = {one.code: one.name for one in blank.ward.plan_info.departments}
    rows = [
        (one.code, one.name, how_stated(one), one.numerator, one.denominator, one.unit, targets_vi(one), owners[one.owner], one.note_vi)
        for one in blank.indicators
    ]
    _block(sheet, 1, _CATALOGUE_HEADINGS, rows)
    _block(sheet, blank.first_place_row - 1, _PLACE_HEADINGS, [(area.code, area.name, KINDS_VI[area.kind]) for area in blank.places])
    _block(sheet, blank.month_row - 1, ("Kỳ của biểu mẫu",), [(blank.month_text,)])
    _finish(sheet, frozen="B2")


def _help(sheet: Any, blank: Blank, file_name: str) -> None:
    from openpyxl.styles import Alignment, Border, Font

    for place, line in enumerate(help_lines(blank.ward, blank.month, blank.indicators, blank.department_name, file_name), start=1):
        is_head = line.kind in ("title", "heading")
        _row(sheet, place, [None, line.text], [line.kind if line.kind in _LOOKS else "text", "text"])
        text, swatch = sheet.cell(place, 2), sheet.cell(place, 1)
        text.border = Border()
        text.font = Font(
            name="Times New Roman", size=16 if line.kind == "title" else 13, bold=is_head, color="1F4E78" if is_head else "000000"
        )
        text.alignment = Alignment(vertical="bottom" if is_head else "top", wrap_text=True)
        if is_head:
            sheet.row_dimensions[place].height = 28
        if line.kind not in _LOOKS or line.kind == "text":
            swatch.border = Border()
    _finish(sheet, frozen=None)
    sheet.page_setup.fitToHeight = 1


# --- cells -------------------------------------------------------------------------------------------------------------
def _block(sheet: Any, first: int, headings: Sequence[str], rows: Sequence[Sequence[str | None]]) -> None:
    """A small table: its headings in row ``first``, its rows below."""
    _row(sheet, first, headings, ["head"] * len(headings))
    for place, row in enumerate(rows, start=first + 1):
        _row(sheet, place, row, ["text"] * len(row), [_TEXT] * len(row))


def _row(sheet: Any, place: int, texts: Sequence[str | None], looks: Sequence[str], formats: Sequence[str] = ()) -> None:
    for column, (text, look) in enumerate(zip(texts, looks, strict=True), start=1):
        cell = sheet.cell(place, column, None if text is None else plain_text(text))
        cell.style = look
        if formats:
            cell.number_format = formats[column - 1]
    sheet.row_dimensions[place].height = _height(texts, _WIDTHS[sheet.title])


def _height(texts: Sequence[str | None], widths: Sequence[int]) -> float:
    """Points for the row's longest text, wrapped: not every program fits the rows of a file that it opens."""
    lines = max(ceil(len(text or "") / (1.1 * width)) for text, width in zip(texts, widths, strict=False))
    return 2.0 + 16.0 * max(lines, 1)


def _letter(index: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(index + 1))


def _finish(sheet: Any, frozen: str | None) -> None:
    """Widths, the page and the lock. The lock has no password: it keeps slips away, not people. Widths and heights may be changed."""
    for place, width in enumerate(_WIDTHS[sheet.title]):
        sheet.column_dimensions[_letter(place)].width = width
    sheet.freeze_panes = frozen
    sheet.print_title_rows = "1:1" if frozen else None
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 1, 0, True
    sheet.oddFooter.center.text = "&A, trang &P/&N"
    sheet.page_margins.left = sheet.page_margins.right = sheet.page_margins.top = 0.4
    sheet.page_margins.bottom = 0.7
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
