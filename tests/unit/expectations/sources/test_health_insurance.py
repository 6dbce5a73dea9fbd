"""Rules H01 to H11: which rows of a list of health insurance cards break them."""

from datetime import date

import pytest

from expectations.sources import health_insurance as rules_of_source
from tests.support.drawn_frames import assert_rules_agree_with_the_suite, cleaned, knowledge, message, rows_failing


def failing(code: str, text: str) -> list[int]:
    return rows_failing("health_insurance", code, text)


def test_a_row_needs_one_valid_id() -> None:
    drawn = """
        row | full_name | personal_id  | social_insurance_number
        ----+-----------+--------------+------------------------
         7  | An        | 030090000001 |
         8  | Bình      |              | 3000000001
         9  | Cúc       |              |
        10  | Dũng      | 3008         | 12345
        11  | Em        | chưa có      | không
        12  | Giang     |              | 030190000002
        13  | Hà        | 3,0085E+10   |
    """
    assert failing("H01", drawn) == [9, 10, 11, 13]


def test_a_card_that_is_given_up_is_no_card_of_the_month() -> None:
    drawn = """
        row | full_name | personal_id  | movement        | death_date
        ----+-----------+--------------+-----------------+-----------
         7  | An        | 030090000001 | TM              |
         8  | Bình      | 030090000002 | GH              |
         9  | Cúc       | 030090000003 | Giảm hẳn        |
        10  | Dũng      | 030090000004 | Điều chỉnh giảm |
        11  | Em        | 030090000005 | DC              | 02/06/2026
        12  | Giang     | 030090000006 | ON              | 15/08/2026
        13  | Hà        | 030090000007 | Gia hạn         | không
        14  | Khoa      | 030090000008 |                 | 2026
        15  | Lan       | 030090000009 |                 | tháng 6/2026
        16  | Mai       | 030090000010 |                 | 2/7
        17  | Nam       | 030090000011 |                 | Đã chết
        18  | Oanh      | 030090000012 |                 | x
        19  | Phú       | 030090000013 |                 | ########
        20  | Quý       | 030090000014 |                 | #REF!
        21  | Sơn       | 030090000015 |                 | -
        22  | Tú        | 030090000016 |                 | Còn sống
        23  | Uyên      | 030090000017 |                 | 01/01/1900
    """
    assert failing("H11", drawn) == [8, 9, 10, 11, *range(14, 21)]


@pytest.mark.parametrize("group", ["II Giảm", "II. BÁO GIẢM", "B. Danh sách giảm trong tháng", "Giảm"])
def test_a_group_of_cards_that_are_given_up_ends_at_the_next_group(group: str) -> None:
    drawn = """
        row | full_name | personal_id
        ----+-----------+-------------
         7  | An        | 030090000001
         9  | Bình      | 030090000002
        11  | Cúc       | 030090000003
    """
    groups = f"""
        row | text
        ----+------
         6  | I Tăng
         8  | {group}
        10  | III Tăng mới
    """
    assert rows_failing("health_insurance", "H11", drawn, groups=groups) == [9]


def test_a_note_may_give_the_card_up() -> None:
    drawn = """
        row | full_name | personal_id  | note
        ----+-----------+--------------+---------------------------------
         7  | An        | 030090000001 | Báo giảm từ 01/07/2026
         8  | Bình      | 030090000002 | Giảm hẳn
         9  | Cúc       | 030090000003 | đã ngừng tham gia
        10  | Dũng      | 030090000004 | Báo giảm mức đóng
        11  | Em        | 030090000005 | không báo giảm
        12  | Giang     | 030090000006 | Báo giảm nhầm, đã sửa
        13  | Hà        | 030090000007 | Hộ cận nghèo, giảm 30% mức đóng
        14  | Khoa      | 030090000008 |
        15  | Lan       | 030090000009 | Giảm: chuyển đi tỉnh khác
        16  | Mai       | 030090000010 | Cắt thẻ từ T7
        17  | Nam       | 030090000011 | Đồng thời tham gia BHXH tự nguyện
        18  | Oanh      | 030090000012 | Giảm trừ theo thứ tự hộ gia đình
        19  | Phú       | 030090000013 | không bị thu hồi thẻ
    """
    assert failing("H11", drawn) == [7, 8, 9, 15, 16]


