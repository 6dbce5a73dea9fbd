"""A backup restores to what was backed up: while a run is at work, from an older schema, with or without keys; what is damaged, cut, foreign or
in the way is told by a sentence, and nothing is half restored."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import psycopg
import pytest

from flows.config.settings import Settings
from flows.database.engine import WarehouseError, landed_files_held, open_engine
from flows.database.migrate import newest_revision, schema_revision
from flows.operations.backup.archive import check_archive
from flows.operations.backup.create import write_backup
from flows.operations.backup.manifest import BackupError
from flows.operations.backup.restore import Restored, restore_backup
from flows.operations.backup.verify import verify_backup
from flows.operations.retention import retain
from flows.pipeline.run import run_paths
from flows.vault.file_encryption import read_sealed
from flows.vault.master_keys import master_keys
from flows.vault.row_encryption import VaultError
from tests.conftest import ROOT, SERVERS, url_of
from tests.support.databases import new_database, new_warehouse
from tests.support.office import JULY, JUNE, Office, an_office, cards, health_list, poverty_list, report, social_list

PASSPHRASE = "một câu dài để thử, không phải bí mật"
OTHER_SPELLING = "một câu dài để thử, không phải bí mật"  # marks apart from their letters


def ask() -> str:
    return PASSPHRASE


@pytest.fixture(scope="module", params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Two months, a held list, sealed rows, an issued report's file."""
    folder = tmp_path_factory.mktemp("office")
    with an_office(request.param, request, folder) as made:
        people = cards(JUNE)
        people[0].change(valid_from="chưa rõ")
        made.send(report(JUNE), health_list(JUNE, people), poverty_list(JUNE), social_list(JUNE))
        made.send(report(JULY), health_list(JULY, cards(JULY)), health_list(JULY, cards(JULY)[:20], name="BHYT_2026-07 thiếu.csv"))
        issued = made.settings.home / "reports" / "nguyen-dai-nang" / "2026-06" / "01" / "Báo cáo tháng.txt"
        issued.parent.mkdir(parents=True)
        issued.write_text("đã phát hành", "utf-8")
        # The office's secret comes from the environment of its settings; here it stands in a file, as it does in a house.
        (made.settings.home / "secret.key").write_text(f"{made.settings.secret_text}\n")
        yield replace(made, settings=replace(made.settings, secret_text=None))


