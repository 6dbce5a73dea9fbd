"""Sent cells: single cells of a delivery as its source sent them, with what their row is, for who decides about them.

Data flow: landed file -> reading, clean lists -> ``sent_cells`` -> one ``SentCell`` for each cell that was asked for
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from expectations.registry import source
from flows.extract.headings import key_of
from flows.pipeline.outcomes import ReadDelivery, Run
from flows.system.errors import ChitieuError
from flows.validation.decisions import said_by
from transforms.cleaning.row_identity import all_said, cells_sent

if TYPE_CHECKING:
    from datetime import date

    from transforms.reading.model import Reading


class NoSuchCellError(ChitieuError):
    """A cell that the delivery does not have; the sentence, in Vietnamese, says which there are."""

    exit_code = 2


@dataclass(frozen=True)
class SentCell:
    """``text``: what the cell says, blanks and ways of writing a date aside, "" if blank; ``said``, ``said_row``: keyed digests of it and
    of its row."""

    sheet_name: str | None
    row_number: int
    column_name: str
    row_identity: str
    said: str
    said_row: str
    text: str


def said_of(texts: Iterable[str]) -> list[str]:
    """Texts as ``SentCell.text`` gives them."""
    cells = pl.DataFrame({"cell": list(texts)}, schema={"cell": pl.String})
    return [str(text) for text in cells.select_seq(all_said(pl.col("cell")))["cell"]]


def sent_cells(run: Run, read: ReadDelivery, month: "date", asked: Sequence[tuple[str | None, int, str]]) -> list[SentCell]:
    """``asked``: sheet (None: the only one), row as Excel shows it, column by its name or heading. Raises ``NoSuchCellError``."""
    from flows.pipeline.prepare import cleaned_as_sent

    secret = run.settings.secret_key
    cleaned = cleaned_as_sent(read, run.ward, month, secret, run.kept)
    rows = pl.concat(
        frame.select_seq("sheet_name", pl.col("row_number").cast(pl.Int64), "row_identity")
        for frame in (cleaned.frame, cleaned.population)
        if frame is not None
    )
    places = _with_columns(read, _placed(read, asked, rows))
    whole = places.with_columns_seq(pl.lit(None, dtype=pl.String).alias("column_name"))
    told = places.with_columns_seq(
        said_by(read.reading, places, secret).alias("said"),
        said_by(read.reading, whole, secret).alias("said_row"),
        _texts(read.reading, places).alias("text"),
    )
    return [SentCell(*line) for line in told.iter_rows()]


def _placed(read: ReadDelivery, asked: Sequence[tuple[str | None, int, str]], rows: pl.DataFrame) -> pl.DataFrame:
    """sheet_name, row_number, asked (the column), row_identity, in the order in which they were asked for."""
    schema = {"asked_sheet": pl.String, "row_number": pl.Int64, "asked": pl.String}
    wanted = pl.DataFrame(list(asked), schema=schema, orient="row").with_row_index("cell")
    is_there = pl.col("asked_sheet").is_null() | (pl.col("asked_sheet") == pl.col("sheet_name"))
    found = wanted.join(rows, on="row_number", how="inner", maintain_order="left_right").filter(is_there)
    name = read.incoming.found.file_name
    for sheet, row in wanted.join(found, on="cell", how="anti").select_seq("asked_sheet", "row_number").head(1).iter_rows():
        place = f"dòng {row}" + (f" trang '{sheet}'" if sheet else "")
        raise NoSuchCellError(f"{name}: {place} không phải dòng dữ liệu của danh sách.")
    several = found.group_by("cell", "row_number", maintain_order=True).agg(pl.col("sheet_name").unique(maintain_order=True))
    for row, sheets in several.filter(pl.col("sheet_name").list.len() > 1).select_seq("row_number", "sheet_name").head(1).iter_rows():
        names = ", ".join(f"'{sheet}'" for sheet in sheets)
        raise NoSuchCellError(f"{name}: dòng {row} có ở nhiều trang ({names}). Hãy nêu trang (--sheet).")
    return found.unique("cell", keep="first", maintain_order=True).select_seq("sheet_name", "row_number", "asked", "row_identity")


def _with_columns(read: ReadDelivery, placed: pl.DataFrame) -> pl.DataFrame:
    """sheet_name, row_number, column_name, row_identity. A column is looked for once for all rows of the same lists."""
    lists = pl.concat(
        table.frame.select_seq(
            pl.lit(table.sheet_name, dtype=pl.String).alias("sheet_name"), pl.col("row_number").cast(pl.Int64), pl.lit(number).alias("list")
        )
        for number, table in enumerate(read.reading.tables)
    )
    own = lists.group_by("sheet_name", "row_number").agg(pl.col("list").unique().sort().alias("lists"))
    with_lists = placed.join(own, on=["sheet_name", "row_number"], how="left", nulls_equal=True, maintain_order="left")
    alike = with_lists.unique(["asked", "lists"], keep="first", maintain_order=True).select_seq(
        "sheet_name", "row_number", "asked", "lists"
    )
    names = [_column(read, sheet, row, asked) for sheet, row, asked, _ in alike.iter_rows()]
    named = alike.select_seq("asked", "lists").with_columns_seq(pl.Series("column_name", names, dtype=pl.String))
    return with_lists.join(named, on=["asked", "lists"], how="left", nulls_equal=True, maintain_order="left").select_seq(
        "sheet_name", "row_number", "column_name", "row_identity"
    )


def _texts(reading: "Reading", places: pl.DataFrame) -> pl.Series:
    """What each cell of ``places`` says, blank as empty."""
    place = ["sheet_name", "row_number"]
    cells = cells_sent(reading, places).unique(place, keep="first", maintain_order=True)
    own = places.select_seq(*place, pl.col("column_name").alias("asked_column")).join(
        cells, on=place, how="left", nulls_equal=True, maintain_order="left"
    )
    said = [pl.when(pl.col("asked_column") == name).then(pl.col(name)) for name in cells.columns if name not in place]
    return own.select_seq(pl.coalesce(*said, pl.lit("")).alias("text"))["text"]


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
