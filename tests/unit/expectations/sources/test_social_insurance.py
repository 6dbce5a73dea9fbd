"""Rules S01 to S09: which rows of a list of participations in social insurance break them."""

from expectations.sources import social_insurance as rules_of_source
from tests.support.drawn_frames import assert_rules_agree_with_the_suite, cleaned, knowledge, message, rows_failing


def failing(code: str, text: str, **more: object) -> list[int]:
    return rows_failing("social_insurance", code, text, **more)


def test_a_row_needs_one_valid_id() -> None:
    drawn = """
        row | full_name | personal_id  | social_insurance_number
        ----+-----------+--------------+------------------------
         7  | An        | 030090000001 |
         8  | Bình      |              | 3000000001
         9  | Cúc       |              |
        10  | Dũng      | 3008         | 12345
    """
    assert failing("S01", drawn) == [9, 10]


def test_the_kind_is_one_of_three_and_may_come_from_the_title() -> None:
    drawn = """
        row | full_name | insurance_kind
        ----+-----------+---------------
         7  | An        | BHXH bắt buộc
         8  | Bình      | Tự nguyện
         9  | Cúc       | BHTN
        10  | Dũng      | Bảo hiểm thân thể
        11  | Em        |
    """
    assert failing("S02", drawn) == [10, 11]


def test_a_title_says_the_kind_where_the_list_has_no_column_for_it() -> None:
    drawn = """
        row | full_name
        ----+----------
         7  | An
    """
    assert failing("S02", drawn, titles=("DANH SÁCH THAM GIA BHXH TỰ NGUYỆN",)) == []
    assert failing("S02", drawn, titles=("DANH SÁCH THAM GIA BHXH",)) == [7]


def test_the_status_must_be_known() -> None:
    drawn = """
        row | full_name | status
        ----+-----------+--------------------
         7  | An        | Đang đóng
         8  | Bình      | BẢO LƯU
         9  | Cúc       | Đang suy nghĩ
        10  | Dũng      |
        11  | Em        | Đã hưởng một lần
    """
    assert failing("S03", drawn) == [9, 10]


def test_months_must_be_readable_and_in_order() -> None:
    drawn = """
        row | full_name | from_month | to_month
        ----+-----------+------------+---------
         7  | An        | 01/2026    | 12/2026
         8  | Bình      | 01/2026    |
         9  | Cúc       |            | 12/2026
        10  | Dũng      | 13/2026    | 12/2026
        11  | Em        | 01/2026    | 13/2026
        12  | Giang     | 02/2026    | 01/2026
        13  | Hà        | 02/2026    | 02/2026
        14  | Khoa      | 01/2026    | chưa có
    """
    assert failing("S04", drawn) == [9, 10, 11, 12]


def test_two_schemes_at_once_are_found_on_both_rows() -> None:
    drawn = """
        row | full_name | personal_id  | insurance_kind | status    | from_month | to_month
        ----+-----------+--------------+----------------+-----------+------------+---------
         7  | An        | 030090000001 | bắt buộc       | Đang đóng | 01/2026    |
         8  | An        | 030090000001 | tự nguyện      | Đang đóng | 01/2026    |
         9  | An        | 030090000001 | BHTN           | Đang đóng | 01/2026    |
        10  | Bình      | 030090000002 | bắt buộc       | Đang đóng | 01/2026    | 06/2026
        11  | Bình      | 030090000002 | tự nguyện      | Đang đóng | 07/2026    |
        12  | Cúc       | 030190000003 | bắt buộc       | Đang đóng | 01/2026    |
        13  | Cúc       | 030190000003 | tự nguyện      | Bảo lưu   | 01/2026    |
        14  | Dũng      | 030090000004 | bắt buộc       | Đang đóng | 01/2026    |
        15  | Dũng      | 030090000004 | BHTN           | Đang đóng | 01/2026    |
        16  | Em        |              | bắt buộc       | Đang đóng | 01/2026    |
        17  | Giang     |              | tự nguyện      | Đang đóng | 01/2026    |
    """
    assert failing("S05", drawn) == [7, 8]


