"""Overview: the verdict in one sentence, what came for each source and month, and what is open.

Data flow: audit.delivery, audit.finding, audit.decision, audit.submission -> ``month_grid`` -> ``overview.html``
"""

from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from flows.wording.moments import today
from flows.wording.sources import NAMES_VI
from flows.wording.statuses import submission_vi
from review.drafts import nothing_to_report
from review.web.desk import Desk, Visit
from review.web.forms import read_month
from review.web.last_run import last_run
from review.web.pages.cause_list import last_visit, newest
from review.web.queries import Row

router = APIRouter()
_MOST_MONTHS = 6
_CAUSES = 8


@router.get("/overview")
def overview(desk: Desk) -> Response:
    desk.expect_decision()
    came = desk.rows("month_grid")
    months = grid_months(came, date.today())
    run, newest_run = last_run(desk)
    (unplaced,) = desk.rows("unplaced_deliveries")
    shown: dict[str, Any] = {"verdict": verdict_vi(came, **unplaced), "causes": newest(desk, _CAUSES)}
    shown |= {"months": months, "grid": month_grid(came, months)}
    shown |= {"run": run, "newest_run": newest_run}
    return desk.page("overview.html", "Tổng quan", **shown, **_since_the_last_visit(desk), **_standing_still(desk))


def grid_of(desk: Visit) -> tuple[list[date], dict[str, list[dict[str, Any]]]]:
    """The months that are shown, and the cells of each source."""
    came = desk.rows("month_grid")
    months = grid_months(came, date.today())
    return months, month_grid(came, months)


def _since_the_last_visit(desk: Visit) -> dict[str, Any]:
    """What became of the causes since this account was last here."""
    seen = last_visit(desk)
    (news,) = desk.rows("since_visit", since=seen, today=today())
    return {"seen_before": seen, "news": news if any(news.values()) or seen else None}


def _standing_still(desk: Visit) -> dict[str, Any]:
    """Indicators without a value for the last month that is over, by the month of the last one they had; and how many never had one."""
    expected = (today().replace(day=1) - timedelta(days=1)).replace(day=1)
    behind = desk.rows("standing_still", month=expected)
    known = [row for row in behind if row["last_month"] is not None]
    by_month = {month: list(rows) for month, rows in groupby(known, itemgetter("last_month"))}
    return {"expected": expected, "still": by_month, "never": len(behind) - len(known)}


@router.post("/overview/nothing")
def nothing(
    desk: Desk, source: Annotated[str, Form()], month: Annotated[str, Form()], reason: Annotated[str, Form(max_length=2000)]
) -> Response:
    stated = read_month(month)
    made = desk.decide(lambda at: nothing_to_report(at.connection, desk.ward_code, source, stated), reason)
    return RedirectResponse(f"/decisions/{made.decision}", status_code=303)


def grid_months(came: list[Row], today: date) -> list[date]:
    """The last months of which something is known, or that are over; the newest first. Not those in which nobody had to send anything and
    nothing came: a ward that began with older lists sees these."""
    over = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    known = {row["month"] for row in came}
    idle = known - {row["month"] for row in came if row.get("state") != "not_expected" or _came(row)}
    out: list[date] = []
    month, oldest = max([*(known - idle), over]), min(known, default=over)
    while len(out) < _MOST_MONTHS and month >= oldest:
        out += [month] * (month not in idle)
        month = (month - timedelta(days=1)).replace(day=1)
    return out or [over]


def _came(row: Row) -> bool:
    return bool(row["is_published"] or row["is_waiting"] or row["decided_by"] is not None)


def month_grid(came: list[Row], months: list[date]) -> dict[str, list[dict[str, Any]]]:
    """Source -> a cell for each month: ``kind`` (published, waiting, missing, nothing; where the ward has due days also due_soon, late,
    overdue, not_due, not_expected) and its sentence."""
    known = {(row["source"], row["month"]): row for row in came}
    waited = [row["month"] for row in came if row.get("state")]
    begins = min(waited, default=date.min)  # of what was before, the ward's calendar asks nothing
    return {source: [_cell(known.get((source, month)), month, month >= begins) for month in months] for source in NAMES_VI}


def _cell(row: Row | None, month: date, is_asked_for: bool) -> dict[str, Any]:
    if row is None and not is_asked_for:
        return {"kind": "not_expected", "month": month, "text": "Không phải nộp", "row": None}
    if row is None:
        ended = (month + timedelta(days=32)).replace(day=1)
        late = (date.today() - ended).days
        return {"kind": "missing", "month": month, "text": "Chưa nhận" + (f", {late} ngày sau kỳ" if late > 0 else ""), "row": None}
    blocking, warnings = row["blocking_count"], row["warning_count"]
    if row["is_waiting"]:
        return {"kind": "waiting", "month": month, "text": f"Đang giữ lại, {blocking} lỗi chặn", "row": row}
    if row["is_published"]:
        open_vi = [f"{blocking} dòng bị chặn"] * bool(blocking) + [f"{warnings} cần xác nhận"] * bool(warnings)
        late_vi = [f"nộp trễ {row['days_late']} ngày làm việc"] if row.get("state") == "published_late" else []
        return {"kind": "published", "month": month, "text": ", ".join(["Đã công bố", *late_vi, *open_vi]), "row": row}
    if row["decided_by"] is not None:
        return {"kind": "nothing", "month": month, "text": f"Không phát sinh ({row['decided_by']})", "row": row}
    if row.get("state") in ("late", "overdue", "due_soon", "not_due", "not_expected"):
        return {"kind": row["state"], "month": month, "text": submission_vi(row), "row": row}
    return {"kind": "missing", "month": month, "text": "Chưa nhận", "row": None}


def verdict_vi(came: list[Row], held_count: int = 0, unknown_count: int = 0) -> str:
    """ "Tháng 09/2026: 3/5 nguồn đã xong. Đang giữ lại: BHYT 09/2026 (12 lỗi chặn)." Of the newest month of which anything came, however
    long ago. The counts: files that wait in no cell of the grid, held ones, and those that were not read or recognised."""
    newest = max((row["month"] for row in came if _came(row)), default=None)
    if newest is None and not (held_count or unknown_count):
        return "Chưa nhận tệp nào. Hãy nạp tệp đầu tiên."
    grid = month_grid(came, sorted({row["month"] for row in came}, reverse=True))
    held, overdue = _named(grid, "waiting"), _named(grid, "overdue")
    held += [f"{held_count} tệp chưa rõ tháng"] * bool(held_count)
    done = sum(cell["kind"] in ("published", "nothing") for cells in grid.values() for cell in cells if cell["month"] == newest)
    told = [f"Tháng {newest:%m/%Y}: {done}/{len(grid)} nguồn đã xong." if newest else "Chưa có danh sách nào được công bố."]
    told.append(f"Đang giữ lại: {'; '.join(held)}." if held else "Không có tệp nào bị giữ lại.")
    told += [f"Không đọc hoặc không nhận ra được: {unknown_count} tệp."] * bool(unknown_count)
    told += [f"Quá hạn: {'; '.join(overdue)}."] * bool(overdue)
    return " ".join(told)


def _named(grid: dict[str, list[dict[str, Any]]], kind: str) -> list[str]:
    """Cells of the kind; of those that wait with what blocks them."""
    blocked = " ({} lỗi chặn)" if kind == "waiting" else ""
    return [
        f"{NAMES_VI[source]} {cell['month']:%m/%Y}{blocked.format(cell['row']['blocking_count'])}"
        for source, cells in grid.items()
        for cell in cells
        if cell["kind"] == kind
    ]
