"""One person, whatever number a list knows them by: ids that a delivery carries together are one person in every list, earlier or later."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations, zip_longest
from pathlib import Path

import pytest

from tests.support.databases import new_warehouse
from tests.support.office import AUGUST, JULY, JUNE, Office, cards, health_list, office_at, poverty_list, report, social_list, statuses
from tests.synthetic.delivery import Delivery
from tests.synthetic.insurance import social_records
from tests.synthetic.layouts_health import health_flat
from tests.synthetic.layouts_poverty import poverty_national
from tests.synthetic.records import Record
from tests.synthetic.sheets import Sheet

LINKED, NUMBER_ONLY = ("personal_id", "bhxh_number"), ("bhxh_number",)
PEOPLE_IN_FACTS = """select count(distinct person_key) from (
    select person_key from warehouse.fact_health_insurance union all select person_key from warehouse.fact_social_insurance) f"""


def known_by(records: Sequence[Record], ids: Sequence[str]) -> list[Record]:
    """The rows with those ids alone."""
    return [
        record.change(**{name: record.values[name] if name in ids else None for name in LINKED}, card_number=None) for record in records
    ]


def three_lists() -> dict[str, Delivery]:
    """June knows both numbers, July and August the insurance number alone, and so does August's social insurance list."""
    from tests.support.office import SEED, small_ward

    return {
        "both": health_list(JUNE, known_by(cards(JUNE), LINKED)),
        "later": health_list(JULY, known_by(cards(JULY), NUMBER_ONLY)),
        "social": social_list(AUGUST, known_by(social_records(small_ward(), AUGUST, SEED), NUMBER_ONLY)),
    }


@pytest.mark.parametrize("order", list(permutations(("both", "later", "social"))), ids="-".join)
def test_a_person_is_one_whether_the_link_is_learned_before_or_after(order: tuple[str, ...], embedded_url: str, tmp_path: Path) -> None:
    lists = three_lists()
    with new_warehouse(embedded_url) as url:
        office = office_at(url, tmp_path)
        for name in order:
            assert not office.send(lists[name]).is_refused
        assert office.one(PEOPLE_IN_FACTS) == len(cards(JUNE))
        assert office.facts() == facts_at_once(lists, embedded_url, tmp_path / "at_once")


def facts_at_once(lists: dict[str, Delivery], server: str, folder: Path) -> dict[str, list[str]]:
    folder.mkdir()
    with new_warehouse(server) as url:
        office = office_at(url, folder)
        office.send(*lists.values())
        return office.facts()


def test_a_person_known_by_either_number_is_one_on_both_servers(database_url: str, tmp_path: Path) -> None:
    office, lists = office_at(database_url, tmp_path), three_lists()
    office.send(lists["later"], lists["social"])
    assert office.one(PEOPLE_IN_FACTS) == len(cards(JULY))
    office.send(lists["both"])
    assert office.one(PEOPLE_IN_FACTS) == len(cards(JULY))
    assert office.one(
        "select count(*) from warehouse.fact_health_insurance a join warehouse.fact_health_insurance b using (person_key) where "
        "a.month_key = 202606 and b.month_key = 202607"
    ) == len(cards(JUNE))


def one_card(month_records: Sequence[Record], personal_id: str | None, number: str | None, name: str) -> Record:
    """A row of the first person's, as somebody else wrote the numbers down."""
    return month_records[0].copy().change(personal_id=personal_id, bhxh_number=number, name=name, card_number=None)


def claims() -> dict[str, Delivery]:
    """One insurance number alone in June, with a personal id in July, with another one in August."""
    people = cards(JUNE)
    number, mine, other = people[0].values["bhxh_number"], people[0].values["personal_id"], people[1].values["personal_id"]
    name, other_name = people[0].values["name"], people[1].values["name"]
    return {
        "alone": health_list(JUNE, [one_card(people, None, number, name)]),
        "mine": health_list(JULY, [one_card(cards(JULY), mine, number, name)]),
        "other": health_list(
            AUGUST,
            [
                one_card(cards(AUGUST), other, number, other_name).change(
                    sex=people[1].values["sex"], birth_date=people[1].values["birth_date"]
                )
            ],
        ),
    }


