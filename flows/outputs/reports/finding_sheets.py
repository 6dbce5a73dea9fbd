"""Sheets of findings and adjustments: what is still open, and what earlier reports said otherwise: two lists that a reader of figures must
see beside them.

Neither names a person, a household or a dossier.

Data flow: Facts -> sheets «Điểm còn mở», «Điều chỉnh»
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from expectations.registry import NAMES_VI
from flows.outputs.reports.report_data import Facts, Row
from flows.outputs.reports.stamp import Stamp
from flows.outputs.reports.styles import Sheet
from flows.outputs.reports.words import cell_value, change_vi, example_vi, number_format
from flows.wording.moments import moment_vi
from flows.wording.numbers import amount_vi
from flows.wording.statuses import INDICATOR_STATUS_VI, WINDOW_VI

if TYPE_CHECKING:
    from flows.validation.open_findings import Cause

FINDINGS_SHEET = "Điểm còn mở"
ADJUSTMENTS_SHEET = "Điều chỉnh"
_SEVERITY_COLOURS = {"critical": ("F4B0A8", "7B0F06"), "warning": ("FFE699", "7F4F00")}
_CALENDARS_VI = {"calendar": "theo lịch", "nd09": "Nghị định 09/2019/NĐ-CP"}
_KINDS_VI = {
    "added": "bổ sung sau khi ban hành",
    "withdrawn": "rút lại",
    "changed": "thay đổi",
    "judged": "đánh giá lại, số liệu giữ nguyên",
}
#: Heading and width of every column.
_ADJUSTMENT_COLUMNS = (
    ("Báo cáo số", 13),
    ("Tháng", 10),
    ("Ký hiệu", 9),
    ("Chỉ tiêu", 36),
    ("Nơi", 20),
    ("Kỳ, đơn vị", 15),
    ("Số đã ban hành", 14),
    ("Số hiện nay", 14),
    ("Chênh lệch", 17),
    ("Nguyên nhân", 44),
    ("Thay đổi lúc", 15),
)


def add_findings(book: Any, facts: Facts, stamp: Stamp) -> None:
    """One line is one rule in the lists of one source, of the report's month or of all before it: how many rows, with the sentence of the
    newest."""
    from flows.validation.open_findings import SEVERITIES_VI

    sheet = Sheet(book, FINDINGS_SHEET, [15, 16, 19, 9, 7, 112], is_draft=stamp.is_draft)
    sheet.title("ĐIỂM CÒN MỞ TRONG SỐ LIỆU", f"Các điểm chưa có câu trả lời của cán bộ, đến tháng {facts.month:%m/%Y} · {stamp.number_vi}")
    sheet.line(_findings_verdict(facts), bold=True)
    if not facts.adjustments and not facts.form_adjustments:
        sheet.line(_nothing_adjusted(facts), italic=True)
    head = sheet.row
    sheet.head(["Mức", "Nguồn", "Kỳ", "Số dòng", "Mã", "Nội dung (ví dụ đầu tiên, đã bỏ chi tiết riêng)"])
    told: set[tuple[str | None, str, str]] = set()
    for cause, months, rows in gathered(facts.causes, facts.month):
        fill, letters = _SEVERITY_COLOURS[cause.severity]
        text = example_vi(cause)
        said = (cause.source, cause.rule_code, text)
        text = f"Như dòng {cause.rule_code} của tháng {facts.month:%m/%Y} ở trên." if said in told else text
        told.add(said)
        sheet.put(1, SEVERITIES_VI[cause.severity], border=True, bold=True, fill=fill, colour=letters, across="center", size=10)
        sheet.put(2, NAMES_VI.get(cause.source or "", "chưa nhận ra"), border=True, size=10)
        sheet.put(3, months, border=True, across="center", size=10)
        sheet.put(4, rows, border=True, across="right", size=10, form="[$-42A]#,##0")
        sheet.put(5, cause.rule_code, border=True, across="center", size=10)
        sheet.put(6, text, border=True, size=10)
        sheet.row += 1
    sheet.finish(head_rows=(head, head), frozen=f"A{head + 1}", footer=stamp.footer, is_portrait=True)


def _nothing_adjusted(facts: Facts) -> str:
    if not facts.reports_before:
        return "Chưa có báo cáo nào được ban hành trước báo cáo này, không có điều chỉnh."
    return "Không có số, đánh giá nào của các báo cáo đã ban hành bị thay đổi."


def gathered(causes: "Iterable[Cause]", month: date) -> "list[tuple[Cause, str, int]]":
    """The same rule in several files of one source is one line for the report's month, and one for all months before it, or a ward of many
    months would print the same sentences for each: cause, months in words, rows."""
    found: dict[tuple[Any, ...], list[Cause]] = {}
    for cause in causes:
        when = cause.month if cause.month is None else cause.month == month
        found.setdefault((cause.severity, cause.source, when, cause.rule_code), []).append(cause)
    return [(same[0], _months_vi(same), sum(cause.rows for cause in same)) for same in found.values()]


def _months_vi(causes: "Sequence[Cause]") -> str:
    months = sorted(cause.month for cause in causes if cause.month)
    if not months:
        return "—"
    first, last = (f"{one:%m/%Y}" for one in (months[0], months[-1]))
    return first if first == last else f"{first} đến {last}"


def _findings_verdict(facts: Facts) -> str:
    if not facts.causes:
        return "Không có điểm nào còn mở."
    blocked = sum(cause.rows for cause in facts.causes if cause.severity == "critical")
    doubted = sum(cause.rows for cause in facts.causes if cause.severity == "warning")
    return f"{blocked} điểm mức Chặn (dòng đó không được tính), {doubted} điểm mức Cần xác nhận (vẫn được tính)."


# --- adjustments --------------------------------------------------------------------------------------------------------------
def add_adjustments(book: Any, facts: Facts, stamp: Stamp) -> None:
    """No sheet where nothing was adjusted: the one before says so."""
    if not facts.adjustments and not facts.form_adjustments:
        return
    sheet = Sheet(book, ADJUSTMENTS_SHEET, [width for _, width in _ADJUSTMENT_COLUMNS], is_draft=stamp.is_draft)
    sheet.title("ĐIỀU CHỈNH SỐ LIỆU KỲ TRƯỚC", f"Số, đánh giá hiện nay khác với báo cáo ban hành gần nhất đã ghi số đó · {stamp.number_vi}")
    head = sheet.row
    if facts.adjustments:
        sheet.head([name for name, _ in _ADJUSTMENT_COLUMNS])
    kinds = {line["indicator_code"]: line["target_kind"] for line in facts.scorecard}
    for row in facts.adjustments:
        _adjustment(sheet, row, kinds.get(row["indicator_code"]))
    if facts.form_adjustments:
        _form_adjustments(sheet, facts)
    is_table = bool(facts.adjustments)
    sheet.finish(head_rows=(head, head) if is_table else None, frozen=f"A{head + 1}" if is_table else None, footer=stamp.footer)


def _adjustment(sheet: Sheet, row: Row, target_kind: str | None) -> None:
    period = WINDOW_VI[row["window"]] + ("" if row["measure"] == "yes_no" else f", {row['unit']}")
    cause = _cause_vi(row, target_kind)
    sheet.cells(
        (
            (row["report_number"], {"across": "center"}),
            (f"{row['month']:%m/%Y}", {"across": "center"}),
            (row["indicator_code"], {"bold": True}),
            (row["indicator_name"], {}),
            (row["area_name"], {}),
            (period, {"size": 9}),
            *_said_and_now(row),
            (cause, {"size": 9}),
            (moment_vi(row["changed_at"]) if row["changed_at"] else "—", {"across": "center", "size": 9}),
        ),
        size=10,
    )
    sheet.row += 1


def _said_and_now(row: Row) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The figure as issued, as it is now, and the difference; the parts of a share where its value alone stands."""
    said, now = (cell_value({**row, "value": row[f"{when}_value"]}) for when in ("issued", "current"))
    if row["adjustment_kind"] == "changed" and row["issued_value"] is not None and row["current_value"] is not None and said == now:
        said, now = (_share_vi(row, when) for when in ("issued", "current"))
    yield said if said is not None else "chưa có", {"across": "right", "form": number_format(said, row["unit"])}
    yield now if now is not None else "không còn", {"across": "right", "form": number_format(now, row["unit"]), "bold": True}
    yield change_vi(_difference(said, now, row["change"]), row["unit"], row["measure"]), {"across": "center"}


