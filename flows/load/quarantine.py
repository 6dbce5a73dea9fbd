"""Quarantine: what is not published, sealed for the officer.

Data flow: ``Reading``, ``Verdict`` -> ``audit.repair_count``, ``audit.unknown_heading``; sealed -> ``vault.repair``,
``vault.quarantined_row``
"""

from typing import TYPE_CHECKING

import polars as pl

from expectations.registry import source
from expectations.verdict import Verdict
from flows.database.frames import copy_frame, copy_sealed
from flows.load.unknown_headings import keep_unknown_headings
from flows.vault.row_encryption import Sealer
from transforms.cleaning.pseudonyms import household_names
from transforms.reading.model import Reading, Table

if TYPE_CHECKING:
    from sqlalchemy import Connection


def quarantine(connection: "Connection", sealer: Sealer, delivery_id: int, reading: Reading, judged: Verdict) -> None:
    """Repairs, counted with masked examples and in full in the vault, headings that nobody knows, and the cells of quarantined rows as they
    were sent."""
    number = pl.lit(delivery_id).alias("delivery_id")
    if judged.ledger is not None and judged.ledger.height:
        copy_frame(connection, "audit.repair_count", judged.ledger.with_columns_seq(number))
    if judged.cleaned.repairs.height:
        sealed = sealer.seal(_repairs_by_row(judged.cleaned.repairs), ["repairs"])
        copy_sealed(connection, "vault.repair", [sealed.with_columns_seq(number)])
    keep_unknown_headings(connection, delivery_id, reading)
    if judged.quarantined.is_empty():
        return
    read_columns = _read_columns(str(reading.source))
    for table in reading.tables:
        rows = _quarantined_rows(table, judged.quarantined)
        if rows.height:
            cells = _cells_to_keep(rows, table.sheet_name, read_columns, sealer.secret)
            copy_sealed(connection, "vault.quarantined_row", [sealer.seal(cells.with_columns_seq(number), ["cells"])])


def _repairs_by_row(repairs: pl.DataFrame) -> pl.DataFrame:
    """One row a mended row: how many cells, and a list of what was done to each."""
    place = ("sheet_name", "row_number")
    return repairs.group_by(place).agg(
        pl.len().alias("cell_count"),
        pl.struct(*(name for name in repairs.columns if name not in place)).alias("repairs"),
    )


def _quarantined_rows(table: Table, quarantined: pl.DataFrame) -> pl.DataFrame:
    own = quarantined.filter(pl.col("sheet_name").eq_missing(pl.lit(table.sheet_name, dtype=pl.String)))
    return table.frame.filter(pl.col("row_number").is_in(own["row_number"].implode()))


def _cells_to_keep(rows: pl.DataFrame, sheet_name: str | None, read_columns: set[str], secret: bytes) -> pl.DataFrame:
    """Place and household of each row, and those of its cells that the product reads, as one column ``cells``."""
    read = [name for name in rows.columns if name in read_columns]
    household = household_names(rows["household_number"], secret) if "household_number" in read else pl.lit(None, dtype=pl.String)
    return rows.select_seq(
        pl.lit(sheet_name, dtype=pl.String).alias("sheet_name"),
        pl.col("row_number").cast(pl.Int64),
        household.str.slice(0, 60).alias("household_number"),
        pl.struct(*read).alias("cells"),
    )


def _read_columns(source_name: str) -> set[str]:
    """Columns that the product reads; others (ethnicity, notes) are not even kept for the officer."""
    contract = source(source_name).contract
    return {column.name for column in contract.all_columns if not column.reader_only}
