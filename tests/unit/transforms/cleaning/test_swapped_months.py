"""Months that stand as first days, day and month exchanged: put right where all of them lie in January, left alone where they do not."""

from datetime import date

import polars as pl
import pytest

from expectations.deliveries.swapped_dates import swapped_dates
from tests.support.drawn_frames import assert_drawn, cleaned, drawn_table
from transforms.cleaning.swapped_dates import SWAPPED
from transforms.cleaning.swapped_months import correct_swapped_months
from transforms.sources.social_insurance import CONTRACT

JULY = date(2026, 7, 31)


def put_right(frame: pl.DataFrame, last: date = JULY) -> tuple[pl.DataFrame, pl.DataFrame]:
    return correct_swapped_months(frame, [name for name in ("from_month", "to_month") if name in frame.columns], last=last)


def text(sheet: str = "DS", **columns: list[str | None]) -> pl.DataFrame:
    height = len(next(iter(columns.values())))
    own = {name: pl.Series(cells, dtype=pl.String) for name, cells in columns.items()}
    return pl.DataFrame({"sheet_name": [sheet] * height, "row_number": range(1, height + 1), **own})


@pytest.mark.parametrize(
    ("form", "meant"),
    [
        ("{month}/1/2025", "1/{month}/2025"),
        ("{month:02}/01/2025", "01/{month:02}/2025"),
        ("{month}-1-2025", "1-{month}-2025"),
        ("{month}/1/2025 12:00:00 AM", "1/{month}/2025 12:00:00 AM"),
        ("2025-01-{month:02} 00:00:00", "2025-{month:02}-01 00:00:00"),
        ("2025-01-{month:02}", "2025-{month:02}-01 00:00:00"),
    ],
)
def test_firsts_of_months_that_all_lie_in_january_are_put_right(form: str, meant: str) -> None:
    sent, expected = ([one.format(month=month) for month in (1, 2, 7, 12, 5)] for one in (form, meant))
    frame, repairs = put_right(text(from_month=[*sent, None, "07/2026"]))
    assert frame["from_month"].to_list() == [*expected, None, "07/2026"]
    assert set(repairs["kind"]) == {SWAPPED}
    assert {2, 3, 4, 5} <= set(repairs["row_number"]) <= {1, 2, 3, 4, 5}  # the first of January is the same day either way


def test_bare_numbers_of_such_days_go_with_them() -> None:
    """45664: 07/01/2025, whose cell lost the format of a date."""
    frame, repairs = put_right(text(from_month=["45664", "45663", "45669.0", "45667", "45658"]))
    assert [cell[:10] for cell in frame["from_month"]] == ["2025-07-01", "2025-06-01", "2025-12-01", "2025-10-01", "2025-01-01"]
    assert set(repairs["kind"]) == {SWAPPED}


@pytest.mark.parametrize(
    "honest",
    [
        ["1/7/2026", "1/8/2026", "1/9/2026", "1/1/2026", "1/12/2026"],
        ["5/1/2026", "12/1/2026", "7/1/2026"],
        ["5/1/2026"] * 20 + ["7/1/2026"] * 20,
        ["5/1/2026", "12/1/2026", "7/1/2026", "2/1/2026", "6/2/2026"],
        ["5/1/2026", "12/1/2026", "7/1/2026", "2/1/2026", "31/1/2026"],
        ["2026-01-01 00:00:00", "2025-01-01 00:00:00", "2024-01-01 00:00:00", "2023-01-01 00:00:00"],
        ["01/2026", "02/2026", "05/2026", "07/2026", "12/2026"],
        ["46023", "46054", "46082", "46204", "45839"],
    ],
    ids=["day first", "three days", "two different days", "one of February", "a last day", "firsts of January", "months", "numbers"],
)
def test_months_that_may_be_as_they_stand_stay(honest: list[str | None]) -> None:
    frame, repairs = put_right(text(from_month=honest))
    assert (frame["from_month"].to_list(), repairs.height) == (honest, 0)


def test_the_other_column_of_the_sheet_goes_along_and_another_sheet_does_not() -> None:
    begun, ended = ["2/1/2025", "3/1/2025", "4/1/2024", "9/1/2023"], [None, None, "12/1/2026", "1/1/2026"]
    both = pl.concat([text(from_month=begun, to_month=ended), text("Tổ 2", from_month=[None], to_month=["12/1/2026"])])
    frame, _ = put_right(both)
    assert frame["to_month"].to_list() == [None, None, "1/12/2026", "1/1/2026", "12/1/2026"]
    mixed = text(from_month=begun, to_month=[None, None, "12/1/2026", "30/6/2026"])
    assert put_right(mixed)[0]["to_month"].to_list() == mixed["to_month"].to_list()


def test_who_began_in_one_january_has_not_begun_in_months_to_come() -> None:
    """New people of January 2026, by their days: exchanged, nearly all of them would begin later. In December's list they may have."""
    new = text(from_month=["05/01/2026", "12/01/2026", "07/01/2026", "02/01/2026", "08/01/2025"], to_month=[None] * 5)
    assert put_right(new, date(2026, 1, 31))[0].equals(new)
    assert put_right(new, date(2026, 12, 31))[0]["from_month"][0] == "01/05/2026"


@pytest.mark.parametrize(("begun", "expected"), [("1/1/2026", "1/12/2026"), ("01/2026", "12/1/2026"), ("1/7/2025", "12/1/2026")])
def test_last_months_show_it_where_the_first_ones_lie_in_january_too(begun: str, expected: str) -> None:
    """Who pays for a year begins in January; where the first months show nothing, people may have left on these days of January."""
    frame = text(from_month=[begun] * 5, to_month=["12/1/2026", "6/1/2026", "9/1/2026", "3/1/2026", "1/1/2026"])
    assert put_right(frame)[0]["to_month"][0] == expected


def test_who_pays_is_counted_by_the_month_that_is_meant_and_the_officer_is_told() -> None:
    rows = """
    row        | full_name | status    | from_month           | to_month
    -----------+-----------+-----------+----------------------+---------------------
    2          | Lê A      | Đang đóng | 2/1/2025             | 12/1/2026
    3          | Lê B      | Đang đóng | 7/1/2026 12:00:00 AM |
    4          | Lê C      | Đang đóng | 8/1/2026             |
    5          | Lê D      | Đang đóng | 2025-01-10 00:00:00  | 2026-01-06 00:00:00
    """
    found = cleaned("social_insurance", rows)
    assert_drawn(
        found.frame,
        """
    row_number | from_month | to_month   | is_active
    -----------+------------+------------+----------
    2          | 2025-02-01 | 2026-12-01 | yes
    3          | 2026-07-01 |            | yes
    4          | 2026-08-01 |            | no
    5          | 2025-10-01 | 2026-06-01 | no
    """,
    )
    (finding,) = swapped_dates(found.repairs, [drawn_table(CONTRACT, rows)])
    assert (finding.rule_code, finding.severity) == ("F12", "warning")
    assert "mọi ngày đều rơi vào tháng 1" in finding.message_vi
