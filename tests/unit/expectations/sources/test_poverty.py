"""Rules P01 to P10: which households break them. A household's findings stand on its first row, a person's on the person's."""

import io

import openpyxl
import pytest

from expectations.registry import contracts, source
from expectations.sources import poverty as rules_of_source
from tests.support.drawn_frames import (
    assert_rules_agree_with_the_suite,
    cleaned,
    context,
    drawn_table,
    knowledge,
    main_part,
    message,
    rows_failing,
)
from tests.support.drawn_frames import failing as rows_broken
from transforms.reading.delivery import read_delivery
from transforms.reading.model import Reading


def failing(code: str, text: str, **more: object) -> list[int]:
    return rows_failing("poverty", code, text, **more)


def test_a_household_is_poor_or_near_poor() -> None:
    drawn = """
        row | household_number | head_name | relation | classification
        ----+------------------+-----------+----------+---------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo
         8  | H2               | Bình      | Chủ hộ   | Hộ cận nghèo
         9  | H3               | Cúc       | Chủ hộ   | Hộ thoát nghèo
        10  | H3               | Dũng      | Con      |
        11  | H4               | Em        | Chủ hộ   |
    """
    assert failing("P01", drawn) == [9, 11]


@pytest.mark.parametrize(
    ("listed_as", "note", "is_told"),
    [
        ("Hộ nghèo", "Thoát nghèo", True),
        ("Hộ nghèo", "Đã thoát nghèo tháng 6/2026", True),
        ("Hộ nghèo", "Ở với con; hộ mới thoát nghèo", True),
        ("Hộ nghèo", "Thoát nghèo, chuyển cận nghèo", True),
        ("Hộ cận nghèo", "Thoát cận nghèo", True),
        ("Hộ cận nghèo", "Thoát nghèo năm 2025", False),
        ("Hộ nghèo", "Đăng ký thoát nghèo năm 2027", False),
        ("Hộ nghèo", "Thoát nghèo 2024, tái nghèo 2025", False),
        ("Hộ nghèo", "Thoát nghèo cuối năm", False),
        ("Hộ nghèo", "Phát sinh mới", False),
    ],
)
def test_a_note_that_a_household_left_its_class_stops_it(listed_as: str, note: str, is_told: bool) -> None:
    drawn = f"""
        row | household_number | head_name | relation | classification | note
        ----+------------------+-----------+----------+----------------+------
         7  | H1               | An        | Chủ hộ   | {listed_as}    | {note}
         8  | H1               | Ba        | Con      |                |
         9  | H2               | Bình      | Chủ hộ   | {listed_as}    |
    """
    assert failing("P01", drawn) == ([7] if is_told else [])
    assert "Ghi chú nói" in message("poverty", "P01", drawn) if is_told else True
    assert cleaned("poverty", drawn).frame["classification"].null_count() == 0


def test_a_household_needs_a_head_and_a_number() -> None:
    drawn = """
        row | household_number | head_name | relation | classification
        ----+------------------+-----------+----------+---------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo
         8  |                  | Bình      | Con      |
         9  |                  | Cúc       | Chủ hộ   | Hộ nghèo
        10  | H3               | Dũng      | Con      | Hộ nghèo
        11  | H3               | Em        | Con      |
    """
    assert failing("P02", drawn) == [9, 10]


@pytest.mark.parametrize("sent", ["#N/A", "#REF!", "Err:502", "(công thức chưa có giá trị)", "###", "-", "chưa có"])
def test_an_error_and_a_word_for_none_are_no_number_of_a_household(sent: str) -> None:
    on_heads = f"""
        row | household_number | head_name | relation | classification
        ----+------------------+-----------+----------+---------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo
         8  |                  | Bình      | Con      |
         9  | {sent:27} | Cúc       | Chủ hộ   | Hộ nghèo
        10  |                  | Dũng      | Con      |
    """
    on_all = f"""
        row | household_number | head_name | relation | classification
        ----+------------------+-----------+----------+---------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo
         8  | {sent:27} | Bình      | Con      |
         9  | H2               | Cúc       | Chủ hộ   | Hộ nghèo
        10  | {sent:27} | Dũng      | Chủ hộ   | Hộ nghèo
        11  | H3               | Em        | Chủ hộ   | Hộ nghèo
    """
    assert (failing("P02", on_heads), failing("P02", on_all)) == ([9], [10])
    if sent.startswith("#N"):
        assert message("poverty", "P02", on_heads) == "Mã hộ là lỗi công thức '#N/A', không đọc được. Ghi lại mã hộ."


