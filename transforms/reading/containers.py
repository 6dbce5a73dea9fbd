"""Containers: what a delivery is by its bytes, never by its name, and the reader of each container.

One-stop systems name web pages ``.xls``, people rename CSV files ``.xlsx``; a name proves nothing. One bad sheet never costs the file: it
alone is left unread, and told.

Data flow: bytes -> sniffed kind -> excel_packages | old_workbooks | binary_workbooks | opendocument | markup | plain_text -> grids of text
"""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from xml.etree import ElementTree

import polars as pl

from transforms.reading.binary_workbooks import is_binary_workbook, read_binary_workbook
from transforms.reading.cell_texts import DAY_ZERO, DAY_ZERO_1904
from transforms.reading.entities import WRITTEN, with_letters
from transforms.reading.excel_packages import is_excel_package, is_worth_a_core, open_excel_package
from transforms.reading.grids import Unreadable, columns_where, tidy_grid
from transforms.reading.markup import read_page
from transforms.reading.model import Grid
from transforms.reading.old_workbooks import is_locked, open_old_workbook, stream_names, with_stream, workbook_stream
from transforms.reading.opendocument import read_opendocument
from transforms.reading.other_formats import by_beginning, by_parts, by_streams, by_xml
from transforms.reading.packages import DAMAGED, NOT_READ, PASSWORD, ZIP_ERRORS, Package, open_zip, too_big
from transforms.reading.plain_text import first_characters, read_csv_grid
from transforms.reading.sheet_parts import with_traits
from transforms.reading.spreadsheet_xml import read_spreadsheet_xml
from transforms.reading.web_archives import is_web_archive, read_web_archive
from transforms.reading.workbooks import read_workbook

__all__ = ["MAX_UNPACKED_BYTES", "Sheets", "Unreadable", "read_grids", "read_sheets"]

MAX_UNPACKED_BYTES = 512 * 2**20
_OLE = b"\xd0\xcf\x11\xe0"
#: Excel locks with this word what is only to be kept from changes, and opens it without asking.
_EXCELS_OWN_PASSWORD = "VelvetSweatshop"
_NO_CELL = "Tệp không có ô nào có dữ liệu. Xuất lại tệp rồi gửi lại."
_BEFORE_PAGE = re.compile(r"<\?xml[^>]*>|<!--.*?-->|\s+", re.DOTALL)
_PAGE = re.compile(
    r"<!doctype html|<(?:html|head|body|meta|link|base|title|style|script|div|center|font|form|main|section|article|header|nav|figure|table"
    r"|caption|thead|tbody|tr|td|th|p|h[1-6]|b|i|u|strong|em|span|a|br|hr|img|input|label|ul|ol)(?=[\s>])|<[bh]r/>"
)
#: The first element of XML Spreadsheet 2003; programs that write by a library prefix it.
_WORKBOOK = re.compile(r"<(?:\w{1,20}:)?workbook\b")
#: A table with its rows, behind texts that no tag holds.
_TABLE = re.compile(r"<table(?:\s[^<>]*+)?>\s*+<(?:caption|colgroup|col|thead|tbody|tr)(?=[\s/>])")


@dataclass(frozen=True)
class Sheets:
    """``unread``: names of the sheets that cannot be read."""

    grids: list[Grid]
    unread: tuple[str | None, ...] = ()


def read_grids(data: bytes, *, max_unpacked_bytes: int = MAX_UNPACKED_BYTES) -> list[Grid]:
    """The sheets of ``read_sheets`` that can be read."""
    return read_sheets(data, max_unpacked_bytes=max_unpacked_bytes).grids


