"""Formats that the product does not read are told by their own names, and what Excel opens without asking is opened."""

import io
import struct
import zipfile

import pytest

from tests.support.office import JUNE, cards, health_list
from tests.synthetic.writers import write_xls, write_xlsx
from transforms.reading.archives import is_archive
from transforms.reading.containers import read_grids
from transforms.reading.grids import Unreadable
from transforms.reading.packages import DAMAGED, NOT_READ, PASSWORD

DBASE = (
    bytes((3, 26, 7, 1))
    + struct.pack("<IHH", 1, 65, 11)
    + bytes(20)
    + b"HOTEN".ljust(11, b"\0")
    + b"C"
    + bytes(20)
    + b"\r"
    + b" Oanh     \x1a"
)
GNUMERIC = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gnm:Workbook xmlns:gnm="http://www.gnumeric.org/v10.dtd">\n'
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/></gnm:Workbook>'
)
FODS = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body/></office:document>'
)


def zipped(**parts: bytes) -> bytes:
    with zipfile.ZipFile(made := io.BytesIO(), "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


NUMBERS = zipped(
    **{"Index/Document.iwa": b"x", "Index/CalculationEngine.iwa": b"x", "Metadata/Properties.plist": b"x", "preview.jpg": b"x"}
)


def ole(stream: str) -> bytes:
    """An OLE file whose one stream has another name than that of a workbook."""
    made = write_xls(health_list(JUNE, cards(JUNE)).sheets)
    name = "Workbook".encode("utf-16-le")
    place = made.index(name)
    other = stream.encode("utf-16-le")
    entry = other.ljust(64, b"\0") + struct.pack("<H", len(other) + 2)
    return made[:place] + entry + made[place + len(entry) :]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"ID;PWXL;N;E\r\nC;Y1;X1;K\"STT\"\r\nE\r\n", ("SYLK", ".slk", "lưu lại dạng .xlsx")),
        (b"TABLE\r\n0,1\r\n\"EXCEL\"\r\nVECTORS\r\n0,2\r\n", ("DIF", ".dif", "lưu lại dạng .xlsx")),
        (b"socialcalc:version:1.5\nMIME-Version: 1.0\n", ("EtherCalc", ".eth", "lưu lại dạng .xlsx")),
        (DBASE, ("dBase", ".dbf", "lưu lại dạng .xlsx")),
        (FODS.encode(), (".fods", "lưu lại dạng .xlsx")),
        (GNUMERIC.encode(), (".gnumeric", "lưu lại dạng .xlsx")),
        (b"\x00\x00\x02\x00\x06\x04\x06\x00\x08\x00" + bytes(40), ("Lotus", "lưu lại dạng .xlsx")),
        (b"\x00\x00\x1a\x00\x02\x10\x04\x00" + bytes(40), ("Lotus", "lưu lại dạng .xlsx")),
        (b"\x09\x00\x04\x00\x02\x00\x10\x00" + bytes(40), ("Excel 2, 3 hoặc 4", "lưu lại dạng .xlsx")),
        (b"\x09\x02\x06\x00\x00\x00\x10\x00" + bytes(40), ("Excel 2, 3 hoặc 4", "lưu lại dạng .xlsx")),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(40), ("Excel 2, 3 hoặc 4", "lưu lại dạng .xlsx")),
        (ole("WordDocument"), ("văn bản Word (.doc)",)),
        (ole("PowerPoint Document"), ("PowerPoint",)),
        (NUMBERS, ("Numbers", ".numbers", "xuất ra Excel (.xlsx)")),
        (zipped(**{"word/document.xml": b"<a/>"}), ("Word",)),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<a/>"}), (".odt",)),
        (zipped(mimetype=b"application/vnd.sun.xml.calc", **{"content.xml": b"<a/>"}), (".sxc", "lưu lại dạng .xlsx")),
        (b"\x00\x01\x00\x00Standard Jet DB\x00" + bytes(40), ("Access",)),
        (ole("Strange"), (NOT_READ,)),
    ],
)  # fmt: skip
def test_a_format_that_is_not_read_is_told_by_its_name(data: bytes, words: tuple[str, ...]) -> None:
    with pytest.raises(Unreadable) as caught:
        read_grids(data)
    assert all(word in caught.value.reason_vi for word in words), caught.value.reason_vi
    assert "hỏng" not in caught.value.reason_vi and caught.value.reason_vi.endswith("gửi lại.")


def test_a_document_of_numbers_is_one_delivery_and_a_page_named_index_is_none() -> None:
    assert not is_archive(NUMBERS)
    assert not is_archive(zipped(**{"Danh sách.numbers/Index.zip": b"x", "Danh sách.numbers/Metadata/a.plist": b"x"}))
    assert is_archive(zipped(**{"index.xml": b"<a/>", "BHYT.csv": b"a,b"}))
    assert is_archive(zipped(**{"a.numbers/Index/Document.iwa": b"x", "BHYT.csv": b"a,b"}))


@pytest.mark.parametrize(
    "broken", [write_xlsx(health_list(JUNE, cards(JUNE)).sheets)[:-500], write_xls(health_list(JUNE, cards(JUNE)).sheets)[:700]]
)
def test_a_download_that_broke_off_is_told_so(broken: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read_grids(broken)
    assert caught.value.reason_vi == DAMAGED


@pytest.mark.parametrize(("password", "is_read"), [("VelvetSweatshop", True), ("mật khẩu", False)])
def test_what_excel_opens_without_asking_is_opened_and_nothing_else(password: str, is_read: bool) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = write_xlsx(health_list(JUNE, cards(JUNE), container="xlsx").sheets)
    OOXMLFile(io.BytesIO(plain)).encrypt(password, locked := io.BytesIO())
    if is_read:
        assert [grid.frame.rows() for grid in read_grids(locked.getvalue())] == [grid.frame.rows() for grid in read_grids(plain)]
    else:
        with pytest.raises(Unreadable) as caught:
            read_grids(locked.getvalue())
        assert caught.value.reason_vi == PASSWORD