def test_a_layout_without_numbers_has_the_position_in_the_group() -> None:
    drawn = """
        row | head_name | classification | residential_group
        ----+-----------+----------------+------------------
         7  | An        | Hộ nghèo       | TDP 3
    """
    assert failing("P02", drawn) == []


ONE_HEAD_UNDER_TWO_NUMBERS = """
    row | household_number | head_name | relation | classification | personal_id  | birth_date
    ----+------------------+-----------+----------+----------------+--------------+-----------
     7  | H1               | An        | Chủ hộ   | Hộ nghèo       | 030060001000 | 21/05/1960
     8  | H1               | Bình      | Con      |                | 030190001001 | 22/06/1990
     9  | H2               | Cúc       | Chủ hộ   | Hộ nghèo       | 030155001002 | 01/02/1955
    10  | H2               | Bình      | Con      |                | 030190001001 | 22/06/1990
    11  | 10744-0099       | AN        | Chủ hộ   | Hộ nghèo       | 030060001000 |
    12  | 10744-0099       | Dũng      | Con      |                | 030092001003 | 01/01/1992
    13  | H5               | Em        | Chủ hộ   | Hộ nghèo       | 030077001004 | 01/01/1977
    14  | H6               | Giang     | Chủ hộ   | Hộ nghèo       | 030077001004 | 01/01/1981
    15  | H7               | Hà        | Chủ hộ   | Hộ nghèo       |              |
    16  | H8               | Hà        | Chủ hộ   | Hộ nghèo       |              |
"""


def test_a_person_in_two_households_is_found_in_both() -> None:
    assert failing("P11", ONE_HEAD_UNDER_TWO_NUMBERS) == [7, 8, 10, 11, 13, 14]
    assert failing("P03", ONE_HEAD_UNDER_TWO_NUMBERS) == []
    said = message("poverty", "P11", ONE_HEAD_UNDER_TWO_NUMBERS)
    assert "mã 10744-0099 và H1" in said and "030060001000" not in said


def test_the_head_of_two_households_heads_one_under_two_numbers_and_a_filler_id_joins_nothing() -> None:
    frame = cleaned("poverty", ONE_HEAD_UNDER_TWO_NUMBERS).frame
    assert frame["household_number"].to_list() == ["H1", "H1", "H2", "H2", "H1", "H1", "H5", "H6", "H7", "H8"]
    assert frame["own_number"].to_list() == ["H1", "H1", "H2", "H2", "10744-0099", "10744-0099", "H5", "H6", "H7", "H8"]


def test_a_head_in_two_groups_of_a_list_without_numbers_is_one_household_and_told() -> None:
    drawn = """
        row | head_name | classification | residential_group | personal_id  | birth_date
        ----+-----------+----------------+-------------------+--------------+-----------
         7  | An        | Hộ nghèo       | TDP 3             | 030060001000 | 21/05/1960
         8  | Bình      | Hộ nghèo       | TDP 3             | 030190001001 | 22/06/1990
         9  | An        | Hộ nghèo       | TDP 4             | 030060001000 | 21/05/1960
        10  | Cúc       | Hộ nghèo       | TDP 4             | 030155001002 | 01/02/1955
    """
    assert failing("P11", drawn) == [7, 9]
    frame = cleaned("poverty", drawn).frame
    assert frame["household_number"].n_unique() == 3 and frame["own_number"].n_unique() == 4


