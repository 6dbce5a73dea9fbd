"""Anatomy: the list on a sheet, told apart from titles, headers, groups, sums, notes and signatures."""

import pytest

from transforms.contract import Contract
from transforms.reading.delivery import find_tables
from transforms.reading.grids import grid_from_rows
from transforms.reading.model import Grid, Table
from transforms.sources.department_report import CONTRACT as REPORT
from transforms.sources.dossiers import CONTRACT as DOSSIERS
from transforms.sources.health_insurance import CONTRACT as HEALTH
from transforms.sources.poverty import CONTRACT as POVERTY
from transforms.sources.social_insurance import CONTRACT as SOCIAL

ALL = (DOSSIERS, HEALTH, SOCIAL, POVERTY, REPORT)
CARD = "STT | Họ và tên | Mã số BHXH | Từ ngày | Đến ngày"


def grid(drawing: str, name: str | None = "DS") -> Grid:
    """A sheet drawn as text: one line a row, cells between bars, blank as nothing."""
    lines = drawing.strip("\n").split("\n")
    rows = [[cell.strip().replace("\\n", "\n") or None for cell in line.split("|")] for line in lines]
    return grid_from_rows(name, rows)


def tables(drawing: str, name: str | None = "DS", contracts: tuple[Contract, ...] = ALL) -> list[Table]:
    return find_tables(grid(drawing, name), contracts)


def table(drawing: str, name: str | None = "DS") -> Table:
    found = tables(drawing, name)
    assert len(found) == 1
    return found[0]


def card(number: object) -> str:
    """A data row with this running number."""
    return f"{number} | Vũ Thị Oanh | 3199194312 | 01/01/2026 | 31/12/2026"


# --- layouts --------------------------------------------------------------------------------------------------------
def test_the_statutory_dossier_log_with_two_header_rows_and_a_number_row() -> None:
    found = table("""
UBND PHƯỜNG NGUYỄN ĐẠI NĂNG | | | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỔ THEO DÕI HỒ SƠ
(Từ ngày 01/03/2026 đến ngày 31/03/2026 )
TT | Mã hồ sơ | Tên TTHC | Ngày, tháng, năm | | | | Ghi chú | Cột phụ 1
 | | | Nhận hồ sơ | Hẹn trả kết quả | Trả kết quả | Phương thức nhận kết quả
1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
I | Lĩnh vực Chứng thực
1 | H24.115-260202-0004 | Chứng thực chữ ký | 02/02/2026 | 03/02/2026 | | | | đã rà
II | Lĩnh vực Hộ tịch
2 | H24.115-260203-0001 | Đăng ký khai sinh | 03/02/2026 | 06/02/2026 | 05/02/2026
 | Tổng cộng (2 hồ sơ)

 | | | | Nguyễn Đại Năng, ngày 1 tháng 4 năm 2026
 | Cán bộ báo cáo | | | Giám đốc
 | (Ký, ghi rõ họ tên) | | | (Ký, ghi rõ họ tên)""")
    assert (found.source, found.kind, found.sheet_name, found.last_serial) == ("dossiers", "main", "DS", 2)
    assert found.frame["row_number"].to_list() == [8, 10]
    assert found.frame["received_at"].to_list() == ["02/02/2026", "03/02/2026"]
    assert found.frame["returned_at"].to_list() == [None, "05/02/2026"]
    assert found.headers["due_at"] == "Ngày, tháng, năm > Hẹn trả kết quả"
    assert (found.letters["due_at"], found.unknown_headers) == ("E", ("Cột phụ 1",))
    assert found.groups.rows() == [(7, "Lĩnh vực Chứng thực", "I"), (9, "Lĩnh vực Hộ tịch", "II")]
    assert [(total.count, total.unit, total.row_number) for total in found.stated_totals] == [(2, "ho so", 11)]
    assert found.titles[-2:] == ("SỔ THEO DÕI HỒ SƠ", "(Từ ngày 01/03/2026 đến ngày 31/03/2026 )")
    assert found.notes[-1] == "(Ký, ghi rõ họ tên)"


