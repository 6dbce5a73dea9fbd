"""What a layout makes and a writer writes: rows of cells, merges, and where the data rows stand.

Data flow: records -> Sheet -> bytes. Row numbers are those that Excel shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tests.synthetic.records import Cell, Record


@dataclass(frozen=True)
class Sheet:
    """``rows`` start at Excel row 1 and column A. ``merges``: first row, first column, last row, last column, counted from 0.

    ``places``: record (by id()) -> its first Excel row; a household's further member rows follow it directly.
    ``header``: first row (from 0) and height of the header, technical names included; ``number_rows``: rows of column numbers;
    ``fields``: the record's field that each column shows, "" where it shows none that is read. ``hidden_rows``, ``hidden_columns``
    and ``noted`` (cells with a remark) count from 0; ``formatted_tail``: blank rows with a format under the last one.
    """

    name: str
    rows: list[list[Cell]]
    merges: tuple[tuple[int, int, int, int], ...]
    places: dict[int, int]
    hidden_columns: tuple[int, ...] = ()
    header: tuple[int, int] = (0, 0)
    number_rows: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    noted: tuple[tuple[int, int], ...] = ()
    formatted_tail: int = 0


class Draft:
    """Gathers rows from the top down."""

    def __init__(self, name: str, width: int) -> None:
        self.name, self.width = name, width
        self.rows: list[list[Cell]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.places: dict[int, int] = {}
        self.header = (0, 0)
        self.number_rows: list[int] = []
        self.fields: tuple[str, ...] = ()

    def line(self, *cells: Cell, at: dict[int, Cell] | None = None) -> None:
        """One row: ``cells`` from column A, then those that ``at`` puts into a column."""
        row: list[Cell] = [*cells, *[None] * (self.width - len(cells))]
        for column, cell in (at or {}).items():
            row[column] = cell
        self.rows.append(row)

    def blank(self, count: int = 1) -> None:
        for _ in range(count):
            self.line()

    def title(self, text: str) -> None:
        """A text merged over the whole width."""
        self.merges.append((len(self.rows), 0, len(self.rows), self.width - 1))
        self.line(text)

    def headers(self, *rows: Sequence[Cell], fields: Sequence[str] = ()) -> None:
        """Header rows; "<" continues the cell on the left and "^" the one above, and both are merged into it. ``fields``: what the
        columns show; of several lists on one sheet those of the last."""
        top = len(self.rows)
        self.header, self.fields = (top, len(rows)), tuple(fields)
        for offset, row in enumerate(rows):
            self.line(*(None if cell in ("<", "^") else cell for cell in row))
            for column, cell in enumerate(row):
                if cell not in ("<", "^"):
                    self._merge_from(rows, top, offset, column)

    def _merge_from(self, rows: Sequence[Sequence[Cell]], top: int, offset: int, column: int) -> None:
        right, below = column, offset
        while right + 1 < len(rows[offset]) and rows[offset][right + 1] == "<":
            right += 1
        while below + 1 < len(rows) and rows[below + 1][column] == "^":
            below += 1
        if (right, below) != (column, offset):
            self.merges.append((top + offset, column, top + below, right))

    def numbers(self, *cells: Cell) -> None:
        """The row of column numbers under a header."""
        self.number_rows.append(len(self.rows))
        self.line(*cells)

    def technical(self, *names: Cell) -> None:
        """A row of field names under a header: a part of it."""
        self.header = (self.header[0], self.header[1] + 1)
        self.line(*names)

    def data(self, record: Record, *cells: Cell) -> None:
        self.places.setdefault(id(record), len(self.rows) + 1)
        self.line(*cells)

    def done(self, hidden_columns: tuple[int, ...] = ()) -> Sheet:
        return Sheet(
            self.name, self.rows, tuple(self.merges), self.places, hidden_columns, self.header, tuple(self.number_rows), self.fields
        )


def storeys(paths: Sequence[str], height: int | None = None) -> list[list[Cell]]:
    """Header rows of headings such as "A > B": A stands once above all its columns, a heading without parents over all rows."""
    parts = [path.split(" > ") for path in paths]
    depth = height or max(map(len, parts))
    rows: list[list[Cell]] = [[] for _ in range(depth)]
    for place, path in enumerate(parts):
        before = parts[place - 1] if place else []
        for level, row in enumerate(rows):
            joined = level < len(path) - 1 and before[: level + 1] == path[: level + 1]
            row.append("<" if joined else path[level] if level < len(path) else "^")
    return rows


#: How a layout prints a date: a function from a cell to a cell.
Printer = Callable[[Cell], Cell]


def as_day(cell: Cell) -> Cell:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell


def as_moment(cell: Cell) -> Cell:
    return f"{cell:%d/%m/%Y %H:%M:%S}" if isinstance(cell, datetime) else as_day(cell)


def as_month(cell: Cell) -> Cell:
    return f"{cell:%m/%Y}" if isinstance(cell, date) else cell


def as_real_day(cell: Cell) -> Cell:
    """A real Excel date, without a time."""
    return cell.date() if isinstance(cell, datetime) else cell
