"""A note (comment) on a cell that says that the holder died, or that the card was taken back, stops the row (H11) as one in the column of
notes does, in every container that keeps notes."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from expectations.registry import contracts, source
from tests.foreign import Missing, found, run
from tests.support.drawn_frames import context, failing, knowledge, main_part
from tests.support.office import JUNE, cards, health_list
from tests.synthetic.biff12 import write_xlsb
from tests.synthetic.records import Cell
from tests.synthetic.sheets import Sheet
from transforms.reading.delivery import read_delivery

ROWS: list[list[Cell]] = [
    [None if cell is None else str(cell) for cell in row] for row in health_list(JUNE, cards(JUNE)[:12]).sheets[0].rows
]
NAME = ROWS[0].index("hoTen")
#: Row of the sheet, counted from 0, and position -> note. The first is on a heading, and speaks of no row.
NOTES = {
    (0, NAME): "Người đã chết ghi ở cột ngày chết",
    (2, NAME): "Đã chết ngày 02/6/2026",
    (3, NAME + 1): "Cán bộ:\nđã mất",
    (4, 0): "Cán bộ phường:\nmất",
    (5, NAME): "Bà Hoa:\nthẻ đã thu hồi",
    (6, NAME): "Cán bộ:\nmẹ đã mất, ở với bà",
    (7, NAME): "Đã mất thẻ, cấp lại",
    (8, NAME): "Cần xem lại:\nDòng báo giảm thẻ hoặc người đã chết.",
    (9, NAME): "Bắt buộc nhập",
    (10, len(ROWS[0]) + 2): "Giảm do chuyển đi",
}
GIVEN_UP = [3, 4, 5, 6, 11]


def xlsx() -> bytes:
    import xlsxwriter

    book = xlsxwriter.Workbook(buffer := io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet("DS")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    for place, note in NOTES.items():
        sheet.write_comment(*place, note, {"author": "Cán bộ"})
    book.close()
    return buffer.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The package with parts in the place of those of their names, or beside them."""
    made = zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as written:
        for name in made.namelist():
            if name not in parts:
                written.writestr(name, made.read(name))
        for name, part in parts.items():
            written.writestr(name, part)
    return buffer.getvalue()


def links(kind: str, target: str) -> bytes:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="n" Type="{kind}" '
        f'Target="{target}"/></Relationships>'
    ).encode()


def threaded_xlsx() -> bytes:
    """Comments of Excel 365 alone."""
    from openpyxl.utils import get_column_letter

    threads = "".join(
        f'<threadedComment ref="{get_column_letter(column + 1)}{row + 1}" dT="2026-06-30T08:00:00.00" id="{{{row}}}"><text>{note}</text>'
        "</threadedComment>"
        for (row, column), note in NOTES.items()
    )
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    parts = {
        "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments xmlns="{space}">{threads}</ThreadedComments>'.encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": links(
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment", "../threadedComments/threadedComment1.xml"
        ),
    }
    return with_parts(xlsx(), parts)


def xlsb() -> bytes:
    def record(kind: int, body: bytes = b"") -> bytes:
        size = len(body)
        return bytes(((kind & 0x7F) | 0x80, kind >> 7)) + (bytes((size & 0x7F | 0x80, size >> 7)) if size > 127 else bytes((size,))) + body

    notes = b""
    for (row, column), note in NOTES.items():
        text = note.encode("utf-16-le")
        notes += record(635, struct.pack("<IIIII", 0, row, row, column, column) + bytes(16))
        notes += record(637, b"\0" + struct.pack("<I", len(text) // 2) + text) + record(636)
    parts = {
        "xl/comments1.bin": notes,
        "xl/worksheets/_rels/sheet1.bin.rels": links(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments", "../comments1.bin"
        ),
    }
    return with_parts(write_xlsb([Sheet("DS", ROWS, (), {})]), parts)


def ods() -> bytes:
    from odf.dc import Creator, Date
    from odf.office import Annotation
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book, sheet = OpenDocumentSpreadsheet(), Table(name="DS")
    for number, row in enumerate(ROWS):
        line = TableRow()
        for column, text in enumerate([*row, None, None, None]):
            cell = TableCell(valuetype="string") if text is not None else TableCell()
            if (number, column) in NOTES:
                remark = Annotation()
                remark.addElement(Creator(text="Cán bộ phường"))
                remark.addElement(Date(text="2026-06-30T08:00:00"))
                for part in NOTES[number, column].split("\n"):
                    remark.addElement(P(text=part))
                cell.addElement(remark)
            if text is not None:
                cell.addElement(P(text=str(text)))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.write(buffer := io.BytesIO())
    return buffer.getvalue()


def xml_2003() -> bytes:
    lines = []
    for number, row in enumerate(ROWS):
        cells = []
        for column, text in enumerate([*row, None, None, None]):
            note = NOTES.get((number, column))
            remark = f'<Comment ss:Author="Cán bộ"><ss:Data>{note}</ss:Data></Comment>' if note else ""
            cells.append(f'<Cell><Data ss:Type="String">{text or ""}</Data>{remark}</Cell>')
        lines.append(f"<Row>{''.join(cells)}</Row>")
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="DS"><Table>'
        f"{''.join(lines)}</Table></Worksheet></Workbook>"
    ).encode()


CONTAINERS = {"xlsx": xlsx, "xlsx, threads": threaded_xlsx, "xlsb": xlsb, "ods": ods, "XML 2003": xml_2003}


def given_up(data: bytes) -> list[int]:
    reading = read_delivery(data, ("2026-06", "BHYT"), contracts())
    assert (reading.source, reading.problem) == ("health_insurance", None), reading.detail_vi
    assert [table.frame.height for table in reading.main] == [len(ROWS) - 1], "no row is left out"
    frame = source("health_insurance").clean(reading, context(JUNE))
    part, told = main_part("health_insurance"), knowledge("health_insurance", JUNE)
    return failing(part.prepare(frame, told), part.book.rules(told), "H11")


@pytest.mark.parametrize("make", CONTAINERS.values(), ids=CONTAINERS)
def test_a_note_on_any_cell_of_a_row_may_give_its_card_up(make: Callable[[], bytes]) -> None:
    assert given_up(make()) == GIVEN_UP


def test_a_note_of_an_xls_is_read_likewise(tmp_path: Path) -> None:
    try:
        program = found("soffice", "libreoffice-calc")
    except Missing as missing:
        pytest.skip(f"not on this machine: {missing}")
    (tmp_path / "list.xlsx").write_bytes(xlsx())
    run(
        [program, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xls", "list.xlsx"],
        folder=str(tmp_path),
    )
    assert given_up((tmp_path / "list.xls").read_bytes()) == GIVEN_UP


def test_a_note_speaks_of_the_list_that_it_stands_in_where_two_stand_side_by_side() -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(buffer := io.BytesIO(), {"in_memory": True})
    sheet, beside = book.add_worksheet("DS"), len(ROWS[0]) + 1
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
        sheet.write_row(number, beside, row)
    sheet.write_comment(4, beside + NAME, "Đã chết")
    book.close()
    reading = read_delivery(buffer.getvalue(), ("2026-06", "BHYT"), contracts())
    assert [table.cell_notes for table in reading.main] == [(), ((5, "Đã chết"),)]
