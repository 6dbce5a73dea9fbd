"""The warehouse is a function of the deliveries: whatever the order in which they arrive, the same facts and the same figures.

Deliveries held by F05 or F07 look back, and none of the samples is held by them in any order; the findings F09, R06 and X04 look back too.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.conftest import SERVERS
from tests.support.office import (
    AUGUST,
    JULY,
    JUNE,
    Office,
    an_office,
    cards,
    dossier_log,
    health_list,
    office_at,
    poverty_list,
    report,
    sample_names,
    social_list,
    statuses,
    the_samples,
    truth,
)
from tests.synthetic.dossiers import make_dossiers, month_log
from tests.synthetic.people import make_ward

#: That the same comes out again is what is asked here: nothing is remembered from the first time.
pytestmark = pytest.mark.usefixtures("cleaned_and_judged_anew")

FINDINGS = """select file_name, sheet_name, row_number, column_name, rule_code, severity, message_vi from audit.finding
              where rule_code not in ('F09', 'R06', 'X04')"""
LOOK_BACK = {"F05", "F07"}


def everything(office: Office) -> dict[str, list[str]]:
    findings = sorted(map(repr, office.rows(FINDINGS)))
    return {
        **office.facts(),
        **office.figures(),
        "findings": findings,
        "statuses": sorted(map(repr, office.rows("select file_name, status, rows_read, rows_published from audit.delivery"))),
    }


def assert_same(known: dict[str, list[str]], expected: dict[str, list[str]]) -> None:
    """Table by table, so that a difference is short enough to read."""
    assert set(known) == set(expected)
    for name, lines in expected.items():
        assert sorted(set(known[name]) ^ set(lines))[:6] == [], name
        assert len(known[name]) == len(lines), name


@pytest.fixture(scope="module", params=SERVERS)
def all_at_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The name of the server, and what it knows after one run over all samples."""
    with an_office(request.param, request, tmp_path_factory.mktemp("at_once"), fed=the_samples) as office:
        yield request.param, everything(office)


def fed_one_by_one(office: Office, names: list[str]) -> dict[str, list[str]]:
    for name in names:
        office.send_samples(name)
    assert not LOOK_BACK & {rule for (rule,) in office.rows("select rule_code from audit.finding")}
    return everything(office)