def test_a_head_twice_in_one_group_of_a_list_without_numbers_is_one_household_and_told() -> None:
    drawn = """
        row | head_name | classification | residential_group | personal_id  | birth_date
        ----+-----------+----------------+-------------------+--------------+-----------
         7  | An        | Hộ nghèo       | TDP 3             | 030060001000 | 21/05/1960
         8  | Bình      | Hộ nghèo       | TDP 3             |              | 22/06/1990
         9  | An        | Hộ nghèo       | TDP 3             | 030060001000 |
        10  | Bình      | Hộ nghèo       | TDP 3             |              | 22/06/1990
        11  | Bình      | Hộ nghèo       | TDP 4             |              | 22/06/1990
        12  | Cúc       | Hộ nghèo       | TDP 4             |              | 1955
        13  | Cúc       | Hộ nghèo       | TDP 4             |              | 1955
        14  | Dũng      | Hộ nghèo       | TDP 99            | 030092001003 | 01/01/1992
        15  | Dũng      | Hộ nghèo       | TDP 99            | 030092001003 | 01/01/1992
    """
    assert failing("P11", drawn) == [7, 8, 9, 10, 14, 15]
    frame = cleaned("poverty", drawn).frame
    assert [frame["household_number"].to_list().index(number) + 7 for number in frame["household_number"]] == [
        7,
        8,
        7,
        8,
        11,
        12,
        13,
        14,
        14,
    ]
    assert failing("P03", drawn) == failing("P02", drawn) == failing("P10", drawn) == []
    said = message("poverty", "P11", drawn)
    assert "(theo số định danh ***000)" in said and "dòng 7 trang 'DS' và dòng 9 trang 'DS'" in said and "không có mã hộ" in said
    assert "(theo họ tên, ngày sinh và tổ dân phố)" in message("poverty", "P11", drawn.replace("030060001000", "            "))


def test_a_head_whose_id_one_of_two_rows_leaves_out_is_one_household_and_told() -> None:
    drawn = """
        row | head_name | classification | residential_group | personal_id  | birth_date
        ----+-----------+----------------+-------------------+--------------+-----------
         7  | An        | Hộ nghèo       | TDP 3             | 030060001000 | 21/05/1960
         8  | Bình      | Hộ nghèo       | TDP 3             | 030190001001 | 22/06/1990
         9  | An        | Hộ nghèo       | TDP 3             |              | 21/05/1960
        10  | Bình      | Hộ nghèo       | TDP 3             | 030190001002 | 22/06/1990
        11  | Bình      | Hộ nghèo       | TDP 3             |              | 22/06/1990
    """
    assert failing("P11", drawn) == [7, 9], "two people of one name and day: nobody knows whose the third row is"
    assert cleaned("poverty", drawn).frame["household_number"].n_unique() == 4
    said = message("poverty", "P11", drawn)
    assert "(theo họ tên, ngày sinh và tổ dân phố)" in said and "dòng 7 trang 'DS' và dòng 9 trang 'DS'" in said


def test_a_whole_list_that_stands_on_a_second_sheet_too_is_its_copy_and_a_household_beside_others_is_told() -> None:
    whole = """
        row | head_name | classification | residential_group | personal_id
        ----+-----------+----------------+-------------------+-------------
         7  | An        | Hộ nghèo       | TDP 3             | 030060001000
         8  | Bình      | Hộ nghèo       | TDP 3             | 030190001001
         9  | Cúc       | Hộ nghèo       | TDP 4             | 030155001002
    """
    copy = "\n".join(line for line in whole.splitlines() if "TDP 4" not in line)
    other = copy.replace(
        "Bình      | Hộ nghèo       | TDP 3             | 030190001001", "Dũng      | Hộ nghèo       | TDP 3             | 030092001003"
    )
    contract, told = source("poverty").contract, knowledge("poverty")
    for second, rows, households in ((copy, [], 3), (other, [7, 7], 4)):
        sheets = (drawn_table(contract, whole, sheet="Toàn phường"), drawn_table(contract, second, sheet="TDP 3"))
        frame = source("poverty").clean(Reading("poverty", sheets), context()).frame
        assert rows_broken(frame, rules_of_source.HOUSEHOLDS.rules(told), "P11") == rows
        assert frame["household_number"].n_unique() == households


