"""Days off against the published calendars of 2020-2026, and the decree's months that go from the 15th to the 14th."""

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.config.calendar import FIRST_DATE, LAST_DATE, dates, days_off, months
from flows.config.ward import Ward
from flows.config.ward_file import read_ward
from flows.system.files import ROOT

FOLDER = ROOT / "wards" / "nguyen-dai-nang"


@pytest.fixture(scope="module")
def ward() -> Ward:
    return read_ward(FOLDER)


@pytest.fixture(scope="module")
def all_dates() -> pl.DataFrame:
    return dates()


@pytest.fixture(scope="module")
def all_months(ward: Ward) -> pl.DataFrame:
    return months(ward.plan_info.phases)


ALL_DAYS_OFF = days_off(range(2020, 2036))


def row(frame: pl.DataFrame, day: date) -> dict[str, object]:
    return frame.filter(pl.col("date") == day).row(0, named=True)


def test_the_days_are_whole_years_without_a_gap_or_a_repetition(all_dates: pl.DataFrame) -> None:
    assert all_dates.height == (date(2036, 1, 1) - date(2020, 1, 1)).days == 5844
    assert (all_dates["date"].min(), all_dates["date"].max()) == (FIRST_DATE, LAST_DATE)
    assert all_dates["date"].diff().drop_nulls().unique().to_list() == [timedelta(days=1)]
    assert all_dates["date_key"].is_unique().all()


def test_a_day_knows_its_place_in_both_calendars(all_dates: pl.DataFrame) -> None:
    assert row(all_dates, date(2026, 3, 15)) == {
        "date_key": 20260315,
        "date": date(2026, 3, 15),
        "year": 2026,
        "quarter": 1,
        "month": 3,
        "day": 15,
        "iso_week": 11,
        "day_of_week": 7,
        "day_name_vi": "Chủ nhật",
        "month_key": 202603,
        "is_weekend": True,
        "is_public_holiday": False,
        "holiday_name_vi": None,
        "is_made_working_day": False,
        "is_working_day": False,
        "nd09_month_key": 202604,
        "nd09_quarter_key": 20262,
        "nd09_year": 2026,
    }


@pytest.mark.parametrize(
    ("day", "month", "quarter", "year"),
    [
        (date(2025, 12, 14), 202512, 20254, 2025),
        (date(2025, 12, 15), 202601, 20261, 2026),
        (date(2026, 1, 31), 202602, 20261, 2026),
        (date(2026, 3, 14), 202603, 20261, 2026),
        (date(2026, 6, 14), 202606, 20262, 2026),
        (date(2026, 6, 15), 202607, 20263, 2026),
        (date(2026, 12, 15), 202701, 20271, 2027),
    ],
)
def test_the_decrees_month_begins_on_the_fifteenth(all_dates: pl.DataFrame, day: date, month: int, quarter: int, year: int) -> None:
    found = row(all_dates, day)
    assert (found["nd09_month_key"], found["nd09_quarter_key"], found["nd09_year"]) == (month, quarter, year)


def test_the_decrees_months_of_both_tables_agree(all_dates: pl.DataFrame, all_months: pl.DataFrame) -> None:
    counted = all_dates.group_by("nd09_month_key").agg(pl.col("date").min().alias("first"), pl.col("date").max().alias("last"))
    joined = counted.join(all_months, left_on="nd09_month_key", right_on="month_key").filter(pl.col("nd09_first_date") >= FIRST_DATE)
    assert joined.height == 16 * 12 - 1
    assert joined.filter((pl.col("first") != pl.col("nd09_first_date")) | (pl.col("last") != pl.col("nd09_last_date"))).is_empty()


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 1, 2), "swapped for 10/01 by văn bản 12729/VPCP-KGVX"),
        (date(2026, 8, 31), "swapped for 22/08"),
        (date(2026, 2, 16), "Tết"),
        (date(2026, 2, 20), "Tết"),
        (date(2026, 4, 27), "in lieu of Giỗ Tổ on a Sunday"),
        (date(2026, 9, 1), "Quốc khánh, second day"),
        (date(2025, 5, 2), "swapped for 26/04"),
        (date(2025, 1, 27), "Tết"),
        (date(2024, 4, 29), "swapped for 04/05"),
        (date(2023, 5, 3), "in lieu"),
        (date(2022, 1, 3), "in lieu of 01/01 on a Saturday"),
        (date(2021, 9, 3), "Quốc khánh, second day"),
    ],
)
def test_a_published_day_off_is_off(all_dates: pl.DataFrame, day: date, why: str) -> None:
    found = row(all_dates, day)
    assert day.isoweekday() < 6 and day in ALL_DAYS_OFF, why
    assert found["is_public_holiday"] and found["holiday_name_vi"] and not found["is_working_day"]


