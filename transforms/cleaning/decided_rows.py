"""Decided rows: a reading in which officers' corrections stand and rows that they left out do not, as if its source had sent it so.

Data flow: ``Reading`` + decided cells and rows -> ``with_decisions`` -> ``Reading`` -> a source's ``clean``
"""

from dataclasses import replace

import polars as pl

from transforms.reading.model import Reading, Table

#: One row a corrected cell: where it stands, and the text that takes its place (null: blank).
CORRECTION_SCHEMA = {"sheet_name": pl.String, "row_number": pl.Int64, "column_name": pl.String, "value": pl.String}
PLACE_SCHEMA = {"sheet_name": pl.String, "row_number": pl.Int64}


def with_decisions(reading: Reading, corrections: pl.DataFrame, excluded: pl.DataFrame) -> Reading:
    """``corrections``: see ``CORRECTION_SCHEMA``; of several for one cell the last counts. ``excluded``: places of rows
    (``PLACE_SCHEMA``)."""
    return replace(reading, tables=tuple(_decided(table, corrections, excluded) for table in reading.tables))


def _decided(table: Table, corrections: pl.DataFrame, excluded: pl.DataFrame) -> Table:
    own = pl.col("sheet_name").eq_missing(pl.lit(table.sheet_name, dtype=pl.String))
    cells = corrections.filter(own).unique(["row_number", "column_name"], keep="last", maintain_order=True)
    gone = excluded.filter(own)["row_number"]
    frame = table.frame
    for (name,), column in cells.group_by("column_name", maintain_order=True):
        if name in frame.columns:
            frame = frame.update(
                column.select_seq(pl.col("row_number").cast(frame.schema["row_number"]), pl.col("value").alias(str(name))),
                on="row_number",
                how="left",
                include_nulls=True,
            ).select_seq(frame.columns)
    if len(gone):
        frame = frame.filter(~pl.col("row_number").is_in(gone.implode()))
    return table if frame is table.frame else replace(table, frame=frame)
