"""Charts: points stay within the drawing, a line that does not move is drawn too, nothing is drawn of nothing."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from review.web.charts import line_chart, sparkline

MONTHS = [date(2026, month, 1) for month in range(1, 13)]
amounts = st.floats(-1e12, 1e12, allow_nan=False)


@given(st.lists(amounts, min_size=1, max_size=12))
def test_every_point_lies_within_the_drawing(values: list[float]) -> None:
    chart = line_chart(MONTHS[: len(values)], values, [None] * len(values), "%")
    assert chart is not None
    assert len(chart.dots) == len(values)
    assert all(0 <= left <= chart.width and 0 <= top <= chart.height for left, top, _ in chart.dots)
    assert chart.path == ""


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
    assert chart.path.count(",") == 1


def test_of_nothing_nothing_is_drawn() -> None:
    assert line_chart([], [], [], "%") is None
    assert sparkline([3.0]) == ""
