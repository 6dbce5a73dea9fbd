"""Texts of the workbook that goes back to a sending unit: what it says to whoever mends the rows.

Data flow: ``Request`` -> sentences in Vietnamese -> ``review.workbook.sheets``
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from flows.wording.numbers import number_vi
from flows.wording.sources import NAMES_VI

if TYPE_CHECKING:
    from review.workbook.request import Question, Request

KEY_HEADING = "Khóa dòng (không sửa)"
QUESTION_HEADING = "Nội dung cần xem lại"
GUIDE_SHEET = "Hướng dẫn"
LISTS_SHEET = "Danh mục"
#: Where the source has no sheets.
ONLY_SHEET = "Danh sách"

#: How a line of the guide looks; "stops", "asks" and "row" show the colour of cells.
Look = Literal["title", "heading", "text", "stops", "asks", "row"]


def comment(question: "Question") -> str:
    """What is wrong and what is expected, one sentence of a finding a line."""
    return "\n".join((_strength(question) + ":", *question.sentences))


def in_one_cell(row_number: int, questions: "Sequence[Question]") -> str:
    """All that is asked about a row, for paper and for programs that show no comments; the sender finds the row in its own file by its
    number, also where people are hidden."""
    sentences = dict.fromkeys(sentence for one in questions for sentence in one.sentences)
    return "\n".join((f"Dòng {row_number} của tệp đã nhận.", *sentences))


def _strength(question: "Question") -> str:
    return "Phải sửa" if question.stops else "Cần xem lại"


def guide(request: "Request", ward_name: str, *, is_masked: bool) -> Iterator[tuple[Look, str]]:
    """The sheet of instructions, from top to bottom."""
    delivery = request.delivery
    yield "title", "Các dòng cần xem lại, đề nghị đơn vị sửa và gửi lại"
    month = f", tháng {delivery.month:%m/%Y}" if delivery.month else ""
    yield "text", f"Nguồn: {NAMES_VI[delivery.source]}{month}. Tệp đã nhận: {delivery.file_name} (lần gửi {delivery.delivery_id})."
    yield "text", f"Nơi gửi: {ward_name}. Sổ này có {number_vi(request.row_count)} dòng, {number_vi(request.cell_count)} ô được hỏi."
    yield "heading", "1. Sửa ô nào"
    yield "stops", "Ô màu đỏ nhạt: phải sửa, dòng chưa được tính vào chỉ tiêu. Đưa chuột vào ô để xem sai ở đâu, cần ghi thế nào."
    yield "asks", "Ô màu vàng: cần xem lại. Sai thì sửa; đúng thì để nguyên và báo lại phường."
    yield "row", "Ô màu xanh nhạt: có liên quan đến điều được hỏi, hoặc điều hỏi là về cả dòng; sửa ở ô này cũng được."
    yield "text", f"Cột «{QUESTION_HEADING}» ghi lại đủ các điều được hỏi của mỗi dòng. Ô có danh sách thả xuống thì chọn trong danh sách."
    yield "text", "Các ô khác đã khóa và không được hỏi: nếu bị sửa, hệ thống báo lại và không áp dụng."
    yield from _masking(is_masked)
    yield "heading", "2. Không thay đổi"
    yield "text", f"Không sửa, không chép cột «{KEY_HEADING}»: hệ thống nhận ra từng dòng theo khóa này, dù dòng được sắp xếp, lọc hay xóa."
    yield "text", "Trang được khóa không có mật khẩu. Muốn sắp xếp: bỏ khóa trang, rồi sắp xếp tất cả các cột, kể cả cột khóa."
    yield "text", "Không đổi dòng tiêu đề. Không dùng công thức."
    yield "heading", "3. Gửi lại"
    yield "text", "Lưu tệp dạng .xlsx và gửi lại cho phường. Dòng nào không sửa được thì để nguyên."
    if request.about_file:
        yield "heading", "4. Điều cần xem lại về cả tệp"
        yield from (("text", sentence) for sentence in request.about_file)


def _masking(is_masked: bool) -> Iterator[tuple[Look, str]]:
    if is_masked:
        yield "text", "Thông tin cá nhân đã được che (***). Ô che mà cần sửa thì ghi đủ giá trị đúng; để nguyên dấu che là không sửa."
    else:
        yield "text", "Tệp có thông tin cá nhân và được mã hóa bằng mật khẩu. Giữ mật khẩu khi lưu, gửi mật khẩu riêng với tệp."