@pytest.mark.parametrize(
    ("note", "gives_up"),
    [
        *((note, True) for note in ("Trả thẻ", "Đã trả thẻ", "Trả lại thẻ", "hủy thẻ", "Đã hủy thẻ", "Thẻ bị thu hồi", "Đã thu hồi")),
        *((note, True) for note in ("Đã thu thẻ", "Thẻ BHYT đã bị thu hồi", "TV 12/6/2026", "TV ngày 12/6", "† 12/6/2026")),
        *(
            (note, False)
            for note in (
                "Chưa trả thẻ",
                "Đã trả thẻ cho người dân",
                "Trả thẻ tận tay",
                "Cấp, trả thẻ",
                "TV hộ 3",
                "không hủy thẻ",
                "Trả thẻ cũ, nhận thẻ mới",
            )
        ),
    ],
)
def test_a_note_that_a_card_was_taken_back_gives_it_up_and_one_that_it_was_handed_over_does_not(note: str, gives_up: bool) -> None:
    drawn = f"""
        row | full_name | personal_id  | note
        ----+-----------+--------------+-------
         7  | An        | 030090000001 | {note}
    """
    assert failing("H11", drawn) == [7] * gives_up


def test_words_behind_a_place_and_a_cross_behind_a_name_say_that_the_holder_died() -> None:
    drawn = """
        row | full_name | personal_id  | residential_group    | address
        ----+-----------+--------------+----------------------+------------------
         7  | An        | 030090000001 | TDP số 3 (đã chết)   |
         8  | Bình †    | 030090000002 | TDP số 3             |
         9  | Cúc       | 030090000003 |                      | TDP số 3 - đã mất
        10  | Dũng      | 030090000004 | Chợ Chết             |
        11  | Em        | 030090000005 | VIá»†T               |
        12  | Giang     | 030090000006 |                      | TDP số 3 (Đã CHẾT)
        13  | Hà        | 030090000007 |                      | TDP SỐ 3 - ĐÃ MẤT
        14  | Khoa      | 030090000008 |                      | TDP số 3 (đã MấT)
    """
    assert failing("H11", drawn) == [7, 8, 9, 12, 13, 14]


GIVEN_UP_SHEETS = ("Đã chết", "Chết", "Tử vong", "Báo giảm", "Giảm", "Giảm T7", "Giảm 07.2026", "DS giảm", "Trả thẻ", "Thu hồi", "Đã mất")
GIVEN_UP_TITLES = (
    "DANH SÁCH NGƯỜI ĐÃ CHẾT THÁNG 7/2026",
    "DANH SÁCH THẺ BHYT BÁO GIẢM THÁNG 7/2026",
    "DANH SÁCH NGƯỜI THAM GIA BHYT GIẢM TRONG THÁNG",
    "DANH SÁCH NGƯỜI TỬ VONG CÓ HỘ KHẨU THƯỜNG TRÚ TẠI PHƯỜNG",
    "BÁO GIẢM THẺ BHYT",
)
OTHER_SHEETS = ("Tăng giảm", "Giám định", "Giảm nghèo", "Giảm mức đóng", "Đã mất thẻ", "Cấp, trả thẻ", "Còn hạn")
OTHER_TITLES = (
    "DANH SÁCH TĂNG, GIẢM THẺ BHYT",
    "DANH SÁCH THẺ BHYT THUỘC CHƯƠNG TRÌNH GIẢM NGHÈO",
    "DANH SÁCH THẺ BHYT (không gồm người đã chết)",
    "DANH SÁCH CẤP THẺ BHYT CHO THÂN NHÂN NGƯỜI ĐÃ CHẾT",
    "DANH SÁCH TRẢ THẺ BHYT CHO NGƯỜI THAM GIA",
    "Người đã chết ghi vào cột ghi chú",
    "GIÁM ĐỐC BẢO HIỂM XÃ HỘI",
    "Giảm 30% mức đóng theo thứ tự hộ",
)


@pytest.mark.parametrize(
    ("sheet", "title", "is_given_up"),
    [
        *((sheet, None, True) for sheet in GIVEN_UP_SHEETS),
        *(("DS", title, True) for title in GIVEN_UP_TITLES),
        *((sheet, None, False) for sheet in OTHER_SHEETS),
        *(("DS", title, False) for title in OTHER_TITLES),
    ],
)
def test_the_name_of_a_sheet_or_the_title_of_a_list_may_give_all_its_cards_up(sheet: str, title: str | None, is_given_up: bool) -> None:
    drawn = """
        row | full_name | personal_id
        ----+-----------+-------------
         7  | An        | 030090000001
         9  | Bình      | 030090000002
    """
    groups = """
        row | text
        ----+--------
         8  | II Tăng
    """
    titles = (title,) if title else ()
    assert rows_failing("health_insurance", "H11", drawn, sheet=sheet, titles=titles, groups=groups) == [7] * is_given_up


