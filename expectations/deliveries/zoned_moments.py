"""Rule F12: moments that a program wrote as Greenwich's: those that cleaning moved to Vietnam's hour, and those of which nobody knows.

Data flow: repairs and rows of the delivery -> ``zoned_moments`` -> a finding for each
"""

from collections.abc import Iterator, Sequence

import polars as pl

from expectations.deliveries.file_rules import FileFinding
from expectations.deliveries.swapped_dates import column_vi
from expectations.wording import count_vi
from transforms.cleaning.zoned_moments import ZONE_MOVED, ZONE_UNKNOWN
from transforms.reading.model import Table

#: From 17:00 on the day is another one in Vietnam; programs miss its midnight by up to a minute.
_ANOTHER_DAY = r"[T ](?:16:59|1[7-9]:[0-9]{2}|2[0-3]:[0-9]{2})"
#: What a dossier's being on time hangs on.
_COMPARED = ("due_at", "finished_at", "returned_at")
_SIGN = "có dấu của giờ quốc tế (chữ Z hoặc +00:00 sau giờ)"
_COMPARE = "Mở phần mềm hoặc bản gốc, xem giờ của vài dòng"


def zoned_moments(repairs: pl.DataFrame, frame: pl.DataFrame, tables: Sequence[Table]) -> Iterator[FileFinding]:
    """F12: told where the moments were moved by seven hours; where the hours do not tell, told if both readings give the same days and the
    same answers, else held: a dossier may be late by the one and on time by the other."""
    if not ((repairs["kind"] == ZONE_MOVED) | (repairs["kind"] == ZONE_UNKNOWN)).any():
        return
    moved, unknown = (repairs.filter(pl.col("kind") == kind) for kind in (ZONE_MOVED, ZONE_UNKNOWN))
    if moved.height:
        yield FileFinding("F12", "warning", _moved_vi(moved, tables))
    if unknown.height:
        other_days = unknown.filter(pl.col("before").str.contains(_ANOTHER_DAY)).height
        doubted = f"cho ngày khác nhau ở {count_vi(other_days)} ô" if other_days else _with_other_answers(unknown, frame)
        told = _unknown_vi(unknown, doubted, tables)
        yield FileFinding("F12", "critical", told) if doubted else FileFinding("F12", "warning", told)


def _with_other_answers(unknown: pl.DataFrame, frame: pl.DataFrame) -> str:
    """Says so where, in one row, some of the times that are compared are of an unknown zone and others are not."""
    timed = [name for name in _COMPARED if f"{name}_has_time" in frame.columns]
    if not timed:
        return ""
    zoned = unknown.filter(pl.col("column_name").is_in(timed)).group_by("sheet_name", "row_number").len("zoned")
    times = frame.select_seq("sheet_name", "row_number", timed=pl.sum_horizontal(f"{name}_has_time" for name in timed))
    mixed = times.join(zoned, on=["sheet_name", "row_number"], nulls_equal=True).filter(pl.col("zoned") < pl.col("timed")).height
    return f"có thể làm đổi kết quả đúng hạn, quá hạn của {count_vi(mixed)} dòng" if mixed else ""


def _moved_vi(moved: pl.DataFrame, tables: Sequence[Table]) -> str:
    before, after = moved.select_seq("before", "after").row(0)
    return (
        f"Giờ trong tệp {_SIGN} và đúng là giờ quốc tế, đã đổi sang giờ Việt Nam (cộng 7 giờ): {_columns_vi(moved, tables)}; ví dụ "
        f"'{before}' thành '{after}'. Dấu hiệu: theo giờ quốc tế thì việc diễn ra trong giờ làm việc và ngày bắt đầu lúc 0 giờ, theo giờ "
        f"ghi trong tệp thì không. {_COMPARE}: nếu đúng thì xác nhận, nếu sai thì xuất lại từ phần mềm rồi gửi lại."
    )


def _unknown_vi(unknown: pl.DataFrame, doubted: str, tables: Sequence[Table]) -> str:
    what = (
        f"Giờ trong tệp {_SIGN} nhưng không đủ căn cứ để biết đó là giờ quốc tế hay giờ Việt Nam: {_columns_vi(unknown, tables)}. Hai cách "
        f"hiểu lệch nhau 7 giờ"
    )
    if doubted:
        return (
            f"{what} và {doubted}. Chưa công bố gì. {_COMPARE}: nếu trùng với giờ trong tệp thì công bố, nếu lệch 7 giờ thì xuất lại từ "
            "phần mềm dạng .xlsx rồi gửi lại."
        )
    return (
        f"{what}, ngày không đổi. Đã lấy đúng giờ ghi trong tệp. {_COMPARE}: nếu trùng thì xác nhận, nếu lệch 7 giờ thì xuất lại từ phần "
        "mềm dạng .xlsx rồi gửi lại."
    )


def _columns_vi(cells: pl.DataFrame, tables: Sequence[Table]) -> str:
    counts = cells.group_by("sheet_name", "column_name", maintain_order=True).len()
    return "; ".join(column_vi(sheet, column, count, tables) for sheet, column, count in counts.iter_rows())
