"""Days off as the warehouse's calendar has them are those that are reckoned; a calendar that is not the ward's own is not asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows.config import calendar
from flows.database.engine import open_engine
from flows.validation import days_off as asked
from flows.validation.days_off import days_off_of
from tests.conftest import SERVERS
from tests.support.office import JUNE, Office, an_office, cards, health_list

YEARS = range(2024, 2029)


@pytest.fixture(params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office(request.param, request, tmp_path, fed=a_month) as made:
        yield made


def a_month(made: Office) -> None:
    made.send(health_list(JUNE, cards(JUNE)))


def test_the_calendar_of_the_warehouse_tells_what_would_be_reckoned(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ward = office.settings.ward
    expected = calendar.days_off(YEARS, ward)
    assert date(2026, 8, 31) in expected and date(2026, 8, 22) not in expected
    reckoned: list[object] = []

    def reckon(*given: object) -> frozenset[date]:
        reckoned.append(given)
        return frozenset()

    monkeypatch.setattr(asked, "days_off", reckon)
    with open_engine(office.settings) as engine, engine.begin() as connection:
        assert days_off_of(connection, ward, YEARS) == expected
        assert not reckoned
        for unknown in (range(2018, 2023), range(2033, 2038)):
            days_off_of(connection, ward, unknown)
        days_off_of(None, ward, YEARS)
        assert len(reckoned) == 3


def test_days_of_another_ward_are_reckoned(office: Office) -> None:
    own = replace(office.settings.ward, extra_days_off=(date(2026, 6, 1),), extra_working_days=(date(2026, 6, 6),))
    with open_engine(office.settings) as engine, engine.begin() as connection:
        found = days_off_of(connection, own, YEARS)
    assert found == calendar.days_off(YEARS, own)
    assert date(2026, 6, 1) in found and date(2026, 6, 6) not in found
