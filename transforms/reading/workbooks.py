"""Excel and OpenDocument workbooks: every sheet as text, with the rows and columns where Excel shows them.

One row is one sheet row. Nothing is typed here: a whole number comes as "1", a real date as "2026-01-01 00:00:00", an error
cell as "#REF!", a formula without a stored value as blank (``hidden`` tells it).

Data flow: bytes -> fastexcel -> Grid per sheet, hidden ones too
"""

from typing import TYPE_CHECKING

import polars as pl

from transforms.reading.grids import Unreadable, tidy_grid
from transforms.reading.model import Grid

if TYPE_CHECKING:
    from fastexcel import CellErrors, ExcelReader, ExcelSheet

DAMAGED = "Tệp hỏng hoặc tải chưa trọn. Xuất lại tệp rồi gửi lại."
PASSWORD = "Tệp có mật khẩu. Gỡ mật khẩu rồi gửi lại."
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


def read_workbook(data: bytes) -> list[Grid]:
    """All sheets in their order, chart sheets and empty ones left out; raises ``Unreadable``, whatever the library raises."""
    import fastexcel

    try:
        reader = fastexcel.read_excel(data)
        return [grid for name in reader.sheet_names if (grid := _read_sheet(reader, name)) is not None]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the native reader is no Exception
        raise Unreadable(_reason(error)) from error


def _reason(error: BaseException) -> str:
    text = str(error).lower()
    return PASSWORD if "password" in text or "encrypted" in text else DAMAGED


def _read_sheet(reader: "ExcelReader", name: str) -> Grid | None:
    """``header_row=None`` with ``skip_rows=0`` keeps leading blank rows, so that frame row i is sheet row i + 1."""
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    if not sheet.width or not sheet.total_height:
        return None
    grid = tidy_grid(name, _frame(sheet), visible=sheet.visible == "visible")
    return grid if grid.frame.height else None


def _frame(sheet: "ExcelSheet") -> pl.DataFrame:
    """Blank columns on the left are not in the sheet's data: the absolute index puts each column under its letter."""
    batch, errors = sheet.to_arrow_with_errors()
    frame = pl.DataFrame(pl.from_arrow(batch))
    frame.columns = [f"c{column.absolute_index}" for column in sheet.selected_columns]
    return frame if errors is None else _with_error_texts(frame, errors)


def _with_error_texts(frame: pl.DataFrame, errors: "CellErrors") -> pl.DataFrame:
    """An error cell is not blank: a number that reads "#REF!" is unreadable, one that is missing may be in order."""
    by_column: dict[int, dict[int, str]] = {}
    for error in errors.errors:
        row, column = error.position
        kind = error.detail.partition("Error(")[2].rstrip("')")
        by_column.setdefault(column, {})[row] = _ERROR_TEXTS.get(kind, "#ERROR!")
    series = [frame.to_series(column).scatter(list(cells), list(cells.values())) for column, cells in by_column.items()]
    return frame.with_columns(series)
