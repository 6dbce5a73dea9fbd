"""A unit of money that a report states on another sheet, in a text box or in the name of its file is not lost: amounts under no unit of
their own are not published (R02)."""

import io

import pytest

from expectations.registry import contracts, source
from flows.outputs.template.texts import help_lines
from tests.support.drawn_frames import context, failing, knowledge, main_part, ward
from tests.synthetic.reference_records import MONTH
from transforms.reading.delivery import read_delivery
from transforms.vietnamese.units import unit_elsewhere, unit_in_name

HEADINGS = ["Mã chỉ tiêu", "Tên chỉ tiêu", "Khu vực", "Tháng", "Tử số", "Mẫu số", "Giá trị", "Đơn vị", "Ghi chú"]
WARD = "Phường Nguyễn Đại Năng"
#: An amount without a unit, one with its own, a count of enterprises, and a share.
ROWS = [
    ["KT01", "Thu ngân sách", WARD, "07/2026", None, None, 4900, None, None],
    ["KT02", "Thu nội địa", WARD, "07/2026", None, None, 4_900_000_000, "đồng", None],
    ["KT05", "Doanh nghiệp", WARD, "07/2026", None, None, 12, None, None],
    ["XH02", "Gia đình văn hóa", WARD, "07/2026", 90, 100, None, None, None],
]
AMOUNT = [2]


