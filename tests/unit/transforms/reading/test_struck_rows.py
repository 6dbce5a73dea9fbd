"""Rows that are struck through are counted and told (F15), and a value that is merged downwards stands in all rows of its merge,
whatever wrote them."""

import io
from collections.abc import Callable

import pytest

from expectations.deliveries.struck_rows import struck_rows as told
from tests.support.office import JUNE, cards, health_list
from tests.synthetic.biff12 import write_xlsb
from tests.synthetic.records import Cell
from tests.synthetic.sheets import Sheet
from transforms.reading.containers import read_grids
from transforms.reading.delivery import find_tables
from transforms.reading.model import Table
from transforms.sources.health_insurance import CONTRACT

ROWS = [[None if cell is None else str(cell) for cell in row] for row in health_list(JUNE, cards(JUNE)[:12]).sheets[0].rows]
PLACE, NAME = ROWS[0].index("tenThon"), ROWS[0].index("hoTen")
STRUCK = (3, 4, 8)
#: A row of which its name alone is struck, and one of which another cell is.
NAME_STRUCK, OTHER_STRUCK = 6, 10


def is_struck(number: int, column: int) -> bool:
    return number in STRUCK or (number, column) in {(NAME_STRUCK, NAME), (OTHER_STRUCK, NAME + 1)}


#: Rows of the sheet, counted from 0, over which one group is merged.
FIRST, LAST = 5, 7
GROUP = ROWS[FIRST][PLACE]


def xlsx() -> bytes:
    import xlsxwriter

    book = xlsxwriter.Workbook(buffer := io.BytesIO(), {"in_memory": True})
    sheet, struck = book.add_worksheet("DS"), book.add_format({"font_strikeout": True})
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            sheet.write(number, column, text, struck if is_struck(number, column) else None)
    sheet.merge_range(FIRST, PLACE, LAST, PLACE, GROUP)
    book.close()
    return buffer.getvalue()


def rich_xlsx() -> bytes:
    """The letters struck, not the cell."""
    import xlsxwriter

    again = xlsxwriter.Workbook(buffer := io.BytesIO(), {"in_memory": True})
    page, struck = again.add_worksheet("DS"), again.add_format({"font_strikeout": True})
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            if text and is_struck(number, column) and len(text) > 1:
                page.write_rich_string(number, column, struck, text[:1], struck, text[1:])
            else:
                page.write(number, column, text)
    page.merge_range(FIRST, PLACE, LAST, PLACE, GROUP)
    again.close()
    return buffer.getvalue()


def inline_xlsx() -> bytes:
    """The letters struck, in parts that stand in the cell itself."""
    from openpyxl import Workbook
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    book = Workbook()
    page = book.active
    assert page is not None
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            parts = [TextBlock(InlineFont(strike=True), part) for part in (text[:1], text[1:])] if text and len(text) > 1 else []
            page.cell(number + 1, column + 1, CellRichText(*parts) if parts and is_struck(number, column) else text)
    page.cell(FIRST + 1, PLACE + 1, GROUP)
    page.merge_cells(start_row=FIRST + 1, end_row=LAST + 1, start_column=PLACE + 1, end_column=PLACE + 1)
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def xlsb(*, short: bool) -> Callable[[], bytes]:
    def write() -> bytes:
        places = [(number, column) for number, row in enumerate(ROWS) for column in range(len(row)) if is_struck(number, column)]
        rows: list[list[Cell]] = [
            [None if column == PLACE and FIRST < number <= LAST else cell for column, cell in enumerate(row)]
            for number, row in enumerate(ROWS)
        ]
        return write_xlsb([Sheet("DS", rows, ((FIRST, PLACE, LAST, PLACE),), {})], short=short, struck=places)

    return write


