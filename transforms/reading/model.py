"""Readings: the shapes that a delivery takes between its bytes and a source's columns.

Data flow: bytes -> ``Grid`` (text) -> ``Table`` (one list found on a sheet, columns named by a contract) -> ``Reading``
"""

from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import polars as pl

#: Within what a text ends that does not end where it should.
BrokenOff = Literal["letter", "quotes", "row", "table"]
#: See ``Table``.
LONE_CELLS = {"row_number": pl.Int64, "column": pl.String, "text": pl.String, "evidence": pl.String}


@dataclass(frozen=True)
class Grid:
    """One sheet as text: ``frame`` has a row per sheet row from the first, columns ``c0``, ``c1``, … from column A; blank is null.

    ``name`` is None where the container has no sheets (CSV, HTML). ``first_row`` is the number of the frame's first row. ``hidden_rows``:
    runs of rows that the sheet hides (or a filter does), first and last number as Excel shows them; ``hidden_columns``: positions of hidden
    columns, from 0; ``struck_rows``: runs of rows whose cells are struck through. They are read like others, and told of. ``merged_down``:
    first row, last row and column (from 0) of each value that is merged over several rows; in ``frame`` it stands in the first of them.
    ``encoding``: the old encoding of its texts, where they have been turned into Unicode. ``broken_off``: the text ends inside a "letter"
    or inside "quotes", without a line end in a "row" of fewer fields than the others, or, of a page, inside a "table". ``page_texts``: what
    the sheet shows in no cell: at the head and foot of its pages, in text boxes. ``noted_units``: row number, position and unit of each
    note (comment) on a cell that states a unit of money. ``since_1904``: days are counted from 1904, also those of cells that are shown as
    bare numbers. ``struck_cells``: row number and position of each cell that is struck through in a row that as a whole is not.
    ``cell_notes``: row number, position and text of each note (comment) on a cell. ``open_quotes``: numbers of the lines of a text in which
    a quote opens and is not closed, so that nobody knows where their cells end.
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
    broken_off: BrokenOff | None = None
    page_texts: tuple[str, ...] = ()
    noted_units: tuple[tuple[int, int, str], ...] = ()
    since_1904: bool = False
    struck_cells: tuple[tuple[int, int], ...] = ()
    cell_notes: tuple[tuple[int, int, str], ...] = ()
    open_quotes: tuple[int, ...] = ()


@dataclass(frozen=True)
class StatedTotal:
    """A total that a sheet states around its list: ``unit`` is the folded word after the number ("nguoi", "ho", "" if none)."""

    sheet_name: str | None
    count: int
    unit: str
    row_number: int | None = None


@dataclass(frozen=True)
class StatedUnit:
    """A unit that a row of a table of figures states for the rows below it: those of one ``column`` of the contract, or all (None).
    ``until``: number of the row in which the next group begins, where the unit was stated within a group; else None."""

    row_number: int
    column: str | None
    unit: str
    until: int | None = None


@dataclass(frozen=True)
class LeftOut:
    """What a sheet says of rows of its list that it does not show: how many ``rows`` are missing, or the ``limit`` after which the program
    stopped; neither where it only says that the list goes on."""

    rows: int | None = None
    limit: int | None = None

    @property
    def goes_on(self) -> bool:
        return self.rows is None and self.limit is None


@dataclass(frozen=True)
class SaidElsewhere:
    """What a ``place`` that is not around a list says of the list's length: how many ``records`` there are in all, ``pages`` as in
    ``Table``, and what is ``left_out``. ``is_name``: the place is the name of a sheet or of the file. ``unit``: the
    unit of money by thousands that it states for the figures of a report."""

    place: str
    records: tuple[int, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    is_name: bool = False
    unit: str | None = None


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

    ``frame``: ``row_number`` (Int64, as Excel shows it), ``serial_number`` (String, the STT cell) and one String column per contract column
    that was found, blank as null; data rows only. ``groups``: ``row_number``, ``text``, ``ordinal`` of the group rows; the ordinal ("II",
    "a)") is null where it has no cell of its own. ``headers``: contract column -> heading as written. ``letters``: contract column -> Excel
    column letter. ``unknown_headers``: headings that no contract column claims, ``unknown_letters``: their Excel letters. ``titles``: the
    texts above the table, top down. ``notes``: the texts below it. ``last_serial``: the last whole STT, None if there is none.
    ``hidden_rows``, ``struck_rows``: numbers of the data rows that the sheet hides or strikes through, as a whole or in the cell that names
    them; ``hidden_columns``: letters of the columns that are read and hidden. ``suggestions``: see ``Suggestion``. ``encoding``: the old
    encoding that the sheet's texts came in; the cells of ``frame`` are still in it. ``broken_off``: see ``Grid``. ``heading_notes``:
    contract column -> note in brackets that stands in a row of its own under its heading ("(triệu đồng)"). ``pages``: "Trang 1/4" around
    the list as (1, 4); each strip "Trước 1 2 3 4 Sau", and "Tổng số trang: 4" alone, as (0, 4). ``left_out``: what the lines around it
    say of rows that it lacks. By number: ``split_rows`` stood whole in one cell and were cut into their columns, ``packed_rows`` stand so
    and could not be, ``unexplained_rows`` hold an identifier and are neither data, group, total, note nor signature, ``rows_above`` stand
    above the headings.
    ``page_texts``: see ``Grid``; and the units that notes above the data state for all of it. ``noted_units``: number of a data row -> the
    unit that a note on one of its cells states. ``lone_cells``: ``row_number``, ``column`` (of the contract), ``text`` of rows that have
    little but a cell under a heading that names people, or right of it, and no word of a group. Their ``evidence`` is "alone": people where
    the text may be a name; "marked" ("a", "1.1", "-" before it): where it is a usual one; "placed": where it is a place of the ward; "row":
    whatever it is. ``lists_below``: lists further down the sheet that have too few of the columns to be read. ``unit_rows``: units that
    stand between the rows of a table of figures, top down. ``cell_notes``: number of a data row and text of each note on one of its cells.
    ``open_quotes``: see ``Grid``.
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
    broken_off: BrokenOff | None = None
    pages: tuple[tuple[int, int], ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    split_rows: tuple[int, ...] = ()
    packed_rows: tuple[int, ...] = ()
    heading_notes: dict[str, str] = field(default_factory=dict)
    unexplained_rows: tuple[int, ...] = ()
    rows_above: tuple[int, ...] = ()
    page_texts: tuple[str, ...] = ()
    noted_units: dict[int, str] = field(default_factory=dict)
    lists_below: tuple["LeftAside", ...] = ()
    lone_cells: pl.DataFrame = field(default_factory=partial(pl.DataFrame, schema=LONE_CELLS))
    unit_rows: tuple[StatedUnit, ...] = ()
    cell_notes: tuple[tuple[int, str], ...] = ()
    open_quotes: tuple[int, ...] = ()


@dataclass(frozen=True)
class MissingColumns:
    """Why a sheet that looks like a source cannot be read (F03): for each group its headings, the nearest heading found, its likeness 0-1.

    ``suggestions``: columns without a known heading whose values look like those of a missing one. ``unknown``: every heading that no
    contract column claims, with its Excel letter.
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
    ``detail_vi`` says it in a sentence without personal data, for "failed" by kind and place. ``main`` tables hold the rows; ``others`` the
    side lists (left the poverty list, population).
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
    #: What sheets without a list, and names, say of the length of the lists.
    elsewhere: tuple[SaidElsewhere, ...] = ()

    @property
    def main(self) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.kind == "main")

    def kind(self, kind: str) -> tuple[Table, ...]:
        return tuple(table for table in self.tables if table.kind == kind)


@dataclass(frozen=True)
class LeftAside:
    """A list that a delivery holds beside those of its source: ``source`` is the one whose headings it has, ``rows`` the number of its
    rows, ``missing`` the headings that it lacks of those that are required, ``row_number`` its first row where it stands below another."""

    sheet_name: str | None
    source: str
    rows: int
    missing: tuple[str, ...] = ()
    row_number: int | None = None


@dataclass(frozen=True, order=True)
class MonthEvidence:
    """One place that names a month: ``month`` is (year, month), ``where`` is "title", "sheet", "file", "folder" or "rows"."""

    month: tuple[int, int]
    where: str
    text: str