def test_a_head_spelt_in_two_ways_under_two_numbers_is_no_household_with_two_heads() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | personal_id  | birth_date
        ----+------------------+-----------+----------+----------------+--------------+-----------
         7  | H1               | Thuý An   | Chủ hộ   | Hộ nghèo       | 030060001000 | 21/05/1960
         8  | H2               | Thúy An   | Chủ hộ   | Hộ cận nghèo   | 030060001000 | 21/05/1960
         9  | H3               | Th. An    | Chủ hộ   | Hộ cận nghèo   | 030060001000 | 21/05/1960
    """
    assert failing("P03", drawn) == []
    assert cleaned("poverty", drawn).frame["household_number"].to_list() == ["H1", "H1", "H1"]


def test_one_number_on_two_heads_is_found_on_both_households() -> None:
    drawn = """
        row | household_number | head_name | relation | classification
        ----+------------------+-----------+----------+---------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo
         8  | H1               | Bình      | Con      |
         9  | H1               | Cúc       | Chủ hộ   | Hộ nghèo
        10  | H2               | Dũng      | Chủ hộ   | Hộ nghèo
        11  | H2               | DŨNG      | Chủ hộ   | Hộ nghèo
        12  |                  | Em        | Chủ hộ   | Hộ nghèo
        13  |                  | Giang     | Chủ hộ   | Hộ nghèo
    """
    assert failing("P03", drawn) == [7, 9]


def test_the_class_must_agree_with_b2() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | b2_score
        ----+------------------+-----------+----------+----------------+---------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | 30
         8  | H2               | Bình      | Chủ hộ   | Hộ nghèo       | 20
         9  | H3               | Cúc       | Chủ hộ   | Hộ cận nghèo   | 20
        10  | H4               | Dũng      | Chủ hộ   | Hộ cận nghèo   | 30
        11  | H5               | Em        | Chủ hộ   | Hộ nghèo       |
        12  | H6               | Giang     | Chủ hộ   | Hộ nghèo       | nhiều
        13  | H7               | Hà        | Chủ hộ   | Hộ thoát nghèo | 10
    """
    assert failing("P04", drawn) == [8, 10]


def test_b2_is_ten_for_each_mark_where_both_are_given() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | b2_score | deprived_01 | deprived_03 | deprived_12
        ----+------------------+-----------+----------+----------------+----------+-------------+-------------+------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | 30       | x           | x           | x
         8  | H2               | Bình      | Chủ hộ   | Hộ nghèo       | 30       | x           | x           |
         9  | H3               | Cúc       | Chủ hộ   | Hộ nghèo       |          | x           | x           | x
        10  | H4               | Dũng      | Chủ hộ   | Hộ cận nghèo   | 0        |             |             |
        11  | H5               | Em        | Chủ hộ   | Hộ nghèo       | nhiều    | x           |             |
    """
    assert failing("P05", drawn) == [8]


def test_a_list_without_the_twelve_columns_says_nothing_of_them() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | b2_score
        ----+------------------+-----------+----------+----------------+---------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | 30
    """
    assert failing("P05", drawn) == []


