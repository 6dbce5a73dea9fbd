"""The warehouse as the pipeline sees it: an engine, migrations, one transaction a delivery, COPY of frames, scripts of SQL.

Data flow: tidy frames -> ``copy_frame`` (CSV slices into unlogged staging) -> scripts under ``sql/publish`` -> dimensions and facts.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from flows.system.errors import ChitieuError, Trouble

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.config.settings import Settings

LEAST_POSTGRESQL = 15
#: Two nights of one warehouse never run at once: the number is ours alone in its database.
NIGHT_LOCK = 69_10744
#: Held by whoever copies landed files, and alone by whoever removes or changes them.
_LANDED_LOCK = 69_10745
#: In CHITIEU_HOME while a restore works there; left behind by one that did not end.
UNFINISHED_RESTORE = "restore.unfinished"
#: A transaction of ours writes dimensions and facts and may make a month's partition, which Citus refuses where it has written to several
#: machines at once before; so for the whole session. To PostgreSQL alone it is a name with a dot that nobody reads.
_ONE_MACHINE_AFTER_ANOTHER = "citus.multi_shard_modify_mode=sequential"


class WarehouseError(ChitieuError):
    """The database cannot be reached, is too old, or refuses what the program needs."""

    trouble: Trouble = "database"


class NightRunningError(WarehouseError):
    """Another run holds the night's lock: nothing is wrong."""

    trouble: Trouble = "none"


@contextmanager
def open_engine(settings: "Settings", *, restoring: bool = False) -> "Iterator[Engine]":
    """An engine over the configured database, or over the embedded server, which runs while the context is open.

    A place in which a restore did not end is refused, but for the next restore (``restoring``).
    """
    if not restoring:
        refuse_unfinished_restore(settings)
    if settings.database_url is not None:
        yield from _engine(settings.database_url, is_embedded=False)
        return
    from flows.database.embedded.server import embedded_server

    with embedded_server(settings.home) as url:
        yield from _engine(url, is_embedded=True)


def refuse_unfinished_restore(settings: "Settings") -> None:
    """Raises ``WarehouseError`` in a place in which a restore did not end."""
    if (settings.home / UNFINISHED_RESTORE).exists():
        raise WarehouseError(
            f"{settings.home}: a restore into this place is at work or did not end, so it is not whole. Wait for it, or start "
            "chitieu db restore with the same backup again: it begins anew."
        )


def _engine(url: str, is_embedded: bool = False) -> "Iterator[Engine]":
    from sqlalchemy import create_engine

    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        hide_parameters=True,  # an error's text must never repeat the values of a row
        use_native_hstore=False,  # else it asks each database for a type that none here has
        connect_args={
            "connect_timeout": 10,
            "application_name": "chitieu",
            "options": f"-c timezone=Asia/Ho_Chi_Minh -c jit=off -c work_mem=64MB -c {_ONE_MACHINE_AFTER_ANOTHER}",
        },
    )
    try:
        _check_server(engine, is_embedded)
        yield engine
    finally:
        engine.dispose()


def _check_server(engine: "Engine", is_embedded: bool) -> None:
    from sqlalchemy.exc import DBAPIError

    try:
        with engine.connect() as connection:
            version = int(connection.exec_driver_sql("show server_version_num").scalar_one()) // 10000
            encoding = str(connection.exec_driver_sql("show server_encoding").scalar_one())
    except DBAPIError as error:
        if is_embedded:
            raise WarehouseError(
                f"The embedded PostgreSQL does not answer ({first_line(error.orig)}). Its log is in CHITIEU_HOME/postgres/log."
            ) from None
        place = f"{engine.url.host or 'local socket'}:{engine.url.port or 5432}/{engine.url.database}"
        raise WarehouseError(
            f"CHITIEU_DATABASE_URL: no PostgreSQL answers at {place} ({first_line(error.orig)}). "
            "Start the server or correct the address, user and password; unset it to use the embedded PostgreSQL."
        ) from None
    if version < LEAST_POSTGRESQL:
        raise WarehouseError(f"The database server is PostgreSQL {version}, expected {LEAST_POSTGRESQL} or newer. Use a newer server.")
    if encoding != "UTF8":
        raise WarehouseError(
            f"The database is encoded in {encoding}, expected UTF8. Make it with: create database NAME encoding 'UTF8' template template0."
        )


def first_line(error: BaseException | None) -> str:
    """The server's reason without its address lines; psycopg never puts a password there."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].rstrip(".") if lines else "no reason given"


@contextmanager
def night_lock(engine: "Engine") -> "Iterator[None]":
    """One night at a time: held by a session of its own, so that it goes with the process however that ends."""
    from sqlalchemy.exc import DBAPIError

    with engine.connect() as connection:
        if not connection.exec_driver_sql(f"select pg_try_advisory_lock({NIGHT_LOCK})").scalar_one():
            raise NightRunningError("Another run is using this warehouse. Wait until it has ended, then start again.")
        connection.commit()
        try:
            yield
        finally:
            with suppress(DBAPIError):  # a session that is lost has lost its lock, and what broke it is told by whoever met it
                connection.exec_driver_sql(f"select pg_advisory_unlock({NIGHT_LOCK})")
                connection.commit()


def night_is_running(engine: "Engine") -> bool:
    """Whether somebody holds ``night_lock``; asked without taking it, so that a night which begins now is not refused."""
    with engine.connect() as connection:
        held = connection.exec_driver_sql(
            f"""select exists (select from pg_locks l join pg_database d on d.oid = l.database
                               where d.datname = current_database() and l.locktype = 'advisory' and l.granted
                                 and l.classid = 0 and l.objid = {NIGHT_LOCK})"""
        )
        return bool(held.scalar_one())


@contextmanager
def landed_files_held(engine: "Engine", *, shared: bool) -> "Iterator[None]":
    """Landed files stay as they are for the block (``shared``: for anybody who copies them), or are this block's alone to remove or
    change. Raises ``WarehouseError`` where that is not free."""
    from sqlalchemy.exc import DBAPIError

    kind = "_shared" if shared else ""
    with engine.connect() as connection:
        if not connection.exec_driver_sql(f"select pg_try_advisory_lock{kind}({_LANDED_LOCK})").scalar_one():
            other = "removing or sealing anew landed files" if shared else "writing a backup of the landed files"
            raise WarehouseError(f"Another command is {other}. Wait until it has ended, then start again.")
        connection.commit()
        try:
            yield
        finally:
            with suppress(DBAPIError):
                connection.exec_driver_sql(f"select pg_advisory_unlock{kind}({_LANDED_LOCK})")
                connection.commit()
