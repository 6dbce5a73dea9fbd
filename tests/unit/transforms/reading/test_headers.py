"""The search for headings passes over rows that can name too few columns, and finds what a search through all of them finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.registry import contracts
from transforms.contract import Contract
from transforms.reading import headers
from transforms.reading.headers import find_header
from transforms.reading.heading_keys import Keys, Row

EVERYONE = [one for contract in contracts() for one in contract.lists]
HEADINGS = sorted({part for one in EVERYONE for column in one.columns for heading in column.headings for part in heading.split(">")})
#: Headings cut in two, as they stand in cells below each other, in words of every day, with notes, or joined with others.
WORDS = [
    "Ngày hẹn",
    "trả KQ",
    "Tình trạng",
    "đóng BHXH",
    "hiện nay",
    "Số CMND/CCCD/Hộ chiếu",
    "Họ và tên (chủ hộ)",
    "hoTen",
    "(*)",
    "Thẻ mới",
    "Mẹ",
]
CELLS = [
    "Nữ",
    "Nam",
    "Hộ nghèo",
    "Nguyễn Văn An",
    "Tổ 3",
    "012345678901",
    "01/02/1980",
    "x",
    "...",
    "Con",
    "Đang giải quyết",
    "BHYT",
    "Cái",
]
TEXTS = st.one_of(st.none(), st.sampled_from(HEADINGS), st.sampled_from(WORDS), st.sampled_from(CELLS), st.sampled_from(CELLS))


@st.composite
def windows(draw: st.DrawFn) -> list[Row]:
    width = draw(st.integers(2, 8))
    return draw(st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=9))


@settings(max_examples=200)
@given(windows(), st.sampled_from(EVERYONE))
def test_rows_that_are_passed_over_change_nothing(rows: list[Row], contract: Contract) -> None:
    quick = find_header(rows, contract, Keys(rows))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(headers._Search, "most_at", lambda *_: 10**6)
        assert quick == find_header(rows, contract, Keys(rows))


@settings(max_examples=200)
@given(windows(), st.sampled_from(EVERYONE))
def test_no_block_names_more_columns_than_it_was_said_to_name_at_most(rows: list[Row], contract: Contract) -> None:
    search = headers._Search(rows, contract, Keys(rows))
    for start in range(len(rows)):
        block = search.best_at(start)
        assert block is None or len(block.positions) <= search.most_at(start)


def test_rows_of_a_list_are_not_looked_at_once_its_headings_are_known() -> None:
    contract = next(one for one in EVERYONE if one.source == "poverty")
    head: Row = ["Số hộ", "Họ và tên", "Giới tính", "Quan hệ với chủ hộ", "Phân loại hộ", "Địa chỉ"]
    rows = [head, *([str(number), "Nguyễn Thị Đào", "Nữ", "Con", "Hộ nghèo", "Phố Cái"] for number in range(1, 20))]
    asked: list[int] = []
    search = headers._Search._best_at

    def counted(self: headers._Search, start: int) -> headers._Block | None:
        asked.append(start)
        return search(self, start)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(headers._Search, "_best_at", counted)
        found = find_header(rows, contract, Keys(rows))
    assert found is not None and found.start == 0 and asked == [0]
