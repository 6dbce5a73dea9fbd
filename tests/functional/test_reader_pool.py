"""Children in which files are read: bounded in memory and time, replaced when they die, and no file takes another with it."""

import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Timer

import psutil
import pytest

from expectations.registry import contracts
from flows.config.settings import Settings
from flows.database.engine import WarehouseError
from flows.extract.reader_pool import ReaderPool, dismiss_readers, kept_readers, start_readers
from flows.pipeline.run import run_paths
from tests.conftest import ROOT
from tests.support.office import JUNE, Office, cards, health_list, office_at, statuses
from tests.support.warm_readers import cold_readers
from tests.synthetic.writers import write_xlsx

GOOD = write_xlsx(health_list(JUNE, cards(JUNE), container="xlsx").sheets)
MEGABYTES, SECONDS = 400, 300


@pytest.fixture(autouse=True)
def _own_children() -> Iterator[None]:
    with cold_readers():
        yield


@pytest.fixture
def room() -> Iterator[ReaderPool]:
    with ReaderPool(contracts(), max_unpacked_bytes=512 * 2**20, memory_mb=MEGABYTES, seconds=SECONDS, workers=1) as opened:
        yield opened


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "BHYT_2026-06.xlsx"
    path.write_bytes(GOOD)
    return path


def crowded() -> bytes:
    """An ordinary sheet of 24,000 rows and 100 columns: every spreadsheet program opens it, and it needs more than ``MEGABYTES`` here."""
    row = b"<row>" + b'<c t="inlineStr"><is><t>ab</t></is></c>' * 100 + b"</row>"
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for _ in range(24):
                sheet.write(row * 1000)
            sheet.write(b"</sheetData></worksheet>")
    return buffer.getvalue()


def test_a_good_file_is_read(room: ReaderPool, good: Path) -> None:
    reading = room.read(good, (good.name,))
    assert (reading.source, reading.problem, len(reading.main)) == ("health_insurance", None, 1)
    assert reading.main[0].frame.height == len(cards(JUNE))


def test_one_child_reads_one_file_after_the_other(room: ReaderPool, good: Path) -> None:
    before = set(psutil.Process().children())
    for _ in range(3):
        room.read(good, (good.name,))
    assert len(set(psutil.Process().children()) - before) == 1


