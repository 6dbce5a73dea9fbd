"""Columns that describe a person are typed alike in every list: ids, birth date and its precision, sex, place, who is who."""

import hmac

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.drawn_frames import assert_drawn, cleaned, frame_of
from transforms.cleaning.model import Cleaned
from transforms.cleaning.person_columns import stated_codes
from transforms.cleaning.pseudonyms import pseudonyms, with_person_keys, with_pseudonyms

SECRET = b"a key for tests only"


def cards(text: str, **more: object) -> Cleaned:
    return cleaned("health_insurance", text, **more)


# Ids


def test_a_lost_leading_zero_is_restored_by_the_column_it_stands_in() -> None:
    """Nine digits are a BHXH number or a phone, and in the column of personal ids an old CMND, which no zero mends."""
    found = cards("""
        row | full_name | personal_id   | social_insurance_number | phone
        ----+-----------+---------------+-------------------------+-----------
         7  | An        | 30090000001   | 300000001               | 900000001
         8  | Bình      | 300000001     | 0300000001              | 0900000001
         9  | Cúc       | 030090000001.0 | 0300000001.0           | +84900000001
    """)
    assert_drawn(
        found.frame,
        """
        personal_id  | social_insurance_number | phone      | personal_id_is_invalid
        -------------+-------------------------+------------+-----------------------
        030090000001 | 0300000001              | 0900000001 | no
                     | 0300000001              | 0900000001 | yes
        030090000001 | 0300000001              | 0900000001 | no
    """,
    )


def test_blanks_dots_quotes_and_letters_inside_an_id_are_mended() -> None:
    found = cards("""
        row | full_name | personal_id      | social_insurance_number
        ----+-----------+------------------+------------------------
         7  | An        | 030.090.000.001  | 3000 000 001
         8  | Bình      | '030090000001    | 3000-000-001
         9  | Cúc       | O3OO9OOOOOO1     | 3000000OO1
        10  | Dũng      | 0300900000I1     | 300000000l
    """)
    assert_drawn(
        found.frame,
        """
        personal_id  | social_insurance_number
        -------------+------------------------
        030090000001 | 3000000001
        030090000001 | 3000000001
        030090000001 | 3000000001
        030090000011 | 3000000001
    """,
    )


def test_twelve_digits_under_a_bhxh_heading_are_a_personal_id() -> None:
    found = cards("""
        row | full_name | personal_id  | social_insurance_number
        ----+-----------+--------------+------------------------
         7  | An        |              | 030090000001
         8  | Bình      | 030090000002 | 030090000001
    """)
    assert_drawn(
        found.frame,
        """
        personal_id  | social_insurance_number | personal_id_is_blank | id_sex | id_birth_year
        -------------+-------------------------+----------------------+--------+--------------
        030090000001 |                         | yes                  | male   | 1990
        030090000002 |                         | no                   | male   | 1990
    """,
    )


@pytest.mark.parametrize("words", ["chưa có", "không", "Không có", "chưa cấp", "-", "..."])
def test_words_for_nothing_are_blank_and_not_invalid(words: str) -> None:
    found = cards(f"""
        row | full_name | personal_id | social_insurance_number
        ----+-----------+-------------+------------------------
         7  | An        | {words}     | {words}
    """)
    assert_drawn(
        found.frame,
        """
        personal_id | social_insurance_number | personal_id_is_blank | personal_id_is_invalid
        ------------+-------------------------+----------------------+-----------------------
                    |                         | yes                  | no
    """,
    )


# Birth date and sex


