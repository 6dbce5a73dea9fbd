"""Rule F12: a date column of which day and month were exchanged on the way, and which cleaning put right.

Data flow: repairs of the delivery -> ``swapped_dates`` -> one finding that names each column
"""

from collections.abc import Sequence

import polars as pl

from expectations.deliveries.file_rules import FileFinding
from expectations.wording import count_vi
from transforms.cleaning.month_first import is_typed_date
from transforms.cleaning.swapped_dates import SWAPPED
from transforms.reading.model import Table

_OPENED = (
    "mọi ô kiểu ngày tháng đều có ngày từ 1 đến 12, mọi ngày từ 13 trở đi đều nằm ở dạng chữ, như khi Excel kiểu Mỹ "
    "(tháng trước ngày) mở tệp"
)
_WRITTEN = (
    "ngày ghi bằng chữ theo kiểu Mỹ (tháng/ngày/năm): nhiều ô có số thứ hai trên 12 hoặc mã hồ sơ cho biết ngày, và "
    "không ô nào có số thứ nhất trên 12"
)
_OF_MONTHS = (
    "cột ghi tháng bằng ngày đầu tháng mà mọi ngày đều rơi vào tháng 1 (từ ngày 1 đến ngày 12), như khi 01/07/2026 được ghi hay mở theo "
    "kiểu Mỹ (tháng trước ngày)"
)
_MONTHS = ("from_month", "to_month")
_FIRST_OF_MONTH = r"^(?:['\s]{0,2}0?1[/\-]|[0-9]{4}-[0-9]{2}-01)"
_THEN = (
    "Đối chiếu vài dòng với bản gốc: nếu đúng thì xác nhận, nếu sai thì xuất lại từ phần mềm, đặt Excel theo kiểu "
    "ngày/tháng/năm, rồi gửi lại."
)


def swapped_dates(repairs: pl.DataFrame, tables: Sequence[Table]) -> list[FileFinding]:
    """F12, one finding for each sign that shows it: each column of each sheet in which day and month were exchanged."""
    if not (repairs["kind"] == SWAPPED).any():
        return []
    swapped = repairs.filter(pl.col("kind") == SWAPPED)
    of_column = ("sheet_name", "column_name")
    is_typed = is_typed_date(pl.col("before")).any().over(of_column)
    is_of_months = pl.col("column_name").is_in(_MONTHS) & pl.col("after").str.contains(_FIRST_OF_MONTH).all().over(of_column)
    signs = (
        (_OPENED, swapped.filter(~is_typed & ~is_of_months)),
        (_WRITTEN, swapped.filter(is_typed & ~is_of_months)),
        (_OF_MONTHS, swapped.filter(is_of_months)),
    )
    return [
        FileFinding("F12", "warning", f"Ngày và tháng bị đảo, đã đổi lại: {'; '.join(told)}. Dấu hiệu: {sign}. {_THEN}")
        for sign, columns in signs
        if (told := _columns_vi(columns, tables))
    ]


def _columns_vi(swapped: pl.DataFrame, tables: Sequence[Table]) -> list[str]:
    counts = swapped.group_by("sheet_name", "column_name", maintain_order=True).len()
    return [column_vi(sheet, column, count, tables) for sheet, column, count in counts.iter_rows()]


def column_vi(sheet: str | None, column: str, count: int, tables: Sequence[Table]) -> str:
    """Where a column stands and how many of its cells are meant: sheet, heading as written, Excel's letter."""
    table = next((table for table in tables if table.sheet_name == sheet and column in table.headers), None)
    heading = table.headers[column] if table else column
    letter = f" ({table.letters[column]})" if table and column in table.letters else ""
    return (f"trang '{sheet}', " if sheet else "") + f"cột '{heading}'{letter}: {count_vi(count)} ô"
