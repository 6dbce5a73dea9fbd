"""Rule F12: a date column that a program's time zone had moved, and which cleaning put right.

Data flow: repairs of the delivery -> ``moved_days`` -> one finding that names each column and its shift
"""

from collections.abc import Sequence

import polars as pl

from expectations.deliveries.file_rules import FileFinding
from expectations.deliveries.swapped_dates import column_vi
from transforms.cleaning.moved_days import MOVED
from transforms.reading.model import Table

#: The time of a date cell and of a text, whose time may stand before its day.
_TIME = r"(\d{1,2}:\d{2}(?::\d{2})?)"


def moved_days(repairs: pl.DataFrame, tables: Sequence[Table]) -> list[FileFinding]:
    """F12, one finding for the delivery: each column of each sheet whose days had been moved, with an example."""
    if not (repairs["kind"] == MOVED).any():
        return []
    moved = repairs.filter(pl.col("kind") == MOVED).group_by("sheet_name", "column_name", maintain_order=True)
    columns = moved.agg(pl.len(), pl.col("before").str.extract(_TIME).mode().sort().first()).iter_rows()
    told = [f"{column_vi(sheet, column, count, tables)} đều ghi giờ {time}" for sheet, column, count, time in columns]
    return [
        FileFinding(
            "F12",
            "warning",
            f"Ngày bị lệch theo múi giờ của phần mềm, đã đưa về đúng ngày (nửa đêm gần nhất): {'; '.join(told)}. Dấu hiệu: cột "
            "chỉ ghi ngày nhưng không ô nào ở 0 giờ và mọi ô cùng mang vài giờ như nhau. Đối chiếu vài dòng với bản gốc: nếu đúng thì "
            "xác nhận, nếu sai thì xuất lại từ phần mềm rồi gửi lại.",
        )
    ]