def test_four_header_rows_and_a_code_row_of_letters_and_numbers() -> None:
    found = table("""
DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM XÃ HỘI TỰ NGUYỆN
STT | Họ và tên | Mã số BHXH | Số\\nCCCD/CNTD/ĐD\\nCN/hộ chiếu | Tình trạng đóng | Phương thức đóng | | Số tiền đóng | | | Ghi chú
 | | | | | Số tháng đóng | Từ tháng/năm | Số tiền phải đóng theo quy định | Trong đó
 | | | | | | | | NSNN hỗ trợ theo quy định
 | | | | | | | | Tỷ lệ % được hỗ trợ | Số tiền
A | B | C | 1 | 2 | 3 | 4 | 5 | 6 | 7 = 5 x 6 | 8
I | Tăng
I.1 | Người tham gia
1 | Phan Thị Uyên | 3099746019 | 030191000038 | Đang đóng | 3 | 04/2026 | 100 | 20 | 20
Cộng tăng | | | | | | | 100 | 20 | 20
II | Giảm
2 | Vũ Văn An | 3099746020 | 030091000039 | Tạm dừng | 1 | 01/2026 | 100 | 20 | 20
Cộng giảm
TỔNG CỘNG (2 người tham gia)
- Ghi chú: Cột 16 chỉ áp dụng đối với người tham gia tự nguyện.
 | | | Ngày 3 tháng 5 năm 2026
 | NGƯỜI LẬP BIỂU | | TỔ CHỨC DỊCH VỤ THU""")
    assert (found.source, found.unknown_headers) == ("social_insurance", ())
    assert found.frame.select("row_number", "personal_id", "from_month", "status").rows() == [
        (9, "030191000038", "04/2026", "Đang đóng"),
        (12, "030091000039", "01/2026", "Tạm dừng"),
    ]
    assert found.groups.rows() == [(7, "Tăng", "I"), (8, "Người tham gia", "I.1"), (11, "Giảm", "II")]
    assert [(total.count, total.unit) for total in found.stated_totals] == [(2, "nguoi")]


@pytest.mark.parametrize(
    ("row", "is_data"),
    [
        ("A | B | 1 | 2 | 3", False),
        ("A | B | 1 | 2 | 4", False),  # a column was taken out
        ("A | C | 1 | 2 | 3", False),
        ("(1) | (2) | (4) | (5) | (6)", False),
        ("\u200eA | B\u200b | '1 | '2 | '3", False),
        ("1 | 2 | 5 | 8 | 9", True),
        ("A | B | 2 | 1 | 3", True),
        ("1 | 2 | 3 | 3 | 4", True),
    ],
)
def test_a_row_of_column_numbers_may_leave_out_the_columns_that_were_taken_out(row: str, is_data: bool) -> None:
    assert table(f"{CARD}\n{row}\n{card(1)}").frame["row_number"].to_list() == ([2, 3] if is_data else [3])


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003", "\u00a0 ", " \u200b", "\u202f"])
def test_sums_notes_and_signatures_are_known_whatever_blank_is_typed_in_them(blank: str) -> None:
    under = (
        "Tổng cộng (1 người) | | 1\nNgười lập biểu | | Thủ trưởng đơn vị\n(Ký, ghi rõ họ tên) | | (Ký, ghi rõ họ tên)\nVũ Văn Bình | "
        "| Đỗ Thị Lan"
    )
    found = table(
        f"{CARD}\n{card(1)}\n"
        + under.replace("Người lập", f"Người{blank}lập")
        .replace("Tổng cộng", f"Tổng{blank}cộng")
        .replace("Thủ trưởng", f"Thủ{blank}trưởng")
        .replace("ghi rõ", f"ghi{blank}rõ")
    )
    assert (found.frame["row_number"].to_list(), [total.count for total in found.stated_totals]) == ([2], [1])


def test_technical_names_are_headings_and_a_row_of_them_under_the_headings_is_none_of_the_data() -> None:
    flat = table("STT | soSoBhxh | hoTen | soTheBhyt | tuNgay | denNgay\n1 | 3199194312 | Vũ Thị Oanh | HN2313199194312 | 01/01/2026 |")
    assert (flat.source, flat.frame.height, flat.headers["full_name"]) == ("health_insurance", 1, "hoTen")
    both = table(f"{CARD} | Mức hưởng lạ\nSTT | HoTen | MaSoBhxh | TuNgay | DenNgay | MucHuongLa\n{card(1)}")
    assert (both.frame["row_number"].to_list(), both.headers["full_name"]) == ([3], "Họ và tên")
    assert both.unknown_headers == ("Mức hưởng lạ",)


def test_headings_that_only_their_technical_names_make_known() -> None:
    found = table("TT | Tên đầy đủ | Số sổ mới | Bắt đầu thẻ | Kết thúc thẻ\nSTT | hoTen | soSoBhxh | tuNgay | denNgay\n" + card(1))
    assert found.frame.select("row_number", "valid_from").rows() == [(3, "01/01/2026")]


