"""Rules D01 to D15: which rows of a month's log of dossiers break them."""

from datetime import date

import pytest

from expectations.sources import dossiers as rules_of_source
from tests.support.drawn_frames import assert_rules_agree_with_the_suite, cleaned, knowledge, message, rows_failing

DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)


def failing(code: str, text: str, month: date = date(2026, 7, 1)) -> list[int]:
    return rows_failing("dossiers", code, text, month)


def test_an_end_long_after_the_month_is_told() -> None:
    drawn = """
        row | dossier_code        | received_at | due_at     | finished_at | status
        ----+---------------------+-------------+------------+-------------+-----------
         7  | H24.115-260701-0001 | 01/07/2026  | 06/07/2026 | 06/07/2062  | Đã xử lý xong
         8  | H24.115-260701-0002 | 01/07/2026  | 06/07/2026 | 06/12/2026  | Đã xử lý xong
         9  | H24.115-260701-0003 | 01/07/2026  | 06/07/2026 | 12/08/2026  | Đã xử lý xong
        10  | H24.115-260701-0004 | 01/07/2026  | 06/07/2026 | 06/07/2026  | Đã xử lý xong
    """
    assert failing("D14", drawn) == [7, 8]


def test_a_dossier_needs_a_code_of_the_national_form() -> None:
    drawn = """
        row | dossier_code               | status
        ----+----------------------------+---------------------
         7  | H24.115-260701-0001        | Đang xử lý
         8  | 000.17.22.H56-260701-0001  | Đang xử lý
         9  |                            | Đang xử lý
        10  | HS 15/2026                 | Đang xử lý
        11  | h24.115 –260701–0002       | Đang xử lý
        12  | HS 16/2026                 | Không được tiếp nhận
    """
    assert failing("D01", drawn) == [9, 10, 12]


def test_received_must_be_a_date_and_not_after_the_month() -> None:
    drawn = """
        row | dossier_code        | received_at         | status
        ----+---------------------+---------------------+---------------------
         7  | H24.115-260701-0001 | 31/07/2026 16:30    | Đang xử lý
         8  | H24.115-260701-0002 | 01/08/2026          | Đang xử lý
         9  | H24.115-260701-0003 |                     | Đang xử lý
        10  | H24.115-260701-0004 | hôm qua             | Đang xử lý
        11  | H24.115-260701-0005 | 15/01/2025          | Đang xử lý
        12  | H24.115-260701-0006 |                     | Mới đăng ký
    """
    assert failing("D02", drawn) == [8, 9, 10]


def test_finished_before_received_is_judged_by_the_clock_where_both_have_one() -> None:
    drawn = """
        row | dossier_code        | received_at      | finished_at
        ----+---------------------+------------------+-----------------
         7  | H24.115-260702-0001 | 02/07/2026       | 01/07/2026
         8  | H24.115-260702-0002 | 02/07/2026 09:00 | 02/07/2026 08:59
         9  | H24.115-260702-0003 | 02/07/2026 09:00 | 02/07/2026
        10  | H24.115-260702-0004 | 02/07/2026 09:00 | 02/07/2026 09:00
        11  | H24.115-260702-0005 | 02/07/2026       |
        12  | H24.115-260702-0006 |                  | 01/07/2026
        13  | H24.115-260702-0007 | 02/07/2026       | 31/06/2026
    """
    assert failing("D03", drawn) == [7, 8]


def test_a_done_dossier_needs_a_day_on_which_it_was_done() -> None:
    drawn = """
        row | dossier_code        | status         | finished_at | returned_at
        ----+---------------------+----------------+-------------+------------
         7  | H24.115-260701-0001 | Đã xử lý xong  | 02/07/2026  |
         8  | H24.115-260701-0002 | Đã xử lý xong  |             | 02/07/2026
         9  | H24.115-260701-0003 | Đã xử lý xong  |             |
        10  | H24.115-260701-0004 | Đã trả kết quả |             |
        11  | H24.115-260701-0005 | Đang xử lý     |             |
        12  | H24.115-260701-0006 | Đã rút hồ sơ   |             |
        13  | H24.115-260701-0007 |                |             |
    """
    assert failing("D04", drawn) == [9, 10]


def test_due_must_be_a_day_not_before_received() -> None:
    drawn = """
        row | dossier_code        | received_at      | due_at
        ----+---------------------+------------------+-----------------
         7  | H24.115-260702-0001 | 02/07/2026       | 02/07/2026
         8  | H24.115-260702-0002 | 02/07/2026       | 01/07/2026
         9  | H24.115-260702-0003 | 02/07/2026       |
        10  | H24.115-260702-0004 | 02/07/2026       | sớm
        11  | H24.115-260702-0005 | 02/07/2026 14:00 | 02/07/2026 11:00
        12  | H24.115-260702-0006 |                  | 01/07/2026
    """
    assert failing("D05", drawn) == [8, 9, 10]