def test_a_birth_date_keeps_how_much_of_it_is_known() -> None:
    found = cards("""
        row | full_name | birth_date
        ----+-----------+--------------------
         7  | An        | 01/02/1990
         8  | Bình      | 1990
         9  | Cúc       | 02/1990
        10  | Dũng      | 1990-02-01 00:00:00
        11  | Em        | 32905
        12  | Giang     | 31/02/1990
        13  | Hà        | không rõ
    """)
    assert_drawn(
        found.frame,
        """
        birth_date | birth_precision
        -----------+----------------
        1990-02-01 | day
        1990-07-01 | year
        1990-02-01 | month
        1990-02-01 | day
        1990-02-01 | day
                   |
                   |
    """,
    )


def test_two_birth_columns_say_the_sex_as_well() -> None:
    found = cards("""
        row | full_name | birth_date_male | birth_date_female
        ----+-----------+-----------------+------------------
         7  | An        | 01/02/1990      |
         8  | Bình      |                 | 1991
         9  | Cúc       |                 |
    """)
    assert_drawn(
        found.frame,
        """
        birth_date | birth_precision | sex
        -----------+-----------------+-------
        1990-02-01 | day             | male
        1991-07-01 | year            | female
                   |                 |
    """,
    )


def test_sex_is_read_in_words_and_in_the_codes_of_both_standards() -> None:
    found = cards("""
        row | full_name | sex
        ----+-----------+----
         7  | An        | Nam
         8  | Bình      | NỮ
         9  | Cúc       | 0
        10  | Dũng      | 1
        11  | Em        | 2
        12  | Giang     | khác
    """)
    assert found.frame["sex"].to_list() == ["male", "female", "female", "male", "female", None]


def test_a_column_headed_nu_holds_marks_and_nothing_for_men() -> None:
    found = cards(
        """
        row | full_name | sex
        ----+-----------+----
         7  | An        | x
         8  | Bình      |
    """,
        headers={"sex": "Nữ"},
    )
    assert found.frame["sex"].to_list() == ["female", "male"]


def test_a_column_headed_nu_says_man_by_0_by_no_and_by_nam() -> None:
    found = cards(
        """
        row | full_name | sex
        ----+-----------+-------
         7  | An        | 1
         8  | Bình      | 0
         9  | Cường     | không
         10 | Dũng      | Nam
         11 | Em        | Nữ
    """,
        headers={"sex": "Giới tính > Nữ"},
    )
    assert found.frame["sex"].to_list() == ["female", "male", "male", "male", "female"]


@pytest.mark.parametrize(
    "heading",
    [
        "Giới tính (0: Nam, 1: Nữ)",
        "Giới tính (1 - Nữ 0 - Nam)",
        "GT (Nữ = 1)",
        "Giới tính\n(Nam: 0; Nữ: 1)",
        "Giới tính (0 là nam, 1 là nữ)",
    ],
)
def test_the_heading_says_which_code_is_which_sex(heading: str) -> None:
    found = cards(
        """
        row | full_name | sex
        ----+-----------+----
         7  | An        | 1
         8  | Bình      | 0
         9  | Cường     | 0.0
         10 | Dũng      | Nam
    """,
        headers={"sex": heading},
    )
    assert found.frame["sex"].to_list() == ["female", "male", "male", "male"]


@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        ("Giới tính (0 - Nữ 1 - Nam)", {"0": "female", "1": "male"}),
        ("Giới tính (1: Nam, 2: Nữ, 3: Chưa xác định)", {"1": "male", "2": "female"}),
        ("Nam/Nữ", {}),
        ("Giới tính", {}),
        ("Giới tính (1: Nam, 1: Nữ)", {}),
    ],
)
def test_codes_are_those_that_a_heading_states(heading: str, codes: dict[str, str]) -> None:
    assert stated_codes(heading) == codes


# Place


def test_the_group_comes_from_its_column_else_the_group_row_else_the_address_else_the_title() -> None:
    found = cards(
        """
        row | full_name | residential_group | address
        ----+-----------+-------------------+-----------------------------------
         3  | An        |                   |
         7  | Bình      |                   | TDP 6, phường Nguyễn Đại Năng
         8  | Cúc       | TDP 5             |
         9  | Dũng      | TDP 99            |
    """,
        groups="row | text\n---+---\n5 | TDP số 4",
        sheet="TDP 3",
    )
    assert found.frame["area_code"].to_list() == ["10744-03", "10744-04", "10744-05", None]


