"""A unit that a note (comment) on a cell states is that of the figures, as one in the heading is: in every container that keeps notes."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from expectations.registry import contracts, source
from tests.foreign import Missing, found, run
from tests.support.drawn_frames import context
from tests.synthetic.biff12 import write_xlsb
from tests.synthetic.reference_records import MONTH
from tests.synthetic.sheets import Sheet
from transforms.reading.containers import read_grids
from transforms.reading.delivery import read_delivery
from transforms.vietnamese.units import noted_unit

HEADINGS = ["Mã chỉ tiêu", "Tên chỉ tiêu", "Khu vực", "Tháng", "Tử số", "Mẫu số", "Giá trị", "Đơn vị", "Ghi chú"]
FIGURES = [["KT01", "Thu ngân sách", "Phường Nguyễn Đại Năng", "07/2026", None, None, 4900, None, None] for _ in range(2)]
ROWS = [HEADINGS, *FIGURES]
ON_HEADING, ON_CELL = (0, 6), (2, 6)
NOTE = "Cán bộ:\nSố liệu tính theo triệu đồng"


def xlsx(place: tuple[int, int], note: str) -> bytes:
    import xlsxwriter

    book = xlsxwriter.Workbook(buffer := io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet("Chỉ tiêu")
    for row, cells in enumerate(ROWS):
        sheet.write_row(row, 0, cells)
    sheet.write_comment(*place, note)
    book.close()
    return buffer.getvalue()


def ods(place: tuple[int, int], note: str) -> bytes:
    from odf.office import Annotation
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book, sheet = OpenDocumentSpreadsheet(), Table(name="Chỉ tiêu")
    for row, cells in enumerate(ROWS):
        line = TableRow()
        for column, value in enumerate(cells):
            cell = TableCell(valuetype="string") if isinstance(value, str) else TableCell()
            if isinstance(value, int):
                cell = TableCell(valuetype="float", value=value)
            if (row, column) == place:
                remark = Annotation()
                for text in note.split("\n"):
                    remark.addElement(P(text=text))
                cell.addElement(remark)
            if value is not None:
                cell.addElement(P(text=str(value)))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.write(buffer := io.BytesIO())
    return buffer.getvalue()


def xml_2003(place: tuple[int, int], note: str) -> bytes:
    lines = []
    for row, cells in enumerate(ROWS):
        lines.append("<Row>")
        for column, value in enumerate(cells):
            remark = f"<Comment><ss:Data>{note}</ss:Data></Comment>" if (row, column) == place else ""
            kind = "Number" if isinstance(value, int) else "String"
            lines.append(f'<Cell><Data ss:Type="{kind}">{value or ""}</Data>{remark}</Cell>')
        lines.append("</Row>")
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="Chỉ tiêu"><Table>'
        f"{''.join(lines)}</Table></Worksheet></Workbook>"
    ).encode()


def page(place: tuple[int, int], note: str) -> bytes:
    """As LibreOffice writes one: the note beside the text of its cell, not shown."""
    lines = []
    for row, cells in enumerate(ROWS):
        lines.append("<tr>")
        for column, value in enumerate(cells):
            paragraphs = note.replace("\n", "<br>")
            remark = f'<a class="comment-indicator"></a><comment>{paragraphs}</comment>' if (row, column) == place else ""
            lines.append(f'<td align="left">{remark}<font color="#000000">{"" if value is None else value}</font></td>')
        lines.append("</tr>")
    return f"<html><head><style>comment {{ display:none; }}</style></head><body><table>{''.join(lines)}</table></body></html>".encode()


def record_12(kind: int, body: bytes = b"") -> bytes:
    """A short record of a kind above 127."""
    assert kind > 127 and len(body) < 128
    return bytes(((kind & 0x7F) | 0x80, kind >> 7, len(body))) + body


WRITERS: dict[str, Callable[[tuple[int, int], str], bytes]] = {"xlsx": xlsx, "ods": ods, "xml": xml_2003, "html": page}


def units(data: bytes) -> list[str | None]:
    reading = read_delivery(data, ("2026-07", "BaoCao"), contracts())
    assert (reading.source, reading.problem) == ("department_report", None), reading.detail_vi
    frame = source("department_report").clean(reading, context(MONTH)).frame
    return frame["stated_unit"].to_list()


@pytest.mark.parametrize("container", WRITERS)
def test_a_note_on_the_heading_of_a_figure_states_the_unit_of_all_its_rows(container: str) -> None:
    assert units(WRITERS[container](ON_HEADING, NOTE)) == ["triệu đồng", "triệu đồng"]


@pytest.mark.parametrize("container", WRITERS)
def test_a_note_on_a_figure_states_its_own_unit_alone(container: str) -> None:
    assert units(WRITERS[container](ON_CELL, NOTE)) == [None, "triệu đồng"]


@pytest.mark.parametrize("container", WRITERS)
def test_the_text_of_a_note_is_no_text_of_its_cell(container: str) -> None:
    (grid,) = read_grids(WRITERS[container](ON_CELL, NOTE))
    assert grid.frame.row(2)[6] == "4900"


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_a_note_that_libreoffice_writes_is_read_likewise(ending: str, tmp_path: Path) -> None:
    try:
        program = found("soffice", "libreoffice-calc")
    except Missing as missing:
        pytest.skip(f"not on this machine: {missing}")
    (tmp_path / "list.xlsx").write_bytes(xlsx(ON_HEADING, NOTE))
    run(
        [program, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", ending, "list.xlsx"],
        folder=str(tmp_path),
    )
    assert units((tmp_path / f"list.{ending}").read_bytes()) == ["triệu đồng", "triệu đồng"]


def test_a_note_of_an_xlsb_is_read_likewise() -> None:
    """SheetJS writes such a part: where the note stands, in the record that begins it, and its text behind a byte of flags."""
    place = struct.pack("<IIIII", 0, ON_HEADING[0], ON_HEADING[0], ON_HEADING[1], ON_HEADING[1])
    text = b"\0" + struct.pack("<I", len(NOTE)) + NOTE.encode("utf-16-le")
    notes = record_12(635, place + bytes(16)) + record_12(637, text) + record_12(636)
    made = zipfile.ZipFile(io.BytesIO(write_xlsb([Sheet("Chỉ tiêu", ROWS, (), {})])))
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="n" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="../comments1.bin"/></Relationships>'
    )
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as noted:
        for name in made.namelist():
            noted.writestr(name, made.read(name))
        noted.writestr("xl/comments1.bin", notes)
        noted.writestr("xl/worksheets/_rels/sheet1.bin.rels", links)
    assert units(buffer.getvalue()) == ["triệu đồng", "triệu đồng"]


@pytest.mark.parametrize(
    ("note", "unit"),
    [
        ("ĐVT: triệu đồng", "triệu đồng"),
        ("Triệu đồng", "triệu đồng"),
        ("Anh Nam:\nđơn vị tính: nghìn đồng", "nghìn đồng"),
        ("Đã làm tròn đến tỷ đồng", "tỷ đồng"),
        ("Nhập bằng đồng, không nhập triệu đồng", None),
        ("Ví dụ: 4,9 tỷ đồng nhập 4900000000", None),
        ("Quy đổi: 1 triệu đồng = 1.000.000 đồng", None),
        ("Số tiền trên 1 tỷ đồng phải kèm thuyết minh", None),
        ("Đã quy đổi ra triệu đồng", "triệu đồng"),
        ("Bắt buộc nhập", None),
        ("Đơn vị tính: người", None),
        ("Phải sửa:\nĐơn vị 'triệu đồng' khác danh mục 'đồng'.", None),
    ],
)
def test_a_note_states_a_unit_where_it_names_one_of_money(note: str, unit: str | None) -> None:
    assert noted_unit(note) == unit