@pytest.mark.parametrize("order", list(permutations(("alone", "mine", "other"))), ids="-".join)
def test_a_number_that_two_personal_ids_claim_links_nobody(order: tuple[str, ...], one_database_url: str, tmp_path: Path) -> None:
    office, lists = office_at(one_database_url, tmp_path), claims()
    for name in order:
        assert not office.send(lists[name]).is_refused
    assert office.rows("select count(*), count(distinct person_key) from warehouse.fact_health_insurance") == [(3, 3)]


def test_a_number_that_one_personal_id_claims_links_them(one_database_url: str, tmp_path: Path) -> None:
    office, lists = office_at(one_database_url, tmp_path), claims()
    office.send(lists["alone"], lists["mine"])
    assert office.rows("select count(*), count(distinct person_key) from warehouse.fact_health_insurance") == [(2, 1)]


def test_joining_two_keys_of_one_month_counts_the_person_once(one_database_url: str, tmp_path: Path) -> None:
    """Two cards in July, one under each number: two people until June's list says that they are one."""
    office, people = office_at(one_database_url, tmp_path), cards(JULY)
    mine, number = people[0].values["personal_id"], people[0].values["bhxh_number"]
    name = people[0].values["name"]
    office.send(health_list(JULY, [one_card(people, mine, None, name), one_card(people, None, number, name)]), report(JULY))
    before = sum(office.values(f"XH04-N{group}")["2026-07"] for group in range(6))
    office.send(health_list(JUNE, [one_card(cards(JUNE), mine, number, name)]))
    after = sum(office.values(f"XH04-N{group}")["2026-07"] for group in range(6))
    assert before == 2 * after > 0  # shares of the same population
    assert office.rows("select card_count from warehouse.fact_health_insurance where month_key = 202607") == [(2,)]