@pytest.mark.parametrize(
    "place",
    [
        "Cụm dân cư Bãi Mạc",
        "Trường THCS Hiến Thành",
        "Trường mầm non (TDP 4)",
        "Ngoài địa bàn phường",
        "Khu Đình",
        "Làng Mới",
        "Đội 7",
        "Phường Thái Thịnh cũ",
        "Phố Mới",
        "5. Ấp Mới",
        "Công ty Đông Nam",
        "TDP 33",
    ],
)
def test_a_group_row_of_a_place_nobody_knows_or_of_a_body_ends_the_group_above(place: str) -> None:
    """The title, which speaks of the whole sheet, does not speak for its people either; an address of their own does."""
    found = cards(
        """
        row | full_name | address
        ----+-----------+------------------------------
         4  | An        |
         7  | Bình      |
         8  | Cúc       | TDP 5, phường Nguyễn Đại Năng
        11  | Dũng      |
    """,
        groups=f"row | text\n---+---\n3 | TDP số 3\n6 | {place}\n10 | TDP 4",
        sheet="TDP 3",
    )
    assert found.frame["area_code"].to_list() == ["10744-03", None, "10744-05", "10744-04"]


@pytest.mark.parametrize(
    "words",
    [
        "Hộ phát sinh mới trong năm",
        "Đối tượng bảo trợ xã hội",
        "Trường hợp mới tham gia",
        "Tổ chức BHXH đóng",
        "Phương án tăng",
        "Xã hội hóa",
    ],
)
def test_a_note_between_the_rows_of_a_group_does_not_end_it(words: str) -> None:
    found = cards("row | full_name\n---+---\n4 | An\n7 | Bình", groups=f"row | text\n---+---\n3 | TDP số 3\n6 | {words}")
    assert found.frame["area_code"].to_list() == ["10744-03", "10744-03"]


def test_a_group_row_of_the_level_of_the_groups_or_above_it_ends_the_group_and_one_below_does_not() -> None:
    """II stands beside I. A stands below I where I came first, and above it where A did."""
    rows = "row | full_name\n---+---\n4 | An\n7 | Bình\n9 | Cúc"
    beside = cards(rows, groups="row | ordinal | text\n---+---+---\n3 | I | TDP 3\n6 | II | Hưu trí, mất sức\n8 | | III. TDP 4")
    below = cards(
        rows,
        groups="row | ordinal | text\n---+---+---\n2 | I. | TDP 3\n3 | | A. HỘ NGHÈO\n6 | B | HỘ CẬN NGHÈO\n8 | | I. Danh sách chi tiết",
    )
    above = cards(rows, groups="row | ordinal | text\n---+---+---\n2 | A | HỘ NGHÈO\n3 | I | TDP 3\n6 | I.1 | Mới\n8 | B | HỘ CẬN NGHÈO")
    assert beside.frame["area_code"].to_list() == ["10744-03", None, "10744-04"]
    assert below.frame["area_code"].to_list() == ["10744-03", "10744-03", "10744-03"]
    assert above.frame["area_code"].to_list() == ["10744-03", "10744-03", None]


@pytest.mark.parametrize("groups", ["TDP 3, TDP 4", "TDP 5 và TDP 6", "TDP 3, 4", "Tổ 3 + 4", "TDP 3-4"])
def test_a_group_row_of_two_residential_groups_names_neither(groups: str) -> None:
    found = cards("row | full_name\n---+---\n4 | An\n7 | Bình", groups=f"row | text\n---+---\n3 | TDP số 7\n6 | {groups}")
    assert found.frame["area_code"].to_list() == ["10744-07", None]


