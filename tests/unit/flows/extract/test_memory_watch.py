"""Processes at their memory limit, looked at from outside: who does nothing more there is ended, who works or was stopped is not."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

import psutil
import pytest

from flows.extract.memory_watch import MemoryWatch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux alone")
LIMIT = 150 * 2**20
WAITS, WORKS = "import time; time.sleep(600)", "while True: pass"


@contextmanager
def process(does: str, *, fills: bool = True, seconds: int = 600) -> Iterator[subprocess.Popen[bytes]]:
    """One that has taken all memory it may have, or none, says so and goes on."""
    script = f"""
import resource, signal
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_DATA, ({LIMIT}, {LIMIT}))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds} + 60))
held = []
try:
    while {fills}:
        held.append(bytes(2 ** 20))
except MemoryError:
    pass
print(flush=True)
{does}
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as started:
        try:
            assert started.stdout is not None and started.stdout.readline()
            yield started
        finally:
            started.kill()


def test_who_does_nothing_more_at_the_limit_is_ended() -> None:
    with process(WAITS) as full, MemoryWatch(full.pid, LIMIT, pause_seconds=0.02) as watch:
        assert full.wait(timeout=60) == -signal.SIGKILL
    assert watch.is_at_limit


def test_who_ends_by_processor_time_at_the_limit_was_there() -> None:
    with process(WORKS, seconds=2) as full, MemoryWatch(full.pid, LIMIT, pause_seconds=0.02) as watch:
        assert full.wait(timeout=120) == -signal.SIGXCPU
    assert watch.is_at_limit


@pytest.mark.parametrize(("does", "fills"), [(WAITS, False), (WORKS, True)], ids=["waits with memory left", "works at the limit"])
def test_who_has_memory_left_or_works_goes_on(does: str, fills: bool) -> None:
    with process(does, fills=fills) as running, MemoryWatch(running.pid, LIMIT, pause_seconds=0.05) as watch:
        sleep(3)  # 60 looks
        assert running.poll() is None and watch.is_at_limit == fills


def test_who_was_stopped_at_the_limit_goes_on() -> None:
    with process(WAITS) as full:
        psutil.Process(full.pid).suspend()
        with MemoryWatch(full.pid, LIMIT, pause_seconds=0.02) as watch:
            sleep(1.5)
            assert full.poll() is None and watch.is_at_limit
