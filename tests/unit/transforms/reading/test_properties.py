"""Properties: the dress of a list changes nothing of what is read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.synthetic.column_variants import SPELLINGS
from transforms.reading.delivery import find_tables
from transforms.reading.grids import grid_from_rows
from transforms.reading.model import Table
from transforms.sources.dossiers import CONTRACT as DOSSIERS
from transforms.sources.health_insurance import CONTRACT as HEALTH
from transforms.sources.poverty import CONTRACT as POVERTY
from transforms.sources.social_insurance import CONTRACT as SOCIAL

ALL = (DOSSIERS, HEALTH, SOCIAL, POVERTY)
HEADS = ["STT", "Họ và tên", "Mã số BHXH", "Ngày sinh", "Giới tính", "Mã đối tượng", "Từ ngày", "Đến ngày", "Tổ dân phố"]
ROWS: list[list[str | None]] = [
    [
        str(number),
        f"Đặng Hữu Ước {number}",
        f"31991943{number:02d}",
        "17/06/2004",
        "Nữ",
        "HN",
        "01/01/2026",
        None if number % 3 else "31/12/2026",
        "Tổ dân phố số 3",
    ]
    for number in range(1, 8)
]
LISTED = ["full_name", "social_insurance_number", "birth_date", "sex", "object_code", "valid_from", "valid_to", "residential_group"]


NOISE = [
    "UBND PHƯỜNG NGUYỄN ĐẠI NĂNG",
    "DANH SÁCH NGƯỜI THAM GIA BHYT",
    "Tháng 3 năm 2026",
    None,
    "Đơn vị: thẻ",
    "(Kèm theo Quyết định số 1/QĐ-UBND)",
]
NO_DATA: list[list[str | None]] = [[], [*HEADS], ["Cộng"], [None, "Cộng", "3"], ["TDP số 3"], ["I", "Khối hành chính"]]
CELL = st.one_of(st.none(), st.text(max_size=12), st.sampled_from([*HEADS, "1", "I", "Tổng cộng", "Người lập biểu"]))


def only(rows: list[list[str | None]]) -> Table:
    found = find_tables(grid_from_rows("DS", rows), ALL)
    assert len(found) == 1
    return found[0]


def cells(table: Table) -> list[tuple[object, ...]]:
    return table.frame.select("serial_number", *LISTED).rows()


PLAIN = cells(only([HEADS, *ROWS]))


@given(st.permutations(range(len(HEADS))))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_columns_changes_nothing(order: list[int]) -> None:
    assert cells(only([[row[place] for place in order] for row in [HEADS, *ROWS]])) == PLAIN


@given(st.lists(st.sampled_from(NOISE), max_size=12), st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_rows_and_columns_before_the_list_move_it_and_change_nothing(above: list[str | None], left: int) -> None:
    found = only([[None] * left + row for row in [*([text] for text in above), HEADS, *ROWS]])
    assert cells(found) == PLAIN
    assert found.frame["row_number"].to_list() == list(range(len(above) + 2, len(above) + 9))
    assert list(found.titles) == [text for text in above if text]


@given(st.lists(st.sampled_from(range(len(SPELLINGS))), min_size=len(HEADS), max_size=len(HEADS)))
@settings(max_examples=60, deadline=None)
def test_case_accents_form_and_blanks_of_headings_change_nothing(choice: list[int]) -> None:
    found = only([[SPELLINGS[dress](head) for dress, head in zip(choice, HEADS, strict=True)], *ROWS])
    assert (cells(found), found.unknown_headers) == (PLAIN, ())


@given(st.lists(st.tuples(st.integers(0, len(ROWS)), st.sampled_from(NO_DATA)), max_size=8))
@settings(max_examples=60, deadline=None)
def test_rows_that_are_no_data_change_nothing(inserted: list[tuple[int, list[str | None]]]) -> None:
    rows = list(ROWS)
    for place, row in sorted(inserted, key=lambda one: -one[0]):
        rows.insert(place, row)
    assert cells(only([HEADS, *rows])) == PLAIN


@given(st.lists(st.lists(CELL, max_size=7), max_size=25))
@settings(max_examples=80, deadline=None)
def test_any_sheet_at_all_gives_tables_or_none_and_no_row_twice(rows: list[list[str | None]]) -> None:
    grid = grid_from_rows("DS", rows)
    numbers = [number for table in find_tables(grid, ALL) for number in table.frame["row_number"].to_list()]
    assert len(numbers) == len(set(numbers))
    assert all(1 <= number <= grid.frame.height for number in numbers)