@pytest.mark.parametrize("number", ["7", "07", " 7 ", "Số: 07", "7 (2)"])
def test_a_bare_number_is_a_group_in_its_own_column_and_never_as_a_sheets_name_or_in_a_title(number: str) -> None:
    rows = "row | full_name | residential_group\n---+---+---\n4 | An |\n5 | Bình | 7"
    assert cards(rows, sheet=number).frame["area_code"].to_list() == [None, "10744-07"]
    assert cards(rows, titles=(number,)).frame["area_code"].to_list() == [None, "10744-07"]
    assert cards(rows, sheet="TDP 7").frame["area_code"].to_list() == ["10744-07", "10744-07"]


def test_the_address_speaks_where_no_group_row_does() -> None:
    found = cards("""
        row | full_name | address
        ----+-----------+-------------------------------------
         7  | An        | Số 5, TDP 6, phường Nguyễn Đại Năng
         8  | Bình      | Số 5, đường Trần Hưng Đạo
    """)
    assert found.frame["area_code"].to_list() == ["10744-06", None]


# Names and text


def test_names_are_composed_and_get_capitals() -> None:
    decomposed = "NGUYE\u0302\u0303N THI\u0323 ÐÀO"
    found = cards(f"""
        row | full_name
        ----+------------------
         7  | {decomposed}
         8  | nguyễn  thị\u00a0đào
         9  | Nguyễn Thị Đào
    """)
    assert found.frame["full_name"].unique().to_list() == ["Nguyễn Thị Đào"]


# Who is who


def test_an_insurance_number_leads_to_the_personal_id_that_another_row_carries_with_it() -> None:
    found = with_person_keys(
        frame_of("""
        personal_id  | social_insurance_number
        -------------+------------------------
        030090000001 | 3000000001
                     | 3000000001
                     | 3000000002
        030090000003 |
                     |
    """)
    )
    assert found["person_id"].to_list() == ["030090000001", "030090000001", "3000000002", "030090000003", None]


def test_an_insurance_number_that_two_people_claim_links_nobody() -> None:
    found = with_person_keys(
        frame_of("""
        personal_id  | social_insurance_number
        -------------+------------------------
        030090000001 | 3000000001
        030090000002 | 3000000001
                     | 3000000001
    """)
    )
    assert found["person_id"].to_list() == ["030090000001", "030090000002", "3000000001"]


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_change_who_is_who(order: list[int]) -> None:
    drawn = frame_of("""
        personal_id  | social_insurance_number
        -------------+------------------------
        030090000001 | 3000000001
                     | 3000000001
        030090000002 | 3000000002
        030090000003 | 3000000002
                     | 3000000002
                     | 3000000003
    """).with_row_index("n")
    straight, shuffled = with_person_keys(drawn), with_person_keys(drawn[order])
    assert shuffled.sort("n")["person_id"].to_list() == straight["person_id"].to_list()


def test_a_pseudonym_depends_on_the_secret_and_on_the_kind_of_id() -> None:
    ids = pl.Series(["3000000001", None, "3000000001"])
    once, again = pseudonyms(ids, SECRET, "personal_id"), pseudonyms(ids, SECRET, "personal_id")
    assert once.to_list() == again.to_list()
    assert once[0] == once[2] and once[1] is None and len(once[0]) == 32
    assert once[0] != pseudonyms(ids, b"another key", "personal_id")[0]
    assert once[0] != pseudonyms(ids, SECRET, "social_insurance_number")[0]


@given(
    secret=st.binary(min_size=1, max_size=200), kind=st.sampled_from(["personal_id", "household"]), value=st.text(min_size=1, max_size=40)
)
def test_a_pseudonym_is_the_first_half_of_hmac_sha256(secret: bytes, kind: str, value: str) -> None:
    told = hmac.digest(secret, f"{kind}:{value}".encode(), "sha256")
    assert pseudonyms(pl.Series([value]), secret, kind).to_list() == [told[:16].hex()]