def test_one_code_on_two_different_rows_is_found_on_both() -> None:
    drawn = """
        row | dossier_code        | status               | finished_at
        ----+---------------------+----------------------+------------
         7  | H24.115-260701-0001 | Đang xử lý           |
         8  | H24.115-260701-0001 | Đã xử lý xong        | 02/07/2026
         9  | H24.115-260701-0002 | Đang xử lý           |
        10  | H24.115-260701-0002 | Đang xử lý           |
        11  | H24.115-260701-0003 | Không được tiếp nhận |
        12  | H24.115-260701-0003 | Đang xử lý           |
        13  |                     | Đang xử lý           |
        14  |                     | Đã rút hồ sơ         |
    """
    assert failing("D06", drawn) == [7, 8]


@pytest.mark.parametrize(
    ("received", "is_found"),
    [
        ("09/07/2026", False),
        ("10/07/2026", False),
        ("12/07/2026", True),
        ("13/07/2026", True),
        ("08/07/2026", True),
        ("", False),
        ("hôm qua", False),
    ],
)
def test_the_date_in_the_code_may_be_a_day_off(received: str, is_found: bool) -> None:
    drawn = f"""
        row | dossier_code        | received_at
        ----+---------------------+------------
         7  | H24.115-260710-0001 | {received}
         8  | H24.115-260711-0001 | 11/07/2026
    """
    assert failing("D07", drawn) == ([7] if is_found else [])


def test_a_procedure_is_looked_up_by_its_short_code() -> None:
    drawn = """
        row | dossier_code        | procedure_code
        ----+---------------------+-----------------------
         7  | H24.115-260701-0001 | 1.001193
         8  | H24.115-260701-0002 | 1.001193.000.00.00.H24
         9  | H24.115-260701-0003 | 1.999999
        10  | H24.115-260701-0004 | khai sinh
        11  | H24.115-260701-0005 |
        12  | H24.115-260701-0006 | không có
    """
    assert failing("D08", drawn) == [9, 10]


def test_a_status_that_nobody_knows_is_found_and_a_layout_without_one_is_not() -> None:
    with_status = """
        row | dossier_code        | status
        ----+---------------------+-----------------------
         7  | H24.115-260701-0001 | Đang xử lý
         8  | H24.115-260701-0002 | Đang luân chuyển nội bộ
         9  | H24.115-260701-0003 |
    """
    without = """
        row | dossier_code
        ----+--------------------
         7  | H24.115-260701-0001
    """
    assert (failing("D09", with_status), failing("D09", without)) == ([8], [])


def test_returned_before_finished_is_judged_by_the_clock_where_both_have_one() -> None:
    drawn = """
        row | dossier_code        | finished_at      | returned_at
        ----+---------------------+------------------+-----------------
         7  | H24.115-260701-0001 | 03/07/2026       | 02/07/2026
         8  | H24.115-260701-0002 | 03/07/2026 10:00 | 03/07/2026 09:59
         9  | H24.115-260701-0003 | 03/07/2026 10:00 | 03/07/2026
        10  | H24.115-260701-0004 |                  | 02/07/2026
        11  | H24.115-260701-0005 | 03/07/2026       |
    """
    assert failing("D10", drawn) == [7, 8]


def test_due_on_a_day_without_work_is_found() -> None:
    drawn = """
        row | dossier_code        | due_at
        ----+---------------------+-----------------
         7  | H24.115-260701-0001 | 17/07/2026 16:30
         8  | H24.115-260701-0002 | 18/07/2026 16:30
         9  | H24.115-260701-0003 | 19/07/2026
        10  | H24.115-260701-0004 | 02/09/2026
        11  | H24.115-260701-0005 |
    """
    assert failing("D11", drawn) == [8, 9, 10]


def test_a_blank_channel_is_recorded_only_where_the_layout_has_one() -> None:
    with_channel = """
        row | dossier_code        | channel
        ----+---------------------+-----------
         7  | H24.115-260701-0001 | Trực tuyến
         8  | H24.115-260701-0002 |
         9  | H24.115-260701-0003 | Bồ câu
    """
    without = """
        row | dossier_code
        ----+--------------------
         7  | H24.115-260701-0001
    """
    assert (failing("D12", with_channel), failing("D12", without)) == ([8, 9], [])


