"""Biểu số II.06a/VPCP/KSTT as Thông tư 01/2020/TT-VPCP lays it out: one workbook for one period, as it is sent.

Columns (1) to (13); the counts and their identities are those of ``flows.outputs.reports.dossier_form_counts``.

Data flow: Form, Ward, Stamp -> sheet «Biểu II.06a» -> .xlsx
"""

from typing import TYPE_CHECKING, Any

from flows.outputs.reports.dossier_form_counts import COUNTS, Form
from flows.outputs.reports.stamp import Stamp
from flows.outputs.reports.styles import Sheet, new_book, packed
from flows.outputs.reports.words import CALENDAR_VI, DRAFT

if TYPE_CHECKING:
    from flows.config.ward import Ward

FORM_SHEET = "Biểu II.06a"
LEVEL_VI = "TTHC thuộc thẩm quyền giải quyết của UBND cấp xã"
TITLE = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH\nTẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT TTHC"
_WIDTHS = (7, 40, 10, 11, 13, 11, 10, 10, 10, 10, 10, 10, 10)
_COUNT = "[$-42A]#,##0"
#: For a hand and a seal, in points.
_ROOM_TO_SIGN = 70
#: First row, last row, first column, last column of each head, counted from the table's first row.
_HEADS = (
    (0, 2, 1, 1, "TT"),
    (0, 2, 2, 2, "Lĩnh vực, công việc giải quyết theo cấp"),
    (0, 0, 3, 6, "Số lượng hồ sơ tiếp nhận"),
    (0, 0, 7, 10, "Số lượng hồ sơ đã giải quyết"),
    (0, 0, 11, 13, "Số lượng hồ sơ đang giải quyết"),
    (1, 2, 3, 3, "Tổng số"),
    (1, 1, 4, 5, "Trong đó (Trong kỳ)"),
    (1, 2, 6, 6, "Từ kỳ trước"),
    (2, 2, 4, 4, "Trực tuyến"),
    (2, 2, 5, 5, "Trực tiếp, dịch vụ bưu chính"),
    (1, 2, 7, 7, "Tổng số"),
    (1, 2, 8, 8, "Trước hạn"),
    (1, 2, 9, 9, "Đúng hạn"),
    (1, 2, 10, 10, "Quá hạn"),
    (1, 2, 11, 11, "Tổng số"),
    (1, 2, 12, 12, "Trong hạn"),
    (1, 2, 13, 13, "Quá hạn"),
)
_FILE_KINDS = {"month": "thang", "quarter": "quy", "half": "6-thang", "nine_months": "9-thang", "year": "nam"}


def form_name(form: Form, stamp: Stamp) -> str:
    """Without blanks or accents: it travels by mail and portals."""
    calendar = "" if form.calendar == "calendar" else "_ND09"
    return f"BieuII06a_{stamp.month:%Y-%m}_{_FILE_KINDS[form.kind]}{calendar}_{stamp.suffix}.xlsx"


def form_workbook(form: Form, ward: "Ward", stamp: Stamp) -> bytes:
    book = new_book(
        f"Biểu số II.06a/VPCP/KSTT, {form.name_vi}, {ward.name}", f"{stamp.number_vi}. Mã dữ liệu {stamp.inputs_sha256}.", stamp.issued_at
    )
    sheet = Sheet(book, FORM_SHEET, _WIDTHS, is_draft=stamp.is_draft)
    _header_block(sheet, form, ward)
    _unit(sheet, stamp)
    head = sheet.row
    _table_head(sheet)
    _rows(sheet, form)
    _notes(sheet, form, ward)
    _signatures(sheet, ward)
    sheet.finish(head_rows=(head, head + 3), frozen=f"C{head + 4}", footer=stamp.footer)
    return packed(book, stamp.issued_at)


