"""States of the submission calendar, on drawn months; days off are those of the ward's calendar, Tết among them."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from flows.config.calendar import days_off
from flows.config.ward_file import read_ward
from flows.system.files import ROOT
from transforms.submissions import INPUT_SCHEMA, submission_states

WARD = read_ward(Path(ROOT / "wards/nguyen-dai-nang"))
CLOSED = sorted(days_off(range(2025, 2029), WARD))
JANUARY_2027, JANUARY_2026, LONG_AGO = date(2027, 1, 1), date(2026, 1, 1), date(2020, 1, 1)


def state_on(as_of: date, month: date, day: int = 5, began_on: date = LONG_AGO, **said: object) -> tuple[object, ...]:
    """State, due date and lateness of one month of a source."""
    row = dict.fromkeys(INPUT_SCHEMA) | {
        "source": "dossiers",
        "month": month,
        "due_day": day,
        "months_after": 1,
        "is_expected": True,
        "is_published": False,
        "is_held": False,
    }
    frame = pl.DataFrame([row | said], schema=INPUT_SCHEMA)
    found = submission_states(frame, as_of, CLOSED, began_on=began_on, soon_days=3, overdue_days=5)
    return found.select("state", "due_date", "days_late").row(0)


def test_a_due_day_within_tet_2027_moves_behind_it_and_a_silent_source_is_overdue_five_working_days_later() -> None:
    # Tết Đinh Mùi: days off from Thursday 4 to Wednesday 10 February 2027 with the weekend in it, so 5 February becomes Thursday 11.
    due = date(2027, 2, 11)
    days = [date(2027, 1, 25) + timedelta(days=number) for number in range(27)]
    found = {day: state_on(day, JANUARY_2027) for day in days}
    assert {line[1] for line in found.values()} == {due}
    first = {state: min(day for day in days if found[day][0] == state) for state in ("due_soon", "late", "overdue")}
    # Open before it: Monday 1 to Wednesday 3, three days from the weekend before on. After it: Friday 12, Monday 15 to Thursday 18.
    assert first == {"due_soon": date(2027, 1, 30), "late": date(2027, 2, 12), "overdue": date(2027, 2, 18)}
    assert found[date(2027, 2, 14)] == ("late", due, 1)  # nothing is added by a Sunday


def test_tet_after_the_due_day_stops_the_count() -> None:
    # Tết Bính Ngọ: closed from Saturday 14 to Sunday 22 February 2026.
    due = date(2026, 2, 12)
    assert state_on(date(2026, 2, 13), JANUARY_2026, day=12) == ("late", due, 1)
    assert state_on(date(2026, 2, 22), JANUARY_2026, day=12) == ("late", due, 1)
    assert state_on(date(2026, 2, 25), JANUARY_2026, day=12) == ("late", due, 4)
    assert state_on(date(2026, 2, 26), JANUARY_2026, day=12) == ("overdue", due, 5)


def test_a_saturday_that_was_made_a_working_day_counts() -> None:
    # Friday 2 January 2026 is off for Saturday the 10th.
    december = date(2025, 12, 1)
    assert state_on(date(2026, 1, 10), december, day=2) == ("overdue", date(2026, 1, 5), 5)


@pytest.mark.parametrize(
    "said, expected",
    [
        ({}, "overdue"),
        ({"nothing_by": "Lan"}, "nothing"),
        ({"is_held": True}, "held"),
        ({"is_published": True, "arrived_on": date(2027, 2, 11)}, "published"),
        ({"is_published": True, "arrived_on": date(2027, 2, 13)}, "published_late"),
        ({"is_published": True, "is_held": True, "arrived_on": date(2027, 2, 4)}, "published"),
        ({"is_expected": False}, "not_expected"),
        ({"due_day": 31}, "not_due"),
    ],
)
def test_what_came_or_was_decided_is_respected(said: dict[str, object], expected: str) -> None:
    assert state_on(date(2027, 2, 19), JANUARY_2027, **said)[0] == expected


def test_the_last_day_of_a_shorter_month_is_meant_by_31() -> None:
    assert state_on(date(2027, 3, 1), JANUARY_2027, day=31)[1] == date(2027, 3, 1)  # 28 February is a Sunday


def test_silence_is_counted_until_something_comes() -> None:
    months = [date(2026, number, 1) for number in (3, 4, 5, 6, 7, 8, 9)]
    rows = [
        dict.fromkeys(INPUT_SCHEMA)
        | {"source": "poverty", "month": month, "due_day": 5, "months_after": 1, "is_published": month.month == 5}
        | {"is_expected": month.month != 7, "is_held": False, "arrived_on": date(2026, 6, 1) if month.month == 5 else None}
        for month in months
    ]
    found = submission_states(
        pl.DataFrame(rows, schema=INPUT_SCHEMA), date(2026, 9, 20), CLOSED, began_on=LONG_AGO, soon_days=3, overdue_days=5
    )
    assert found["silent_count"].to_list() == [1, 2, 0, 1, 0, 2, 0]
    assert found["state"].to_list() == ["overdue", "overdue", "published", "overdue", "not_expected", "overdue", "not_due"]


def test_what_was_due_before_the_ward_s_first_file_is_not_asked_for() -> None:
    for began_on, expected in ((date(2027, 2, 11), "overdue"), (date(2027, 2, 12), "not_expected")):
        assert state_on(date(2027, 2, 19), JANUARY_2027, began_on=began_on)[0] == expected
    late = {"is_published": True, "arrived_on": date(2027, 2, 12), "began_on": date(2027, 2, 12)}
    assert state_on(date(2027, 2, 19), JANUARY_2027, **late) == ("published", None, 0)  # type: ignore[arg-type]
