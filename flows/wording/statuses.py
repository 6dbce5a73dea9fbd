"""Statuses of deliveries, indicators and windows, in Vietnamese, each with the colour that a terminal gives it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

STATUS_VI = {
    "published": ("Đã công bố", "green"),
    "published_with_findings": ("Đã công bố, có điểm cần xem", "yellow"),
    "held": ("Đang giữ lại", "red"),
    "unreadable": ("Không đọc được", "red"),
    "unrecognised": ("Không nhận ra", "red"),
    "duplicate": ("Trùng, đã nhận trước đó", "dim"),
    "superseded": ("Đã thay bằng bản mới", "dim"),
}
#: Steps of a file in a night, in their order.
STEP_VI = {
    "found": "Đã thấy",
    "waiting": "Đang chờ gửi xong",
    "fetched": "Đã lấy về",
    "landed": "Đã lưu",
    "read": "Đã đọc",
    "judged": "Đã kiểm tra",
    "published": "Đã công bố",
    "held": "Giữ lại",
    "skipped": "Bỏ qua, không đổi",
    "failed": "Không làm được",
}
RUN_STATE_VI = {"running": "đang chạy", "finished": "kết thúc", "failed": "dừng vì lỗi", "killed": "bị ngắt giữa chừng"}
#: States of a source and month by the submission calendar.
SUBMISSION_VI = {
    "published": ("Đã công bố", "green"),
    "published_late": ("Đã công bố, nộp trễ", "green"),
    "nothing": ("Không phát sinh", "dim"),
    "not_expected": ("Không phải nộp", "dim"),
    "not_due": ("Chưa đến hạn", "dim"),
    "due_soon": ("Sắp đến hạn", "cyan"),
    "held": ("Đang giữ lại", "red"),
    "late": ("Trễ hạn", "yellow"),
    "overdue": ("Quá hạn", "bold red"),
}
INDICATOR_STATUS_VI = {
    "achieved": ("Đạt", "bold green"),
    "on_track": ("Đúng tiến độ", "green"),
    "behind": ("Chậm", "yellow"),
    "missed": ("Không đạt", "bold red"),
    "not_judged": ("Chưa đánh giá", "dim"),
    "no_data": ("Chưa có số liệu", "dim"),
}
#: What is said, with its status, of a figure that was judged and may not leave the house.
WITHHELD_VI = "đã đánh giá, không công bố số liệu"
#: Within a sentence a status is written small, and a duplicate needs no more than its name.
_SHORT_VI = {"duplicate": "trùng"}
WINDOW_VI = {"month": "trong tháng", "year_to_date": "từ đầu năm", "snapshot": "cuối tháng"}


def status_change_vi(before: str, after: str) -> str:
    """ "Đang giữ lại → Đã công bố"; of a status that stays: "Vẫn đang giữ lại"."""
    return f"Vẫn {status_in_sentence_vi(after)}" if before == after else f"{STATUS_VI[before][0]} → {STATUS_VI[after][0]}"


def status_in_sentence_vi(status: str) -> str:
    """ "held" -> "đang giữ lại"."""
    return _SHORT_VI.get(status) or STATUS_VI[status][0].lower()


def status_counts(statuses: Iterable[str]) -> dict[str, int]:
    """How many of the plan's indicators stand how: every status in its order, noughts too. A figure whose number is withheld counts as
    what it was judged."""
    counts = dict.fromkeys(INDICATOR_STATUS_VI, 0)
    for status in statuses:
        counts[status] += 1
    return counts


def verdict_vi(statuses: Iterable[str], withheld: int = 0) -> str:
    """ "Trong 38 chỉ tiêu của kế hoạch: 5 đạt, 18 đúng tiến độ, 8 chậm …": the same wherever the scorecard is shown. ``withheld``: how
    many of them were judged without their number being told."""
    counts = status_counts(statuses)
    parts = [f"{count} {INDICATOR_STATUS_VI[status][0].lower()}" for status, count in counts.items() if count]
    told = f" ({withheld} chỉ tiêu {WITHHELD_VI})" if withheld else ""
    return f"Trong {sum(counts.values())} chỉ tiêu của kế hoạch: {', '.join(parts)}{told}."


def period_vi(month: date | None, window: str, is_provisional: bool, between: str = ", ") -> str:
    """ "07/2026, từ đầu năm (tạm tính)"; a dash where no month is known."""
    return "—" if month is None else f"{month:%m/%Y}{between}{WINDOW_VI[window]}{' (tạm tính)' if is_provisional else ''}"


def submission_vi(row: Mapping[str, Any]) -> str:
    """A row of the submission calendar in a few words: "Quá hạn 6 ngày làm việc (hạn 12/10/2026)"."""
    words, days = SUBMISSION_VI[row["state"]][0], row["days_late"]
    if row["state"] in ("late", "overdue"):
        return f"{words} {days} ngày làm việc (hạn {row['due_date']:%d/%m/%Y})"
    if row["state"] in ("not_due", "due_soon"):
        return f"{words} ({row['due_date']:%d/%m/%Y})"
    if row["state"] == "published_late":
        return f"{words} {days} ngày làm việc"
    return f"{words} ({row['nothing_by']})" if row["state"] == "nothing" and row["nothing_by"] else words
