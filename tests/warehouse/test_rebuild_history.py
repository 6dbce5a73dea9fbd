"""A rebuild gives what the nights gave: facts, figures, open findings, people and households with their keys, after whatever happened.

Histories: one that is told below, with decisions, a held list that is released, lists sent again with fewer people, numbers of a person
that are learned late; and a few that are drawn at random from the same happenings.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import pytest

from flows.database.engine import open_engine
from flows.operations.rebuild import rebuild
from review.drafts import DecisionError
from tests.support.office import (
    JULY,
    JUNE,
    SEED,
    Office,
    an_office,
    cards,
    dossier_log,
    health_list,
    poverty_list,
    report,
    small_ward,
    social_list,
    the_samples,
)
from tests.support.officer import Officer
from tests.synthetic.delivery import Delivery
from tests.synthetic.insurance import social_records
from tests.synthetic.layouts_poverty import poverty_national
from tests.synthetic.poverty import poverty_records
from tests.warehouse.test_publish_dossiers import ON_TIME, row

#: That the same comes out again is what is asked here: nothing is remembered from the first time.
pytestmark = pytest.mark.usefixtures("cleaned_and_judged_anew")

OPEN = """select d.file_name, d.delivery_id, f.sheet_name, f.row_number, f.column_name, f.rule_code, f.severity, f.message_vi
    from audit.finding f join audit.delivery d using (delivery_id) where f.state = 'open' order by f::text collate "C" """
PEOPLE = "select person_key, pseudonym, insurance_pseudonym from warehouse.dim_person order by 1"
HOUSEHOLDS = "select household_key, household_number from warehouse.dim_household order by 1"
LINKS = "select insurance_pseudonym, personal_pseudonym from audit.person_link order by 1, 2"
DELIVERIES = "select delivery_id, file_name, source, month, status, rows_read, rows_published, superseded_by from audit.delivery order by 1"
CAUSES = "select rule_code, count(*) from audit.finding where state = 'open' group by 1 order by 1"


def everything(office: Office) -> dict[str, list[str]]:
    tables = {"open": OPEN, "people": PEOPLE, "households": HOUSEHOLDS, "links": LINKS, "deliveries": DELIVERIES, "causes": CAUSES}
    return {**office.facts(), **office.figures(), **{name: sorted(map(repr, office.rows(query))) for name, query in tables.items()}}


def assert_rebuilt_the_same(office: Office) -> None:
    """Table by table, so that a difference is short enough to read."""
    before = everything(office)
    with open_engine(office.settings) as engine:
        done = rebuild(engine, office.settings, lambda *_: None)
    after = everything(office)
    for name, lines in before.items():
        assert sorted(set(lines) ^ set(after[name]))[:6] == [], name
        assert len(lines) == len(after[name]), name
    assert (done.changed, done.missing, done.indicators_changed) == ([], [], 0)


def poor(month: date, *, fewer: int, name: str) -> Delivery:
    """A list of poor households without its last ones."""
    listed, left = poverty_records(small_ward(), month, JUNE, SEED)
    households = list(dict.fromkeys(record.subject for record in listed))
    kept = [record for record in listed if record.subject in households[: len(households) - fewer]]
    return Delivery(name, "poverty", month, "xlsx", poverty_national(kept, left, month), kept)


# --- what happens in an office --------------------------------------------------------------------------------------------
@dataclass
class History:
    """What was sent so far; names are never used twice."""

    office: Office
    officer: Officer
    sent: int = 0

    def name(self, kind: str, month: date) -> str:
        self.sent += 1
        return f"{kind}_{month:%Y-%m} lần {self.sent}.{'csv' if kind.startswith('BHYT') else 'xlsx'}"


def a_list_of_health(history: History, random: Random) -> None:
    """Some people are missing, some have one number only, one may have a date that nobody can read."""
    month = random.choice((JUNE, JULY))
    people = [person.copy() for person in cards(month) if random.random() > 0.05]
    for person in random.sample(people, 4):
        person.change(personal_id=None)
    for person in random.sample(people, 4):
        person.change(bhxh_number=None, card_number=None)
    if random.random() < 0.5:
        people[random.randrange(len(people))].change(valid_from="chưa rõ")
    history.office.send(health_list(month, people, name=history.name("BHYT", month)))


def a_thin_list(history: History, random: Random) -> None:
    """Held: it has far fewer people than the month before or the list that it would replace."""
    month = random.choice((JUNE, JULY))
    history.office.send(health_list(month, cards(month)[: random.randrange(15, 30)], name=history.name("BHYT thiếu", month)))


def a_list_of_social_insurance(history: History, random: Random) -> None:
    """Teaches that some of those insured there are those of the health lists."""
    month = random.choice((JUNE, JULY))
    people = social_records(small_ward(), month, SEED)
    for person, other in zip(random.sample(people, 3), random.sample(cards(month), 3)):
        person.change(name=other.values["name"], personal_id=other.values["personal_id"], bhxh_number=other.values["bhxh_number"])
    history.office.send(social_list(month, people, name=history.name("BHXH", month)))


def a_list_of_poverty(history: History, random: Random) -> None:
    month = random.choice((JUNE, JULY))
    history.office.send(poor(month, fewer=random.randrange(4), name=history.name("HoNgheo", month)))


def a_decision(history: History, random: Random) -> None:
    """About the newest delivery of any kind: whatever its state allows."""
    rows = history.office.rows(
        """select d.file_name, d.status, f.rule_code, f.row_number from audit.delivery d left join audit.finding f
               on f.delivery_id = d.delivery_id and f.state = 'open' and f.row_number is not null
           where d.source = 'health_insurance' and d.status not in ('superseded', 'duplicate', 'unreadable')
           order by d.delivery_id desc, f.row_number, f.rule_code"""
    )
    if not rows:
        return
    name, status, rule, number = random.choice(rows)
    acts: list[Callable[[], object]] = [lambda: history.officer.release(name)] if status == "held" else []
    if rule is not None:
        acts += [
            lambda: history.officer.exclude(name, None, [number]),
            lambda: history.officer.accept(name, rule, [number]),
            lambda: history.officer.correct(name, number, "valid_from", "01/01/2026"),
        ]
    for act in random.sample(acts, len(acts)):
        try:
            act()
            return
        except DecisionError:  # not what this state allows
            continue


HAPPENINGS = (
    a_list_of_health,
    a_list_of_health,
    a_thin_list,
    a_list_of_social_insurance,
    a_list_of_poverty,
    a_decision,
    a_decision,
    a_decision,
)


@pytest.fixture
def history(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[History]:
    with an_office("embedded", request, tmp_path) as office:
        office.send(report(JUNE), report(JULY))
        yield History(office, Officer(office))


def test_what_happened_in_a_summer_is_the_same_after_a_rebuild(history: History) -> None:
    """July before June; people and households that a corrected list no longer names; a person known by either number alone until a list
    says that both are one's; a cell that was corrected; a list that was held and released."""
    office, officer = history.office, history.officer
    person, *others = cards(JUNE)
    both = {name: person.values[name] for name in ("name", "personal_id", "bhxh_number")}
    twice = [person.copy().change(**{name: None}, card_number=None) for name in ("personal_id", "bhxh_number")]
    others[5].change(valid_from="chưa rõ")
    office.send(health_list(JULY, cards(JULY)), poverty_list(JULY), dossier_log(JULY, [row(JULY, ON_TIME)]))
    office.send(health_list(JUNE, [*twice, *others]), poverty_list(JUNE), social_list(JUNE))
    officer.correct(
        "BHYT_2026-06.csv", int(office.one("select row_number from audit.finding where rule_code = 'H02'")), "valid_from", "01/01/2026"
    )
    office.send(
        social_list(JULY, [social_records(small_ward(), JULY, SEED)[0].change(**both), *social_records(small_ward(), JULY, SEED)[1:]])
    )
    office.send(health_list(JULY, cards(JULY)[:-3], name="BHYT_2026-07 sửa.csv"))
    office.send(health_list(JULY, cards(JULY)[:20], name="BHYT_2026-07 thiếu.csv"))
    assert office.one("select status from audit.delivery where file_name = 'BHYT_2026-07 thiếu.csv'") == "held"
    officer.release("BHYT_2026-07 thiếu.csv")
    office.send(health_list(JULY, cards(JULY)[3:], name="BHYT_2026-07 sửa lần nữa.csv"))
    assert office.one("select count(*) from audit.delivery where file_name = 'BHYT_2026-07 sửa lần nữa.csv' and status = 'published'")
    office.send(poor(JULY, fewer=2, name="HoNgheo_2026-07 sửa.xlsx"))
    assert_rebuilt_the_same(office)


@pytest.mark.parametrize("seed", range(2))
def test_what_happens_by_chance_is_the_same_after_a_rebuild(history: History, seed: int) -> None:
    random = Random(seed)
    for _ in range(8):
        random.choice(HAPPENINGS)(history, random)
    assert_rebuilt_the_same(history.office)


def test_the_samples_are_the_same_after_a_rebuild(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with an_office("embedded", request, tmp_path, fed=the_samples) as office:
        assert_rebuilt_the_same(office)