def test_a_note_or_the_words_behind_a_name_may_say_that_the_holder_died() -> None:
    drawn = """
        row | full_name              | personal_id  | note
        ----+------------------------+--------------+------------------------------
         7  | An                     | 030090000001 | Đã chết ngày 12/6/2026
         8  | Bình                   | 030090000002 | đã mất
         9  | Cúc                    | 030090000003 | Tử vong tại bệnh viện
        10  | Dũng (đã chết)         | 030090000004 |
        11  | Em - đã mất            | 030090000005 |
        12  | Giang                  | 030090000006 | mất ngày 02/06/2026
        13  | Hà                     | 030090000007 | Đã mất thẻ, cấp lại
        14  | Khoa                   | 030090000008 | Mất sức lao động
        15  | Lan                    | 030090000009 | chồng đã mất
        16  | Mai                    | 030090000010 | thân nhân liệt sĩ đã hy sinh
        17  | Nam                    | 030090000011 | báo nhầm, chưa chết
        18  | Đặng Văn Mất           | 030090000012 |
        19  | Oanh                   | 030090000013 | mẹ đã chết, ở với bà
        20  | Phú                    | 030090000014 | TU VONG
        21  | Quý                    | 030090000015 | mất CCCD
        22  | Sơn                    | 030090000016 | Không còn sống
        23  | Tú                     | 030090000017 | Thẻ cũ đã mất, cấp lại
        24  | Uyên                   | 030090000018 | Sổ hộ khẩu bị mất
        25  | Vân                    | 030090000019 | Con trai báo đã chết
        26  | Xuân                   | 030090000020 | người nhà ông thông báo đã mất
        27  | Yến                    | 030090000021 | Người nhà đã mất
        28  | Ánh                    | 030090000022 | mất 1 ngón tay
        29  | Bích                   | 030090000023 | mất 2/7
        30  | Chi                    | 030090000024 | chuyển đến, đã báo giảm nơi cũ
        31  | Diệp                   | 030090000025 | mất 15 tháng 7
        32  | Gấm                    | 030090000026 | con trai nộp giấy chứng tử
        33  | Hoa                    | 030090000027 | con báo mất thẻ
        34  | Khuê                   | 030090000028 | Đã tạ thế
        35  | Liên                   | 030090000029 | Người giám hộ: Tạ Thế Anh
        36  | Mỹ                     | 030090000030 | bố đã tạ thế
    """
    assert failing("H11", drawn) == [7, 8, 9, 10, 11, 12, 20, 22, 25, 26, 29, 31, 32, 34]


@pytest.mark.parametrize("group", ["III. Người đã chết", "Tử vong", "II. Đã chết trong tháng"])
def test_a_group_of_the_dead_is_given_up(group: str) -> None:
    drawn = """
        row | full_name | personal_id
        ----+-----------+-------------
         7  | An        | 030090000001
         9  | Bình      | 030090000002
    """
    groups = f"""
        row | text
        ----+------
         8  | {group}
    """
    assert rows_failing("health_insurance", "H11", drawn, groups=groups) == [9]


def test_valid_from_must_be_a_date_and_valid_to_may_be_blank_but_not_unreadable() -> None:
    drawn = """
        row | full_name | valid_from | valid_to
        ----+-----------+------------+----------------
         7  | An        | 01/01/2026 | 31/12/2026
         8  | Bình      | 01/01/2026 |
         9  | Cúc       |            | 31/12/2026
        10  | Dũng      | chưa rõ    | 31/12/2026
        11  | Em        | 01/01/2026 | 31/02/2026
        12  | Giang     | 01/01/2026 | không thời hạn
        13  | Hà        | 46023      | 46387
        14  | Khoa      | 01/01/2026 | chưa có
    """
    assert failing("H02", drawn) == [9, 10, 11]


def test_valid_to_before_valid_from_is_found_and_the_same_day_is_not() -> None:
    drawn = """
        row | full_name | valid_from | valid_to
        ----+-----------+------------+-----------
         7  | An        | 02/01/2026 | 01/01/2026
         8  | Bình      | 01/01/2026 | 01/01/2026
         9  | Cúc       | 01/01/2026 |
        10  | Dũng      |            | 01/01/2026
        11  | Em        | 02/01/2026 | 31/02/2026
    """
    assert failing("H03", drawn) == [7]


