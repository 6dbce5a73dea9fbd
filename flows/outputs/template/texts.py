"""Texts of the template: what the departmental-report workbook says to the officer who fills it in: how a figure is stated, what is aimed
at, what to do.

Everything here is shown to officers, so it is Vietnamese. A line never begins with a sign that a spreadsheet takes for a formula.

Data flow: Ward, Indicator, month -> texts -> ``flows.outputs.template.workbook``
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from flows.config.aims import aim_of
from flows.wording.targets import IN_CATALOGUE, target_vi

if TYPE_CHECKING:
    from flows.config.plan import Indicator
    from flows.config.ward import Ward


_WHOLE_VI = "Ghi số nguyên, không kèm đơn vị."
_POPULATION_WINS_VI = "Để trống được: hệ thống lấy số ở trang «Dân số»."

_SEE_NOTE_VI = "Xem thêm cột «Lưu ý» ở trang «Danh mục»."


@dataclass(frozen=True)
class HelpLine:
    """One line of the instructions; ``kind`` is its looks: the sheet's title, a heading, a line of text, or a cell's colour explained."""

    kind: Literal["title", "heading", "text", "wanted", "optional", "unused", "given"]
    text: str


def how_stated(indicator: "Indicator") -> str:
    """Which cells are filled in, and whether the figure is of the year so far or of the month's last day."""
    if indicator.measure == "yes_no":
        return "Công nhận: chọn 1 (có) hoặc 0 (chưa) ở cột «Giá trị»"
    when = "lũy kế từ đầu năm" if indicator.window == "year_to_date" else "tại ngày cuối tháng"
    if indicator.measure == "value":
        return f"Số lượng: ghi «Giá trị», {when}" if indicator.unit != "đồng" else f"Số tiền: ghi «Giá trị» bằng đồng, {when}"
    if indicator.denominator_from:
        return f"Tỷ lệ: ghi «Tử số», {when}; mẫu số lấy ở trang «Dân số»"
    return f"Tỷ lệ: ghi «Tử số» và «Mẫu số», {when}"


def prompt_for(indicator: "Indicator", column: str, month: date) -> str:
    """What Excel shows beside the selected cell; ``column`` as in the contract: numerator, denominator, value."""
    if indicator.measure == "yes_no":
        return f"{indicator.name}: chọn 1 nếu đã được công nhận, 0 nếu chưa."
    whole = "" if indicator.is_measured and column == "value" else _WHOLE_VI
    if column == "denominator":
        return _joined(f"{indicator.denominator}.", _POPULATION_WINS_VI if indicator.denominator_from else "", whole)
    what = f"{indicator.numerator}." if column == "numerator" else f"{indicator.name}. Đơn vị: {indicator.unit}."
    return _joined(what, period_vi(indicator, month), whole, _SEE_NOTE_VI if indicator.note_vi else "")


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def period_vi(indicator: "Indicator", month: date) -> str:
    """A note of the plan may say otherwise (a sum since an earlier year); the prompt then points to it."""
    if indicator.window == "year_to_date":
        return f"Lũy kế từ ngày 01/01/{month.year} đến hết tháng {month:%m/%Y}."
    return f"Số tại ngày cuối tháng {month:%m/%Y}."


# --- what the plan aims at ----------------------------------------------------------------------------------------------
def targets_vi(indicator: "Indicator") -> str:
    """As the plan's text states them; "theo dõi" where it names no figure."""
    return (
        "; ".join(target_vi(aim_of(indicator, target), IN_CATALOGUE) for target in indicator.targets)
        or "Theo dõi, kế hoạch không đề ra con số"
    )


# --- instructions ---------------------------------------------------------------------------------------------------------
def help_lines(ward: "Ward", month: date, indicators: Sequence["Indicator"], department: str | None, file_name: str) -> list[HelpLine]:
    """The sheet of instructions from top to bottom. ``department``: the name of the only one that the workbook is for, None for all."""
    return [
        HelpLine("title", f"HƯỚNG DẪN GHI BÁO CÁO CHỈ TIÊU THÁNG {month:%m/%Y}"),
        HelpLine(
            "text", f"{ward.plan_info.name}. Biểu mẫu này dành cho: {department or 'tất cả các phòng, đơn vị của ' + _lower(ward.name)}."
        ),
        *_cells_to_fill(),
        *_figures(ward, indicators, month),
        *_population(month),
        *_not_to_change(month),
        *_sending(ward, department, file_name),
    ]


def _lower(name: str) -> str:
    """ "Phường …" inside a sentence."""
    return name[:1].lower() + name[1:]


def _cells_to_fill() -> Iterable[HelpLine]:
    yield HelpLine("heading", "1. Ghi vào ô nào")
    yield HelpLine("wanted", "Ô màu vàng: ghi số liệu vào đây. Chọn ô, Excel sẽ hiện lời nhắc ô đó cần số gì.")
    yield HelpLine(
        "optional", "Ô màu trắng: được ghi, được để trống (ghi chú; mẫu số đã có ở trang «Dân số»; các dòng thêm ở cuối trang «Chỉ tiêu»)."
    )
    yield HelpLine("unused", "Ô màu xám đậm: không dùng cho chỉ tiêu này, đã khóa.")
    yield HelpLine("given", "Ô màu xám nhạt: đã ghi sẵn (mã, tên, khu vực, tháng, đơn vị), đã khóa.")