@pytest.fixture(scope="module")
def backup(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backups") / "backup.tar"
    write_backup(office.settings, path, PASSPHRASE)
    return path


@pytest.fixture
def fresh(office: Office, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An empty home and an empty database on the server of the office."""
    server = str(office.settings.database_url).rsplit("/", 1)[0] + "/postgres"
    (tmp_path / "home").mkdir(mode=0o700)
    with new_database(server) as url:
        yield replace(office, settings=replace(office.settings, home=tmp_path / "home", database_url=url))


def everything(office: Office) -> tuple[object, ...]:
    return office.facts(), office.figures(), [office.sealed(table) for table in ("person_row", "quarantined_row", "repair")]


def files(home: Path) -> dict[str, bytes]:
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def kept(home: Path) -> dict[str, bytes]:
    return {name: data for name, data in files(home).items() if name.split("/")[0] in ("landed", "reports", "secret.key", "vault.key")}


# --- there and back -------------------------------------------------------------------------------------------------------
def test_what_is_restored_is_what_was_backed_up(office: Office, backup: Path, fresh: Office) -> None:
    done = restore_backup(fresh.settings, backup, lambda: OTHER_SPELLING)
    assert (done.differences, done.migrated) == ([], False)
    assert everything(fresh) == everything(office)
    assert kept(fresh.settings.home) == kept(office.settings.home)
    assert {path.stat().st_mode & 0o077 for path in fresh.settings.home.rglob("*")} == {0}
    assert backup.stat().st_mode & 0o777 == 0o600
    assert not [path for path in (*backup.parent.iterdir(), *fresh.settings.home.iterdir()) if path.name.startswith((".", "restore"))]
    assert rights(fresh) == rights(office)


def test_a_restored_house_goes_on(office: Office, backup: Path, fresh: Office, tmp_path: Path) -> None:
    """A file that was here before is known, a new one is published; the keys are the old ones."""
    restore_backup(fresh.settings, backup, ask)
    again = Office(fresh.settings, tmp_path).send(report(JUNE), health_list(JULY, cards(JULY)[1:], name="BHYT_2026-07 sửa.csv"))
    assert {line.file: line.status for line in again.deliveries}["BHYT_2026-07 sửa.csv"] == "published"


def rights(office: Office) -> list[object]:
    """Who may do what with every table, and with those to come; with the database itself."""
    return [
        office.rows(
            """select c.oid::regclass::text, a.grantee::regrole::text, a.privilege_type from pg_class c cross join aclexplode(relacl) a
               where a.grantee <> c.relowner and c.relnamespace::regnamespace::text = any(%s) order by 1, 2, 3""",
            ["warehouse", "mart", "audit", "vault", "staging"],
        ),
        office.rows(
            """select d.defaclnamespace::regnamespace::text, d.defaclobjtype::text, a.grantee::regrole::text, a.privilege_type
               from pg_default_acl d cross join aclexplode(defaclacl) a where a.grantee <> defaclrole order by 1, 2, 3, 4"""
        ),
        office.rows(
            """select a.grantee::regrole::text, a.privilege_type from pg_database cross join aclexplode(datacl) a
               where datname = current_database() and a.grantee <> datdba order by 1, 2"""
        ),
    ]


def test_a_backup_is_verified_in_a_place_that_is_thrown_away(office: Office, backup: Path) -> None:
    done = verify_backup(office.settings, backup, ask)
    assert done.differences == []
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_without_keys_the_place_must_have_them(office: Office, fresh: Office, tmp_path: Path) -> None:
    path = tmp_path / "keyless.tar"
    written = write_backup(office.settings, path, None)
    assert not written.manifest.has_keys and b"keys.sealed" not in path.read_bytes()
    for name in ("secret.key", "vault.key"):
        shutil.copyfile(office.settings.home / name, fresh.settings.home / name)
    restore_backup(fresh.settings, path, lambda: pytest.fail("there is no passphrase to ask for"))
    assert everything(fresh) == everything(office)


def test_no_key_stands_in_the_file(office: Office, backup: Path) -> None:
    data = backup.read_bytes()
    for name in ("secret.key", "vault.key"):
        assert (office.settings.home / name).read_bytes().strip() not in data


# --- while others work ----------------------------------------------------------------------------------------------------
def test_a_backup_while_a_run_is_at_work_is_one_moment_of_it(office: Office, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Backups are written as long as a run publishes six deliveries: each restores whole, and holds as many as were published."""
    (tmp_path / "sent").mkdir()
    (tmp_path / "busy").mkdir()
    with an_office("embedded", request, tmp_path / "busy") as busy:
        (busy.settings.home / "secret.key").write_text(f"{busy.settings.secret_text}\n")
        for one in (report(JUNE), health_list(JUNE, cards(JUNE)), poverty_list(JUNE), social_list(JUNE), report(JULY), health_list(JULY, cards(JULY))):
            one.write(tmp_path / "sent")
        run = threading.Thread(target=run_paths, args=(busy.settings, [tmp_path / "sent"]))
        run.start()
        made: list[Path] = []
        while run.is_alive() or not made:
            path = tmp_path / f"{len(made)}.tar"
            try:
                write_backup(replace(busy.settings, vault_text=None), path, None)
            except BackupError as error:
                assert "nothing to back up" in str(error)
                continue
            made.append(path)
        run.join()
        assert office_of(busy) == (6, 6)
        counts = [check_archive(path).contents.tables["audit.delivery"] for path in made]
        assert counts == sorted(counts) and 0 < min(counts + [6]) and len(set(counts)) > 1, counts
        middle = max((path for path, count in zip(made, counts) if count < 6), default=made[-1])
        assert verify_backup(busy.settings, middle, ask).differences == []
        manifest = check_archive(middle)
        assert sum(name.startswith("landed/") for name in manifest.parts) == manifest.contents.tables["audit.delivery"]


def office_of(office: Office) -> tuple[int, int]:
    return office.one("select count(*) from audit.delivery"), office.one("select count(*) from audit.delivery where status like 'published%'")