def test_a_birth_date_stands_under_the_sex() -> None:
    found = table("""
DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO
STT | Mã hộ | Họ và tên chủ hộ, thành viên | Quan hệ với chủ hộ | Ngày, tháng, năm sinh | | Điểm | | Chỉ số thiếu hụt | | Số nhân khẩu
 | | | | Nam | Nữ | B1 | B2 | 1. Việc làm | 2. Người phụ thuộc trong hộ gia đình
A. HỘ NGHÈO
1 | NDN-00003 | Nguyễn Hữu Quý | Chủ hộ | 15/10/2000 | | 165 | 30 | x | | 2
 | | Vũ Thị Oanh | Vợ | | 17/06/2004
 | Cộng | 1
B. HỘ CẬN NGHÈO
2 | NDN-00174 | Lê Minh Mạnh | Chủ hộ | 19/04/1997 | | 95 | 10 | | x | 2
 | | Lê Minh Bình | Con
 | Cộng | 1
 | Tổng cộng (2 hộ, 4 nhân khẩu)""")
    assert found.source == "poverty"
    assert found.frame.select("row_number", "birth_date_male", "birth_date_female", "relation").rows() == [
        (5, "15/10/2000", None, "Chủ hộ"),
        (6, None, "17/06/2004", "Vợ"),
        (9, "19/04/1997", None, "Chủ hộ"),
        (10, None, None, "Con"),
    ]
    assert found.frame["deprived_01"].to_list() == ["x", None, None, None]
    assert found.groups.rows() == [(4, "A. HỘ NGHÈO", None), (8, "B. HỘ CẬN NGHÈO", None)]
    assert [(total.count, total.unit) for total in found.stated_totals] == [(2, "ho"), (4, "nhan khau")]


def test_a_sheet_that_begins_in_another_row_and_column() -> None:
    found = table("\n\n | | DANH SÁCH THẺ BHYT\n\n | | " + CARD + "\n | | " + card(1))
    assert (found.frame["row_number"].to_list(), found.letters["full_name"], found.titles) == ([6 - 2], "D", ("DANH SÁCH THẺ BHYT",))


def test_a_list_of_those_who_left_is_told_by_its_title_or_by_its_sheet() -> None:
    left = "\nMã hộ | Họ và tên | Quan hệ với chủ hộ | Điểm B1 | Điểm B2\nNDN-00030 | Lê Kim Tuyết | Chủ hộ | 155 | 20"
    assert [one.kind for one in tables("DANH SÁCH HỘ THOÁT NGHÈO, THOÁT CẬN NGHÈO" + left)] == ["left"]
    assert [one.kind for one in tables("DANH SÁCH" + left, "Ho thoat")] == ["left"]
    assert [one.kind for one in tables("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO, HỘ THOÁT NGHÈO" + left)] == ["main"]


def test_a_member_behind_a_dash_is_a_row_of_data_and_a_note_is_none() -> None:
    found = table(
        "STT | Họ và tên chủ hộ, thành viên | Quan hệ với chủ hộ | Phân loại hộ\n1 | Vũ Văn An | Chủ hộ | Hộ nghèo\n"
        " | - Lê Thị Bưởi | Vợ |\n | + Vũ Văn Cam | Con |\n | • Vũ Thị Dừa | Con |\n - Chưa đối chiếu\n2 | Tô Văn Đào | Chủ hộ | Hộ nghèo"
    )
    assert found.frame["row_number"].to_list() == [2, 3, 4, 5, 7]


def test_the_whole_ward_in_the_column_of_areas_is_an_area_and_no_sum() -> None:
    found = table(
        "Khu vực | Tháng | Dân số | Số hộ | Số gia đình | Lực lượng lao động trong độ tuổi | Trẻ em trong độ tuổi đi học\n"
        "Toàn phường | 07/2026 | 29083 | 8000 | 7900 | 15000 | 4000\nTDP số 3 | 07/2026 | 2000 | 500 | 490 | 900 | 250\n"
        "Tổng cộng | | 31083 | 8500 | 8390 | 15900 | 4250"
    )
    assert found.frame["area"].to_list() == ["Toàn phường", "TDP số 3"]


def test_the_population_sheet_of_the_report_is_a_table_of_its_own_kind() -> None:
    heads = "Khu vực | Tháng | Dân số | Số hộ | Số gia đình | Lực lượng lao động trong độ tuổi | Trẻ em trong độ tuổi đi học"
    found = table(
        f"{heads}\nTổ dân phố số 3 | 03/2026 | 97 | 32 | 29 | 56 | 16\nTổ dân phố Tống Buồng | 03/2026 | 137 | 41 | 40 | 71 | 20", "Dân số"
    )
    assert (found.source, found.kind, found.frame.height) == ("department_report", "population", 2)


# --- rows -----------------------------------------------------------------------------------------------------------
def rows_between(*lines: str) -> Table:
    return table("\n".join([CARD, card(1), *lines, card(2)]))


@pytest.mark.parametrize("number", ["3", "3.0", "03", "3.", "(3)", " 3 ", "3 .", "3,"])
def test_a_running_number_makes_a_row_of_data(number: str) -> None:
    assert rows_between(card(number)).frame.height == 3
    assert rows_between(f"{number} | Vũ Thị Oanh").frame.height == 3


