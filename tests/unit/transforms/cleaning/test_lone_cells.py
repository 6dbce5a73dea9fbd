"""Rows that hold one cell alone: names of groups, or people whose other cells were lost, which are told and never vanish."""

import polars as pl
import pytest

from expectations.deliveries import file_rules
from expectations.registry import contracts
from transforms.cleaning.lone_cells import lone_cells
from transforms.reading.delivery import find_tables
from transforms.reading.grids import grid_from_rows
from transforms.reading.model import Table
from transforms.vietnamese.areas import Area
from transforms.vietnamese.names import may_be_a_name
from transforms.vietnamese.places import Places

PLACES = Places(
    (
        Area("P", "Phường Nguyễn Đại Năng", "ward"),
        Area("P-03", "TDP số 3", "residential_group"),
        Area("P-04", "Hoàng Xá", "residential_group"),
    )
)
HEADINGS = ["STT", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Số CCCD", "Phân loại hộ"]
Row = list[str | None]


def head(number: int) -> Row:
    return [str(number), "Vũ Văn An", "Chủ hộ", "01/02/1960", f"0310600000{number:02}", "Hộ nghèo"]


def only(text: str, place: int = 1) -> Row:
    return [text if place == one else None for one in range(len(HEADINGS))]


def poverty(*rows: Row) -> Table:
    (found,) = find_tables(grid_from_rows("DS", [HEADINGS, *rows]), contracts())
    return found


def told(*rows: Row) -> list[int]:
    found = lone_cells([poverty(*rows)], PLACES)
    return [] if found is None else found["row_number"].to_list()


@pytest.mark.parametrize(
    "name",
    [
        "Ông Nguyễn Văn An",
        "bà Nguyễn Thị Lan",
        "Nguyễn Thị Lan (con)",
        "Nguyễn Văn An - chết",
        "Nguyễn Thị Lan, 1960",
        "Nguyễn Thị Lan, sinh 1960, TDP số 4",
        "2. Nguyễn Thị Lan - 1960 - con",
        "2 Nguyễn Thị Lan (sn 01/02/1960)",
        "MẠC ĐÌNH TƯ",
        "CAO BA QUAT",
        "H'Hen Niê",
        "Lù A Páo",
        "Đinh Q. Huy",
        "1. Nguyễn Thị Lan",
        "a) Nguyễn Thị Lan",
        "- Nguyễn Thị Lan",
        "Nguyễn Thị Lan",
        "Tổng Thị Lan",
        "NGUYỄN VĂN AN",
        "nguyễn thị lan",
        "Lê E",
        "Cao Bá Quát",
        "PHÙNG THỊ NỤ",
        "Đoàn Thanh Hương",
        "I. Nguyễn Văn An",
        "B. NGUYỄN THỊ LAN",
        "Hộ ông Nguyễn Văn An",
        "Gia đình bà: Nguyễn Thị Lan",
        "Chủ hộ: Mạc Đình Tư",
        "Lan",
        "LAN",
        "Hộ bà Lan",
        "Hộ nghèo: Nguyễn Văn An",
        "Hộ cận nghèo ông Trần Văn Tư",
    ],
)
def test_a_row_with_nothing_but_a_name_is_told(name: str) -> None:
    assert told(head(1), only(name), head(2)) == [3]


@pytest.mark.parametrize(
    "group",
    [
        "TDP số 3",
        "Tổ dân phố số 12",
        "Hoàng Xá",
        "HOÀNG XÁ",
        "A. HỘ NGHÈO",
        "Hộ cận nghèo",
        "Hộ nghèo mới phát sinh",
        "Hộ nghèo cao tuổi",
        "Hộ nghèo TDP số 3",
        "Hộ nghèo Hoàng Xá",
        "Cận nghèo",
        "NGƯỜI CAO TUỔI",
        "Học Sinh",
        "Khác",
        "Tổ 3",
        "Nguyễn Đại Năng, ngày 01/7/2026",
        "3 Hộ cận nghèo",
        "5 Người cao tuổi",
        "Mất Sức Lao Động",
        "Hành Chính Sự Nghiệp",
        "Hồ sơ trễ hạn",
        "Lý lịch tư pháp",
        "Đang Tham Gia",
        "Thẻ Sắp Hết Hạn",
        "Mầm Non Hoa Sen",
        "Cao tuổi, cô đơn",
        "- Đã đối chiếu",
        "I. Hoàng Xá",
        "Hộ khác",
        "BTXH",
        "15",
    ],
)
def test_a_row_that_names_a_group_is_not(group: str) -> None:
    assert told(head(1), only(group), head(2)) == []


def test_a_cell_right_of_the_name_is_what_is_left_of_a_row() -> None:
    assert told(head(1), only("Con", 2), only("05/06/1990", 3), only("TDP số 3", 2), head(2), only("Con", 2)) == [3, 4, 7]


@pytest.mark.parametrize("place", [0, 6])
def test_a_name_alone_is_told_in_any_column(place: int) -> None:
    assert told(head(1), ["Nguyễn Thị Lan" if place == one else None for one in range(7)], head(2)) == [3]
    assert told(head(1), ["TDP số 3" if place == one else None for one in range(7)], head(2)) == []
    assert told(head(1), ["a) Nguyễn Thị Lan" if place == one else None for one in range(7)], head(2)) == [3]


@pytest.mark.parametrize("mark", ["a", "b.", "1.1", "2,1", "A", "B.", "II", "iv)"])
def test_the_mark_of_a_member_makes_no_group_of_a_name(mark: str) -> None:
    def marked(text: str) -> Row:
        return [mark, text, *[None] * 4]

    assert told(head(1), marked("Nguyễn Thị Lan"), head(2)) == [3]
    assert told(head(1), marked("Hộ cận nghèo"), head(2)) == []
    assert told(head(1), marked("Hoàng Xá"), head(2)) == []


def test_a_lettered_member_with_one_cell_more_is_told_and_with_a_date_it_is_a_row() -> None:
    assert told(head(1), ["a", "Nguyễn Thị Lan", None, "1990", None, None], head(2)) == [3]
    dated: Row = ["a", "Nguyễn Thị Lan", None, "05/06/1990", None, None]
    assert poverty(head(1), dated, head(2)).frame["row_number"].to_list() == [2, 3, 4]
    assert told(head(1), ["a", "Hộ cận nghèo", None, "15", None, None], head(2)) == []


def test_a_name_with_its_year_or_beside_columns_that_nobody_knows_is_told() -> None:
    year, aside = [None, "Nguyễn Thị Lan", None, "1960"], [*[None] * 7, "Nguyễn Thị Lan", "Con"]
    assert told(head(1), year, aside, head(2), year) == [3, 4, 6]
    assert told(head(1), [None, "Hộ cận nghèo", None, "1960"], [None, "Nguyễn Thị Lan", None, "15"], head(2)) == []
    assert told(head(1), head(2), ["Người lập"], [*[None] * 7, "Nguyễn Thị Lan", "Trần Văn Tư"]) == []


@pytest.mark.parametrize("mark", ["a", "A", "II", "1.1"])
def test_a_name_with_a_mark_is_told_below_the_list_and_in_no_note_or_signature(mark: str) -> None:
    member: Row = [mark, "Nguyễn Thị Lan", None, None, None]
    assert 4 in told(head(1), head(2), member)
    assert 6 in told(head(1), head(2), only("Tổng cộng: 2 hộ"), only(""), member)
    assert told(head(1), head(2), only("Ghi chú: đã chuyển đi"), [None, f"{mark}) Nguyễn Thị Lan"]) == []
    assert told(head(1), head(2), only("Nơi nhận:"), ["-", "Nguyễn Thị Lan"]) == []
    assert told(head(1), head(2), only("Ký bởi: Nguyễn Thị Lan"), only("Thời gian ký: 05/08/2026 10:11:12")) == []


def test_a_mark_in_its_own_cell_is_no_signer_s() -> None:
    assert told(head(1), head(2), only("Người lập", 4), ["a", "Nguyễn Thị Lan", "Con"], only("Trần Văn Tư", 4)) == [5]


def test_names_follow_on_the_list_behind_a_header_that_comes_again() -> None:
    assert told(head(1), head(2), [*HEADINGS], only("Nguyễn Thị Lan")) == [5]


def test_a_row_under_a_signature_with_a_number_or_a_date_of_its_own_is_no_signer() -> None:
    signed = only("Người lập", 4)
    assert told(head(1), signed, ["1a", "Nguyễn Thị Lan"], [None, "Lê Văn Ba", None, "05/06/1990"], head(2)) == [4, 5]
    assert told(head(1), head(2), signed, [None, "Nguyễn Thị Lan", None, None, "Trần Văn Tư"]) == []


SIGNED: Row = [None, "Người lập", None, None, "Chủ tịch", None]


@pytest.mark.parametrize("beside", ["Con", "Hộ nghèo", "số 5, Hoàng Xá", "1960", "x"])
def test_a_name_under_a_signature_beside_what_is_no_name_is_no_signer(beside: str) -> None:
    row: Row = [None, "Nguyễn Thị Lan", beside, None, None, None]
    assert told(head(1), SIGNED, row, head(2)) == [4]
    assert told(head(1), head(2), SIGNED, row) == [5]
    assert told(head(1), head(2), only("Người lập"), only("Lê Văn Ba"), row) == [6]
    assert told(head(1), head(2), SIGNED, ["Nguyễn Thị Lan", beside, None, None, "Hộ nghèo", None]) == [5]


@pytest.mark.parametrize("beside", ["Trần Văn Tư", "Trung tá Trần Văn Tư", "BS. Trần Văn Tư", "Kế toán", "(đã ký)", "0912 345 678", "15"])
def test_signers_beside_each_other_are_none(beside: str) -> None:
    row: Row = [None, "Nguyễn Thị Lan", None, None, beside, None]
    assert told(head(1), SIGNED, row, head(2)) == []
    assert told(head(1), head(2), SIGNED, row) == []


def test_names_alone_under_the_signature_of_a_part_are_told_where_they_are_more_than_sign() -> None:
    lan, ba = only("Nguyễn Thị Lan"), only("Lê Văn Ba", 4)
    asked = only("(Ký, ghi rõ họ tên)")
    assert told(head(1), SIGNED, lan, ba, only("Vũ Thị Tư"), head(2)) == [6]
    assert told(head(1), only("Người lập"), asked, lan, lan, head(2)) == [6]
    assert told(head(1), only("Người lập"), lan, only("Chủ tịch", 4), ba, head(2)) == []
    assert told(head(1), only("Người lập", 4), ba, lan, head(2)) == [5]
    assert told(head(1), only("Người lập", 4), lan, head(2)) == [4]
    assert told(head(1), only("Người lập"), lan, head(2), only("Người lập"), lan) == []


def listed(*rows: Row) -> list[int]:
    return poverty(*rows).frame["row_number"].to_list()


@pytest.mark.parametrize("mark", [None, "a", "a)", "I", "A", "1a", "-"])
def test_a_row_that_begins_with_its_group_is_a_row(mark: str | None) -> None:
    headings = ["STT", "Thôn/TDP", "Họ và tên chủ hộ", "Họ và tên thành viên", "Quan hệ", "Năm sinh", "Số CCCD", "Phân loại hộ"]

    def rows(*more: Row) -> list[int]:
        head = ["1", "TDP số 3", "Vũ Văn An", "Vũ Văn An", "Chủ hộ", "1960", "031060000001", "Hộ nghèo"]
        (found,) = find_tables(grid_from_rows("DS", [headings, head, *more, head]), contracts())
        return found.frame["row_number"].to_list()

    assert rows([mark, "TDP số 3", None, "Nguyễn Thị Lan", "Con"]) == [2, 3, 4]
    assert rows([mark, "TDP số 3", None, "Nguyễn Thị Lan", None, "1990"]) == [2, 3, 4]
    assert rows([None, "TDP số 3", None, "15", "30"], [None, "TDP số 4", "12 hộ"], [None, "TDP số 5"]) == [2, 6]


def test_a_class_or_an_address_beside_what_a_group_lacks_makes_a_row() -> None:
    assert listed(head(1), [None, None, None, None, "031060000999", "Hộ nghèo"], head(2)) == [2, 3, 4]
    assert listed(head(1), [None, "Lê Thị Hà", None, None, None, "Hộ cận nghèo"], head(2)) == [2, 3, 4]
    assert listed(head(1), [None, "HỘ CẬN NGHÈO", None, None, None, "15"], [None, "Hộ nghèo: 12 hộ", None, "30"], head(2)) == [2, 5]


@pytest.mark.parametrize(
    "title", ["Cán bộ giảm nghèo", "Người tổng hợp", "Kế toán", "Trưởng TDP số 3", "Tổ trưởng", "Bí thư chi bộ", "Phụ trách"]
)
@pytest.mark.parametrize("other", ["TM. UBND PHƯỜNG", "CHỦ TỊCH", "Người rà soát"])
def test_two_offices_are_a_signature_and_the_names_below_are_the_signers(title: str, other: str) -> None:
    signature: Row = [None, title, None, None, None, other]
    signers: Row = [None, "Nguyễn Thị Lan", None, None, None, "Trần Văn Tư"]
    assert listed(head(1), head(2), [], signature, [], signers) == [2, 3]
    assert told(head(1), head(2), signature, signers) == []
    assert listed(head(1), signature, signers, head(2)) == [2, 5]


@pytest.mark.parametrize("beside", ["Vợ", "Cán bộ", "Chủ hộ"])
def test_a_name_beside_an_occupation_is_no_signature(beside: str) -> None:
    assert listed(head(1), head(2), [None, "Nguyễn Thị Lan", beside]) == [2, 3, 4]


DOSSIERS = ["STT", "Mã hồ sơ", "Tên thủ tục", "Lĩnh vực", "Tên cá nhân, tổ chức", "Địa chỉ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"]


def dossier(number: int) -> Row:
    day = f"{number:02}/07/2026"
    return [str(number), f"H24.12-260701-{number:04}", "Khai sinh", "Hộ tịch", "Vũ Văn An", "TDP số 3", day, day, "Đã trả"]


def log(*rows: Row) -> Table:
    (found,) = find_tables(grid_from_rows("DS", [DOSSIERS, *rows]), contracts())
    return found


def counted_or_told(*rows: Row) -> tuple[list[int], list[int]]:
    found = log(*rows)
    lone = lone_cells([found], PLACES)
    return found.frame["row_number"].to_list(), [] if lone is None else lone["row_number"].to_list()


@pytest.mark.parametrize("applicant", ["Công ty TNHH Hải An", "Trường Mầm non Hoa Sen", "HTX Hiến Thành", "UBND phường An Lưu"])
def test_an_organisation_alone_where_people_apply_is_told(applicant: str) -> None:
    alone: Row = [*[None] * 4, applicant]
    assert counted_or_told(dossier(1), alone, dossier(2), alone) == ([2, 4], [3, 5])
    signed: Row = [*[None] * 7, "Người lập"]
    assert counted_or_told(dossier(1), signed, [*[None] * 7, "Lê Văn Ba"], alone, dossier(2)) == ([2, 6], [5])
    assert counted_or_told(dossier(1), signed, [*[None] * 7, "Lê Văn Ba"], [*alone, None, "15/07/2026"], dossier(2)) == ([2, 6], [5])


@pytest.mark.parametrize("code", ["HS-2026-00123", "12345/2026", "H24.12.260715.2001", "100912", "H24.12 - 260715 - 2001"])
def test_a_code_alone_under_its_heading_is_told_wherever_it_stands(code: str) -> None:
    alone: Row = [None, code]
    assert counted_or_told(dossier(1), alone, dossier(2)) == ([2, 4], [3])
    assert counted_or_told(dossier(1), dossier(2), [*[None] * 7, "Người lập"], alone) == ([2, 3], [5])


@pytest.mark.parametrize("first", ["Xác nhận của UBND về tình trạng hôn nhân", "Giám đốc Công ty Hải An", "Lĩnh vực Hộ tịch", "Nhóm 3"])
def test_dates_of_their_own_make_a_row_of_what_is_worded_as_a_group_or_a_signature(first: str) -> None:
    assert counted_or_told(dossier(1), [None, None, first, None, None, None, "15/07/2026", "16/07/2026"], dossier(2)) == ([2, 3, 4], [])


FIGURES = ["Mã chỉ tiêu", "Tên chỉ tiêu", "Khu vực", "Tháng", "Tử số", "Mẫu số", "Giá trị"]


def test_a_figure_with_nothing_but_its_code_or_its_area_is_read() -> None:
    whole: Row = ["AN01", "Nghĩa vụ quân sự", "TDP số 3", "07/2026", "14", "14", "100"]
    more: list[Row] = [
        ["AN02", *[None] * 5, "1"],
        [None, "Phường không ma túy", *[None] * 4, "1"],
        [None, None, "TDP số 4", *[None] * 3, "5"],
    ]
    (found,) = find_tables(grid_from_rows("Chỉ tiêu", [FIGURES, whole, *more, whole]), contracts())
    assert found.frame["row_number"].to_list() == [2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "row",
    [
        [None, None, "Con", "1990"],
        [None, "Nguyễn Thị Lan 05/06/1990 TDP số 4"],
        [None, "Nguyễn Thị Lan - TDP 4"],
        [None, "Bổ sung: Nguyễn Thị Lan"],
        [None, "(Bổ sung) Nguyễn Thị Lan"],
        [None, "Con bà Nguyễn Thị Lan"],
        [None, "Trẻ em chưa đặt tên"],
        [None, "Lại Thanh Hải", None, "1990"],
        [None, "Khuất Quang Vinh", None, "1990"],
    ],
)
def test_what_else_is_left_of_a_row_is_told(row: Row) -> None:
    assert told(head(1), row, head(2)) == [3]


@pytest.mark.parametrize(
    "row", [[None, "Hoàng Xá - TDP 4"], [None, "Cao Nhân, 25 hộ"], [None, "Lưu VT"], [None, "Nguyễn Thị Lan - Tổ trưởng"]]
)
def test_neither_a_place_with_its_count_nor_who_took_part_is(row: Row) -> None:
    assert told(head(1), row, head(2)) == []


def test_under_the_signature_of_a_part_a_row_without_a_name_is_told_and_the_words_of_signers_are_not() -> None:
    signers: Row = [None, "Lê Văn Ba", None, None, "Trần Văn Tư", None]

    def under(*rows: Row) -> list[int]:
        return told(head(1), SIGNED, signers, *rows, head(2))

    assert under([None, None, "Con", None, None, "Hộ nghèo"], [None, "Khuất Quang Vinh", "Con"]) == [5, 6]
    assert under([None, "SĐT: 0912345678", None, None, "ĐT: 0225.3822.111"], [None, "Ngày lập", "31/07/2026"]) == []
    assert under([None, "- Phòng Kinh tế", None, None, "Nguyễn Thị Lan"], [None, "Nguyễn Thị Lan", "lan@nguyendainang.gov.vn"]) == []
    assert under([None, "Nguyễn Thị Lan", None, None, "N.V.Tư"], [None, "Nguyễn Thị Lan", None, None, "BSCKI. Trần Văn Tư"]) == []


def test_a_place_of_the_ward_beside_a_name_under_a_signature_is_no_second_signer() -> None:
    headings = [*HEADINGS[:4], "Địa chỉ", *HEADINGS[4:]]
    rows = [[*head(number)[:4], "TDP số 3", *head(number)[4:]] for number in (1, 2)]
    beside: list[Row] = [[None, "Nguyễn Thị Lan", None, None, place] for place in ("Hoàng Xá", "Trần Văn Tư")]
    (found,) = find_tables(grid_from_rows("DS", [headings, rows[0], [None, "Người lập"], *beside, rows[1]]), contracts())
    lone = lone_cells([found], PLACES)
    assert lone is not None and lone["row_number"].to_list() == [4]


@pytest.mark.parametrize(
    ("beside", "is_told"),
    [
        ("Thôn Xa Lạ", True),
        ("THÔN XA LẠ", True),
        ("Tổ 99", True),
        ("Tdp Lạ", True),
        ("Xóm Mới", True),
        ("Khu Ba", True),
        ("Phường Văn Lạ", True),
        ("Xã Lạ Kỳ", True),
        ("Huyện Lạ", True),
        ("Đường Văn Cao", True),
        ("Ngõ 12", True),
        ("Hẻm Ba", True),
        ("Số nhà 5", True),
        ("Chung Cư Xanh", True),
        ("Bản Mường", True),
        ("Lô B", True),
        ("Lô Thị Hoa", False),  # a family
        ("Trần Văn Bình", False),
        ("Đinh Hồng", False),
        ("Thôn trưởng", False),  # offices
        ("Xã đội trưởng", False),
        ("Phường đội phó", False),
        ("Tổ trưởng TDP số 5", False),
        ("Trưởng thôn Xa Lạ", False),
    ],
)
@pytest.mark.parametrize("place", [2, 5])
def test_an_unknown_place_beside_a_name_under_a_signature_is_no_second_signer(beside: str, is_told: bool, place: int) -> None:
    row: Row = [None, "Nguyễn Thị Lan", None, None, None, None, None]
    row[place] = beside
    assert told(head(1), head(2), SIGNED, row) == [5] * is_told


def test_names_below_the_list_are_those_of_signatures_unless_they_follow_on_it() -> None:
    assert told(head(1), head(2), only("Nguyễn Thị Lan"), only("Vũ Thị Ba"), only(""), only("Trần Văn Tư")) == [4, 5]
    assert told(head(1), head(2), ["Người lập", *[None] * 5], only("Nguyễn Thị Lan")) == []
    assert told(head(1), only("Cộng: 1 hộ"), only("Nguyễn Thị Lan"), only("Tổng cộng: 1 hộ"), only(""), only("Lê Văn Ba")) == [4]
    assert told(head(1), only("Người lập"), only("Nguyễn Thị Lan"), only("TDP số 4"), only("Lê Thị Hà"), head(2)) == [6]


def test_names_alone_are_told_by_sheet_and_row() -> None:
    rows = pl.DataFrame({"sheet_name": ["DS", "DS", "DS2"], "row_number": [4, 5, 9]})
    assert [finding.message_vi for finding in file_rules.lone_cells(rows)] == [
        "Trang 'DS' có 2 dòng chỉ ghi một hoặc hai ô (dòng 4-5), không rõ là người trong danh sách hay tên nhóm; các dòng này không được "
        "tính. Nếu là người trong danh sách, điền thêm các cột khác rồi gửi lại.",
        "Trang 'DS2' có 1 dòng chỉ ghi một hoặc hai ô (dòng 9), không rõ là người trong danh sách hay tên nhóm; các dòng này không được "
        "tính. Nếu là người trong danh sách, điền thêm các cột khác rồi gửi lại.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nam",
        "Khác",
        "Hưu trí",
        "Học sinh, sinh viên",
        "Trường Tiểu Học Hiến Thành",
        "TDP 3",
        "Lan 3",
        "Hộ gia đình",
        "Đoàn Thanh Niên",
        None,
    ],
)
def test_other_texts_are_no_names(text: str | None) -> None:
    assert pl.select(may_be_a_name(pl.lit(text, pl.String))).item() is False
