"""Targets, and what is said beside a scorecard: sentences in Vietnamese from its rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from flows.wording.numbers import amount_vi, decimal_vi

#: A row of ``mart.scorecard``.
Row = Mapping[str, Any]


def reasons_vi(rows: Sequence[Row]) -> list[str]:
    """Why indicators are behind or missed, in a sentence each."""
    return [f"{row['indicator_code']}: {row['reason']}" for row in rows if row["status"] in ("behind", "missed")]


def notes_vi(rows: Sequence[Row]) -> list[str]:
    """Remarks that a reader needs beside the table; those that only say that nothing is known are in the table already."""
    return [f"{row['indicator_code']}: {row['note']}" for row in rows if row["note"] and row["note"] != "Chưa có số liệu."]


def target_vi(row: Row) -> str:
    """The target in words: "ít nhất 97 % đến năm 2030"."""
    if row["target_kind"] is None:
        return "chỉ theo dõi"
    when = "hằng năm" if row["is_every_year"] else f"đến năm {row['target_year']}"
    if row["target_kind"] == "yes":
        return f"đạt {when}"
    if row["target_kind"] == "growth":
        return f"tăng ít nhất {amount_vi(row['target'], '%')}/năm"
    if row["target"] is None:
        return "không thấp hơn năm 2025"
    if row.get("target_range_to") is not None:
        return f"{decimal_vi(float(row['target']), 2)} đến {amount_vi(row['target_range_to'], row['unit'])} {when}"
    if row["target_shape"] == "zero_by_year" and row["unit"] != "%":
        return f"không còn {row['unit']} nào từ cuối năm {row['target_year']}"
    return f"{_asked(row)}{amount_vi(row['target'], row['unit'])} {when}"


def _asked(row: Row) -> str:
    """What stands before the figure; nothing before the whole of a set, which there is no more of."""
    if row["target_kind"] == "floor" and row["unit"] == "%" and row["target"] == 100:
        return ""
    return {("floor", False): "ít nhất ", ("floor", True): "trên ", ("ceiling", False): "không quá ", ("ceiling", True): "dưới "}[
        row["target_kind"], bool(row["is_strict"])
    ]
