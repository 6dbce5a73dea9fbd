"""Cleaning of the month's list of health insurance cards."""

import pytest

from tests.support.drawn_frames import assert_drawn, cleaned
from transforms.cleaning.model import REPAIR_SCHEMA, Cleaned


def clean(text: str, **more: object) -> Cleaned:
    return cleaned("health_insurance", text, **more)


def test_what_programs_write_where_they_have_nothing_is_blank_where_a_blank_may_stand() -> None:
    found = clean("""
        row | full_name | valid_from          | valid_to            | birth_date          | residential_group
        ----+-----------+---------------------+---------------------+---------------------+------------------
         7  | An        | 01/01/2026          | NULL                | 01/01/1970          | TDP 3
         8  | Bình      | 01/01/2026          | 01/01/1970          | 00/00/0000          | null
         9  | Cúc       | 01/01/2026          | 0001-01-01 00:00:00 | 0001-01-01 00:00:00 | nan
        10  | Dũng      | 01/01/2026          | 00/00/0000          | 01/01/1900          | None
        11  | Em        | NULL                | 1899-12-30 00:00:00 | 1970-01-01 00:00:00 | &nbsp;
        12  | Giang     | 01/01/1900          | 1/1/1900            | None                | TDP 3
        13  | Hà        | 01/01/2026          | 1970-01-01 07:00:00 | 02/01/1970          | TDP 3
        14  | Khoa      | 01/01/2026          | 01/01/1971          | NaN                 | TDP 3
        15  | Lan       | 01/01/2026          | NA                  | NA                  | \\N
        16  | Mai       | 01/01/2026          | \\N                 | 02/01/1970          | Na
        17  | Nga       | 01/01/2026          | 1/1/0001 12:00:00 AM | 1/1/0001 12:00:00 SA | TDP 3
        18  | Oanh      | 01/01/2026          | 1/0/1900            | 12/30/1899 12:00 AM | TDP 3
        19  | Phú       | 01/01/2026          | 1/1/2027 12:00:00 AM | 02/01/1970 12:00:00 SA | TDP 3
    """)
    assert_drawn(
        found.frame,
        """
        row_number | valid_from | valid_to   | valid_to_raw | birth_date | residential_group
        -----------+------------+------------+--------------+------------+------------------
        7          | 2026-01-01 |            |              | 1970-01-01 | TDP 3
        8          | 2026-01-01 |            |              |            |
        9          | 2026-01-01 |            |              |            |
        10         | 2026-01-01 |            |              |            |
        11         |            |            |              | 1970-01-01 |
        12         | 1900-01-01 |            |              |            | TDP 3
        13         | 2026-01-01 |            |              | 1970-01-02 | TDP 3
        14         | 2026-01-01 | 1971-01-01 | 01/01/1971   |            | TDP 3
        15         | 2026-01-01 |            |              |            |
        16         | 2026-01-01 |            |              | 1970-01-02 | Na
        17         | 2026-01-01 |            |              |            | TDP 3
        18         | 2026-01-01 |            |              |            | TDP 3
        19         | 2026-01-01 | 2027-01-01 | 1/1/2027 12:00:00 AM | 1970-01-02 | TDP 3
    """,
    )


def test_both_days_of_a_card_may_stand_in_one_cell() -> None:
    found = clean("""
        row | full_name | validity
        ----+-----------+---------------------------------------
         7  | An        | 01/01/2026 - 31/12/2026
         8  | Bình      | Từ ngày 1/1/2026 đến hết ngày 31/12/2026
         9  | Cúc       | 2026-01-01 → 2026-12-31
        10  | Dũng      | có giá trị từ 01/01/2026
        11  | Em        | 31/12/2026
        12  | Giang     | từ 01/01/2026 đến 31-12
        13  | Hà        | 01/01/2026 - 31/13/2026
        14  | Khoa      |
    """)
    assert_drawn(
        found.frame,
        """
        row_number | valid_from | valid_to   | valid_to_raw
        -----------+------------+------------+------------------------
        7          | 2026-01-01 | 2026-12-31 | 31/12/2026
        8          | 2026-01-01 | 2026-12-31 | 31/12/2026
        9          | 2026-01-01 | 2026-12-31 | 2026-12-31
        10         | 2026-01-01 |            |
        11         |            | 2026-12-31 | 31/12/2026
        12         |            |            | từ 01/01/2026 đến 31-12
        13         | 2026-01-01 |            | 31/13/2026
        14         |            |            |
    """,
    )


@pytest.mark.parametrize("source", ["health_insurance", "social_insurance", "dossiers"])
@pytest.mark.parametrize(
    "nothing",
    [
        "/ /",
        "__/__/____",
        "--/--/----",
        "/",
        "//",
        ".",
        "(null)",
        "[NULL]",
        "<null>",
        "(blank)",
        "(trống)",
        '""',
        "0",
        "00:00:00",
        "undefined",
        "nil",
        "01/01/1753",
        "1753-01-01 00:00:00",
    ],
)
def test_an_end_for_which_a_program_has_nothing_is_blank_in_every_source(source: str, nothing: str) -> None:
    end = {"health_insurance": "valid_to", "social_insurance": "to_month", "dossiers": "finished_at"}[source]
    assert cleaned(source, f"row | {end}\n----+----\n 7 | {nothing}").frame[f"{end}_raw"].to_list() == [None]


