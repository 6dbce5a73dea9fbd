"""What a sheet prints at the head of its pages stands in no cell, and may be the unit of its figures."""

import io
from collections.abc import Callable

import pytest

from expectations.registry import source
from tests.support.drawn_frames import context
from tests.synthetic.biff12 import write_xlsb
from tests.synthetic.sheets import Sheet
from transforms.reading.containers import read_grids
from transforms.reading.delivery import find_tables
from transforms.reading.model import Reading
from transforms.reading.page_headers import printed_texts
from transforms.sources.department_report import CONTRACT

HEADER = '&L&"Arial,Bold"UBND phường&R&12Đơn vị tính: triệu đồng'
ROWS = [
    ["Mã chỉ tiêu", "Khu vực", "Tháng", "Tử số", "Mẫu số", "Giá trị", "Đơn vị"],
    ["KT01", "Toàn phường", "07/2026", None, None, "4900", None],
]


def xlsx() -> bytes:
    import xlsxwriter

    book = xlsxwriter.Workbook(buffer := io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet("Chỉ tiêu")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    sheet.set_header(HEADER)
    book.close()
    return buffer.getvalue()


def xls() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Chỉ tiêu")
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            if text is not None:
                sheet.write(number, column, text)
    # Its own setter wants bytes, which its writer then takes for ASCII.
    sheet._Worksheet__header_str, sheet._Worksheet__footer_str = HEADER, ""
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def ods() -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.style import Header, MasterPage, PageLayout, Style
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    book.automaticstyles.addElement(PageLayout(name="pm1"))
    for name, text in (("Mpm1", "Đơn vị tính: triệu đồng"), ("Default", "Đơn vị tính: tỷ đồng")):
        page, head = MasterPage(name=name, pagelayoutname="pm1"), Header()
        head.addElement(P(text=text))
        page.addElement(head)
        book.masterstyles.addElement(page)
    book.automaticstyles.addElement(Style(name="ta1", family="table", masterpagename="Mpm1"))
    sheet = Table(name="Chỉ tiêu", stylename="ta1")
    for row in ROWS:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            if text:
                cell.addElement(P(text=text))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.write(buffer := io.BytesIO())
    return buffer.getvalue()


def xlsb() -> bytes:
    return write_xlsb([Sheet("Chỉ tiêu", ROWS, (), {})], page_header=HEADER)


def spreadsheet_xml() -> bytes:
    lines = [[f'<Cell><Data ss:Type="String">{text or ""}</Data></Cell>' for text in row] for row in ROWS]
    rows = "".join(f"<Row>{''.join(cells)}</Row>" for cells in lines)
    header = HEADER.replace("&", "&amp;").replace('"', "&quot;")
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<Worksheet ss:Name="Chỉ tiêu"><Table>{rows}</Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
        f'<PageSetup><Header x:Data="{header}"/></PageSetup></WorksheetOptions></Worksheet></Workbook>'
    ).encode()


@pytest.mark.parametrize("make", [xlsx, xls, ods, xlsb, spreadsheet_xml])
def test_a_unit_in_the_page_header_holds_for_blank_units(make: Callable[[], bytes]) -> None:
    (grid,) = read_grids(make())
    (table,) = find_tables(grid, (CONTRACT,))
    assert table.page_texts[-1] == "Đơn vị tính: triệu đồng"
    assert "UBND phường" in table.page_texts or make is ods
    frame = source("department_report").clean(Reading("department_report", (table,)), context()).frame
    assert frame["stated_unit"].to_list() == ["triệu đồng"]


def test_codes_of_a_page_header_are_not_printed() -> None:
    line = '&L&"Times New Roman,Bold"&12&K000000 Vốn && tài sản&C&D &T&RTrang &P/&N\n&UĐVT: &Bđồng'
    assert printed_texts(line, line) == ("Vốn & tài sản", "Trang /", "ĐVT: đồng")
