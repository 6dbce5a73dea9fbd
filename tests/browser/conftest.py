"""A real browser before the page of an office: Debian's Chromium, driven by Playwright's client; where there is none, tests say so."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from flows.config.settings import Settings
from review.web.app import create_app
from tests.support.office import Office, an_office, the_samples
from tests.support.visitor import make_accounts

CHROMIUM = Path("/usr/bin/chromium")
_START_SECONDS = 120.0
#: No test fails on a time: a decision may take long on a busy machine.
_PATIENCE_MS = 120_000
expect.set_options(timeout=_PATIENCE_MS)


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path, fed=the_samples) as made:
        make_accounts(made.settings)
        yield made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is not installed")  # .ci/run installs it where the machine can have it
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[*sandbox, "--disable-dev-shm-usage"])
        yield opened
        opened.close()


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The page on a free port of loopback, served by uvicorn as ``chitieu serve`` does."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + _START_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    with served(office.settings) as made:
        yield made


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """An office PC's window. What the browser itself finds wrong, such as a breach of the policy, fails the test; so does a request that
    leaves the machine. A parameter is the one complaint that the test brings about and has to see."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN", base_url=address)
    opened = context.new_page()
    opened.set_default_timeout(_PATIENCE_MS)
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("request", lambda asked: complaints.append(asked.url) if not asked.url.startswith(address) else None)
    yield opened
    context.close()
    expected = getattr(request, "param", None)
    assert [one for one in complaints if expected is None or expected not in one] == []
    assert expected is None or complaints, f"the browser did not complain of {expected}"
