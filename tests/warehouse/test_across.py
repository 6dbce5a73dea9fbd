"""Findings across sources: coverage above 100 %, poor people without their card, open dossiers that a log states, households that
vanished."""

from pathlib import Path

from tests.support.office import JULY, JUNE, Office, cards, health_list, office_at, poverty_list, report, rules_of, small_ward, statuses
from tests.synthetic.delivery import Delivery
from tests.synthetic.dossiers import make_dossiers, month_log
from tests.synthetic.layouts_dossiers import dossiers_register
from tests.synthetic.layouts_poverty import poverty_national
from tests.synthetic.poverty import poverty_records
from tests.synthetic.records import Record

SEED = 7
HEALTH, POVERTY = "BHYT_2026-06.csv", "HoNgheo_2026-06.xlsx"


def poor_people() -> set[int]:
    return {person.index for household in small_ward().households if household.poverty for person in household.members}


def found(office: Office, rule: str) -> list[tuple[str, str, int | None]]:
    return office.rows(("select file_name, message_vi, row_number from audit.finding where rule_code = %s order by finding_id"), rule)  # type: ignore[return-value]


def test_coverage_above_all_inhabitants_is_asked_about(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    everybody_in_one_group = [record.change(group=1, group_name="Tổ dân phố Đông Nam") for record in cards(JUNE)]
    office.send(report(JUNE, population={"10744-01": 5}), health_list(JUNE, everybody_in_one_group))
    (said,) = [(name, row) for name, message, row in found(office, "X01") if "Đông Nam" in message]
    assert said == (HEALTH, None)


def test_a_finding_across_sources_does_not_change_the_status_of_the_delivery(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    people = [record for record in cards(JUNE) if record.subject not in poor_people()]
    result = office.send(health_list(JUNE, people), poverty_list(JUNE))
    assert statuses(result)[POVERTY] == "published"
    assert "X02" in rules_of(office, POVERTY)


def test_each_member_of_a_poor_household_without_a_card_is_listed_on_its_row(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    delivery = poverty_list(JUNE)
    uncovered = sorted(poor_people())[:2]
    office.send(health_list(JUNE, [record for record in cards(JUNE) if record.subject not in uncovered]), delivery)
    rows = {
        delivery.sheets[0].places[id(member)]
        for household in delivery.records
        for member in household.members
        if member.subject in uncovered
    }
    assert {row for _, _, row in found(office, "X02")} == rows
    assert {name for name, _, _ in found(office, "X02")} == {POVERTY}


def test_a_card_of_another_group_is_no_card_of_the_poor(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    people = cards(JUNE)
    odd = next(record for record in people if record.subject in poor_people())
    odd.change(object_code="GD", card_number=odd.values["bhxh_number"])
    office.send(health_list(JUNE, people), poverty_list(JUNE))
    assert len(found(office, "X02")) == 1


def test_without_a_health_list_of_the_month_nobody_is_said_to_lack_a_card(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(poverty_list(JUNE))
    assert found(office, "X02") == []


def test_a_finding_goes_when_the_list_that_was_missing_arrives(one_database_url: str, tmp_path: Path) -> None:
    """They are judged afresh whenever something is published."""
    office = office_at(one_database_url, tmp_path)
    people = cards(JUNE)
    office.send(health_list(JUNE, [record for record in people if record.subject not in poor_people()]), poverty_list(JUNE))
    assert len(found(office, "X02")) == len(poor_people())
    office.send(health_list(JUNE, people, name="BHYT_2026-06 day du.csv"))
    assert found(office, "X02") == []


def stated_log(open_count: int) -> tuple[Delivery, int]:
    """A register that states its open dossiers below the list, and how many are open."""
    records = month_log(make_dossiers(small_ward(), JUNE, JUNE, 30, SEED), JUNE)
    sheets = dossiers_register(records, JUNE)
    total = next(number for number, row in enumerate(sheets[0].rows) if str(row[1]).startswith("Tổng cộng"))
    sheets[0].rows.insert(total + 1, [None, f"Đang giải quyết: {open_count} hồ sơ", *[None] * 14])
    still_open = sum(record.values["finished_at"] is None and record.values["status"] != "Không được tiếp nhận" for record in records)
    return Delivery("So theo doi thang 06-2026.xlsx", "dossiers", JUNE, "xlsx", sheets, records), still_open


def test_a_stated_count_of_open_dossiers_is_compared_with_the_log(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    _, still_open = stated_log(0)
    office.send(stated_log(still_open + 5)[0])
    assert [(name, row) for name, _, row in found(office, "X03")] == [("So theo doi thang 06-2026.xlsx", None)]


def test_a_stated_count_that_agrees_is_no_finding(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(stated_log(stated_log(0)[1])[0])
    assert office.one("select stated_open_count from audit.delivery") == stated_log(0)[1]
    assert found(office, "X03") == []


def vanished(leave: bool) -> Delivery:
    """July's list without one household of June's, which stands in the list of those who left, or nowhere."""
    listed, left = poverty_records(small_ward(), JULY, JULY, SEED)
    gone: list[Record] = listed[:1] if leave else []
    return Delivery("HoNgheo_2026-07.xlsx", "poverty", JULY, "xlsx", poverty_national(listed[1:], [*left, *gone], JULY), listed[1:])


def test_a_household_that_is_in_no_list_any_more_is_asked_about(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(poverty_list(JUNE), vanished(leave=False))
    assert [name for name, _, _ in found(office, "X04")] == ["HoNgheo_2026-07.xlsx"]


def test_a_household_that_left_the_list_is_accounted_for(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(poverty_list(JUNE), vanished(leave=True))
    assert found(office, "X04") == []


def test_a_run_without_news_leaves_the_findings_as_they_are(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    people = health_list(JUNE, [record for record in cards(JUNE) if record.subject not in poor_people()])
    office.send(people, poverty_list(JUNE))
    before = office.rows("select finding_id, message_vi from audit.finding where rule_code like 'X%' order by 1")
    office.send(people)
    assert office.rows("select finding_id, message_vi from audit.finding where rule_code like 'X%' order by 1") == before


def test_no_finding_across_sources_names_a_person(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(health_list(JUNE, [record for record in cards(JUNE) if record.subject not in poor_people()]), poverty_list(JUNE))
    told = " ".join(message for _, message, _ in found(office, "X02"))
    assert told
    assert not [person.name for person in small_ward().people if person.name in told or person.personal_id in told]
