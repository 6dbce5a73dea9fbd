"""Modules of the program's processes: none comes from the folder in which it was started, where files of strangers may lie."""

import os
from pathlib import Path

import pytest

from expectations.engine.judge import Judge
from expectations.engine.questions import Question
from expectations.registry import contracts
from flows.extract.reader_pool import ReaderPool
from flows.system.processes import child_process
from tests.support.office import JUNE, cards, health_list
from tests.support.warm_readers import cold_readers
from tests.synthetic.writers import write_xlsx

#: Modules that the processes ask for first, or while they work.
NAMES = (
    "flows",
    "transforms",
    "expectations",
    "polars",
    "fastexcel",
    "great_expectations",
    "pandas",
    "zipfile",
    "pickle",
    "math",
    "typing",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the program is started: each of its modules says that it was loaded, and ends the process."""
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text(f"import os\nopen({str(tmp_path / 'loaded')!r}, 'a').write('{name} ')\nos._exit(7)\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_reading_takes_none(folder: Path) -> None:
    with cold_readers(), ReaderPool(contracts(), max_unpacked_bytes=2**26, memory_mb=1000, seconds=60, workers=1) as pool:
        reading = pool.read(write_xlsx(health_list(JUNE, cards(JUNE), container="xlsx").sheets), ("BHYT_2026-06.xlsx",))
    assert (reading.source, reading.problem) == ("health_insurance", None)
    assert not (folder / "loaded").exists()


def test_judging_takes_none(folder: Path) -> None:
    judge = Judge()
    try:
        reply = judge.ask(Question("s", columns=("age",), required=("age",)))
    finally:
        judge.stop()
    assert not reply.failure
    assert not (folder / "loaded").exists()


def test_a_part_of_the_service_takes_none(folder: Path) -> None:
    with child_process("part", "flows.cli", "--help", environment=dict(os.environ), log=folder / "log") as part:
        assert part.process.wait(60) == 0
    assert not (folder / "loaded").exists()