def _figures(ward: "Ward", indicators: Sequence["Indicator"], month: date) -> Iterable[HelpLine]:
    yearly = ", ".join(indicator.code for indicator in indicators if indicator.window == "year_to_date")
    computed = ", ".join(indicator.code for indicator in ward.plan if indicator.feed == "computed")
    yield HelpLine("heading", "2. Trang «Chỉ tiêu»")
    yield HelpLine(
        "text", "Chỉ tiêu tỷ lệ: ghi tử số và mẫu số, hệ thống tự tính tỷ lệ phần trăm. Tử số là gì, mẫu số là gì: xem trang «Danh mục»."
    )
    yield HelpLine("text", "Chỉ tiêu số lượng hoặc số tiền: ghi ở cột «Giá trị». Số tiền ghi đủ bằng đồng: 1,25 tỷ đồng ghi là 1250000000.")
    yield HelpLine("text", "Chỉ tiêu công nhận: chọn 1 nếu đã được công nhận, 0 nếu chưa.")
    yield from _periods(yearly, month)
    yield HelpLine(
        "text",
        "Chỉ gõ chữ số, không gõ dấu chấm, dấu phẩy ngăn cách hàng nghìn, không kèm đơn vị, không dùng công thức. "
        "Khi dán số từ tệp khác, chọn dán giá trị (Paste Values).",
    )
    yield HelpLine("text", "Chưa có số liệu thì để trống cả dòng, không ghi 0. Dòng để trống không được tính là số liệu.")
    yield HelpLine(
        "text",
        "Cần báo cáo thêm cho một khu vực chưa có dòng: dùng các dòng trống ở cuối trang, "
        "chọn mã, khu vực và tháng trong danh sách thả xuống.",
    )
    if computed:
        yield HelpLine("text", f"Không báo cáo {computed}: hệ thống tự tính các chỉ tiêu này từ nguồn khác.")


def _periods(yearly: str, month: date) -> Iterable[HelpLine]:
    """``yearly``: codes of the indicators that are stated as the year to date, if there are any."""
    if yearly:
        yield HelpLine(
            "text",
            f"Số liệu trong năm ({yearly}): ghi lũy kế từ ngày 01/01/{month.year} đến hết tháng {month:%m/%Y}, "
            "không ghi riêng số của tháng. Hệ thống tự tính số của tháng.",
        )
    yield HelpLine("text", "Các chỉ tiêu khác: ghi số tại ngày cuối tháng, trừ khi cột «Lưu ý» của trang «Danh mục» ghi khác.")


def _population(month: date) -> Iterable[HelpLine]:
    yield HelpLine("heading", "3. Trang «Dân số»")
    yield HelpLine(
        "text", f"Ghi số tại ngày cuối tháng {month:%m/%Y} của toàn phường, từng tổ dân phố và từng đơn vị cũ. Ghi đủ năm cột của một dòng."
    )
    yield HelpLine(
        "text", "Các số này là mẫu số của nhiều chỉ tiêu. Nếu mẫu số ở trang «Chỉ tiêu» khác số ở đây, hệ thống dùng số ở đây và hỏi lại."
    )
    yield HelpLine("text", "Cộng các tổ dân phố, hoặc cộng các đơn vị cũ, phải bằng số của toàn phường.")


def _not_to_change(month: date) -> Iterable[HelpLine]:
    yield HelpLine("heading", "4. Không thay đổi")
    yield HelpLine(
        "text",
        "Không sửa tên trang, hàng tiêu đề, mã chỉ tiêu, tên khu vực; không chèn, xóa hoặc đổi chỗ cột; không gộp ô; "
        "không đặt mật khẩu mở tệp.",
    )
    yield HelpLine("text", f"Mỗi tệp chỉ dùng cho một tháng. Tệp này dùng cho tháng {month:%m/%Y}; tháng sau dùng biểu mẫu mới.")


def _sending(ward: "Ward", department: str | None, file_name: str) -> Iterable[HelpLine]:
    yield HelpLine("heading", "5. Gửi báo cáo")
    places = " hoặc ".join(f"«{source.name}»" for source in ward.sources)
    if department:
        yield HelpLine(
            "text",
            f"Tệp này chỉ có chỉ tiêu của {department}. Gửi tệp cho cán bộ tổng hợp số liệu của phường để ghép vào báo cáo chung; "
            "không tự nộp vào hệ thống, vì báo cáo nộp sau thay toàn bộ báo cáo cùng tháng đã nộp trước, kể cả số liệu của phòng khác.",
        )
    else:
        yield HelpLine(
            "text",
            f"Lưu tệp dạng .xlsx, giữ nguyên tên {file_name}, "
            + (f"rồi đặt vào {places}." if places else "rồi gửi cho cán bộ tổng hợp số liệu của phường, nơi đã phát biểu mẫu này."),
        )
        yield HelpLine(
            "text",
            "Mỗi tháng nộp một tệp có đủ số liệu của các phòng: báo cáo nộp sau thay toàn bộ báo cáo cùng tháng đã nộp trước. "
            "Muốn sửa một số thì sửa trong tệp đã nộp rồi nộp lại cả tệp.",
        )
    yield HelpLine("text", "Hệ thống kiểm tra trong đêm. Dòng nào không đọc được hoặc cần xác nhận sẽ được báo lại kèm lý do và số dòng.")
