"""The grid of text that every container ends in, and the one error of this package.

One row is one row of a sheet, one record of a CSV file or one ``<tr>`` of a page.

Data flow: rows of any reader -> Grid
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

import polars as pl

from transforms.reading.model import Grid
from transforms.vietnamese.legacy import decode_as, sheet_encoding

#: Blank to the eye: white space, and the marks that Excel and web pages leave in cells that look empty.
#: The soft hyphen is not among them: in TCVN3 text it is the letter "ư".
BLANK = r"^[\s\u00a0\u200b\u200c\u200d\u2060\ufeff\x00]*$"

#: A sheet is held as a full rectangle: one stray cell in the far corner would fill the memory.
MAX_CELLS = 60_000_000
#: As many as Excel has.
MAX_COLUMNS = 16_384
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FAR_CELLS = "Trang tính có ô dữ liệu nằm quá xa bảng. Xóa các ô lạc ở cuối trang rồi gửi lại."


class Unreadable(Exception):
    """The bytes hold no list that can be read (F01); ``reason_vi`` tells the officer what was found and what to do."""

    def __init__(self, reason_vi: str) -> None:
        super().__init__(reason_vi)
        self.reason_vi = reason_vi


def column_letter(position: int) -> str:
    """The letter Excel shows: 0 -> A, 26 -> AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = _LETTERS[rest] + letters
    return letters


def tidy_grid(name: str | None, frame: pl.DataFrame, *, visible: bool = True, first_row: int = 1) -> Grid:
    """A frame of String columns named by sheet position ``c0``, ``c1``, …; blank cells become null, blank rows at the end go.

    Nothing else is touched: blanks inside and around a text are what was sent. Columns that are missing on the left
    (``c0`` when the sheet begins in column C) are added, so that a position is always an Excel letter.
    """
    cells = pl.col(pl.String)
    frame = frame.with_columns_seq(pl.when(~cells.str.contains(BLANK)).then(cells).name.keep())
    frame = frame.select_seq([column for column in frame.columns if frame[column].null_count() < frame.height])
    width = max((int(column[1:]) + 1 for column in frame.columns), default=0)
    have = set(frame.columns)
    frame = frame.select_seq([pl.col(f"c{i}") if f"c{i}" in have else pl.lit(None, pl.String).alias(f"c{i}") for i in range(width)])
    return Grid(name, _without_blank_tail(frame), visible, first_row)


def _without_blank_tail(frame: pl.DataFrame) -> pl.DataFrame:
    if not frame.width:
        return frame
    filled = frame.select_seq(pl.any_horizontal(pl.all().is_not_null()).alias("filled"))["filled"].arg_true()
    return frame.head(int(filled[-1]) + 1 if len(filled) else 0)


def grid_from_rows(name: str | None, rows: Sequence[Sequence[str | None]], *, visible: bool = True, first_row: int = 1) -> Grid:
    """Rows of unequal length, as CSV records and pages have them; short rows end in nulls.

    Raises ``Unreadable`` for rows that no sheet of Excel could hold, before they are made a rectangle.
    """
    width = max(map(len, rows), default=0)
    if width > MAX_COLUMNS:
        raise Unreadable(f"Có dòng dài {width} cột, quá giới hạn {MAX_COLUMNS} cột của một trang tính. Xuất lại danh sách rồi gửi lại.")
    if width * len(rows) > MAX_CELLS:
        raise Unreadable(FAR_CELLS)
    columns = zip_longest(*rows)
    frame = pl.DataFrame({f"c{i}": column for i, column in enumerate(columns)}, schema_overrides={}, strict=False)
    return tidy_grid(name, frame.cast(pl.String), visible=visible, first_row=first_row)


def columns_where(frame: pl.DataFrame, holds: pl.Expr) -> list[str]:
    """Names of the columns of which any cell is so; ``holds`` is about all of them, which are asked together."""
    found = frame.select_seq(holds.any()) if frame.width else frame
    return [column.name for column in found.iter_columns() if column.item()]


def legible(grid: Grid) -> Grid:
    """The grid as people read it: TCVN3, VNI and mojibake as Unicode, where its first rows are in one of them.

    Headings, titles, groups and totals are looked for in this grid; data cells are handed on as sent, for cleaning decodes them and records
    that it did.
    """
    texts = grid.frame.head(50).unpivot()["value"].drop_nulls() if grid.frame.width else pl.Series([], dtype=pl.String)
    encoding = None if texts.is_empty() else sheet_encoding(texts)
    if encoding is None:
        return grid
    columns = [decode_as(column, encoding)[0] for column in grid.frame.iter_columns()]
    return replace(grid, frame=grid.frame.with_columns_seq(columns), encoding=encoding)