@pytest.mark.parametrize(
    "line",
    [
        "TDP số 3",
        " | TDP số 3",
        "I | Tổ dân phố Đông Nam",
        "II | Khối hành chính",
        "A | Hộ nghèo",
        "I.1 | Người tham gia",
        "A. HỘ NGHÈO",
        "I. Tổ dân phố số 3 | | | 15 thẻ",
        "KDC Đông Nam",
        "Khu vực chợ",
        "IV | Thôn Đông Nam | | 120 | 130",
        "5 | TDP số 3",
        "TDP số 3 | 15 | 30",
    ],
)
def test_a_group_row_is_kept_as_a_group(line: str) -> None:
    found = rows_between(line)
    assert (found.frame["row_number"].to_list(), found.groups["row_number"].to_list()) == ([2, 4], [3])


@pytest.mark.parametrize(
    "line",
    [
        "",
        CARD,
        "Cộng tăng | | | 12",
        " | Cộng | 12",
        "Cộng: 12",
        "Tổng cộng (12 thẻ)",
        "Cộng cuối kỳ | 12",
        "Cộng phát sinh",
        "Total | 12",
        "Totals: 12",
        "STT | Họ và tên | Mã số BHXH | Từ ngày | Đến ngày",
        "4 | Cộng",
        " | 5 | Cộng",
        "- Ghi chú: chưa đối chiếu",
        "(*) Chưa đối chiếu",
        "7",
    ],
)
def test_what_is_neither_data_nor_group_is_dropped(line: str) -> None:
    found = rows_between(line)
    assert (found.frame["row_number"].to_list(), found.groups.height) == ([2, 4], 0)


@pytest.mark.parametrize(
    "line",
    [
        " | Tống Công Minh | 3199194399 | 01/01/2026 |",
        " | Tống Buồng | 3199194399 | 01/01/2026 |",
        " | Nguyễn Thị Cộng | 1 | 01/01/2026",
        " | Vũ Văn An | 3199194399 |",
        "#REF! | Vũ Văn An | 3199194399 | 01/01/2026",
        "2a | Vũ Văn An | 3199194399 | 01/01/2026",
    ],
)
def test_a_person_without_a_running_number_is_a_row_of_data(line: str) -> None:
    assert rows_between(line).frame["row_number"].to_list() == [2, 3, 4]


def test_a_first_row_of_small_numbers_is_no_row_of_column_numbers() -> None:
    heads = "STT | Mã hồ sơ | Ngày tiếp nhận | Ngày hẹn trả | Số bộ hồ sơ"
    assert table(f"{heads}\n1 | 2 | 3 | 3 | 1\n2 | b | c | d | 1").frame.height == 2
    assert table(f"{heads}\n(1) | (2) | (3) | (4)=(3)+(2) | (5)\n2 | b | c | d | 1").frame.height == 1


def test_the_header_of_every_printed_page_is_dropped() -> None:
    page = f"{CARD}\n1 | 2 | 3 | 4 | 5\n"
    found = table(f"{page}{card(1)}\n{card(2)}\n{page}{card(3)}\nTrang 2\n{page}{card(4)}\nNgười lập biểu")
    assert (found.frame["serial_number"].to_list(), found.last_serial) == (["1", "2", "3", "4"], 4)


def test_technical_names_that_come_again_with_the_header_begin_no_list() -> None:
    page = f"{CARD}\n | | | |\nSTT | HoTen | MaSoBhxh | TuNgay | DenNgay\n"
    found = table(f"{page}{card(1)}\n{page}{card(2)}\n{page}{card(3)}")
    assert found.frame["row_number"].to_list() == [4, 8, 12]


def test_the_name_of_a_group_is_its_words_not_the_sums_beside_it() -> None:
    assert rows_between("TDP số 3 | 15 | 30").groups["text"].to_list() == ["TDP số 3"]


def test_signatures_end_the_list_unless_numbered_rows_follow() -> None:
    assert table(f"{CARD}\n{card(1)}\n | Người lập biểu | | Giám đốc\n | Vũ Thị B | | Vũ Văn C | x").frame.height == 1
    assert table(f"{CARD}\n{card(1)}\n | Người lập biểu | | Giám đốc\n{card(2)}").frame.height == 2


@pytest.mark.parametrize(
    "line",
    [
        "Người lập biểu",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "(Ký, ghi rõ họ tên)",
        "Hải Phòng, ngày 2 tháng 5 năm 2026",
        "CÁN BỘ BÁO CÁO",
        "NGUOI LAP BIEU",
        "Ngày … tháng … năm 2026",
        "Thủ trưởng đơn vị",
    ],
)
def test_what_follows_a_signature_is_a_note(line: str) -> None:
    found = table(f"{CARD}\n{card(1)}\n | | {line}\n | Vũ Thị B | Vũ Văn C | Đỗ Văn D")
    assert (found.frame.height, found.groups.height, found.notes[0]) == (1, 0, line)


