"""Rule F12: a date column that a program's time zone had moved, and which cleaning put right.

Data flow: repairs of the delivery -> ``moved_days`` -> one finding that names each column and its shift; lists as they were sent ->
``half_moved`` -> one that tells of the columns that are moved in part, which nobody can put right, and holds the delivery where a figure
hangs on them
"""

from collections.abc import Mapping, Sequence

import polars as pl

from expectations.deliveries.file_rules import FileFinding
from expectations.deliveries.swapped_dates import column_vi
from transforms.cleaning.moved_days import MOVED, half_moved_days
from transforms.reading.model import Table
from transforms.vietnamese.midnights import with_time

#: The time of a date cell and of a text, whose time may stand before its day; that of a number is worked out.
_TIME = r"(\d{1,2}:\d{2}(?::\d{2})?)"
_HELD_VI = (
    "Chưa công bố gì. Mở bản gốc, xem ngày của vài dòng mang giờ: nếu đúng ngày trong tệp thì công bố, nếu lệch một ngày thì xuất lại từ "
    "phần mềm rồi gửi lại."
)
_TOLD_VI = (
    "Các ngày này được giữ như trong tệp. Mở bản gốc, xem ngày của vài dòng mang giờ: nếu đúng thì xác nhận, nếu lệch một ngày thì "
    "xuất lại từ phần mềm rồi gửi lại."
)
_BIRTHS = ("birth_date", "birth_date_male", "birth_date_female")
#: Days without times by which a row counts or does not; moments of a log are times. Who is of working age is among the figures of social
#: insurance.
_COUNTED_DAYS = {
    "health_insurance": ("valid_from", "valid_to", "death_date"),
    "social_insurance": ("from_month", "to_month", *_BIRTHS),
    "poverty": ("decision_date",),
}
#: Days by which nothing is counted: one that is a day off is told.
_OTHER_DAYS = {"health_insurance": _BIRTHS, "poverty": _BIRTHS}


def moved_days(repairs: pl.DataFrame, tables: Sequence[Table]) -> list[FileFinding]:
    """F12, one finding for the delivery: each column of each sheet whose days had been moved, with an example."""
    if not (repairs["kind"] == MOVED).any():
        return []
    moved = repairs.filter(pl.col("kind") == MOVED).group_by("sheet_name", "column_name", maintain_order=True)
    time = pl.coalesce(pl.col("before").str.extract(_TIME), with_time(pl.col("before")).str.slice(11))
    columns = moved.agg(pl.len(), time.mode().sort().first()).iter_rows()
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


def half_moved(tables: Sequence[Table]) -> list[FileFinding]:
    """F12: columns of bare days of which a part carries the time of a moved day and as good a part does not; the days of that part are one
    too early, or are what they say. Held where a figure hangs on them, told where none does. A column that was put right has none of them
    left at midnight."""
    held, told = (_half_moved_columns(tables, days) for days in (_COUNTED_DAYS, _OTHER_DAYS))
    out = [FileFinding("F12", "critical", f"{_half_moved_vi(held)} {_HELD_VI}")] if held else []
    return [*out, FileFinding("F12", "warning", f"{_half_moved_vi(told)} {_TOLD_VI}")] if told else out


def _half_moved_columns(tables: Sequence[Table], days: Mapping[str, Sequence[str]]) -> list[str]:
    """What is said of each such column of each sheet."""
    found = []
    for table in tables:
        names = [name for name in days.get(table.source, ()) if name in table.headers]
        found.append(half_moved_days(table.frame.select_seq(pl.lit(table.sheet_name, dtype=pl.String).alias("sheet_name"), *names), names))
    columns = pl.concat(found).iter_rows() if found else ()
    return [f"{column_vi(sheet, column, count, tables)} ghi giờ {time}" for sheet, column, count, time in columns]


def _half_moved_vi(columns: Sequence[str]) -> str:
    return (
        f"Cột chỉ ghi ngày có một phần số ô mang giờ, phần còn lại thì không: {'; '.join(columns)}. Các ô mang giờ có thể bị phần mềm lùi "
        "một ngày theo múi giờ."
    )
