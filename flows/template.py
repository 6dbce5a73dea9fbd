"""The blank workbook in which departments state their figures: one row of «Chỉ tiêu» is one indicator, area and month.

Issued by the ward to its departments, who fill in the yellow cells and send it back as a departmental report. Headings are those of
the source's contract, so that what is handed out is what is read. No cell is a formula, none could be taken for one, and the same
ward and month give the same bytes.

Data flow: Ward, month -> workbook -> .xlsx -> (a department) -> transforms.sources.department_report
"""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flows.errors import ChitieuError
from flows.template_words import MEASURED_UNITS, help_lines, how_stated, plain_text, prompt_for, targets_vi

if TYPE_CHECKING:
    from flows.plan import Indicator
    from flows.ward import Ward
    from transforms.vietnamese.places import Area

FIGURES_SHEET, POPULATION_SHEET, CATALOGUE_SHEET, HELP_SHEET = "Chỉ tiêu", "Dân số", "Danh mục", "Hướng dẫn"
#: Rows under the prefilled ones, for a figure of an area that the plan does not ask for.
SPARE_ROWS = 20
#: Looks of a cell: fill, whether it is locked, bold, colour of the letters.
_LOOKS = {"head": ("1F4E78", True, True, "FFFFFF"), "given": ("F2F2F2", True, False, "000000"), "unused": ("BFBFBF", True, False, "000000"),
          "wanted": ("FFF2CC", False, False, "000000"), "optional": ("FFFFFF", False, False, "000000"), "text": ("FFFFFF", True, False, "000000")}
_NUMBER, _DECIMAL, _TEXT = "#,##0", "#,##0.###", "@"
_KINDS_VI = {"ward": "Toàn phường", "residential_group": "Tổ dân phố", "former_unit": "Đơn vị cũ"}
# None of these is a heading that a source is told by: nobody may take the catalogue for a list of figures.
_CATALOGUE_HEADINGS = ("Ký hiệu", "Tên đầy đủ", "Cách ghi", "Số ghi ở tử số", "Số ghi ở mẫu số", "Tính bằng", "Mục tiêu của kế hoạch", "Nơi phụ trách", "Lưu ý")
_PLACE_HEADINGS = ("Ký hiệu", "Tên ghi ở cột khu vực", "Loại")
_WIDTHS = {FIGURES_SHEET: (10, 46, 26, 10, 17, 17, 17, 15, 26), POPULATION_SHEET: (28, 11, 14, 14, 14, 20, 20),
           CATALOGUE_SHEET: (13, 30, 30, 24, 24, 13, 28, 20, 36), HELP_SHEET: (5, 118)}


class TemplateError(ChitieuError):
    """The workbook cannot be written as asked: unknown department, a file that is in the way, a folder that refuses it."""


@dataclass(frozen=True)
class Blank:
    """What one workbook asks for: the reported indicators of the plan, for one department or all, and where they are stated."""

    ward: "Ward"
    month: date
    department: str | None
    indicators: "tuple[Indicator, ...]"

    @property
    def month_text(self) -> str:
        return f"{self.month:%m/%Y}"

    @property
    def department_name(self) -> str | None:
        return next((one.name for one in self.ward.plan_info.departments if one.code == self.department), None)

    @property
    def places(self) -> "tuple[Area, ...]":
        return tuple(area for kind in _KINDS_VI for area in self.ward.areas_of(kind))

    @property
    def lines(self) -> "list[tuple[Indicator, Area]]":
        """Every figure that is asked for once, in the plan's order, the ward before its parts."""
        return [(indicator, area) for indicator in self.indicators for area in self._places_of(indicator)]

    def _places_of(self, indicator: "Indicator") -> "tuple[Area, ...]":
        if indicator.area is not None:
            return tuple(area for area in self.places if area.code == indicator.area)
        return self.places if indicator.areas_reported == "all" else self.ward.areas_of("ward")


