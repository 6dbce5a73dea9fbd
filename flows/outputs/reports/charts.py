"""Charts of the workbook: value against the line and the target, month by month; a bar of statuses for each group.

What charts draw stands in cells of the last sheet, as numbers: nothing is computed when the file is opened.

Data flow: series -> ``ChartData`` -> sheet «Số liệu biểu đồ» and the charts that point at it
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from flows.outputs.reports.cover import CHART_ROWS
from flows.outputs.reports.letters import POINTS_OF_UNIT
from flows.outputs.reports.report_data import Row, earlier
from flows.outputs.reports.stamp import Stamp
from flows.outputs.reports.styles import STATUS_COLOURS, Sheet
from flows.outputs.reports.words import axis_format, cell_value, number_format

if TYPE_CHECKING:
    from flows.outputs.reports.cover import Cover


DATA_SHEET = "Số liệu biểu đồ"
LEAST_POINTS = 3
#: Value, line, target: colour, width in EMU, dash. What must not be exceeded is a thick line without a gap, a target is dotted.
_VALUE, _WAY, _AIM = ("1F4E78", 28000, None), ("7F7F7F", 19000, "dash"), ("C00000", 16000, "sysDot")
_CEILING = ("C00000", 38000, None)
_BLOCKS_ACROSS = 5
_EMU_OF_POINT = 12_700
#: As many months have their name under a chart, turned, so that none is printed over its neighbour.
_MONTHS_NAMED = 16
#: Name in the legend, colour, width, dash.
Lines = tuple[tuple[str, str, int, str | None], ...]


@dataclass
class ChartData:
    """Blocks of columns that charts point at: months, value, line, target for each indicator; these with their names and looks."""

    blocks: list[tuple[str, Any, list[Row], Lines]] = field(default_factory=list)

    def add(self, title: str, unit: str, rows: Sequence[Row], month: date, breaks: Mapping[date, str] | None = None) -> Any:
        """A chart of the series, whose cells are written by ``write``. None under three points. ``breaks``: months with which another
        standard begins; lines end before them, and a word stands between: the name of the standard, which the
        table tells, would fill the chart."""
        known = [row for row in rows if row["value"] is not None]
        if len(known) < LEAST_POINTS:
            return None
        first = min(row["month"] for row in known)
        by_month = {row["month"]: row for row in known}
        span = (month.year - first.year) * 12 + month.month - first.month
        months = [earlier(month, back) for back in range(span, -1, -1)]
        lines: list[Row] = []
        for place in months:
            if breaks and place in breaks and lines:
                lines.append({"month": "chuẩn mới"})
            if place.month == 1 and lines and known[0].get("window") == "year_to_date":  # begins anew: a whole year is not joined to a part
                lines.append({"month": f"{place.year}"})
            lines.append({"month": f"{place:%m/%y}", **{name: value for name, value in by_month.get(place, {}).items() if name != "month"}})
        chart = _line_chart(title, unit, max(abs(float(row["value"])) for row in known), len(lines))
        self.blocks.append((title, chart, lines, drawn_lines(known[-1])))
        return chart

    def write(self, book: Any, stamp: Stamp) -> None:
        """Five blocks side by side, the next five below them."""
        if not self.blocks:
            return
        sheet = Sheet(book, DATA_SHEET, [10] * (4 * _BLOCKS_ACROSS), is_draft=stamp.is_draft)
        sheet.sheet.sheet_state = "hidden"  # numbers that stand in the groups' tables too: nobody prints them
        sheet.title("SỐ LIỆU MÀ CÁC BIỂU ĐỒ VẼ", stamp.number_vi)
        for first in range(0, len(self.blocks), _BLOCKS_ACROSS):
            band = self.blocks[first : first + _BLOCKS_ACROSS]
            for number, (title, chart, rows, lines) in enumerate(band):
                _block(sheet, 4 * number + 1, title, rows, lines)
                _point_at(sheet, chart, 4 * number + 1, len(rows), lines)
            sheet.row += max(len(rows) for _, _, rows, _ in band) + 3
        sheet.finish(footer=stamp.footer)


def drawn_lines(row: Row) -> Lines:
    """Value, way and target as the legend names them: of a limit that it is one, of a target its year."""
    is_limit = row["target_kind"] == "ceiling"
    when = "hằng năm" if row["is_every_year"] else f"năm {row['target_year']}"
    aim = (f"Trần {when} (không vượt)", *_CEILING) if is_limit else (f"Mục tiêu {when}", *_AIM)
    return (("Giá trị", *_VALUE), ("Trần theo tiến độ" if is_limit else "Theo tiến độ", *_WAY), aim)


def _block(sheet: Sheet, column: int, title: str, rows: Sequence[Row], lines: Lines) -> None:
    sheet.put(column, title, to=column + 3, bold=True, size=9)
    sheet.sheet.row_dimensions[sheet.row].height = 28
    for place, name in enumerate(("Tháng", *(line[0] for line in lines))):
        sheet.put(column + place, name, row=sheet.row + 1, bold=True, border=True, size=9)
    for down, row in enumerate(rows, start=sheet.row + 2):
        sheet.put(column, row["month"], row=down, border=True, size=9)
        for place, name in enumerate(("value", "trajectory", "target"), start=1):
            number = _drawn(row, name)
            sheet.put(
                column + place, number, row=down, border=True, size=9, across="right", form=number_format(number, row.get("unit", ""))
            )


def _drawn(row: Row, name: str) -> Any:
    """A target of growth is in percent a year and cannot stand beside amounts."""
    if "value" not in row or (name == "target" and row["target_kind"] not in ("floor", "ceiling")):
        return None
    return cell_value({**row, "measure": "value"}, name)


def place_chart(sheet: Sheet, chart: Any, across: tuple[float, float], rows: tuple[int, int]) -> None:
    """Held by cells at both ends, first and last row counted from 1, ``across`` as shares of the sheet's width: programs measure letters,
    and so columns, differently, and a width in centimetres would cover its neighbour in one of them."""
    from openpyxl.drawing.spreadsheet_drawing import TwoCellAnchor

    start, end = (_marker(sheet, share, row) for share, row in zip(across, (rows[0] - 1, rows[1]), strict=True))
    chart.anchor = TwoCellAnchor(editAs="twoCell", _from=start, to=end)
    sheet.sheet.add_chart(chart)


def _marker(sheet: Sheet, share: float, row: int) -> Any:
    """The column in which the share of the width ends, and how far within it."""
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker

    left, column = share * sum(sheet.widths), 0
    while column < sheet.columns and left >= sheet.widths[column]:
        left -= sheet.widths[column]
        column += 1
    return AnchorMarker(col=column, row=row, colOff=int(left * POINTS_OF_UNIT * _EMU_OF_POINT))


def _line_chart(title: str, unit: str, most: float, months: int) -> Any:
    from openpyxl.chart import LineChart

    chart = LineChart()
    chart.title = title
    chart.y_axis.number_format = axis_format(most, unit)
    chart.y_axis.title = unit
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend.position = "b"
    chart.dispBlanksAs = "gap"
    chart.visible_cells_only = False  # the sheet of numbers is hidden
    chart.x_axis.tickLblSkip = -(-months // _MONTHS_NAMED)
    _small_letters(chart, degrees=-90)
    _light_grid(chart)
    return chart


def _light_grid(chart: Any) -> None:
    from openpyxl.chart.shapes import GraphicalProperties

    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=_thin_line("D9D9D9"))


def _thin_line(colour: str) -> Any:
    from openpyxl.drawing.line import LineProperties

    return LineProperties(solidFill=colour, w=6350)


def _small_letters(chart: Any, degrees: int = 0) -> None:
    """``degrees``: how far the names of categories are turned; unturned, many months would be printed over each other."""
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RichTextProperties

    def letters(size: int, bold: bool = False) -> Any:
        return CharacterProperties(sz=size, b=bold, latin=Font(typeface="Times New Roman"))

    def body(degrees: int = 0) -> Any:
        return RichText(
            bodyPr=RichTextProperties(rot=degrees * 60_000),
            p=[Paragraph(pPr=ParagraphProperties(defRPr=letters(900)), endParaRPr=letters(900))],
        )

    chart.x_axis.txPr, chart.y_axis.txPr, chart.legend.txPr = body(degrees), body(), body()
    for text, size in ((chart.title, 1000), (chart.y_axis.title, 900)):
        if text is not None:
            for paragraph in text.tx.rich.p:
                paragraph.pPr = ParagraphProperties(defRPr=letters(size, size > 900))


def _point_at(sheet: Sheet, chart: Any, column: int, months: int, lines: Lines) -> None:
    from openpyxl.chart import Reference

    cells, head, last = sheet.sheet, sheet.row + 1, sheet.row + 1 + months
    for place, (_, colour, width, dash) in enumerate(lines, start=1):
        if all(cells.cell(row, column + place).value is None for row in range(head + 1, last + 1)):
            continue
        chart.add_data(Reference(cells, min_col=column + place, min_row=head, max_row=last), titles_from_data=True)
        line = chart.series[-1]
        line.smooth = False
        line.graphicalProperties.line.solidFill, line.graphicalProperties.line.width = colour, width
        line.graphicalProperties.line.dashStyle = dash
        line.marker.symbol, line.marker.size = ("circle", 6) if place == 1 else ("none", None)
        line.marker.graphicalProperties.solidFill = line.marker.graphicalProperties.line.solidFill = colour
    chart.set_categories(Reference(cells, min_col=column, min_row=head + 1, max_row=last))


def statuses_chart(cover: "Cover") -> None:
    """Groups as bars, made of their statuses in the colours of the scorecard."""
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    chart.title = "Chỉ tiêu theo nhóm và đánh giá"
    chart.gapWidth = 50
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.number_format, chart.y_axis.majorUnit = "0", 2
    chart.legend.position = "b"
    _small_letters(chart)
    _light_grid(chart)
    sheet = cover.sheet
    for place, colours in enumerate(STATUS_COLOURS.values(), start=2):
        chart.add_data(Reference(sheet, min_col=place, min_row=cover.table_head, max_row=cover.table_end), titles_from_data=True)
        bar = chart.series[-1].graphicalProperties
        bar.solidFill = colours[0]
        bar.line.solidFill = "7F7F7F"
    chart.set_categories(Reference(sheet, min_col=1, min_row=cover.table_head + 1, max_row=cover.table_end))
    place_chart(cover, chart, (0.0, 1.0), (cover.chart_row, cover.chart_row + CHART_ROWS - 1))