def test_a_row_again_is_only_recorded() -> None:
    drawn = """
        row | serial_number | dossier_code        | status
        ----+---------------+---------------------+---------------------
         7  | 1             | H24.115-260701-0001 | Đang xử lý
         8  | 2             | H24.115-260701-0001 | Đang xử lý
         9  | 3             | H24.115-260701-0002 | Không được tiếp nhận
        10  | 4             | H24.115-260701-0002 | Không được tiếp nhận
    """
    assert failing("D13", drawn) == [8, 10]


@pytest.mark.parametrize("code", [f"D{number:02d}" for number in range(2, 13)])
@pytest.mark.parametrize("status", ["Không được tiếp nhận", "Mới đăng ký"])
def test_a_dossier_that_was_never_received_is_not_judged(status: str, code: str) -> None:
    drawn = f"""
        row | dossier_code        | procedure_code | channel | received_at | due_at     | finished_at | returned_at | status
        ----+---------------------+----------------+---------+-------------+------------+-------------+-------------+---------
         7  | H24.115-260701-0001 | khai sinh      | Bồ câu  | 01/08/2026  | 19/07/2026 | 02/07/2026  | 01/07/2026  | {status}
         8  | H24.115-260701-0001 |                |         |             |            |             |             | {status}
    """
    assert failing(code, drawn) == []


def test_the_suite_finds_the_same_rows_as_the_expressions() -> None:
    drawn = """
        row | dossier_code        | procedure_code | channel    | received_at | due_at     | finished_at | returned_at | status
        ----+---------------------+----------------+------------+-------------+------------+-------------+-------------+--------------
         7  | H24.115-260701-0001 | 1.001193       | Trực tuyến | 01/07/2026  | 03/07/2026 |             |             | Đang xử lý
         8  | H24.115-260701-0001 | 1.001193       | Trực tuyến | 01/07/2026  | 03/07/2026 | 02/07/2026  |             | Đã xử lý xong
         9  | H24.115-260701-0001 | 1.001193       | Trực tuyến | 01/07/2026  | 03/07/2026 | 02/07/2026  |             | Đã xử lý xong
        10  | HS 1                | khai sinh      | Bồ câu     |             |            |             |             | Đã xử lý xong
        11  | H24.115-260710-0001 |                |            | 13/07/2026  | 12/07/2026 | 12/07/2026  | 11/07/2026  | Luân chuyển
    """
    told = knowledge("dossiers")
    frame = rules_of_source.PARTS[0].prepare(cleaned("dossiers", drawn), told)
    assert_rules_agree_with_the_suite(frame, rules_of_source.LOG.rules(told), breaking={f"D{number:02d}" for number in range(1, 14)})


def test_an_end_that_nobody_understands_leaves_no_dossier_open() -> None:
    drawn = """
        row | dossier_code        | received_at | due_at     | finished_at      | returned_at | status
        ----+---------------------+-------------+------------+------------------+-------------+--------------
         7  | H24.115-260601-0001 | 01/06/2026  | 30/06/2026 | 31/06/2026       |             | Đang xử lý
         8  | H24.115-260601-0002 | 01/06/2026  | 30/06/2026 | 2/7              |             |
         9  | H24.115-260601-0003 | 01/06/2026  | 30/06/2026 | ########         |             |
        10  | H24.115-260601-0004 | 01/06/2026  | 30/06/2026 | 02-Thg7-26       |             |
        11  | H24.115-260601-0005 | 01/06/2026  | 30/06/2026 | 2/7              | 02/07/2026  |
        12  | H24.115-260601-0006 | 01/06/2026  | 30/06/2026 | 2/7              |             | Đã xử lý xong
        13  | H24.115-260601-0007 | 01/06/2026  | 30/06/2026 | Chưa có kết quả  |             | Đang xử lý
        14  | H24.115-260601-0008 | 01/06/2026  | 30/06/2026 | đang giải quyết  |             |
        15  | H24.115-260601-0009 | 01/06/2026  | 30/06/2026 | __/__/____       |             |
        16  | H24.115-260601-0010 | 01/06/2026  | 30/06/2026 |                  | xong rồi    |
        17  | H24.115-260601-0011 | 01/06/2026  | 30/06/2026 | 31/06/2026       |             | Không được tiếp nhận
    """
    assert failing("D15", drawn) == [7, 8, 9, 16]
    assert failing("D04", drawn) == [12]
    assert "'31/06/2026'" in message("dossiers", "D15", drawn)


def test_a_finding_says_what_was_found_and_what_was_expected() -> None:
    drawn = """
        row | dossier_code | received_at
        ----+--------------+------------
         7  | HS 1         | 01/08/2026
    """
    assert "'HS 1'" in message("dossiers", "D01", drawn)
    assert message("dossiers", "D02", drawn).startswith(
        "Ngày tiếp nhận '01/08/2026' bị thiếu, không đọc được hoặc sau ngày cuối của kỳ (31/07/2026)"
    )
