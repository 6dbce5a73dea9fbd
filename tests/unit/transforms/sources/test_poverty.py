"""Cleaning of the month's list of poor and near-poor households: where a household begins, what it is, what it lacks."""

import polars as pl
import pytest

from tests.support.drawn_frames import assert_drawn, cleaned, context, drawn_table
from transforms.cleaning.model import Cleaned
from transforms.reading.model import Reading
from transforms.sources.poverty import CONTRACT
from transforms.sources.poverty import clean as clean_poverty
from transforms.vocabulary.poverty_classes import classification


def clean(text: str, **more: object) -> Cleaned:
    return cleaned("poverty", text, **more)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Hộ nghèo", "poor"),
        ("NGHÈO", "poor"),
        ("HN", "poor"),
        ("Hộ cận nghèo", "near_poor"),
        ("CN", "near_poor"),
        ("Cận nghèo", "near_poor"),
        ("Hộ thoát nghèo", None),
        ("Không nghèo", None),
        ("Hộ không còn nghèo", None),
        ("Hộ có mức sống trung bình", None),
        ("Hộ khá", None),
        ("HCN", "near_poor"),
        ("Hộ nghèo, hộ cận nghèo", None),
        ("", None),
    ],
)
def test_a_class_is_poor_or_near_poor_and_nothing_else(words: str, found: str | None) -> None:
    assert pl.select(classification(pl.lit(words))).item() == found


def test_values_that_stand_on_the_heads_row_hold_for_the_household() -> None:
    found = clean("""
        row | household_number | head_name | relation | classification | b1_score | b2_score | member_count | residential_group | deprived_04 | without_labour
        ----+------------------+-----------+----------+----------------+----------+----------+--------------+-------------------+-------------+---------------
         7  | H1               | Lê An     | Chủ hộ   | Hộ nghèo       | 120      | 30       | 2            | TDP 3             | x           | x
         8  |                  | Lê Bình   | Con      |                |          |          |              |                   |             |
         9  | H2               | Lê Cúc    | Chủ hộ   | Hộ cận nghèo   | 150      | 20       | 1            | TDP 4             |             |
    """)  # noqa: E501
    assert_drawn(
        found.frame,
        """
        row_number | household_number | head_full_name | classification | b1_score | b2_score | area_code | deprived_04 | deprivation_count | is_without_labour
        -----------+------------------+----------------+----------------+----------+----------+-----------+-------------+-------------------+------------------
        7          | H1               | Lê An          | poor           | 120      | 30       | 10744-03  | yes         | 1                 | yes
        8          | H1               | Lê An          | poor           | 120      | 30       | 10744-03  | yes         | 1                 | yes
        9          | H2               | Lê Cúc         | near_poor      | 150      | 20       | 10744-04  | no          | 0                 | no
    """,  # noqa: E501
    )
    assert_drawn(
        found.frame,
        """
        row_number | is_head | is_first_row | member_row_count | lists_members
        -----------+---------+--------------+------------------+--------------
        7          | yes     | yes          | 2                | yes
        8          | no      | no           | 2                | yes
        9          | yes     | yes          | 1                | yes
    """,
    )


def test_a_household_begins_at_another_number_even_without_a_head() -> None:
    found = clean("""
        row | household_number | head_name | relation | classification
        ----+------------------+-----------+----------+---------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo
         8  | H1               | Bình      | Con      |
         9  | H2               | Cúc       | Con      | Hộ nghèo
        10  | H1               | Dũng      | Chủ hộ   | Hộ nghèo
    """)
    assert_drawn(
        found.frame,
        """
        household_id | household_number | has_head
        -------------+------------------+---------
        1            | H1               | yes
        1            | H1               | yes
        2            | H2               | no
        3            | H1               | yes
    """,
    )


def test_heads_in_a_column_of_their_own_begin_the_household() -> None:
    found = clean("""
        row | head_name | member_name | classification
        ----+-----------+-------------+---------------
         7  | Lê An     | Lê An       | Hộ nghèo
         8  |           | Lê Bình     |
         9  | Lê Cúc    |             | Hộ nghèo
    """)
    assert_drawn(
        found.frame,
        """
        household_id | full_name | head_full_name
        -------------+-----------+---------------
        1            | Lê An     | Lê An
        1            | Lê Bình   | Lê An
        2            | Lê Cúc    | Lê Cúc
    """,
    )


