"""Sent rows: rows of a delivery in its source's own columns, headings and order, for the workbook that goes back to the sender.

Data flow: landed file -> reading, decisions in force -> ``sent_lists`` -> one ``SentList`` for each list, with the rows that were asked for
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from expectations import wording
from expectations.registry import source
from flows.pipeline.closed_values import closed_values
from flows.pipeline.outcomes import ReadDelivery, Run
from flows.pipeline.prepare import prepare
from flows.validation.decisions import said_by
from transforms.cleaning.row_identity import as_said, cells_sent

if TYPE_CHECKING:
    from flows.config.ward import Ward
    from flows.pipeline.prepare import CleanedDelivery
    from transforms.reading.model import Reading, Table

Place = tuple[str | None, int]
#: More does not go into a cell of Excel.
_MOST_LETTERS = 32_000
_PLACES = ("residential_group", "area")
#: Words that are typed freely and may name people: shown where they are the catalogue's own.
_TYPED_FREELY = ("procedure_name",)


@dataclass(frozen=True)
class SentColumn:
    """``heading`` as written in the file; ``choices``: all that a cell may say, where that is known; ``is_correctable``: it is read by the
    program, so that a correction of it means something."""

    name: str
    heading: str
    is_personal: bool
    is_correctable: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class SentRow:
    """``texts``: column -> what the cell says now, decisions in force applied, "" if blank; ``as_sent``: what its source sent; ``masked``:
    ``texts`` as those may see them who may not see people. ``said_row``: the digest of the whole row as sent."""

    row_number: int
    row_identity: str
    said_row: str
    texts: Mapping[str, str]
    as_sent: Mapping[str, str]
    masked: Mapping[str, str]


@dataclass(frozen=True)
class SentList:
    """One list of the delivery; ``number``: its place among them."""

    number: int
    sheet_name: str | None
    columns: tuple[SentColumn, ...]
    rows: tuple[SentRow, ...]


def sent_lists(run: Run, read: ReadDelivery, places: Collection[Place]) -> list[SentList]:
    """Lists that have a row at one of ``places`` (sheet, row as Excel shows it), with these rows in the order of the file; rows that a
    decision left out are none of them. ``run.decisions`` are those in force."""
    made = prepare(read, run.ward, run.settings.secret_key, run.result, run.decisions, run.kept)
    if made.cleaned is None:
        return []
    asked = pl.DataFrame(list(places), schema={"sheet_name": pl.String, "row_number": pl.Int64}, orient="row")
    lists = [_list(run, read.reading, made, asked, number) for number in range(len(read.reading.tables))]
    return [one for one in lists if one.rows]


def said_of(text: str) -> str:
    """A text as lists say it: blanks and ways of writing a date aside."""
    return as_said(text)[:_MOST_LETTERS]


def masked_text(column: SentColumn, text: str) -> str:
    """What may be shown of a text of the column to those who may not see people."""
    frame = pl.DataFrame({"cell": [text or None]}, schema={"cell": pl.String})
    return str(frame.select_seq(masked_cell(column, "cell").fill_null("")).item())


def _list(run: Run, reading: "Reading", made: "CleanedDelivery", asked: pl.DataFrame, number: int) -> SentList:
    table = reading.tables[number]
    columns = columns_of(table, str(reading.source), run.ward)
    now = _cells(replace(made.reading, tables=(made.reading.tables[number],)), asked, columns)
    own = replace(reading, tables=(table,))
    rows = _identities(made).join(now, on=["sheet_name", "row_number"], how="inner", nulls_equal=True).sort("row_number")
    before = rows.select_seq("sheet_name", "row_number").join(
        _cells(own, asked, columns), on=["sheet_name", "row_number"], how="left", nulls_equal=True, maintain_order="left"
    )
    whole = rows.select_seq("sheet_name", "row_number", pl.lit(None, dtype=pl.String).alias("column_name"))
    said = said_by(own, whole, run.settings.secret_key)
    hidden = rows.select_seq(masked_cell(one, one.name).fill_null("") for one in columns)
    names = [one.name for one in columns]
    parts = zip(
        rows["row_number"],
        rows["row_identity"],
        said,
        rows.select_seq(names).fill_null("").iter_rows(named=True),
        before.select_seq(names).fill_null("").iter_rows(named=True),
        hidden.iter_rows(named=True),
        strict=True,
    )
    return SentList(number, table.sheet_name, columns, tuple(SentRow(*part) for part in parts))


def column_named(source_name: str, name: str) -> SentColumn:
    """A column by the heading of its contract; one that the program no longer knows is taken for a personal one."""
    known = next((one for one in source(source_name).contract.all_columns if one.name == name), None)
    return SentColumn(name, known.header if known else name, known is None or known.personal, known is not None)


def columns_of(table: "Table", source_name: str, ward: "Ward") -> tuple[SentColumn, ...]:
    """In the order of their letters."""
    known = {column.name: column for column in reversed(source(source_name).contract.all_columns)}
    places = {name: place for place, name in enumerate(table.headers)}
    names = sorted((name for name in places if name in table.frame.columns), key=lambda name: (_letter_key(table, name), places[name]))
    return tuple(
        SentColumn(
            name,
            " ".join(table.headers[name].split()),
            name not in known or known[name].personal,
            name in known and not known[name].reader_only and name != "serial_number",
            closed_values(source_name, name, ward),
        )
        for name in names
    )


def _letter_key(table: "Table", name: str) -> tuple[int, str]:
    letter = table.letters.get(name) or "ZZZZ"
    return len(letter), letter


def _cells(reading: "Reading", places: pl.DataFrame, columns: tuple[SentColumn, ...]) -> pl.DataFrame:
    cells = cells_sent(reading, places).unique(["sheet_name", "row_number"], keep="first", maintain_order=True)
    return cells.select_seq(
        "sheet_name",
        "row_number",
        *(
            pl.col(one.name).str.slice(0, _MOST_LETTERS) if one.name in cells.columns else pl.lit(None, dtype=pl.String).alias(one.name)
            for one in columns
        ),
    )


def _identities(made: "CleanedDelivery") -> pl.DataFrame:
    assert made.cleaned is not None
    frames = [one for one in (made.cleaned.frame, made.cleaned.population) if one is not None and "row_identity" in one.columns]
    rows = pl.concat(one.select_seq("sheet_name", pl.col("row_number").cast(pl.Int64), "row_identity") for one in frames)
    return rows.unique(["sheet_name", "row_number"], keep="first", maintain_order=True)


def masked_cell(column: SentColumn, name: str) -> pl.Expr:
    cell = pl.col(name)
    if column.is_personal:
        return wording.hidden(name).alias(name)
    hidden = _hidden_unless_plain(column, name)
    return (pl.when(cell.is_in(column.choices)).then(cell).otherwise(hidden) if column.choices else hidden).alias(name)


def _hidden_unless_plain(column: SentColumn, name: str) -> pl.Expr:
    """Of a column that should name nobody: what slipped into it all the same is hidden."""
    if column.name in _TYPED_FREELY:
        return wording.hidden(name)
    return wording.place(pl.col(name)) if column.name in _PLACES else wording.code(pl.col(name))
