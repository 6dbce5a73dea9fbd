"""Queries of the page: the texts under ``sql/review``, each one statement whatever the number of rows.

Data flow: ``sql/review/<name>.sql`` and named parameters -> rows
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

Row = dict[str, Any]


def rows_of(connection: "Connection", name: str, **parameters: Any) -> list[Row]:
    from flows.database.sql_text import read_sql

    return [dict(row) for row in connection.exec_driver_sql(read_sql(f"review/{name}.sql"), parameters).mappings()]


def only_row(connection: "Connection", name: str, **parameters: Any) -> Row | None:
    return next(iter(rows_of(connection, name, **parameters)), None)
