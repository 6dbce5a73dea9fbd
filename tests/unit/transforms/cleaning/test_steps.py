"""What every source's cleaning begins and ends with: lists under each other, values of group rows and titles, repairs, repeats."""

import polars as pl
import pytest

from tests.support.drawn_frames import assert_drawn, context, drawn_table, frame_of
from transforms.cleaning.steps import from_group_rows, from_titles, last_day, stack, with_repeats, words_for_blank_as_null
from transforms.contract import Column, Contract
from transforms.reading.model import Table

NAME, PLACE = Column("name", "Họ tên"), Column("place", "Nơi ở")
CONTRACT = Contract(
    "drawn", (Column("serial_number", "STT"), NAME, PLACE, Column("note", "Ghi chú", reader_only=True)), ((("name"),),), ("name",)
)


def table(text: str, **more: object) -> Table:
    return drawn_table(CONTRACT, text, **more)


def test_lists_with_other_columns_are_stacked_and_say_which_they_had() -> None:
    found = stack(
        (
            table("row | name | place | note\n---+---+---+---\n7 | An | TDP 3 | x", sheet="A"),
            table("row | name\n---+---\n4 | Bình", sheet=None),
        ),
        CONTRACT,
    )
    assert_drawn(
        found,
        """
        row_id | sheet_name | row_number | name | place | name_given | place_given
        -------+------------+------------+------+-------+------------+------------
        0      | A          | 7          | An   | TDP 3 | yes        | yes
        1      |            | 4          | Bình |       | yes        | no
    """,
    )
    assert "note" not in found.columns


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("không", None),
        ("Chưa có", None),
        ("…", None),
        ("...", None),
        ("-", None),
        ("N/A", None),
        ("không rõ", None),
        ("không nghèo", "không nghèo"),
        ("0", "0"),
        ("-5", "-5"),
    ],
)
def test_a_cell_that_says_there_is_nothing_is_blank(cell: str, kept: str | None) -> None:
    assert pl.select(words_for_blank_as_null(pl.lit(cell))).item() == kept


def test_a_row_takes_the_value_of_the_nearest_group_row_above_it_on_its_own_sheet() -> None:
    first = table(
        "row | name\n---+---\n3 | An\n5 | Bình\n9 | Cúc", sheet="A", groups="row | text\n---+---\n4 | nhóm 1\n7 | chú thích\n8 | nhóm 2"
    )
    second = table("row | name\n---+---\n3 | Dũng", sheet="B")
    found = from_group_rows((first, second), pl.col("text").str.extract(r"nhóm (\d)", 1))
    assert_drawn(
        found,
        """
        sheet_name | row_number | value
        -----------+------------+------
        A          | 3          |
        A          | 5          | 1
        A          | 9          | 2
        B          | 3          |
    """,
    )


def test_a_sheets_name_speaks_before_its_titles() -> None:
    named = table("row | name\n---+---\n3 | An\n4 | Bình", sheet="nhóm 1", titles=("nhóm 2",))
    titled = table("row | name\n---+---\n3 | Cúc", sheet="DS", titles=("nhóm 2", "nhóm 3"))
    silent = table("row | name\n---+---\n3 | Dũng", sheet=None)
    found = from_titles((named, titled, silent), pl.col("text").str.extract(r"nhóm (\d)", 1))
    assert found.to_list() == ["1", "1", "3", None]


@pytest.mark.parametrize(
    ("titles", "value"),
    [
        (("nhóm 1", "DANH SÁCH nhóm 2", "nhóm 3"), "2"),
        (("II. Danh sách nhóm 2", "Biểu tổng hợp nhóm 2"), "2"),
        (("Danh sách nhóm 2", "Bảng kê nhóm 3"), None),
        (("Danh sách", "nhóm 2", "Tháng 7"), "2"),
        (("ĐẠI LÝ THU nhóm 1", "DANH SÁCH"), None),
        (("nhóm 1", "ĐẠI LÝ THU nhóm 2"), "1"),
    ],
)
def test_the_title_that_names_the_list_speaks_before_a_letterhead(titles: tuple[str, ...], value: str | None) -> None:
    found = from_titles((table("row | name\n---+---\n3 | An", sheet=None, titles=titles),), pl.col("text").str.extract(r"nhóm (\d)", 1))
    assert found.to_list() == [value]


def test_names_and_titles_of_two_voices_say_nothing_where_they_must_agree() -> None:
    parsed = pl.col("text").str.extract(r"nhóm (\d)", 1)
    tables = (
        table("row | name\n---+---\n3 | An", sheet="nhóm 1", titles=("nhóm 2",)),
        table("row | name\n---+---\n3 | Bình", sheet="nhóm 2", titles=("danh sách", "nhóm 2")),
    )
    assert from_titles(tables, parsed, of_one_voice=True).to_list() == [None, "2"]


def test_the_running_number_does_not_tell_rows_apart() -> None:
    text = stack((table("serial_number | name | place\n---+---+---\n1 | An | TDP 3\n2 | An | TDP 3\n3 | An |\n4 | An |"),), CONTRACT)
    found = with_repeats(text, text, CONTRACT)
    assert found["is_repeat"].to_list() == [False, True, False, True]


@pytest.mark.parametrize(("month", "day"), [("2026-02-01", "2026-02-28"), ("2028-02-01", "2028-02-29"), ("2026-12-01", "2026-12-31")])
def test_the_last_day_is_the_months_own(month: str, day: str) -> None:
    first = frame_of(f"day\n---\n{month}").select(pl.col("day").str.to_date()).item()
    assert str(pl.select(last_day(context(first))).item()) == day
