"""Cleaning of the month's log of dossiers: codes, moments, states, who is in time."""

from datetime import date

import polars as pl
import pytest

from tests.support.drawn_frames import assert_drawn, cleaned, context, reading
from transforms.cleaning.model import Cleaned
from transforms.sources.dossiers import clean as clean_dossiers


def clean(text: str, **more: object) -> Cleaned:
    return cleaned("dossiers", text, **more)


def outcomes(text: str, **settings: object) -> list[str]:
    return clean_dossiers(reading("dossiers", text), context(date(2026, 7, 1), **settings)).frame["outcome"].to_list()


def test_codes_are_read_with_blanks_odd_dashes_and_small_letters() -> None:
    found = clean("""
        row | dossier_code                | procedure_code
        ----+-----------------------------+-----------------------
         7  | H24.115-260709-0001         | 1.001193
         8  | h24.115 – 260709 – 0001     | 1.001193.000.00.00.H24
         9  | 000.17.22.H56-210531-0001   | 2.000635
        10  | HS 15                       | khai sinh
        11  | H24.115-261345-0001         |
    """)
    assert_drawn(
        found.frame,
        """
        dossier_code              | code_date  | procedure_code
        --------------------------+------------+---------------
        H24.115-260709-0001       | 2026-07-09 | 1.001193
        H24.115-260709-0001       | 2026-07-09 | 1.001193
        000.17.22.H56-210531-0001 | 2021-05-31 | 2.000635
                                  |            |
        H24.115-261345-0001       |            |
    """,
    )


def test_moments_are_read_with_and_without_a_time() -> None:
    found = clean("""
        row | dossier_code | received_at
        ----+--------------+--------------------
         7  | a            | 09/07/2026 08:30
         8  | b            | 2026-07-09 08:30:00
         9  | c            | 2026-07-09 00:00:00
        10  | d            | 08:30 09/07/2026
        11  | e            | 46212,354166667
        12  | f            | 46212
        13  | g            | hôm qua
        14  | h            | chưa có
    """)
    assert_drawn(
        found.frame,
        """
        received_at      | received_at_has_time
        -----------------+---------------------
        2026-07-09 08:30 | yes
        2026-07-09 08:30 | yes
        2026-07-09       | no
        2026-07-09 08:30 | yes
        2026-07-09 08:30 | yes
        2026-07-09       | no
                         | no
                         | no
    """,
    )


def test_the_due_day_decides_and_the_due_time_only_where_the_end_has_one() -> None:
    assert outcomes("""
        row | due_at           | finished_at      | returned_at
        ----+------------------+------------------+-----------------
         7  | 10/07/2026       | 09/07/2026       |
         8  | 10/07/2026       | 10/07/2026 18:00 |
         9  | 10/07/2026 11:00 | 10/07/2026 10:59 |
        10  | 10/07/2026 11:00 | 10/07/2026 11:00 |
        11  | 10/07/2026 11:00 | 10/07/2026 11:01 |
        12  | 10/07/2026 11:00 | 10/07/2026       |
        13  | 10/07/2026 11:00 | 09/07/2026 23:00 |
        14  | 10/07/2026       | 11/07/2026       |
        15  | 10/07/2026       |                  | 09/07/2026
        16  | 10/07/2026       | 09/07/2026       | 11/07/2026
        17  | 10/07/2026       |                  |
    """) == ["early", "on_time", "on_time", "on_time", "late", "on_time", "early", "late", "early", "early", "open"]


@pytest.mark.parametrize("status", ["Đã rút hồ sơ", "Dừng xử lý", "7", "8"])
def test_withdrawn_and_stopped_dossiers_are_on_time_unless_the_ward_says_otherwise(status: str) -> None:
    late, still_open = (
        f"row | due_at | finished_at | status\n---+---+---+---\n7 | 10/07/2026 | {end} | {status}" for end in ("20/07/2026", "")
    )
    assert outcomes(late) == ["on_time"]
    assert outcomes(late, count_withdrawn_as_on_time=False) == ["late"]
    assert outcomes(still_open) == ["open"]


