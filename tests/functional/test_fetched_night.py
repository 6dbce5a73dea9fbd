"""A night over a ward's sources by the command: what was taken is moved only when the night that took it has ended."""

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.cli.options import EXIT_REFUSED
from flows.config.ward import Person
from flows.operations.digest.morning import send_digests
from flows.pipeline.outcomes import PUBLISHED
from tests.conftest import ROOT
from tests.functional.test_cli import chitieu, sentence
from tests.support.office import JUNE, Office, cards, health_list, office_at
from tests.support.visitor import a_browser, make_accounts, read


@pytest.fixture
def office(one_database_url: str, tmp_path: Path) -> Office:
    return office_at(one_database_url, tmp_path)


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a source that is moved from, of a ward in the working folder."""
    shutil.copytree(ROOT / "wards/nguyen-dai-nang", tmp_path / "wards/nguyen-dai-nang")
    with (tmp_path / "wards/nguyen-dai-nang/ward.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nname = "Ổ chung"\nurl = "share"\nafter_taking = "move"\nsettle_seconds = 0\n')
    monkeypatch.chdir(tmp_path)
    health_list(JUNE, cards(JUNE)).write(tmp_path / "share")
    return tmp_path / "share"


def test_what_was_taken_is_moved_when_the_night_has_ended_and_not_when_it_failed(office: Office, share: Path, tmp_path: Path) -> None:
    [delivered] = [path.relative_to(share) for path in share.rglob("*") if path.is_file()]
    away = "postgresql://nobody@127.0.0.1:1/ward"
    assert "no PostgreSQL answers" in sentence(chitieu("run", url=away, home=office.settings.home))
    assert (share / delivered).exists()
    done = chitieu("run", "--json", url=office.settings.database_url, home=office.settings.home)
    assert done.exit_code == 0, done.output
    assert not (share / delivered).exists() and (share / "da-nhan" / delivered).exists()
    again = chitieu("run", "--json", url=office.settings.database_url, home=office.settings.home)
    assert again.exit_code == 0 and (share / "da-nhan" / delivered).exists()


def test_a_night_that_could_take_from_no_source_is_the_last_run_everywhere(office: Office, share: Path, tmp_path: Path) -> None:
    """And after it one that was killed: terminal, page and message say the same of the same run."""
    settings = office.settings
    make_accounts(settings)
    assert chitieu("run", "--json", url=settings.database_url, home=settings.home).exit_code == 0
    share.rename(tmp_path / "away")
    later = date.today() + timedelta(days=40)
    failed = chitieu("run", "--as-of", later.isoformat(), url=settings.database_url, home=settings.home)
    assert "nothing was taken, there is no such folder" in sentence(failed)
    assert office.rows("select distinct judged_on from audit.submission") == [(later,)], "what is late is late all the same"
    assert office.rows("select run_id::int, state from audit.run order by 1") == [(1, "finished"), (2, "failed")]
    assert office.rows("select place_name, message like 'there is no such folder%%' from audit.outcome where step = 'failed'") == [
        ("Ổ chung", True)
    ]
    say_the_same(office, "số 2, dừng vì lỗi", "dừng vì lỗi")
    office.rows("insert into audit.run (ward_code, as_of, state) values (%s, current_date, 'killed') returning 1", settings.ward.code)
    say_the_same(office, "số 3, bị ngắt giữa chừng", "bị ngắt giữa chừng")


@pytest.mark.parametrize("server", ["none", "does not answer"])
def test_where_one_of_several_sources_fails_the_rest_is_published_and_the_exit_status_says_so(
    server: str, office: Office, share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if server == "does not answer":
        monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    settings, ward_file = office.settings, tmp_path / "wards/nguyen-dai-nang/ward.toml"
    with ward_file.open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nname = "Ổ khác"\nurl = "away"\nsettle_seconds = 0\n')
    done = chitieu("run", "--json", url=settings.database_url, home=settings.home)
    assert done.exit_code == EXIT_REFUSED, done.output
    assert "Source 'Ổ khác'" in done.stderr and "nothing was taken, there is no such folder" in done.stderr
    assert [row["status"] in PUBLISHED for row in json.loads(done.stdout)["deliveries"]] == [True]
    assert list((share / "da-nhan").rglob("BHYT*"))
    again = chitieu("run", url=settings.database_url, home=settings.home)
    assert again.exit_code == EXIT_REFUSED and "Chưa lấy đủ tệp từ 1 nguồn: xem chitieu status." in again.stdout
    (tmp_path / "away").mkdir()
    assert chitieu("run", url=settings.database_url, home=settings.home).exit_code == 0


def say_the_same(office: Office, told: str, state: str) -> None:
    status = chitieu("status", url=office.settings.database_url, home=office.settings.home)
    assert f"Lần chạy gần nhất: {told}" in status.stdout
    with a_browser(office.settings, signed_in_as="Lan") as officer:
        assert f"Lần chạy gần nhất: {told}" in read(officer.get("/overview"))
        assert told in read(officer.get("/state"))
    message = replace(office.settings, ward=replace(office.settings.ward, people=(Person("Lan", "officer", ("lan_mail",)),)))
    (letter,) = send_digests(message, is_dry=True)
    assert f"Đợt chạy gần nhất {state}" in letter.message.body