def write_template(ward: "Ward", month: date, path: Path, department: str | None = None, *, force: bool = False) -> Path:
    """Writes the workbook of the month that ``month`` lies in and returns its path; a folder gets the usual name in it.

    ``department``: the code of an owner of the plan; only its indicators are asked for. Such a workbook is a part, to be put
    together by hand: a departmental report replaces the month's earlier one whole. ``TemplateError`` for an unknown department, one
    that states nothing, a file that is already there (unless ``force``) and a place that cannot be written.
    """
    blank = _blank(ward, month.replace(day=1), department)
    target = path / template_name(blank.month, department) if os.path.isdir(path) else path
    if target.suffix.lower() != ".xlsx":
        raise TemplateError(f"{target}: the workbook is written as Excel reads it, expected a name that ends in .xlsx. Give such a name.")
    _keep(_packed(_workbook(blank, target.name), blank.month), target, force)
    return target


def template_name(month: date, department: str | None = None) -> str:
    """The name says the month, which the reader compares with the rows (F04)."""
    return f"BaoCao_ChiTieu_{month:%Y-%m}{f'_{department}' if department else ''}.xlsx"


def _blank(ward: "Ward", month: date, department: str | None) -> Blank:
    owners = {one.code for one in ward.plan_info.departments}
    if department is not None and department not in owners:
        raise TemplateError(f"Department {department!r} is not in the plan of {ward.name}, expected one of {', '.join(sorted(owners))}. Give one of these codes.")
    stated = tuple(one for one in ward.plan if one.feed == "reported" and department in (None, one.owner))
    if not stated:
        raise TemplateError(f"Department {department!r} states no indicator: those of {ward.plan_info.code} that it owns are computed. Give another department.")
    return Blank(ward, month, department, stated)


# --- the file ---------------------------------------------------------------------------------------------------------------
def _keep(data: bytes, path: Path, force: bool) -> None:
    """The whole file or none: it is written beside its place and moved there."""
    if os.path.lexists(path) and not force:
        raise TemplateError(f"{path}: there is already a file, and it may hold figures. Give another name, or --force to write over it.")
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise TemplateError(f"{path}: the workbook cannot be written ({error.strerror}). Close it in Excel, or give a folder that you may write to.") from None


def _packed(book: Any, month: date) -> bytes:
    """The same content is the same bytes: neither the clock nor the order of the night gets into the archive."""
    from openpyxl.writer.excel import ExcelWriter

    loose, packed = BytesIO(), BytesIO()
    ExcelWriter(book, ZipFile(loose, "w")).save()
    with ZipFile(loose) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            archive.writestr(ZipInfo(name, (month.year, month.month, 1, 0, 0, 0)), parts.read(name), ZIP_DEFLATED)
    return packed.getvalue()


def _workbook(blank: Blank, file_name: str) -> Any:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    _add_looks(book)
    _figures(book.create_sheet(FIGURES_SHEET), blank)
    _population(book.create_sheet(POPULATION_SHEET), blank)
    _catalogue(book.create_sheet(CATALOGUE_SHEET), blank)
    _help(book.create_sheet(HELP_SHEET), blank, file_name)
    _properties(book, blank)
    return book


def _properties(book: Any, blank: Blank) -> None:
    about, day = book.properties, datetime(blank.month.year, blank.month.month, 1)
    about.creator = about.lastModifiedBy = "chitieu"
    about.title = f"Báo cáo chỉ tiêu tháng {blank.month_text}, {blank.ward.name}"
    about.description = f"Biểu mẫu do chitieu lập theo {blank.ward.plan_info.code}."
    about.created = about.modified = day


def _add_looks(book: Any) -> None:
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

    line = Side(style="thin", color="A6A6A6")
    for name, (fill, is_locked, is_bold, colour) in _LOOKS.items():
        style = NamedStyle(name, font=Font(name="Times New Roman", size=12, bold=is_bold, color=colour), fill=PatternFill("solid", fgColor=fill),
                           border=Border(line, line, line, line), protection=Protection(locked=is_locked))
        style.alignment = Alignment(horizontal="center" if name == "head" else None, vertical="center" if name == "head" else "top", wrap_text=True)
        book.add_named_style(style)