def test_members_are_counted_where_they_are_listed() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | member_count
        ----+------------------+-----------+----------+----------------+-------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | 2
         8  |                  | Bình      | Con      |                |
         9  | H2               | Cúc       | Chủ hộ   | Hộ nghèo       | 3
        10  | H3               | Dũng      | Chủ hộ   | Hộ nghèo       |
        11  | H4               | Em        | Chủ hộ   | Hộ nghèo       | đông
        12  | H5               | Giang     | Chủ hộ   | Hộ nghèo       | 1
    """
    heads_alone = """
        row | household_number | head_name | classification | member_count
        ----+------------------+-----------+----------------+-------------
         7  | H1               | An        | Hộ nghèo       | 4
    """
    assert (failing("P06", drawn), failing("P06", heads_alone)) == ([9], [])


def test_an_error_in_the_place_of_the_number_of_members_is_told_and_a_blank_is_not() -> None:
    drawn = """
        row | household_number | head_name | classification | member_count
        ----+------------------+-----------+----------------+----------------------------
         7  | H1               | An        | Hộ nghèo       | #N/A
         8  | H2               | Bình      | Hộ nghèo       | #REF!
         9  | H3               | Cúc       | Hộ nghèo       | Err:502
        10  | H4               | Dũng      | Hộ nghèo       | (công thức chưa có giá trị)
        11  | H5               | Em        | Hộ nghèo       | N/A
        12  | H6               | Giang     | Hộ nghèo       |
        13  | H7               | Hà        | Hộ nghèo       | 4
    """
    assert failing("P06", drawn) == [7, 8, 9, 10]
    assert message("poverty", "P06", drawn).startswith("Số nhân khẩu là lỗi công thức '#N/A', hộ này không có số nhân khẩu.")


def test_an_error_that_excel_stored_for_the_number_of_members_is_told() -> None:
    """On the bytes of a workbook: an error cell, and a formula whose value no program has worked out."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH HỘ NGHÈO"])
    sheet.append(["STT", "Mã hộ", "Họ và tên chủ hộ", "Phân loại hộ", "Số nhân khẩu", "Tổ dân phố"])
    for number, members in enumerate((4, "#N/A", "=1+1", None), 1):
        sheet.append([number, f"H{number}", f"Trần Văn {'ABCD'[number - 1]}", "Hộ nghèo", members, "TDP số 3"])
    book.save(buffer := io.BytesIO())
    found = read_delivery(buffer.getvalue(), ("2026-07", "HoNgheo.xlsx"), contracts())
    assert (found.source, found.problem) == ("poverty", None), found.detail_vi
    told, part = knowledge("poverty"), main_part("poverty")
    frame = part.prepare(source("poverty").clean(found, context()), told)
    assert rows_broken(frame, part.book.rules(told), "P06") == [4, 5]


def test_a_members_id_is_judged_on_the_members_row() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | personal_id  | sex | birth_date
        ----+------------------+-----------+----------+----------------+--------------+-----+-----------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | 030060000001 | Nam | 01/02/1960
         8  |                  | Bình      | Con      |                | 030090000002 | Nữ  | 01/02/1990
         9  |                  | Cúc       | Con      |                | 030190000003 | Nữ  | 01/02/1991
        10  |                  | Dũng      | Con      |                | 12345        | Nam | 01/02/1990
        11  |                  | Em        | Con      |                |              | Nam | 01/02/1990
        12  |                  | Giang     | Con      |                | chưa có      | Nam | 01/02/1990
        13  |                  | Hà        | Con      |                | 030090000004 |     |
        14  |                  | Khoa      | Con      |                | 030090000005 | Nam | 01/02/2035
    """
    assert failing("P07", drawn) == [8, 9, 10, 14]


def test_a_households_group_must_be_known() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | residential_group
        ----+------------------+-----------+----------+----------------+------------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | TDP Tống Buồng
         8  |                  | Bình      | Con      |                |
         9  | H2               | Cúc       | Chủ hộ   | Hộ nghèo       | TDP 99
        10  |                  | Dũng      | Con      |                |
        11  | H3               | Em        | Chủ hộ   | Hộ nghèo       |
    """
    assert failing("P08", drawn) == [9, 11]


