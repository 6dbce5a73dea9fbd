"""A backup restores to what was backed up: while a run is at work, from an older schema, with or without keys; what is damaged, cut,
foreign or in the way is told by a sentence, and nothing is half restored."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
import unicodedata
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
from flows.operations.backup.restore import restore_backup
from flows.operations.backup.verify import verify_backup
from flows.operations.retention import retain
from flows.pipeline.run import run_paths
from flows.system.errors import ChitieuError
from flows.vault.master_keys import VaultError
from tests.conftest import ROOT, SERVERS
from tests.support.databases import first_ward, new_database
from tests.support.office import JULY, JUNE, Office, an_office, cards, health_list, poverty_list, report, social_list

PASSPHRASE = "một câu dài để thử, không phải bí mật"
OTHER_SPELLING = unicodedata.normalize("NFD", PASSPHRASE)  # marks apart from their letters


on_the_embedded_server = pytest.mark.parametrize("office", ["embedded"], indirect=True)


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


@on_the_embedded_server
def test_a_backup_is_verified_in_a_place_that_is_thrown_away(office: Office, backup: Path) -> None:
    done = verify_backup(office.settings, backup, ask)
    assert done.differences == []
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


@on_the_embedded_server
def test_without_keys_the_place_must_have_them(office: Office, fresh: Office, tmp_path: Path) -> None:
    path = tmp_path / "keyless.tar"
    written = write_backup(office.settings, path, None)
    assert not written.manifest.has_keys and b"keys.sealed" not in path.read_bytes()
    for name in ("secret.key", "vault.key"):
        shutil.copyfile(office.settings.home / name, fresh.settings.home / name)
    restore_backup(fresh.settings, path, lambda: pytest.fail("there is no passphrase to ask for"))
    assert everything(fresh) == everything(office)


@on_the_embedded_server
def test_keys_whose_passphrase_is_lost_are_left_alone(office: Office, backup: Path, fresh: Office) -> None:
    for name in ("secret.key", "vault.key"):
        shutil.copyfile(office.settings.home / name, fresh.settings.home / name)
    restore_backup(fresh.settings, backup, None)
    assert everything(fresh) == everything(office)


@on_the_embedded_server
def test_no_key_stands_in_the_file(office: Office, backup: Path) -> None:
    data = backup.read_bytes()
    for name in ("secret.key", "vault.key"):
        assert (office.settings.home / name).read_bytes().strip() not in data


# --- while others work ----------------------------------------------------------------------------------------------------
@on_the_embedded_server
def test_a_backup_while_a_run_is_at_work_is_one_moment_of_it(office: Office, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Backups are written as long as a run publishes six deliveries: each restores whole, and holds as many as were published."""
    (tmp_path / "sent").mkdir()
    (tmp_path / "busy").mkdir()
    with an_office("embedded", request, tmp_path / "busy") as busy:
        (busy.settings.home / "secret.key").write_text(f"{busy.settings.secret_text}\n")
        for one in (
            report(JUNE),
            health_list(JUNE, cards(JUNE)),
            poverty_list(JUNE),
            social_list(JUNE),
            report(JULY),
            health_list(JULY, cards(JULY)),
        ):
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
        assert counts == sorted(counts) and len(set(counts)) > 1, counts
        middle = max((path for path, count in zip(made, counts) if count < 6), default=made[-1])
        assert verify_backup(busy.settings, middle, ask).differences == []
        manifest = check_archive(middle)
        assert sum(name.startswith("landed/") for name in manifest.parts) == manifest.contents.tables["audit.delivery"]


def office_of(office: Office) -> tuple[int, int]:
    return office.one("select count(*) from audit.delivery"), office.one(
        "select count(*) from audit.delivery where status like 'published%'"
    )


