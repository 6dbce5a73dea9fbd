"""Sent cells: single cells of a delivery as its source sent them, with what their row is, for who decides about them.

Data flow: landed file -> reading, clean lists -> ``sent_cells`` -> one ``SentCell`` for each cell that was asked for
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from expectations.registry import source
from flows.extract.headings import key_of
from flows.pipeline.outcomes import ReadDelivery, Run
from flows.system.errors import ChitieuError
from flows.validation.decisions import said_by
from transforms.cleaning.row_identity import as_said, cells_sent

if TYPE_CHECKING:
    from datetime import date


class NoSuchCellError(ChitieuError):
    """A cell that the delivery does not have; the sentence, in Vietnamese, says which there are."""

    exit_code = 2


@dataclass(frozen=True)
class SentCell:
    """``text``: what the cell says, "" if blank; ``said``, ``said_row``: keyed digests of it and of its
    row."""

    sheet_name: str | None
    row_number: int
    column_name: str
    row_identity: str
    said: str
    said_row: str
    text: str

    def says(self, text: str) -> bool:
        """Whether the cell says this already, blanks and ways of writing a date aside."""
        return as_said(text) == self.text


def sent_cells(run: Run, read: ReadDelivery, month: "date", asked: Sequence[tuple[str | None, int, str]]) -> list[SentCell]:
    """``asked``: sheet (None: the only one), row as Excel shows it, column by its name or heading. Raises ``NoSuchCellError``."""
    from flows.pipeline.prepare import cleaned_as_sent

    secret = run.settings.secret_key
    cleaned = cleaned_as_sent(read, run.ward, month, secret, run.kept)
    rows = pl.concat(
        frame.select("sheet_name", "row_number", "row_identity") for frame in (cleaned.frame, cleaned.population) if frame is not None
    )
    placed = [_placed(read, sheet, row, column, rows) for sheet, row, column in asked]
    places = pl.DataFrame(
        placed, schema={"sheet_name": pl.String, "row_number": pl.Int64, "column_name": pl.String, "row_identity": pl.String}, orient="row"
    )
    texts = cells_sent(read.reading, places)
    whole = places.with_columns(pl.lit(None, dtype=pl.String).alias("column_name"))
    digests = zip(said_by(read.reading, places, secret), said_by(read.reading, whole, secret), strict=True)
    return [SentCell(*place, *own, _text(texts, *place[:3])) for place, own in zip(placed, digests, strict=True)]


def _placed(read: ReadDelivery, sheet: str | None, row: int, column: str, rows: pl.DataFrame) -> tuple[str | None, int, str, str]:
    own = rows.filter(pl.col("row_number") == row)
    if sheet is not None:
        own = own.filter(pl.col("sheet_name") == sheet)
    place = f"dòng {row}" + (f" trang '{sheet}'" if sheet else "")
    if own.is_empty():
        raise NoSuchCellError(f"{read.incoming.found.file_name}: {place} không phải dòng dữ liệu của danh sách.")
    if own["sheet_name"].n_unique() > 1:
        names = ", ".join(f"'{name}'" for name in own["sheet_name"].unique(maintain_order=True))
        raise NoSuchCellError(f"{read.incoming.found.file_name}: dòng {row} có ở nhiều trang ({names}). Hãy nêu trang (--sheet).")
    found = own["sheet_name"][0]
    return found, row, _column(read, found, row, column), str(own["row_identity"][0])


def _column(read: ReadDelivery, sheet: str | None, row: int, asked: str) -> str:
    """The contract's column by its name, its heading, or its heading or letter in the file."""
    contract, key = source(str(read.reading.source)).contract, key_of(asked)
    tables = [one for one in read.reading.tables if one.sheet_name == sheet and row in one.frame["row_number"]]
    there = {name: table.headers[name] for table in tables for name in table.headers}
    own = {column.name: column.header for column in contract.all_columns if column.name in there and not column.reader_only}
    for name, header in own.items():
        letters = [table.letters.get(name) for table in tables]
        if asked == name or key in (key_of(header), key_of(there[name])) or asked.upper() in letters:
            return name
    known = "; ".join(f"{name} ({there[name].strip()})" for name in own)
    raise NoSuchCellError(f"{read.incoming.found.file_name}: không có cột '{asked}' trong danh sách. Các cột: {known}.")


def _text(texts: pl.DataFrame, sheet: str | None, row: int, column: str) -> str:
    own = texts.filter(pl.col("sheet_name").eq_missing(pl.lit(sheet, dtype=pl.String)), pl.col("row_number") == row)
    return str(own[column][0] or "") if own.height and column in own.columns else ""
