"""The schema brought up to date: migrations, then the views made afresh where their text changed."""

import json
from functools import cache
from typing import TYPE_CHECKING

from flows.database.engine import WarehouseError, first_line
from flows.database.sql_text import MART_VIEWS, PUBLISHED_VIEWS, comment_statements, read_sql, vietnamese_texts, views_version
from flows.system.files import ROOT

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


#: Beside ``NIGHT_LOCK``, which a night holds for hours.
_MIGRATION_LOCK = 69_10745
_MIGRATIONS = ROOT / "flows" / "database" / "migrations"


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
    if _is_up_to_date(engine, revision := schema_revision(engine)):
        return False
    if revision is not None and revision > newest_revision():
        raise WarehouseError(f"The warehouse is at revision {revision}, this program knows {newest_revision()}. Install the newer program.")
    from sqlalchemy.exc import DBAPIError

    try:
        with engine.begin() as connection:
            # The night, the page and a command may find an old schema at the same moment: one brings it up to date, the others wait.
            connection.exec_driver_sql(f"select pg_advisory_xact_lock({_MIGRATION_LOCK})")
            if _is_up_to_date(engine, schema_revision(engine)):
                return False
            connection.exec_driver_sql("create schema if not exists audit")
            _drop_views(connection)
            _upgrade(connection)
            _make_views(connection)
    except DBAPIError as error:
        raise WarehouseError(
            f"The schema cannot be made in this database ({first_line(error.orig)}). Use an empty database and a role that "
            "may create schemas and roles (createrole)."
        ) from None
    return True


def _is_up_to_date(engine: "Engine", revision: str | None) -> bool:
    return revision == newest_revision() and _views_version(engine) == views_version()


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
    connection.exec_driver_sql(read_sql("mart/amount_words.sql"))
    for view in MART_VIEWS:
        sql = read_sql(f"mart/{view}.sql")
        for statement in (sql, *comment_statements(sql)):
            connection.exec_driver_sql(statement.replace("%", "%%"))
    _describe(connection)
    published = ", ".join(f"mart.{view}" for view in PUBLISHED_VIEWS)
    connection.exec_driver_sql(f"grant select on {published} to chitieu_public")
    connection.exec_driver_sql(
        """insert into audit.setting (ward_code, name, value) values ('0', 'mart_views', %s)
           on conflict (ward_code, name) do update set value = excluded.value""",
        (views_version(),),
    )


def _describe(connection: "Connection") -> None:
    """The statements are several and one has a parameter: the text is bound here, as its own literal."""
    from psycopg import ClientCursor

    driver = connection.connection.driver_connection
    assert driver is not None
    with ClientCursor(driver) as cursor:
        cursor.execute(read_sql("mart/describe.sql").encode(), (json.dumps(vietnamese_texts(), ensure_ascii=False),))


def _upgrade(connection: "Connection") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
