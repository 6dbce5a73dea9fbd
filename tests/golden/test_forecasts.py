"""Where two years of an invented ward's history lead, shape by shape: the table was looked at as pictures, and reckoned a second time with
nothing but Python's own medians."""

import math
from itertools import combinations
from statistics import median
from typing import Any

import pytest

from tests.support.drawn_targets import foreseen, judged, target, values_of
from tests.synthetic.history import histories

SEED = 7
MONEY = {"unit": "triệu đồng", "measure": "value"}
AIMS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "growth": (target("growth_per_year", target_value=10.0), {**MONEY, "stated_window": "year_to_date"}),
    "level": (target("level_by_year", target_value=97.0, baseline_value=90.0), {}),
    "zero": (target("zero_by_year", baseline_value=60.0), {"unit": "hộ", "measure": "value"}),
    "cumulative": (target("cumulative_sum", target_value=60_000.0), MONEY),
    "step": (target("level_by_year", target_value=100.0, baseline_value=33.0), {}),
}
#: Shape -> newest value, change a month, low, middle and high of December 2030, needed a month.
TABLE = {
    "growth": (15_544, 112.441, 16_631.603, 19_414.993, 22_525.961, None),
    "level": (95.06, 0.222, 97.254, 99.410, 100, 1.94 / 36),
    "zero": (28, -1.125, 0, 6.484, 12.385, -28 / 36),
    "cumulative": (14_935, 640.310, 33_241, 37_986.146, 43_051, (60_000 - 14_935) / 36),
    "step": (250 / 3, 2.381, 84.524, 99.939, 100, (100 - 250 / 3) / 36),
}


def drawn(shape: str, months: int = 0) -> str:
    """The history, its newest ``months`` left out."""
    rows = list(histories(SEED)[shape].items())
    return "month | value\n---+---" + "".join(f"\n{month:%Y-%m} | {value!r}" for month, value in rows[: len(rows) - months])


def found(shape: str, months: int = 0) -> tuple[float, ...]:
    aim, about = AIMS[shape]
    table = foreseen(values_of(drawn(shape, months), **about), aim)
    (row,) = table.select("trend_per_month", "forecast_low", "forecast_at_target_year", "forecast_high").rows()
    return tuple(row)


@pytest.mark.parametrize("shape", TABLE)
def test_two_years_lead_where_the_table_says(shape: str) -> None:
    aim, about = AIMS[shape]
    newest, *led, needed = TABLE[shape]
    value, a_month = judged(drawn(shape), aim, **about).tail(1).select("value", "needed").row(0)
    assert value == pytest.approx(newest) and a_month == (None if needed is None else pytest.approx(needed))
    assert found(shape) == pytest.approx(led, abs=5e-4)


@pytest.mark.parametrize("shape", TABLE)
def test_the_table_is_what_plain_medians_say(shape: str) -> None:
    assert reckoned(shape) == pytest.approx(TABLE[shape][1:-1], abs=5e-4)


def test_what_is_still_needed_of_a_growth_is_to_the_end_of_its_year() -> None:
    """12.793 in 2025, two years at a tenth: the year 2027 must end with 121 % of it."""
    history = histories(SEED)["growth"]
    (year_2025, september) = (value for month, value in history.items() if (month.year, month.month) in ((2025, 12), (2027, 9)))
    aim, about = AIMS["growth"]
    a_month = judged(drawn("growth", 3), aim, **about)["needed"][-1]
    assert a_month == pytest.approx((year_2025 * 1.21 - september) / 3)


def test_the_band_holds_the_middle_and_a_sum_never_falls() -> None:
    for shape in TABLE:
        for months in range(0, 12, 4):
            _, low, middle, high = found(shape, months)
            assert low <= middle <= high, (shape, months)
    values = list(histories(SEED)["cumulative"].values())
    aim, about = target("cumulative_sum", target_value=60_000.0, target_year=2028), AIMS["cumulative"][1]
    assert foreseen(values_of(drawn("cumulative"), **about), aim)["forecast_low"][0] >= values[-1]


def test_a_sum_of_years_is_foreseen_as_their_sum() -> None:
    """Ten a month in the year so far from January 2026 to June 2027: 180 in all, and ten a month more until December 2030."""
    rows = "".join(f"\n{2026 + place // 12}-{place % 12 + 1:02d} | {10 * (place % 12 + 1)}" for place in range(18))
    values = values_of(f"month | value\n---+---{rows}", stated_window="year_to_date", **MONEY)
    table = foreseen(values, target("cumulative_sum", target_value=1000.0))
    assert table.select("trend_per_month", "forecast_low", "forecast_at_target_year", "forecast_high").row(0) == (10, 600, 600, 600)


# --- the same by hand ---------------------------------------------------------------------------------------------------------
def reckoned(shape: str) -> tuple[float, float, float, float]:
    """Change a month, low, middle and high, without frames."""
    is_share = shape in ("level", "step")
    points = _points(shape)
    pairs = [(later[0] - first[0], (later[1] - first[1]) / (later[0] - first[0])) for first, later in combinations(points, 2)]
    slope = median(rise for _, rise in pairs)
    long = sorted(rise for months, rise in pairs if months >= len(points) / 4)
    low, high = (long[round(share * (len(long) - 1))] for share in (0.025, 0.975))
    last = median(value + slope * (points[-1][0] - place) for place, value in points[-6:])
    last = max(last, points[-1][1]) if shape == "cumulative" else min(last, 100) if is_share else last
    ahead = 2030 * 12 + 11 - points[-1][0]

    def straight(rise: float) -> float:
        return min(max(last + rise * ahead, 0), 100 if is_share else math.inf)

    def nearing(rise: float) -> float:
        if rise < 0:
            return last * math.exp(rise * ahead / last)
        return 100 - (100 - last) * math.exp(-rise * ahead / (100 - last)) if is_share and rise > 0 else last + rise * ahead

    newest = median(rise for months, rise in pairs[-15:])  # of the newest six points
    low, high = min(low, slope, newest), max(high, slope, newest)
    return slope, min(nearing(low), straight(low)), nearing(slope), max(nearing(high), straight(high))


def _points(shape: str) -> list[tuple[int, float]]:
    """Month's number and value; of a year to date the twelve months that end with each month."""
    known = {month.year * 12 + month.month - 1: value for month, value in histories(SEED)[shape].items()}
    if shape != "growth":
        return list(known.items())
    windows = []
    for place in list(known)[11:]:
        before = known[place // 12 * 12 - 1] - known[place - 12] if place % 12 != 11 else 0.0
        windows.append((place, known[place] + before))
    return windows[-24:]