def test_a_state_comes_from_its_words_else_from_the_dates() -> None:
    found = clean("""
        row | status                  | finished_at | returned_at
        ----+-------------------------+-------------+------------
         7  | Đang xử lý              |             |
         8  | ĐÃ TRẢ KẾT QUẢ          | 09/07/2026  | 10/07/2026
         9  | 4                       |             |
        10  | Luân chuyển nội bộ      | 09/07/2026  |
        11  | Luân chuyển nội bộ      | 09/07/2026  | 10/07/2026
        12  |                         |             |
        13  | Không được tiếp nhận    |             |
        14  | Mới đăng ký             |             |
        15  | Yêu cầu bổ sung giấy tờ |             |
    """)
    assert_drawn(
        found.frame,
        """
        row_number | stated_status | status_code | is_received
        -----------+---------------+-------------+------------
        7          | 4             | 4           | yes
        8          | 10            | 10          | yes
        9          | 4             | 4           | yes
        10         |               | 9           | yes
        11         |               | 10          | yes
        12         |               | 4           | yes
        13         | 3             | 3           | no
        14         | 1             | 1           | no
        15         | 5             | 5           | yes
    """,
    )


def test_a_layout_without_states_and_channels_has_neither_stated() -> None:
    found = clean("""
        row | dossier_code        | finished_at
        ----+---------------------+------------
         7  | H24.115-260709-0001 | 09/07/2026
         8  | H24.115-260709-0002 |
    """)
    assert_drawn(
        found.frame,
        """
        stated_status | status_code | channel_code | channel_given | status_given
        --------------+-------------+--------------+---------------+-------------
                      | 9           |              | no            | no
                      | 4           |              | no            | no
    """,
    )


def test_channels_are_read_in_words_and_codes() -> None:
    found = clean("""
        row | channel
        ----+------------------------------
         7  | Trực tiếp
         8  | NỘP TRỰC TUYẾN
         9  | Bưu chính công ích
        10  | 2
        11  | Qua mạng
        12  | Bồ câu
        13  |
    """)
    assert found.frame["channel_code"].to_list() == ["direct", "online", "postal", "online", "online", None, None]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Nộp trực tuyến qua Cổng DVC quốc gia", "online"),
        ("Trực tuyến (DVCQG)", "online"),
        ("DVCTT", "online"),
        ("VNeID", "online"),
        ("Nộp online", "online"),
        ("Toàn trình", "online"),
        ("Một phần", "online"),
        ("2.0", "online"),
        ("Qua bưu chính", "postal"),
        ("Dịch vụ bưu chính công ích (BCCI)", "postal"),
        ("Nộp trực tiếp tại bộ phận một cửa", "direct"),
        ("Tại Trung tâm Phục vụ hành chính công", "direct"),
        ("Không trực tuyến", None),
        ("Trực tiếp/Bưu chính", None),
        ("Phi địa giới", None),
    ],
)
def test_a_channel_is_known_in_a_phrase_that_names_no_other(words: str, found: str | None) -> None:
    """A phrase nobody knows would be counted as direct."""
    assert clean(f"row | channel\n---+---\n7 | {words}").frame["channel_code"].to_list() == [found]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Đã trả KQ", 10),
        ("Đã trả kết quả (đúng hạn)", 10),
        ("Đang xử lý - Quá hạn 2 ngày", 4),
        ("Hồ sơ đã rút", 7),
        ("9.0", 9),
        ("Hồ sơ quá hạn", None),
        ("Đã hủy", None),
    ],
)
def test_a_verdict_on_time_beside_a_state_changes_nothing(words: str, found: int | None) -> None:
    assert clean(f"row | status\n---+---\n7 | {words}").frame["stated_status"].to_list() == [found]


def test_states_under_a_heading_of_verdicts_count_where_a_list_has_no_column_of_states() -> None:
    found = clean("""
        row | vendor_verdict       | returned_at
        ----+----------------------+------------
         7  | Không được tiếp nhận |
         8  | Đúng hạn             | 03/07/2026
         9  | 3                    |
    """)
    assert_drawn(
        found.frame,
        """
        stated_status | status_code | is_received
        --------------+-------------+------------
        3             | 3           | no
                      | 10          | yes
                      | 4           | yes
    """,
    )


def test_a_verdict_says_nothing_beside_a_column_of_states() -> None:
    found = clean("row | vendor_verdict | status\n---+---+---\n7 | Không được tiếp nhận | Đang xử lý\n8 | Dừng xử lý |")
    assert found.frame["stated_status"].to_list() == [4, None]


