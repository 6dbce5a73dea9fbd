"""Formats that the product does not read, each by its own name: what to do about it differs, and "damaged" would be false.

Data flow: bytes, or the names of the parts in them -> the sentence for the officer
"""

import re

from transforms.reading.old_workbooks import OLDEST
from transforms.reading.packages import Package

_NO_SPREADSHEET = "Tệp là {}, không phải bảng tính. Xuất lại danh sách ở dạng Excel (.xlsx) rồi gửi lại."
_OTHER_SPREADSHEET = "Tệp là {}, chương trình không đọc được dạng này. Mở bằng {}, lưu lại dạng .xlsx rồi gửi lại."
_EXCEL, _LIBREOFFICE = "Excel", "LibreOffice"
NO_WORKBOOK = "Tệp nén không phải là bảng tính. Giải nén rồi gửi từng tệp Excel."

_BEGINNINGS = (
    (rb"%PDF", _NO_SPREADSHEET.format("tệp PDF")),
    (
        rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\x00\x00\x00\x00|II\*\x00|MM\x00\*|RIFF.{4}WEBP|.{4}ftyp(?:heic|heif|mif1)",
        _NO_SPREADSHEET.format("tệp ảnh"),
    ),
    (rb"Rar!", _NO_SPREADSHEET.format("tệp nén RAR")),
    (rb"7z\xbc\xaf", _NO_SPREADSHEET.format("tệp nén 7z")),
    (rb"\x1f\x8b", _NO_SPREADSHEET.format("tệp nén GZIP")),
    (rb"\{\\rtf", _NO_SPREADSHEET.format("tệp văn bản RTF")),
    (rb"SQLite format 3\x00", _NO_SPREADSHEET.format("cơ sở dữ liệu SQLite")),
    (rb".{4}Standard (?:Jet|ACE) DB", _NO_SPREADSHEET.format("cơ sở dữ liệu Access (.mdb, .accdb)")),
    (OLDEST.pattern, _OTHER_SPREADSHEET.format("bảng tính Excel đời rất cũ (Excel 2, 3 hoặc 4)", _EXCEL)),
    (rb"ID;P", _OTHER_SPREADSHEET.format("bảng tính dạng SYLK (.slk)", _EXCEL)),
    (rb"socialcalc:version:", _OTHER_SPREADSHEET.format("bảng tính EtherCalc (.eth)", "EtherCalc")),
    (rb"TABLE\r?\n0,1\r?\n", _OTHER_SPREADSHEET.format("bảng tính dạng DIF (.dif)", _EXCEL)),
    (
        rb"\x00\x00(?:\x02\x00[\x04-\x06]\x04|\x1a\x00[\x00-\x05]\x10)",
        _OTHER_SPREADSHEET.format("bảng tính Lotus 1-2-3 (.wk1, .wk3, .wk4, .123)", _LIBREOFFICE),
    ),
    (rb"\x00\x00\x02\x00[\x20\x21]\x51", _OTHER_SPREADSHEET.format("bảng tính Quattro Pro (.wq1)", _LIBREOFFICE)),
)
_PATTERNS = tuple((re.compile(pattern, re.DOTALL), sentence) for pattern, sentence in _BEGINNINGS)
_DBASE = _OTHER_SPREADSHEET.format("bảng dữ liệu dBase, FoxPro (.dbf)", _EXCEL)
_DBASE_VERSIONS = frozenset((0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8E, 0xCB, 0xF5, 0xFB))
_FLAT = _OTHER_SPREADSHEET.format("bảng tính OpenDocument một tệp XML (.fods)", _LIBREOFFICE)
_GNUMERIC = _OTHER_SPREADSHEET.format("bảng tính Gnumeric (.gnumeric)", "Gnumeric")
#: Streams of OLE files that name the program.
_STREAMS = (
    ("worddocument", _NO_SPREADSHEET.format("văn bản Word (.doc)")),
    ("powerpoint document", _NO_SPREADSHEET.format("bản trình chiếu PowerPoint (.ppt)")),
    ("__properties_version1.0", _NO_SPREADSHEET.format("thư Outlook (.msg)")),
    ("visiodocument", _NO_SPREADSHEET.format("bản vẽ Visio (.vsd)")),
    ("nativecontent_main", _OTHER_SPREADSHEET.format("bảng tính Quattro Pro (.qpw)", _LIBREOFFICE)),
    ("lotus123", _OTHER_SPREADSHEET.format("bảng tính Lotus 1-2-3 (.123)", _LIBREOFFICE)),
    ("wksssworkbook", _OTHER_SPREADSHEET.format("bảng tính Microsoft Works (.xlr)", _EXCEL)),
)
_APPLE = "Tệp là tài liệu của {} trên máy Apple, chương trình không đọc được dạng này. Mở bằng {}, xuất ra Excel (.xlsx) rồi gửi lại."
_MIME_TYPES = (
    ("opendocument.text", _NO_SPREADSHEET.format("văn bản OpenDocument (.odt)")),
    ("opendocument.presentation", _NO_SPREADSHEET.format("bản trình chiếu OpenDocument (.odp)")),
    ("opendocument.graphics", _NO_SPREADSHEET.format("bản vẽ OpenDocument (.odg)")),
    ("sun.xml.calc", _OTHER_SPREADSHEET.format("bảng tính OpenOffice đời cũ (.sxc)", _LIBREOFFICE)),
    ("sun.xml.writer", _NO_SPREADSHEET.format("văn bản OpenOffice đời cũ (.sxw)")),
    ("epub", _NO_SPREADSHEET.format("sách điện tử (.epub)")),
)


