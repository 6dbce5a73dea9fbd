"""One row in its surroundings and what its cell was perhaps meant to say, on a warehouse with two months of cards."""

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from flows.database.warehouse import ward_warehouse
from flows.pipeline.cell_proposals import PROPOSAL_SCHEMA, proposals
from flows.pipeline.surroundings import LookedAt, looked_at, surroundings
from tests.support.office import JULY, JUNE, Office, an_office, cards, health_list, report

TYPO = "Tổ dân phố Đông Naam"
#: Rows of the file as Excel shows them: the heading is row 1.
TYPOS, SWAPPED, BROKEN_ID, AMBIGUOUS, ANOTHERS_ID = (4, 5), 7, 9, 11, 13


def spoil(office: Office) -> None:
    people = cards(JULY)
    for row in TYPOS:
        people[row - 2].change(group_name=TYPO, address="Số 1, ngõ 2")
    people[SWAPPED - 2].change(valid_from="01/31/2026")
    people[BROKEN_ID - 2].change(personal_id="0301900")
    people[AMBIGUOUS - 2].change(group_name="Tổ dân phố số 77", address="Số 1, ngõ 2")
    people[ANOTHERS_ID - 2].change(personal_id=people[1].values["personal_id"], bhxh_number=None, card_number=None)
    office.send(report(JUNE), health_list(JUNE, cards(JUNE)))
    office.send(health_list(JULY, people))


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("rows")) as made:
        spoil(made)
        yield made


@pytest.fixture(scope="module")
def looked(office: Office) -> LookedAt:
    number = int(office.one("select delivery_id from audit.delivery where month = %s and source = 'health_insurance'", JULY))
    with ward_warehouse(office.settings) as engine:
        found = looked_at(engine, office.settings, number)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def proposed(office: Office, looked: LookedAt) -> pl.DataFrame:
    rows = office.rows(
        "select sheet_name, row_number, rule_code from audit.finding where delivery_id = %s and state = 'open' and severity <> 'info'",
        looked.delivery_id,
    )
    return proposals(
        looked, pl.DataFrame(rows, schema={name: PROPOSAL_SCHEMA[name] for name in ("sheet_name", "row_number", "rule_code")}, orient="row")
    )


def of(proposed: pl.DataFrame, row: int) -> list[tuple[object, ...]]:
    return proposed.filter(pl.col("row_number") == row).select("rule_code", "column_name", "before", "after", "why", "rows").rows()


def test_a_misspelt_group_is_proposed_with_the_rows_it_touches(proposed: pl.DataFrame) -> None:
    for row in TYPOS:
        assert of(proposed, row) == [("H09", "residential_group", TYPO, "Tổ dân phố Đông Nam", "nearest_word", 2)]


def test_a_day_with_its_month_exchanged_is_proposed(proposed: pl.DataFrame) -> None:
    assert of(proposed, SWAPPED) == [("H02", "valid_from", "01/31/2026", "31/01/2026", "days_swapped", 1)]


def test_the_number_that_the_same_person_had_last_month_is_proposed(proposed: pl.DataFrame) -> None:
    right = cards(JUNE)[BROKEN_ID - 2].values["personal_id"]
    assert of(proposed, BROKEN_ID) == [("H07", "personal_id", "0301900", right, "last_month", 1)]


def test_nothing_is_proposed_where_nobody_knows(office: Office, looked: LookedAt, proposed: pl.DataFrame) -> None:
    broken = office.rows("select distinct row_number from audit.finding where delivery_id = %s and severity <> 'info'", looked.delivery_id)
    assert {(AMBIGUOUS,), (ANOTHERS_ID,)} <= set(broken)
    assert of(proposed, AMBIGUOUS) == of(proposed, ANOTHERS_ID) == []
    assert proposed["row_number"].n_unique() == 4


def test_a_row_stands_between_its_neighbours_with_people_masked(looked: LookedAt) -> None:
    view = surroundings(looked, None, BROKEN_ID)
    assert view is not None and view.is_masked and view.earlier_month == JUNE
    assert [number for number, _ in view.neighbours] == [6, 7, 8, 9, 10, 11, 12]
    people = cards(JULY)
    shown = str(view)
    assert not [person.values["name"] for person in people[:20] if person.values["name"] in shown]
    assert not [person.values["personal_id"] for person in people[:20] if str(person.values["personal_id"]) in shown]
    cells = {one.column.name: one for one in view.cells}
    right = str(cards(JUNE)[BROKEN_ID - 2].values["personal_id"])
    assert (cells["personal_id"].sent, cells["personal_id"].cleaned, cells["personal_id"].last_month) == ("***00", "", f"***{right[-3:]}")
    group = cells["residential_group"]
    assert group.sent == group.cleaned == group.last_month and group.cleaned.startswith("Tổ dân phố")
    assert cells["valid_from"].cleaned == f"{people[BROKEN_ID - 2].values['valid_from']:%d/%m/%Y}"


def test_in_clear_the_row_itself_is_shown_and_its_neighbours_are_not(looked: LookedAt) -> None:
    view = surroundings(looked, None, BROKEN_ID, is_masked=False)
    assert view is not None
    people = cards(JULY)
    assert str(view).count(people[BROKEN_ID - 2].values["name"]) >= 2
    assert not [person.values["name"] for person in (*people[4:7], *people[8:11]) if person.values["name"] in str(view)]


def test_the_first_row_and_a_row_that_is_none(looked: LookedAt) -> None:
    view = surroundings(looked, None, 2)
    assert view is not None and [number for number, _ in view.neighbours] == [2, 3, 4, 5]
    assert surroundings(looked, None, 99_999) is None and surroundings(looked, "khác", 2) is None
    assert isinstance(looked.month, date) and looked.month == JULY