def _cause_vi(row: Row, target_kind: str | None) -> str:
    why = judgement_vi(row, target_kind) if row["adjustment_kind"] == "judged" else row["cause"] or ""
    return f"{_KINDS_VI[row['adjustment_kind']].capitalize()}. {why}".strip()


def _difference(said: Any, now: Any, change: Decimal | None) -> Decimal | None:
    """Of the two figures as they are printed beside it."""
    both = isinstance(said, int | float) and isinstance(now, int | float)
    return Decimal(str(now)) - Decimal(str(said)) if both else change


def _share_vi(row: Row, when: str) -> str:
    """Where the value stands and its parts moved."""
    above, below = row[f"{when}_numerator"], row[f"{when}_denominator"]
    if above is None:
        return amount_vi(row[f"{when}_value"], "")
    return f"{amount_vi(above, '')} / {'—' if below is None else amount_vi(below, '')}"


def judgement_vi(row: Row, target_kind: str | None) -> str:
    """What else is said of the same value: "Đánh giá: từ Đúng tiến độ thành Chậm. Mục tiêu: từ 95 % thành 97 %."; the target of a growth is
    percent a year, whatever the unit."""
    parts = []
    if row["issued_status"] != row["current_status"]:
        said, now = (INDICATOR_STATUS_VI[row[f"{when}_status"]][0] for when in ("issued", "current"))
        parts.append(f"Đánh giá: từ {said} thành {now}.")
    units = {"target": "%" if target_kind == "growth" else row["unit"], "trajectory": row["unit"]}
    for name, title in (("target", "Mục tiêu"), ("trajectory", "Mức theo tiến độ")):
        before, after = row[f"issued_{name}"], row[f"current_{name}"]
        if before != after:
            said, now = ("không có" if amount is None else amount_vi(amount, units[name]) for amount in (before, after))
            parts.append(f"{title}: từ {said} thành {now}." if said != now else f"{title}: thay đổi dưới hai số lẻ ({now}).")
    return " ".join(parts)


def _form_adjustments(sheet: Sheet, facts: Facts) -> None:
    sheet.row += 1
    sheet.line("Biểu II.06a/VPCP/KSTT đã ban hành", bold=True, size=12)
    for row in facts.form_adjustments:
        text = (
            f"Báo cáo số {row['report_number']}, kỳ từ {row['period_start']:%d/%m/%Y} đến {row['period_end']:%d/%m/%Y} "
            f"({_CALENDARS_VI[row['calendar']]}), {row['field_name'] or 'Tổng cộng'}, cột ({row['column_number']}): "
            f"đã ban hành {row['issued_count']}, hiện nay {row['current_count']}."
        )
        sheet.line(text, size=10)