def test_files_fed_backwards_one_by_one_give_the_same(
    all_at_once: tuple[str, dict[str, list[str]]], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    server, expected = all_at_once
    backwards = sorted(sample_names(), key=lambda name: (truth()["deliveries"][name]["month"] or "", name), reverse=True)
    with an_office(server, request, tmp_path) as office:
        assert_same(fed_one_by_one(office, backwards), expected)


@pytest.mark.parametrize("seed", [1, 2])
def test_files_fed_in_any_order_give_the_same(
    seed: int, all_at_once: tuple[str, dict[str, list[str]]], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    server, expected = all_at_once
    names = list(sample_names())
    Random(seed).shuffle(names)
    with an_office(server, request, tmp_path) as office:
        assert_same(fed_one_by_one(office, names), expected)


def test_the_history_tells_every_value_once_at_a_time(one_database_url: str, tmp_path: Path) -> None:
    """Head counts come late and later: spans of one value neither overlap nor leave a gap, and each has a cause."""
    office = office_at(one_database_url, tmp_path)
    office.send(health_list(AUGUST, cards(AUGUST)), report(JUNE))
    office.send(report(JULY, population={"10744": 50}))
    office.send(report(AUGUST, population={"10744": 80}))
    assert [
        value
        for (value,) in office.rows(
            """select value::float from mart.indicator_history where indicator_code = 'XH04' and area_code = '10744' order by known_from"""
        )
    ] == [pytest.approx(100 * covered_in_august(office) / count) for count in (40, 50, 80)]
    rows = office.rows("""select known_from, known_to, lead(known_from) over w, cause from mart.indicator_history
                          window w as (partition by indicator_code, area_code, month, "window" order by known_from)""")
    assert any(following is not None for _, _, following, _ in rows), "no value ever changed: the test proves nothing"
    assert [row for row in rows if row[1] != row[2] or not row[3] or (row[1] is not None and row[1] <= row[0])] == []


def covered_in_august(office: Office) -> int:
    return int(office.one("select sum(is_covered) from warehouse.fact_health_insurance where month_key = 202608"))


def test_an_older_denominator_gives_way_when_its_month_arrives(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send(report(JUNE), health_list(JULY, cards(JULY)))
    provisional = (
        "select is_provisional, denominator::int from mart.indicator_value where indicator_code = %s and area_code = %s and month = %s"
    )
    assert office.rows(provisional, "XH04", "10744", JULY) == [(True, 40)]
    office.send(report(JULY, population={"10744": 80}))
    assert office.rows(provisional, "XH04", "10744", JULY) == [(False, 80)]


# --- a newer delivery of the same month ----------------------------------------------------------------------------------
def test_a_newer_list_takes_the_place_of_the_older_one_whole(database_url: str, tmp_path: Path) -> None:
    office, people = office_at(database_url, tmp_path), cards(JUNE)
    office.send(health_list(JUNE, people, name="BHYT_2026-06.csv"), report(JUNE))
    assert office.values("XH04-N1", "10744")
    result = office.send(health_list(JUNE, people[1:], name="BHYT_2026-06 (bản sửa).csv"))
    assert set(statuses(result).values()) <= {"published", "published_with_findings"}
    assert office.rows(
        "select file_name, status, superseded_by is null from audit.delivery where source = 'health_insurance' order by delivery_id"
    ) == [("BHYT_2026-06.csv", "superseded", False), ("BHYT_2026-06 (bản sửa).csv", result.deliveries[0].status, True)]
    assert office.rows("select count(*), count(distinct delivery_key) from warehouse.fact_health_insurance") == [(len(people) - 1, 1)]


def test_of_two_lists_of_one_month_in_one_run_the_first_is_told_as_superseded(one_database_url: str, tmp_path: Path) -> None:
    office, people = office_at(one_database_url, tmp_path), cards(JUNE)
    result = office.send(health_list(JUNE, people, name="BHYT_2026-06 a.csv"), health_list(JUNE, people[1:], name="BHYT_2026-06 b.csv"))
    assert statuses(result)["BHYT_2026-06 a.csv"] == "superseded"
    assert not result.is_refused
    assert office.one("select count(*) from warehouse.fact_health_insurance") == len(people) - 1


def test_the_bytes_of_a_superseded_list_sent_again_change_nothing(one_database_url: str, tmp_path: Path) -> None:
    office, people = office_at(one_database_url, tmp_path), cards(JUNE)
    older, newer = health_list(JUNE, people, name="BHYT_2026-06.csv"), health_list(JUNE, people[1:], name="BHYT_2026-06 sua.csv")
    office.send(older)
    office.send(newer)
    known = everything(office)
    result = office.send(older)
    assert statuses(result) == {"BHYT_2026-06.csv": "duplicate"}
    assert "đã thay bằng bản mới" in result.deliveries[0].reasons[0]
    assert_same(everything(office), known)


@pytest.mark.parametrize("source", ["social_insurance", "poverty", "department_report"])
def test_every_list_and_report_is_replaced_whole(source: str, one_database_url: str, tmp_path: Path) -> None:
    made = {"social_insurance": social_list, "poverty": poverty_list, "department_report": report}[source]
    office = office_at(one_database_url, tmp_path)
    first = made(JUNE, name="ban 1 thang 06-2026.xlsx")
    again = made(JUNE, name="ban 2 thang 06-2026.xlsx")
    again.sheets[0].rows[0][-1] = "bản 2"  # other bytes, the same rows
    office.send(first)
    known = {name: [line.replace("ban 1", "ban 2") for line in lines] for name, lines in office.facts().items()}
    office.send(again)
    assert office.rows("select file_name, status from audit.delivery where status = 'superseded'") == [
        ("ban 1 thang 06-2026.xlsx", "superseded")
    ]
    assert_same(office.facts(), known)


def test_logs_of_two_systems_for_one_month_stand_beside_each_other(one_database_url: str, tmp_path: Path) -> None:
    """Dossiers are the one source whose deliveries of a month are not replaced: each system sends its own."""
    office = office_at(one_database_url, tmp_path)
    log = month_log(make_dossiers(make_ward(7, 40), JUNE, JUNE, 30, 7), JUNE)
    result = office.send(
        dossier_log(JUNE, log[:15], name="he thong A thang 06-2026.xlsx"), dossier_log(JUNE, log[15:], name="he thong B thang 06-2026.xlsx")
    )
    assert "superseded" not in statuses(result).values()
    assert office.one("select count(*) from warehouse.fact_dossier") == len(log)
