"""A sheet for each group of indicators with its series by month, and the matrix of indicators by residential group and former unit.

Data flow: Facts -> sheets «Kinh tế» … «Mô hình điểm», «Theo tổ dân phố»
"""

from collections.abc import Sequence
from typing import Any

from flows.outputs.reports.charts import ChartData, place_chart
from flows.outputs.reports.report_data import Facts, Row, breaks, earlier
from flows.outputs.reports.stamp import Stamp
from flows.outputs.reports.styles import STATUS_COLOURS, Sheet
from flows.outputs.reports.words import GROUPS, SUPPRESSED, SUPPRESSED_VI, area_vi, cell_value, group_of, number_format
from flows.wording.statuses import WINDOW_VI

AREAS_SHEET = "Theo tổ dân phố"
MONTHS_SHOWN = 13
_WIDTHS = (14, 60, 22, *(10,) * MONTHS_SHOWN)
#: Charts beside each other over the whole width of the table.
_CHARTS_ACROSS = 4
#: Rows of a chart, fewest and most, with the one that parts it from the next, and their height in points.
_FEWEST_ROWS, _MOST_ROWS, _CHART_ROW = 9, 14, 15.0
#: Of the highest row of a table, in points.
_ROOM_OF_ROW = 30.0
#: The two official formulas of HC01 and that of HC02, beside each other: code, what it is called, numerator, denominator.
_FORMULAS = (
    ("HC01", "Giải quyết đúng hạn theo Biểu II.06a", "Giải quyết trước hạn và đúng hạn: (8) + (9)", "Đã giải quyết: (7)"),
    (
        "HC01-766",
        "Xử lý đúng hạn theo Quyết định 766/QĐ-TTg",
        "Giải quyết trước hạn, đúng hạn và đang giải quyết còn hạn sau ngày cuối kỳ",
        "Đã giải quyết và đang giải quyết: (7) + (11)",
    ),
    ("HC02", "Hồ sơ trực tuyến", "Tiếp nhận trực tuyến trong kỳ: (4)", "Tiếp nhận trong kỳ: (4) + (5)"),
)
_FORMULA_COLUMNS = ((1, 2), (3, 5), (6, 9), (10, 13), (14, 14), (15, 15), (16, 16))


