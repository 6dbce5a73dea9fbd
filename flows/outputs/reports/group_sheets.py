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
_MOST_CHARTS = 6
_CHART_ROWS = 17
#: Two beside each other over the whole width of the table, first and last column of each.
_CHART_COLUMNS = ((1, 6), (7, 3 + MONTHS_SHOWN))
#: A table of more rows than these leaves the page to itself, charts begin the next one.
_ROWS_BESIDE_CHARTS = 14
_ROWS_OF_A_PAGE = 36
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
        sheet = Sheet(book, name, [14, 38, 14, *[10] * MONTHS_SHOWN], is_draft=stamp.is_draft)
        sheet.title(
            f"{group}. {name.upper()}: DIỄN BIẾN THEO THÁNG", f"{facts.ward.name}, đến tháng {facts.month:%m/%Y} · {stamp.number_vi}"
        )
        if group == "HC":
            _formulas(sheet, facts)
        head = sheet.row
        months = [earlier(facts.month, back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
        sheet.head(["Ký hiệu", "Chỉ tiêu", "Kỳ, đơn vị", *(f"{month:%m/%Y}" for month in months)], height=20)
        for row in facts.scorecard:
            if group_of(row) == group:
                _series(sheet, facts, row, months)
        for told in _breaks_vi(facts, group, months):
            sheet.line(told, italic=True)
        is_long = sheet.row - head > _ROWS_OF_A_PAGE
        _charts(sheet, facts, group, chart_data)
        sheet.finish(head_rows=(head, head) if is_long else None, frozen=f"C{head + 1}" if group != "HC" else None, footer=stamp.footer)


def _series(sheet: Sheet, facts: Facts, row: Row, months: Sequence[Any]) -> None:
    """The indicator's own lines, then the figures that are shown beside it."""
    code = row["indicator_code"]
    own = [line for line in facts.series if line["indicator_code"] == code]
    beside = [line for line in facts.series if line["parent_code"] == code and not line["is_of_plan"]]
    lines: dict[tuple[str, str], list[Row]] = {}
    for line in (*own, *beside):
        lines.setdefault((line["indicator_code"], line["window"]), []).append(line)
    if not own:
        _series_line(sheet, code, row["indicator_name"], "chưa có số liệu", {}, months, is_own=True, status=row["status"])
    for (line_code, window), values in lines.items():
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


def _series_line(
    sheet: Sheet, code: str, name: str, period: str, by_month: dict[Any, Row], months: Sequence[Any], *, is_own: bool, status: str | None
) -> None:
    sheet.put(1, code, border=True, bold=is_own, size=10)
    sheet.put(2, name if is_own else f"   {name}", border=True, bold=is_own, italic=not is_own, size=10)
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
            size=10,
            form=number_format(value, row["unit"] if row else ""),
            italic=bool(row and row["is_provisional"]),
            fill=fill,
            wrap=False,
        )
    sheet.height(name, 36 if is_own else 33, 10)
    sheet.height(period, 13, 9)
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
        if isinstance(value, str):
            sheet.height(value, sum(sheet.widths[first - 1 : last]), 10)
    sheet.row += 1


def _charts(sheet: Sheet, facts: Facts, group: str, chart_data: ChartData) -> None:
    """The main ones: those behind first, then those that are computed, in the order of the plan."""
    rows = [row for row in facts.scorecard if group_of(row) == group and row["target_kind"] not in (None, "yes")]
    rows.sort(key=lambda row: (row["status"] not in ("missed", "behind"), row["feed"] != "computed", row["sort_order"]))
    drawn = 0
    if sheet.row > _ROWS_BESIDE_CHARTS:
        _break_page(sheet)
    sheet.row += 1
    for row in rows:
        own = [line for line in facts.series if line["indicator_code"] == row["indicator_code"] and line["window"] == row["window"]]
        chart = chart_data.add(
            f"{row['indicator_code']} {row['indicator_name']}", row["unit"], own, facts.month, breaks(row["indicator_code"], facts.ward)
        )
        if chart is None:
            continue
        first = sheet.row + drawn // 2 * _CHART_ROWS
        place_chart(sheet.sheet, chart, _CHART_COLUMNS[drawn % 2], (first, first + _CHART_ROWS - 2))
        drawn += 1
        if drawn == _MOST_CHARTS:
            break
    sheet.row += (drawn + 1) // 2 * _CHART_ROWS


def _break_page(sheet: Sheet) -> None:
    from openpyxl.worksheet.pagebreak import Break

    sheet.sheet.row_breaks.append(Break(id=sheet.row - 1))


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
    sheet.sheet.row_dimensions[sheet.row].height = 18
    sheet.sheet.row_dimensions[sheet.row + 1].height = 46
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
    sheet.height(row["indicator_name"], 34, 10)
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