def test_a_list_of_heads_alone_has_a_household_a_row() -> None:
    found = clean("""
        row | head_name | classification | member_count
        ----+-----------+----------------+-------------
         7  | Lê An     | Hộ nghèo       | 4
         8  | Lê Bình   | Hộ cận nghèo   | 3
    """)
    assert_drawn(
        found.frame,
        """
        household_id | lists_members | member_count
        -------------+---------------+-------------
        1            | no            | 4
        2            | no            | 3
    """,
    )


def test_a_layout_without_numbers_counts_within_the_residential_group() -> None:
    found = clean("""
        row | head_name | classification | residential_group
        ----+-----------+----------------+------------------
         7  | An        | Hộ nghèo       | TDP 3
         8  | Bình      | Hộ nghèo       | TDP 4
         9  | Cúc       | Hộ nghèo       | TDP 3
        10  | Dũng      | Hộ nghèo       | TDP 99
    """)
    assert found.frame["household_number"].to_list() == ["10744-03/1", "10744-04/1", "10744-03/2", "?/1"]


@pytest.mark.parametrize(
    ("marks", "classes"),
    [
        (["[x] |", "| [x]"], ["poor", "near_poor"]),
        (["[x] | [ ]", "[ ] | [x]"], ["poor", "near_poor"]),
        (["(x) | ( )", "( ) | (x)"], ["poor", "near_poor"]),
        (["+ |", "| +"], ["poor", "near_poor"]),
        (["+ | -", "- | +"], ["poor", "near_poor"]),
        (["Х |", "| х"], ["poor", "near_poor"]),
        (["N |", "| CN"], ["poor", "near_poor"]),
        (["Y | N", "N | Y"], [None, None]),
        (["? |", "| ?"], [None, None]),
    ],
)
def test_a_class_is_what_is_marked_whatever_the_mark_looks_like(marks: list[str], classes: list[str | None]) -> None:
    found = clean("row | head_name | poor_mark | near_poor_mark\n---+---+---+---\n" + f"7 | An | {marks[0]}\n8 | Bình | {marks[1]}")
    assert found.frame["classification"].to_list() == classes


def test_the_class_comes_from_marks_group_rows_or_the_title_where_no_column_says_it() -> None:
    by_marks = clean("row | head_name | poor_mark | near_poor_mark\n---+---+---+---\n7 | An | x |\n8 | Bình | | x\n9 | Cúc | |")
    by_groups = clean("row | head_name\n---+---\n7 | An\n12 | Bình", groups="row | text\n---+---\n6 | A. Hộ nghèo\n11 | B. Hộ cận nghèo")
    by_title = clean("row | head_name\n---+---\n7 | An", titles=("DANH SÁCH HỘ CẬN NGHÈO",))
    by_both = clean("row | head_name\n---+---\n7 | An", titles=("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO",))
    found = [each.frame["classification"].to_list() for each in (by_marks, by_groups, by_title, by_both)]
    assert found == [["poor", "near_poor", None], ["poor", "near_poor"], ["near_poor"], [None]]


def test_words_under_the_headings_of_marks_say_the_class_and_two_marks_say_none() -> None:
    found = clean(
        "row | head_name | poor_mark | near_poor_mark\n---+---+---+---\n7 | An | Hộ cận nghèo |\n8 | Bình | Hộ nghèo | 0\n9 | Cúc | x | x"
    )
    assert found.frame["classification"].to_list() == ["near_poor", "poor", None]


def test_a_blank_class_is_not_taken_from_the_group_row_where_there_is_a_column_for_it() -> None:
    found = clean(
        "row | household_number | head_name | relation | classification\n---+---+---+---+---\n7 | H1 | An | Chủ hộ |",
        groups="row | text\n---+---\n6 | A. Hộ nghèo",
    )
    assert found.frame["classification"].to_list() == [None]


def test_the_twelve_marks_are_counted_and_their_absence_is_told() -> None:
    marks = (
        "row | head_name | classification | deprived_01 | deprived_02 | deprived_12\n---+---+---+---+---+---\n7 | An | Hộ nghèo | x | 0 | ✓"
    )
    without = "row | head_name | classification\n---+---+---\n7 | An | Hộ nghèo"
    assert_drawn(clean(marks).frame, "deprivations_given | deprivation_count | deprived_02\n---+---+---\nyes | 2 | no")
    assert_drawn(clean(without).frame, "deprivations_given | deprivation_count\n---+---\nno | 0")


