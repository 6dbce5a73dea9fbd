"""The line through the newest months: exact where the points are, unmoved by their order and by a few odd ones, silent where like is not
set beside like."""

import math
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.drawn_targets import foreseen, target, values_of

BY_2030 = target("count_by_year", target_value=200.0)
COUNTED = {"unit": "doanh nghiệp", "measure": "value"}


def months(count: int, first: int = 2026 * 12) -> list[str]:
    return [f"{place // 12}-{place % 12 + 1:02d}" for place in range(first, first + count)]


def series(values: list[float], **about: Any) -> pl.DataFrame:
    rows = "".join(f"\n{month} | {value!r}" for month, value in zip(months(len(values)), values, strict=True))
    return values_of(f"month | value\n---+---{rows}", **about)


def line(frame: pl.DataFrame, *aims: dict[str, Any]) -> tuple[float | None, ...]:
    ((*found,),) = (
        foreseen(frame, *(aims or (BY_2030,))).select("trend_per_month", "forecast_low", "forecast_at_target_year", "forecast_high").rows()
    )
    return tuple(found)


@settings(max_examples=50)
@given(st.integers(6, 24), st.integers(0, 1000), st.integers(0, 10), st.randoms(use_true_random=False))
def test_a_line_through_exact_points_forecasts_exactly_in_any_order(count: int, start: int, step: int, random: Any) -> None:
    frame = series([float(start + step * place) for place in range(count)], **COUNTED)
    order = list(range(count))
    random.shuffle(order)
    end = start + step * 59  # December 2030 is 59 months after January 2026
    for rows in (frame, frame[order]):
        assert line(rows) == pytest.approx((step, end, end, end))


