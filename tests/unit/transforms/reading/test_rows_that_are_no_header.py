"""A row of a list is no row of headings, though its values ("Chủ hộ", "Nữ", "Hộ nghèo") are headings of some lists; and fields that a query
names with their table are the fields."""

import pytest

from expectations.registry import contracts
from transforms.reading.delivery import read_delivery
from transforms.reading.headers import find_header
from transforms.reading.heading_keys import Keys, Row
from transforms.sources.poverty import CONTRACT as POVERTY

_HEADINGS = ("STT", "Mã hộ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Giới tính", "Số CCCD", "Tổ dân phố", "Phân loại hộ")
_NAMES = ("Phạm Văn Dũng", "Trần Thị Cúc", "Vũ Văn Nam", "Lê Thị Hoa")
_HOUSES = range(1, 13)


def _house(number: int) -> tuple[str, ...]:
    is_man = number % 2 == 1
    return (
        str(number),
        f"HN-{number:04}",
        _NAMES[number % 4],
        "Chủ hộ",
        f"03/0{number % 9 + 1}/1952",
        "Nam" if is_man else "Nữ",
        f"031{0 if is_man else 1}52{number:06}",
        f"TDP số {number % 5 + 1}",
        "Hộ nghèo" if number < 5 else "Hộ cận nghèo",
    )


def _csv(*lines: tuple[str, ...] | str) -> bytes:
    return "\r\n".join(line if isinstance(line, str) else ",".join(line) for line in lines).encode()


_BODY = tuple(map(_house, _HOUSES))


@pytest.mark.parametrize(
    "above",
    [
        (),
        ("DANH SÁCH HỘ NGHÈO HỘ CẬN NGHÈO THÁNG 7/2026",),
        (tuple(f"Field{place}" for place in range(9)),),
        (";".join(_HEADINGS),),
    ],
)
def test_a_list_without_its_headings_is_nobodys(above: tuple[tuple[str, ...] | str, ...]) -> None:
    reading = read_delivery(_csv(*above, *_BODY), ("HoNgheo_2026-07.csv",), contracts())
    assert reading.problem == "unrecognised"


@pytest.mark.parametrize("left_out", [(), (0,), (0, 1), (4, 6), (0, 4, 6), (0, 1, 4, 6)])
def test_rows_are_no_headings_whatever_columns_the_list_has(left_out: tuple[int, ...]) -> None:
    rows: list[Row] = [[value for place, value in enumerate(house) if place not in left_out] for house in _BODY]
    assert find_header(rows, POVERTY, Keys(rows)) is None
    headings: Row = [heading for place, heading in enumerate(_HEADINGS) if place not in left_out]
    found = find_header([headings, *rows], POVERTY, Keys([headings, *rows]))
    assert found is not None and (found.start, found.height) == (0, 1)


def test_marks_written_as_their_headings_leave_the_headings_alone() -> None:
    rows: list[Row] = [
        ["Họ và tên", "Phân loại", None, "Tổ dân phố", None],
        [None, "Hộ nghèo", "Hộ cận nghèo", None, "Nữ"],
        *([name, "Hộ nghèo", None, f"TDP số {number}", "Nữ"] for number, name in enumerate(_NAMES * 3)),
    ]
    found = find_header(rows, POVERTY, Keys(rows))
    assert found is not None and (found.start, found.height) == (0, 2)
    assert (found.positions["poor_mark"], found.positions["near_poor_mark"]) == (1, 2)


def test_numbers_of_the_indicators_are_headings() -> None:
    rows: list[Row] = [
        ["Họ và tên", "Tổ dân phố", "Điểm", None, "Chỉ số thiếu hụt", None, None],
        [None, None, "B1", "B2", "1", "2", "3"],
        ["Vũ Văn Nam", "TDP số 3", "120", "40", "x", None, None],
    ]
    found = find_header(rows, POVERTY, Keys(rows))
    assert found is not None and found.height == 2
    assert [found.positions[name] for name in ("b1_score", "b2_score", "deprived_01", "deprived_03")] == [2, 3, 4, 6]


@pytest.mark.parametrize("heading", ["Họ tên", "HỌ TÊN", "HO_TEN", "hoTen", "t.HO_TEN", "dbo.HoTen", "a1.ho_ten", "Họ và tên người dân"])
def test_a_poverty_list_names_people_as_other_lists_do(heading: str) -> None:
    headings = tuple(heading if one == "Họ và tên" else one for one in _HEADINGS)
    reading = read_delivery(_csv(headings, *_BODY), ("HoNgheo_2026-07.csv",), contracts())
    assert reading.problem is None
    assert reading.main[0].frame["head_name"].to_list() == [house[2] for house in _BODY]


def _in_query(heading: str) -> str:
    plain = {"STT": "t.STT", "Mã số BHXH": "t.MA_SO_BHXH", "Họ và tên": "t.HO_TEN", "Từ ngày": "t.TU_NGAY", "Đến ngày": "t.DEN_NGAY"}
    return plain[heading]


def test_fields_that_a_query_names_with_their_table_are_the_fields() -> None:
    headings = tuple(map(_in_query, ("STT", "Họ và tên", "Mã số BHXH", "Từ ngày", "Đến ngày")))
    rows = tuple((str(n), _NAMES[n % 4], f"30{51000000 + n}", "01/01/2026", "31/12/2026") for n in _HOUSES)
    reading = read_delivery(_csv(headings, *rows), ("BHYT_2026-07.csv",), contracts())
    assert reading.source == "health_insurance"
    assert reading.main[0].frame["serial_number"].to_list() == [row[0] for row in rows]
    assert reading.main[0].frame["valid_to"].to_list() == [row[4] for row in rows]


@pytest.mark.parametrize("heading", ["Me.HoTen", "Cha.HO_TEN", "chuHo.hoTen"])
def test_a_field_of_somebody_else_is_not_the_persons(heading: str) -> None:
    rows: list[Row] = [["STT", "Mã số BHXH", "Từ ngày", "Đến ngày", heading]]
    found = find_header(rows, next(one for one in contracts() if one.source == "health_insurance"), Keys(rows))
    assert found is not None and "full_name" not in found.positions
