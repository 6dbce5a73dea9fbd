"""Cleaning of the month's list of participations in social insurance."""

from datetime import date

import polars as pl
import pytest

from tests.support.drawn_frames import assert_drawn, cleaned, frame_of
from transforms.cleaning.model import Cleaned
from transforms.sources.social_insurance import insurance_kind, only_kind


def clean(text: str, **more: object) -> Cleaned:
    return cleaned("social_insurance", text, **more)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("BHXH bắt buộc", "compulsory"),
        ("BẮT BUỘC", "compulsory"),
        ("BB", "compulsory"),
        ("BHXH BB", "compulsory"),
        ("BHXH tự nguyện", "voluntary"),
        ("tu nguyen", "voluntary"),
        ("TN", "voluntary"),
        ("BHXH TN", "voluntary"),
        ("BHTN", "unemployment"),
        ("Bảo hiểm thất nghiệp", "unemployment"),
        ("bảo hiểm thân thể", None),
        ("", None),
    ],
)
def test_a_kind_is_read_in_words_and_abbreviations(words: str, kind: str | None) -> None:
    assert pl.select(insurance_kind(pl.lit(words))).item() == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [("DANH SÁCH THAM GIA BHXH TỰ NGUYỆN", "voluntary"), ("Danh sách BHXH bắt buộc, BHTN", None), ("Danh sách BHXH", None)],
)
def test_a_title_that_names_several_kinds_names_none(title: str, kind: str | None) -> None:
    assert pl.select(only_kind(pl.lit(title))).item() == kind


def test_the_kind_comes_from_the_column_else_the_group_row_else_the_title() -> None:
    without_column = clean(
        """
        row | full_name
        ----+----------
         3  | An
         7  | Bình
    """,
        groups="row | text\n---+---\n5 | II. Bảo hiểm thất nghiệp",
        titles=("DANH SÁCH THAM GIA BHXH BẮT BUỘC",),
    )
    with_column = clean(
        """
        row | full_name | insurance_kind
        ----+-----------+---------------
         3  | An        | tự nguyện
         7  | Bình      |
    """,
        titles=("DANH SÁCH THAM GIA BHXH BẮT BUỘC",),
    )
    assert without_column.frame["insurance_kind"].to_list() == ["compulsory", "unemployment"]
    assert with_column.frame["insurance_kind"].to_list() == ["voluntary", None]


def test_the_agents_letterhead_does_not_say_the_kind_of_the_list() -> None:
    letterhead = "ĐẠI LÝ THU BHXH TỰ NGUYỆN, BHYT HỘ GIA ĐÌNH"
    row = "row | full_name\n---+---\n7 | An"
    found = [
        clean(row, titles=(letterhead, title)).frame["insurance_kind"].item() for title in ("DANH SÁCH THAM GIA BHXH BẮT BUỘC", "DANH SÁCH")
    ]
    assert found == ["compulsory", None]


def test_a_group_row_of_the_level_of_the_kinds_that_names_none_ends_the_kind() -> None:
    """Nor does the title speak for it. Rows below that level (employers, residential groups) let it go on."""
    rows = "row | full_name\n---+---\n4 | An\n6 | Bình\n8 | Cúc\n10 | Dũng"
    found = clean(
        rows,
        groups="""
        row | ordinal | text
        ----+---------+---------------------
         3  | I       | BHXH bắt buộc
         5  | 1       | Công ty may
         7  | II      | Hộ kinh doanh cá thể
         9  | III     | BHXH tự nguyện
    """,
        titles=("DANH SÁCH THAM GIA BHXH BẮT BUỘC",),
    )
    assert found.frame["insurance_kind"].to_list() == ["compulsory", "compulsory", None, "voluntary"]
    unnumbered = "row | text\n---+---\n3 | BHXH tự nguyện\n5 | TDP 3\n7 | BHYT hộ gia đình\n9 | Bảo hiểm hưu trí bổ sung"
    assert clean(rows, groups=unnumbered).frame["insurance_kind"].to_list() == ["voluntary", "voluntary", None, None]