def test_a_file_that_needs_too_much_memory_is_refused_and_the_next_is_read(
    room: ReaderPool, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUST_BACKTRACE", "1")  # with it a native reader at its limit waits for itself, unless the child sets it aside
    (tmp_path / "dense.xlsx").write_bytes(crowded())
    for _ in range(2):
        reading = room.read(tmp_path / "dense.xlsx", ("dense.xlsx",))
        assert (reading.problem, reading.source) == ("unreadable", None)
        assert f"{MEGABYTES} MB" in reading.detail_vi and reading.detail_vi.endswith("gửi lại.")
        assert room.read(good, (good.name,)).problem is None


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux alone")
def test_no_reading_ever_holds_more_memory_than_it_may(good: Path, tmp_path: Path) -> None:
    (tmp_path / "dense.xlsx").write_bytes(crowded())
    script = f"""
import resource
from pathlib import Path
from flows.extract.reader_pool import ReaderPool
from expectations.registry import contracts
with ReaderPool(contracts(), max_unpacked_bytes=2**29, memory_mb={MEGABYTES}, seconds={SECONDS}) as room:
    assert room.read(Path({str(good)!r}), ("x.xlsx",)).problem is None
    assert room.read(Path({str(tmp_path / "dense.xlsx")!r}), ("x.xlsx",)).problem == "unreadable"
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    assert 100 < int(done.stdout) <= MEGABYTES


@pytest.mark.skipif(sys.platform == "win32", reason="processor time is limited on Unix alone")
def test_a_file_that_takes_too_much_processor_time_is_refused_and_the_next_is_read(good: Path) -> None:
    headings = ("Họ và tên,Ngày sinh,Mã số BHXH," * 1500 + "\n") * 45  # every cell is looked up in every contract
    # With memory enough: the limit that is met first is the one that is told.
    with ReaderPool(contracts(), max_unpacked_bytes=2**30, memory_mb=2048, seconds=2, workers=1, clock_seconds=600) as room:
        reading = room.read(headings.encode(), ("wide.csv",))
        assert reading.problem == "unreadable" and "2 giây" in reading.detail_vi
        assert room.read(good, (good.name,)).problem is None


def test_time_on_the_clock_alone_refuses_no_file(good: Path) -> None:
    """A child that is stopped and goes on later is a busy machine."""
    with ReaderPool(contracts(), max_unpacked_bytes=2**30, memory_mb=MEGABYTES, seconds=4, workers=1) as room:
        before = set(psutil.Process().children())
        assert room.read(good, (good.name,)).problem is None
        (child,) = set(psutil.Process().children()) - before
        child.suspend()
        Timer(6, child.resume).start()
        assert room.read(good, (good.name,)).problem is None


def test_a_file_that_never_comes_to_an_end_is_refused_and_the_next_is_read(good: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never.csv")  # nobody ever writes into it
    with ReaderPool(contracts(), max_unpacked_bytes=2**20, memory_mb=MEGABYTES, seconds=20, workers=1, clock_seconds=15) as room:
        reading = room.read(tmp_path / "never.csv", ("never.csv",))
        assert reading.problem == "unreadable" and "15 giây" in reading.detail_vi
        assert room.read(good, (good.name,)).problem is None


def test_a_child_that_is_killed_between_two_files_is_replaced(room: ReaderPool, good: Path) -> None:
    before = set(psutil.Process().children())
    room.read(good, (good.name,))
    for child in set(psutil.Process().children()) - before:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert room.read(good, (good.name,)).problem is None


def test_a_fault_of_the_program_is_told_by_its_kind_alone(room: ReaderPool, good: Path, tmp_path: Path) -> None:
    reading = room.read(tmp_path / "gone.xlsx", ("gone.xlsx",))
    assert (reading.problem, reading.detail_vi.split(" ")[0]) == ("failed", "FileNotFoundError")
    assert room.read(good, (good.name,)).problem is None


def test_no_child_is_left_when_the_room_is_closed(good: Path) -> None:
    before = set(psutil.Process().children())
    with ReaderPool(contracts(), max_unpacked_bytes=2**20, memory_mb=MEGABYTES, seconds=SECONDS) as room:
        room.read(good, (good.name,))
    assert set(psutil.Process().children()) <= before


def test_readers_that_were_started_beforehand_are_those_that_read_and_none_is_left(good: Path) -> None:
    before = set(psutil.Process().children())
    start_readers(2)
    start_readers(2)
    started = set(psutil.Process().children()) - before
    assert len(started) == 2
    with ReaderPool(contracts(), max_unpacked_bytes=2**20, memory_mb=MEGABYTES, seconds=SECONDS) as room:
        assert room.read(good, (good.name,)).problem is None
        assert set(psutil.Process().children()) - before == started
    dismiss_readers()
    assert set(psutil.Process().children()) <= before


def readers_of(pool: ReaderPool, good: Path, before: set[psutil.Process]) -> set[psutil.Process]:
    with pool:
        assert pool.read(good, (good.name,)).problem is None
    return set(psutil.Process().children()) - before


def test_where_readers_are_kept_the_next_pool_of_the_same_limits_has_them(good: Path) -> None:
    def pool(seconds: int = SECONDS) -> ReaderPool:
        return ReaderPool(contracts(), max_unpacked_bytes=2**20, memory_mb=MEGABYTES, seconds=seconds)

    before = set(psutil.Process().children())
    with kept_readers(60):
        first = readers_of(pool(), good, before)
        start_readers(1)  # there is one
        assert len(first) == 1 and readers_of(pool(), good, before) == first
        assert readers_of(pool(SECONDS + 1), good, before) > first  # it goes by other limits
        for child in first:
            child.kill()
            child.wait()
        assert len(readers_of(pool(), good, before) - first) == 2  # who died waiting is replaced
    assert set(psutil.Process().children()) <= before


def test_a_kept_reader_ends_when_nobody_has_come_for_it(good: Path) -> None:
    before = set(psutil.Process().children())
    with kept_readers(0.2), ReaderPool(contracts(), max_unpacked_bytes=2**20, memory_mb=MEGABYTES, seconds=SECONDS) as room:
        room.read(good, (good.name,))
    assert set(psutil.Process().children()) <= before
    with kept_readers(0.2):
        children = readers_of(ReaderPool(contracts(), max_unpacked_bytes=2**20, memory_mb=MEGABYTES, seconds=SECONDS), good, before)
        assert psutil.wait_procs(children, timeout=10)[1] == []


def test_a_night_that_is_refused_keeps_no_reader(good: Path, make_settings: Callable[[str], Settings]) -> None:
    before = set(psutil.Process().children())
    with pytest.raises(WarehouseError):
        run_paths(make_settings("postgresql://nobody@127.0.0.1:1/nothing"), [good])
    started = set(psutil.Process().children()) - before
    assert not [child for child in started if "flows.extract.reader_process" in child.cmdline()]


def test_a_reader_that_was_started_in_vain_ends_with_its_parent() -> None:
    script = """
import os, signal
import psutil
from flows.extract.reader_pool import start_readers
start_readers(1)
print(psutil.Process().children()[0].pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=60)
    with suppress(psutil.NoSuchProcess):
        psutil.Process(int(done.stdout)).wait(timeout=10)
    assert not psutil.pid_exists(int(done.stdout))


def test_a_child_ends_with_its_parent(good: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
from flows.extract.reader_pool import ReaderPool
from expectations.registry import contracts
import psutil
room = ReaderPool(contracts(), max_unpacked_bytes=2**20, memory_mb={MEGABYTES}, seconds={SECONDS})
room.read(Path({str(good)!r}), ("x.xlsx",))
print(psutil.Process().children()[0].pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=60)
    with_id = int(done.stdout)
    with suppress(psutil.NoSuchProcess):
        psutil.Process(with_id).wait(timeout=10)
    assert not psutil.pid_exists(with_id)


# --- the whole run ------------------------------------------------------------------------------------------------------
@pytest.fixture
def office(one_database_url: str, tmp_path: Path) -> Office:
    return office_at(one_database_url, tmp_path)


def zipped(files: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return buffer.getvalue()


def test_lists_in_a_zip_file_are_deliveries_like_others(office: Office) -> None:
    archive = zipped({"BHYT/DS the.xlsx": GOOD, "cong van.pdf": b"%PDF-1.7 a letter"})
    result = office.send_bytes(**{"gui thang 6-2026.zip": archive})
    assert statuses(result) == {"gui thang 6-2026.zip/BHYT/DS the.xlsx": "published", "gui thang 6-2026.zip/cong van.pdf": "unreadable"}
    assert office.rows("select file_name, month::text from audit.delivery where status = 'published'") == [
        ("gui thang 6-2026.zip/BHYT/DS the.xlsx", "2026-06-01")
    ]
    again = office.send_bytes(**{"gui thang 6-2026.zip": archive})
    assert set(statuses(again).values()) == {"duplicate"} and again.indicators_changed == 0


def test_an_archive_that_cannot_be_opened_is_one_refused_delivery(office: Office) -> None:
    strict = replace(office.settings.ward, limits=replace(office.settings.ward.limits, max_unpacked_mb=1))
    office = replace(office, settings=replace(office.settings, ward=strict))
    result = office.send_bytes(**{"large.zip": zipped({"a.csv": b" " * (2**20 + 1)}), "BHYT_2026-06.xlsx": GOOD})
    assert statuses(result) == {"large.zip": "unreadable", "BHYT_2026-06.xlsx": "published"}
    assert office.rows("select rule_code, file_name from audit.finding where severity = 'critical'") == [("F01", "large.zip")]