@on_the_embedded_server
def test_a_table_that_a_run_holds_is_waited_for_and_the_run_is_never_ended(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from flows.database.dump import DumpLockedError
    from flows.operations.backup import create

    with psycopg.connect(str(office.settings.database_url)) as run:
        run.execute("lock table staging.delivery in access exclusive mode")
        monkeypatch.setattr(create, "_PATIENCE_SECONDS", 0.0)
        with pytest.raises(DumpLockedError, match="Wait until it has ended"):
            write_backup(office.settings, tmp_path / "a.tar", PASSPHRASE)
        monkeypatch.setattr(create, "_PATIENCE_SECONDS", 60.0)
        released = threading.Timer(2.0, run.rollback)
        released.start()
        write_backup(office.settings, tmp_path / "a.tar", PASSPHRASE)
        released.join()
    assert [path.name for path in tmp_path.iterdir()] == ["a.tar"]


@on_the_embedded_server
def test_nothing_is_removed_while_a_backup_copies(office: Office) -> None:
    from datetime import date

    from flows.vault.key_rotation import rotate

    with open_engine(office.settings) as engine, landed_files_held(engine, shared=True):
        with pytest.raises(WarehouseError, match="writing a backup"):
            retain(engine, office.settings, date(2040, 1, 1), "kiểm thử")
        with pytest.raises(WarehouseError, match="writing a backup"):
            rotate(engine, office.settings)
        with landed_files_held(engine, shared=True):
            pass  # two backups at once
        with pytest.raises(WarehouseError, match="writing a backup"), landed_files_held(engine, shared=False):
            pass


# --- what is refused ------------------------------------------------------------------------------------------------------
@on_the_embedded_server
def test_nothing_is_overwritten(office: Office, backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(BackupError, match="no backup is overwritten"):
        write_backup(office.settings, backup, PASSPHRASE)
    assert backup.read_bytes() == before


@on_the_embedded_server
def test_a_place_that_is_not_fresh_is_refused_and_stays(office: Office, backup: Path, fresh: Office) -> None:
    stranger = fresh.settings.home / "secret.key"
    stranger.write_text("somebody else's")
    with pytest.raises(BackupError, match="found secret.key there, expected an empty folder"):
        restore_backup(fresh.settings, backup, ask)
    stranger.unlink()
    with psycopg.connect(str(fresh.settings.database_url), autocommit=True) as connection:
        connection.execute("create table of_somebody (a int)")
    with pytest.raises(BackupError, match="The database is not empty"):
        restore_backup(fresh.settings, backup, ask)
    assert fresh.rows("select relname from pg_class where relnamespace = 'public'::regnamespace") == [("of_somebody",)]
    assert files(fresh.settings.home) == {}


@on_the_embedded_server
def test_another_passphrase_another_ward_another_key_in_the_environment(office: Office, backup: Path, fresh: Office) -> None:
    with pytest.raises(VaultError, match="do not open with this passphrase"):
        restore_backup(fresh.settings, backup, lambda: PASSPHRASE + "?")
    other = replace(fresh.settings, ward=replace(fresh.settings.ward, code="10747", slug="ward-b"))
    with pytest.raises(BackupError, match="This backup is of ward"):
        restore_backup(other, backup, ask)
    with pytest.raises(BackupError, match="CHITIEU_VAULT_KEY is set to another key"):
        restore_backup(replace(fresh.settings, vault_text="another master key"), backup, ask)
    assert files(fresh.settings.home) == {}


@on_the_embedded_server
def test_a_short_passphrase_and_a_missing_key_are_told(office: Office, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="expected at least 12"):
        write_backup(office.settings, tmp_path / "a.tar", "ngắn")
    with pytest.raises(BackupError, match=r"secret.key or vault.key is not there"):
        write_backup(replace(office.settings, home=tmp_path), tmp_path / "b.tar", PASSPHRASE)
    with pytest.raises(BackupError, match="There is no folder"):
        write_backup(office.settings, tmp_path / "none" / "c.tar", PASSPHRASE)
    assert list(tmp_path.iterdir()) == []


@on_the_embedded_server
def test_a_backup_that_is_cut_or_changed_anywhere_is_told(backup: Path, tmp_path: Path) -> None:
    """Padding between the parts may change without harm; then every part is still what it was."""
    whole, random, path = backup.read_bytes(), Random(1), tmp_path / "harmed.tar"
    expected = check_archive(backup)
    end = whole.rindex(b"manifest.sha256") + 512 + 64
    for length in (0, 1, 511, 512, 600, 2000, end // 2, *(random.randrange(end) for _ in range(10))):
        path.write_bytes(whole[:length])
        with pytest.raises(BackupError, match=r"no backup of this program|not whole|damaged"):
            check_archive(path)
    told = 0
    for place in (random.randrange(end) for _ in range(60)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            assert check_archive(path).parts == expected.parts
        except BackupError:
            told += 1
    assert told > 50


def nowhere(folder: Path) -> Settings:
    """What is refused at once needs no database."""
    return first_ward("postgresql://nobody@127.0.0.1:1/none", folder / "home")


def tar_with(path: Path, *entries: tarfile.TarInfo, mark: bool = True) -> Path:
    with tarfile.open(path, "w") as tar:
        if mark:
            info = tarfile.TarInfo("chitieu-backup")
            info.size = 15
            tar.addfile(info, io.BytesIO(b"chitieu backup\n"))
        for entry in entries:
            tar.addfile(entry, io.BytesIO(b"x" * entry.size))
    return path


def entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, 1 if kind == tarfile.REGTYPE else 0
    return info


@pytest.mark.parametrize(
    "inside",
    [
        entry("../beside"),
        entry("/tmp/absolute"),
        entry("landed/../../beside"),
        entry("reports/../../beside"),
        entry("reports/a/.hidden"),
        entry("reports/a\\..\\b"),
        entry("secret.key"),
        entry(f"landed/aa/bb{'0' * 62}"),
        entry("reports/link", tarfile.SYMTYPE, "/tmp"),
        entry("reports/hard", tarfile.LNKTYPE, "chitieu-backup"),
        entry("reports", tarfile.DIRTYPE),
        entry("reports/pipe", tarfile.FIFOTYPE),
    ],
    ids=lambda one: one.name,
)
def test_an_archive_that_points_elsewhere_is_refused_and_writes_nothing(inside: tarfile.TarInfo, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no backup of this program does"):
        restore_backup(nowhere(tmp_path), tar_with(tmp_path / "strange.tar", inside), ask)
    assert files(tmp_path).keys() == {"strange.tar"}


def test_a_foreign_file_is_told(tmp_path: Path) -> None:
    strange = {
        "text.tar": b"no tar at all" * 100,
        "empty.tar": b"",
        "other.tar": tar_with(tmp_path / "x", entry("file"), mark=False).read_bytes(),
    }
    for name, data in strange.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BackupError, match=r"no backup of this program|damaged"):
            restore_backup(nowhere(tmp_path), tmp_path / name, ask)
    with pytest.raises(BackupError, match="No such file"):
        restore_backup(nowhere(tmp_path), tmp_path / "none.tar", ask)


def reworked(backup: Path, path: Path, change: Callable[[dict[str, object]], None]) -> Path:
    """The same archive with another last page, as a newer program might write it."""
    import hashlib

    with tarfile.open(backup) as old, tarfile.open(path, "w") as new:
        for info in old:
            data = old.extractfile(info).read()  # type: ignore[union-attr]
            if info.name == "manifest.json":
                page = json.loads(data)
                change(page)
                data = json.dumps(page).encode()
                digest = hashlib.sha256(data).hexdigest().encode()
            if info.name == "manifest.sha256":
                data = digest
            info.size = len(data)
            new.addfile(info, io.BytesIO(data))
    return path


@on_the_embedded_server
def test_every_difference_is_a_sentence(backup: Path, fresh: Office, tmp_path: Path) -> None:
    def changed(page: dict[str, object]) -> None:
        contents: dict[str, dict[str, object]] = page["contents"]  # type: ignore[assignment]
        contents["tables"]["audit.delivery"] = 99
        contents["figures"]["2026-06"]["sha256"] = "0" * 64  # type: ignore[index]
        contents["open_findings"]["H99"] = 2

    told = restore_backup(fresh.settings, reworked(backup, tmp_path / "other.tar", changed), ask).differences
    assert len(told) == 3
    assert told[0] == "Table audit.delivery: 7 rows, the backup recorded 99."
    assert told[1] == "Open findings of rule H99: 0 findings, the backup recorded 2."
    assert told[2].startswith("Figures of 2026-06: ") and "at least one is another" in told[2]


@on_the_embedded_server
def test_a_newer_program_s_backup_is_told(backup: Path, fresh: Office, tmp_path: Path) -> None:
    newer = reworked(backup, tmp_path / "form.tar", lambda page: page.update(format=2))
    with pytest.raises(BackupError, match="in a newer form. Install that version"):
        restore_backup(fresh.settings, newer, ask)
    later = reworked(backup, tmp_path / "later.tar", lambda page: page["contents"].update(revision="9999"))  # type: ignore[attr-defined]
    with pytest.raises(BackupError, match="stands at revision 9999"):
        restore_backup(fresh.settings, later, ask)
    server = reworked(backup, tmp_path / "server.tar", lambda page: page["contents"].update(server=99))  # type: ignore[attr-defined]
    with pytest.raises(BackupError, match="made from PostgreSQL 99"):
        restore_backup(fresh.settings, server, ask)


# --- cut in the middle ----------------------------------------------------------------------------------------------------
KILLED = """
import os, signal, sys
from pathlib import Path
from flows.config.settings import load_settings
from flows.operations.backup import restore
def killed(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(restore, sys.argv[2], killed)
restore.restore_backup(load_settings(), Path(sys.argv[1]), lambda: sys.argv[3])
"""


@on_the_embedded_server
@pytest.mark.parametrize("before", ["_read_database", "read_dump", "differences", "write_keys"])
def test_a_restore_that_is_killed_says_so_and_the_next_one_begins_anew(before: str, office: Office, backup: Path, fresh: Office) -> None:
    environment = os.environ | {"CHITIEU_HOME": str(fresh.settings.home), "CHITIEU_DATABASE_URL": str(fresh.settings.database_url)}
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(backup), before, PASSPHRASE], cwd=ROOT, env=environment, capture_output=True, timeout=120
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    with pytest.raises(WarehouseError, match="did not end, so it is not whole"), open_engine(fresh.settings):
        pass
    elsewhere = replace(fresh.settings, database_url=office.settings.database_url)
    with pytest.raises(BackupError, match="The database is not empty"):
        restore_backup(elsewhere, backup, ask)
    assert restore_backup(fresh.settings, backup, ask).differences == []
    assert everything(fresh) == everything(office) and kept(fresh.settings.home) == kept(office.settings.home)
    assert not [path for path in fresh.settings.home.iterdir() if path.name.startswith((".", "restore"))]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for 300 kB."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@on_the_embedded_server
def test_a_full_disk_is_told_nothing_is_left_and_with_room_it_works(office: Office, backup: Path, fresh: Office, small_disk: Path) -> None:
    with pytest.raises(ChitieuError, match="No space left on device"):
        write_backup(office.settings, small_disk / "b.tar", PASSPHRASE)
    assert list(small_disk.iterdir()) == []
    small = replace(fresh, settings=replace(fresh.settings, home=small_disk))
    with pytest.raises(BackupError, match="the restore stopped \\(No space left on device"):
        restore_backup(small.settings, backup, ask)
    with pytest.raises(WarehouseError, match="did not end"), open_engine(small.settings):
        pass
    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    assert restore_backup(small.settings, backup, ask).differences == []
    assert everything(small) == everything(office)


# --- an older schema ------------------------------------------------------------------------------------------------------
def test_an_older_backup_is_restored_into_a_newer_program(office: Office, fresh: Office, tmp_path: Path) -> None:
    """A warehouse as it stood at revision 0025, with an account, a delivery and a finding."""
    from alembic import command
    from alembic.config import Config

    server = str(office.settings.database_url).rsplit("/", 1)[0] + "/postgres"
    with new_database(server) as url:
        old = replace(fresh.settings, home=office.settings.home, database_url=url)
        with open_engine(old) as engine:
            with engine.begin() as connection:
                connection.exec_driver_sql("create schema audit")
                config = Config()
                config.set_main_option("script_location", str(ROOT / "flows" / "database" / "migrations"))
                config.set_main_option("path_separator", "os")
                config.attributes["connection"] = connection
                command.upgrade(config, "0025")
                connection.exec_driver_sql(
                    """with run as (insert into audit.run (ward_code, as_of) values ('10744', '2026-07-01') returning run_id)
                       insert into audit.delivery (ward_code, source, month, file_name, sha256, status, run_id)
                       select '10744', 'dossiers', '2026-06-01', 'cũ.csv', repeat('a', 64), 'held', run_id from run"""
                )
                connection.exec_driver_sql(
                    "insert into audit.account (ward_code, name, role, password_hash) values ('10744', 'Cán bộ A', 'officer', 'x')"
                )
            written = write_backup(old, tmp_path / "old.tar", None)
    assert (written.manifest.contents.revision, written.manifest.not_landed) == ("0025", 1)
    done = restore_backup(fresh.settings, tmp_path / "old.tar", ask)
    assert done.migrated and done.differences == []
    with open_engine(fresh.settings) as engine:
        assert schema_revision(engine) == newest_revision()
    assert fresh.rows("select file_name, status from audit.delivery") == [("cũ.csv", "held")]
    assert fresh.one("select name from audit.account") == "Cán bộ A"


# --- the command ----------------------------------------------------------------------------------------------------------
@on_the_embedded_server
def test_the_commands_say_what_was_done_and_what_a_backup_without_keys_means(office: Office, fresh: Office, tmp_path: Path) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text(f"{PASSPHRASE}\n", "utf-8")
    path = tmp_path / "b.tar"

    def chitieu(settings: Settings, *arguments: str) -> tuple[int, str, str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CHITIEU_")}
        environment |= {"CHITIEU_HOME": str(settings.home), "CHITIEU_DATABASE_URL": str(settings.database_url)}
        command = [sys.executable, "-m", "flows.cli", "db", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300)
        return done.returncode, done.stdout, done.stderr

    status, out, _ = chitieu(office.settings, "backup", str(path), "--passphrase-file", str(secret), "--verify")
    assert status == 0 and "restores whole" in out and "Keep it elsewhere" in out
    status, out, _ = chitieu(office.settings, "verify", str(path), "--passphrase-file", str(secret), "--json")
    assert status == 0 and json.loads(out)["differences"] == []
    status, out, _ = chitieu(fresh.settings, "restore", str(path), "--passphrase-file", str(secret))
    assert (status, out.count("\n")) == (0, 1) and "restores whole" in out
    status, out, _ = chitieu(office.settings, "backup", str(tmp_path / "keyless.tar"), "--without-keys")
    assert status == 0 and "cannot be read without secret.key and vault.key" in out
    status, out, error = chitieu(office.settings, "backup", str(tmp_path / "asked.tar"))
    assert (status, out) == (1, "") and "nobody is there to be asked" in error and "Traceback" not in error