def test_validity_is_read_in_every_notation_and_a_blank_end_is_open() -> None:
    found = clean("""
        row | full_name | valid_from          | valid_to
        ----+-----------+---------------------+--------------------
         7  | An        | 01/01/2026          | 31/12/2026
         8  | Bình      | 2026-01-01 00:00:00 | 2026-12-31 00:00:00
         9  | Cúc       | 46023               | 46387
        10  | Dũng      | 1-1-2026            | 20261231
        11  | Em        | 01/01/2026          |
        12  | Giang     | 01/01/2026          | Không thời hạn
        13  | Hà        | 01/01/2026          | 31/12/9999
        14  | Khoa      | chưa rõ             | chưa rõ
        15  | Lan       | 01/01/2026          | Đến hết ngày 31/12/2026
    """)
    assert_drawn(
        found.frame,
        """
        row_number | valid_from | valid_to   | valid_to_raw
        -----------+------------+------------+--------------------
        7          | 2026-01-01 | 2026-12-31 | 31/12/2026
        8          | 2026-01-01 | 2026-12-31 | 2026-12-31 00:00:00
        9          | 2026-01-01 | 2026-12-31 | 46387
        10         | 2026-01-01 | 2026-12-31 | 20261231
        11         | 2026-01-01 |            |
        12         | 2026-01-01 |            |
        13         | 2026-01-01 | 9999-12-31 | 31/12/9999
        14         |            |            | chưa rõ
        15         | 2026-01-01 | 2026-12-31 | 31/12/2026
    """,
    )


def test_a_card_is_read_whole_or_as_ten_digits() -> None:
    found = clean("""
        row | full_name | card_number
        ----+-----------+--------------------
         7  | An        | GD4303000000001
         8  | Bình      | gd 4 30 3000000001
         9  | Cúc       | GD43O3000000001
        10  | Dũng      | 3000000001
        11  | Em        | 300000001
        12  | Giang     | GD430300
        13  | Hà        |
        14  | Khoa      | chưa có
    """)
    assert_drawn(
        found.frame,
        """
        card_number     | card_last_ten | card_is_malformed
        ----------------+---------------+------------------
        GD4303000000001 | 3000000001    | no
        GD4303000000001 | 3000000001    | no
        GD4303000000001 | 3000000001    | no
        3000000001      |               | no
        0300000001      |               | no
                        |               | yes
                        |               | no
                        |               | no
    """,
    )


def test_the_object_code_stands_alone_with_a_level_or_on_the_card() -> None:
    found = clean("""
        row | full_name | object_code     | card_number
        ----+-----------+-----------------+----------------
         7  | An        | HN              |
         8  | Bình      | hn2             |
         9  | Cúc       |                 | DN4303000000001
        10  | Dũng      | CN              | DN4303000000001
        11  | Em        | hộ nghèo        |
        12  | Giang     | GD - Hộ gia đình |
        13  | Hà        |                 |
    """)
    assert found.frame["object_code"].to_list() == ["HN", "HN", "DN", "CN", "HỘ NGHÈO", "GD", None]


def test_a_row_again_is_a_repeat_whatever_its_running_number_and_its_blanks() -> None:
    found = clean("""
        row | serial_number | full_name | personal_id  | valid_from
        ----+---------------+-----------+--------------+--------------------
         7  | 1             | Lê An     | 030090000001 | 01/01/2026
         8  | 2             | LÊ  AN    | 030090000001 | 2026-01-01 00:00:00
         9  | 3             | Lê An     | 030090000001 | 02/01/2026
    """)
    assert_drawn(
        found.frame,
        """
        row_number | is_repeat
        -----------+----------
        7          | no
        8          | yes
        9          | no
    """,
    )


def test_every_repair_is_recorded_with_the_cell_before_and_after() -> None:
    found = clean("""
        row | full_name | personal_id | social_insurance_number | birth_date | valid_from | card_number     | residential_group
        ----+-----------+-------------+-------------------------+------------+------------+-----------------+------------------
         7  | Lê An     | 030090000001 | 3000000001             | 01/02/1990 | 01/01/2026 | GD4303000000001 | TDP 3
         8  | LÊ BÌNH   | 30090000002 | 3000.000.002            | 1990       | 46023      | gd4303000000002 | TDP  3
    """)
    assert list(found.repairs.columns) == list(REPAIR_SCHEMA)
    assert_drawn(
        found.repairs.sort("column_name", "kind"),
        """
        row_number | column_name             | kind         | before          | after
        -----------+-------------------------+--------------+-----------------+--------------
        8          | birth_date              | year_only    | 1990            | 1990-07-01
        8          | full_name               | letter_case  | LÊ BÌNH         | Lê Bình
        8          | personal_id             | leading_zero | 30090000002     | 030090000002
        8          | residential_group       | blanks       | TDP  3          | TDP 3
        8          | social_insurance_number | separators   | 3000.000.002    | 3000000002
        8          | valid_from              | excel_serial | 46023           | 2026-01-01
    """,
    )


def test_a_list_that_needs_no_repair_has_none() -> None:
    found = clean("""
        row | full_name | personal_id  | birth_date | valid_from          | valid_to
        ----+-----------+--------------+------------+---------------------+-----------
         7  | Lê An     | 030090000001 | 01/02/1990 | 2026-01-01 00:00:00 | 31/12/2026
    """)
    assert found.repairs.is_empty()


def test_a_column_in_an_old_encoding_is_decoded_and_recorded() -> None:
    """TCVN3, as fonts of the nineties left it: "NguyÔn ThÞ §µo"."""
    found = clean("""
        row | full_name      | valid_from
        ----+----------------+-----------
         7  | NguyÔn ThÞ §µo | 01/01/2026
         8  | TrÇn V¨n §øc   | 01/01/2026
         9  | Ph¹m Quèc ViÖt | 01/01/2026
    """)
    assert found.frame["full_name"].to_list() == ["Nguyễn Thị Đào", "Trần Văn Đức", "Phạm Quốc Việt"]
    assert found.repairs.filter(column_name="full_name")["after"].to_list() == ["Nguyễn Thị Đào", "Trần Văn Đức", "Phạm Quốc Việt"]
