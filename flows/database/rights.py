"""Roles and rights that stand outside a dump, and the question whether a database is empty.

Data flow: names -> statements in which each is quoted -> the server
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SCHEMAS = ("mart", "staging", "warehouse_months", "warehouse", "audit", "vault")
_EMPTY = """
    select not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                       where n.nspname not like 'pg\\_%%' and n.nspname <> 'information_schema')
       and not exists (select from pg_namespace where nspname = any(%s))"""
_ROLE = """
    select format('create role %%I nologin', name) from unnest(%s::text[]) name
    where not exists (select from pg_roles where rolname = name)"""
_DATABASE = """
    select format('grant %%s on database %%I to %%s', privilege, current_database(),
                  case role when 'public' then 'public' else quote_ident(role) end)
    from unnest(%s::text[], %s::text[]) as given(role, privilege)"""
_DEFAULT = """
    select format('alter default privileges in schema %%I grant %%s on %%s to %%I', name, privilege, kind, role)
    from unnest(%s::text[], %s::text[], %s::text[], %s::text[]) as given(name, kind, role, privilege)
    where kind in ('tables', 'sequences', 'functions', 'types') and privilege ~ '^[A-Z]+$'"""


def is_empty(connection: "Connection") -> bool:
    """No table, view or sequence of anybody's, and none of our schemas."""
    return bool(connection.exec_driver_sql(_EMPTY, (list(_SCHEMAS),)).scalar_one())


def clear_schemas(connection: "Connection") -> None:
    connection.exec_driver_sql(f"drop schema if exists {', '.join(_SCHEMAS)} cascade")


def make_roles(connection: "Connection", names: Sequence[str]) -> None:
    """Those that the server has not; without login, as those of the schema."""
    _run_all(connection, _ROLE, [list(names)])


def give_rights(connection: "Connection", database: Sequence[Sequence[str]], default: Sequence[Sequence[str]]) -> None:
    """``database``: role ("public": all) and privilege; ``default``: schema, kind of object, role, privilege of whatever is made later."""
    if database:
        _run_all(connection, "select format('revoke all on database %%I from public', current_database())", [])
        _run_all(connection, _DATABASE, [list(part) for part in zip(*database, strict=True)])
    if default:
        _run_all(connection, _DEFAULT, [list(part) for part in zip(*default, strict=True)])


def _run_all(connection: "Connection", query: str, parameters: list[list[str]]) -> None:
    for statement in list(connection.exec_driver_sql(query, tuple(parameters)).scalars()):
        connection.exec_driver_sql(statement.replace("%", "%%"))
