"""A night over files of which most were here before: they are told by place and stamp and not read again; whatever may be another is."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from expectations.engine import judge
from expectations.engine.judge import JUDGE
from flows.extract import landing, seen_files
from flows.extract.seen_files import SeenFiles
from flows.pipeline.outcomes import RunResult
from flows.pipeline.run import run_paths
from flows.validation.judging import JudgingError
from tests.support.office import SAMPLES, Office, an_office, sample_names

pytestmark = pytest.mark.usefixtures("cleaned_and_judged_anew")


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("seen"), is_new=True) as office, pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen_files, "_SETTLED_SECONDS", 0.0)
        yield office


def night(office: Office, folder: Path) -> tuple[dict[str, str], list[str]]:
    """What became of each file, and which were read."""
    read: list[str] = []

    def telling(path: Path, keys: object) -> bytes:
        read.append(path.name)
        return opened(path, keys)  # type: ignore[arg-type]

    opened = landing.read_sealed
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(landing, "read_sealed", telling)
        result: RunResult = run_paths(office.settings, [folder])
    return {line.file: line.status for line in result.deliveries}, sorted(read)


def a_report() -> Path:
    return SAMPLES / next(name for name in sample_names() if "BaoCao" in name or "bao_cao" in name.casefold())


def test_what_is_known_is_not_read_again_and_what_may_be_another_is(office: Office, tmp_path: Path) -> None:
    folder, name = tmp_path / "in", "bao_cao_2026-07.csv"
    folder.mkdir()
    (folder / name).write_bytes(b"no list 1")
    (folder / "other.csv").write_bytes(b"no list 2")
    assert night(office, folder) == ({name: "unreadable", "other.csv": "unreadable"}, [name, "other.csv"])
    assert night(office, folder) == ({name: "duplicate", "other.csv": "duplicate"}, [])

    before = (folder / name).stat()
    (folder / name).write_bytes(b"no list 3")
    os.utime(folder / name, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = (folder / name).stat()
    assert (after.st_size, after.st_mtime_ns, after.st_ino) == (before.st_size, before.st_mtime_ns, before.st_ino)
    assert night(office, folder) == ({name: "unreadable", "other.csv": "duplicate"}, [name])  # the time of change told it

    (folder / name).rename(folder / "renamed.csv")
    assert night(office, folder) == ({"renamed.csv": "duplicate", "other.csv": "duplicate"}, ["renamed.csv"])
    assert office.one("select count(*) from audit.delivery where status = 'duplicate'") == 1  # the new name is recorded, once
    assert night(office, folder) == ({"renamed.csv": "duplicate", "other.csv": "duplicate"}, [])
    assert office.one("select count(*) from audit.delivery where status = 'duplicate'") == 1


def test_an_archive_is_known_by_what_it_brought(office: Office, tmp_path: Path) -> None:
    (tmp_path / "packed").mkdir()
    for number in (1, 2):
        (tmp_path / "packed" / f"{number}.csv").write_bytes(f"of an archive {number}".encode())
    (tmp_path / "in").mkdir()
    shutil.make_archive(str(tmp_path / "in" / "all"), "zip", tmp_path / "packed")
    first, read = night(office, tmp_path / "in")
    assert (set(first.values()), len(first), read) == ({"unreadable"}, 2, ["all.zip"])
    assert night(office, tmp_path / "in") == (dict.fromkeys(first, "duplicate"), [])


def test_what_the_warehouse_does_not_know_is_read_whatever_was_seen(office: Office, tmp_path: Path) -> None:
    """Another warehouse under the same home: the bytes of then are new to it."""
    (tmp_path / "a.csv").write_bytes(b"forgotten by the warehouse")
    assert night(office, tmp_path) == ({"a.csv": "unreadable"}, ["a.csv"])
    run = "delete from {} where delivery_id in (select delivery_id from audit.delivery where file_name = 'a.csv')"
    assert office.settings.database_url is not None
    with psycopg.connect(office.settings.database_url) as connection:
        for table in ("audit.unknown_heading", "audit.finding", "audit.delivery"):
            connection.execute(run.format(table))  # type: ignore[arg-type]
    assert night(office, tmp_path) == ({"a.csv": "unreadable"}, ["a.csv"])


def test_a_file_that_has_just_changed_is_not_remembered(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_files, "_SETTLED_SECONDS", 3600.0)
    (tmp_path / "a.csv").write_bytes(b"just now")
    assert night(office, tmp_path) == ({"a.csv": "unreadable"}, ["a.csv"])
    assert night(office, tmp_path) == ({"a.csv": "duplicate"}, ["a.csv"])


@pytest.mark.parametrize("page", [b"", b"[]", b'{"edition": 0, "files": {}}', b'{"edition": 1, "files": 7}'])
def test_a_page_that_cannot_be_used_is_as_none(page: bytes, tmp_path: Path) -> None:
    (tmp_path / "seen-files.json").write_bytes(page)
    (tmp_path / "a.csv").write_bytes(b"x")
    (found,) = landing.find_files([tmp_path / "a.csv"])
    assert SeenFiles(tmp_path, 1).members(found) is None


def test_without_a_judge_nothing_is_published_and_the_next_night_goes_on(office: Office, tmp_path: Path) -> None:
    shutil.copyfile(a_report(), tmp_path / "BaoCao.xlsx")
    JUDGE.stop()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judge, "_PROGRAM", ("-c", "import os; os._exit(9)"))
        with pytest.raises(JudgingError, match=r"^BaoCao\.xlsx: The judge .* ended with status 9, twice in a row\. Nothing was published"):
            run_paths(office.settings, [tmp_path])
    assert office.one("select count(*) from audit.delivery where file_name = 'BaoCao.xlsx'") == 0
    assert office.one("select count(*) from warehouse.fact_reported_figure") == 0
    assert set(night(office, tmp_path)[0].values()) <= {"published", "published_with_findings"}
    assert office.one("select count(*) from warehouse.fact_reported_figure") > 0
