"""The first decision after a start of the page, in a process of its own: with what was made ready while the officer read the cause, and
without (the form sent at once, as nobody can: the judge and the libraries alone came with the overview).

Data flow: a warehouse with findings -> ``chitieu review page`` -> a cause's page, quiet again -> one row left out -> processor seconds of
the page, its children and PostgreSQL
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.benchmarks.processors import processor_of, server_of
from tests.support.service import free_port, wait_for
from tests.support.visitor import Visitor, make_accounts

if TYPE_CHECKING:
    from flows.config.settings import Settings

_QUIET_SECONDS = 2.0


def first_decisions(settings: "Settings", environment: dict[str, str], number: int, rule: str, row: int) -> None:
    make_accounts(settings, at_full_cost=True)
    server = server_of(environment["CHITIEU_DATABASE_URL"])
    for is_warm in (False, True):
        with _page(environment) as (process, visitor):
            _decide((process.pid, server), visitor, f"/causes/{number}/{rule}", row, is_warm=is_warm)


def _decide(processes: tuple[int, ...], visitor: Visitor, address: str, row: int, *, is_warm: bool) -> None:
    token, told = visitor.token(), "first decision, nothing ready"
    _wait_until_quiet(*processes)
    if is_warm:
        before, started = processor_of(*processes), time.perf_counter()
        assert visitor.get(address).status_code == 200
        shown = time.perf_counter() - started
        taken = _wait_until_quiet(*processes)
        ready = f"made ready in {taken:.1f} s, {processor_of(*processes) - before:.1f} s of processor time"
        told = f"first decision, cause opened before (page {1000 * shown:.0f} ms; {ready})"
    before, started = processor_of(*processes), time.perf_counter()
    form = {"csrf": token, "scope": "chosen", "rows": f"{row}", "reason": "benchmark"}
    answer = visitor.client.post(f"{address}/exclude", data=form)
    passed, spent = time.perf_counter() - started, processor_of(*processes) - before
    assert answer.status_code == 200 and "/decisions/" in str(answer.url), answer.text
    print(f"{told}: {spent:.2f} s of processor time, {passed:.2f} s")
    act = int(re.findall(r"\d+", str(answer.url))[-1])
    visitor.client.post(f"/decisions/{act}/undo", data={"csrf": token, "reason": "benchmark"})


def _wait_until_quiet(*processes: int) -> float:
    """Seconds until nothing was done any more: what is made ready, and the judge's import."""
    started = last = time.perf_counter()
    spent = processor_of(*processes)
    while time.perf_counter() - last < _QUIET_SECONDS:
        time.sleep(0.1)
        if (now := processor_of(*processes)) > spent + 0.02:
            spent, last = now, time.perf_counter()
    return last - started


@contextmanager
def _page(environment: dict[str, str]) -> Iterator[tuple["subprocess.Popen[bytes]", Visitor]]:
    import httpx2

    port = free_port()
    own = {**os.environ, **environment, "CHITIEU_WEB_PORT": str(port), "PYTHONDONTWRITEBYTECODE": ""}
    process = subprocess.Popen([sys.executable, "-m", "flows.cli", "review", "page"], env=own, stdout=subprocess.DEVNULL)
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True, timeout=120) as client:
            visitor = Visitor(client)  # type: ignore[arg-type]
            wait_for(lambda: _answers(visitor))
            visitor.sign_in()
            yield process, visitor
    finally:
        process.terminate()
        process.wait(30)


def _answers(visitor: Visitor) -> bool:
    import httpx2

    try:
        return visitor.get("/sign-in").status_code == 200
    except httpx2.TransportError:
        return False
