"""The scorecard workbook: cover, «Bảng điểm», a sheet for each group of indicators, by residential group, what is open, adjustments.

Data flow: Facts, Stamp -> openpyxl workbook -> .xlsx
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from flows.outputs.reports.charts import ChartData, statuses_chart
from flows.outputs.reports.cover import add_cover
from flows.outputs.reports.finding_sheets import add_adjustments, add_findings
from flows.outputs.reports.group_sheets import add_areas, add_groups
from flows.outputs.reports.report_data import Facts
from flows.outputs.reports.stamp import Stamp
from flows.outputs.reports.styles import STATUS_COLOURS, Sheet, new_book, packed
from flows.outputs.reports.words import (
    GROUPS,
    SUPPRESSED_VI,
    aim_vi,
    cell_value,
    change_vi,
    counts_format,
    forecast_vi,
    group_of,
    known_period_vi,
    note_vi,
    number_format,
    only_rises,
    scorecard_verdict_vi,
    spark,
    status_vi,
)

if TYPE_CHECKING:
    from datetime import date

Row = dict[str, Any]
SCORECARD_SHEET = "Bảng điểm"
#: Heading and width of every column.
_COLUMNS = (
    ("Ký hiệu", 10),
    ("Chỉ tiêu của kế hoạch", 33),
    ("Đơn vị", 9),
    ("Kỳ số liệu", 14),
    ("Mức đạt", 12),
    ("Tử số kỳ này", 10),
    ("Mẫu số kỳ này", 10),
    ("Mục tiêu kế hoạch", 22),
    ("Mức theo tiến độ", 12),
    ("Đánh giá", 18),
    ("12 tháng qua, so cùng kỳ", 20),
    ("So tháng trước", 12),
    ("Dự báo năm đích", 17),
    ("Phụ trách", 9),
    ("Lý do, ghi chú", 80),
)
_SIZE = 12


def scorecard_workbook(facts: Facts, stamp: Stamp) -> bytes:
    book = new_book(
        f"Bảng điểm chỉ tiêu tháng {facts.month:%m/%Y}, {facts.ward.name}",
        f"{stamp.number_vi}. {facts.ward.plan_info.code}. Mã dữ liệu {stamp.inputs_sha256}.",
        stamp.issued_at,
    )
    chart_data = ChartData()
    cover = add_cover(book, facts, stamp)
    _add_scorecard(book, facts, stamp)
    add_groups(book, facts, stamp, chart_data)
    add_areas(book, facts, stamp)
    add_findings(book, facts, stamp)
    add_adjustments(book, facts, stamp)
    chart_data.write(book, stamp)
    statuses_chart(cover)
    return packed(book, stamp.issued_at)


def _add_scorecard(book: Any, facts: Facts, stamp: Stamp) -> None:
    sheet = Sheet(book, SCORECARD_SHEET, [width for _, width in _COLUMNS], is_draft=stamp.is_draft, colour="1F4E78")
    sheet.title(f"BẢNG ĐIỂM CHỈ TIÊU THÁNG {facts.month:%m/%Y}", f"{facts.ward.name} · {facts.ward.plan_info.code} · {stamp.number_vi}")
    head = sheet.row
    sheet.head([name for name, _ in _COLUMNS])
    group = ""
    for row in facts.scorecard:
        if group_of(row) != group:
            group = group_of(row)
            sheet.band(f"{group}. {GROUPS.get(group, group)}")
        _line(sheet, row, facts.month)
    _legend(sheet, facts.scorecard)
    sheet.finish(head_rows=(head, head), frozen=f"C{head + 1}", footer=stamp.footer)


def _line(sheet: Sheet, row: Row, month: "date") -> None:
    name, aim, period = row["indicator_name"], aim_vi(row), known_period_vi(row).replace(", ", "\n")
    trend, change = _trend_vi(row), change_vi(row["change_month"], row["unit"], row["measure"], only_rises=only_rises(row))
    note, forecast = note_vi(row, month), forecast_vi(row)
    sheet.cells(
        (
            (row["indicator_code"], {"bold": True}),
            (name, {}),
            ("" if row["measure"] == "yes_no" else row["unit"], {"across": "center"}),
            (period, {"across": "center", "size": 11}),
            *_figures(row, aim),
            (trend, {"across": "center", "size": 10}),
            (change, {"across": "center", "size": 11}),
            (forecast, {"across": "center", "size": 11}),
            (row["owner"], {"across": "center"}),
            (note, {"size": 11}),
        ),
        size=_SIZE,
    )
    sheet.row += 1


def _figures(row: Row, aim: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Value, numerator, denominator, target, the way to it, status: cells with their looks."""
    fill, letters = STATUS_COLOURS[row["status"]]
    value, way = cell_value(row), cell_value(row, "trajectory")
    yield value if value is not None else "—", {"bold": True, "across": "right", "form": number_format(value, row["unit"])}
    for part in ("numerator", "denominator"):
        yield cell_value(row, part), {"across": "right", "form": counts_format(row, part)}
    yield aim, {}
    yield way, {"across": "right", "form": number_format(way, row["unit"])}
    yield status_vi(row["status"]), {"bold": True, "fill": fill, "colour": letters, "across": "center"}


def _trend_vi(row: Row) -> str:
    """Twelve months as blocks, and under them the change on last year."""
    lines = (spark(row["months"]), change_vi(row["change_year"], row["unit"], row["measure"]))
    return "\n".join(line for line in lines if line and line != "—") or "—"


def _legend(sheet: Sheet, rows: Sequence[Row]) -> None:
    sheet.row += 1
    sheet.line(scorecard_verdict_vi(rows), bold=True)
    owners = {row["owner"]: row["owner_name"] for row in rows}
    sheet.line("Phụ trách: " + "; ".join(f"{code} = {name}" for code, name in owners.items()) + ".", italic=True)
    sheet.line(
        "Mức theo tiến độ: điểm trên đường nối từ số gốc đến mục tiêu, do chương trình tính để so sánh, không phải con số của kế hoạch. "
        "Tỷ lệ làm tròn đến hai số lẻ. Giá trị bằng đồng: tr = triệu đồng, tỷ = tỷ đồng.",
        italic=True,
    )
    if any(row["is_suppressed"] for row in rows):
        sheet.line(SUPPRESSED_VI + ".", italic=True)
