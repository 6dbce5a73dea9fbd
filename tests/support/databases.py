"""Databases for tests: empty ones, and copies of one in which the first ward's warehouse stands ready.

Data flow: a server's URL -> a template made once for each server and process (schema, code lists, plan) -> a copy a test, in a tenth of the time
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from flows.config.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent.parent
SECOND_SERVER = "CHITIEU_TEST_DATABASE_URL"
SECRET = "a key for tests only, no secret"

#: The name of the template by the server's URL.
_templates: dict[str, str] = {}


def first_ward(url: str, home: Path) -> Settings:
    """Settings of the first ward over a database, with a fixed key."""
    environ = {"CHITIEU_HOME": str(home), "CHITIEU_DATABASE_URL": url, "CHITIEU_SECRET_KEY": SECRET}
    return load_settings(cwd=ROOT, environ=environ)


@contextmanager
def new_database(server_url: str, template: str = "template0") -> Iterator[str]:
    """A database of its own, dropped at the end: empty, or a copy of ``template``."""
    name = _create(server_url, template)
    try:
        yield _url(server_url, name)
    finally:
        _drop(server_url, name)


@contextmanager
def new_warehouse(server_url: str) -> Iterator[str]:
    """A database of its own that knows what a warehouse knows before the first delivery, as a first run without files leaves it but for the run.

    What is told of making a warehouse, of another ward or of another key takes ``new_database``.
    """
    if server_url not in _templates:
        _templates[server_url] = _ready(server_url)
    with new_database(server_url, _templates[server_url]) as url:
        yield url


def drop_templates() -> None:
    """Those of a server that outlives the tests; the embedded server's go with its folder."""
    second = os.environ.get(SECOND_SERVER, "")
    if second in _templates:
        _drop(second, _templates.pop(second))


def _ready(server_url: str) -> str:
    from flows.database.warehouse import ward_warehouse
    from flows.load.dimensions import seed
    from flows.pipeline.run import _fingerprint

    name = _create(server_url, "template0")
    with TemporaryDirectory() as home:
        settings = first_ward(_url(server_url, name), Path(home))
        with ward_warehouse(settings) as engine, engine.begin() as connection:
            seed(connection, settings.ward, _fingerprint(settings.secret_key))
    return name


def _create(server_url: str, template: str) -> str:
    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name} encoding 'UTF8' template {template}".encode())
    return name


def _drop(server_url: str, name: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)".encode())


def _url(server_url: str, name: str) -> str:
    return server_url.rsplit("/", 1)[0] + f"/{name}"
