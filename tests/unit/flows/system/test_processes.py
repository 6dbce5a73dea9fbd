"""Parts of the service end with it, in order where there is time, and also where there is none."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.system.files import ROOT
from flows.system.processes import ServingError, child_process

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
#: A parent whose child, the module ``http.server`` as a program, writes its process id by being asked nothing.
PARENT = """
import os, sys, time
from flows.system.processes import child_process
with child_process("web server", "http.server", "0", "--bind", "127.0.0.1", environment=dict(os.environ)) as child:
    print(child.process.pid, flush=True)
    time.sleep(600)
"""


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="the test looks for the process in /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_part_ends_when_its_parent_is_killed(number: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    assert parent.stdout is not None
    with parent, parent.stdout:
        pid = int(parent.stdout.readline())
        assert lives(pid)
        parent.send_signal(number)
        parent.wait()
    deadline = time.monotonic() + 60
    while lives(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not lives(pid)


def test_a_part_that_ended_by_itself_says_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "part.log"
    with child_process("part", "no_such_module_anywhere", environment=ENVIRONMENT, log=log) as child:
        child.process.wait()
        with pytest.raises(ServingError, match=r"The part ended by itself with status 1 \(.*No module named no_such_module_anywhere\)"):
            child.check()
    assert log.stat().st_mode & 0o077 == 0


def test_a_log_that_has_grown_is_begun_anew(tmp_path: Path) -> None:
    log = tmp_path / "part.log"
    log.write_bytes(b"x" * 5_000_000)
    with child_process("part", "no_such_module_anywhere", environment=ENVIRONMENT, log=log) as child:
        child.process.wait()
    assert log.stat().st_size < 10_000