def read_sheets(data: bytes, *, max_unpacked_bytes: int = MAX_UNPACKED_BYTES) -> Sheets:
    """Every sheet, page or record list of a delivery as text, hidden sheets included.

    Raises ``Unreadable`` and nothing else: for an empty, damaged, password-protected or oversized file, for any format that is neither a
    workbook nor a text of cells, and where not one sheet can be read.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("Tệp rỗng (không có dữ liệu). Xuất lại tệp rồi gửi lại.")
    if len(data) > max_unpacked_bytes:
        raise Unreadable(too_big(max_unpacked_bytes))
    read = _read_by_bytes(data, max_unpacked_bytes)
    grids = [_in_letters(grid) for grid in read.grids if grid.frame.height]
    grids = [grid for grid in grids if grid.frame.height]
    if not grids:
        raise Unreadable(NOT_READ if read.unread else _NO_CELL)
    return Sheets(grids, read.unread)


def _in_letters(grid: Grid) -> Grid:
    """The grid without U+0000 (in workbooks "_x0000_"), a control character like others but one that no database takes, and with letters in
    the place of HTML entities; a blank that was written so is blank."""
    frame = grid.frame
    dirty = columns_where(frame, pl.all().str.contains("\x00", literal=True))
    if dirty:
        frame = frame.with_columns_seq(pl.col(dirty).str.replace_all("\x00", "", literal=True))
    written = columns_where(frame, pl.all().str.contains(WRITTEN))
    if written:
        frame = tidy_grid(None, frame.with_columns_seq(_with_letters(frame[name]) for name in written)).frame
    return replace(grid, frame=frame) if dirty or written else grid


def _with_letters(texts: pl.Series) -> pl.Series:
    """Each different text once."""
    found = texts.filter(texts.str.contains(WRITTEN).fill_null(False)).unique()
    return texts.replace(found, pl.Series([with_letters(text) for text in found], dtype=pl.String))


def _read_by_bytes(data: bytes, limit: int) -> Sheets:
    if data.startswith(b"PK"):
        return _read_package(data, limit)
    if data.startswith(_OLE):
        return _read_ole(data, limit)
    if known := by_beginning(data):
        raise Unreadable(known)
    return _read_text(data)


def _read_text(data: bytes) -> Sheets:
    """Web pages and XML show themselves by their first tag, whatever blanks, BOM or comment stand before it."""
    head = first_characters(data)
    if "urn:schemas-microsoft-com:office:spreadsheet" in head and _WORKBOOK.search(head):
        return _apart(read_spreadsheet_xml(data))
    if _begins_a_page(head):
        return Sheets(read_page(data))
    if is_web_archive(head):
        return Sheets(read_web_archive(data))
    if head.startswith("<?xml"):
        raise Unreadable(by_xml(head) or "Tệp XML này không phải bảng tính. Xuất lại ở dạng Excel (.xlsx) rồi gửi lại.")
    return Sheets([read_csv_grid(data)])


def _begins_a_page(head: str) -> bool:
    """Whether the first tag behind declarations, comments and blanks is one of a page, or a table of one follows soon."""
    start = 0
    while found := _BEFORE_PAGE.match(head, start):
        start = found.end()
    return (_PAGE.match(head, start) or _TABLE.search(head)) is not None


# --- packages (zip) -------------------------------------------------------------------------------------------------
def _read_package(data: bytes, limit: int) -> Sheets:
    try:
        with open_zip(data) as file:
            package = Package(file, limit=limit)
            if package.is_locked or _is_locked_opendocument(package):
                raise Unreadable(PASSWORD)
            if is_binary_workbook(package):
                return _apart(read_binary_workbook(package))
            if is_excel_package(package):
                return _read_excel_package(data, package)
            if "content.xml" in package and _says_spreadsheet(package):
                return _apart(read_opendocument(package))
            raise Unreadable(by_parts(package))
    except (*ZIP_ERRORS, ElementTree.ParseError) as error:
        raise Unreadable(DAMAGED) from error
    except (ValueError, LookupError, NotImplementedError) as error:
        raise Unreadable(NOT_READ) from error


def _apart(sheets: list[Grid | str]) -> Sheets:
    return Sheets([one for one in sheets if isinstance(one, Grid)], tuple(one for one in sheets if isinstance(one, str)))


def _is_locked_opendocument(package: Package) -> bool:
    """OpenDocument encrypts each part and says so in the manifest alone."""
    manifest = "META-INF/manifest.xml"
    return "content.xml" in package and manifest in package and b"encryption-data" in package.read(manifest)


def _says_spreadsheet(package: Package) -> bool:
    """A package that does not say its kind is taken for a spreadsheet if it has tables."""
    stated = package.read("mimetype") if "mimetype" in package else b""
    return b"opendocument.spreadsheet" in stated or (not stated.strip() and b"office:spreadsheet" in package.read("content.xml"))


def _read_excel_package(data: bytes, package: Package) -> Sheets:
    with ThreadPoolExecutor(1) as beside:
        # The native reader needs a core, not Python's lock; what it makes of a workbook that has to be put right is forgotten.
        early = beside.submit(read_workbook, data, day_zero=DAY_ZERO, may_hold_errors=False) if is_worth_a_core(package) else None
        book = open_excel_package(data, package)
        sheets = [sheet for sheet in book.sheets if sheet.is_read]
        reasons = [sheet.reason for sheet in book.sheets if not sheet.is_read and sheet.reason]
        if not sheets:
            raise Unreadable(reasons[0] if reasons else NOT_READ)
        may_hold_errors = any(sheet.may_hold_errors for sheet in sheets)
        if early is not None and book.data is data and not may_hold_errors:
            grids = early.result()
        else:
            day_zero = f"{DAY_ZERO}|{DAY_ZERO_1904}" if book.since_1904 else DAY_ZERO
            grids = read_workbook(book.data, day_zero=day_zero, may_hold_errors=may_hold_errors)
    read = [
        replace(with_traits(grid, sheet.traits), name=sheet.name, since_1904=book.since_1904)
        for grid, sheet in zip(grids, sheets, strict=True)
        if grid is not None
    ]
    unread = {sheet.name for sheet in book.sheets} - {grid.name for grid in read}
    return Sheets(read, tuple(sheet.name for sheet in book.sheets if sheet.name in unread))


# --- OLE files --------------------------------------------------------------------------------------------------------
def _read_ole(data: bytes, limit: int) -> Sheets:
    names = stream_names(data)
    sent = workbook_stream(data)
    if "EncryptedPackage" in names or "EncryptedPackage".encode("utf-16-le") in data or is_locked(sent):
        return _read_by_bytes(_unlocked(data), limit)
    if not sent:
        raise Unreadable(by_streams(names) or (NOT_READ if names else DAMAGED))
    return _read_old_workbook(data, sent)


def _read_old_workbook(data: bytes, sent: bytes) -> Sheets:
    """``sent``: the stream of the workbook in the file. A sheet that breaks off is not read: who knows what it held."""
    book = open_old_workbook(sent)
    try:
        grids = read_workbook(
            data if book.stream == sent else with_stream(data, book.stream),
            day_zero=f"{DAY_ZERO}|{DAY_ZERO_1904}" if book.since_1904 else DAY_ZERO,
        )
    except Unreadable as error:
        raise Unreadable(error.reason_vi if all(book.whole) else DAMAGED) from error
    if len(grids) != len(book.names):
        return Sheets([grid for grid in grids if grid is not None])
    sheets = list(zip(book.names, grids, book.traits, book.whole, strict=True))
    read = [
        replace(with_traits(grid, traits), since_1904=book.since_1904)
        for _, grid, traits, is_whole in sheets
        if grid is not None and is_whole
    ]
    if not read and not all(book.whole):
        raise Unreadable(DAMAGED)
    return Sheets(read, tuple(name for name, grid, _, is_whole in sheets if grid is None or not is_whole))


def _unlocked(data: bytes) -> bytes:
    """What Excel opens without asking; raises ``Unreadable`` where a password of somebody's own is needed."""
    import msoffcrypto

    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=_EXCELS_OWN_PASSWORD)
        file.decrypt(made := io.BytesIO())
        unlocked = made.getvalue()
    except Exception as error:  # a damaged or a locked file raises whatever is wrong with it
        raise Unreadable(PASSWORD) from error
    if not unlocked.startswith((b"PK", _OLE)) or unlocked == data or is_locked(workbook_stream(unlocked)):
        raise Unreadable(PASSWORD)
    return unlocked
