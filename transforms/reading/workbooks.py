"""The native reader of Excel workbooks: every sheet as text, with the rows and columns where Excel shows them.

One row is one sheet row. Nothing is typed here: a whole number comes as "1", a real date as "2026-01-01 00:00:00", an error
cell as "#REF!", a formula without a stored value as blank (``excel_packages`` and ``old_workbooks`` tell it).

Data flow: bytes -> fastexcel -> Grid per sheet, hidden ones too
"""

from importlib import import_module
from typing import TYPE_CHECKING

import polars as pl

from transforms.reading.cell_texts import DAY_ZERO, ERROR
from transforms.reading.grids import Unreadable, columns_where, tidy_grid
from transforms.reading.model import Grid
from transforms.reading.packages import NOT_READ, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastexcel import CellErrors, ExcelReader, ExcelSheet

_ERROR_TEXTS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}


def read_workbook(data: bytes, *, day_zero: str = DAY_ZERO, may_hold_errors: bool = True) -> list[Grid | None]:
    """All sheets of cells in their order, empty ones too, chart sheets left out; None for a sheet that cannot be read.

    Raises ``Unreadable``, whatever the library raises over the workbook as a whole. ``day_zero``: pattern of the text of day 0.
    ``may_hold_errors``: False where it is known that no cell holds an error.
    """
    import fastexcel

    if may_hold_errors:  # tells them by pyarrow, which takes a tenth of a second to load; not in the middle of a sheet, where it may fail
        import_module("pyarrow")

    try:
        reader = fastexcel.read_excel(data)
        names = reader.sheet_names
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the native reader is no Exception
        text = str(error).lower()
        raise Unreadable(PASSWORD if "password" in text or "encrypted" in text else NOT_READ) from error
    frame_of = _frame_with_errors if may_hold_errors else _frame
    return [_read_sheet(reader, place, name, day_zero, frame_of) for place, name in enumerate(names)]


def _read_sheet(
    reader: "ExcelReader", place: int, name: str, day_zero: str, frame_of: "Callable[[ExcelSheet], pl.DataFrame]"
) -> Grid | None:
    """``header_row=None`` with ``skip_rows=0`` keeps leading blank rows, so that frame row i is sheet row i + 1."""
    try:
        sheet = reader.load_sheet(place, header_row=None, skip_rows=0, dtypes="string")
        if not sheet.width or not sheet.total_height:
            return Grid(name, pl.DataFrame())
        grid = tidy_grid(name, frame_of(sheet), visible=sheet.visible == "visible")
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        return None
    return _without_day_zero(grid, day_zero)


def _without_day_zero(grid: Grid, day_zero: str) -> Grid:
    """A date cell that holds nought shows no day of anybody's life: it is what is left of a date that is not there."""
    found = columns_where(grid.frame, pl.all().str.contains(day_zero))
    if not found:
        return grid
    cells = pl.col(found)
    return tidy_grid(grid.name, grid.frame.with_columns_seq(pl.when(~cells.str.contains(day_zero)).then(cells)), visible=grid.visible)


def _frame(sheet: "ExcelSheet") -> pl.DataFrame:
    return _under_letters(sheet, pl.DataFrame(sheet))


def _frame_with_errors(sheet: "ExcelSheet") -> pl.DataFrame:
    batch, errors = sheet.to_arrow_with_errors()
    frame = _under_letters(sheet, pl.DataFrame(pl.from_arrow(batch)))
    return frame if errors is None else _with_error_texts(frame, errors)


def _under_letters(sheet: "ExcelSheet", frame: pl.DataFrame) -> pl.DataFrame:
    """Blank columns on the left are not in the sheet's data: the absolute index puts each column under its letter."""
    frame.columns = [f"c{column.absolute_index}" for column in sheet.selected_columns]
    return frame


def _with_error_texts(frame: pl.DataFrame, errors: "CellErrors") -> pl.DataFrame:
    """An error cell is not blank: a number that reads "#REF!" is unreadable, one that is missing may be in order."""
    by_column: dict[int, dict[int, str]] = {}
    for error in errors.errors:
        row, column = error.position
        kind = error.detail.partition("Error(")[2].rstrip("')")
        by_column.setdefault(column, {})[row] = _ERROR_TEXTS.get(kind, ERROR)
    series = [frame.to_series(column).scatter(list(cells), list(cells.values())) for column, cells in by_column.items()]
    return frame.with_columns_seq(series)
