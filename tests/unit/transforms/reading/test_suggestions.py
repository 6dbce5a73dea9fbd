"""Columns of unknown heading are suggested by their values, and never taken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.contract import Contract
from transforms.reading.delivery import find_tables
from transforms.reading.grids import grid_from_rows
from transforms.reading.model import Suggestion, Table
from transforms.reading.suggestions import LEAST_CELLS, SAMPLE_CELLS
from transforms.sources.department_report import CONTRACT as REPORT
from transforms.sources.dossiers import CONTRACT as DOSSIERS
from transforms.sources.health_insurance import CONTRACT as HEALTH
from transforms.sources.poverty import CONTRACT as POVERTY
from transforms.sources.social_insurance import CONTRACT as SOCIAL

ALL = (DOSSIERS, HEALTH, SOCIAL, POVERTY, REPORT)
Rows = list[list[str | None]]
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Vũ", "Đặng", "Bùi", "Đỗ", "Hoàng", "Ngô")
NAMES = [f"{FAMILY[n % 10]} {'Văn' if n % 2 else 'Thị'} {'ÁBCDĐEGHIK'[n % 10]}nh" for n in range(10)]
CARDS: dict[str, list[str | None]] = {
    "STT": [str(n) for n in range(1, 11)],
    "Họ và tên": list(NAMES),
    "Mã số BHXH": [f"31991943{n:02d}" for n in range(10)],
    "Số CCCD": [f"0303040000{n:02d}" for n in range(10)],
    "Ngày sinh": [f"{n + 1:02d}/06/{1950 + 7 * n}" for n in range(10)],
    "Giới tính": ["Nam", "Nữ"] * 5,
    "Mã thẻ BHYT": [f"HN23131991943{n:02d}" for n in range(10)],
    "Mã đối tượng": ["HN", "CN", "GD", "HS", "TE"] * 2,
    "Từ ngày": [f"01/{n + 1:02d}/2026" for n in range(10)],
    "Đến ngày": [f"{n + 1:02d}/12/2026" for n in range(10)],
    "Tổ dân phố": [f"Tổ dân phố số {n + 3}" for n in range(10)],
    "Địa chỉ": [f"Số {n}, TDP 3, phường Nguyễn Đại Năng" for n in range(10)],
    "Số điện thoại": [f"09000000{n:02d}" for n in range(10)],
}
DOSSIER_LOG: dict[str, list[str | None]] = {
    "STT": [str(n) for n in range(1, 11)],
    "Mã hồ sơ": [f"H24.115-260{n % 9 + 1}03-00{n:02d}" for n in range(10)],
    "Mã TTHC": ["1.001193", "2.000815"] * 5,
    "Tên cá nhân, tổ chức": list(NAMES),
    "Ngày tiếp nhận": [f"0{n % 9 + 1}/03/2026 08:00:00" for n in range(10)],
    "Ngày hẹn trả": [f"1{n % 9}/03/2026 17:00:00" for n in range(10)],
    "Ngày kết thúc xử lý": [f"{n % 9 + 11}/03/2026 10:00:00" for n in range(10)],
    "Trạng thái hồ sơ": ["Đã trả kết quả", "Đang xử lý", "Đã xử lý xong", "Yêu cầu bổ sung giấy tờ", "Được tiếp nhận"] * 2,
    "Hình thức tiếp nhận": ["Trực tiếp", "Trực tuyến"] * 5,
}
PARTICIPATIONS: dict[str, list[str | None]] = {
    "STT": [str(n) for n in range(1, 11)],
    "Họ và tên": list(NAMES),
    "Mã số BHXH": [f"31991943{n:02d}" for n in range(10)],
    "Loại hình": ["BHXH bắt buộc", "BHXH tự nguyện"] * 5,
    "Tình trạng": ["Đang đóng", "Tạm dừng", "Bảo lưu", "Hưu", "Đã hưởng một lần"] * 2,
    "Từ tháng": [f"{n % 9 + 1:02d}/2025" for n in range(10)],
    "Đến tháng": [f"{n % 9 + 1:02d}/2026" for n in range(10)],
    "Ngày sinh": [str(1950 + n) for n in range(10)],
}
HOUSEHOLDS: dict[str, list[str | None]] = {
    "STT": [str(n) for n in range(1, 11)],
    "Mã hộ": [f"NDN-{n:05d}" for n in range(10)],
    "Họ và tên chủ hộ": list(NAMES),
    "Quan hệ với chủ hộ": ["Chủ hộ", "Vợ", "Con", "Con dâu/rể", "Cháu"] * 2,
    "Phân loại hộ": ["Hộ nghèo", "Hộ cận nghèo"] * 5,
    "Ngày ban hành QĐ": [f"{n + 1:02d}/12/2025" for n in range(10)],
    "Điểm B1": ["120"] * 10,
}


def drawn(columns: dict[str, list[str | None]], **renamed: str) -> Table:
    """The only list of a sheet whose headings in ``renamed`` (blanks as "_") are written otherwise; "" is no heading."""
    heads = [renamed.get(head.replace(" ", "_"), head) or None for head in columns]
    (table,) = find_tables(grid_from_rows("DS", [heads, *map(list, zip(*columns.values(), strict=True))]), ALL)
    return table


@pytest.mark.parametrize(
    ("columns", "contract", "heading"),
    [
        *((CARDS, HEALTH, heading) for heading in list(CARDS)[2:] if heading not in ("Từ ngày", "Đến ngày")),
        *(
            (DOSSIER_LOG, DOSSIERS, heading)
            for heading in ("Mã TTHC", "Tên cá nhân, tổ chức", "Ngày kết thúc xử lý", "Trạng thái hồ sơ", "Hình thức tiếp nhận")
        ),
        *((PARTICIPATIONS, SOCIAL, heading) for heading in ("Loại hình", "Đến tháng", "Ngày sinh")),
        *((HOUSEHOLDS, POVERTY, heading) for heading in ("Quan hệ với chủ hộ", "Ngày ban hành QĐ")),
    ],
)
def test_a_column_is_suggested_by_its_values(columns: dict[str, list[str | None]], contract: Contract, heading: str) -> None:
    table = drawn(columns, **{heading.replace(" ", "_"): "Cột lạ"})
    wanted = next(column for column in contract.columns if heading in column.headings)
    assert table.source == contract.source
    assert [(one.heading, one.column, one.header) for one in table.suggestions] == [("Cột lạ", wanted.name, wanted.header)]
    assert wanted.name not in table.frame.columns
    assert (table.unknown_headers, table.unknown_letters) == (("Cột lạ",), (table.suggestions[0].letter,))


def test_a_column_without_a_heading_is_suggested_too() -> None:
    (one,) = drawn(CARDS, Số_CCCD="").suggestions
    assert one == Suggestion("(cột D không có tiêu đề)", "D", "personal_id", 1.0, "Số CCCD")


def test_likeness_is_the_share_of_the_filled_cells_and_four_fifths_are_enough() -> None:
    def likeness(wrong: int, blank: int) -> list[float]:
        cells = [None] * blank + ["?"] * wrong + CARDS["Số CCCD"][blank + wrong :]
        return [one.likeness for one in drawn({**CARDS, "Số CCCD": cells}, Số_CCCD="Mã 1").suggestions]

    assert [likeness(0, 0), likeness(2, 0), likeness(3, 0)] == [[1.0], [0.8], []]
    assert [likeness(0, 10 - LEAST_CELLS), likeness(0, 11 - LEAST_CELLS)] == [[1.0], []]


def test_what_a_heading_has_claimed_is_not_suggested_again() -> None:
    assert drawn({**CARDS, "Mã 1": CARDS["Số CCCD"], "Dòng": CARDS["STT"]}).suggestions == ()


def test_columns_that_nothing_reads_are_never_suggested() -> None:
    assert drawn({**CARDS, "Cột lạ": ["Kinh"] * 10, "Cột khác": ["1500000"] * 10}).suggestions == ()


def test_ten_digits_are_a_phone_number_where_they_begin_like_one() -> None:
    free = {head: cells for head, cells in CARDS.items() if head not in ("Mã số BHXH", "Số điện thoại")}
    found = drawn({**free, "A1": CARDS["Số điện thoại"], "A2": CARDS["Mã số BHXH"]}).suggestions
    assert {one.heading: one.column for one in found} == {"A1": "phone", "A2": "social_insurance_number"}


def test_amounts_and_running_numbers_look_like_nothing() -> None:
    free = {head: cells for head, cells in CARDS.items() if head not in ("Ngày sinh", "Số điện thoại", "Địa chỉ")}
    amounts: list[str | None] = [str(40_000 + 310 * n) for n in range(10)]
    assert (
        drawn({**free, "Số 1": amounts, "Số 2": [f"{n}" for n in range(10)], "Số 3": [f"{n}.500.000" for n in range(10)]}).suggestions == ()
    )


def test_officials_who_come_again_and_again_are_no_list_of_people() -> None:
    free = {head: cells for head, cells in DOSSIER_LOG.items() if head != "Tên cá nhân, tổ chức"}
    assert drawn({**free, "Phụ trách": [NAMES[0], NAMES[1]] * 5}).suggestions == ()


def test_dates_are_told_apart_by_their_order_and_births_by_their_years() -> None:
    late = drawn({head: cells for head, cells in DOSSIER_LOG.items() if head != "Ngày kết thúc xử lý"} | {"Mốc": ["01/01/2026"] * 10})
    assert late.suggestions == ()
    birth = drawn({**CARDS, "Ngày sinh": ["2019"] * 10}, Ngày_sinh="Mốc")
    assert birth.suggestions == ()


def test_of_two_unknown_columns_each_gets_its_own() -> None:
    found = drawn(PARTICIPATIONS, Loại_hình="Cột A", Ngày_sinh="Cột B").suggestions
    assert [(one.heading, one.column) for one in found] == [("Cột A", "insurance_kind"), ("Cột B", "birth_date")]


def test_values_in_an_old_encoding_are_read_as_people_read_them() -> None:
    import polars as pl

    from transforms.vietnamese.legacy import decode_legacy

    heads = ["STT", "Hä vµ tªn", "M· sè BHXH", "Tõ ngµy", "§Õn ngµy", "Cét l¹"]
    rows: Rows = [[str(n), f"NguyÔn ThÞ Nh©m {n}", f"31991943{n:02d}", "01/01/2026", "31/12/2026", f"Tæ d©n phè sè {n}"] for n in range(10)]
    assert decode_legacy(pl.Series(heads))[1] == "tcvn3"
    (table,) = find_tables(grid_from_rows("DS", [heads, *rows]), ALL)
    assert [one.column for one in table.suggestions] == ["residential_group"]


def test_a_long_list_is_judged_by_a_sample_over_all_of_it() -> None:
    count = 4 * SAMPLE_CELLS
    rows: Rows = [
        [str(n), "Vũ Thị Oanh", f"31{n:08d}", "01/01/2026", None, f"0303040{n:05d}" if n >= count // 2 else "?"] for n in range(count)
    ]
    (table,) = find_tables(grid_from_rows("DS", [["STT", "Họ và tên", "Mã số BHXH", "Từ ngày", "Đến ngày", "Cột lạ"], *rows]), ALL)
    assert table.suggestions == ()


VALUES = st.one_of(
    st.none(), st.text(max_size=8), st.sampled_from([cell for cells in (*CARDS.values(), *PARTICIPATIONS.values()) for cell in cells])
)


@given(st.lists(st.lists(VALUES, min_size=10, max_size=10), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_suggestion_never_changes_a_frame(extra: list[list[str | None]]) -> None:
    """Whatever stands in columns of unknown heading, the rows that are read are the same."""
    plain = drawn({head: cells for head, cells in CARDS.items() if head != "Số CCCD"})
    table = drawn(
        {head: cells for head, cells in CARDS.items() if head != "Số CCCD"} | {f"Cột lạ {n}": cells for n, cells in enumerate(extra)}
    )
    assert table.frame.equals(plain.frame)
    assert (table.headers, table.letters) == (plain.headers, plain.letters)
    assert len({one.column for one in table.suggestions}) == len({one.letter for one in table.suggestions}) == len(table.suggestions)
