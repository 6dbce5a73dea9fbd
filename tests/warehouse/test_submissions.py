"""The submission calendar over a real warehouse: a silent source around Tết, what closes a silence, what never grows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from flows.config.ward import DueDay, SubmissionCalendar
from flows.database.warehouse import ward_warehouse
from flows.pipeline.run import run_night, run_paths
from tests.support.office import Office, an_office, cards, health_list, social_list
from tests.support.officer import Officer

DECEMBER, JANUARY = date(2025, 12, 1), date(2026, 1, 1)
#: Closed for Tết Bính Ngọ from Saturday 14 to Sunday 22 February 2026.
CALENDAR = SubmissionCalendar(
    (DueDay("health_insurance", 16), DueDay("social_insurance", 12), DueDay("poverty", 1, months=(12,)), DueDay("dossiers", 2, 0))
)


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Lists of December came on 5 January 2026; nothing since."""
    with an_office("embedded", request, tmp_path_factory.mktemp("office")) as plain:
        office = replace(plain, settings=replace(plain.settings, ward=replace(plain.settings.ward, calendar=CALENDAR)))
        inbox = office.folder / "inbox"
        inbox.mkdir()
        health_list(DECEMBER, cards(DECEMBER)).write(inbox)
        social_list(DECEMBER).write(inbox)
        run_paths(office.settings, [inbox], as_of=date(2026, 1, 5))
        yield office


def night(office: Office, as_of: date) -> dict[tuple[str, date], tuple[str, str]]:
    """A night that finds nothing: source and month -> state and rule."""
    with ward_warehouse(office.settings, alone=True) as engine:
        run_night(engine, office.settings, [], as_of=as_of)
    return {
        (source, month): (state, rule)
        for source, month, state, rule in office.rows("select source, month, state, rule_code from mart.submission")
    }


def test_a_silent_source_is_overdue_on_the_right_day_around_tet(office: Office) -> None:
    health, social = ("health_insurance", JANUARY), ("social_insurance", JANUARY)
    nights = {day: night(office, date(2026, 2, day)) for day in (10, 13, 22, 24, 26)}
    # Due on Monday 16, within Tết: on Monday 23. Five working days more: the 24th to 27th and Monday 2 March.
    assert [nights[day][health][0] for day in nights] == ["not_due", "due_soon", "due_soon", "late", "late"]
    assert night(office, date(2026, 3, 1))[health] == ("late", "C01")
    assert night(office, date(2026, 3, 2))[health] == ("overdue", "C02")
    # Due on Thursday 12, before Tết: one day late on the 13th, and still so on the 22nd; the fifth is Thursday 26.
    assert [nights[day][social] for day in nights] == [("due_soon", ""), *[("late", "C01")] * 3, ("overdue", "C02")]
    assert nights[10]["health_insurance", DECEMBER] == ("published", "")


def test_a_night_of_an_earlier_day_and_the_same_night_again_say_the_same(office: Office) -> None:
    first = night(office, date(2026, 2, 26))
    night(office, date(2026, 9, 1))
    assert night(office, date(2026, 2, 26)) == first == night(office, date(2026, 2, 26))


def test_what_came_before_the_ward_began_is_not_asked_for_and_a_source_that_never_came_is_told_once(office: Office) -> None:
    found = night(office, date(2026, 3, 20))
    assert found["dossiers", DECEMBER] == ("not_expected", "")  # due on 2 December, before the first file came
    assert found["poverty", DECEMBER] == ("overdue", "C04")  # due on 1 January, so on Monday the 5th, the day of the first file
    assert {month: rule for (source, month), (_, rule) in found.items() if source == "dossiers" and rule} == {date(2026, 3, 1): "C04"}


def test_two_silent_months_are_told_as_that_and_the_table_does_not_grow(office: Office) -> None:
    later = night(office, date(2026, 4, 1))
    assert later["health_insurance", date(2026, 2, 1)] == ("overdue", "C03")
    assert later["health_insurance", JANUARY] == ("overdue", "C02")
    assert len(night(office, date(2030, 4, 1))) == 48


def test_a_decision_or_the_list_itself_ends_it_and_the_decision_is_taken_back(office: Office) -> None:
    officer = Officer(office, name="Lan")
    done = officer.nothing("health_insurance", JANUARY)
    found = night(office, date(2026, 3, 10))
    assert found["health_insurance", JANUARY] == ("nothing", "")
    assert office.one("select nothing_by from audit.submission where state = 'nothing'") == "Lan"
    assert done.decision is not None
    officer.undo(done.decision)
    assert night(office, date(2026, 3, 10))["health_insurance", JANUARY] == ("overdue", "C02")
    inbox = office.folder / "late"
    inbox.mkdir()
    health_list(JANUARY, cards(JANUARY)).write(inbox)
    run_paths(office.settings, [inbox], as_of=date(2026, 3, 11))
    late = office.rows(
        """select state, due_date, arrived_on, days_late, rule_code, message from mart.submission
           where source = 'health_insurance' and month = %s""",
        JANUARY,
    )
    assert late == [
        (
            "published_late",
            date(2026, 2, 23),
            date(2026, 3, 11),
            12,
            "C05",
            "BHYT tháng 01/2026: nhận ngày 11/03/2026, sau hạn nộp 23/02/2026 là 12 ngày làm việc.",
        )
    ]


def test_a_ward_without_due_days_has_no_calendar(office: Office) -> None:
    plain = replace(office.settings, ward=replace(office.settings.ward, calendar=SubmissionCalendar()))
    assert night(replace(office, settings=plain), date(2026, 3, 20)) == {}


def test_no_finding_stands_on_a_file(office: Office) -> None:
    assert office.rows("select distinct rule_code from audit.finding where rule_code like 'C%%'") == []


def test_the_view_names_nobody(office: Office) -> None:
    columns = {
        name
        for (name,) in office.rows(
            "select column_name from information_schema.columns where table_schema = 'mart' and table_name = 'submission'"
        )
    }
    assert "nothing_by" not in columns and "file_name" not in columns
