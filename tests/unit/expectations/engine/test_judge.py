"""The judge is a process of its own: it is replaced when it dies, never outlives its parent, and where there is none, nothing is judged."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from expectations.engine.judge import JUDGE, Judge, JudgeError
from expectations.engine.questions import Question
from expectations.engine.suite import run_suite
from expectations.rule import Rule
from flows.system.files import ROOT

pytestmark = pytest.mark.usefixtures("cleaned_and_judged_anew")

GROWN = Rule("S01", "critical", "is_grown", "age", pl.col("age") < 15, pl.lit("Sửa."))


def failing() -> list[int]:
    return run_suite(pl.DataFrame({"age": [40, 9]}), [GROWN], suite_name="s").failures["row_id"].to_list()


def test_a_judge_that_dies_is_replaced_and_asked_again() -> None:
    assert failing() == [1]
    first = JUDGE.process_id
    assert failing() == [1] and JUDGE.process_id == first  # one judge for the life of the process
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert failing() == [1]
    assert JUDGE.process_id not in (None, first)


def python_that(does: str, folder: Path) -> str:
    """A program that stands in Python's place."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o700)
    return str(program)


@pytest.mark.parametrize(
    ("does", "said"), [("exit 9", "ended with status 9, twice in a row"), (None, "cannot be started: No such file or directory")]
)
def test_where_there_is_no_judge_a_sentence_says_so(does: str | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", python_that(does, tmp_path) if does else str(tmp_path / "python"))
    with pytest.raises(JudgeError, match=said):
        Judge().ask(Question("s"))


def test_a_judge_without_great_expectations_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "great_expectations.py").write_text("raise ImportError('it is gone')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    judge = Judge()
    with pytest.raises(JudgeError, match="cannot judge: ImportError: it is gone. Nothing was published"):
        judge.ask(Question("s"))
    judge.stop()


def is_running(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which processes there are")
def test_the_judge_does_not_outlive_a_parent_that_is_killed() -> None:
    code = "import time; from expectations.engine.judge import JUDGE; JUDGE.start(); print(JUDGE.process_id, flush=True); time.sleep(600)"
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    judge = int(parent.stdout.readline())
    assert is_running(judge)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 120  # it may be importing
    while is_running(judge) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not is_running(judge)
