"""Words of the reports: what a leader reads in the report, in Vietnamese: statuses, periods, changes, forecasts, notes; and how numbers
are written in cells.

A cell holds a number wherever a number is meant, in a format that Excel and LibreOffice write the Vietnamese way. Shares and money are
rounded to the two decimals that are shown, as every sentence beside them is; the whole figure stands in mart.issued_figure.
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flows.wording.numbers import amount_vi, as_written, money_size, yes_no_vi
from flows.wording.statuses import INDICATOR_STATUS_VI, period_vi, verdict_vi
from flows.wording.targets import row_target_vi
from transforms.targets.terms import BILLION, MILLION

if TYPE_CHECKING:
    from flows.validation.open_findings import Cause

Row = dict[str, Any]
DRAFT = "BẢN NHÁP"
SUPPRESSED = "•"
SUPPRESSED_VI = f"{SUPPRESSED} số nhỏ, không công bố để không nhận ra từng người, từng hộ"
GROUPS = {"KT": "Kinh tế", "XH": "Xã hội", "HC": "Hành chính", "AN": "Quốc phòng, an ninh", "MH": "Mô hình điểm"}
STATUSES = tuple(INDICATOR_STATUS_VI)
#: A sign before the words, for a reader who sees no colours.
_SIGNS = {"achieved": "✔", "on_track": "●", "behind": "▼", "missed": "✘", "not_judged": "○", "no_data": "–"}
CALENDAR_VI = {"calendar": "theo lịch", "nd09": "từ ngày 15 đến ngày 14 (Nghị định 09/2019/NĐ-CP)"}
#: What an amount is told in -> the end of its format: a comma for each three digits left out, and the name.
_MONEY_FORMATS = {BILLION: ',,,"\u00a0tỷ"', MILLION: ',,"\u00a0tr"'}
_BLOCKS = "▁▂▃▄▅▆▇█"
#: Words that a sender typed, and numbers of dossiers and households: they may tell who is meant.
_TYPED = re.compile(r"'[^']*'|\b[A-ZĐ][\w.-]*+")
#: The end of a masked id, and a day: of one row, whom they may tell from others.
_OF_ONE_ROW = re.compile(r"\*{3}\w{0,3}|\b\d{1,2}/\d{1,2}/\d{4}\b")

#: What a rule says of itself; every other number in its sentence is one person's age, score or size, or a figure that may be kept back.
_OF_THE_RULE = r"1[0235] chữ số|1[0235] ký tự|quá 120 năm|khoảng 15 đến 75|từ 30 điểm|dưới 30|mỗi chỉ số 10 điểm|bằng 0"
_NUMBERS = re.compile(rf"((?:{_OF_THE_RULE})\b)|\b\d[\d.,]*+")


def status_vi(status: str) -> str:
    return f"{_SIGNS[status]} {INDICATOR_STATUS_VI[status][0]}"


def group_of(row: Row) -> str:
    return str(row["indicator_code"])[:2]


def cell_value(row: Row, name: str = "value") -> Any:
    """What stands in the cell: words for yes or no, the sign of what is kept back, None for what is not known, else the number."""
    value = row.get(name)
    if value is None:
        return SUPPRESSED if row.get("is_suppressed") and name in ("value", "numerator", "denominator") else None
    if name == "value" and row.get("measure") == "yes_no":
        return yes_no_vi(value)
    if name in ("numerator", "denominator"):
        return _number(value)
    return _number(as_written(value, row["unit"]))


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def number_format(value: Any, unit: str) -> str:
    """Of the Vietnamese locale: points between thousands, a comma before decimals; money in tỷ or triệu đồng by its size."""
    if not isinstance(value, int | float):
        return "@"
    if unit in ("%", "lần"):
        return "[$-42A]#,##0.00"
    if (size := money_size(value, unit)) is not None:
        return f"[$-42A]#,##0.00{_MONEY_FORMATS[size]}"
    return "[$-42A]#,##0" if float(value).is_integer() else "[$-42A]#,##0.00"


def axis_format(most: float, unit: str) -> str:
    """Of a chart's axis that reaches to ``most``: no more decimals than the scale needs."""
    size = money_size(most, unit)
    return f"[$-42A]#,##0{'' if most / (size or 1) >= 10 else '.0'}{_MONEY_FORMATS[size] if size else ''}"


def counts_format(row: Row, name: str) -> str:
    """Of a numerator or denominator: counts, or money where the size says so."""
    value = row.get(name)
    return number_format(float(value), "đồng") if value is not None else "@"


