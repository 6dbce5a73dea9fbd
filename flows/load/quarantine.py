"""Quarantine: what is not published, sealed for the officer."""

from typing import TYPE_CHECKING

import polars as pl

from expectations.registry import source
from expectations.verdict import Verdict
from flows.database.frames import copy_frame
from flows.load.unknown_headings import keep_unknown_headings
from flows.vault.row_encryption import Sealer
from transforms.cleaning.pseudonyms import household_names
from transforms.reading.model import Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection


def quarantine(connection: "Connection", sealer: Sealer, delivery_id: int, reading: Reading, judged: Verdict) -> None:
    """Repairs, counted with masked examples and in full in the vault, headings that nobody knows, and the cells of quarantined rows as they were sent."""
    repairs = judged.cleaned.repairs
    if judged.ledger is not None:
        copy_frame(connection, "audit.repair_count", judged.ledger.with_columns(pl.lit(delivery_id).alias("delivery_id")))
    if repairs.height:
        mended = repairs.group_by("sheet_name", "row_number").agg(
            pl.len().alias("cell_count"),
            pl.struct(*(name for name in repairs.columns if name not in ("sheet_name", "row_number"))).alias("repairs"),
        )
        copy_frame(connection, "vault.repair", sealer.seal(mended, ["repairs"]).with_columns(pl.lit(delivery_id).alias("delivery_id")))
    keep_unknown_headings(connection, delivery_id, reading)
    read_columns = _read_columns(str(reading.source))
    for table in reading.tables:
        own = judged.quarantined.filter(pl.col("sheet_name").eq_missing(pl.lit(table.sheet_name, dtype=pl.String)))
        cells = table.frame.filter(pl.col("row_number").is_in(own["row_number"].implode()))
        read = [name for name in table.frame.columns if name in read_columns]
        if cells.height:
            copy_frame(
                connection,
                "vault.quarantined_row",
                sealer.seal(
                    cells.select(
                        pl.lit(delivery_id).alias("delivery_id"),
                        pl.lit(table.sheet_name, dtype=pl.String).alias("sheet_name"),
                        pl.col("row_number").cast(pl.Int64),
                        (
                            household_names(cells["household_number"], sealer.secret)
                            if "household_number" in read
                            else pl.lit(None, dtype=pl.String)
                        )
                        .str.slice(0, 60)
                        .alias("household_number"),
                        pl.struct(*read).alias("cells"),
                    ),
                    ["cells"],
                ),
            )


def _read_columns(source_name: str) -> set[str]:
    """Columns that the product reads; others (ethnicity, notes) are not even kept for the officer."""
    contract = source(source_name).contract
    return {column.name for part in (contract, *contract.others) for column in part.columns if not column.reader_only}
