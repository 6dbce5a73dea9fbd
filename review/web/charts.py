"""Charts of the page as SVG: geometry worked out here, drawn by ``templates/charts.html``; no colour nor style stands in them.

Data flow: months with values -> ``line_chart`` -> ``Chart`` -> SVG
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from flows.wording.numbers import amount_vi, money_size, number_vi

_LEFT, _RIGHT, _TOP, _BOTTOM = 104, 36, 14, 28
#: Half of what stands for a single point of a line.
_DASH = 5


@dataclass(frozen=True)
class Tick:
    """A line of the grid with its label."""

    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """``values`` and ``path``: points of the two lines as SVG has them, a text for each stretch without a gap; ``dots``: x, y and what a
    pointer reads there. ``aim``: height and
    words of the target, None where it is no level among the values; ``is_limit``: nothing may stand above it, nor above the path, and
    where it ``holds_now`` not in years to come alone."""

    width: int
    height: int
    values: list[str]
    path: list[str]
    dots: list[tuple[float, float, str]]
    rows: list[Tick]
    columns: list[Tick]
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    aim: Tick | None = None
    is_limit: bool = False
    holds_now: bool = False


@dataclass(frozen=True)
class Aim:
    """A target as a level among the values: ``words`` tell it with its year. ``holds_now``: it is due, or holds in every year."""

    level: float
    words: str
    is_limit: bool
    holds_now: bool = False


def line_chart(
    months: Sequence[date],
    values: Sequence[float],
    path: Sequence[float | None],
    unit: str,
    aim: Aim | None = None,
    series: Sequence[str | None] | None = None,
    size: tuple[int, int] = (720, 260),
) -> Chart | None:
    """None where there is nothing to draw. ``path``: the line that the plan requires, None in months without. ``series``: what no line is
    drawn across, such as the year of a year to date; nor is one drawn across a month without a value."""
    if not months:
        return None
    width, height = size
    known = [*values, *(one for one in path if one is not None)]
    if aim is not None and (aim.is_limit or _is_near(aim.level, known)):
        known.append(aim.level)
    low, high = _room_around(min(known), max(known))
    first = _number(months[0])
    span = max(1, _number(months[-1]) - first)

    def x(month: date) -> float:
        return round(_LEFT + (width - _LEFT - _RIGHT) * (_number(month) - first) / span, 1)

    def y(value: float) -> float:
        return round(_TOP + (height - _TOP - _BOTTOM) * (high - value) / (high - low), 1)

    dots = [(x(month), y(value), f"{month:%m/%Y}: {amount_vi(value, unit)}") for month, value in zip(months, values, strict=True)]
    kept_apart = series or [None] * len(months)
    levels = [low + (high - low) * part / 4 for part in range(5)]
    step = max(1, -(-len(months) // 8))
    return Chart(
        width,
        height,
        _stretches(months, values, kept_apart, x, y),
        _stretches(months, path, kept_apart, x, y),
        dots,
        [Tick(y(level), _level_vi(level, unit)) for level in levels],
        [Tick(x(month), f"{month:%m/%Y}") for month in months[::step]],
        aim=None if aim is None else Tick(y(aim.level), aim.words if aim.level in known else f"{aim.words} (ngoài hình)"),
        is_limit=aim is not None and aim.is_limit,
        holds_now=aim is not None and aim.holds_now,
    )


def sparkline(values: Sequence[float], width: int = 96, height: int = 24) -> str:
    """Points of a small line without axes; "" under two values."""
    months = [date(1 + place // 12, place % 12 + 1, 1) for place in range(len(values))]
    return "".join(small_lines(months, values, width=width, height=height))


def small_lines(
    months: Sequence[date],
    values: Sequence[float],
    series: Sequence[str | None] | None = None,
    width: int = 96,
    height: int = 24,
    until: date | None = None,
) -> list[str]:
    """Points of small lines without axes, one for each stretch without a gap; none under two values. ``until``: the month at the edge,
    where the newest value is not told."""
    if len(values) < 2:
        return []
    low, high = _room_around(min(values), max(values))
    first = _number(months[0])
    step = (width - 4) / (_number(until or months[-1]) - first)
    return _stretches(
        months,
        values,
        series or [None] * len(months),
        lambda month: round(2 + step * (_number(month) - first), 1),
        lambda value: round(2 + (height - 4) * (high - value) / (high - low), 1),
        dash=1,
    )


def _stretches(
    months: Sequence[date],
    values: Sequence[float | None],
    series: Sequence[str | None],
    x: Callable[[date], float],
    y: Callable[[float], float],
    dash: int = _DASH,
) -> list[str]:
    """Points of each stretch of months that follow each other in one series. A single month is a dash, or it would not be seen."""
    points = [
        (_number(month), one, x(month), y(value)) for month, one, value in zip(months, series, values, strict=True) if value is not None
    ]
    starts = [0, *(place for place, (left, right) in enumerate(pairwise(points), 1) if right[:2] != (left[0] + 1, left[1]))]
    out = []
    for start, end in zip(starts, [*starts[1:], len(points)], strict=True):
        stretch = [(left, top) for *_, left, top in points[start:end]]
        if len(stretch) == 1:
            ((left, top),) = stretch
            stretch = [(left - dash, top), (left + dash, top)]
        out.append(" ".join(f"{left:g},{top:g}" for left, top in stretch))
    return [one for one in out if one]


@dataclass(frozen=True)
class Bar:
    """A value of an area beside those of the others. ``length`` and ``mark``, which is what the plan requires by now, in parts of 160."""

    length: float
    mark: float | None


def bars(values: Sequence[float | None], required: Sequence[float | None], full: int = 160) -> list[Bar | None]:
    """One for each value, on one scale from nought; None where nothing is told."""
    highest = max((abs(one) for one in (*values, *required) if one is not None), default=0) or 1

    def part(value: float) -> float:
        return round(full * max(value, 0) / highest, 1)

    return [
        None if value is None else Bar(part(value), None if need is None else part(need))
        for value, need in zip(values, required, strict=True)
    ]


def _room_around(low: float, high: float) -> tuple[float, float]:
    room = (high - low) * 0.1 or abs(high) * 0.05 or 1.0
    return (max(0.0, low - room) if low >= 0 else low - room), high + room


def _is_near(level: float, known: Sequence[float]) -> bool:
    """Near enough that what moves below it is still seen: a target that lies years ahead is told and not drawn."""
    low, high = min(known), max(known)
    return low - 4 * (high - low) <= level <= high + 4 * (high - low) or abs(level - high) <= 0.2 * abs(high)


def _level_vi(value: float, unit: str) -> str:
    """Without the unit, which the legend tells; of đồng with the size that they are told in."""
    return amount_vi(value, unit) if money_size(value, unit) else number_vi(value)


def _number(month: date) -> int:
    return month.year * 12 + month.month
