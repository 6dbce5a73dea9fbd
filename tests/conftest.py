"""Servers and settings that tests share: the embedded PostgreSQL, a PostgreSQL 15 where one is installed, a ward's settings.

Warehouse tests run on every server of ``SERVERS``: the wheel's PostgreSQL always, and the one that ``CHITIEU_TEST_DATABASE_URL`` names
(an administrator's URL; each test makes and drops its own databases).
"""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import psycopg
import pytest

from flows.config.settings import Settings, load_settings

#: No test fails on a time: a busy machine is no defect.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

SECOND_SERVER = "CHITIEU_TEST_DATABASE_URL"
SERVERS = ("embedded", "installed")
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def embedded_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from flows.database.embedded.server import embedded_server

    with embedded_server(tmp_path_factory.mktemp("embedded")) as url:
        yield url


def url_of(server: str, request: pytest.FixtureRequest) -> str:
    if server == "embedded":
        return str(request.getfixturevalue("embedded_url"))
    url = os.environ.get(SECOND_SERVER, "")
    if not url:
        pytest.skip(f"no second PostgreSQL: {SECOND_SERVER} is not set")  # .ci/run sets it where a server is installed
    return url


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """A database of its own, dropped at the end."""
    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name} encoding 'UTF8' template template0")
    try:
        yield server_url.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")


@pytest.fixture(params=SERVERS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database, once on each server."""
    with new_database(url_of(request.param, request)) as url:
        yield url


@pytest.fixture
def one_database_url(embedded_url: str) -> Iterator[str]:
    """An empty database on the embedded server alone, for tests in which the server's version does not matter."""
    with new_database(embedded_url) as url:
        yield url


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[[str], Settings]:
    """Settings of the first ward over a database, with a home of the test's own and a fixed key."""

    def make(url: str) -> Settings:
        return load_settings(
            cwd=ROOT,
            environ={
                "CHITIEU_HOME": str(tmp_path / "home"),
                "CHITIEU_DATABASE_URL": url,
                "CHITIEU_SECRET_KEY": "a key for tests only, no secret",
            },
        )

    return make
