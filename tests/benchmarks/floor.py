"""The floor: the least work that brings the same rows into the same database, with nothing understood of them.

Data flow: every sheet as text (fastexcel) -> CSV slices -> ``COPY`` into one unlogged table of text columns per sheet.
``python -m tests.benchmarks.floor FOLDER DATABASE_URL`` does it once, as a whole process.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import fastexcel
import polars as pl
import psycopg
from psycopg import sql

SLICE_ROWS = 50_000


def load_as_text(folder: Path, database_url: str) -> int:
    """Copies all sheets of all workbooks below the folder; gives the number of sheet rows. Tables of a former load are replaced."""
    with psycopg.connect(database_url) as connection:
        return sum(_copy(connection, f"floor_{number}", frame) for number, frame in enumerate(_sheets(folder)))


def _sheets(folder: Path) -> Iterator[pl.DataFrame]:
    for path in sorted(folder.rglob("*.xlsx")):
        workbook = fastexcel.read_excel(path)
        for name in workbook.sheet_names:
            yield workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()


def _copy(connection: psycopg.Connection, table: str, frame: pl.DataFrame) -> int:
    name = sql.Identifier(table)
    columns = sql.SQL(", ").join(sql.SQL("c{} text").format(sql.SQL(str(number))) for number in range(frame.width))
    connection.execute(sql.SQL("drop table if exists {}").format(name))
    connection.execute(sql.SQL("create unlogged table {} ({})").format(name, columns))
    with connection.cursor().copy(sql.SQL("copy {} from stdin (format csv)").format(name)) as copy:
        for part in frame.iter_slices(SLICE_ROWS):
            buffer = io.BytesIO()
            part.write_csv(buffer, include_header=False)
            copy.write(buffer.getbuffer())
    return frame.height


if __name__ == "__main__":
    print(load_as_text(Path(sys.argv[1]), sys.argv[2]))
