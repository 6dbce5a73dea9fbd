"""What the columns of a source are called, and the shapes that travel through the house.

Data flow: bytes -> ``Workbook`` (grids of text) -> ``Table`` (one list found on a sheet, columns named by a contract)
-> ``Cleaned`` (typed frame + repairs). Everything is text until a source's ``clean`` types it.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

if TYPE_CHECKING:
    from transforms.vietnamese.places import Places

#: Columns that every tidy frame carries beside those of its contract: where a row stands in the delivery.
ROW_COLUMNS = {"sheet_name": pl.String, "row_number": pl.Int64}


@dataclass(frozen=True)
class Column:
    """One column of a source.

    ``header`` is the Vietnamese heading that findings show when the file has none; ``synonyms`` are further headings,
    written as officers write them (any case, accents or not: the reader compares folded keys). A synonym with " > " names
    a parent heading too. ``personal`` values are masked wherever they are shown. ``reader_only`` columns are known, so
    that they are no surprise (F09), but nothing reads them. ``header_yields``: the header is general ("Từ ngày"), and where a synonym
    ("Hạn thẻ từ") stands beside it, that one is the column. ``blank``: what a blank cell means, for the documentation.
    """

    name: str
    header: str
    synonyms: tuple[str, ...] = ()
    description: str = ""
    unit: str | None = None
    personal: bool = False
    reader_only: bool = False
    blank: str = ""
    header_yields: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.header, *self.synonyms)

    @property
    def ranked_headings(self) -> tuple[tuple[int, str], ...]:
        """The headings with their ranks: the lower goes before."""
        first = len(self.synonyms) + 1 if self.header_yields else 0
        return ((first, self.header), *enumerate(self.synonyms, start=1))


@dataclass(frozen=True)
class Contract:
    """The columns of one source and how its lists are told from others.

    ``required``: each entry is a group of column names of which at least one must be present (F03).
    ``distinctive``: columns that only this source has; a sheet with too few required columns is still taken for this
    source (and held, F03) when it shows two of them, or one and a ``title``. ``titles``: folded phrases of a title or a sheet
    name that name the source. ``left_titles``: folded phrases of titles or sheet names whose lists are not part of
    the source's rows (households that left the poverty list). ``tables`` other than ``main`` are told apart by their
    own contract in ``others``.
    """

    source: str
    columns: tuple[Column, ...]
    required: tuple[tuple[str, ...], ...]
    distinctive: tuple[str, ...]
    titles: tuple[str, ...] = ()
    left_titles: tuple[str, ...] = ()
    others: tuple["Contract", ...] = ()
    #: Folded words that say nothing in a heading of this source ("hồ sơ" in a log of dossiers): see ``transforms.reading.plain_words``.
    idle_words: tuple[str, ...] = ()
    #: Folded parents, without blanks, of columns that speak of somebody else ("Chủ hộ > Số CCCD" in a list of cards), besides those that do
    #: so in every list: see ``transforms.reading.headers``.
    strangers: tuple[str, ...] = ()
    #: Columns that a group row, the address, the sheet name or the title may supply when the list has no such column.
    supplied: tuple[str, ...] = ()
    #: What officers answered about headings that the columns do not claim: (heading, column or None where it is not needed).
    answers: tuple[tuple[str, str | None], ...] = ()

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True)
class Grid:
    """One sheet as text: ``frame`` has a row per sheet row from the first, columns ``c0``, ``c1``, … from column A; blank is null.

    ``name`` is None where the container has no sheets (CSV, HTML). ``first_row`` is the number of the frame's first row.
    ``hidden_rows``: runs of rows that the sheet hides (or a filter does), first and last number as Excel shows them;
    ``hidden_columns``: positions of hidden columns, from 0; ``struck_rows``: runs of rows whose cells are struck through. They are read
    like others, and told of. ``merged_down``: first row, last row and column (from 0) of each value that is merged over several rows; in
    ``frame`` it stands in the first of them. ``encoding``: the old encoding of its texts, where they have been turned into Unicode.
    """

    name: str | None
    frame: pl.DataFrame
    visible: bool = True
    first_row: int = 1
    hidden_rows: tuple[tuple[int, int], ...] = ()
    hidden_columns: tuple[int, ...] = ()
    struck_rows: tuple[tuple[int, int], ...] = ()
    merged_down: tuple[tuple[int, int, int], ...] = ()
    encoding: Literal["tcvn3", "vni", "mojibake"] | None = None


@dataclass(frozen=True)
class StatedTotal:
    """A total that a sheet states under its list: ``unit`` is the folded word after the number ("nguoi", "ho", "" if none)."""

    sheet_name: str | None
    count: int
    unit: str
    row_number: int | None = None


@dataclass(frozen=True)
class Suggestion:
    """A column whose heading no contract knows and whose values look like those of a known column: told to the officer, never taken.

    ``heading`` as written, ``letter`` in Excel, ``column`` of the contract, ``likeness``: the share 0-1 of filled cells that look so,
    ``header``: that column's Vietnamese heading in the contract.
    """

    heading: str
    letter: str
    column: str
    likeness: float
    header: str = ""


@dataclass(frozen=True)
class Table:
    """One list found on one sheet.

    ``frame``: ``row_number`` (Int64, as Excel shows it), ``serial_number`` (String, the STT cell) and one String column per
    contract column that was found, blank as null; data rows only. ``groups``: ``row_number``, ``text``, ``ordinal`` of the group rows; the
    ordinal ("II", "a)") is null where it has no cell of its own.
    ``headers``: contract column -> heading as written. ``letters``: contract column -> Excel column letter.
    ``unknown_headers``: headings that no contract column claims, ``unknown_letters``: their Excel letters.
    ``titles``: the texts above the table, top down. ``notes``: the texts below it. ``last_serial``: the last whole STT, None if there is
    none. ``hidden_rows``, ``struck_rows``: numbers of the data rows that the sheet hides or strikes through; ``hidden_columns``: letters of
    the columns that are read and hidden. ``suggestions``: see ``Suggestion``.
    ``encoding``: the old encoding that the sheet's texts came in; the cells of ``frame`` are still in it.
    """

    source: str
    kind: str
    sheet_name: str | None
    frame: pl.DataFrame
    groups: pl.DataFrame
    headers: dict[str, str]
    letters: dict[str, str]
    unknown_headers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stated_totals: tuple[StatedTotal, ...] = ()
    last_serial: int | None = None
    visible: bool = True
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    struck_rows: tuple[int, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    unknown_letters: tuple[str, ...] = ()
    encoding: Literal["tcvn3", "vni", "mojibake"] | None = None


@dataclass(frozen=True)
class MissingColumns:
    """Why a sheet that looks like a source cannot be read (F03): for each group its headings, the nearest heading found, its likeness 0-1.

    ``suggestions``: columns without a known heading whose values look like those of a missing one. ``unknown``: every
    heading that no contract column claims, with its Excel letter.
    """

    source: str
    sheet_name: str | None
    missing: tuple[tuple[str, str | None, float], ...]
    suggestions: tuple[Suggestion, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Reading:
    """What was read of one delivery: its lists of one source, or the reason why there are none.

    ``problem``: None, "unreadable" (F01), "unrecognised" (F02), "missing_columns" (F03), or "failed" (F00: the program itself);
    ``detail_vi`` says it in a sentence without personal data, for "failed" by kind and place. ``main`` tables hold the rows; ``others``
    the side lists (left the poverty list, population).
    """

    source: str | None
    tables: tuple[Table, ...] = ()
    problem: str | None = None
    detail_vi: str = ""
    missing: tuple[MissingColumns, ...] = ()
    months: tuple["MonthEvidence", ...] = ()
    #: Sheets without headings whose rows look like those of the lists that were read, with the number of these rows: told, never taken.
    unheaded: tuple[tuple[str | None, int], ...] = ()
    #: Lists on other sheets, or beside those that were read, which are none of this source's: told, never taken.
    left_aside: tuple["LeftAside", ...] = ()
    #: Sheets that the reader cannot read, beside those that it can; None where the container has no name for it.
    unread_sheets: tuple[str | None, ...] = ()

    @property
    def main(self) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.kind == "main")

    def kind(self, kind: str) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.kind == kind)


@dataclass(frozen=True)
class LeftAside:
    """A list that a delivery holds beside those of its source: ``source`` is the one whose headings it has, ``rows`` the number of its
    rows, ``missing`` the headings that it lacks of those that are required."""

    sheet_name: str | None
    source: str
    rows: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class MonthEvidence:
    """One place that names a month: ``month`` is (year, month), ``where`` is "title", "sheet", "file", "folder" or "rows"."""

    month: tuple[int, int]
    where: str
    text: str


@dataclass(frozen=True)
class Context:
    """What cleaning needs to know beside the table: the delivery's month and the ward's places.

    ``month``: first day of the delivery's month. ``places``: see ``transforms.vietnamese.places.Places``.
    """

    ward_code: str
    year: int
    month: int
    places: "Places"
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Cleaned:
    """A tidy typed frame and what cleaning changed.

    ``frame`` carries ``ROW_COLUMNS``, the source's typed columns and, for each column that may fail, ``<column>_raw`` (the
    text as sent). ``repairs``: sheet_name, row_number, column_name, kind, before, after (personal: vault only).
    """

    frame: pl.DataFrame
    repairs: pl.DataFrame
    extra: dict[str, pl.DataFrame] = field(default_factory=dict)


REPAIR_SCHEMA = {
    "sheet_name": pl.String,
    "row_number": pl.Int64,
    "column_name": pl.String,
    "kind": pl.String,
    "before": pl.String,
    "after": pl.String,
}
