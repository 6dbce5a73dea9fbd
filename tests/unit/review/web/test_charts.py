"""Charts: points stay within the drawing, a line that does not move is drawn too, nothing is drawn of nothing."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from review.web.charts import Aim, Bar, bars, line_chart, small_lines, sparkline

MONTHS = [date(2026, month, 1) for month in range(1, 13)]
amounts = st.floats(-1e12, 1e12, allow_nan=False)


@given(st.lists(amounts, min_size=1, max_size=12))
def test_every_point_lies_within_the_drawing(values: list[float]) -> None:
    chart = line_chart(MONTHS[: len(values)], values, [None] * len(values), "%")
    assert chart is not None
    assert len(chart.dots) == len(values)
    assert all(0 <= left <= chart.width and 0 <= top <= chart.height for left, top, _ in chart.dots)
    assert chart.path == []


@given(st.lists(amounts, min_size=2, max_size=12))
def test_every_point_of_a_small_line_lies_within_it(values: list[float]) -> None:
    points = [tuple(map(float, point.split(","))) for point in sparkline(values).split()]
    assert len(points) == len(values)
    assert all(0 <= left <= 96 and 0 <= top <= 24 for left, top in points)


def test_a_rising_line_rises() -> None:
    chart = line_chart(MONTHS[:2], [90.0, 92.5], [91.0, None], "%")
    assert chart is not None
    (left, low, first), (right, high, last) = chart.dots
    assert left < right and low > high
    assert (first, last) == ("01/2026: 90 %", "02/2026: 92,5 %")
    assert len(chart.path) == len(chart.values) == 1 and chart.values[0].count(",") == 2


def test_of_nothing_nothing_is_drawn() -> None:
    assert line_chart([], [], [], "%") is None
    assert sparkline([3.0]) == ""


def test_a_limit_is_in_the_drawing_and_a_target_that_is_far_away_is_told() -> None:
    limit = line_chart(MONTHS[:2], [3.0, 4.0], [None, None], "vụ", Aim(50.0, "Trần", is_limit=True, holds_now=True))
    far = line_chart(MONTHS[:2], [61.0, 62.0], [None, None], "cơ sở", Aim(200.0, "Mục tiêu", is_limit=False))
    near = line_chart(MONTHS[:2], [91.0, 92.0], [None, None], "%", Aim(95.0, "Mục tiêu", is_limit=False))
    assert limit and far and near and limit.aim and far.aim and near.aim
    assert (limit.is_limit, limit.holds_now) == (True, True)
    assert limit.top <= limit.aim.at < min(top for _, top, _ in limit.dots) and near.top <= near.aim.at < near.dots[0][1]
    assert far.aim.at < 0 and far.aim.label == "Mục tiêu (ngoài hình)"


def test_a_line_breaks_where_a_month_is_missing_and_where_a_year_begins_anew() -> None:
    months = [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 3, 1), date(2027, 4, 1)]
    years = [f"{month:%Y}" for month in months]
    chart = line_chart(months, [8.0, 9.0, 10.0, 1.0, 3.0, 4.0], [None, 9.0, 9.5, 1.0, None, None], "%", None, years)
    assert chart is not None
    assert [line.count(",") for line in chart.values] == [3, 2, 2], "three months, one alone as a dash, two"
    assert [line.count(",") for line in chart.path] == [2, 2]
    (left, top), (right, same) = (map(float, point.split(",")) for point in chart.values[1].split())
    assert left < chart.dots[3][0] < right and top == same == chart.dots[3][1]
    assert [line.count(",") for line in small_lines(months, [8.0, 9.0, 10.0, 1.0, 3.0, 4.0], years)] == [3, 2, 2]
    assert small_lines(months[:1], [8.0]) == []
    assert [line.split()[-1].split(",")[0] for line in small_lines(months[:3], [8.0, 9.0, 10.0])] == ["94"]
    (kept_short,) = small_lines(months[:2], [8.0, 9.0], until=months[2])
    assert kept_short.split()[-1].startswith("48,"), "a month that is not told has its place at the edge"


def test_bars_share_one_scale_and_what_is_hidden_has_none() -> None:
    assert bars([50.0, None, 100.0], [80.0, 80.0, None]) == [Bar(80.0, 128.0), None, Bar(160.0, None)]
    assert bars([0.0], [None]) == [Bar(0.0, None)] and bars([], []) == []