def test_a_second_list_under_the_signatures_of_the_first_is_a_table_of_its_own() -> None:
    first = f"DANH SÁCH THẺ BHYT TDP SỐ 3\n{CARD}\n{card(1)}\nTổng cộng: 1 thẻ\n | Người lập biểu\n\n"
    second = f"DANH SÁCH THẺ BHYT TDP SỐ 4\n{CARD} | Giới tính\n{card(1)} | Nữ\n{card(2)} | Nữ\nTổng cộng: 2 thẻ"
    one, two = tables(first + second)
    assert (one.frame.height, two.frame.height) == (1, 2)
    assert [total.count for found in (one, two) for total in found.stated_totals] == [1, 2]
    assert two.titles[-1] == "DANH SÁCH THẺ BHYT TDP SỐ 4"


def test_those_who_left_may_stand_under_the_list_on_the_same_sheet() -> None:
    heads = "STT | Mã hộ | Họ và tên chủ hộ | Quan hệ với chủ hộ | Phân loại hộ"
    drawing = (
        f"DANH SÁCH HỘ NGHÈO\n{heads}\n1 | N1 | Vũ An | Chủ hộ | Hộ nghèo\n\n"
        f"DANH SÁCH HỘ THOÁT NGHÈO\n{heads}\n1 | N2 | Vũ Ba | Chủ hộ | Hộ thoát nghèo"
    )
    assert [(one.kind, one.frame["household_number"].to_list()) for one in tables(drawing)] == [("main", ["N1"]), ("left", ["N2"])]


# --- totals ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "totals"),
    [
        ("Tổng cộng (29 hộ, 99 nhân khẩu)", [(29, "ho"), (99, "nhan khau")]),
        ("TỔNG CỘNG | 1.452 thẻ", [(1452, "the")]),
        ("Tổng cộng | (918 lượt tham gia)", [(918, "luot")]),
        ("TONG CONG: 12 nguoi", [(12, "nguoi")]),
        ("Tổng cộng: 269", [(269, "")]),
        ("Tổng cộng | 269", [(269, "")]),
        (" | Tổng số hồ sơ: 1 269", [(1269, "ho so")]),
        ("Danh sách này có 12 người./.", [(12, "nguoi")]),
        ("Tổng cộng | | | | | 45.000.000", []),
        ("Cộng tăng | 12", []),
        ("Tổng số sổ BHXH đề nghị cấp: 3 sổ.", []),
        ("Tổng cộng TDP số 3: 12 người", []),
        ("Cộng: 12 người", [(12, "nguoi")]),
        ("Cộng | 12", [(12, "")]),
    ],
)
def test_a_list_states_its_total_in_the_unit_it_names(line: str, totals: list[tuple[int, str]]) -> None:
    amounts = f"{CARD} | Số tiền đóng"
    found = table(f"{amounts}\n{card(1)} | 45.000.000\n{line}")
    assert [(total.count, total.unit) for total in found.stated_totals] == totals
    assert found.frame.height == 1


@pytest.mark.parametrize(
    ("sizes", "whole", "totals"),
    [
        ((2, 2), None, []),
        ((1, 3, 2), None, []),
        ((1, 3, 2), 6, [6]),
        ((2, 2), 4, [4]),
        ((1, 3, 2), 9, [1, 3, 2, 9]),
        ((3,), None, [3]),
    ],
)
def test_totals_of_groups_are_none_of_the_list(sizes: tuple[int, ...], whole: int | None, totals: list[int]) -> None:
    lines, number = [CARD], 0
    for group, size in enumerate(sizes, start=3):
        lines.append(f"Tổ dân phố số {group}")
        for _ in range(size):
            lines.append(card(number := number + 1))
        lines.append(f"Tổng số thẻ: {size}")
    found = table("\n".join([*lines, *([f"Tổng số thẻ: {whole}"] if whole else [])]))
    assert (found.frame.height, [total.count for total in found.stated_totals]) == (sum(sizes), totals)


def test_the_last_running_number_is_the_largest_and_none_where_groups_begin_anew() -> None:
    assert rows_between(card(7), card(3)).last_serial == 7
    assert table("\n".join([CARD, "TDP số 3", card(1), card(2), "TDP số 4", card(1), card(2), card(3)])).last_serial is None
    assert table("\n".join([CARD.replace("STT", "Ghi chú"), card("a"), card("b")])).last_serial is None


# --- headings -------------------------------------------------------------------------------------------------------
def test_a_column_without_a_heading_is_unknown_only_where_it_holds_data() -> None:
    assert table(f"{CARD} |\n{card(1)} |").unknown_headers == ()
    assert table(f"{CARD} |\n{card(1)} | đã rà").unknown_headers == ("(cột F không có tiêu đề)",)


