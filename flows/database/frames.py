"""Frames into tables and out of them.

Data flow: a polars frame -> CSV slices, or sealed rows as bytes -> COPY; a query -> a polars frame
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any

from flows.database.sql_text import read_sql

if TYPE_CHECKING:
    import polars as pl
    from sqlalchemy import Connection


_COPY_SLICE_ROWS = 10_000
_COLUMN_TYPES = "select attname, format_type(atttypid, null) from pg_attribute where attrelid = %s::regclass and attnum > 0"


# --- moving rows ----------------------------------------------------------------------------------------------------
def copy_frame(connection: "Connection", table: str, frame: "pl.DataFrame") -> None:
    """Append ``frame`` to ``table`` by COPY, columns matched by name. Empty text stays apart from null."""
    if frame.is_empty():
        return
    with cursor(connection) as raw, raw.copy(f"copy {table} ({_names(frame)}) from stdin (format csv)") as copy:
        for block in frame.iter_slices(_COPY_SLICE_ROWS):
            buffer = BytesIO()
            block.write_csv(buffer, include_header=False, datetime_format="%Y-%m-%d %H:%M:%S")
            copy.write(buffer.getbuffer())


def copy_sealed(connection: "Connection", table: str, blocks: "Iterable[pl.DataFrame]") -> None:
    """Append blocks of numbers, texts and bytes as one COPY, columns matched by name: while one is made the server takes in the one before.
    As text each byte would be two letters, which takes twice as long."""
    blocks = iter(blocks)
    first = next(blocks, None)  # made before the COPY, in which nothing else may be said to the database
    if first is None or first.is_empty():
        return
    types = _types_of(connection, table)
    with cursor(connection) as raw, raw.copy(f"copy {table} ({_names(first)}) from stdin (format binary)") as copy:
        copy.set_types([types[name] for name in first.columns])
        for block in chain((first,), blocks):
            for row in block.iter_rows():
                copy.write_row(row)


def _types_of(connection: "Connection", table: str) -> dict[str, str]:
    """Of its columns by name, asked once a connection: its tables are what they are while a program works."""
    known: dict[str, dict[str, str]] = connection.info.setdefault("column_types", {})
    if table not in known:
        with cursor(connection) as raw:
            known[table] = dict(raw.execute(_COLUMN_TYPES, (table,)).fetchall())
    return known[table]


def _names(frame: "pl.DataFrame") -> str:
    return ", ".join(f'"{name}"' for name in frame.columns)


def copy_lines(connection: "Connection", table: str, columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Append a few lines, for which a frame would be dearer than they are."""
    names = ", ".join(f'"{name}"' for name in columns)
    with cursor(connection) as raw, raw.copy(f"copy {table} ({names}) from stdin") as copy:
        for line in lines:
            copy.write_row(line)


@contextmanager
def cursor(connection: "Connection") -> Iterator[Any]:
    """The driver's own cursor inside the connection's transaction: for COPY and for scripts of several statements."""
    raw: Any = connection.connection.cursor()
    with raw:
        yield raw


@contextmanager
def joined_by_hash(connection: "Connection") -> Iterator[None]:
    """Within the block nothing is joined row by row: of tables that were filled a moment ago the planner knows no size and takes them for
    short."""
    connection.exec_driver_sql("set local enable_nestloop = off")
    yield
    connection.exec_driver_sql("set local enable_nestloop = on")


def run_script(connection: "Connection", name: str) -> None:
    """Run a file of ``sql/`` that takes no parameters, several statements at once."""
    run_together(connection, read_sql(name))


def run_together(connection: "Connection", *texts: str) -> list[tuple[Any, ...]]:
    """Run statements without parameters in one message to the server: each of its own is a round trip. The rows of the last one."""
    with cursor(connection) as raw:
        raw.execute(";\n".join(texts).encode(), prepare=False)
        while raw.nextset():
            pass
        return list(raw.fetchall()) if raw.description else []


def with_values(connection: "Connection", statement: str, values: Sequence[Any]) -> str:
    """A statement with its values written in, for ``run_together``. Nothing personal: the server may keep the text of a statement."""
    from psycopg import ClientCursor

    raw: Any = connection.connection.driver_connection
    return ClientCursor(raw).mogrify(statement, values)


def read_frame(
    connection: "Connection",
    query: str,
    parameters: tuple[Any, ...] | Mapping[str, Any] = (),
    schema: "Mapping[str, pl.DataType | type[pl.DataType]] | None" = None,
) -> "pl.DataFrame":
    """Rows of a query as a frame; ``schema`` gives the types where no row may come."""
    import polars as pl

    with cursor(connection) as raw:
        raw.execute(query, parameters)
        names = [column.name for column in raw.description]
        rows = raw.fetchall()
    return pl.DataFrame(rows, schema=schema or names, orient="row", infer_schema_length=None)