# --- the sheets ---------------------------------------------------------------------------------------------------------------
def _figures(sheet: Any, blank: Blank) -> None:
    from transforms.sources.department_report import CONTRACT

    names = [column.name for column in CONTRACT.columns]
    _row(sheet, 1, [column.header for column in CONTRACT.columns], ["head"] * len(names))
    for place, (indicator, area) in enumerate(blank.lines, start=2):
        given = {"indicator_code": indicator.code, "indicator_name": indicator.name, "area": area.name, "month": blank.month_text, "unit": indicator.unit}
        _row(sheet, place, [given.get(name) for name in names], ["given" if name in given else _look(indicator, name) for name in names],
             [_number_format(indicator, name) for name in names])
    last = len(blank.lines) + 1
    for place in range(last + 1, last + SPARE_ROWS + 1):
        looks = ["unused" if name in ("indicator_name", "unit") else "optional" for name in names]
        _row(sheet, place, [None] * len(names), looks, [_number_format(None, name) for name in names])
    _figure_checks(sheet, blank, {name: _letter(names.index(name)) for name in names}, last)
    _finish(sheet, frozen="B2")


def _look(indicator: "Indicator", name: str) -> str:
    """Shares have a numerator and a denominator, everything else a value; sheet "Dân số" may stand in for a denominator."""
    if name == "note" or (name == "denominator" and indicator.denominator_from):
        return "optional"
    is_divided = indicator.measure in ("share", "ratio")
    return "wanted" if (name != "value") == is_divided else "unused"


def _number_format(indicator: "Indicator | None", name: str) -> str:
    """Texts stay texts: a month typed as 03/2026 would else become a date."""
    if name not in ("numerator", "denominator", "value"):
        return _TEXT
    return _DECIMAL if indicator is not None and _has_decimals(indicator, name) else _NUMBER


def _has_decimals(indicator: "Indicator", name: str) -> bool:
    return name == "value" and indicator.unit in MEASURED_UNITS


def _population(sheet: Any, blank: Blank) -> None:
    from transforms.sources.department_report import POPULATION

    headings = [column.header for column in POPULATION.columns if column.name != "note"]
    counts = len(headings) - 2
    _row(sheet, 1, headings, ["head"] * len(headings))
    for place, area in enumerate(blank.places, start=2):
        _row(sheet, place, [area.name, blank.month_text, *[None] * counts], ["given", "given", *["wanted"] * counts], [_TEXT, _TEXT, *[_NUMBER] * counts])
    rows = f"2:{{}}{len(blank.places) + 1}"
    for place in range(2, len(headings)):
        _check(sheet, [f"{_letter(place)}{rows.format(_letter(place))}"], headings[place], f"Số tại ngày cuối tháng {blank.month_text}. Ghi số nguyên.",
               type="whole", operator="greaterThanOrEqual", formula1="0", error="Ghi một số nguyên từ 0 trở lên, chỉ gồm chữ số.")
    _finish(sheet, frozen="B2")


def _catalogue(sheet: Any, blank: Blank) -> None:
    owners = {one.code: one.name for one in blank.ward.plan_info.departments}
    rows = [(one.code, one.name, how_stated(one), one.numerator, one.denominator, one.unit, targets_vi(one), owners[one.owner], one.note_vi)
            for one in blank.indicators]
    _block(sheet, 1, _CATALOGUE_HEADINGS, rows)
    first = _first_place_row(blank)
    _block(sheet, first - 1, _PLACE_HEADINGS, [(area.code, area.name, _KINDS_VI[area.kind]) for area in blank.places])
    _block(sheet, first + len(blank.places) + 1, ("Kỳ của biểu mẫu",), [(blank.month_text,)])
    _finish(sheet, frozen="B2")


def _first_place_row(blank: Blank) -> int:
    """Under the indicators, an empty row and the headings."""
    return len(blank.indicators) + 4


