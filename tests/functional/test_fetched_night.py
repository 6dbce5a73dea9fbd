"""A night over a ward's sources by the command: what was taken is moved only when the night that took it has ended."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.functional.test_cli import chitieu, sentence
from tests.support.office import JUNE, Office, cards, health_list, office_at


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
