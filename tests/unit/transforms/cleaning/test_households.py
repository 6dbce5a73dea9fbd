"""Where a household begins in a list of persons: which rows are counted as one household, and which are told to belong to none."""

import pytest

from tests.support.drawn_frames import assert_drawn, cleaned, rows_failing


def assert_households(text: str, ids: list[int], without_head: list[int], **more: object) -> None:
    """``ids``: the household of each row; ``without_head``: the rows on which P02 is found."""
    assert cleaned("poverty", text, **more).frame["household_id"].to_list() == ids
    assert rows_failing("poverty", "P02", text, **more) == without_head


# --- lists without relations ----------------------------------------------------------------------------------------
def test_a_running_number_that_passes_members_over_counts_households() -> None:
    drawn = """
        row | serial_number | head_name | personal_id  | classification
        ----+---------------+-----------+--------------+---------------
         7  | 1             | An        | 030060000001 | Hộ nghèo
         8  |               | Bình      | 030060000002 |
         9  |               | Cúc       | 030060000003 |
        10  | 2             | Dũng      | 030060000004 | Hộ nghèo
        11  |               | Em        | 030060000005 |
        12  | 3             | Giang     | 030060000006 | Hộ cận nghèo
    """
    assert_households(drawn, [1, 1, 1, 2, 2, 3], [])


def test_a_running_number_on_every_row_of_a_household_counts_households() -> None:
    """Where it is the list's habit: one number typed twice is a slip, and a count that begins again in the next group is no repetition."""
    drawn = """
        row | serial_number | head_name | residential_group | classification
        ----+---------------+-----------+-------------------+---------------
         7  | 1             | An        | TDP 3             | Hộ nghèo
         8  | 1             | Bình      | TDP 3             | Hộ nghèo
         9  | 2             | Cúc       | TDP 3             | Hộ nghèo
        10  | 2             | Dũng      | TDP 3             | Hộ nghèo
    """
    slip = """
        row | serial_number | head_name | residential_group | classification
        ----+---------------+-----------+-------------------+---------------
         7  | 1             | An        | TDP 3             | Hộ nghèo
         8  | 2             | Bình      | TDP 3             | Hộ nghèo
         9  | 3             | Cúc       | TDP 3             | Hộ nghèo
        10  | 1             | Dũng      | TDP 4             | Hộ nghèo
        11  | 1             | Em        | TDP 5             | Hộ nghèo
        12  | 1             | Giang     | TDP 5             | Hộ nghèo
    """
    assert_households(drawn, [1, 1, 2, 2], [])
    assert_households(slip, [1, 2, 3, 4, 5, 6], [])


def test_a_head_named_on_every_row_beside_the_members_is_one_household() -> None:
    """Two heads of one name, one under the other, are two: each stands among the members of his own."""
    drawn = """
        row | head_name | member_name | classification
        ----+-----------+-------------+---------------
         7  | Lê An     | Lê An       | Hộ nghèo
         8  | LÊ AN     | Lê Bình     | Hộ nghèo
         9  | Lê Cúc    | Lê Cúc      | Hộ nghèo
        10  | Lê Cúc    | Lê Dũng     | Hộ nghèo
        11  | Lê Cúc    | Lê Cúc      | Hộ nghèo
        12  | Lê Cúc    | Lê Em       | Hộ nghèo
    """
    assert_households(drawn, [1, 1, 2, 2, 3, 3], [])


def test_heads_of_one_name_with_other_numbers_are_two_households() -> None:
    drawn = """
        row | household_number | head_name | member_name | classification
        ----+------------------+-----------+-------------+---------------
         7  | H1               | Lê An     | Lê Bình     | Hộ nghèo
         8  | H1               | Lê An     | Lê Cúc      | Hộ nghèo
         9  | H2               | Lê An     | Lê Dũng     | Hộ nghèo
    """
    assert_households(drawn, [1, 1, 2], [])


