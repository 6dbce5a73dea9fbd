"""Upsert of short lists of rows: what the warehouse knows already is brought up to date, the rest is added.

Data flow: rows as dictionaries -> JSON -> a table
"""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

Row = dict[str, Any]


def upsert(connection: "Connection", table: str, key: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert or bring up to date by ``key``; the rows' own keys name the columns."""
    listed = list(rows)
    if not listed:
        return
    columns = list(listed[0])
    changes = [f"{name} = excluded.{name}" for name in columns if name not in key]
    connection.exec_driver_sql(
        f"insert into {table} ({', '.join(columns)}) "
        f"select {', '.join(columns)} from json_populate_recordset(null::{table}, %(rows)s::json) "
        f"on conflict ({', '.join(key)}) do {'update set ' + ', '.join(changes) if changes else 'nothing'}",
        {"rows": json.dumps(listed, ensure_ascii=False)},
    )