def known_period_vi(row: Row) -> str:
    return period_vi(row["known_month"], row["window"], row["is_provisional"])


def aim_vi(row: Row) -> str:
    """The target with a capital letter."""
    words = row_target_vi(row)
    return words[:1].upper() + words[1:]


def change_vi(change: Decimal | None, unit: str, measure: str = "value", *, only_rises: bool = False) -> str:
    """ "▲ 1,2 điểm %", "▼ 3 hộ", "không đổi", "—" where there is nothing to compare with; a recognition is won or lost.

    ``only_rises``: what adds up from month to month, of which an arrow upwards says nothing: "thêm 3 hộ".
    """
    if change is None:
        return "—"
    if as_written(change, unit) == 0:
        return "không đổi"
    if measure == "yes_no":
        return "▲ mới đạt" if change > 0 else "▼ không còn"
    amount = amount_vi(abs(change), unit)
    points = amount.replace(" %", " điểm %") if unit == "%" else amount
    return f"{'▼' if change < 0 else 'thêm' if only_rises else '▲'} {points}"


def only_rises(row: Row) -> bool:
    """What adds up within the year, or over the years of the plan."""
    return bool(row["own_window"] == "year_to_date" or row["target_shape"] == "cumulative_sum")


def spark(values: Sequence[Decimal | None]) -> str:
    """Twelve months as blocks, the smallest low and the largest high; a dot where nothing is known, nothing under two values."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), max(known) - min(known)
    return "".join("·" if value is None else _BLOCKS[int((value - low) / span * 7) if span else 3] for value in values).lstrip("·")


def forecast_vi(row: Row) -> str:
    """Of the target's year, with its band where there is one; only the newest month has a forecast."""
    if not row["is_newest"] or row["forecast_at_target_year"] is None:
        return "—"
    low, high = (row[name] for name in ("forecast_low", "forecast_high"))
    middle = amount_vi(row["forecast_at_target_year"], row["unit"])
    if low is None or high is None:
        return middle
    ends = [amount_vi(end, row["unit"]) for end in (low, high)]
    return f"{middle}\n({ends[0].removesuffix(_unit_of(ends))} đến {ends[1]})"


def _unit_of(amounts: Sequence[str]) -> str:
    """What both amounts end with, told once: " tỷ đồng"; nothing where one is in tỷ and the other in triệu."""
    units = [amount.partition(" ")[2] for amount in amounts]
    return f" {units[0]}" if units[0] == units[1] else ""


def note_vi(row: Row, month: date) -> str:
    """Why the status is what it is, and what must be known beside it."""
    known = row["known_month"]
    parts = [
        row["reason"],
        "Chưa có số liệu."
        if known is None
        else f"Chưa có số tháng {month:%m/%Y}; đây là số tháng {known:%m/%Y}."
        if known != month
        else None,
        "Tạm tính: năm chưa đủ sổ hồ sơ, hoặc mẫu số của tháng trước." if row["is_provisional"] else None,
        row["note_vi"] if row["target_kind"] else None,  # of an indicator that is only followed, the reason says it
    ]
    return " ".join(part for part in parts if part)


def area_vi(name: str) -> str:
    """Short enough for the head of a column."""
    return name.replace("Tổ dân phố", "TDP").replace("Phường ", "").replace("Xã ", "")


def example_vi(cause: "Cause") -> str:
    """The sentence of a cause without what a sender typed, and without what is of one row: numbers of dossiers and households, ends of ids,
    days, ages, scores, sizes."""
    if cause.rule_code.startswith("F"):
        return cause.example_vi
    untyped = _OF_ONE_ROW.sub("…", _TYPED.sub(_without_typed, cause.example_vi))
    return _NUMBERS.sub(_without_number, untyped)


def _without_number(found: re.Match[str]) -> str:
    """What stands behind a number ends the sentence or the part of it."""
    return found[1] or f"…{found[0][len(found[0].rstrip('.,')) :]}"


def _without_typed(found: re.Match[str]) -> str:
    """Quoted words go, and words with a dash that goes before two digits or more: a number of a dossier, of a decision."""
    word = found[0].rstrip(".")
    _, dash, behind = word.partition("-")
    is_typed = word.startswith("'") or (dash and re.search(r"\d\d", behind))
    return f"…{found[0][len(word) :]}" if is_typed else found[0]


def scorecard_verdict_vi(rows: Sequence[Row]) -> str:
    """The month in one sentence: how many indicators stand how."""
    withheld = sum(bool(row["is_suppressed"]) and row["status"] != "not_judged" for row in rows)
    return verdict_vi((row["status"] for row in rows), withheld)