def test_a_row_without_anything_that_the_others_have_is_no_household() -> None:
    """Sums of a group and second lines of an address: told, not counted. A forgotten number leaves a gap behind it."""
    drawn = """
        row | serial_number | head_name  | member_count | classification
        ----+---------------+------------+--------------+---------------
         7  | 1             | An         | 2            | Hộ nghèo
         8  | 2             | Bình       | 3            | Hộ nghèo
         9  |               | Cúc        | 3            | Hộ nghèo
        10  | 4             | Dũng       | 1            | Hộ nghèo
        11  | 5             | Em         | 1            | Hộ nghèo
        12  |               | Tổng TDP 3 | 10           |
        13  | 6             | Giang      | 1            | Hộ nghèo
        14  | 7             | Hà         | 1            | Hộ nghèo
        15  | 8             | Hà         | 1            | Hộ nghèo
        16  | 9             | Hà         | 1            | Hộ nghèo
        17  | 10            | Hà         | 1            | Hộ nghèo
        18  |               | Toàn phường | 15          |
        19  | Tổng HN       |            | 15           |
    """
    assert_households(drawn, list(range(1, 14)), [12, 18, 19])


def test_a_row_without_id_or_birth_date_is_no_household_where_all_others_have_one() -> None:
    drawn = """
        row | head_name   | birth_date | classification
        ----+-------------+------------+---------------
         7  | An          | 1960       | Hộ nghèo
         8  | Bình        | 1961       | Hộ nghèo
         9  | Cúc         | 1962       | Hộ nghèo
        10  | Dũng        | 1963       | Hộ nghèo
        11  | Toàn phường |            | Hộ nghèo
    """
    assert_households(drawn, [1, 2, 3, 4, 5], [11])


def test_a_row_passed_over_that_states_a_households_size_is_told() -> None:
    drawn = """
        row | serial_number | head_name | member_count | classification
        ----+---------------+-----------+--------------+---------------
         7  | 1             | An        | 2            | Hộ nghèo
         8  |               | Bình      | 4            | Hộ nghèo
         9  |               | Cúc       |              | Hộ nghèo
    """
    assert_households(drawn, [1, 2, 2], [8])


# --- lists with relations -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "head", ["Chủ hộ (đơn thân)", "CHỦ HỘ", "Chủ", "Chủ hộ - đã mất", "Là chủ hộ", "01", "1", "01. Chủ hộ", "CH", "chu"]
)
def test_a_head_is_known_however_the_relation_says_it(head: str) -> None:
    drawn = f"""
        row | head_name | relation | classification
        ----+-----------+----------+---------------
         7  | An        | Chủ hộ   | Hộ nghèo
         8  | Bình      | Con      |
         9  | Cúc       | {head}   | Hộ nghèo
    """
    assert_households(drawn, [1, 1, 2], [])


@pytest.mark.parametrize("member", ["Chú", "Chú họ", "Vợ chủ hộ", "Cháu", "Con chủ hộ", "11", "02"])
def test_a_member_is_no_head(member: str) -> None:
    drawn = f"""
        row | head_name | relation | classification
        ----+-----------+----------+---------------
         7  | An        | Chủ hộ   | Hộ nghèo
         8  | Bình      | {member} |
    """
    assert_households(drawn, [1, 1], [])


@pytest.mark.parametrize(
    ("column", "first", "second"),
    [
        ("residential_group", "TDP 3", "TDP 4"),
        ("classification", "Hộ nghèo", "Hộ cận nghèo"),
        ("classification", "Hộ nghèo", "Hộ thoát nghèo"),
    ],
)
def test_a_row_that_contradicts_the_household_above_is_none_of_its_members(column: str, first: str, second: str) -> None:
    drawn = f"""
        row | head_name | relation | {column}
        ----+-----------+----------+---------
         7  | An        | Chủ hộ   | {first}
         8  | Bình      | Con      |
         9  | Cúc       | Vợ       | {second}
        10  | Dũng      | Con      |
    """
    titles = () if column == "classification" else ("DANH SÁCH HỘ NGHÈO",)
    assert_households(drawn, [1, 1, 2, 2], [9], titles=titles)


def test_a_new_running_number_begins_a_household_where_members_have_none() -> None:
    drawn = """
        row | serial_number | head_name | relation | classification
        ----+---------------+-----------+----------+---------------
         7  | 1             | An        | Chủ hộ   | Hộ nghèo
         8  |               | Bình      | Con      |
         9  |               | Cúc       |          |
        10  | 2             | Dũng      | Đơn thân | Hộ nghèo
        11  | 3             | Em        | Chủ hộ   | Hộ nghèo
        12  |               | Giang     | Con      |
        13  |               | Hà        | Con      |
        14  |               | Khoa      | Con      |
    """
    assert_households(drawn, [1, 1, 1, 2, 3, 3, 3, 3], [10])