def _header_block(sheet: Sheet, form: Form, ward: "Ward") -> None:
    """Left the form's number, in the middle its title and period, right who reports to whom."""
    left = ("Biểu số II.06a/VPCP/KSTT", "Ban hành theo Thông tư số 01/2020/TT-VPCP ngày 21/10/2020")
    middle = (TITLE, f"Kỳ báo cáo: {form.name_vi}", f"(Từ ngày {form.start:%d/%m/%Y} đến ngày {form.end:%d/%m/%Y})")
    right = (f"- Đơn vị báo cáo: {ward.plan_info.issuer}", f"- Đơn vị nhận báo cáo: UBND {_lower(ward.province_name)}")
    for place, height in enumerate((38, 18, 18)):
        sheet.sheet.row_dimensions[sheet.row + place].height = height
    sheet.put(1, left[0], to=2, bold=True, vertical="top")
    sheet.put(1, left[1], to=2, row=sheet.row + 1, down=1, italic=True, vertical="top")
    sheet.put(3, middle[0], to=9, bold=True, across="center", size=12)
    for place, text in enumerate(middle[1:], start=1):
        sheet.put(3, text, to=9, row=sheet.row + place, across="center", italic=place == 2, bold=place == 1)
    sheet.put(10, right[0], to=13, vertical="top")
    sheet.put(10, right[1], to=13, row=sheet.row + 1, down=1, vertical="top")
    sheet.row += 3


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _unit(sheet: Sheet, stamp: Stamp) -> None:
    if stamp.is_draft:
        sheet.put(1, f"{DRAFT} – chưa ban hành", to=6, bold=True, colour="C00000", wrap=False)
    sheet.put(10, "Đơn vị tính: Số hồ sơ TTHC.", to=13, italic=True, across="right", wrap=False)
    sheet.row += 1


def _table_head(sheet: Sheet) -> None:
    for place, height in enumerate((30, 18, 44)):
        sheet.sheet.row_dimensions[sheet.row + place].height = height
    for first, last, left, right, text in _HEADS:
        sheet.put(
            left,
            text,
            row=sheet.row + first,
            to=right if right > left else None,
            down=last - first,
            bold=True,
            border=True,
            across="center",
            size=10.5,
        )
    sheet.row += 3
    for column in range(1, 14):
        sheet.put(column, f"({column})", border=True, italic=True, across="center", size=10)
    sheet.row += 1


def _rows(sheet: Sheet, form: Form) -> None:
    """The level's heading without counts, so that no reader adds them twice; then the fields of work; then their total."""
    sheet.put(1, "I", border=True, bold=True, across="center")
    sheet.put(2, LEVEL_VI, border=True, bold=True)
    for column in range(3, 14):
        sheet.put(column, None, border=True)
    sheet.row += 1
    for number, row in enumerate(form.rows, start=1):
        _counts(sheet, number, row["field_name"], row, is_total=False)
    _counts(sheet, None, "Tổng cộng", form.total, is_total=True)


def _counts(sheet: Sheet, number: int | None, name: str, row: dict[str, Any], *, is_total: bool) -> None:
    sheet.put(1, number, border=True, across="center", bold=is_total)
    sheet.put(2, name, border=True, bold=is_total)
    for column, count in enumerate(COUNTS, start=3):
        sheet.put(column, row[count], border=True, across="center", bold=is_total or column in (3, 7, 11), form=_COUNT)
    sheet.row += 1


def _notes(sheet: Sheet, form: Form, ward: "Ward") -> None:
    """Under the table: what the counts do not reach."""
    sheet.row += 1
    if form.calendar == "nd09":
        sheet.line(f"Kỳ báo cáo {CALENDAR_VI['nd09']}.", italic=True, size=10)
    if form.missing_logs:
        months = ", ".join(f"{month:%m/%Y}" for month in form.missing_logs)
        sheet.line(
            f"Tạm tính: chưa có sổ hồ sơ các tháng {months}; số tiếp nhận và giải quyết của các tháng đó chỉ gồm hồ sơ còn ghi "
            "trong sổ các tháng sau.",
            italic=True,
            size=10,
        )
    withdrawn = "Đúng hạn gồm cả hồ sơ đã rút hoặc dừng giải quyết. " if ward.dossiers.count_withdrawn_as_on_time else ""
    sheet.line(f"{withdrawn}Trong hạn gồm cả hồ sơ chờ bổ sung.", italic=True, size=10)


def _signatures(sheet: Sheet, ward: "Ward") -> None:
    """Who made it and who answers for it; the day is written by hand, as the names are."""
    sheet.row += 1
    sheet.put(8, f"{ward.province_name}, ngày ….. tháng ….. năm 20…..", to=13, italic=True, across="center")
    sheet.row += 1
    for first, last, who, how in (
        (1, 3, "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"),
        (8, 13, "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", "(Ký, ghi rõ họ tên, đóng dấu)"),
    ):
        sheet.put(first, who, to=last, bold=True, across="center")
        sheet.put(first, how, row=sheet.row + 1, to=last, italic=True, across="center")
    sheet.row += 2
    sheet.put(1, None, to=13)
    sheet.sheet.row_dimensions[sheet.row].height = _ROOM_TO_SIGN
    sheet.row += 1