def test_both_ids_of_a_row_get_their_pseudonym() -> None:
    found = with_pseudonyms(
        frame_of("""
        personal_id  | social_insurance_number
        -------------+------------------------
        030090000001 |
                     | 3000000001
    """),
        SECRET,
    )
    assert found["personal_pseudonym"].is_null().to_list() == [False, True]
    assert found["insurance_pseudonym"].is_null().to_list() == [True, False]
    assert not found.select("personal_pseudonym", "insurance_pseudonym").to_series(0).str.contains("030090").any()


# Two numbers in a cell, years of two digits


def test_of_two_numbers_in_a_cell_the_one_that_can_be_meant_is_taken_and_recorded() -> None:
    found = cards("""
        row | full_name    | personal_id               | social_insurance_number | phone
        ----+--------------+---------------------------+-------------------------+------------------------
         7  | An           | 030090000001/142536475    | 3000000001              | 0900000001 - 0900000002
         8  | Bình         | 030090000001/030090000002 | 3000000002              | 0900000001 (con)
         9  | Nguyễn.Văn.C | CMND 142536475, CCCD 030090000003 | 3000000003      | 0900.000.003, 0900.000.004
    """)
    assert_drawn(
        found.frame,
        """
        full_name    | personal_id  | personal_id_is_invalid | phone
        -------------+--------------+------------------------+-----------
        An           | 030090000001 | no                     | 0900000001
        Bình         |              | yes                    |
        Nguyễn Văn C | 030090000003 | no                     | 0900000003
        """,
    )
    assert_drawn(
        found.repairs.sort("row_number", "column_name", "kind"),
        """
        row_number | column_name | kind
        -----------+-------------+-----------------
        7          | personal_id | two_ids
        7          | phone       | two_phones
        9          | full_name   | signs_for_blanks
        9          | personal_id | two_ids
        9          | phone       | two_phones
        """,
    )


def test_a_birth_date_filled_up_by_the_import_template_is_known_by_its_code() -> None:
    """Chỉ có năm sinh: 0 all of it, 1 month and year, 2 the year: the rest stands on a first."""
    found = cards("""
        row | full_name | birth_date | birth_known
        ----+-----------+------------+------------
         7  | An        | 01/01/1960 | 2
         8  | Bình      | 01/06/1960 | 1
         9  | Cúc       | 01/01/1960 | 0
        10  | Dũng      | 01/01/1960 |
        11  | Giang     | 1960       | 1
        12  | Hà        | chưa rõ    | 2
    """)
    assert_drawn(
        found.frame,
        """
        birth_date | birth_precision
        -----------+----------------
        1960-07-01 | year
        1960-06-01 | month
        1960-01-01 | day
        1960-01-01 | day
        1960-07-01 | year
                   |
        """,
    )


def test_a_birth_year_of_two_digits_is_read_where_one_century_alone_is_possible() -> None:
    found = cards("""
        row | full_name | birth_date | valid_from | valid_to
        ----+-----------+------------+------------+----------
         7  | An        | 05/06/60   | 01/01/26   | 31-12-26
         8  | Bình      | 05/06/15   | 01-Jan-26  | 31/12/99
         9  | Cúc       | 5-Jun-1960 | 2025-12-31T17:00:00Z |
        10  | Dũng      | T6/1960    | 1.1.26     | 31/02/26
    """)
    assert_drawn(
        found.frame,
        """
        birth_date | birth_precision | valid_from | valid_to
        -----------+-----------------+------------+-----------
        1960-06-05 | day             | 2026-01-01 | 2026-12-31
                   |                 | 2026-01-01 |
        1960-06-05 | day             | 2026-01-01 |
        1960-06-01 | month           | 2026-01-01 |
        """,
    )
    assert set(found.repairs.filter(pl.col("row_number") == 7)["kind"]) == {"short_year"}
