"""Servers and settings that tests share: the embedded PostgreSQL, a PostgreSQL 15 where one is installed, a ward's settings.

Warehouse tests run on every server of ``SERVERS``: the wheel's PostgreSQL always, and the one that ``CHITIEU_TEST_DATABASE_URL`` names (an
administrator's URL; each test makes and drops its own databases).
"""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import hypothesis
import pytest

from flows.config.settings import Settings
from flows.vault import passphrase
from tests.support.databases import ROOT as ROOT
from tests.support.databases import SECOND_SERVER, first_ward, new_database, new_warehouse, shared_templates, with_cheap_password
from tests.support.known_answers import known_answers, worked_out_anew
from tests.support.sharing import session_folder
from tests.support.warm_readers import warm_readers

#: No test fails on a time: a busy machine is no defect.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

SERVERS = ("embedded", "installed")


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: the collector of garbage need not look through them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _kept_between_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What costs seconds to make is made once: readers for each process of tests, templates for all of them. And the key of a passphrase is
    slow on purpose: of the same passphrase and salt it is the same."""
    with shared_templates(session_folder(tmp_path_factory)), warm_readers(), known_answers(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrase, "_key", cache(passphrase._key))
        yield


@pytest.fixture
def cleaned_and_judged_anew() -> Iterator[None]:
    """For tests of what is kept between tests."""
    with worked_out_anew():
        yield


@pytest.fixture(scope="session")
def embedded_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all processes of the session, stopped by the last of them.

    Its data need not outlive a power cut, so it never waits for the disk, and no database lives long enough to be tidied up;
    ``warehouse/test_embedded.py`` starts servers as the program does.
    """
    from flows.database.embedded import programs
    from flows.database.embedded.server import embedded_server

    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as settings:
            for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                settings.setitem(programs._SETTINGS, name, "off")
            settings.setitem(programs._SETTINGS, "wal_level", "minimal")  # nobody follows it
            settings.setitem(programs._SETTINGS, "max_wal_senders", "0")
            settings.setitem(programs._SETTINGS, "max_wal_size", "256MB")  # it may lie in memory
            url = stack.enter_context(embedded_server(session_folder(tmp_path_factory) / "embedded"))
        with_cheap_password(url)
        yield url


def url_of(server: str, request: pytest.FixtureRequest) -> str:
    if server == "embedded":
        return str(request.getfixturevalue("embedded_url"))
    url = os.environ.get(SECOND_SERVER, "")
    if not url:
        pytest.skip(f"no second PostgreSQL: {SECOND_SERVER} is not set")  # .ci/run sets it where a server is installed
    return url


@pytest.fixture(params=SERVERS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The first ward's warehouse before its first delivery, once on each server."""
    with new_warehouse(url_of(request.param, request)) as url:
        yield url


@pytest.fixture
def one_database_url(embedded_url: str) -> Iterator[str]:
    """The same on the embedded server alone, for tests in which the server's version does not matter."""
    with new_warehouse(embedded_url) as url:
        yield url


@pytest.fixture(params=SERVERS)
def empty_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database in which nothing is, once on each server."""
    with new_database(url_of(request.param, request)) as url:
        yield url


@pytest.fixture
def one_empty_database_url(embedded_url: str) -> Iterator[str]:
    """The same on the embedded server alone."""
    with new_database(embedded_url) as url:
        yield url


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[[str], Settings]:
    """Settings of the first ward over a database, with a home of the test's own and a fixed key."""
    return lambda url: first_ward(url, tmp_path / "home")