def test_one_id_on_two_people_is_found_on_both_rows() -> None:
    drawn = """
        row | full_name | personal_id  | birth_date
        ----+-----------+--------------+-----------
         7  | Trần An   | 030090000001 | 01/02/1990
         8  | Lê Bình   | 030090000001 | 01/02/1991
         9  | Võ Cúc    | 030190000002 | 01/02/1990
    """
    assert failing("H04", drawn) == [7, 8]


@pytest.mark.parametrize(
    ("other_name", "other_birth"),
    [("Trần An", "05/06/1991"), ("Lê Bình", "1990"), ("TRẦN  AN", "1990"), ("Lê Bình", None), (None, "05/06/1991")],
)
def test_a_name_or_a_year_in_common_is_one_person(other_name: str | None, other_birth: str | None) -> None:
    drawn = f"""
        row | full_name          | personal_id  | birth_date
        ----+--------------------+--------------+-----------
         7  | Trần An            | 030090000001 | 01/02/1990
         8  | {other_name or ""} | 030090000001 | {other_birth or ""}
    """
    assert failing("H04", drawn) == []


def test_a_link_between_ids_shows_that_two_keys_are_one_person() -> None:
    drawn = """
        row | full_name | personal_id  | social_insurance_number | birth_date
        ----+-----------+--------------+-------------------------+-----------
         7  | Trần An   | 030090000001 | 3000000001              | 01/02/1990
         8  | Lê Bình   |              | 3000000001              | 01/02/1991
    """
    assert failing("H04", drawn) == [7, 8]


def test_a_card_must_end_in_the_insurance_number_and_be_well_formed() -> None:
    drawn = """
        row | full_name | social_insurance_number | personal_id  | card_number
        ----+-----------+-------------------------+--------------+----------------
         7  | An        | 3000000001              |              | GD4303000000001
         8  | Bình      | 3000000001              |              | GD4303000000002
         9  | Cúc       | 3000000001              |              | GD43030000
        10  | Dũng      | 3000000001              |              |
        11  | Em        |                         | 030190000002 | GD4303000000002
        12  | Giang     | 3000000001              |              | 3000000001
        13  | Hà        | 3000000001              |              | 3000000002
        14  | Khoa      | 3000000001              |              | GD6303000000001
        15  | Liên      | 3000000001              |              | chưa có
    """
    assert failing("H05", drawn) == [8, 9, 14]


def test_an_error_in_the_place_of_the_insurance_number_agrees_with_no_card() -> None:
    drawn = """
        row | full_name | social_insurance_number    | personal_id  | card_number
        ----+-----------+----------------------------+--------------+----------------
         7  | An        | #N/A                       | 031190000001 | GD4313000000001
         8  | Bình      | (công thức chưa có giá trị) | 031190000002 | GD4313000000002
         9  | Cúc       |                            | 031190000003 | GD4313000000003
        10  | Dũng      | #REF!                      | 031190000004 |
        11  | Em        | 3000000005                 | 031190000005 | GD4313000000005
    """
    assert failing("H05", drawn) == [7, 8]
    assert message("health_insurance", "H05", drawn).startswith("Mã số BHXH là lỗi công thức '#N/A'")


def test_an_object_code_is_looked_up_whether_given_or_on_the_card() -> None:
    drawn = """
        row | full_name | object_code | card_number
        ----+-----------+-------------+----------------
         7  | An        | HN          |
         8  | Bình      | ZZ          |
         9  | Cúc       |             |
        10  | Dũng      |             | ZZ4303000000001
        11  | Em        |             | HN2303000000001
        12  | Giang     | hn2         |
        13  | Hà        | hộ nghèo    |
    """
    assert failing("H06", drawn) == [8, 10, 13]


def test_a_personal_id_must_be_valid_and_agree_with_sex_and_birth_year() -> None:
    drawn = """
        row | full_name | personal_id  | social_insurance_number | sex | birth_date
        ----+-----------+--------------+-------------------------+-----+-----------
         7  | An        | 030090000001 |                         | Nam | 01/02/1990
         8  | Bình      | 030090000001 |                         | Nữ  | 01/02/1990
         9  | Cúc       | 030190000002 |                         | Nữ  | 01/02/1991
        10  | Dũng      | 03009000000  | 3000000001              | Nam | 01/02/1990
        11  | Em        |              | 3000000002              | Nam | 01/02/1990
        12  | Giang     | chưa có      | 3000000003              | Nam | 01/02/1990
        13  | Hà        | 030090000004 |                         |     |
        14  | Khoa      | 12345        |                         | Nam | 01/02/1990
        15  | Liên      |              | 030190000005            | Nam | 01/02/1990
        16  | Minh      | 030090000006 |                         | Nam | 1990
        17  | Nga       | 030190000007 |                         | Nữ  | 06/1991
    """
    assert failing("H07", drawn) == [8, 9, 10, 14, 15, 17]