def test_number_and_date_of_the_decision_are_wanted_where_the_layout_has_them() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | decision_number | decision_date
        ----+------------------+-----------+----------+----------------+-----------------+--------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | 12/QĐ-UBND      | 20/12/2025
         8  | H2               | Bình      | Chủ hộ   | Hộ nghèo       |                 | 20/12/2025
         9  | H3               | Cúc       | Chủ hộ   | Hộ nghèo       | 12/QĐ-UBND      |
        10  | H4               | Dũng      | Chủ hộ   | Hộ nghèo       | chưa có         | 20/12/2025
        11  |                  | Em        | Con      |                |                 |
        12  | H5               | Giang     | Chủ hộ   | Hộ nghèo       | #N/A            | 20/12/2025
        13  | H6               | Hà        | Chủ hộ   | Hộ nghèo       | (công thức chưa có giá trị) | 20/12/2025
    """
    without = """
        row | household_number | head_name | relation | classification
        ----+------------------+-----------+----------+---------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo
    """
    assert (failing("P09", drawn), failing("P09", without)) == ([8, 9, 10, 12, 13], [])


def test_a_household_in_both_classes_is_told_at_both_places() -> None:
    drawn = """
        row | household_number | head_name | relation | classification
        ----+------------------+-----------+----------+---------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo
         8  | H1               | Bình      | Con      |
         9  | H1               | An        | Chủ hộ   | Hộ cận nghèo
        10  | H2               | Cúc       | Chủ hộ   | Hộ nghèo
        11  | H2               | Cúc       | Chủ hộ   | Hộ nghèo
        12  | H3               | Dũng      | Chủ hộ   | Hộ nghèo
        13  | H3               | Em        | Chủ hộ   | Hộ cận nghèo
    """
    assert (failing("P10", drawn), failing("P03", drawn)) == ([7, 9], [12, 13])


def test_a_mark_that_nobody_understands_is_told_and_not_counted() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | without_labour | deprived_01
        ----+------------------+-----------+----------+----------------+----------------+------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | þ              | ü
         8  | H2               | Bình      | Chủ hộ   | Hộ nghèo       | ☒              | ✔
         9  | H3               | Cúc       | Chủ hộ   | Hộ nghèo       | ¨              | x
        10  | H4               | Dũng      | Chủ hộ   | Hộ nghèo       | ?              |
        11  | H5               | Em        | Chủ hộ   | Hộ nghèo       |                | 1 phần
        12  | H6               | Giang     | Chủ hộ   | Hộ nghèo       | không          | 0
    """
    assert failing("P12", drawn) == [10, 11]
    assert "'?'" in message("poverty", "P12", drawn)
    frame = cleaned("poverty", drawn).frame
    assert frame["is_without_labour"].to_list() == [True, True, False, False, False, False]
    assert frame["deprivation_count"].to_list() == [1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("tick", "þüýû")
def test_ticks_of_wingdings_alone_in_their_columns_are_no_letters_of_an_old_font(tick: str) -> None:
    drawn = """
        row | household_number | head_name | poor_mark | near_poor_mark | without_labour | deprived_01
        ----+------------------+-----------+-----------+----------------+----------------+------------
         7  | H1               | An        | þ         |                | þ              | þ
         8  | H2               | Bình      |           | þ              |                | þ
    """.replace("þ", tick)
    assert failing("P01", drawn) == failing("P12", drawn) == []
    frame = cleaned("poverty", drawn).frame
    assert frame["classification"].to_list() == ["poor", "near_poor"]
    assert frame["is_without_labour"].to_list() == [True, False] and frame["deprivation_count"].to_list() == [1, 1]
    assert cleaned("poverty", drawn).repairs.is_empty()


def test_a_mark_that_is_no_class_is_told_as_it_stands() -> None:
    drawn = """
        row | household_number | head_name | poor_mark | near_poor_mark
        ----+------------------+-----------+-----------+---------------
         7  | H1               | An        |           | •
    """
    assert failing("P01", drawn) == [7] and "Phân loại '•'" in message("poverty", "P01", drawn)


def test_a_cross_is_a_yes_to_some_and_a_no_to_others() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | without_labour | deprived_01
        ----+------------------+-----------+----------+----------------+----------------+------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | ✗              | x
         8  | H2               | Bình      | Chủ hộ   | Hộ nghèo       |                | ✘
         9  | H3               | Cúc       | Chủ hộ   | Hộ nghèo       | o              | ☐
    """
    assert failing("P12", drawn) == [7, 8, 9]
    frame = cleaned("poverty", drawn).frame
    assert not frame["is_without_labour"].any() and frame["deprivation_count"].to_list() == [1, 0, 0]


@pytest.mark.parametrize("blank", ["…", "...", "~", "--", "---", "N/A", "chưa có"])
def test_signs_and_words_for_blank_say_no_in_a_column_of_marks(blank: str) -> None:
    drawn = f"""
        row | household_number | head_name | relation | classification | without_labour | deprived_01
        ----+------------------+-----------+----------+----------------+----------------+------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | {blank}        | X
         8  | H2               | Bình      | Chủ hộ   | Hộ nghèo       | ☐              | #N/A
    """
    assert failing("P12", drawn) == [8]
    assert not cleaned("poverty", drawn).frame["is_without_labour"].any()


def test_empty_boxes_say_no_beside_ticked_ones_and_are_told_where_nothing_is_ticked() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | without_labour | deprived_01
        ----+------------------+-----------+----------+----------------+----------------+------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | ☐              | ☒
         8  | H2               | Bình      | Chủ hộ   | Hộ nghèo       | □              | ¨
         9  | H3               | Cúc       | Chủ hộ   | Hộ nghèo       | q              |
    """
    assert failing("P12", drawn) == [9]
    assert failing("P12", drawn.replace("☒", "þ")) == []
    assert failing("P12", drawn.replace("☒", " ")) == [7, 8, 9]
    assert cleaned("poverty", drawn).frame["deprivation_count"].to_list() == [1, 0, 0]


@pytest.mark.parametrize("code", ["P01", "P02", "P04", "P08", "P09"])
def test_a_households_finding_stands_on_its_first_row_alone(code: str) -> None:
    drawn = """
        row | household_number | head_name | relation | classification | b2_score | residential_group | decision_number
        ----+------------------+-----------+----------+----------------+----------+-------------------+----------------
         7  | H1               | An        | Con      | Hộ nghèo       | 10       | TDP 99            |
         8  | H1               | Bình      | Con      |                |          |                   |
    """
    assert failing(code, drawn) == ([] if code == "P01" else [7])


def test_the_suite_finds_the_same_rows_as_the_expressions() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | member_count | b2_score | deprived_01 | personal_id | residential_group | decision_number
        ----+------------------+-----------+----------+----------------+--------------+----------+-------------+-------------+-------------------+----------------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | 3            | 10       |             | 12345       | TDP 99            |
         8  |                  | Bình      | Con      |                |              |          |             |             |                   |
         9  | H1               | Cúc       | Chủ hộ   | Hộ khá         | 1            |          |             |             | TDP 3             | 12/QĐ-UBND
        10  | H2               | Dũng      | Con      | Hộ nghèo       | 1            | 30       |             |             | TDP 3             | 12/QĐ-UBND
    """  # noqa: E501
    told = knowledge("poverty")
    frame = rules_of_source.PARTS[0].prepare(cleaned("poverty", drawn), told)
    assert_rules_agree_with_the_suite(frame, rules_of_source.HOUSEHOLDS.rules(told), breaking={f"P{number:02d}" for number in range(1, 10)})


def test_a_finding_says_the_score_and_the_limit() -> None:
    drawn = """
        row | household_number | head_name | relation | classification | b2_score
        ----+------------------+-----------+----------+----------------+---------
         7  | H1               | An        | Chủ hộ   | Hộ nghèo       | 20
    """
    assert (
        message("poverty", "P04", drawn)
        == "Phân loại không khớp điểm B2 (20): hộ nghèo từ 30 điểm trở lên, hộ cận nghèo dưới 30. Xác nhận lại."
    )


def test_a_head_without_an_id_under_two_numbers_is_told_and_counted_twice() -> None:
    drawn = """
        row | household_number | head_name | classification | residential_group | personal_id  | birth_date
        ----+------------------+-----------+----------------+-------------------+--------------+-----------
         7  | H1               | An        | Hộ nghèo       | TDP 3             | 030060001000 | 21/05/1960
         8  | H2               | Bình      | Hộ nghèo       | TDP 3             |              | 22/06/1990
         9  | H3               | AN        | Hộ nghèo       | TDP 3             |              | 21/05/1960
        10  | H4               | Bình      | Hộ nghèo       | TDP 3             |              | 22/06/1990
        11  | H5               | Bình      | Hộ nghèo       | TDP 4             |              | 22/06/1990
        12  | H6               | Cúc       | Hộ nghèo       | TDP 4             | 030155001002 | 01/02/1955
        13  | H7               | Cúc       | Hộ nghèo       | TDP 4             | 030155001003 | 01/02/1955
        14  | H8               | Dũng      | Hộ nghèo       | TDP 4             |              | 1955
        15  | H9               | Dũng      | Hộ nghèo       | TDP 4             |              | 1955
    """
    assert failing("P11", drawn) == [7, 8, 9, 10]
    assert cleaned("poverty", drawn).frame["household_number"].n_unique() == 9
    said = message("poverty", "P11", drawn)
    assert "Hộ mã H1 và hộ mã H3" in said and "đang tính là hai hộ" in said
