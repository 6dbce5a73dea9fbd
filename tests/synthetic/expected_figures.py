"""What the published rows amount to, worked out row by row in plain Python: the figures that the product must reach by its own way.

Data flow: published records of all months -> indicator values and the statutory form. Shares are in percent.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.synthetic.dossiers import CHANNELS, REFUSED, WITHDRAWN
from tests.synthetic.people import FORMER_UNIT_OF_GROUP, FORMER_UNITS
from tests.synthetic.records import Record, month_end, month_text, next_month
from tests.synthetic.report import OF_PEOPLE

#: Indicators of the report that are stated for the year so far; all others are states of the month's last day.
YEAR_TO_DATE = {"KT01", "KT02", "KT02a", "KT02b", "KT02c", "KT04", "KT06", "KT08", "AN01", "MH03"}
#: Those whose own month is the difference from the month before.
MONTH_BY_DIFFERENCE = ("KT01", "KT02", "KT02a", "KT02b", "KT02c", "KT06", "KT08")
GROUPS = [f"10744-{number:02d}" for number in range(1, 14)]


@dataclass
class Published:
    """The published records by source and month; population by month and area code."""

    health: dict[date, list[Record]]
    social: dict[date, list[Record]]
    poverty: dict[date, list[Record]]
    dossiers: dict[date, list[Record]]
    figures: dict[date, list[Record]]
    population: dict[date, dict[str, dict[str, int]]]


def indicator_values(published: Published) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for month in sorted(published.health):
        rows += _coverage("XH04", month, covered(published.health[month], month), published, "population_count")
        rows += _coverage("XH05", month, active(published.social[month], month), published, "labour_force_count")
        rows += _poor(month, published.poverty[month])
    for month, figures in sorted(published.figures.items()):
        rows += [_reported(record, published.population[month]) for record in figures]
        rows += _differences(month, published.figures)
    states = newest_states(published.dossiers)
    for month in sorted(published.dossiers):
        rows += _dossier_shares(month, states)
    return rows


def _value(
    code: str, month: date, window: str, area: str, numerator: int | None, denominator: int | None, value: float | None = None, **more: Any
) -> dict[str, Any]:
    if value is None and numerator is not None:
        value = round(100 * numerator / denominator, 6) if denominator else numerator
    return {
        "code": code,
        "month": month_text(month),
        "window": window,
        "area": area,
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        **more,
    }


def covered(records: Iterable[Record], month: date) -> dict[int, int]:
    """Person -> residential group (0: unknown), of those with a card valid on the month's last day."""
    last = month_end(month)
    return {
        record.subject: record.values["group"]
        for record in records
        if record.values["valid_from"] <= last and (record.values["valid_to"] is None or last <= record.values["valid_to"])
    }


def active(records: Iterable[Record], month: date) -> dict[int, int]:
    """Person -> residential group, of those active in compulsory or voluntary insurance; unemployment alone does not count."""
    return {
        record.subject: record.values["group"]
        for record in records
        if record.values["status"] == "Đang đóng"
        and record.values["kind"] != "unemployment"
        and record.values["from_month"] <= month
        and (record.values["to_month"] is None or record.values["to_month"] >= month)
    }


def _by_area(groups: Iterable[int]) -> dict[str, int]:
    """Counts for the ward, its groups and the former units; an unknown group counts for the ward alone."""
    counts = dict.fromkeys(["10744", *GROUPS, *FORMER_UNITS], 0)
    for group in groups:
        counts["10744"] += 1
        if group:
            counts[f"10744-{group:02d}"] += 1
            counts[FORMER_UNIT_OF_GROUP[group - 1]] += 1
    return counts


def _coverage(code: str, month: date, people: dict[int, int], published: Published, column: str) -> Iterator[dict[str, Any]]:
    population = published.population[month]
    return (_value(code, month, "snapshot", area, count, population[area][column]) for area, count in _by_area(people.values()).items())


def _poor(month: date, households: Sequence[Record]) -> Iterator[dict[str, Any]]:
    groups = [record.values["group"] for record in households if record.values["poverty"] == "HN"]
    return (_value("XH01", month, "snapshot", area, count, None) for area, count in _by_area(groups).items())


