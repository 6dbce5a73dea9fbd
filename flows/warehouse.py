"""The warehouse as the pipeline sees it: an engine, migrations, one transaction a delivery, COPY of frames, scripts of SQL.

Data flow: tidy frames -> ``copy_frame`` (CSV slices into unlogged staging) -> scripts under ``sql/publish`` -> dimensions and facts.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.schema import MART_VIEWS, comment_statements, read_sql, views_version
from flows.system.errors import ChitieuError

if TYPE_CHECKING:
    import polars as pl
    from sqlalchemy import Connection, Engine

    from flows.settings import Settings

LEAST_POSTGRESQL = 15
#: Two nights of one warehouse never run at once: the number is ours alone in its database.
NIGHT_LOCK = 69_10744
#: A transaction of ours writes dimensions and facts and may make a month's partition, which Citus refuses where it has written to several
#: machines at once before; so for the whole session. To PostgreSQL alone it is a name with a dot that nobody reads.
_ONE_MACHINE_AFTER_ANOTHER = "citus.multi_shard_modify_mode=sequential"
_COPY_SLICE_ROWS = 50_000
_MIGRATIONS = Path(__file__).resolve().parent / "migrations"


class WarehouseError(ChitieuError):
    """The database cannot be reached, is too old, or refuses what the program needs."""


@contextmanager
def open_engine(settings: "Settings") -> "Iterator[Engine]":
    """An engine over the configured database, or over the embedded server, which runs while the context is open."""
    if settings.database_url is not None:
        yield from _engine(settings.database_url, is_embedded=False)
        return
    from flows.embedded import embedded_server

    with embedded_server(settings.home) as url:
        yield from _engine(url, is_embedded=True)


def _engine(url: str, is_embedded: bool = False) -> "Iterator[Engine]":
    from sqlalchemy import create_engine

    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        hide_parameters=True,  # an error's text must never repeat the values of a row
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
                f"The embedded PostgreSQL does not answer ({_first_line(error.orig)}). Its log is in CHITIEU_HOME/postgres/log."
            ) from None
        place = f"{engine.url.host or 'local socket'}:{engine.url.port or 5432}/{engine.url.database}"
        raise WarehouseError(
            f"CHITIEU_DATABASE_URL: no PostgreSQL answers at {place} ({_first_line(error.orig)}). "
            "Start the server or correct the address, user and password; unset it to use the embedded PostgreSQL."
        ) from None
    if version < LEAST_POSTGRESQL:
        raise WarehouseError(f"The database server is PostgreSQL {version}, expected {LEAST_POSTGRESQL} or newer. Use a newer server.")
    if encoding != "UTF8":
        raise WarehouseError(
            f"The database is encoded in {encoding}, expected UTF8. Make it with: create database NAME encoding 'UTF8' template template0."
        )


def _first_line(error: BaseException | None) -> str:
    """The server's reason without its address lines; psycopg never puts a password there."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].rstrip(".") if lines else "no reason given"


@contextmanager
def night_lock(engine: "Engine") -> "Iterator[None]":
    """One night at a time: held by a session of its own, so that it goes with the process however that ends."""
    with engine.connect() as connection:
        if not connection.exec_driver_sql(f"select pg_try_advisory_lock({NIGHT_LOCK})").scalar_one():
            raise WarehouseError("Another run is using this warehouse. Wait until it has ended, then start again.")
        connection.commit()
        try:
            yield
        finally:
            connection.exec_driver_sql(f"select pg_advisory_unlock({NIGHT_LOCK})")
            connection.commit()


