"""What a layout makes and a writer writes: rows of cells, merges, and where the data rows stand.

Data flow: records -> Sheet -> bytes. Row numbers are those that Excel shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tests.generator.records import Cell, Record


@dataclass(frozen=True)
class Sheet:
    """``rows`` start at Excel row 1 and column A. ``merges``: first row, first column, last row, last column, counted from 0.

    ``places``: record (by id()) -> its first Excel row; a household's further member rows follow it directly.
    """

    name: str
    rows: list[list[Cell]]
    merges: tuple[tuple[int, int, int, int], ...]
    places: dict[int, int]
    hidden_columns: tuple[int, ...] = ()


class Draft:
    """Gathers rows from the top down."""

    def __init__(self, name: str, width: int) -> None:
        self.name, self.width = name, width
        self.rows: list[list[Cell]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.places: dict[int, int] = {}

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

    def headers(self, *rows: Sequence[Cell]) -> None:
        """Header rows; "<" continues the cell on the left and "^" the one above, and both are merged into it."""
        top = len(self.rows)
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

    def data(self, record: Record, *cells: Cell) -> None:
        self.places.setdefault(id(record), len(self.rows) + 1)
        self.line(*cells)

    def done(self, hidden_columns: tuple[int, ...] = ()) -> Sheet:
        return Sheet(self.name, self.rows, tuple(self.merges), self.places, hidden_columns)


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
