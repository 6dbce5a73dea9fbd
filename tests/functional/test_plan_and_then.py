"""``chitieu plan check`` and ``chitieu status --as-of``, as people and programs call them."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.functional.test_cli import chitieu, run, written
from tests.support.office import Office, office_at


@pytest.fixture
def office(one_database_url: str, tmp_path: Path) -> Office:
    return office_at(one_database_url, tmp_path)


def test_findings_of_a_plan_are_no_failure(tmp_path: Path) -> None:
    result = chitieu("plan", "check", home=tmp_path)
    assert result.exit_code == 0
    for words in ("Kế hoạch 69/KH-UBND", "Mâu thuẫn", "KT08, KT09", "gấp 1,80 lần"):
        assert words in result.stdout


def test_a_program_reads_the_findings_as_a_list(tmp_path: Path) -> None:
    document = json.loads(chitieu("plan", "check", "--json", home=tmp_path).stdout)
    assert document["plan"] == "69/KH-UBND"
    assert {"kind": "contradiction", "codes": ["KT08", "KT09"]}.items() <= document["findings"][-1].items()
    assert {finding["kind"] for finding in document["findings"]} == {"duplicate", "no_baseline", "contradiction"}


def test_the_scorecard_as_it_was_known_yesterday_and_today(office: Office) -> None:
    run(office, str(written(office)), "--json")
    cards = {}
    for day in (date.today() - timedelta(days=2), date.today() + timedelta(days=1)):
        result = chitieu("status", "--as-of", str(day), "--json", url=office.settings.database_url, home=office.settings.home)
        document = json.loads(result.stdout)
        assert (result.exit_code, document["as_of"]) == (0, str(day))
        cards[day] = (
            len(document["deliveries"]),
            {row["status"] for row in document["scorecard"]} == {"no_data"},
            len(document["scorecard"]),
        )
    assert list(cards.values()) == [(0, True, 38), (2, False, 38)]
    now = json.loads(chitieu("status", "--json", url=office.settings.database_url, home=office.settings.home).stdout)
    assert now["as_of"] is None
    (covered,) = [row for row in now["scorecard"] if row["indicator_code"] == "XH04"]
    assert covered["reason"].startswith("Đạt ") and "mục tiêu 97 % năm 2030" in covered["reason"]


def test_people_are_told_of_which_day_the_figures_are_and_of_which_plan(office: Office) -> None:
    run(office, str(written(office)), "--json")
    told = chitieu("status", "--as-of", "2026-03-31", url=office.settings.database_url, home=office.settings.home).stdout
    assert "Số liệu như đã biết đến hết ngày 31/03/2026; mục tiêu và đánh giá theo kế hoạch hiện nay." in told
    assert "Điểm chờ xử lý" not in told
    now = chitieu("status", url=office.settings.database_url, home=office.settings.home).stdout
    assert "1,3 đến 1,5 lần đến năm 2030" in now and "như đã biết" not in now


def test_a_day_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    assert chitieu("status", "--as-of", "31/03/2026", home=tmp_path).exit_code == 2