def workbook(notes: list[list[object]] | None = None, *, box: str | None = None) -> bytes:
    import xlsxwriter

    book = xlsxwriter.Workbook(buffer := io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet("Chỉ tiêu")
    for number, row in enumerate([HEADINGS, *ROWS]):
        sheet.write_row(number, 0, row)
    if box:
        sheet.insert_textbox(1, 10, box)
    if notes is not None:
        beside = book.add_worksheet("Ghi chú")
        for number, row in enumerate(notes):
            beside.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def refused(data: bytes, name: str = "BaoCao_2026-07.xlsx") -> dict[int, str]:
    """Rows that break R02, with what the officer reads."""
    reading = read_delivery(data, ("2026-07", name), contracts())
    assert (reading.source, reading.problem) == ("department_report", None), reading.detail_vi
    told, part = knowledge("department_report", MONTH), main_part("department_report")
    frame = part.prepare(source("department_report").clean(reading, context(MONTH)), told)
    (rule,) = [rule for rule in part.book.rules(told) if rule.code == "R02"]
    rows = failing(frame, part.book.rules(told), "R02")
    return dict(zip(rows, frame.filter(rule.bad).select(rule.message.alias("message"))["message"], strict=True))


def test_a_report_whose_unit_nobody_states_is_in_that_of_the_catalogue() -> None:
    assert refused(workbook()) == {}


@pytest.mark.parametrize(
    "notes",
    [
        [["Đơn vị tính: triệu đồng"]],
        [["Ghi chú"], ["1", "Số liệu tính theo triệu đồng"]],
        [["Bìa"], ["Tháng", 7], ["Đơn vị tính", "triệu đồng"], ["Năm", 2026]],
        [["ĐVT: triệu đồng"], [1, "Số liệu đến hết tháng"], [2, "Nguồn: kho bạc"]],
        [["Số liệu đã đổi ra triệu đồng"], ["đồng", "triệu đồng"]],
        [[None], [None, "ĐVT:", None], ["Số tiền ghi bằng triệu đồng, làm tròn."]],
    ],
)
def test_a_unit_on_another_sheet_stops_amounts_without_one(notes: list[list[object]]) -> None:
    told = refused(workbook(notes))
    assert list(told) == AMOUNT
    assert told[2].startswith("Trang 'Ghi chú' ghi đơn vị 'triệu đồng', dòng này bỏ trống cột Đơn vị; đơn vị của chỉ tiêu KT01")


@pytest.mark.parametrize(
    "notes",
    [
        [["Đơn vị tính: đồng"]],
        [["Thu ngân sách đạt 4.900 triệu đồng, tăng 2%"]],
        [["Nhập bằng đồng, không nhập triệu đồng"]],
        [["đồng"], ["nghìn đồng"], ["triệu đồng"], ["%"], ["người"]],
        [["Đơn vị"], ["đồng"], ["triệu đồng"]],
        [["Mã", "Tên (ĐVT)"], ["KT01", "Thu ngân sách (đồng)"], ["KT03", "Vốn (tỷ đồng)"]],
        [["Khoản thu", "Triệu đồng"], ["Thuế", 300], ["Phí", 200]],
        [["Năm", 2024, 2025], ["Thu ngân sách (tỷ đồng)", "4,1", "4,5"]],
        [["Biểu đồ thu ngân sách (tỷ đồng)"], [2025, "4,5"], [2026, "4,9"]],
        [["Nếu số liệu gốc tính bằng triệu đồng thì nhân với 1.000.000 trước khi nhập"]],
        [["Không được nhập số liệu theo đơn vị triệu đồng"]],
        [["Số liệu đã đổi từ triệu đồng ra đồng"]],
        [["Bản trước ghi triệu đồng, bản này ghi đồng"]],
        [["1 triệu đồng = 1.000.000 đồng"]],
        [["Thu nhập bình quân (triệu đồng/người/năm)"], ["Hàng trăm triệu đồng", "Gần năm tỷ đồng"]],
        [["Dự án", "Nguồn", "Vốn (tỷ đồng)"], ["Đường A", "Phường", 3], ["Đường B", "Tỉnh", 5], ["Chợ", "Phường", 1]],
    ],
)
def test_other_words_about_money_and_tables_of_their_own_state_no_unit_of_the_report(notes: list[list[object]]) -> None:
    assert refused(workbook(notes)) == {}


def test_a_unit_in_the_name_of_the_file_stops_amounts_without_one() -> None:
    told = refused(workbook(), "BaoCao_trieu_dong_2026-07.xlsx")
    assert list(told) == AMOUNT
    assert told[2].startswith("Tên tệp ghi đơn vị 'triệu đồng'")


@pytest.mark.parametrize("box", ["Đơn vị tính: triệu đồng", "BIỂU 02\nĐVT: triệu đồng", "(Triệu đồng)"])
def test_a_unit_in_a_text_box_is_that_of_the_table_under_it(box: str) -> None:
    told = refused(workbook(box=box))
    assert list(told) == [2, 4, 5], "as over the table: of counts too"
    assert told[2].startswith("Bảng ghi đơn vị 'triệu đồng' (phía trên,")


@pytest.mark.parametrize("box", ["Đơn vị tính: đồng", "UBND PHƯỜNG", "Thu đạt 4,9 tỷ đồng"])
def test_a_text_box_that_says_anything_else_changes_nothing(box: str) -> None:
    assert refused(workbook(box=box)) == {}


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("BaoCao_trieu_dong_2026-07.xlsx", "triệu đồng"),
        ("BaoCaoTrieuDong.xlsx", "triệu đồng"),
        ("Báo cáo kinh tế 07-2026 tỷ đồng.xlsx", "tỷ đồng"),
        ("KT T7 (ĐVT nghìn).xlsx", "nghìn đồng"),
        ("BÁO CÁO TRIỆU ĐỒNG.XLSX", "triệu đồng"),
        ("BaoCao_2026-07.xlsx", None),
        ("BaoCao cong ty dong Hai 2026-07.xlsx", None),
        ("BaoCao cong ty Hai Anh (trieu dong).xlsx", "triệu đồng"),
        ("Hỗ trợ 500 triệu đồng 07-2026.xlsx", None),
        ("BC don vi TDP Trieu Duong.xlsx", None),
        ("BaoCao_dong_2026-07.xlsx", None),
    ],
)
def test_the_name_of_a_file_states_a_unit_by_thousands_alone(name: str, unit: str | None) -> None:
    assert unit_in_name(name) == unit


def test_an_amount_is_no_unit() -> None:
    assert unit_elsewhere("Thu 4,9 tỷ đồng") is None
    assert unit_elsewhere("Số liệu tính theo tỷ đồng") == "tỷ đồng"
    assert unit_elsewhere("Gần năm trăm triệu đồng") is None
    assert unit_elsewhere("ĐVT: trăm triệu đồng") == "triệu đồng"
    assert unit_elsewhere("Kinh phí cả năm (nghìn tỷ đồng)") == "tỷ đồng"


def test_the_workbook_that_is_handed_out_states_no_other_unit() -> None:
    lines = help_lines(ward(), MONTH, ward().plan, None, "BaoCao_2026-07.xlsx")
    assert any("tỷ đồng" in line.text for line in lines)
    assert {unit_elsewhere(line.text) for line in lines} == {None}