def test_a_blank_relation_beside_stated_ones_is_told_unless_a_number_places_it() -> None:
    drawn = """
        row | household_number | head_name | relation | classification
        ----+------------------+-----------+----------+---------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo
         8  | H1               | Bình      | Con      | Hộ nghèo
         9  | H1               | Cúc       |          | Hộ nghèo
    """
    without_number = """
        row | head_name | relation | classification
        ----+-----------+----------+---------------
         7  | An        | Chủ hộ   | Hộ nghèo
         8  | Bình      | Con      | Hộ nghèo
         9  | Cúc       |          | Hộ nghèo
    """
    heads_alone = """
        row | head_name | relation | classification
        ----+-----------+----------+---------------
         7  | An        | Chủ hộ   | Hộ nghèo
         8  | Bình      |          | Hộ nghèo
         9  | Cúc       | Chủ hộ   | Hộ nghèo
    """
    assert_households(drawn, [1, 1, 1], [])
    assert_households(without_number, [1, 1, 2], [9])
    assert_households(heads_alone, [1, 1, 2], [])


def test_the_head_need_not_be_the_first_of_a_number_that_stands_on_every_row() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | residential_group
        ----+------------------+-----------+----------+----------------+------------------
         7  | H1               | An        | Vợ       | Hộ nghèo       | TDP 3
         8  | H1               | Bình      | Chủ hộ   |                |
         9  | H1               | Cúc       | Con      |                |
        10  | H2               | Dũng      | Mẹ       | Hộ cận nghèo   | TDP 4
        11  | H2               | Em        | Chủ hộ   |                |
    """
    assert_households(drawn, [1, 1, 1, 2, 2], [])
    assert rows_failing("poverty", "P03", drawn) == []
    assert_drawn(
        cleaned("poverty", drawn).frame,
        """
        head_full_name | classification | is_first_row
        ---------------+----------------+-------------
        Bình           | poor           | yes
        Bình           | poor           | no
        Bình           | poor           | no
        Em             | near_poor      | yes
        Em             | near_poor      | no
    """,
    )


# --- numbers that begin again ---------------------------------------------------------------------------------------
def test_numbers_that_begin_again_in_each_group_are_positions() -> None:
    drawn = """
        row | household_number | head_name | residential_group | classification
        ----+------------------+-----------+-------------------+---------------
         7  | 1                | An        | TDP 3             | Hộ nghèo
         8  | 2                | Bình      | TDP 3             | Hộ nghèo
         9  | 1                | Cúc       | TDP 4             | Hộ nghèo
        10  | 2                | Dũng      | TDP 4             | Hộ nghèo
        11  |                  | Em        | TDP 4             | Hộ nghèo
    """
    found = cleaned("poverty", drawn).frame["household_number"].to_list()
    assert found == ["10744-03/1", "10744-03/2", "10744-04/1", "10744-04/2", None]
    assert (rows_failing("poverty", "P03", drawn), rows_failing("poverty", "P02", drawn)) == ([], [11])


@pytest.mark.parametrize(
    "numbers",
    [
        ("1", "2", "3", "2"),  # one count through all groups, one number mistyped
        ("1", "1", "1", "2"),  # twice in one group
        ("H1", "H2", "H1", "H2"),
    ],
)
def test_other_numbers_that_stand_twice_are_told(numbers: tuple[str, ...]) -> None:
    drawn = """
        row | household_number | head_name | residential_group | classification
        ----+------------------+-----------+-------------------+---------------
         7  | {}               | An        | TDP 3             | Hộ nghèo
         8  | {}               | Bình      | TDP 3             | Hộ nghèo
         9  | {}               | Cúc       | TDP 4             | Hộ nghèo
        10  | {}               | Dũng      | TDP 4             | Hộ nghèo
    """.format(*numbers)
    assert rows_failing("poverty", "P03", drawn) == [row for row, number in enumerate(numbers, start=7) if numbers.count(number) > 1]