def test_whoever_pays_is_between_fifteen_and_seventy_five_on_the_last_day() -> None:
    drawn = """
        row | full_name | birth_date | status    | from_month
        ----+-----------+------------+-----------+-----------
         7  | An        | 31/07/2011 | Đang đóng | 01/2026
         8  | Bình      | 01/08/2011 | Đang đóng | 01/2026
         9  | Cúc       | 01/08/1950 | Đang đóng | 01/2026
        10  | Dũng      | 31/07/1950 | Đang đóng | 01/2026
        11  | Em        | 01/08/2011 | Bảo lưu   | 01/2026
        12  | Giang     | 2011       | Đang đóng | 01/2026
        13  | Hà        | 1950       | Đang đóng | 01/2026
        14  | Khoa      |            | Đang đóng | 01/2026
        15  | Liên      | 31/02/1940 | Đang đóng | 01/2026
    """
    assert failing("S06", drawn) == [8, 10, 13]


def test_the_birth_date_must_be_there_and_agree_with_a_valid_id() -> None:
    drawn = """
        row | full_name | personal_id  | birth_date | sex
        ----+-----------+--------------+------------+----
         7  | An        | 030090000001 | 01/02/1990 | Nam
         8  | Bình      | 030090000002 | 01/02/1991 | Nam
         9  | Cúc       | 030190000003 |            | Nữ
        10  | Dũng      | 3009000000   | 01/02/1990 | Nam
        11  | Em        |              | 01/02/1990 | Nam
        12  | Giang     | không có     | 01/02/1990 | Nam
        13  | Hà        | 030090000004 | 31/02/1990 | Nam
        14  | Khoa      | 030090000005 | 01/02/2035 | Nam
        15  | Liên      | 030090000006 | 1990       | Nam
        16  | Minh      | 30090000007  | 01/02/1990 | Nam
        17  | Nga       | 030090000008 | 01/02/1990 | Nữ
    """
    assert failing("S07", drawn) == [8, 9, 10, 13, 14]


def test_a_residential_group_must_be_known() -> None:
    drawn = """
        row | full_name | residential_group | address
        ----+-----------+-------------------+-----------------------------------
         7  | An        | Tổ 3              |
         8  | Bình      | Tổ 99             |
         9  | Cúc       |                   | Số 5, TDP 4, phường Nguyễn Đại Năng
        10  | Dũng      |                   |
    """
    assert failing("S08", drawn) == [8, 10]


def test_a_row_again_is_only_recorded() -> None:
    drawn = """
        row | serial_number | full_name | personal_id  | insurance_kind
        ----+---------------+-----------+--------------+---------------
         7  | 1             | An        | 030090000001 | bắt buộc
         8  | 2             | An        | 030090000001 | bắt buộc
         9  | 3             | An        | 030090000001 | BHTN
    """
    assert failing("S09", drawn) == [8]


def test_the_suite_finds_the_same_rows_as_the_expressions() -> None:
    drawn = """
        row | full_name | personal_id  | birth_date | insurance_kind | status    | from_month | to_month | residential_group
        ----+-----------+--------------+------------+----------------+-----------+------------+----------+------------------
         7  | An        | 030090000001 | 01/02/1990 | bắt buộc       | Đang đóng | 01/2026    |          | TDP 3
         8  | An        | 030090000001 | 01/02/1990 | tự nguyện      | Đang đóng | 01/2026    |          | TDP 3
         9  | An        | 030090000001 | 01/02/1990 | tự nguyện      | Đang đóng | 01/2026    |          | TDP 3
        10  | Bình      |              |            | thân thể       | Nghỉ mát  | 13/2026    |          | TDP 99
        11  | Cúc       | 030140000002 | 01/02/1941 | bắt buộc       | Đang đóng | 02/2026    | 12/2026  | TDP 3
    """
    told = knowledge("social_insurance")
    frame = rules_of_source.PARTS[0].prepare(cleaned("social_insurance", drawn), told)
    assert_rules_agree_with_the_suite(
        frame, rules_of_source.PARTICIPATIONS.rules(told), breaking={f"S{number:02d}" for number in range(1, 10)}
    )


def test_a_finding_about_age_says_the_age() -> None:
    drawn = """
        row | full_name | birth_date | status    | from_month
        ----+-----------+------------+-----------+-----------
         7  | An        | 31/07/1940 | Đang đóng | 01/2026
    """
    assert (
        message("social_insurance", "S06", drawn)
        == "Đang đóng bảo hiểm khi 86 tuổi, ngoài khoảng 15 đến 75. Kiểm tra ngày sinh và tình trạng."
    )