@pytest.mark.parametrize("heading", ["", "Unnamed: 0", "index", "...1", "row.names", "__EMPTY", "Column1", "#"])
@pytest.mark.parametrize("numbers", [("0", "1", "2"), ("1", "2", "3"), ("3.0", "17.0", "1204.0")])
def test_the_index_of_a_data_frame_says_nothing_and_nobody_is_asked(heading: str, numbers: tuple[str, ...]) -> None:
    rows = "\n".join(f"{card(place)} | {number}" for place, number in enumerate(numbers, 1))
    assert table(f"{CARD} | {heading}\n{rows}").unknown_headers == ()
    first = "\n".join(f"{number} | {card(place)}" for place, number in enumerate(numbers, 1))
    found = table(f"{heading} | {CARD}\n{first}")
    assert (found.unknown_headers, found.frame["serial_number"].to_list()) == ((), ["1", "2", "3"])


@pytest.mark.parametrize("heading", ["", "index"])
def test_an_unknown_column_that_numbers_no_rows_is_told(heading: str) -> None:
    for numbers in (("5", "5", "5"), ("1", "", "2"), ("4", "2", "9"), ("đã rà", "1", "2")):
        rows = "\n".join(f"{card(place)} | {number}" for place, number in enumerate(numbers, 1))
        assert len(table(f"{CARD} | {heading}\n{rows}").unknown_headers) == 1


def test_what_several_columns_of_notes_say_is_read_together() -> None:
    """A death may stand in the second one."""
    rows = [f"{card(1)} | thẻ mới | BV | đã chết", f"{card(2)} | | BV | đã chết", f"{card(3)} | | BV |"]
    (found,) = tables("\n".join([f"{CARD} | Ghi chú | Nơi khám | Ghi chú", *rows]), contracts=(HEALTH,))
    assert found.frame["note"].to_list() == ["thẻ mới; đã chết", "đã chết", None]


def test_a_second_note_column_is_no_surprise_and_a_second_birth_date_is_one() -> None:
    found = table(f"{CARD} | Ghi chú | Ghi chú | Ngày sinh | Ngày sinh\n{card(1)}")
    assert found.unknown_headers == ("Ngày sinh",)


def test_sub_headings_that_nobody_knows_are_no_row_of_data() -> None:
    found = table(f"{CARD} | Hỗ trợ của phường | |\n | | | | | Tết | Hè | Thu\n{card(1)} | 1 | 2 | 3")
    assert (found.frame["row_number"].to_list(), found.unknown_headers) == (
        [3],
        ("Hỗ trợ của phường > Tết", "Hỗ trợ của phường > Hè", "Hỗ trợ của phường > Thu"),
    )


def test_a_row_of_units_under_the_headings_is_no_row_of_data() -> None:
    assert table(f"{CARD}\n | | (10 số) | (dd/mm/yyyy) | (dd/mm/yyyy)\n{card(1)}").frame["row_number"].to_list() == [3]


def test_a_running_number_may_stand_under_no_heading() -> None:
    found = table(f"{CARD.replace('STT', '')}\n{card(1)}\nCộng\n{card(2)}")
    assert found.frame["serial_number"].to_list() == ["1", "2"]


def test_a_name_may_stand_in_two_columns_under_one_heading() -> None:
    heads = "STT | Họ và tên | | Mã số BHXH | Từ ngày | Đến ngày"
    found = table(f"{heads}\n1 | Vũ Thị | Oanh | 3199194312 | 01/01/2026 |\n2 | Lê Văn | Ý | 3199194313 | 01/01/2026 |")
    assert (found.frame["full_name"].to_list(), found.unknown_headers) == (["Vũ Thị Oanh", "Lê Văn Ý"], ())


def test_values_that_are_headings_elsewhere_begin_no_list() -> None:
    found = table("""
DANH SÁCH HỘ NGHÈO
Mã hộ | Họ và tên | Quan hệ với chủ hộ | Giới tính | Phân loại hộ | Tổ dân phố
TDP số 3
N1 | Vũ Thị An | Chủ hộ | Nữ | Hộ nghèo | TDP
TDP số 4
 | Vũ Thị Ba | Chủ hộ | Nữ | Hộ nghèo | TDP
N3 | Vũ Thị Ca | Chủ hộ | Nữ | Hộ cận nghèo | TDP""")
    assert found.frame["row_number"].to_list() == [4, 6, 7]


def test_three_cells_are_data_where_there_is_no_running_number() -> None:
    heads = "Khu vực | Tháng | Dân số | Số hộ | Số gia đình | Lực lượng lao động trong độ tuổi | Trẻ em trong độ tuổi đi học"
    found = table(f"{heads}\nTổ dân phố số 3 | 03/2026 | 97 | 32 | 29 | 56 | 16\nTổ dân phố số 4 | 03/2026 | 137", "Dân số")
    assert found.frame["row_number"].to_list() == [2, 3]