def test_households_that_left_are_no_rows_of_the_list() -> None:
    main = drawn_table(CONTRACT, "row | household_number | head_name | classification\n---+---+---+---\n7 | H1 | An | Hộ nghèo")
    left = drawn_table(
        CONTRACT,
        "row | household_number | head_name\n---+---+---\n7 | H2 | Bình\n8 | | Cúc\n9 | H3 | Dũng",
        kind="left",
        sheet="Thoát nghèo",
    )
    found = clean_poverty(Reading("poverty", (main, left)), context())
    assert found.frame["household_number"].to_list() == ["H1"]
    assert found.left["household_number"].to_list() == ["H2", "H3"]


def test_households_of_two_sheets_stay_apart() -> None:
    tables = tuple(
        drawn_table(CONTRACT, "row | head_name | relation | classification\n---+---+---+---\n" + rows, sheet=sheet)
        for sheet, rows in (("A", "7 | An | Chủ hộ | Hộ nghèo\n8 | Bình | Con |"), ("B", "7 | Cúc | Con | Hộ nghèo"))
    )
    found = clean_poverty(Reading("poverty", tables), context())
    assert_drawn(found.frame, "sheet_name | household_id | has_head\n---+---+---\nA | 1 | yes\nA | 1 | yes\nB | 2 | no")


@pytest.mark.parametrize(("standard", "stored"), [("2022-2026", "2022-2026"), (None, "")])
def test_the_standard_in_force_is_stored_with_every_row(standard: str | None, stored: str) -> None:
    table = drawn_table(CONTRACT, "row | head_name | classification\n---+---+---\n7 | An | Hộ nghèo")
    told = context(poverty_standard=standard) if standard else context(poverty_standard="")
    assert clean_poverty(Reading("poverty", (table,)), told).frame["standard_version"].to_list() == [stored]


def test_a_decision_is_kept_with_its_date_and_words_for_none_are_blank() -> None:
    found = clean("""
        row | head_name | classification | decision_number | decision_date
        ----+-----------+----------------+-----------------+--------------
         7  | An        | Hộ nghèo       | 12/QĐ-UBND      | 46011
         8  | Bình      | Hộ nghèo       | chưa có         | chưa có
    """)
    assert_drawn(found.frame, "decision_number | decision_date\n---+---\n12/QĐ-UBND | 2025-12-20\n |")
    assert_drawn(found.repairs, "column_name | kind | before | after\n---+---+---+---\ndecision_date | excel_serial | 46011 | 2025-12-20")


# --- a household that comes again -------------------------------------------------------------------------------------
def test_a_household_without_a_number_that_comes_again_is_one_household() -> None:
    """By its head's name and id, or name, birth date and group; another head of that name, or of that id, is another household."""
    found = clean("""
        row | head_name | personal_id  | birth_date | classification | residential_group
        ----+-----------+--------------+------------+----------------+------------------
         7  | Lê An     | 030064000020 | 17/06/1964 | Hộ nghèo       | TDP 3
         8  | LÊ AN     | 30064000020  | 1964       | Hộ nghèo       | TDP 3
         9  | Lê Bình   | 030064000020 | 17/06/1964 | Hộ nghèo       | TDP 3
        10  | Lê Cúc    |              | 01/02/1970 | Hộ cận nghèo   | TDP 3
        11  | Lê Cúc    |              | 01/02/1970 | Hộ cận nghèo   | TDP 4
        12  | Lê Cúc    |              | 1/2/1970   | Hộ cận nghèo   | TDP 3
        13  | Lê Dũng   |              | 1970       | Hộ cận nghèo   | TDP 3
        14  | Lê Dũng   |              | 1970       | Hộ cận nghèo   | TDP 3
    """)
    numbers = found.frame["household_number"].str.replace("^10744-", "").to_list()
    assert numbers == ["03/1", "03/1", "03/2", "03/3", "04/1", "03/3", "03/4", "03/5"]
    assert found.frame["is_repeat"].to_list() == [False, False, False, False, False, True, False, True]