@pytest.mark.parametrize("day", [date(2026, 1, 10), date(2026, 8, 22), date(2025, 4, 26), date(2024, 5, 4)])
def test_a_saturday_that_the_yearly_decision_makes_a_working_day_is_one(all_dates: pl.DataFrame, day: date) -> None:
    found = row(all_dates, day)
    assert day.isoweekday() == 6 and day not in ALL_DAYS_OFF
    assert (found["is_weekend"], found["is_made_working_day"], found["is_working_day"]) == (True, True, True)


@pytest.mark.parametrize("day", [date(2026, 2, 13), date(2026, 2, 23), date(2026, 1, 5), date(2026, 4, 28), date(2025, 9, 3)])
def test_the_working_days_around_a_holiday_are_working_days(day: date) -> None:
    assert day not in ALL_DAYS_OFF


def test_holidays_bear_their_vietnamese_names(all_dates: pl.DataFrame) -> None:
    assert row(all_dates, date(2026, 9, 2))["holiday_name_vi"] == "Quốc khánh"
    assert row(all_dates, date(2026, 8, 31))["holiday_name_vi"] == "Ngày nghỉ (thay cho ngày 22/08/2026)"
    assert row(all_dates, date(2026, 1, 2))["holiday_name_vi"] == "Ngày nghỉ (thay cho ngày 10/01/2026)"


@given(st.dates(FIRST_DATE, LAST_DATE))
def test_the_set_of_days_off_and_the_dimension_tell_the_same(day: date) -> None:
    assert (day in ALL_DAYS_OFF) != (day in WORKING)


WORKING = frozenset(dates().filter(pl.col("is_working_day"))["date"].to_list())


@given(st.sets(st.integers(2020, 2035), min_size=1, max_size=4))
def test_days_off_of_some_years_are_those_of_all_years_that_lie_in_them(years: set[int]) -> None:
    assert days_off(years) == {day for day in ALL_DAYS_OFF if day.year in years}


def test_no_years_have_no_days_off() -> None:
    assert days_off([]) == frozenset()


def test_a_ward_adds_its_own_days_and_its_word_is_the_last(ward: Ward) -> None:
    own = replace(ward, extra_days_off=(date(2026, 6, 1), date(2026, 8, 22)), extra_working_days=(date(2026, 6, 6), date(2026, 8, 31)))
    found = days_off([2026], own)
    assert {date(2026, 6, 1), date(2026, 8, 22)} <= found
    assert not {date(2026, 6, 6), date(2026, 8, 31)} & found
    assert row(dates(own), date(2026, 6, 1))["holiday_name_vi"] == "Ngày nghỉ của phường"
    assert row(dates(), date(2026, 6, 1))["holiday_name_vi"] is None


def test_a_month_knows_its_ends_its_name_and_the_phase_of_the_plan(all_months: pl.DataFrame) -> None:
    assert all_months.height == 16 * 12
    assert all_months.filter(pl.col("month_key") == 202602).row(0, named=True) == {
        "month_key": 202602,
        "first_date": date(2026, 2, 1),
        "last_date": date(2026, 2, 28),
        "year": 2026,
        "quarter": 1,
        "month": 2,
        "name_vi": "Tháng 2/2026",
        "half": 1,
        "plan_phase_vi": "Giai đoạn 2025-2026: xây dựng mô hình",
        "nd09_first_date": date(2026, 1, 15),
        "nd09_last_date": date(2026, 2, 14),
    }


@pytest.mark.parametrize(
    ("month_key", "phase"),
    [
        (202412, None),
        (202501, "Giai đoạn 2025-2026"),
        (202612, "Giai đoạn 2025-2026"),
        (202701, "Giai đoạn 2027-2028"),
        (203012, "Giai đoạn 2029-2030"),
        (203101, "Sau năm 2030"),
        (203512, "Sau năm 2030"),
    ],
)
def test_phases_change_with_the_year(all_months: pl.DataFrame, month_key: int, phase: str | None) -> None:
    found = all_months.filter(pl.col("month_key") == month_key)["plan_phase_vi"].item()
    assert found is None if phase is None else found.startswith(phase)


def test_months_without_a_plan_have_no_phase() -> None:
    assert months()["plan_phase_vi"].null_count() == 16 * 12


def test_the_seventh_month_opens_the_second_half(all_months: pl.DataFrame) -> None:
    halves = all_months.filter(pl.col("year") == 2026).sort("month")["half"].to_list()
    assert halves == [1] * 6 + [2] * 6