@pytest.mark.parametrize(
    "numbers",
    ["[1] | [2] | [3] | [4] | [5]", "-1- | -2- | -3- | -4- | -5-", "Cột 1 | Cột 2 | Cột 3 | Cột 4 | Cột 5", "1.0 | 2.0 | 3.0 | 4.0 | 5.0"],
)
def test_column_numbers_are_known_however_they_are_written(numbers: str) -> None:
    assert table(f"{CARD}\n{numbers}\n{card(1)}").frame["row_number"].to_list() == [3]


def test_column_numbers_under_the_header_of_a_later_page_alone_are_no_data() -> None:
    found = table(f"{CARD}\n{card(1)}\nTrang 2/2\n{CARD}\n(1) | (2) | (3) | (4) | (5)\n{card(2)}")
    assert found.frame["row_number"].to_list() == [2, 6]


def test_a_row_of_several_signatures_ends_the_list_whatever_its_first_cell_says() -> None:
    found = table(f"{CARD}\n{card(1)}\n | TỔNG HỢP | | TRƯỞNG PHÒNG | GIÁM ĐỐC\n\n | Trần Văn An | | Lê Bình | Vũ Cường")
    assert found.frame["row_number"].to_list() == [2]


def test_each_group_may_sign_its_own_part_of_a_list_without_numbers() -> None:
    heads = "Họ và tên | Số CCCD | Từ ngày | Đến ngày | Tổ dân phố"
    row = "Vũ Thị Oanh | 0303040000{:02d} | 01/01/2026 | 31/12/2026 | TDP số {}"
    signed = "NGƯỜI LẬP BIỂU | | | TỔ TRƯỞNG\n\nVũ Thị Hoa | | | Trần Văn Bình"
    parts = [f"{row.format(2 * part, part)}\n{row.format(2 * part + 1, part)}\n{signed}" for part in (1, 2, 3)]
    found = table(f"DANH SÁCH THẺ BHYT\n{heads}\n" + "\n".join(parts))
    assert found.frame["personal_id"].to_list() == [f"0303040000{number:02d}" for number in range(2, 8)]
    assert [
        table(f"DANH SÁCH THẺ BHYT\n{heads}\n{row.format(1, 1)}\n{signed}\n{after}").frame.height
        for after in ("Nguyễn An | Lê Bình | Vũ Cường | Đỗ Dũng | Hà Em", "Điện thoại: 0220 3850 123")
    ] == [1, 1]


@pytest.mark.parametrize(
    "words",
    [
        "Tổng TDP 3",
        "Tổng hộ nghèo TDP 4",
        "Tổng xóm",
        "TC TDP 4",
        "T.Cộng",
        "Lũy kế",
        "Chuyển trang sau",
        "Mang sang",
        "Σ",
        "Sub total",
        "Tổng HN",
        "Toàn phường",
        "Toàn xã",
    ],
)
def test_sums_in_other_words_are_no_households(words: str) -> None:
    heads = "STT | Họ và tên chủ hộ | Số khẩu | Điểm B1 | Điểm B2 | Phân loại hộ"
    found = table(
        f"{heads}\n1 | Tống Hộ An | 3 | 120 | 30 | Hộ nghèo\n2 | Toàn Bình | 4 | 130 | 40 | Hộ nghèo\n | {words} | 7 | 250 | 70 |"
    )
    assert found.frame["row_number"].to_list() == [2, 3]


def test_one_word_of_an_office_is_no_signature() -> None:
    heads = "Mã hộ | Họ và tên | Quan hệ với chủ hộ | Phân loại hộ | Ghi chú"
    found = table(f"{heads}\nH1 | Vũ An | Chủ hộ | Hộ nghèo |\n | Vũ Bình | Con | | Công chức\nH2 | Lê Cường | Chủ hộ | Hộ nghèo |")
    assert found.frame["row_number"].to_list() == [2, 3, 4]


@pytest.mark.parametrize("heads", ["Họ đệm | Tên", "Họ và tên đệm | Tên", "HỌ VÀ CHỮ ĐỆM | TÊN"])
def test_family_names_and_the_given_name_under_headings_of_their_own_are_one_name(heads: str) -> None:
    found = table(f"STT | {heads} | Mã số BHXH | Từ ngày | Đến ngày\n1 | Vũ Thị | Oanh | 3199194312 | 01/01/2026 | 31/12/2026")
    assert (found.frame["full_name"].to_list(), found.unknown_headers) == (["Vũ Thị Oanh"], ())


