"""Elsewhere: what a delivery says of the length of its list in other places than around it: on sheets without a list ("Tổng số bản ghi |
157", "Chỉ hiển thị 1.000 dòng đầu tiên"), and in the names of its sheets and its file ("Page 1 of 4"); and the unit of money that such
places state for the figures of a report ("Số liệu tính theo triệu đồng", "BaoCao_trieu_dong.xlsx").

Data flow: sheets without a list, names -> SaidElsewhere
"""

import re
from collections.abc import Iterable, Sequence

import polars as pl

from transforms.reading.grids import legible
from transforms.reading.left_out import left_out_of
from transforms.reading.lines import lines_of, titles_above
from transforms.reading.model import Grid, SaidElsewhere
from transforms.reading.paging import page_in_name, pages_of, plain_line, totals_of
from transforms.vietnamese.units import unit_elsewhere, unit_in_name

#: First and last rows of a sheet that are looked at: notes about an export are short.
_ROWS = 60
#: Cells of a row of a table.
_LEAST_OF_A_ROW = 2
#: A sheet with so many rows of so many cells has a table of its own, whose unit is not that of others.
_ROWS_OF_A_TABLE, _CELLS_OF_A_TABLE = 3, 3
#: What programs alone say of their rows; "Có 26.000 người" and "5/157 hồ sơ" on a cover sheet may be anything's.
_ROWS_OF_A_GRID = re.compile(
    r"\b(?:ban ghi|dong|records?|rows?|entries|items|results?|showing|display(?:ing|ed)?|hien thi"
    r"|tim (?:thay|duoc)|(?:so|co [\d.,]+) ket qua)\b"
    r"|\d ?[-–] ?\d+ (?:of|trong|tren)\b|\d of \d|\d (?:in )?total\b"
)
_SHEET, _SHEET_NAME, _FILE_NAME = "Trang '{}'", "Tên trang '{}'", "Tên tệp"


def said_elsewhere(others: Sequence[Grid], sheet_names: Iterable[str | None], file_name: str) -> tuple[SaidElsewhere, ...]:
    """``others``: the sheets without a list; ``sheet_names``: of those with one. The last page may hold no more than signatures."""
    said = [_said_on(grid) for grid in others]
    names = (*sheet_names, *(grid.name for grid in others))
    named = [(_SHEET_NAME.format(name), name) for name in dict.fromkeys(names) if name] + [(_FILE_NAME, file_name)]
    pages = [SaidElsewhere(place, is_name=True, pages=(page,)) for place, name in named if (page := page_in_name(name))]
    return (*(one for one in said if one.records or one.pages or one.left_out), *pages)


def units_elsewhere(others: Sequence[Grid], file_name: str) -> tuple[SaidElsewhere, ...]:
    """The units of money that sheets without a table and the name of the file state."""
    notes = [one for grid in others if not _has_a_table(grid) for one in _units_on(grid)]
    named = unit_in_name(file_name)
    return (*notes, *([SaidElsewhere(_FILE_NAME, is_name=True, unit=named)] if named else []))


def _has_a_table(grid: Grid) -> bool:
    filled = pl.sum_horizontal(pl.all().is_not_null()) >= _CELLS_OF_A_TABLE
    return bool(grid.frame.width) and int(grid.frame.select(filled.sum()).item()) >= _ROWS_OF_A_TABLE


def _units_on(grid: Grid) -> list[SaidElsewhere]:
    texts = [text for row in legible(grid).frame.head(_ROWS).iter_rows() for text in row if text is not None]
    units = dict.fromkeys(unit for text in texts if (unit := unit_elsewhere(text)) is not None)
    return [SaidElsewhere(_SHEET.format(grid.name) if grid.name else "Tệp", unit=unit) for unit in units]


def _said_on(grid: Grid) -> SaidElsewhere:
    """A total that is no more than the sheet's own rows is its own: a catalogue, a list of officials."""
    frame = legible(grid).frame
    some = frame if frame.height <= 2 * _ROWS else frame.head(_ROWS).vstack(frame.tail(_ROWS))
    rows = [list(row) for row in some.iter_rows()]
    lines = (*titles_above(rows), *lines_of(rows))
    place = _SHEET.format(grid.name) if grid.name else "Tệp"
    own = frame.select(pl.sum_horizontal(pl.all().is_not_null()) >= _LEAST_OF_A_ROW).to_series().sum() if frame.width else 0
    totals = totals_of(line for line in lines if _ROWS_OF_A_GRID.search(plain_line(line)))
    return SaidElsewhere(
        place, records=tuple(total for total in totals if total > own), pages=pages_of(lines), left_out=left_out_of(lines, ())
    )
