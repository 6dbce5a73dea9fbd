"""Parts of a sheet: what a sheet says of its rows, columns and cells beside their values, told from the bytes of its file, for no reader
tells it.

Data flow: bytes of a container -> ``SheetTraits`` per sheet -> Grid
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from transforms.reading.cell_texts import as_shown
from transforms.reading.model import Grid
from transforms.vietnamese.text import UNVALUED
from transforms.vietnamese.units import is_own_question, noted_unit

Runs = tuple[tuple[int, int], ...]
#: A row is struck through where more than so large a share of its filled cells are.
_STRUCK_SHARE = 0.5


class MergedDown(NamedTuple):
    """A value that is merged over several rows of its column: first and last row from 1, position of the column from 0."""

    first_row: int
    last_row: int
    column: int


@dataclass(frozen=True)
class SheetTraits:
    """``hidden_rows``, ``struck_rows``: runs of row numbers from 1; ``hidden_columns``: runs of positions from 0; first and last each.
    ``unvalued``: cells (row from 1, position from 0) of formulas whose value no program has stored. ``page_texts``: see ``Grid``.
    ``scaled``: numbers (row, position) beside which their format shows what makes them other ones (``scaled_unit``). ``notes``: text of
    each note (comment) on a cell (row, position). ``struck_cells``: cells (row, position) that are struck through in other rows."""

    hidden_rows: Runs = ()
    hidden_columns: Runs = ()
    unvalued: tuple[tuple[int, int], ...] = ()
    merged_down: tuple[MergedDown, ...] = ()
    struck_rows: Runs = ()
    page_texts: tuple[str, ...] = ()
    scaled: tuple[tuple[int, int, str], ...] = ()
    notes: tuple[tuple[int, int, str], ...] = ()
    struck_cells: tuple[tuple[int, int], ...] = ()


class StruckCells:
    """Counts the filled cells of each row and keeps the places of those that are struck through: rows from 1, columns from 0."""

    def __init__(self) -> None:
        self._filled: dict[int, int] = {}
        self._struck: dict[int, list[int]] = {}

    def add(self, row: int, column: int, *, is_struck: bool) -> None:
        self._filled[row] = self._filled.get(row, 0) + 1
        if is_struck:
            self._struck.setdefault(row, []).append(column)

    def rows(self) -> Runs:
        """Rows most of whose cells are struck through."""
        return runs(row for row in self._struck if self._is_struck(row))

    def cells(self) -> tuple[tuple[int, int], ...]:
        """Struck cells of the other rows."""
        return tuple((row, column) for row, columns in self._struck.items() if not self._is_struck(row) for column in columns)

    def _is_struck(self, row: int) -> bool:
        return len(self._struck[row]) > _STRUCK_SHARE * self._filled[row]


def runs(numbers: Iterable[int]) -> Runs:
    """Neighbouring numbers as first and last: 3, 4, 5, 9 -> (3, 5), (9, 9)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


def merged_down(top: int, bottom: int, column: int) -> tuple[MergedDown, ...]:
    """Nothing where the merge is one row high."""
    return (MergedDown(top, bottom, column),) if bottom > top else ()


def with_traits(grid: Grid, traits: SheetTraits) -> Grid:
    """The grid with what the sheet says beside its values; what lies beyond its cells is left out."""
    columns = {place for first, end in traits.hidden_columns for place in range(first, min(end + 1, grid.frame.width))}
    merges = [merge for merge in traits.merged_down if merge.column < grid.frame.width and merge.first_row >= grid.first_row]
    told = replace(
        grid,
        hidden_rows=_within(grid, traits.hidden_rows),
        hidden_columns=tuple(sorted(columns)),
        struck_rows=_within(grid, traits.struck_rows),
        struck_cells=traits.struck_cells,
        merged_down=tuple((merge.first_row, merge.last_row, merge.column) for merge in merges),
        page_texts=traits.page_texts,
        noted_units=tuple((row, place, unit) for row, place, note in traits.notes if (unit := noted_unit(note)) is not None),
        cell_notes=tuple(note for note in traits.notes if not is_own_question(note[2])),
    )
    return _with_shown_units(_with_unvalued(told, traits.unvalued), traits.scaled)


def _within(grid: Grid, rows: Runs) -> Runs:
    """Runs cut to the rows of the grid, neighbours joined."""
    last = grid.first_row + grid.frame.height - 1
    found: list[tuple[int, int]] = []
    for first, end in sorted(rows):
        if first <= last and end >= grid.first_row:
            joins = bool(found) and first <= found[-1][1] + 1
            begin = found.pop()[0] if joins else max(first, grid.first_row)
            found.append((begin, min(end, last)))
    return tuple(found)


def _with_shown_units(grid: Grid, cells: tuple[tuple[int, int, str], ...]) -> Grid:
    """Such a number reads as it is shown ("4900 triệu", "001304000001"): alone it would be taken for the whole figure, or for no id."""
    by_column: dict[int, dict[int, str]] = {}
    for row, place, unit in cells:
        if place < grid.frame.width and 0 <= row - grid.first_row < grid.frame.height:
            by_column.setdefault(place, {})[row - grid.first_row] = unit
    columns = []
    for place, units in by_column.items():
        column, rows = grid.frame.to_series(place), list(units)
        told = [number and as_shown(number, unit) for number, unit in zip(column.gather(rows), units.values(), strict=True)]
        columns.append(column.scatter(rows, pl.Series(told, dtype=pl.String)))
    return replace(grid, frame=grid.frame.with_columns_seq(columns)) if columns else grid


def _with_unvalued(grid: Grid, cells: tuple[tuple[int, int], ...]) -> Grid:
    """Such a cell is not blank: a last day that reads so is unreadable, a blank one is a card without an end."""
    by_column: dict[int, list[int]] = {}
    for row, place in cells:
        if place < grid.frame.width and 0 <= row - grid.first_row < grid.frame.height:
            by_column.setdefault(place, []).append(row - grid.first_row)
    columns = [grid.frame.to_series(place).scatter(rows, UNVALUED) for place, rows in by_column.items()]
    return replace(grid, frame=grid.frame.with_columns_seq(columns)) if columns else grid
