"""Databases for tests: empty ones, and copies of one in which something stands ready.

Data flow: a server's URL -> a template, filled once for each server and process -> a copy of it a test, in a tenth of the time
"""

import os
import secrets
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from flows.config.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent.parent
SECOND_SERVER = "CHITIEU_TEST_DATABASE_URL"
SECRET = "a key for tests only, no secret"

_EMPTY = "template0"
#: Names of templates by the server's URL and what they hold.
_templates: dict[tuple[str, Hashable], str] = {}
#: A copy has the rights in the database, but not those to it.
_RIGHTS = """select format('grant %%s on database %%I to %%s', privilege_type, %s::text,
        case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end)
    from pg_database cross join aclexplode(datacl) where datname = %s"""


def first_ward(url: str, home: Path) -> Settings:
    """Settings of the first ward over a database, with a fixed key."""
    environ = {"CHITIEU_HOME": str(home), "CHITIEU_DATABASE_URL": url, "CHITIEU_SECRET_KEY": SECRET}
    return load_settings(cwd=ROOT, environ=environ)


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """An empty database of its own, dropped at the end."""
    with _dropped(server_url, _create(server_url, _EMPTY)) as url:
        yield url


@contextmanager
def new_warehouse(server_url: str) -> Iterator[str]:
    """A database of its own that knows what the first ward's warehouse knows before its first delivery, and has had no run.

    What tests the making of a warehouse, or another ward from its first day on, takes ``new_database``.
    """
    with _dropped(server_url, _create(server_url, _ready(server_url))) as url:
        yield url


@contextmanager
def new_copy(server_url: str, key: Hashable, fill: Callable[[str], None]) -> Iterator[str]:
    """A copy of the warehouse that ``fill`` was given as ``new_warehouse`` makes it, once for each server and ``key``. It leaves no
    connection open."""
    with _dropped(server_url, _create(server_url, _template(server_url, key, _ready(server_url), fill))) as url:
        yield url


def _ready(server_url: str) -> str:
    return _template(server_url, None, _EMPTY, _make_ready)


def _template(server_url: str, key: Hashable, base: str, fill: Callable[[str], None]) -> str:
    if (server_url, key) not in _templates:
        name = _create(server_url, base)
        fill(_url(server_url, name))
        _templates[server_url, key] = name
    return _templates[server_url, key]


def drop_templates() -> None:
    """Those of a server that outlives the tests; the embedded server's go with its folder."""
    second = os.environ.get(SECOND_SERVER, "")
    for server_url, key in [place for place in _templates if place[0] == second]:
        _drop(server_url, _templates.pop((server_url, key)))


def _make_ready(url: str) -> None:
    from flows.database.warehouse import ward_warehouse
    from flows.load.dimensions import seed
    from flows.pipeline.run import _fingerprint

    with TemporaryDirectory() as home:
        settings = first_ward(url, Path(home))
        with ward_warehouse(settings) as engine, engine.begin() as connection:
            seed(connection, settings.ward, _fingerprint(settings.secret_key))


def _create(server_url: str, template: str) -> str:
    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {} encoding 'UTF8' template {}").format(sql.Identifier(name), sql.Identifier(template)))
        if template != _EMPTY and (rights := connection.execute(_RIGHTS, (name, template)).fetchall()):
            connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)))
            for (right,) in rights:
                connection.execute(right.encode())
    return name


@contextmanager
def _dropped(server_url: str, name: str) -> Iterator[str]:
    try:
        yield _url(server_url, name)
    finally:
        _drop(server_url, name)


def _drop(server_url: str, name: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _url(server_url: str, name: str) -> str:
    return server_url.rsplit("/", 1)[0] + f"/{name}"
