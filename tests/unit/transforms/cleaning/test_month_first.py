"""Dates that a program of American habits typed month first: put day first where the list shows it, left alone where it does not."""

import polars as pl
import pytest

from expectations.deliveries.swapped_dates import swapped_dates
from tests.support.drawn_frames import cleaned, drawn_table
from transforms.cleaning.month_first import correct_month_first
from transforms.cleaning.swapped_dates import SWAPPED
from transforms.sources.health_insurance import CONTRACT


def text(sheet: str = "DS", **columns: list[str | None]) -> pl.DataFrame:
    height = len(next(iter(columns.values())))
    own = {name: pl.Series(cells, dtype=pl.String) for name, cells in columns.items()}
    return pl.DataFrame({"sheet_name": [sheet] * height, "row_number": range(1, height + 1), **own})


def put_right(frame: pl.DataFrame) -> dict[str, list[str | None]]:
    names = [name for name in frame.columns if name not in ("sheet_name", "row_number")]
    return {name: correct_month_first(frame, names)[0][name].to_list() for name in names}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (["7/15/2026", "7/1/2026", "12/31/2026", "1/20/2026"], ["15/7/2026", "1/7/2026", "31/12/2026", "20/1/2026"]),
        (["7/15/26", "7/1/26", "12/31/26", "1/20/26"], ["15/7/26", "1/7/26", "31/12/26", "20/1/26"]),
        (["07-15-2026", "07-01-2026", "12-31-2026", "01-20-2026"], ["15-07-2026", "01-07-2026", "31-12-2026", "20-01-2026"]),
        (
            ["7/15/2026 1:52:29 PM", "7/1/2026 12:00:00 AM", "6/30/2026 8:00:00 AM", "7/31/2026 8:00:00 AM"],
            ["15/7/2026 1:52:29 PM", "1/7/2026 12:00:00 AM", "30/6/2026 8:00:00 AM", "31/7/2026 8:00:00 AM"],
        ),
    ],
)
def test_a_column_that_shows_it_is_put_day_first(sent: list[str | None], kept: list[str]) -> None:
    frame, repairs = correct_month_first(text(day=sent), ["day"])
    assert frame["day"].to_list() == kept
    assert repairs.select("row_number", "kind", "after").rows() == [(row, SWAPPED, cell) for row, cell in enumerate(kept, 1)]


@pytest.mark.parametrize(
    "honest",
    [
        ["15/7/2026", "1/7/2026", "31/12/2026", "20/1/2026"],
        ["01/07/2026", "01/08/2026", "05/06/2026", "02/03/2026"],
        ["7/15/2026", "12/31/2026", "15/7/2026", "6/30/2026"],
        ["7/15/2026", "12/31/2026", "1/7/2026", "2/7/2026"],
        [f"01/{month:02}/20{year}" for month in range(2, 13) for year in (24, 25)] + ["06/31/2026", "02/30/2026", "04/31/2026"],
    ],
    ids=["day first", "nothing shows", "of both kinds", "two mistakes", "firsts of months and three mistakes"],
)
def test_a_column_that_may_be_day_first_stays(honest: list[str | None]) -> None:
    assert put_right(text(day=honest)) == {"day": honest}


def test_columns_that_show_nothing_go_with_the_file_unless_one_of_it_is_day_first() -> None:
    born, ends = ["5/20/1980", "3/31/1990", "1/13/2001", "4/5/1999"], ["12/8/2026", "12/9/2026", "1/1/2027", None]
    ends_put_right = ["8/12/2026", "9/12/2026", "1/1/2027", None]
    assert correct_month_first(text(born=born, valid_to=ends), ["born", "valid_to"])[0]["valid_to"].to_list() == ends_put_right
    other = text(born=born, valid_to=["20/12/2026", "12/9/2026", "1/1/2027", None])
    kept = correct_month_first(other, ["born", "valid_to"])[0]
    assert kept["valid_to"].to_list() == other["valid_to"].to_list()
    assert kept["born"].to_list() == ["20/5/1980", "31/3/1990", "13/1/2001", "5/4/1999"]


def test_a_sheet_of_one_person_goes_with_the_other_sheets() -> None:
    both = pl.concat([text(day=["7/15/2026", "6/30/2026", "5/31/2026"]), text("Tổ 2", day=["7/1/2026"])])
    assert correct_month_first(both, ["day"])[0]["day"].to_list() == ["15/7/2026", "30/6/2026", "31/5/2026", "1/7/2026"]


def test_cells_that_a_vietnamese_excel_made_of_such_a_text_go_with_it_and_honest_cells_stay() -> None:
    opened = text(day=["7/15/2026", "6/30/2026", "5/31/2026", "2026-01-07 00:00:00"])
    assert correct_month_first(opened, ["day"])[0]["day"].to_list()[-1] == "2026-07-01 00:00:00"
    honest = text(day=["7/15/2026", "6/30/2026", "5/31/2026", "2026-01-07 00:00:00", "2026-07-20 00:00:00"])
    assert correct_month_first(honest, ["day"])[0]["day"].to_list()[3] == "2026-01-07 00:00:00"
    beside = text(born=["7/15/1990", "6/30/1991", "5/31/1992"], day=["2026-01-07 00:00:00"] * 3)
    assert correct_month_first(beside, ["born", "day"])[0]["day"].to_list() == ["2026-01-07 00:00:00"] * 3


@pytest.mark.parametrize("written", ["07/{day:02}/2026", "2026-{day:02}-07 00:00:00"], ids=["typed", "cells"])
def test_a_log_of_early_days_is_told_by_the_days_within_its_codes(written: str) -> None:
    days = [1, 2, 3, 6, 8, 9]
    log = text(received=[written.format(day=day) for day in days], due=["07/10/2026"] * 6)
    known = pl.Series([f"2026-07-{day:02}" for day in days]).str.to_date()
    frame, _ = correct_month_first(log, ["received", "due"], known=("received", known))
    expected = [f"{day:02}/07/2026" if "/" in written else f"2026-07-{day:02} 00:00:00" for day in days]
    assert (frame["received"].to_list(), frame["due"][0]) == (expected, "10/07/2026")
    honest = pl.Series([f"2026-{day:02}-07" for day in days]).str.to_date()
    assert correct_month_first(log, ["received", "due"], known=("received", honest))[0].equals(log)


def test_coverage_is_counted_by_the_day_that_is_meant_and_the_officer_is_told() -> None:
    cards = """
    row        | full_name | social_insurance_number | birth_date | valid_from | valid_to
    -----------+-----------+-------------------------+------------+------------+---------
    2          | Lê A      | 3100000001              | 5/20/1980  | 1/1/2026   | 12/8/2026
    3          | Lê B      | 3100000002              | 3/31/1990  | 7/1/2026   | 12/9/2026
    4          | Lê C      | 3100000003              | 1/13/2001  | 1/1/2026   | 9/8/2026
    """
    found = cleaned("health_insurance", cards)
    assert [f"{day:%d/%m/%Y}" for day in found.frame["valid_to"]] == ["08/12/2026", "09/12/2026", "08/09/2026"]
    assert [f"{day:%d/%m/%Y}" for day in found.frame["valid_from"]] == ["01/01/2026", "01/07/2026", "01/01/2026"]
    (finding,) = swapped_dates(found.repairs, [drawn_table(CONTRACT, cards)])
    assert (finding.rule_code, finding.severity) == ("F12", "warning")
    assert "kiểu Mỹ (tháng/ngày/năm)" in finding.message_vi