def by_beginning(data: bytes) -> str | None:
    """The sentence for a format that is known by its first bytes."""
    found = next((sentence for pattern, sentence in _PATTERNS if pattern.match(data)), None)
    return found or (_DBASE if _is_dbase(data) else None)


def _is_dbase(data: bytes) -> bool:
    """A version, the day of the last change, and fields of 32 bytes each, behind them a sign of their end."""
    if len(data) < 65 or data[0] not in _DBASE_VERSIONS or not 1 <= data[2] <= 12 or not 1 <= data[3] <= 31:
        return False
    end = int.from_bytes(data[8:10], "little")
    return 65 <= end <= len(data) and b"\r" in (data[end - 1 : end], data[end - 2 : end - 1], data[end - 264 : end - 263])


def by_xml(head: str) -> str | None:
    """``head``: the first characters in small letters."""
    if "<gnm:workbook" in head:
        return _GNUMERIC
    if "urn:oasis:names:tc:opendocument:xmlns:office:1.0" in head and "<office:document" in head:
        return _FLAT
    return None


def by_streams(names: list[str]) -> str | None:
    """``names``: the streams of an OLE file."""
    found = {name.rpartition("/")[2].strip("\x01\x02\x03\x04\x05").casefold() for name in names}
    return next((sentence for stream, sentence in _STREAMS if stream in found), None)


def is_apple(names: list[str]) -> bool:
    """Whether the parts are those of a document of Numbers, Pages or Keynote, perhaps in a folder of its own name: one document, whatever
    lies within it. Such a document among others in an archive makes nothing of them."""
    folded = [name.casefold() for name in names]
    folders = {name.partition("/")[0] for name in folded}
    if len(folders) == 1 and next(iter(folders)).endswith((".numbers", ".pages", ".key")):
        folded = [name.partition("/")[2] for name in folded]
    if any(name.startswith("index/") and name.endswith(".iwa") for name in folded):
        return True
    has_view = any(name.startswith(("metadata/", "quicklook/")) for name in folded)
    return has_view and any(name in ("index.zip", "index.xml", "index.xml.gz", "index.apxl", "index.apxl.gz") for name in folded)


def by_parts(package: Package) -> str:
    """The sentence for a package that is no workbook."""
    names = {name.replace("\\", "/").lstrip("/").casefold() for name in package.names}
    if is_apple(package.names):
        return _apple(package)
    if "mimetype" in package:
        stated = package.read("mimetype")[:200].decode("ascii", "replace")
        if known := next((sentence for word, sentence in _MIME_TYPES if word in stated), None):
            return known
    if any(name.startswith("word/") for name in names):
        return _NO_SPREADSHEET.format("văn bản Word (.docx)")
    if any(name.startswith("ppt/") for name in names):
        return _NO_SPREADSHEET.format("bản trình chiếu PowerPoint (.pptx)")
    return NO_WORKBOOK


def _apple(package: Package) -> str:
    names = " ".join(package.names).casefold()
    program = (
        "Keynote"
        if "slide" in names
        else "Numbers"
        if "calculationengine" in names or "tables/" in names
        else "Numbers, Pages hoặc Keynote"
    )
    named = "Numbers (.numbers)" if program == "Numbers" else program
    return _APPLE.format(named, program)
