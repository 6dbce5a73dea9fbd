"""Which ids are one person's, after decisions: as if every list had been learned anew, without learning the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SERVERS
from tests.support.office import JULY, JUNE, Office, an_office, cards, health_list, report
from tests.support.officer import Officer
from tests.synthetic.records import Record
from tests.warehouse.test_rebuild import rebuilt

FILE = "BHYT_2026-06.csv"
_KNOWN = "select pseudonym::text, insurance_pseudonym::text from warehouse.dim_person where person_key > 0 order by 1"
_LINKS = "select personal_pseudonym::text, insurance_pseudonym::text from audit.person_link order by 1, 2"


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office(request.param, request, tmp_path) as made:
        yield made


def everything(office: Office) -> tuple[object, ...]:
    return office.facts(), office.figures(), office.rows(_KNOWN), office.rows(_LINKS)


def lists() -> tuple[list[Record], list[Record]]:
    """June: the first two claim one insurance number, the third has two. July: both numbers alone, under which rows stand. A warning
    (a group that nobody knows) makes each of the three a row that can be decided about."""
    june, july = cards(JUNE), cards(JULY)
    first, second, third = june[:3]
    second.change(bhxh_number=first.values["bhxh_number"], card_number=None)
    again = third.copy().change(bhxh_number=june[-1].values["bhxh_number"], card_number=None)
    june[-1:] = [again]
    for one in (first, second, again):
        one.change(group=0)
        one.shown.update(group_name="Thôn Đồng Ngoài", address="Thôn Đồng Ngoài")
    numbers = {first.values["bhxh_number"], again.values["bhxh_number"]}
    lone = [one.change(personal_id=None) for one in july if one.values["bhxh_number"] in numbers]
    assert len(lone) == 2, "July has a row under each of the two numbers alone"
    return june, july


@pytest.mark.parametrize(
    ("office", "has_replaced_list"), [*((server, False) for server in SERVERS), ("embedded", True)], indirect=["office"]
)
def test_a_row_that_is_left_out_teaches_no_more_and_teaches_again_when_it_is_taken_back(office: Office, has_replaced_list: bool) -> None:
    june, july = lists()
    if has_replaced_list:  # it teaches too, and its rows are gone: only its file can tell what it teaches without the row
        office.send(report(JUNE), health_list(JUNE, june, name="BHYT_2026-06 lần 1.csv"))
    office.send(report(JUNE), health_list(JUNE, june[::-1] if has_replaced_list else june), report(JULY), health_list(JULY, july))
    officer, before = Officer(office), everything(office)
    assert len(office.rows(_LINKS)) == 4, "the second has its own number in July"
    rows = office.rows(
        """select row_number, rule_code from audit.finding
           where file_name = %s and severity = 'warning' and row_number is not null order by 1""",
        FILE,
    )
    rows = [(row, rule) for row, rule in rows if rule == rows[0][1]]
    assert len(rows) == 3
    seen = []
    for row, rule in rows[: 1 if has_replaced_list else None]:
        done = officer.exclude(FILE, rule, [row])
        seen.append(made := everything(office))
        rebuilt(office)
        assert everything(office) == made, f"row {row} left out"
        officer.undo(done.decision or 0)
        assert everything(office) == before, f"row {row} taken back"
    assert all(one[0] != before[0] for one in seen)
    assert all(one[2:] != before[2:] for one in seen), "these rows alone taught it, and a row is left out of the replaced list as well"