def add_groups(book: Any, facts: Facts, stamp: Stamp, chart_data: ChartData) -> None:
    for group, name in GROUPS.items():
        sheet = Sheet(book, name, _WIDTHS, is_draft=stamp.is_draft)
        sheet.title(
            f"{group}. {name.upper()}: DIỄN BIẾN THEO THÁNG", f"{facts.ward.name}, đến tháng {facts.month:%m/%Y} · {stamp.number_vi}"
        )
        if group == "HC":
            _formulas(sheet, facts)
        first, head = 1, sheet.row
        months = [earlier(facts.month, back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
        _month_heads(sheet, months)
        for row in facts.scorecard:
            if group_of(row) == group:
                first = _series(sheet, facts, row, months, first)
        for told in _breaks_vi(facts, group, months):
            sheet.line(told, italic=True)
        _charts(sheet, facts, group, chart_data, first)
        sheet.finish(frozen=f"C{head + 1}" if group != "HC" else None, footer=stamp.footer)


def _month_heads(sheet: Sheet, months: Sequence[Any]) -> None:
    sheet.head(["Ký hiệu", "Chỉ tiêu", "Kỳ, đơn vị", *(f"{month:%m/%Y}" for month in months)])


def _series(sheet: Sheet, facts: Facts, row: Row, months: Sequence[Any], first: int) -> int:
    """The indicator's own lines, then the figures that are shown beside it. Where the page that begins with row ``first`` is full,
    the heading stands anew on the next one: repeated by the program it would stand over the charts too. Returns the first row of the page
    that is begun at the end."""
    code = row["indicator_code"]
    own = [line for line in facts.series if line["indicator_code"] == code]
    beside = [line for line in facts.series if line["parent_code"] == code and not line["is_of_plan"]]
    lines: dict[tuple[str, str], list[Row]] = {}
    for line in (*own, *beside):
        lines.setdefault((line["indicator_code"], line["window"]), []).append(line)
    if not own:
        _series_line(sheet, code, row["indicator_name"], "chưa có số liệu", {}, months, is_own=True, status=row["status"])
    for (line_code, window), values in lines.items():
        if sheet.rest_of_page(first) < _ROOM_OF_ROW:
            sheet.break_page()
            first = sheet.row
            _month_heads(sheet, months)
        unit = "" if values[0]["measure"] == "yes_no" else f", {values[0]['unit']}"
        by_month = {value["month"]: value for value in values}
        status = row["status"] if line_code == code and window == row["window"] else None
        _series_line(
            sheet,
            line_code,
            values[0]["indicator_name"],
            f"{WINDOW_VI[window]}{unit}",
            by_month,
            months,
            is_own=line_code == code,
            status=status,
        )
    return first


def _series_line(
    sheet: Sheet, code: str, name: str, period: str, by_month: dict[Any, Row], months: Sequence[Any], *, is_own: bool, status: str | None
) -> None:
    size = 10 if is_own else 9
    sheet.put(1, code, border=True, bold=is_own, size=size)
    sheet.put(2, name if is_own else f"   {name}", border=True, bold=is_own, italic=not is_own, size=size)
    sheet.put(3, period, border=True, size=9)
    for place, month in enumerate(months, start=4):
        row = by_month.get(month)
        value = cell_value(row) if row else None
        fill = STATUS_COLOURS[status][0] if status and month == months[-1] and value is not None else None
        sheet.put(
            place,
            value,
            border=True,
            across="right",
            size=size,
            form=number_format(value, row["unit"] if row else ""),
            italic=bool(row and row["is_provisional"]),
            fill=fill,
            wrap=False,
        )
    sheet.row += 1


def _breaks_vi(facts: Facts, group: str, months: Sequence[Any]) -> list[str]:
    """Where another standard begins within the months shown: figures on its two sides stand in one line and are not compared."""
    begins = {
        (month, row["indicator_code"]): version
        for row in facts.scorecard
        if group_of(row) == group
        for month, version in breaks(row["indicator_code"], facts.ward).items()
        if months[0] < month <= months[-1]
    }
    return [
        f"{code} và các số liệu kèm theo: từ tháng {month:%m/%Y} theo chuẩn {version}, không so sánh với các tháng trước đó."
        for (month, code), version in begins.items()
    ]


def _formulas(sheet: Sheet, facts: Facts) -> None:
    """HC01 by the form and by Quyết định 766, and HC02: month and year to date, each with its numerator and denominator."""
    sheet.line("Hai cách tính chính thức của tỷ lệ đúng hạn và tỷ lệ trực tuyến", bold=True, size=12)
    _formula_row(sheet, ("Chỉ tiêu", "Cách tính", "Tử số là", "Mẫu số là", "Tử số kỳ này", "Mẫu số kỳ này", "Tỷ lệ (%)"), is_head=True)
    known = {(row["indicator_code"], row["window"]): row for row in facts.figures if row["area_code"] == facts.ward.code}
    for window in ("month", "year_to_date"):
        for code, name, above, below in _FORMULAS:
            row = known.get((code, window), {"unit": "%"})
            when = (
                f"tháng {facts.month:%m/%Y}"
                if window == "month"
                else f"từ đầu năm {facts.month.year}" + (" (tạm tính)" if row.get("is_provisional") else "")
            )
            _formula_row(
                sheet,
                (f"{code}\n{when}", name, above, below, cell_value(row, "numerator"), cell_value(row, "denominator"), cell_value(row)),
            )
    sheet.line(
        "Hồ sơ đang giải quyết mà đã quá hạn chỉ làm giảm cách tính thứ hai: tỷ lệ theo biểu có thể là 100 % "
        "khi vẫn còn hồ sơ tồn quá hạn.",
        italic=True,
    )
    sheet.row += 1


def _formula_row(sheet: Sheet, cells: Sequence[Any], *, is_head: bool = False) -> None:
    for (first, last), value in zip(_FORMULA_COLUMNS, cells, strict=True):
        number = isinstance(value, int | float)
        form = ("[$-42A]#,##0.00" if first == _FORMULA_COLUMNS[-1][0] else "[$-42A]#,##0") if number else None
        looks: dict[str, Any] = (
            {"fill": "1F4E78", "colour": "FFFFFF", "bold": True, "across": "center"}
            if is_head
            else {"across": "center" if number else None}
        )
        sheet.put(first, "—" if value is None else value, to=last if last > first else None, border=True, size=10, form=form, **looks)
    sheet.row += 1


def _charts(sheet: Sheet, facts: Facts, group: str, chart_data: ChartData, first: int) -> None:
    """Those behind first, then those that are computed, in the order of the plan; what cannot be drawn is named. ``first``: the row with
    which the page begins."""
    rows = [row for row in facts.scorecard if group_of(row) == group and row["target_kind"] is not None]
    rows.sort(key=lambda row: (row["status"] not in ("missed", "behind"), row["feed"] != "computed", row["sort_order"]))
    charts, undrawn = [], []
    for row in rows:
        own = [line for line in facts.series if line["indicator_code"] == row["indicator_code"] and line["window"] == row["window"]]
        title = f"{row['indicator_code']} {row['indicator_name']}"
        chart = (
            None
            if row["target_kind"] == "yes"
            else chart_data.add(title, row["unit"], own, facts.month, breaks(row["indicator_code"], facts.ward))
        )
        if chart is None:
            undrawn.append((row, own))
        else:
            charts.append(chart)
    for told in _undrawn_vi(undrawn):
        sheet.line(told, italic=True, size=10)
    sheet.row += 1
    _place_charts(sheet, charts, first)


def _undrawn_vi(rows: Sequence[tuple[Row, Sequence[Row]]]) -> list[str]:
    """Targets without a chart, by the reason why there is none."""
    reasons = {"yes": "chỉ tiêu có hoặc chưa", "hidden": "số nhỏ, không công bố", "short": "chưa đủ ba tháng có số liệu"}
    codes: dict[str, list[str]] = {}
    for row, own in rows:
        reason = "yes" if row["target_kind"] == "yes" else "hidden" if any(line["is_suppressed"] for line in own) else "short"
        codes.setdefault(reason, []).append(row["indicator_code"])
    told = "; ".join(f"{reasons[reason]}: {', '.join(listed)}" for reason, listed in codes.items())
    return [f"Không vẽ biểu đồ: {told}."] if told else []


def _place_charts(sheet: Sheet, charts: Sequence[Any], first: int) -> None:
    """As many rows of them as the page has room for, and as high; the others begin the next page, so that none is cut."""
    while charts:
        free = int(sheet.rest_of_page(first) // _CHART_ROW)
        lines = min(-(-len(charts) // _CHARTS_ACROSS), free // _FEWEST_ROWS)
        for _ in range(lines):
            _chart_line(sheet, charts[:_CHARTS_ACROSS], min(_MOST_ROWS, free // lines))
            charts = charts[_CHARTS_ACROSS:]
        if charts:
            sheet.break_page()
            first, sheet.row = sheet.row, sheet.row + 1  # a border that stood on the edge would be drawn on both pages


def _chart_line(sheet: Sheet, charts: Sequence[Any], rows: int) -> None:
    for row in range(sheet.row, sheet.row + rows):
        sheet.sheet.row_dimensions[row].height = _CHART_ROW
    for number, chart in enumerate(charts):
        place_chart(sheet, chart, (number / _CHARTS_ACROSS, (number + 1) / _CHARTS_ACROSS), (sheet.row, sheet.row + rows - 2))
    sheet.row += rows


# --- by area ----------------------------------------------------------------------------------------------------------------
def add_areas(book: Any, facts: Facts, stamp: Stamp) -> None:
    """Indicators down, the ward, its former units and its residential groups across; only indicators that know more than the ward."""
    areas = _areas(facts)
    sheet = Sheet(book, AREAS_SHEET, [14, 36, 11, *[9] * len(areas)], is_draft=stamp.is_draft)
    sheet.title(f"THEO TỔ DÂN PHỐ VÀ ĐƠN VỊ CŨ, THÁNG {facts.month:%m/%Y}", f"{facts.ward.name} · {stamp.number_vi}")
    head = sheet.row
    _area_heads(sheet, areas)
    known: dict[str, dict[str, Row]] = {}
    for row in facts.figures:
        if row["window"] == "snapshot":
            known.setdefault(row["indicator_code"], {})[row["area_code"]] = row
    shown = {code: cells for code, cells in known.items() if set(cells) - {facts.ward.code}}
    for cells in sorted(shown.values(), key=lambda cells: _place_in_plan(facts, next(iter(cells.values())))):
        _area_line(sheet, cells, areas)
    if not shown:
        sheet.line(f"Tháng {facts.month:%m/%Y} chưa có số liệu theo tổ dân phố.", italic=True)
    else:
        _area_notes(sheet, facts)
    sheet.finish(head_rows=(head, head + 1), frozen=f"D{head + 2}", footer=stamp.footer)


def _place_in_plan(facts: Facts, row: Row) -> tuple[int, int]:
    """A figure that is shown beside an indicator follows it."""
    of_plan = {line["indicator_code"]: line["sort_order"] for line in facts.scorecard}
    own = row["indicator_code"] if row["is_of_plan"] else row["parent_code"]
    return of_plan.get(own, len(of_plan)), row["sort_order"]


def _areas(facts: Facts) -> list[tuple[str, str, str]]:
    """Code, name and head of the column's group."""
    ward, units = facts.ward, facts.ward.areas_of("former_unit")
    out = [(ward.code, "Toàn phường", ""), *((unit.code, area_vi(unit.name), "Đơn vị cũ") for unit in units)]
    names = {unit.code: f"TDP thuộc {area_vi(unit.name)}" for unit in units}
    groups = [group for unit in units for group in ward.areas_of("residential_group") if group.former_unit == unit.code]
    groups += [group for group in ward.areas_of("residential_group") if group.former_unit not in names]
    out += [(group.code, area_vi(group.name), names.get(group.former_unit or "", "Tổ dân phố")) for group in groups]
    return [*out, (ward.unknown_area_code, "Không rõ", "")]


def _area_heads(sheet: Sheet, areas: Sequence[tuple[str, str, str]]) -> None:
    looks: dict[str, Any] = {"bold": True, "colour": "FFFFFF", "fill": "1F4E78", "border": True, "across": "center", "size": 10}
    sheet.sheet.row_dimensions[sheet.row].height = 18
    for place, name in enumerate(("Ký hiệu", "Chỉ tiêu", "Đơn vị"), start=1):
        sheet.put(place, name, down=1, **looks)
    place = 0
    while place < len(areas):
        group = areas[place][2]
        size = next((after for after in range(place, len(areas)) if areas[after][2] != group), len(areas)) - place if group else 1
        column = place + 4
        if group:
            sheet.put(column, group, to=column + size - 1 if size > 1 else None, **looks)
            for step in range(size):
                sheet.put(column + step, areas[place + step][1], row=sheet.row + 1, **looks)
        else:
            sheet.put(column, areas[place][1], down=1, **looks)
        place += size
    sheet.row += 2


def _area_line(sheet: Sheet, cells: dict[str, Row], areas: Sequence[tuple[str, str, str]]) -> None:
    row = next(iter(cells.values()))
    sheet.put(1, row["indicator_code"], border=True, bold=row["is_of_plan"], size=10)
    sheet.put(2, row["indicator_name"], border=True, bold=row["is_of_plan"], size=10)
    sheet.put(3, "" if row["measure"] == "yes_no" else row["unit"], border=True, size=9, across="center")
    for place, (code, _, group) in enumerate(areas, start=4):
        own = cells.get(code)
        value = cell_value(own) if own else None
        fill = "F2F2F2" if value == SUPPRESSED else "E8EEF7" if not group and place == 4 else None
        sheet.put(
            place,
            value,
            border=True,
            across="center" if value == SUPPRESSED else "right",
            size=10,
            bold=place == 4,
            fill=fill,
            form=number_format(value, row["unit"]),
            italic=bool(own and own["is_provisional"]),
            wrap=False,
        )
    sheet.row += 1


def _area_notes(sheet: Sheet, facts: Facts) -> None:
    sheet.row += 1
    sheet.line(
        "Ô trống: không có số liệu cho nơi đó. Số nghiêng: tạm tính. Đơn vị cũ là số cộng của các tổ dân phố thuộc đơn vị đó "
        "hoặc số do phòng báo cáo.",
        italic=True,
    )
    if any(row["is_suppressed"] for row in facts.figures):
        sheet.line(SUPPRESSED_VI + ".", italic=True)