def _reported(record: Record, population: dict[str, dict[str, int]]) -> dict[str, Any]:
    """A share over a head count takes its denominator from sheet "Dân số" (R08)."""
    values = record.values
    code, area = values["code"], values["area_code"]
    denominator = population[area][OF_PEOPLE[code][2]] if code in OF_PEOPLE else values["denominator"]
    window = "year_to_date" if code in YEAR_TO_DATE else "snapshot"
    more = {"any_window": True} if code == "KT03" else {}
    return _value(code, values["month"], window, area, values["numerator"], denominator, values["value"], **more)


def _differences(month: date, figures: dict[date, list[Record]]) -> Iterator[dict[str, Any]]:
    before = {record.subject: record.values["value"] for record in figures.get(next_month(month, -1), ()) if month.month > 1}
    return (
        _value(record.values["code"], month, "month", "10744", None, None, record.values["value"] - before[record.subject])
        for record in figures[month]
        if record.values["code"] in MONTH_BY_DIFFERENCE and record.subject in before
    )


def newest_states(logs: dict[date, list[Record]]) -> list[dict[str, Any]]:
    """Each dossier as the latest month's log published it; of two rows in one log, the furthest advanced. Refused ones are none."""
    states: dict[str, tuple[date, bool, bool, dict[str, Any]]] = {}
    for month, records in sorted(logs.items()):
        for record in records:
            values = record.values
            rank = (month, values["finished_at"] is not None, values["returned_at"] is not None)
            if record.subject not in states or rank > states[record.subject][:3]:
                states[record.subject] = (*rank, values)
    return [state[3] for state in states.values() if state[3]["status"] != REFUSED]


def _end(state: dict[str, Any]) -> datetime | None:
    end: datetime | None = state["finished_at"] or state["returned_at"]
    return end


def _is_open_after(state: dict[str, Any], day: date) -> bool:
    """Received by that day and without an end on it."""
    end = _end(state)
    return bool(state["received_at"].date() <= day) and (end is None or end.date() > day)


def _verdict(state: dict[str, Any]) -> str:
    """Withdrawn counts as on time, as the statutory form prints it."""
    end, due = _end(state), state["due_at"]
    assert end is not None
    if state["status"] == WITHDRAWN:
        return "on_time"
    if end.date() < due.date():
        return "early"
    return "on_time" if end <= due else "late"


def _count(states: Iterable[dict[str, Any]], fits: Callable[[dict[str, Any]], bool]) -> int:
    return sum(1 for state in states if fits(state))


def _within(moment: datetime | None, first: date, last: date) -> bool:
    return moment is not None and first <= moment.date() <= last


def dossier_form(states: list[dict[str, Any]], first: date, last: date) -> dict[str, int]:
    """The counts of Biểu II.06a for the days from ``first`` to ``last``, the whole ward, all fields of work."""
    received = [state for state in states if _within(state["received_at"], first, last)]
    resolved = [state for state in states if _within(_end(state), first, last)]
    carried = [state for state in states if _is_open_after(state, date.fromordinal(first.toordinal() - 1))]
    left = [state for state in states if _is_open_after(state, last)]
    online = _count(received, lambda state: state["channel"] == CHANNELS[0])
    return {
        "received_total": len(received) + len(carried),
        "online": online,
        "direct_postal": len(received) - online,
        "carried_over": len(carried),
        "resolved": len(resolved),
        **{
            verdict: _count(resolved, lambda state, verdict=verdict: _verdict(state) == verdict)  # type: ignore[misc]
            for verdict in ("early", "on_time", "late")
        },
        "open": len(left),
        "open_in_time": _count(left, lambda state: state["due_at"].date() > last),
        "open_overdue": _count(left, lambda state: state["due_at"].date() <= last),
    }


def _dossier_shares(month: date, states: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for window, first in (("month", month), ("year_to_date", month.replace(month=1))):
        form = dossier_form(states, first, month_end(month))
        more = {"provisional": True} if window == "year_to_date" else {}
        yield _value("HC01", month, window, "10744", form["early"] + form["on_time"], form["resolved"], **more)
        yield _value("HC02", month, window, "10744", form["online"], form["online"] + form["direct_postal"], **more)