def test_a_whole_name_beside_the_given_name_stays_as_it_is() -> None:
    found = table("STT | Họ và tên | Tên | Mã số BHXH | Từ ngày | Đến ngày\n1 | Vũ Thị Oanh | Oanh | 3199194312 | 01/01/2026 | 31/12/2026")
    assert (found.frame["full_name"].to_list(), found.unknown_headers) == (["Vũ Thị Oanh"], ("Tên",))


def test_a_summary_under_a_list_ends_it_and_is_no_list() -> None:
    found = table(
        f"DANH SÁCH BHYT\n{CARD}\n{card(1)}\n\nTỔNG HỢP THEO ĐỐI TƯỢNG\nSTT | Đối tượng | Số thẻ | Tỷ lệ\n1 | HN | 5 | 50%\n2 | "
        "CN | 5 | 50%"
    )
    assert found.frame["row_number"].to_list() == [3]


def test_a_second_list_that_lost_a_column_is_still_a_list() -> None:
    found = tables(
        f"DANH SÁCH BHYT\n{CARD}\n{card(1)}\n\nSTT | Họ và tên | Mã số BHXH | Từ ngày\n1 | Vũ Thị Oanh | 3199194312 | 01/01/2026"
    )
    assert [one.frame["row_number"].to_list() for one in found] == [[3], [6]]


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("Tổng số: 1 hồ sơ; đã giải quyết: 1 hồ sơ; đang giải quyết: 0 hồ sơ", 1),
        ("Tổng cộng: 1 hồ sơ (trong đó kỳ trước chuyển sang: 15 hồ sơ)", 1),
        ("Hiển thị 1 - 10 / 250 bản ghi", 250),
        ("Đang xem 1 đến 10 trong tổng số 1.250 mục", 1250),
    ],
)
def test_a_total_is_the_first_number_that_is_told_and_a_saved_page_tells_of_the_others(said: str, count: int) -> None:
    found = table(f"STT | Mã hồ sơ | Ngày tiếp nhận | Ngày hẹn trả\n1 | H24.115-260202-0004 | 02/02/2026 | 03/02/2026\n{said}")
    assert [total.count for total in found.stated_totals] == [count]


@pytest.mark.parametrize("stranger", ["Chủ hộ", "Thông tin chủ hộ gia đình", "Người giám hộ", "Cha/mẹ", "Mẹ"])
def test_columns_under_somebody_else_are_not_the_persons_own(stranger: str) -> None:
    found = table(f"""
STT | {stranger} | | Người tham gia | | Thời hạn thẻ |
 | Họ và tên | Số CCCD | Họ và tên | Số CCCD | Từ ngày | Đến ngày
1 | Vũ Văn An | 030060000011 | Vũ Thị Oanh | 030191000038 | 01/01/2026 | 31/12/2026""")
    assert (found.letters["full_name"], found.letters["personal_id"]) == ("D", "E")
    assert found.unknown_headers == (f"{stranger} > Họ và tên", f"{stranger} > Số CCCD")


@pytest.mark.parametrize(
    ("before", "now"), [("Thẻ cũ", "Thẻ mới"), ("Kỳ trước", "Kỳ này"), ("Thời hạn cũ", "Thời hạn mới"), ("Đầu kỳ", "Cuối kỳ")]
)
def test_of_what_was_and_what_is_the_later_counts(before: str, now: str) -> None:
    found = table(f"""
STT | Họ và tên | Mã số BHXH | {before} | | {now} |
 | | | Từ ngày | Đến ngày | Từ ngày | Đến ngày
1 | Vũ Thị Oanh | 3199194312 | 01/01/2025 | 31/12/2025 | 01/01/2026 | 31/12/2026""")
    assert (found.letters["valid_from"], found.letters["valid_to"]) == ("F", "G")
    assert found.unknown_headers == (f"{before} > Từ ngày", f"{before} > Đến ngày")


def test_the_head_is_no_stranger_in_a_list_of_households() -> None:
    found = table("DANH SÁCH HỘ NGHÈO\nTT | Chủ hộ | | Phân loại hộ\n | Họ và tên | Số CCCD |\n1 | Vũ Văn An | 030060000011 | Hộ nghèo")
    assert (found.letters["head_name"], found.letters["personal_id"]) == ("B", "C")


def test_a_general_heading_yields_to_one_that_says_of_what() -> None:
    """Beside the validity of the card, "Từ ngày" is when somebody paid."""
    heads = "STT | Họ và tên | Mã số BHXH | Từ ngày | Đến ngày | Hạn thẻ từ | Hạn thẻ đến"
    found = table(f"{heads}\n1 | Vũ Thị Oanh | 3199194312 | 15/12/2025 | 14/12/2026 | 01/01/2026 | 31/12/2026")
    assert (found.letters["valid_from"], found.letters["valid_to"], found.unknown_headers) == ("F", "G", ("Từ ngày", "Đến ngày"))