def test_a_member_of_a_poor_household_is_the_card_holder(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(health_list(JUNE, cards(JUNE)), poverty_list(JUNE))
    members = office.one("select count(*) from warehouse.fact_household_member")
    assert members > 10
    assert (
        office.one(
            "select count(*) from warehouse.fact_household_member join warehouse.fact_health_insurance using (ward_key, "
            "month_key, person_key)"
        )
        == members
    )


def test_the_pseudonym_depends_on_the_ward_s_secret(one_database_url: str, tmp_path: Path) -> None:
    """It is the first half of HMAC-SHA256 over the id; without the key nobody can try all ids."""
    import hashlib

    office = office_at(one_database_url, tmp_path)
    office.send(health_list(JUNE, cards(JUNE)))
    pseudonyms = {
        str(value).replace("-", "") for (value,) in office.rows("select pseudonym from warehouse.dim_person where person_key > 0")
    }
    plain = {hashlib.sha256(record.values["personal_id"].encode()).hexdigest()[:32] for record in cards(JUNE)}
    assert len(pseudonyms) == len(cards(JUNE))
    assert pseudonyms & plain == set()


def test_another_secret_is_refused_before_anything_is_published(one_database_url: str, tmp_path: Path) -> None:
    from dataclasses import replace

    from flows.database.engine import WarehouseError
    from flows.pipeline.run import run_paths

    office = office_at(one_database_url, tmp_path)
    office.send(health_list(JUNE, cards(JUNE)))
    with pytest.raises(WarehouseError, match="not the one that ward 10744 was loaded with"):
        run_paths(replace(office.settings, secret_text="another key, not the first one"), [tmp_path])
    assert office.one("select count(*) from audit.run") == 1


def newest_words(office: Office) -> list[tuple[str, ...]]:
    """Of every person of the star, as the officer is shown them."""
    from flows.database.engine import open_engine
    from flows.vault.access import show_person
    from flows.vault.master_keys import master_keys

    keys = master_keys(office.settings)
    people = [key for (key,) in office.rows("select person_key from warehouse.dim_person where person_key > 0 order by pseudonym")]
    with open_engine(office.settings) as engine:
        shown = [show_person(engine, keys, key, "kiểm thử", "xem lời mới nhất")[0].document for key in people]
    return sorted((words["full_name"], words["personal_id"], words["social_insurance_number"]) for words in shown)


def in_order(feed: Callable[[Office], None], server: str, folder: Path) -> list[tuple[str, ...]]:
    folder.mkdir()
    with new_warehouse(server) as url:
        office = office_at(url, folder)
        feed(office)
        return newest_words(office)


def test_the_vault_keeps_the_words_of_the_newest_month(embedded_url: str, tmp_path: Path) -> None:
    june, july = cards(JUNE)[:3], cards(JULY)[:3]
    for record in july:
        record.change(name=record.values["name"] + " Tâm")
    lists = health_list(JUNE, june), health_list(JULY, july)
    forwards = in_order(lambda office: [office.send(item) for item in lists] and None, embedded_url, tmp_path / "a")
    backwards = in_order(lambda office: [office.send(item) for item in reversed(lists)] and None, embedded_url, tmp_path / "b")
    assert forwards == backwards
    assert all(name.endswith(" Tâm") for name, _, _ in forwards)


def test_sent_twice_under_two_names_is_told_once(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    result = office.send(
        health_list(JUNE, cards(JUNE), name="a BHYT_2026-06.csv"), health_list(JUNE, cards(JUNE), name="b BHYT_2026-06.csv")
    )
    assert statuses(result) == {"a BHYT_2026-06.csv": "published", "b BHYT_2026-06.csv": "duplicate"}


def test_a_household_numbered_by_its_heads_personal_id_is_known_by_a_pseudonym(one_database_url: str, tmp_path: Path) -> None:
    """In the star and in what is found of it, over the months; households with numbers of their own keep them."""
    office, number = office_at(one_database_url, tmp_path), "030199000001"
    for month in (JUNE, JULY):
        listed = poverty_list(month)
        listed.records[0].change(household_number=number, decision_number=None)
        result = office.send(replace(listed, sheets=poverty_national(list(listed.records), [], month)))
        assert not result.is_refused
    numbers = {name for (name,) in office.rows("select household_number from warehouse.dim_household where household_key > 0")}
    (pseudonym,) = [name for name in numbers if name.startswith("H-")]
    assert len(numbers) > 1 and number not in numbers
    assert (
        office.one(
            "select count(*) from warehouse.fact_poverty join warehouse.dim_household using (household_key) where household_number = %s",
            pseudonym,
        )
        == 2
    )
    told = [message for (message,) in office.rows("select message_vi from audit.finding where rule_code = 'P09'")]
    assert told and not [message for message in told if number in message]
    assert any(pseudonym in message for message in told)


def halves_beside_each_other(records: list[Record], month: date) -> list[Sheet]:
    """The first half of a list, and the second to its right; rows of both have the same numbers."""
    middle = len(records) // 2
    left, right = (health_flat(half, month)[0] for half in (records[:middle], records[middle:]))
    width = max(map(len, left.rows)) + 1
    rows = [[*one, *[None] * (width - len(one)), *other] for one, other in zip_longest(left.rows, right.rows, fillvalue=())]
    return [replace(left, rows=rows)]


def test_lists_beside_each_other_are_published_like_one_under_the_other(one_database_url: str, embedded_url: str, tmp_path: Path) -> None:
    """Their rows share sheet and row numbers: each keeps its own findings, its own repairs and its own line in the vault."""
    records = [record.copy() for record in cards(JULY)]
    records[0].change(personal_id="03030400003O")  # left, row 2
    records[len(records) // 2].change(personal_id="03030400002O")  # right, row 2
    beside = health_list(JULY, records, container="xlsx", layout=halves_beside_each_other)
    plain = health_list(JULY, records, container="xlsx")
    office = office_at(one_database_url, tmp_path / "beside")
    with new_warehouse(embedded_url) as url:
        alone = office_at(url, tmp_path / "alone")
        for one, delivery in ((office, beside), (alone, plain)):
            one.send(delivery)
        counted = "select rows_read, rows_published, rows_quarantined from audit.delivery"
        assert office.rows(counted) == alone.rows(counted)
        people = "select count(*), count(distinct person_key), sum(is_covered) from warehouse.fact_health_insurance"
        assert office.rows(people) == alone.rows(people)
        found = "select rule_code, severity from audit.finding order by 1, 2"
        assert office.rows(found) == alone.rows(found) != []
        for table in ("person_row", "quarantined_row", "repair"):
            sealed = f"select count(*), count(distinct (sheet_name, row_number)) from vault.{table}"
            assert office.rows(sealed) == alone.rows(sealed)
    places = office.rows("select sheet_name, row_number from audit.finding where row_number is not null")
    assert ("Sheet1", 2) in places and {row for name, row in places if name.startswith("Sheet1 (cột ")} == {2}