def _help(sheet: Any, blank: Blank, file_name: str) -> None:
    from openpyxl.styles import Alignment, Border, Font

    for place, line in enumerate(help_lines(blank.ward, blank.month, blank.indicators, blank.department_name, file_name), start=1):
        is_head = line.kind in ("title", "heading")
        _row(sheet, place, [None, line.text], [line.kind if line.kind in _LOOKS else "text", "text"])
        text, swatch = sheet.cell(place, 2), sheet.cell(place, 1)
        text.border = Border()
        text.font = Font(name="Times New Roman", size=16 if line.kind == "title" else 13, bold=is_head, color="1F4E78" if is_head else "000000")
        text.alignment = Alignment(vertical="bottom" if is_head else "top", wrap_text=True)
        if is_head:
            sheet.row_dimensions[place].height = 28
        if line.kind not in _LOOKS or line.kind == "text":
            swatch.border = Border()
    _finish(sheet, frozen=None)
    sheet.page_setup.fitToHeight = 1


# --- drop-downs and checks ------------------------------------------------------------------------------------------------------
def _figure_checks(sheet: Any, blank: Blank, letters: dict[str, str], last: int) -> None:
    """Lists for what is chosen, numbers for what is counted; each check also says what its cell is for."""
    end, first = last + SPARE_ROWS, _first_place_row(blank)
    codes, places = f"$A$2:$A${len(blank.indicators) + 1}", f"$B${first}:$B${first + len(blank.places) - 1}"
    month = first + len(blank.places) + 2
    for name, cells in (("indicator_code", codes), ("area", places), ("month", f"$A${month}:$A${month}")):
        _check(sheet, [f"{letters[name]}2:{letters[name]}{end}"], "", "", type="list", formula1=f"'{CATALOGUE_SHEET}'!{cells}",
               error=f"Chọn trong danh sách thả xuống (xem trang «{CATALOGUE_SHEET}»).")
    for indicator in blank.indicators:
        rows = [place for place, line in enumerate(blank.lines, start=2) if line[0] is indicator]
        for name in ("numerator", "denominator", "value"):
            if _look(indicator, name) != "unused":
                _check(sheet, [f"{letters[name]}{rows[0]}:{letters[name]}{rows[-1]}"], f"{indicator.code}", prompt_for(indicator, name, blank.month),
                       **_number_check(indicator, name))
    spare = [f"{letters[name]}{last + 1}:{letters[name]}{end}" for name in ("numerator", "denominator", "value")]
    _check(sheet, spare, "Dòng thêm", "Chọn mã, khu vực và tháng trước, rồi ghi tử số và mẫu số, hoặc giá trị.", type="decimal",
           operator="greaterThanOrEqual", formula1="0", error="Ghi một số từ 0 trở lên, chỉ gồm chữ số.")


def _number_check(indicator: "Indicator", name: str) -> dict[str, str]:
    """A count typed with a point between thousands is a fraction to an English Excel, hence whole numbers where nothing is measured."""
    if indicator.measure == "yes_no":
        return {"type": "list", "formula1": '"1,0"', "error": "Chọn 1 (đã được công nhận) hoặc 0 (chưa)."}
    if name == "denominator":
        return {"type": "whole", "operator": "greaterThan", "formula1": "0", "error": "Mẫu số là một số nguyên lớn hơn 0, chỉ gồm chữ số."}
    if _has_decimals(indicator, name):
        return {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0", "error": "Ghi một số từ 0 trở lên, chỉ gồm chữ số."}
    return {"type": "whole", "operator": "greaterThanOrEqual", "formula1": "0",
            "error": "Ghi một số nguyên từ 0 trở lên, chỉ gồm chữ số, không có dấu ngăn cách hàng nghìn."}


def _check(sheet: Any, cells: Iterable[str], title: str, prompt: str, *, error: str, **rule: str) -> None:
    """Excel refuses to open a file whose prompt is longer than 255 letters or its title longer than 32."""
    from openpyxl.worksheet.datavalidation import DataValidation

    check = DataValidation(allow_blank=True, showErrorMessage=True, errorTitle="Chưa đúng", error=error[:255], **rule)
    if prompt:
        check.showInputMessage, check.promptTitle, check.prompt = True, plain_text(title)[:32], plain_text(prompt)[:255]
    for area in cells:
        check.add(area)
    sheet.add_data_validation(check)


# --- cells ------------------------------------------------------------------------------------------------------------------------
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