def xls() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet, struck = book.add_sheet("DS", cell_overwrite_ok=True), xlwt.easyxf("font: struck_out true")
    sheet.merge(FIRST, LAST, PLACE, PLACE)
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            if not (column == PLACE and FIRST < number <= LAST):
                sheet.write(number, column, text, struck if is_struck(number, column) else xlwt.Style.default_style)
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def ods() -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import Style, TextProperties
    from odf.table import CoveredTableCell, TableCell, TableRow
    from odf.table import Table as Sheet
    from odf.text import P

    book, sheet = OpenDocumentSpreadsheet(), Sheet(name="DS")
    struck = Style(name="gach", family="table-cell")
    struck.addElement(TextProperties(textlinethroughstyle="solid"))
    book.automaticstyles.addElement(struck)
    for number, row in enumerate(ROWS):
        line = TableRow()
        for column, text in enumerate(row):
            if column == PLACE and FIRST < number <= LAST:
                line.addElement(CoveredTableCell())
                continue
            shape = {"numberrowsspanned": LAST - FIRST + 1, "numbercolumnsspanned": 1} if (number, column) == (FIRST, PLACE) else {}
            cell = TableCell(valuetype="string", **shape, **({"stylename": struck} if is_struck(number, column) else {}))
            if text:
                cell.addElement(P(text=text))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.write(buffer := io.BytesIO())
    return buffer.getvalue()


def spreadsheet_xml() -> bytes:
    lines = [
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
        '<Styles><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style></Styles><Worksheet ss:Name="DS"><Table>',
    ]
    for number, row in enumerate(ROWS):
        cells = []
        for column, text in enumerate(row, 1):
            if column - 1 == PLACE and FIRST < number <= LAST:
                continue
            shape = f' ss:MergeDown="{LAST - FIRST}"' if (number, column - 1) == (FIRST, PLACE) else ""
            style = ' ss:StyleID="s1"' if is_struck(number, column - 1) else ""
            cells.append(f'<Cell ss:Index="{column}"{shape}{style}><Data ss:Type="String">{text or ""}</Data></Cell>')
        lines.append(f"<Row>{''.join(cells)}</Row>")
    return "".join([*lines, "</Table></Worksheet></Workbook>"]).encode()


def page(opened: str, before: str, after: str) -> Callable[[], bytes]:
    """``opened``: attributes of a struck row's cells, ``before`` and ``after``: elements around their texts."""

    def write() -> bytes:
        lines = []
        for number, row in enumerate(ROWS):
            cells = []
            for column, text in enumerate(row):
                if column == PLACE and FIRST < number <= LAST:
                    continue
                shape = f" rowspan={LAST - FIRST + 1}" if (number, column) == (FIRST, PLACE) else ""
                one = (opened, before, after) if is_struck(number, column) else ("", "", "")
                cells.append(f"<td{shape}{one[0]}>{one[1]}{text or ''}{one[2]}</td>")
            lines.append(f"<tr>{''.join(cells)}</tr>")
        looks = "<style>.xl65\n\t{mso-style-parent:style0;\n\ttext-decoration:line-through;}\n.xl66 {color:red;}</style>"
        return f"<html><head>{looks}</head><body><table>{''.join(lines)}</table></body></html>".encode()

    return write


CONTAINERS = {
    "xlsx": xlsx,
    "xlsx, letters": rich_xlsx,
    "xlsx, letters in cells": inline_xlsx,
    "xlsb": xlsb(short=False),
    "xlsb, short cells": xlsb(short=True),
    "xls": xls,
    "ods": ods,
    "XML 2003": spreadsheet_xml,
    "page, class": page(" class=xl65", "", ""),
    "page, style": page(' style="text-decoration: line-through"', "", ""),
    "page, element": page("", "<s>", "</s>"),
    "page, span": page("", '<span style="text-decoration:line-through">', "</span>"),
}


def only(data: bytes) -> Table:
    (grid,) = read_grids(data)
    (table,) = find_tables(grid, (CONTRACT,))
    return table


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS)
def test_struck_rows_are_read_and_told(make: Callable[[], bytes]) -> None:
    table = only(make())
    assert table.frame.height == len(ROWS) - 1, "nothing is left out"
    assert table.struck_rows == tuple(number + 1 for number in sorted((*STRUCK, NAME_STRUCK))), (
        "its name alone is enough, another cell is not"
    )
    (finding,) = told([table])
    assert (finding.rule_code, finding.severity) == ("F15", "warning")
    assert "4 dòng (4-5, 7, 9)" in finding.message_vi


def test_where_nothing_is_struck_nothing_is_told() -> None:
    assert told([only(page("", "", "")())]) == []


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS)
def test_a_value_merged_downwards_stands_in_all_its_rows(make: Callable[[], bytes]) -> None:
    groups = only(make()).frame["residential_group"].to_list()
    assert groups[FIRST - 1 : LAST] == [GROUP] * (LAST - FIRST + 1)
    assert groups[: FIRST - 1] + groups[LAST:] == [row[PLACE] for row in ROWS[1:FIRST] + ROWS[LAST + 1 :]]
