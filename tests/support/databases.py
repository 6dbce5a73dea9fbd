"""Databases for tests: empty ones, and copies of one in which something stands ready.

Data flow: a server's URL -> a template, filled once for each server and session -> a copy of it a test, in a tenth of the time
"""

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from flows.config.settings import Settings, load_settings
from tests.support.sharing import counted, made_once

ROOT = Path(__file__).resolve().parent.parent.parent
SECOND_SERVER = "CHITIEU_TEST_DATABASE_URL"
SECRET = "a key for tests only, no secret"

#: Fills a warehouse by its URL; the folder keeps what stands beside it.
Fill = Callable[[str, Path], None]

_EMPTY = "template0"
#: Files are copied as they are: a log of each page of them would be written and never read.
_CREATE = "create database {} encoding 'UTF8' template {} strategy file_copy"
#: A copy has the rights in the database, but not those to it.
_RIGHTS = """select format('grant %%s on database %%I to %%s', privilege_type, %s::text,
        case grantee when 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end)
    from pg_database cross join aclexplode(datacl) where datname = %s"""

_END_CONNECTIONS = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"
#: Looks at the connections of a database that is dropped, and seconds between them.
_MOST_LOOKS, _BETWEEN_LOOKS = 50, 0.002


def first_ward(url: str, home: Path) -> Settings:
    """Settings of the first ward over a database, with a fixed key."""
    environ = {"CHITIEU_HOME": str(home), "CHITIEU_DATABASE_URL": url, "CHITIEU_SECRET_KEY": SECRET}
    return load_settings(cwd=ROOT, environ=environ)


def with_cheap_password(server_url: str) -> None:
    """The password stays, but one round proves it, not 4,096: tests open thousands of connections, and each was 3 ms of a processor."""
    role, password = conninfo_to_dict(server_url)["user"], conninfo_to_dict(server_url)["password"]
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute("set scram_iterations = 1")
        connection.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(str(role)), sql.Literal(password)))


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
def new_copy(server_url: str, key: str, fill: Fill) -> Iterator[tuple[str, Path]]:
    """A copy of the warehouse that ``fill`` was given as ``new_warehouse`` makes it, once for each server and ``key``, and the folder that
    ``fill`` was given, which is only read. It leaves no connection open."""
    kept = _template(server_url, key, fill)
    with _dropped(server_url, _create(server_url, kept.name)) as url:
        yield url, kept


@contextmanager
def shared_templates(folder: Path) -> Iterator[None]:
    """All processes whose blocks have the same folder use the same templates. The last one drops those of a server that outlives the tests;
    the embedded server's go with its folder."""
    global _shared
    _shared = folder
    with counted(folder / "templates.lock", _drop_templates):
        yield


#: One process alone, and no test, shares with nobody.
_shared: Path | None = None


def _ready(server_url: str) -> str:
    return _template(server_url, "ready", _make_ready).name


@cache
def _template(server_url: str, key: str, fill: Fill) -> Path:
    """A folder that is called like the template, and holds what stands beside it."""
    place = _place(server_url)
    place.mkdir(exist_ok=True)
    return Path(made_once(place, key, lambda: str(_filled(server_url, place, fill))))


def _filled(server_url: str, place: Path, fill: Fill) -> Path:
    name = _create(server_url, _EMPTY if fill is _make_ready else _ready(server_url))
    (place / name).mkdir()
    fill(_url(server_url, name), place / name)
    return place / name


def _place(server_url: str) -> Path:
    global _shared
    _shared = _shared or Path(mkdtemp(prefix="templates_"))
    return _shared / f"templates_{sha256(server_url.encode()).hexdigest()[:12]}"


def _drop_templates() -> None:
    second = os.environ.get(SECOND_SERVER, "")
    if second and (place := _place(second)).is_dir():
        for template in place.glob("t_*/"):
            _drop(second, template.name)
        shutil.rmtree(place)


def _make_ready(url: str, folder: Path) -> None:
    from flows.database.warehouse import ward_warehouse
    from flows.load.dimensions import seed
    from flows.pipeline.run import _fingerprint

    settings = first_ward(url, folder / "home")
    with ward_warehouse(settings) as engine, engine.begin() as connection:
        seed(connection, settings.ward, _fingerprint(settings.secret_key))


def _create(server_url: str, template: str) -> str:
    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL(_CREATE).format(sql.Identifier(name), sql.Identifier(template)))
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
    """The server looks for connections that end only every tenth of a second."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        for _ in range(_MOST_LOOKS):
            if not connection.execute(_END_CONNECTIONS, (name,)).rowcount:
                break
            time.sleep(_BETWEEN_LOOKS)
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _url(server_url: str, name: str) -> str:
    return server_url.rsplit("/", 1)[0] + f"/{name}"
