"""The blank workbook in which departments state their figures: one row of «Chỉ tiêu» is one indicator, area and month.

Issued by the ward to its departments, who fill in the yellow cells and send it back as a departmental report. Headings are those of
the source's contract, so that what is handed out is what is read. No cell is a formula, none could be taken for one, and the same
ward and month give the same bytes.

Data flow: Ward, month -> workbook -> .xlsx -> (a department) -> transforms.sources.department_report
"""

from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flows.outputs.template.request import Blank
from flows.outputs.template.sheets import add_sheets
from flows.system.errors import ChitieuError
from flows.system.files import write_whole

if TYPE_CHECKING:
    from flows.config.ward import Ward


class TemplateError(ChitieuError):
    """The workbook cannot be written as asked: unknown department, a file that is in the way, a folder that refuses it."""


def write_template(ward: "Ward", month: date, path: Path, department: str | None = None, *, force: bool = False) -> Path:
    """Writes the workbook of the month that ``month`` lies in and returns its path; a folder gets the usual name in it.

    ``department``: the code of an owner of the plan; only its indicators are asked for. Such a workbook is a part, to be put
    together by hand: a departmental report replaces the month's earlier one whole. ``TemplateError`` for an unknown department, one
    that states nothing, a file that is already there (unless ``force``) and a place that cannot be written.
    """
    blank = _blank(ward, month.replace(day=1), department)
    target = path / template_name(blank.month, department) if _is_folder(path) else path
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
        raise TemplateError(
            f"Department {department!r} is not in the plan of {ward.name}, expected one of {', '.join(sorted(owners))}. "
            "Give one of these codes."
        )
    stated = tuple(one for one in ward.plan if one.feed == "reported" and department in (None, one.owner))
    if not stated:
        raise TemplateError(
            f"Department {department!r} states no indicator: those of {ward.plan_info.code} that it owns are computed. "
            "Give another department."
        )
    return Blank(ward, month, department, stated)


# --- the file ---------------------------------------------------------------------------------------------------------------
def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder above it may not be looked into; writing will say so
        return False


def _keep(data: bytes, path: Path, force: bool) -> None:
    try:
        if path.exists() and not force:
            raise TemplateError(
                f"{path}: there is already a file, and it may hold figures. Give another name, or --force to write over it."
            )
        write_whole(path, data)
    except OSError as error:
        raise TemplateError(
            f"{path}: the workbook cannot be written ({error.strerror}). Close it in Excel, or give a folder that you may write to."
        ) from None


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
    add_sheets(book, blank, file_name)
    _properties(book, blank)
    return book


def _properties(book: Any, blank: Blank) -> None:
    about, day = book.properties, datetime.combine(blank.month, time())
    about.creator = about.lastModifiedBy = "chitieu"
    about.title = f"Báo cáo chỉ tiêu tháng {blank.month_text}, {blank.ward.name}"
    about.description = f"Biểu mẫu do chitieu lập theo {blank.ward.plan_info.code}."
    about.created = about.modified = day
