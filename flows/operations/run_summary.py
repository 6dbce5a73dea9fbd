"""Summary of a night in the officer's words: one page of Markdown for the scheduler's artifact.

Data flow: the document of ``run --json`` and the counts of the scorecard -> Markdown (Vietnamese)
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from expectations.registry import NAMES_VI
from flows.operations.night_outcome import NO_NIGHT, NightOutcome
from flows.wording.night import failed_vi, steps_vi, waiting_vi
from flows.wording.statuses import INDICATOR_STATUS_VI, STATUS_VI

_HEADER = "| Tệp | Nguồn | Tháng | Kết quả | Dòng đọc | Dòng công bố | Dòng giữ lại | Lý do |\n|---|---|---|---|---:|---:|---:|---|"
#: A database row of the artifact holds at most so many files; the page and the warehouse have them all.
_MOST_FILES = 200


def summary_vi(
    document: Mapping[str, Any],
    ward_name: str,
    scorecard: Mapping[str, int],
    complaints: Sequence[str] = (),
    night: NightOutcome = NO_NIGHT,
) -> str:
    """Files that were received before are counted and not listed: a night over the whole inbox has hundreds of them.

    ``document`` as ``run --json`` prints it; ``scorecard`` counts indicators by status; ``complaints`` are the sentences about sources
    that could not be reached; ``night`` is what it did with each file, step by step. Nothing personal comes in:
    reasons are written without it, and text is shown as text, never as markup.
    """
    deliveries = list(document["deliveries"])
    told = [delivery for delivery in deliveries if delivery["status"] != "duplicate"]
    parts = [
        f"# Đợt chạy số {document['run_id']}: {_text(ward_name)}",
        _totals(document, Counter(delivery["status"] for delivery in deliveries)),
    ]
    if complaints:
        parts += ["## Nguồn không lấy được", "\n".join(f"- {_text(sentence)}" for sentence in complaints)]
    if night.steps:
        parts.append(" ".join(map(_text, steps_vi(night.steps))))
    if troubles := (*waiting_vi(night.waiting), *failed_vi(night.failed)):
        parts += ["## Cần xem", "\n".join(f"- {_text(sentence)}" for sentence in troubles)]
    if told:
        parts += ["## Các tệp", "\n".join([_HEADER, *map(_row, told[:_MOST_FILES])])]
    if len(told) > _MOST_FILES:
        parts.append(f"… và {len(told) - _MOST_FILES} tệp nữa, xem trang rà soát.")
    return "\n\n".join([*parts, "## Bảng chỉ tiêu", _scorecard(scorecard)]) + "\n"


def _totals(document: Mapping[str, Any], statuses: Counter[str]) -> str:
    if not statuses:
        return "Không có tệp nào."
    counts = ", ".join(f"{STATUS_VI[status][0].lower()}: {statuses[status]}" for status in STATUS_VI if statuses[status])
    return (
        f"{statuses.total()} tệp ({counts}). Số giá trị chỉ tiêu thay đổi: {document['indicators_changed']}. "
        f"Thời gian: {_decimal(document['seconds']['total'])} giây."
    )


def _decimal(seconds: float) -> str:
    return f"{seconds:.1f}".replace(".", ",")


def _row(delivery: Mapping[str, Any]) -> str:
    month = delivery["month"]
    cells = (
        _text(delivery["file"]),
        NAMES_VI.get(delivery["source"], "?"),
        f"{month[5:]}/{month[:4]}" if month else "?",
        STATUS_VI[delivery["status"]][0],
        str(delivery["rows_read"]),
        str(delivery["rows_published"]),
        str(delivery["rows_quarantined"]),
        "<br>".join(map(_text, delivery["reasons"])),
    )
    return "| " + " | ".join(cells) + " |"


def _scorecard(counts: Mapping[str, int]) -> str:
    if not any(counts.values()):
        return "Chưa có chỉ tiêu nào."
    return "\n".join(
        [
            "| Trạng thái | Số chỉ tiêu |\n|---|---:|",
            *(f"| {INDICATOR_STATUS_VI[status][0]} | {counts[status]} |" for status in INDICATOR_STATUS_VI if counts.get(status)),
        ]
    )


def _text(text: str) -> str:
    """A file's name may hold anything: no cell ends early, no link, no image, no HTML is made of it."""
    flat = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#!|~])", r"\\\1", flat)
