"""A night computes the months that something touched, and what comes out is what comes out of computing everything.

Whatever happens to a small ward's warehouse (months out of order, lists sent again, denominators that come late, dossiers that end or are
corrected in later logs, months decided away and given back), after each night nothing is changed by computing all of it again.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from flows.database.engine import open_engine
from flows.pipeline.outcomes import Run
from flows.pipeline.refresh import bring_up_to_date
from flows.pipeline.retake import savepoint
from flows.pipeline.run import open_run
from flows.vault.master_keys import master_keys
from tests.benchmarks.history import copy_months
from tests.support.office import (
    AUGUST,
    JULY,
    JUNE,
    SEED,
    Office,
    an_office,
    cards,
    dossier_log,
    health_list,
    office_at,
    poverty_list,
    report,
    small_ward,
    social_list,
)
from tests.support.officer import Officer
from tests.synthetic.delivery import Delivery
from tests.synthetic.dossiers import CHANNELS, PROCEDURES, RETURNED, Dossier, month_log
from tests.synthetic.insurance import social_records
from tests.synthetic.records import next_month

#: One of the baseline's year, with which all later ones are compared.
MONTHS = (date(2025, 12, 1), JUNE, JULY, AUGUST)
KNOWN = {
    "value": """select indicator_key, area_key, month_key, window_kind, numerator, denominator, value, is_provisional from
        warehouse.fact_indicator where known_to is null and value is not null""",
    "judgement": "select to_jsonb(f) - 'run_key' from warehouse.fact_target_judgement f",
    "forecast": "select to_jsonb(f) - 'run_key' from warehouse.fact_target_forecast f",
    "hidden": "select indicator_key, area_key, month_key, window_kind, reason from warehouse.fact_suppressed_cell",
}


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("touched")) as made:
        yield made


def sent(office: Office, source: str, month: date, version: int) -> list[Delivery]:
    """A list of the month: ``version`` says how it differs from the one before."""
    name = f"{source} {version}_{month:%Y-%m}"
    if source == "health_insurance":
        people = cards(month)
        return [health_list(month, people[: len(people) - version], name=f"{name}.csv")]
    if source == "social_insurance":
        people = social_records(small_ward(), month, SEED)
        return [social_list(month, people[: len(people) - version], name=f"{name}.xlsx")]
    if source == "poverty":
        return [poverty_list(max(month, JUNE), name=f"{source} {version}_{max(month, JUNE):%Y-%m}.xlsx")]
    if source == "department_report":
        return [report(month, name=f"{name}.xlsx", population={"10744": 900 + version}, income=5_000_000 + version)]
    known = [one for one in map(partial(dossier, version), range(12)) if one.received_at < end_of(month)]
    return [dossier_log(month, month_log(known, month), name=f"{name}.xlsx")]


def end_of(month: date) -> datetime:
    return datetime(month.year, month.month, 1) + timedelta(days=31)


def dossier(version: int, number: int) -> Dossier:
    """Received in one of the months; when it is due and when it ends is told otherwise by each version."""
    received = datetime.combine(MONTHS[number % 4], time(8, 30)) + timedelta(days=2 * number)
    due, finished = received + timedelta(days=7 + version % 3), received + timedelta(days=4 * number + 9 * version)
    code = f"H24.40-{received:%y%m%d}-{number:04d}"
    return Dossier(code, PROCEDURES[3], small_ward().people[number], CHANNELS[number % 2], received, due, finished, finished, RETURNED)


def everything_again(office: Office) -> tuple[dict[str, list[str]], dict[str, list[str]], int]:
    """What is known, what is known after all of it was computed again (taken back afterwards), and how many values changed by that."""
    with open_engine(office.settings) as engine, engine.connect() as connection, connection.begin() as transaction:
        before = _known(connection)
        result, ward_key = open_run(connection, office.settings, None)
        run = Run(partial(savepoint, connection), office.settings, ward_key, master_keys(office.settings), result)
        bring_up_to_date(run, everything=True)
        after = _known(connection)
        transaction.rollback()
    return before, after, result.indicators_changed


def _known(connection: Any) -> dict[str, list[str]]:
    return {name: sorted(map(repr, connection.exec_driver_sql(query))) for name, query in KNOWN.items()}


def assert_as_computed_in_full(office: Office, story: object) -> None:
    before, after, changed = everything_again(office)
    for name, lines in before.items():
        assert sorted(set(lines) ^ set(after[name]))[:4] == [], (name, story)
    assert changed == 0, story


ACTS = st.tuples(
    st.sampled_from(("health_insurance", "social_insurance", "poverty", "department_report", "dossiers", "department_report", "dossiers")),
    st.sampled_from(MONTHS),
)


def test_what_was_touched_is_what_everything_would_give(office: Office) -> None:
    @settings(max_examples=2, phases=[Phase.generate], derandomize=True, database=None)
    @given(nights=st.lists(st.lists(ACTS, min_size=1, max_size=4, unique=True), min_size=4, max_size=4))
    def holds(nights: list[list[tuple[str, date]]]) -> None:
        for acts in nights:
            version = int(office.one("select count(*) from audit.run")) % 7
            office.send(*(one for source, month in acts for one in sent(office, source, month, version)))
            assert_as_computed_in_full(office, acts)

    holds()
    assert office.one("select count(*) from warehouse.fact_indicator where known_to is null") > 0


def test_a_decision_computes_its_month_alone(office: Office) -> None:
    officer, people = Officer(office), cards(JULY)
    people[3].change(valid_from="chưa rõ")
    name = "BHYT quyết định_2026-07.csv"
    office.send(report(JULY, name="BaoCao quyết định_2026-07.xlsx"), health_list(JULY, people, name=name))
    number = officer.number(name)
    row = int(office.one("select row_number from audit.finding where rule_code = 'H02' and state = 'open' and delivery_id = %s", number))
    computed = "select count(*) from warehouse.fact_indicator where run_key = (select max(run_id) from audit.run) and month_key <> 202607"
    seen = officer.correct(name, row, "valid_from", "01/01/2026", only_preview=True)
    done = officer.correct(name, row, "valid_from", "01/01/2026")
    assert seen.changes == done.changes and {change.month for change in done.changes} == {JULY}
    assert ("XH04", "10744") in {(change.indicator_code, change.area_code) for change in done.changes}
    assert office.one(computed) == 0
    assert_as_computed_in_full(office, "decided")
    back = officer.undo(done.decision or 0)
    assert [(change.before, change.after) for change in back.changes] == [(change.after, change.before) for change in done.changes]
    assert_as_computed_in_full(office, "taken back")


def ordinary(month: date) -> list[Delivery]:
    """The lists of a month, with dossiers of its own."""
    received = datetime.combine(month, time(8, 30))
    dossiers = [replace(dossier(0, number), code=f"H24.40-{month:%y%m}01-{number:04d}", received_at=received) for number in range(3)]
    ended = [replace(one, due_at=received + timedelta(days=7), finished_at=received + timedelta(days=5)) for one in dossiers]
    log = month_log([replace(one, returned_at=one.finished_at) for one in ended], month)
    return [report(month), health_list(month, cards(month)), dossier_log(month, log)]


def test_an_ordinary_night_computes_as_many_months_after_twelve_as_after_three(one_database_url: str, tmp_path: Path) -> None:
    office, first, asked = office_at(one_database_url, tmp_path), date(2025, 7, 1), [0]
    months = [next_month(first, number) for number in range(13)]

    def count(*_: Any) -> None:
        asked[0] += 1

    def night(month: date) -> tuple[int, int]:
        asked[0] = 0
        event.listen(Engine, "before_cursor_execute", count)
        try:
            result = office.send(*ordinary(month))
        finally:
            event.remove(Engine, "before_cursor_execute", count)
        assert not result.is_refused, result.deliveries
        return result.months_computed, asked[0]

    night(months[0])
    night(months[1])
    copy_months(office.settings, months[1], months[2:3])
    after_three = night(months[3])
    copy_months(office.settings, months[1], months[4:12])
    assert office.one("select count(distinct month_key) from warehouse.fact_indicator where known_to is null") == 12
    after_twelve = night(months[12])
    assert after_twelve == after_three and after_three[0] == 1, "one month, by as many statements"
