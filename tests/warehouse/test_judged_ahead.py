"""A delivery may be judged while the one before is written: whatever is judged when, the same is found, published and told."""

from collections import Counter
from inspect import stack
from pathlib import Path
from typing import Any

import pytest

from expectations.engine.suite import warm_up
from flows.load import facts
from flows.pipeline import delivery
from flows.pipeline.outcomes import RunResult
from tests.support.databases import new_warehouse
from tests.support.office import JUNE, SEED, Office, cards, health_list, office_at, rules_of, small_ward, social_list, statuses
from tests.synthetic.insurance import social_records

FINDINGS = """select file_name, sheet_name, row_number, column_name, rule_code, severity, message_vi, state from audit.finding
    order by 1, 2, 3, 4, 5, 7"""


def told(office: Office, result: RunResult) -> tuple[Any, ...]:
    lines = [vars(line) for line in result.deliveries]
    return lines, office.rows(FINDINGS), office.facts(), office.figures()


def test_a_night_says_the_same_whether_its_deliveries_are_judged_ahead_or_in_turn(
    embedded_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead: list[str] = []
    own = delivery.judge_ahead

    def watched(run: Any, item: Any) -> Any:
        judged = own(run, item)
        ahead.append(str(judged and item.read.reading.source))
        return judged

    monkeypatch.setattr(delivery, "judge_ahead", watched)
    with new_warehouse(embedded_url) as url:
        office = office_at(url, tmp_path / "ahead")
        first = told(office, office.send_samples())
    assert {"dossiers", "health_insurance", "social_insurance", "poverty", "department_report"} <= set(ahead)
    monkeypatch.setattr(delivery, "judge_ahead", lambda run, item: None)
    with new_warehouse(embedded_url) as url:
        office = office_at(url, tmp_path / "turn")
        assert told(office, office.send_samples()) == first


def test_a_night_says_the_same_whether_its_lists_are_staged_before_they_are_judged(
    embedded_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the samples some rows are quarantined and some lists held: no row of them stays in staging."""
    with new_warehouse(embedded_url) as url:
        office = office_at(url, tmp_path / "after")
        first = told(office, office.send_samples())
    staged, stage = list[str](), delivery.stage_ahead

    def watched(connection: Any, source: str, *rest: Any) -> bool:
        was_staged = stage(connection, source, *rest)
        staged.extend([source] * was_staged)
        return was_staged

    monkeypatch.setattr(facts, "_LONG", 1)
    monkeypatch.setattr(delivery, "_is_coming", lambda prepared: prepared is not None)  # as if the judge took longest
    monkeypatch.setattr(delivery, "stage_ahead", watched)
    with new_warehouse(embedded_url) as url:
        office = office_at(url, tmp_path / "before")
        assert told(office, office.send_samples()) == first
        assert {"health_insurance", "social_insurance"} <= set(staged)
        assert (
            office.one("select count(*) from staging.stg_health_insurance")
            == office.one("select count(*) from staging.stg_social_insurance")
            == 0
        )


def test_a_list_that_is_held_leaves_nothing_in_staging(one_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office, people = office_at(one_database_url, tmp_path), cards(JUNE)
    office.send(health_list(JUNE, people[: len(people) // 2], name="BHYT_2026-06 phần 1.csv"))
    monkeypatch.setattr(facts, "_LONG", 1)
    monkeypatch.setattr(delivery, "_is_coming", lambda prepared: prepared is not None)
    result = office.send(health_list(JUNE, people[len(people) // 2 :], name="BHYT_2026-06 phần 2.csv"))
    assert statuses(result) == {"BHYT_2026-06 phần 2.csv": "held"}
    assert office.one("select count(*) from staging.stg_health_insurance") == 0


def test_a_short_list_is_judged_while_others_are_read_but_for_what_its_source_sent_before(
    one_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm_up()
    office, people, judged = office_at(one_database_url, tmp_path), cards(JUNE), list[tuple[str, bool]]()
    own = delivery.judge_ahead

    def watched(run: Any, item: Any) -> Any:
        is_early = any(function.function == "_made_early" for function in stack())
        judged.append((item.read.incoming.found.file_name, is_early))
        return own(run, item)

    monkeypatch.setattr(delivery, "judge_ahead", watched)
    names = [f"BHYT_2026-06 phần {part}.csv" for part in (1, 2)]
    middle = len(people) // 2
    result = office.send(health_list(JUNE, people[:middle], name=names[0]), health_list(JUNE, people[middle:], name=names[1]))
    assert {(name, True) for name in names} <= set(judged)
    assert statuses(result) == {names[0]: "published", names[1]: "held"}


def test_two_lists_of_one_source_are_judged_one_after_the_other(one_database_url: str, tmp_path: Path) -> None:
    office, people = office_at(one_database_url, tmp_path), cards(JUNE)
    middle = len(people) // 2
    result = office.send(
        health_list(JUNE, people[:middle], name="BHYT_2026-06 phần 1.csv"),
        health_list(JUNE, people[middle:], name="BHYT_2026-06 phần 2.csv"),
    )
    assert statuses(result) == {"BHYT_2026-06 phần 1.csv": "published", "BHYT_2026-06 phần 2.csv": "held"}
    assert rules_of(office, "BHYT_2026-06 phần 2.csv") == {"F13"}


def test_a_list_of_a_published_month_is_judged_in_its_turn_and_so_is_what_cannot_be_judged_ahead(
    one_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, people, workers = office_at(one_database_url, tmp_path), cards(JUNE), social_records(small_ward(), JUNE, SEED)
    middle = len(people) // 2
    office.send(health_list(JUNE, people[:middle]))
    own, judged = delivery._judge, Counter[str]()

    def failing_once(connection: Any, run: Any, item: Any, *rest: Any) -> Any:
        judged[source := str(item.read.reading.source)] += 1
        if judged[source] == 1 and source == "social_insurance":
            raise RuntimeError("ahead alone")
        return own(connection, run, item, *rest)

    monkeypatch.setattr(delivery, "_judge", failing_once)
    rest = health_list(JUNE, people[middle:], name="BHYT_2026-06 phần 2.csv")
    result = office.send(rest, social_list(JUNE, workers, name="BHXH_2026-06.csv"))
    assert judged == {"social_insurance": 2, "health_insurance": 1}
    assert statuses(result) == {"BHYT_2026-06 phần 2.csv": "held", "BHXH_2026-06.csv": "published"}
    assert rules_of(office, "BHYT_2026-06 phần 2.csv") == {"F13"}