def test_active_is_who_pays_in_the_month() -> None:
    """July 2026: it has begun, it has not ended, and the status says that he pays."""
    found = clean("""
        row | full_name | status        | from_month | to_month
        ----+-----------+---------------+------------+---------
         7  | An        | Đang đóng     | 01/2026    |
         8  | Bình      | Đang đóng     | 07/2026    | 07/2026
         9  | Cúc       | Đang đóng     | 08/2026    |
        10  | Dũng      | Đang đóng     | 01/2026    | 06/2026
        11  | Em        | Tạm dừng đóng | 01/2026    |
        12  | Giang     | Đang đóng     |            |
        13  | Hà        | Đang đóng     | 01/2026    | 13/2026
        14  | Khoa      | Đang nghỉ     | 01/2026    |
        15  | Liên      | Đang đóng     | 01/2026    | không
    """)
    assert_drawn(
        found.frame,
        """
        row_number | is_active
        -----------+----------
        7          | yes
        8          | yes
        9          | no
        10         | no
        11         | no
        12         | no
        13         | no
        14         | no
        15         | yes
    """,
    )


def test_a_month_is_read_in_every_notation() -> None:
    found = clean("""
        row | full_name | from_month
        ----+-----------+--------------------
         7  | An        | 04/2026
         8  | Bình      | 4/2026
         9  | Cúc       | Tháng 4/2026
        10  | Dũng      | 202604
        11  | Em        | 2026-04-01 00:00:00
        12  | Giang     | 15/04/2026
        13  | Hà        | 13/2026
    """)
    assert found.frame["from_month"].to_list() == [*[date(2026, 4, 1)] * 6, None]


def test_statuses_are_read_whatever_their_case_and_accents() -> None:
    found = clean("""
        row | full_name | status
        ----+-----------+-------------------
         7  | An        | ĐANG ĐÓNG
         8  | Bình      | Bao luu
         9  | Cúc       | Đã hưởng 1 lần
        10  | Dũng      | Hưu trí
        11  | Em        | Tạm dừng
        12  | Giang     | Chuyển đi
        13  | Hà        | gì đó
    """)
    assert found.frame["status"].to_list() == ["paying", "reserved", "paid_out", "retired", "paused", "ended", None]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Đang đóng BHXH tự nguyện", "paying"),
        ("Đang tham gia BHXH", "paying"),
        ("Tạm dừng đóng BHXH", "paused"),
        ("Đang tạm dừng", "paused"),
        ("Đã dừng", "paused"),
        ("Không đóng", "paused"),
        ("Đóng tiếp", "paying"),
        ("Báo giảm", "ended"),
        ("Nợ đóng", None),
        ("Đang nghỉ thai sản", None),
        ("Ngừng tham gia", "paused"),
        ("Bảo lưu thời gian đóng BHXH", "reserved"),
        ("Hưởng BHXH 1 lần", "paid_out"),
        ("Đang hưởng chế độ hưu trí", "retired"),
        ("Đang đóng nợ", None),
        ("Chưa tham gia BHXH", None),
        ("Đang tham gia nghĩa vụ quân sự", None),
    ],
)
def test_a_status_is_known_in_a_phrase_that_adds_nothing_to_it(words: str, found: str | None) -> None:
    assert clean(f"row | full_name | status\n---+---+---\n7 | An | {words}").frame["status"].to_list() == [found]


@pytest.mark.parametrize("words", ["nay", "đến nay", "Hiện nay", "Hiện tại", "-", ""])
def test_a_last_month_that_is_not_yet_is_open(words: str) -> None:
    found = clean(f"row | full_name | status | from_month | to_month\n---+---+---+---+---\n7 | An | Đang đóng | 01/2025 | {words}").frame
    assert (found["to_month"].to_list(), found["to_month_raw"].to_list(), found["is_active"].to_list()) == ([None], [None], [True])


@pytest.mark.parametrize(
    ("sent", "is_active"),
    [
        ("01/0001", True),
        ("01/1900", True),
        ("1/1900", True),
        ("1900-01", True),
        ("01/1970", True),
        ("Jan-1900", True),
        ("Thg1-1900", True),
        ("01/2000", False),
        ("02/1900", False),
        ("12/1970", False),
        ("Jan-00", False),
    ],
)
def test_the_month_of_a_programs_lowest_date_is_no_last_month(sent: str, is_active: bool) -> None:
    """Day 0 of a cell that shows months is 01/1900, that of .NET 01/0001: nobody has left then."""
    found = clean(f"row | full_name | status | from_month | to_month\n---+---+---+---+---\n7 | An | Đang đóng | 01/2025 | {sent}").frame
    assert (found["to_month"].is_null().item(), found["is_active"].item()) == (is_active, is_active)


