"""What sheets hide is read like the rest, and said."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from expectations.deliveries.hidden_parts import hidden_parts as told
from tests.support.office import JUNE, cards, health_list
from tests.synthetic.sheets import Sheet
from transforms.reading.binary_workbooks import records_12
from transforms.reading.containers import read_grids
from transforms.reading.delivery import find_tables
from transforms.reading.model import Grid, Table
from transforms.reading.old_workbooks import open_old_workbook, workbook_stream
from transforms.reading.sheet_parts import runs
from transforms.sources.health_insurance import CONTRACT

ROWS = [
    [cell if cell is None or isinstance(cell, str) else str(cell) for cell in row] for row in health_list(JUNE, cards(JUNE)).sheets[0].rows
]


def xlsx() -> bytes:
    import xlsxwriter

    book = xlsxwriter.Workbook(buffer := io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet("Thẻ & sổ")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    for number in (4, 5, 6, 9):
        sheet.set_row(number, None, None, {"hidden": True})
    sheet.set_column(3, 4, None, None, {"hidden": True})
    sheet.set_row(5000, None, None, {"hidden": True})
    book.close()
    return buffer.getvalue()


def ods() -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table as Sheet
    from odf.table import TableCell, TableColumn, TableRow
    from odf.text import P

    book, sheet = OpenDocumentSpreadsheet(), Sheet(name="Thẻ & sổ")
    sheet.addElement(TableColumn(numbercolumnsrepeated=3))
    sheet.addElement(TableColumn(numbercolumnsrepeated=2, visibility="collapse"))
    for number, row in enumerate(ROWS):
        line = TableRow(visibility="filter" if number in (4, 5, 6) else "collapse" if number == 9 else "visible")
        for text in row:
            cell = TableCell(valuetype="string") if text else TableCell()
            if text:
                cell.addElement(P(text=text))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.write(buffer := io.BytesIO())
    return buffer.getvalue()


def xls() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Thẻ & sổ")
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            sheet.write(number, column, text)
        sheet.row(number).hidden = number in (4, 5, 6, 9)
    for column in (3, 4):
        sheet.col(column).hidden = True
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def xlsb() -> bytes:
    """The generator's workbook, with the flags set that hide rows and columns."""
    from tests.synthetic import biff12

    begin = biff12._record(biff12.BEGIN_DATA)
    columns = biff12._record(60, struct.pack("<IIIIH", 3, 4, 2304, 0, 1))
    with (
        zipfile.ZipFile(io.BytesIO(biff12.write_xlsb([Sheet("Thẻ & sổ", [list(row) for row in ROWS], (), {})]))) as plain,
        zipfile.ZipFile(made := io.BytesIO(), "w") as package,
    ):
        for name in plain.namelist():
            part = plain.read(name)
            if name.endswith("sheet1.bin"):
                part = part.replace(begin, biff12._record(390) + columns + biff12._record(391) + begin, 1)
                for number in (4, 5, 6, 9):
                    seen, unseen = (struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0) for flags in (0, 0x10))
                    assert seen in part
                    part = part.replace(seen, unseen, 1)
            package.writestr(name, part)
    return made.getvalue()


def spreadsheet_xml() -> bytes:
    lines = [
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">',
        '<Worksheet ss:Name="Thẻ &amp; sổ"><Table><Column ss:Index="4" ss:Span="1" ss:Hidden="1"/>',
    ]
    for number, row in enumerate(ROWS):
        cells = "".join(f'<Cell><Data ss:Type="String">{text or ""}</Data></Cell>' for text in row)
        lines.append(f"<Row{' ss:Hidden=' + chr(34) + '1' + chr(34) if number in (4, 5, 6, 9) else ''}>{cells}</Row>")
    return "".join([*lines, "</Table></Worksheet></Workbook>"]).encode()


def page() -> bytes:
    lines = [
        f"<tr{' style=' + chr(34) + 'display: none' + chr(34) if number in (4, 5, 6, 9) else ''}>"
        + "".join(f"<td>{text or ''}</td>" for text in row)
        + "</tr>"
        for number, row in enumerate(ROWS)
    ]
    return ("<html><body><table>" + "".join(lines) + "</table></body></html>").encode()


def only(data: bytes) -> tuple[Grid, Table]:
    (grid,) = read_grids(data)
    (table,) = find_tables(grid, (CONTRACT,))
    return grid, table


@pytest.mark.parametrize("make", [xlsx, ods, xls, xlsb, spreadsheet_xml])
def test_hidden_rows_and_columns_are_read_and_said(make: Callable[[], bytes]) -> None:
    grid, table = only(make())
    assert (grid.hidden_rows, grid.hidden_columns) == (((5, 7), (10, 10)), (3, 4))
    assert table.frame.height == len(cards(JUNE)), "nothing is left out"
    assert (table.hidden_rows, table.hidden_columns) == ((5, 6, 7, 10), ("D", "E"))
    (finding,) = told([table])
    assert (finding.rule_code, finding.severity) == ("F10", "info")
    assert "trang 'Thẻ & sổ' có 4 dòng ẩn (5-7, 10) và cột ẩn D, E" in finding.message_vi


def test_rows_that_a_page_does_not_show_are_said_too() -> None:
    _, table = only(page())
    assert table.hidden_rows == (5, 6, 7, 10)
    assert "tệp có 4 dòng ẩn" in told([table])[0].message_vi


def test_nothing_hidden_is_nothing_said() -> None:
    _, table = only(page().replace(b"display: none", b"color: red"))
    assert (table.hidden_rows, told([table])) == ((), [])


def test_runs_join_neighbours() -> None:
    assert runs([9, 3, 4, 4, 5]) == ((3, 5), (9, 9))


@pytest.mark.parametrize("make", [xls, xlsb])
def test_broken_records_tell_nothing_and_stop_nothing(make: Callable[[], bytes]) -> None:
    data = make()
    for cut in range(1, len(data), len(data) // 60):
        assert isinstance(open_old_workbook(workbook_stream(data[:cut])).traits, list)
        assert isinstance(open_old_workbook(data[cut:]).traits, list)
        assert len(list(records_12(data[cut:]))) >= 0