def test_the_field_of_work_comes_from_its_column_else_from_the_group_row_above() -> None:
    rows = """
        row | dossier_code
        ----+--------------------
         3  | H24.115-260709-0001
         7  | H24.115-260709-0002
         9  | H24.115-260709-0003
    """
    groups = "row | text\n---+---\n5 | II. Lĩnh vực: Hộ tịch\n8 | Lĩnh vực Chứng thực"
    assert clean(rows, groups=groups).frame["field_name"].to_list() == [None, "Hộ tịch", "Chứng thực"]
    counted = "row | text\n---+---\n5 | II. Lĩnh vực: Hộ tịch (5 hồ sơ)\n8 | Lĩnh vực Chứng thực: 12 hồ sơ"
    assert clean(rows, groups=counted).frame["field_name"].to_list() == [None, "Hộ tịch", "Chứng thực"]
    with_column = "row | dossier_code | field_name\n---+---+---\n7 | H24.115-260709-0002 | Đất đai\n9 | H24.115-260709-0003 |"
    assert clean(with_column, groups=groups).frame["field_name"].to_list() == ["Đất đai", "Chứng thực"]


def test_a_group_row_that_is_a_field_of_work_alone_names_it_and_another_ends_it() -> None:
    rows = "row | dossier_code\n---+---\n3 | a\n6 | b\n9 | c\n12 | d\n15 | e"
    groups = "row | text\n---+---\n5 | I. HỘ TỊCH\n8 | Chứng thực (3 hồ sơ)\n11 | III. Việc khác\n14 | IV. Đất đai"
    assert clean(rows, groups=groups).frame["field_name"].to_list() == [None, "Hộ tịch", "Chứng thực", None, "Đất đai"]


def test_a_field_of_work_has_one_name_however_it_is_written() -> None:
    found = clean("""
        row | dossier_code | field_name
        ----+--------------+--------------------
         7  | a            | HỘ TỊCH
         8  | b            | hộ tịch
         9  | c            | Ho tich
        10  | d            | Thi đua, khen thưởng
        11  | e            | VIỆC LẠ CỦA PHƯỜNG
        12  | f            | Việc lạ của Phường
        13  | g            |
    """)
    expected = ["Hộ tịch", "Hộ tịch", "Hộ tịch", "Thi đua - khen thưởng", "Việc lạ của phường", "Việc lạ của Phường", None]
    assert found.frame["field_name"].to_list() == expected
    assert found.repairs.filter(pl.col("column_name") == "field_name")["before"].to_list()[:2] == ["HỘ TỊCH", "hộ tịch"]


def test_an_address_and_a_phone_in_one_cell_are_told_apart() -> None:
    found = clean("""
        row | applicant_name | address_and_phone
        ----+----------------+-----------------------------
         7  | LÊ AN          | TDP 3, 0900000001
         8  | Lê Bình        | Số 5, TDP 4; +84 900 000 002
         9  | Lê Cúc         | TDP 5
    """)
    assert_drawn(
        found.frame,
        """
        applicant_name | address      | phone
        ---------------+--------------+-----------
        Lê An          | TDP 3        | 0900000001
        Lê Bình        | Số 5, TDP 4  | 0900000002
        Lê Cúc         | TDP 5        |
    """,
    )


def test_of_two_rows_the_further_advanced_is_told_by_its_state() -> None:
    found = clean("""
        row | status
        ----+----------------------
         7  | Không được tiếp nhận
         8  | Mới đăng ký
         9  | Đã tiếp nhận
        10  | Đang xử lý
        11  | Chờ bổ sung
        12  | Đã rút hồ sơ
        13  | Đã xử lý xong
        14  | Đã trả kết quả
    """)
    order = found.frame["advancement"].to_list()
    assert order == sorted(order) and len(set(order)) == len(order)


def test_repairs_of_codes_dates_and_words_are_recorded() -> None:
    found = clean("""
        row | dossier_code            | received_at      | due_at              | status
        ----+-------------------------+------------------+---------------------+------------
         7  | H24.115-260709-0001     | 09/07/2026 08:30 | 2026-07-10 00:00:00 | Đang xử lý
         8  | H24.115 - 260709 - 0002 | 9-7-2026         | 46213               | Đang  xử lý
    """)
    assert_drawn(
        found.repairs.sort("column_name", "kind"),
        """
        row_number | column_name  | kind         | before                  | after
        -----------+--------------+--------------+-------------------------+---------------------------
        8          | dossier_code | separators   | H24.115 - 260709 - 0002 | H24.115-260709-0002
        8          | due_at       | excel_serial | 46213                   | 2026-07-10 00:00:00.000000
        8          | received_at  | date_form    | 9-7-2026                | 2026-07-09 00:00:00.000000
        8          | status       | blanks       | Đang  xử lý             | Đang xử lý
    """,
    )