def test_noughts_are_no_last_month() -> None:
    found = clean("row | full_name | status | from_month | to_month\n---+---+---+---+---\n7 | An | Đang đóng | 01/2025 | 00/0000").frame
    assert (found["to_month_raw"].to_list(), found["is_active"].to_list()) == (["00/0000"], [False])


def test_age_is_counted_in_whole_years_on_the_last_day_of_the_month() -> None:
    found = clean("""
        row | full_name | birth_date
        ----+-----------+-----------
         7  | An        | 31/07/2011
         8  | Bình      | 01/08/2011
         9  | Cúc       | 2011
        10  | Dũng      |
    """)
    assert found.frame["age_years"].to_list() == [15, 14, 15, None]


def test_working_age_ends_at_the_retirement_age_of_the_year_and_sex() -> None:
    """2026: men at 61 years 6 months, women at 57 years. On 31/07/2026 that is who was born before 31/01/1965, or 31/07/1969."""
    found = clean("""
        row | full_name | sex | personal_id  | birth_date
        ----+-----------+-----+--------------+-----------
         7  | An        | Nam |              | 01/02/1965
         8  | Bình      | Nam |              | 31/01/1965
         9  | Cúc       | Nữ  |              | 01/08/1969
        10  | Dung      | Nữ  |              | 31/07/1969
        11  | Em        | Nam |              | 31/07/2011
        12  | Giang     | Nam |              | 01/08/2011
        13  | Hà        |     | 030169000001 | 01/08/1969
        14  | Khoa      |     |              | 01/02/1990
        15  | Liên      | Nữ  |              |
    """)
    assert_drawn(
        found.frame,
        """
        row_number | is_working_age
        -----------+---------------
        7          | yes
        8          | no
        9          | yes
        10         | no
        11         | yes
        12         | no
        13         | yes
        14         |
        15         |
    """,
    )


def test_a_participant_of_the_last_month_of_february_is_one_year_older_only_on_the_day() -> None:
    """Born on 29 February: on 28 February, the month's last day, the birthday has not come."""
    drawn = "row | full_name | birth_date\n---+---+---\n7 | An | 29/02/2008"
    assert cleaned("social_insurance", drawn, date(2026, 2, 1)).frame["age_years"].to_list() == [17]
    assert cleaned("social_insurance", drawn, date(2026, 3, 1)).frame["age_years"].to_list() == [18]


def test_repairs_of_months_and_words_are_recorded() -> None:
    found = clean("""
        row | full_name | insurance_kind | status     | from_month
        ----+-----------+----------------+------------+-----------
         7  | Lê An     | bắt  buộc      | Đang đóng  | 01/2026
    """)
    assert_drawn(
        found.repairs,
        """
        column_name    | kind   | before    | after
        ---------------+--------+-----------+---------
        insurance_kind | blanks | bắt  buộc | bắt buộc
    """,
    )


def test_a_drawn_frame_of_nothing_but_blanks_is_kept_as_text() -> None:
    assert frame_of("a | b\n---+---\n | x").schema == {"a": pl.String, "b": pl.String}


def test_a_note_gives_the_birth_date_and_the_phone_that_have_no_column() -> None:
    """Mẫu D05-TS packs them; a cell of their own goes before, and a row is the same row whatever its note."""
    found = clean("""
        row | full_name | birth_date | note
        ----+-----------+------------+-------------------------------------------------------------------
         7  | An        |            | Đối tượng Khác, Dân tộc Kinh, SĐT 0900000001, Ngày sinh 05/06/1960
         8  | Bình      | 1961       | SĐT: 900000002, Ngày sinh: 05/06/1960, gmail x@example.vn
         9  | Cúc       |            | Ngày sinh 1962
        10  | Dũng      |            | đóng tiếp
        11  | Dũng      |            | đóng tiếp từ 05/06/2026
    """)
    assert_drawn(
        found.frame,
        """
        birth_date | birth_precision | phone      | is_repeat
        -----------+-----------------+------------+----------
        1960-06-05 | day             | 0900000001 | no
        1961-07-01 | year            | 0900000002 | no
        1962-07-01 | year            |            | no
                   |                 |            | no
                   |                 |            | yes
        """,
    )
    assert "note" not in found.frame.columns