# --- schema ---------------------------------------------------------------------------------------------------------
@cache
def newest_revision() -> str:
    return max(path.name.split("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def schema_revision(engine: "Engine") -> str | None:
    """The revision the database is at; None for an empty database."""
    with engine.connect() as connection:
        if connection.exec_driver_sql("select to_regclass('audit.schema_version')").scalar_one() is None:
            return None
        return connection.exec_driver_sql("select max(version_num) from audit.schema_version").scalar_one_or_none()


def migrate(engine: "Engine") -> bool:
    """Bring the schema up to date, all revisions or none; True if anything was done. Needs a role that may create roles and schemas."""
    revision = schema_revision(engine)
    if revision == newest_revision() and _views_version(engine) == views_version():
        return False
    if revision is not None and revision > newest_revision():
        raise WarehouseError(f"The warehouse is at revision {revision}, this program knows {newest_revision()}. Install the newer program.")
    from sqlalchemy.exc import DBAPIError

    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("create schema if not exists audit")
            _drop_views(connection)
            _upgrade(connection)
            _make_views(connection)
    except DBAPIError as error:
        raise WarehouseError(
            f"The schema cannot be made in this database ({_first_line(error.orig)}). Use an empty database and a role that "
            "may create schemas and roles (createrole)."
        ) from None
    return True


def _views_version(engine: "Engine") -> str | None:
    """The views that the database has, in ``audit.setting``: they are text that changes without a revision."""
    with engine.connect() as connection:
        value = connection.exec_driver_sql(
            "select value from audit.setting where ward_code = '0' and name = 'mart_views'"
        ).scalar_one_or_none()
    return str(value) if value is not None else None


def _drop_views(connection: "Connection") -> None:
    """Every view of the mart is made afresh: a view may lose or change columns, and holds the tables under it as they are."""
    there = connection.exec_driver_sql(
        "select string_agg(format('mart.%%I', viewname), ', ') from pg_views where schemaname = 'mart'"
    ).scalar_one()
    if there:
        connection.exec_driver_sql(f"drop view {there}")


def _make_views(connection: "Connection") -> None:
    for view in MART_VIEWS:
        sql = read_sql(f"mart/{view}.sql")
        for statement in (sql, *comment_statements(sql)):
            connection.exec_driver_sql(statement.replace("%", "%%"))
    connection.exec_driver_sql(
        """insert into audit.setting (ward_code, name, value) values ('0', 'mart_views', %s)
           on conflict (ward_code, name) do update set value = excluded.value""",
        (views_version(),),
    )


def _upgrade(connection: "Connection") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


# --- moving rows ----------------------------------------------------------------------------------------------------
def copy_frame(connection: "Connection", table: str, frame: "pl.DataFrame") -> None:
    """Append ``frame`` to ``table`` by COPY, columns matched by name. Empty text stays apart from null."""
    if frame.is_empty():
        return
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    with cursor(connection) as raw, raw.copy(f"copy {table} ({columns}) from stdin (format csv)") as copy:
        for part in frame.iter_slices(_COPY_SLICE_ROWS):
            buffer = BytesIO()
            part.write_csv(buffer, include_header=False, datetime_format="%Y-%m-%d %H:%M:%S")
            copy.write(buffer.getbuffer())


@contextmanager
def cursor(connection: "Connection") -> Iterator[Any]:
    """The driver's own cursor inside the connection's transaction: for COPY and for scripts of several statements."""
    raw: Any = connection.connection.cursor()
    with raw:
        yield raw


def run_script(connection: "Connection", name: str) -> None:
    """Run a file of ``sql/`` that takes no parameters, several statements at once."""
    with cursor(connection) as raw:
        raw.execute(read_sql(name).encode(), prepare=False)


def read_frame(
    connection: "Connection",
    query: str,
    parameters: tuple[Any, ...] = (),
    schema: "Mapping[str, pl.DataType | type[pl.DataType]] | None" = None,
) -> "pl.DataFrame":
    """Rows of a query as a frame; ``schema`` gives the types where no row may come."""
    import polars as pl

    with cursor(connection) as raw:
        raw.execute(query, parameters)
        names = [column.name for column in raw.description]
        rows = raw.fetchall()
    return pl.DataFrame(rows, schema=schema or names, orient="row", infer_schema_length=None)
