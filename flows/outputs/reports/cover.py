"""The cover: whose report, its number, what it says in one sentence, what wants attention, what it was made from.

Data flow: Facts, Stamp -> sheet «Bìa»
"""

from collections.abc import Sequence
from typing import Any

from expectations.registry import NAMES_VI
from flows.outputs.reports.report_data import Facts
from flows.outputs.reports.stamp import Stamp
from flows.outputs.reports.styles import STATUS_COLOURS, Sheet
from flows.outputs.reports.words import GROUPS, STATUSES, group_of, note_vi, scorecard_verdict_vi, status_vi
from flows.wording.moments import moment_vi
from flows.wording.statuses import status_counts

COVER_SHEET = "Bìa"
_WIDTHS = (22, 13, 13, 13, 13, 13, 13, 13)
_MOST_SHOWN = 10
_WORRYING = ("missed", "behind")
#: Of the cover's chart.
CHART_ROWS = 13
_CONTENT_VI = (
    "Số liệu tổng hợp từ các danh sách đã công bố trong kho; không có thông tin cá nhân. Số đã ban hành không thay đổi; "
    "thay đổi về sau nằm ở trang «Điều chỉnh» của báo cáo kế tiếp."
)


class Cover(Sheet):
    """With the place of its table of statuses, for the chart beside it."""

    table_head = 0
    table_end = 0
    chart_row = 0


def add_cover(book: Any, facts: Facts, stamp: Stamp) -> Cover:
    cover = Cover(book, COVER_SHEET, _WIDTHS, is_draft=stamp.is_draft, colour="C00000")
    _letterhead(cover, facts, stamp)
    cover.title("BẢNG ĐIỂM CHỈ TIÊU KẾ HOẠCH", f"{facts.ward.plan_info.name}\nTháng {facts.month:%m/%Y}")
    cover.row += 1
    cover.line(scorecard_verdict_vi(facts.scorecard), bold=True, size=12)
    _statuses(cover, facts)
    cover.chart_row = cover.row
    cover.row += CHART_ROWS + 1
    _attention(cover, facts)
    _made_from(cover, facts, stamp)
    cover.finish(footer=stamp.footer, is_portrait=True, is_one_page=True)
    return cover


def _letterhead(cover: Cover, facts: Facts, stamp: Stamp) -> None:
    half, last = cover.columns // 2 - 1, cover.columns
    pairs = (
        (facts.ward.plan_info.issuer.upper(), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (f"Số: {stamp.report_number}" if not stamp.is_draft else stamp.number_vi, "Độc lập - Tự do - Hạnh phúc"),
    )
    for left, right in pairs:
        cover.put(1, left, to=half, bold=True, across="center")
        cover.put(half + 1, right, to=last, bold=True, across="center", wrap=False)
        cover.row += 1
    cover.put(
        half + 1,
        f"{facts.ward.province_name}, ngày {stamp.issued_at:%d} tháng {stamp.issued_at:%m} năm {stamp.issued_at:%Y}",
        to=last,
        italic=True,
        across="center",
        wrap=False,
    )
    cover.row += 2


def _statuses(cover: Cover, facts: Facts) -> None:
    """Groups down, statuses across: a table, and what the chart draws."""
    cover.row += 1
    cover.table_head = cover.row
    _status_heads(cover)
    for group, name in GROUPS.items():
        _status_line(cover, name, [row["status"] for row in facts.scorecard if group_of(row) == group])
    cover.table_end = cover.row - 1
    _status_line(cover, "Cộng", [row["status"] for row in facts.scorecard], bold=True)
    cover.row += 1


def _status_heads(cover: Cover) -> None:
    for place, name in enumerate(("Nhóm chỉ tiêu", *STATUSES, "Cộng"), start=1):
        fill, letters = STATUS_COLOURS.get(name, ("1F4E78", "FFFFFF"))
        text = status_vi(name) if name in STATUSES else name
        cover.put(place, text, bold=True, fill=fill, colour=letters, border=True, across="center", size=10)
    cover.row += 1


def _status_line(cover: Cover, name: str, statuses: Sequence[str], *, bold: bool = False) -> None:
    cover.put(1, name, border=True, bold=bold)
    for place, count in enumerate(status_counts(statuses).values(), start=2):
        cover.put(place, count, border=True, bold=bold, across="center", form='0;-0;"–"')
    cover.put(len(STATUSES) + 2, len(statuses), border=True, across="center", bold=True)
    cover.row += 1


def _attention(cover: Cover, facts: Facts) -> None:
    rows = sorted((row for row in facts.scorecard if row["status"] in _WORRYING), key=lambda row: _WORRYING.index(row["status"]))
    cover.row += 1
    if not rows:
        cover.line("Không có chỉ tiêu nào chậm tiến độ hoặc không đạt.", bold=True)
        return
    cover.line("Chỉ tiêu cần chú ý", bold=True, size=12)
    for row in rows[:_MOST_SHOWN]:
        fill, letters = STATUS_COLOURS[row["status"]]
        place = (
            "" if row["area_code"] == facts.ward.code or row["area_name"].split()[-1] in row["indicator_name"] else f" ({row['area_name']})"
        )
        why = row["reason"] or note_vi(row, facts.month)
        text = f"{row['indicator_code']} {row['indicator_name']}{place}: {why}".rstrip()
        cover.put(1, status_vi(row["status"]), bold=True, fill=fill, colour=letters, border=True, across="center", size=10)
        cover.put(2, text, to=cover.columns, border=True, size=10.5)
        cover.row += 1
    if len(rows) > _MOST_SHOWN:
        cover.line(f"… và {len(rows) - _MOST_SHOWN} chỉ tiêu khác, xem trang «Bảng điểm».", italic=True)


def _made_from(cover: Cover, facts: Facts, stamp: Stamp) -> None:
    cover.row += 1
    cover.line("Số liệu lấy từ đâu", bold=True, size=12)
    for source, name in NAMES_VI.items():
        _pair(cover, name, _newest_vi(facts, source))
    cover.row += 1
    cover.line("Bản ban hành" if not stamp.is_draft else "Bản nháp", bold=True, size=12)
    for name, text in (
        ("Số", stamp.report_number or "không có số: bản nháp không được ghi lại"),
        ("Lập lúc", moment_vi(stamp.issued_at, seconds=True)),
        ("Người lập", stamp.issued_by),
        ("Phiên bản", stamp.versions_vi),
        ("Mã dữ liệu (SHA-256)", stamp.inputs_sha256),
        ("Nội dung", _CONTENT_VI),
    ):
        _pair(cover, name, text)


def _newest_vi(facts: Facts, source: str) -> str:
    """The newest month of a source's lists, and when it came."""
    own = [row for row in facts.inputs if row["source"] == source and row["month"] <= facts.month]
    if not own:
        return "chưa có"
    newest = max(row["month"] for row in own)
    received = max(row["received_at"] for row in own if row["month"] == newest)
    missing = "" if newest == facts.month else f" (chưa có tháng {facts.month:%m/%Y})"
    return f"tháng mới nhất: {newest:%m/%Y}, nhận ngày {received:%d/%m/%Y}{missing}"


def _pair(cover: Cover, name: str, text: str) -> None:
    cover.put(1, name, border=True, size=10.5)
    cover.put(2, text, to=cover.columns, border=True, size=10.5)
    cover.row += 1