@settings(max_examples=30)
@given(st.lists(st.floats(0, 100).map(lambda number: round(number, 6)), min_size=6, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_and_the_band_holds_the_forecast(values: list[float], random: Any) -> None:
    frame = series(values)
    order = list(range(frame.height))
    random.shuffle(order)
    found = line(frame, target("level_by_year", target_value=97.0))
    assert line(frame[order], target("level_by_year", target_value=97.0)) == found
    _, low, middle, high = found
    assert low is not None and middle is not None and high is not None
    assert 0 <= low <= middle <= high <= 100


def test_two_odd_months_do_not_move_the_line() -> None:
    straight = [10.0 + place for place in range(12)]
    odd = [*straight[:4], 500.0, *straight[5:8], 0.0, *straight[9:]]
    assert line(series(odd, **COUNTED))[0] == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(("count", "points", "has_line"), [(0, 1, False), (4, 5, False), (5, 6, True), (30, 24, True)])
def test_under_six_months_there_is_no_line_and_of_many_the_newest_24_count(count: int, points: int, has_line: bool) -> None:
    found = foreseen(series([float(place) for place in range(count + 1)], **COUNTED), BY_2030)
    assert found["point_count"].to_list() == [points]
    assert found["trend_per_month"].is_not_null().to_list() == [has_line]
    assert found["forecast_at_target_year"].is_not_null().to_list() == [has_line]


def test_only_the_newest_24_months_lead_on() -> None:
    assert line(series([0.0] * 10 + [float(place) for place in range(24)], **COUNTED))[0] == 1


def test_what_nears_its_bound_slows_down_and_the_far_end_of_the_band_goes_straight() -> None:
    """At 70 % rising by 5 a month 30 are left: each month takes a sixth of what is left. 965 falling by 5 a month: a 193rd."""
    share = line(series([35.0 + 5 * place for place in range(8)]), target("level_by_year", target_value=97.0))
    nearly = 100 - 30 * math.exp(-52 / 6)
    assert share == pytest.approx((5, nearly, nearly, 100)) and nearly < 100
    count = line(series([1000.0 - 5 * place for place in range(8)], **COUNTED))
    assert count == pytest.approx((-5, 965 - 5 * 52, 965 * math.exp(-5 * 52 / 965), 965 * math.exp(-5 * 52 / 965)))
    assert line(series([50.0 - 5 * place for place in range(8)], **COUNTED))[1] == 0


def test_what_rose_by_a_step_is_not_foreseen_from_below_it() -> None:
    stepped = [100 * 2 / 3] * 14 + [100.0] * 10
    assert line(series(stepped), target("whole_set", target_value=100.0))[2] == 100


def test_without_a_target_there_is_a_trend_and_no_forecast_and_none_after_the_target_year() -> None:
    values = series([float(place) for place in range(8)], **COUNTED)
    found = foreseen(values)
    assert (found["trend_per_month"][0], found["forecast_at_target_year"][0], found["target_key"][0]) == (1, None, 0)
    assert line(values, target("count_by_year", target_value=5.0, target_year=2026))[2] is not None
    assert line(values, target("count_by_year", target_value=5.0, target_year=2025)) == (1, None, None, None)


def test_a_recognition_has_no_forecast() -> None:
    assert line(series([0.0] * 8, measure="yes_no", unit="1 = có, 0 = chưa"), target("state_by_year"))[1:] == (None, None, None)


def test_a_break_of_the_series_begins_a_new_line() -> None:
    """Ten months under one poverty standard, then six under the next."""
    values = series([30.0] * 10 + [50.0 - place for place in range(6)], unit="hộ", measure="value")
    broken = values.with_columns(pl.Series("break_name", ["2022-2026"] * 10 + ["2027-2030"] * 6))
    aim = target("zero_by_year")
    found = foreseen(broken, aim)
    assert (found["point_count"][0], found["trend_per_month"][0]) == (6, -1)


# --- what adds up in a year ---------------------------------------------------------------------------------------------------
def year_to_date(monthly: list[float]) -> list[float]:
    return [sum(monthly[place - place % 12 : place + 1]) for place in range(len(monthly))]


def test_a_year_to_date_is_foreseen_by_windows_of_twelve_months() -> None:
    """Each month brings 1 more than the same month a year before: a window of twelve months grows by 1 a month, whatever the season."""
    monthly = [10.0 + (5.0 if place % 12 == 11 else 0.0) + place // 12 for place in range(30)]
    money = {"stated_window": "year_to_date", "unit": "đồng", "measure": "value"}
    found = foreseen(series(year_to_date(monthly), **money), target("growth_per_year", target_value=10.0))
    assert found["point_count"].to_list() == [19]  # December 2026, then every month up to June 2028
    assert found["trend_per_month"][0] == pytest.approx(1)
    assert found["forecast_at_target_year"][0] == pytest.approx(125 + 48)  # the twelve months of 2030


def test_a_year_to_date_without_six_such_windows_is_not_foreseen() -> None:
    money = {"stated_window": "year_to_date", "unit": "đồng", "measure": "value"}
    found = foreseen(series(year_to_date([10.0] * 17), **money), target("growth_per_year", target_value=10.0))
    assert (found["point_count"][0], found["trend_per_month"][0]) == (6, 0)
    short = foreseen(series(year_to_date([10.0] * 16), **money), target("growth_per_year", target_value=10.0))
    assert (short["point_count"][0], short["trend_per_month"][0], short["forecast_at_target_year"][0]) == (5, None, None)


def test_a_share_of_a_flow_is_summed_over_twelve_months_and_a_year_that_is_not_whole_is_left_out() -> None:
    """Half of 10 dossiers each month of 2026, 6 of 10 from 2027 on: the window rises from 50 % to 60 % in twelve months."""
    handled = year_to_date([10.0] * 24)
    on_time = year_to_date([5.0] * 12 + [6.0] * 12)
    values = series([100 * part / whole for part, whole in zip(on_time, handled, strict=True)], stated_window="flow")
    values = values.with_columns(pl.Series("numerator", on_time), pl.Series("denominator", handled))
    found = foreseen(values, target("level_every_year", target_value=75.0))
    assert found["point_count"][0] == 13
    assert found["trend_per_month"][0] == pytest.approx(10 / 12)
    provisional = values.with_columns(pl.Series("is_provisional", [1] * 12 + [0] * 12))
    assert foreseen(provisional, target("level_every_year", target_value=75.0))["point_count"][0] == 1


def test_a_ratio_to_the_same_part_of_2025_is_like_in_every_month() -> None:
    values = series([1.0 + place / 100 for place in range(8)], stated_window="year_to_date", unit="lần", measure="ratio")
    assert foreseen(values, target("ratio_to_baseline", target_value=1.3, baseline_value=1.0))["forecast_at_target_year"][
        0
    ] == pytest.approx(1.59)


def test_every_area_has_a_line_of_its_own() -> None:
    ward, group = series([float(place) for place in range(8)]), series([50.0 - place for place in range(8)])
    both = pl.concat([ward, group.with_columns(pl.lit(2, dtype=pl.Int64).alias("area_key"), pl.lit("10744-01").alias("area_code"))])
    assert foreseen(both, target("level_by_year", target_value=97.0)).select("area_key", "trend_per_month").rows() == [(1, 1.0), (2, -1.0)]