def test_an_invalid_id_is_told_on_a_row_that_has_no_valid_id_at_all() -> None:
    drawn = """
        row | full_name | personal_id
        ----+-----------+------------
         7  | An        | 12345
    """
    assert (failing("H01", drawn), failing("H07", drawn)) == ([7], [7])


def test_a_birth_date_must_be_there_and_possible() -> None:
    drawn = """
        row | full_name | birth_date
        ----+-----------+-----------
         7  | An        | 31/07/2026
         8  | Bình      | 01/08/2026
         9  | Cúc       |
        10  | Dũng      | 31/02/1990
        11  | Em        | 31/07/1906
        12  | Giang     | 30/07/1906
        13  | Hà        | 1960
        14  | Khoa      | 01/02/9
    """
    assert failing("H08", drawn) == [8, 9, 10, 12, 14]


def test_a_child_known_by_the_year_alone_is_not_born_in_the_future() -> None:
    drawn = """
        row | full_name | birth_date
        ----+-----------+-----------
         7  | An        | 2026
         8  | Bình      | 2027
    """
    assert rows_failing("health_insurance", "H08", drawn, month=date(2026, 3, 1)) == [8]


def test_an_impossible_birth_year_is_not_held_against_the_id_but_the_sex_is() -> None:
    drawn = """
        row | full_name | personal_id  | sex | birth_date
        ----+-----------+--------------+-----+-----------
         7  | An        | 030090000001 | Nam | 01/02/2035
         8  | Bình      | 030090000002 | Nữ  | 01/02/2035
    """
    assert failing("H07", drawn) == [8]


def test_a_residential_group_must_be_known() -> None:
    drawn = """
        row | full_name | residential_group | address
        ----+-----------+-------------------+--------------------------------
         7  | An        | TDP Đông Nam      |
         8  | Bình      | TDP 99            |
         9  | Cúc       |                   |
        10  | Dũng      |                   | Số 5, TDP số 4, P. Nguyễn Đại Năng
        11  | Em        | Toàn phường       |
    """
    assert failing("H09", drawn) == [8, 9, 11]


def test_a_row_again_and_a_second_card_are_only_recorded() -> None:
    drawn = """
        row | serial_number | full_name | personal_id  | valid_from
        ----+---------------+-----------+--------------+-----------
         7  | 1             | An        | 030090000001 | 01/01/2026
         8  | 2             | AN        | 030090000001 | 01/01/2026
         9  | 3             | An        | 030090000001 | 01/06/2026
        10  | 4             | Bình      |              | 01/01/2026
        11  | 5             | Cúc       |              | 01/01/2026
    """
    assert failing("H10", drawn) == [8, 9]


def test_the_suite_finds_the_same_rows_as_the_expressions() -> None:
    drawn = """
        row | full_name | personal_id  | social_insurance_number | birth_date | sex | card_number     | object_code | valid_from | valid_to   | residential_group
        ----+-----------+--------------+-------------------------+------------+-----+-----------------+-------------+------------+------------+------------------
         7  | An        | 030090000001 | 3000000001              | 01/02/1990 | Nam | GD4303000000001 | GD          | 01/01/2026 | 31/12/2026 | TDP 3
         8  | Bình      | 030090000001 | 3000000001              | 01/02/1991 | Nữ  | GD4303000000002 | ZZ          | 01/01/2026 | 31/12/2025 | TDP 99
         9  | Cúc       | 12345        |                         |            |     | GD              |             | chưa rõ    | chưa rõ    |
        10  | An        | 030090000001 | 3000000001              | 01/02/1990 | Nam | GD4303000000001 | GD          | 01/01/2026 | 31/12/2026 | TDP 3
    """  # noqa: E501
    told = knowledge("health_insurance")
    frame = rules_of_source.PARTS[0].prepare(cleaned("health_insurance", drawn), told)
    assert_rules_agree_with_the_suite(frame, rules_of_source.CARDS.rules(told), breaking={f"H{number:02d}" for number in range(1, 11)})


def test_a_finding_shows_three_characters_of_an_id_at_most() -> None:
    drawn = """
        row | full_name | personal_id | birth_date
        ----+-----------+-------------+-----------
         7  | An        | 03009000001x | 01/02/1990
    """
    told = message("health_insurance", "H07", drawn)
    assert told == "Số định danh ***01x không hợp lệ: phải đủ 12 chữ số. Kiểm tra lại với giấy tờ."
