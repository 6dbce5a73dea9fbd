"""What a delivery is by its bytes, never by its name, and the reader of each container.

One-stop systems name web pages ``.xls``, people rename CSV files ``.xlsx``; a name proves nothing.

Data flow: bytes -> sniffed kind -> workbooks | markup | plain_text -> grids of text
"""

import io
import re
import zipfile
import zlib
from dataclasses import replace

import polars as pl

from transforms.reading.binary_records import hidden_of_xls, is_locked, workbook_stream
from transforms.reading.grids import FAR_CELLS, MAX_CELLS, Unreadable
from transforms.reading.hidden import hidden_parts, with_hidden
from transforms.reading.markup import read_page
from transforms.reading.model import Grid
from transforms.reading.plain_text import first_characters, read_csv_grid
from transforms.reading.sheet_parts import Hidden
from transforms.reading.spreadsheet_xml import read_spreadsheet_xml
from transforms.reading.web_archives import is_web_archive, read_web_archive
from transforms.reading.workbooks import DAMAGED, PASSWORD, read_workbook

__all__ = ["MAX_UNPACKED_BYTES", "Unreadable", "read_grids"]

MAX_UNPACKED_BYTES = 512 * 2**20
_OLE = b"\xd0\xcf\x11\xe0"
_OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "ảnh"),
    (b"\xff\xd8\xff", "ảnh"),
    (b"GIF8", "ảnh"),
    (b"Rar!", "nén RAR"),
    (b"7z\xbc\xaf", "nén 7z"),
    (b"\x1f\x8b", "nén GZIP"),
    (b"{\\rtf", "văn bản RTF"),
)
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension[^>]*ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
_VALUE_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]+)(\d+)"[^>/]*>')


def read_grids(data: bytes, *, max_unpacked_bytes: int = MAX_UNPACKED_BYTES) -> list[Grid]:
    """Every sheet, page or record list of a delivery as text, hidden sheets included.

    Raises ``Unreadable`` and nothing else: for an empty, damaged, password-protected or oversized file and for any
    format that is neither a workbook nor a text of cells.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("Tệp rỗng (không có dữ liệu). Xuất lại tệp rồi gửi lại.")
    if len(data) > max_unpacked_bytes:
        raise Unreadable(_too_big(max_unpacked_bytes))
    grids = [_without_nul(grid) for grid in _read_by_bytes(data, max_unpacked_bytes)]
    if not any(grid.frame.height for grid in grids):
        raise Unreadable("Tệp không có ô nào có dữ liệu. Xuất lại tệp rồi gửi lại.")
    return grids


def _without_nul(grid: Grid) -> Grid:
    """U+0000 (in workbooks "_x0000_") is a control character like others, but one that no database takes."""
    dirty = [name for name in grid.frame.columns if grid.frame[name].str.contains("\x00", literal=True).any()]
    return replace(grid, frame=grid.frame.with_columns(pl.col(dirty).str.replace_all("\x00", "", literal=True))) if dirty else grid


def _too_big(limit: int) -> str:
    return f"Tệp quá lớn sau khi giải nén (giới hạn {limit // 2**20} MB). Chia nhỏ danh sách hoặc xóa vùng trống rồi gửi lại."


def _read_by_bytes(data: bytes, limit: int) -> list[Grid]:
    if data.startswith(b"PK"):
        _check_package(data, limit)
        hidden = hidden_parts(data)
        return [with_hidden(grid, hidden.get(grid.name or "", Hidden())) for grid in read_workbook(data)]
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(PASSWORD)
        stream = workbook_stream(data)
        if is_locked(stream):
            raise Unreadable(PASSWORD)
        hidden = hidden_of_xls(stream)
        return [with_hidden(grid, hidden.get(grid.name or "", Hidden())) for grid in read_workbook(data)]
    for magic, kind in _OTHER_KINDS:
        if data.startswith(magic):
            raise Unreadable(f"Tệp là tệp {kind}, không phải bảng tính. Xuất lại ở dạng Excel (.xlsx) rồi gửi lại.")
    return _read_text(data)


def _read_text(data: bytes) -> list[Grid]:
    """Web pages and XML show themselves by their first tag, whatever blanks, BOM or comment stand before it."""
    head = first_characters(data)
    if "urn:schemas-microsoft-com:office:spreadsheet" in head and "<workbook" in head:
        return read_spreadsheet_xml(data)
    if re.match(r"(<\?xml[^>]*>|<!--.*?-->|\s)*(<!doctype html|<html|<head|<body|<meta|<style|<div|<center|<table|<tr)", head, re.DOTALL):
        return read_page(data)
    if is_web_archive(head):
        return read_web_archive(data)
    if head.startswith("<?xml"):
        raise Unreadable("Tệp XML này không phải bảng tính. Xuất lại ở dạng Excel (.xlsx) rồi gửi lại.")
    return [read_csv_grid(data)]


# --- packages (zip) -------------------------------------------------------------------------------------------------
def _check_package(data: bytes, limit: int) -> None:
    """Refuses what is no workbook and what would not fit into memory, before the native reader sees it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > limit:
                raise Unreadable(_too_big(limit))
            names = {entry.filename for entry in entries}
            _check_names(names, any(entry.flag_bits & 1 for entry in entries) or _is_locked_ods(package, names))
            for entry in entries:
                _check_entry(package, entry, limit)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError) as error:
        raise Unreadable(DAMAGED) from error


def _is_locked_ods(package: zipfile.ZipFile, names: set[str]) -> bool:
    """OpenDocument encrypts each part and says so in the manifest alone."""
    manifest = "META-INF/manifest.xml"
    return "content.xml" in names and manifest in names and b"encryption-data" in package.read(manifest)


def _check_names(names: set[str], encrypted: bool) -> None:
    if encrypted:
        raise Unreadable(PASSWORD)
    if names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        return
    if "word/document.xml" in names:
        raise Unreadable("Tệp là văn bản Word, không phải bảng tính. Xuất lại ở dạng Excel (.xlsx) rồi gửi lại.")
    raise Unreadable("Tệp nén không phải là bảng tính. Giải nén rồi gửi từng tệp Excel.")


def _check_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> None:
    """An entry may lie about its size; XML that seems to shrink by less than half is counted by unpacking it."""
    if entry.compress_size > 400_000 and entry.file_size < 2 * entry.compress_size and entry.filename.endswith((".xml", ".bin")):
        _unpack(package, entry, limit)
    if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
        _check_extent(package, entry)


def _unpack(package: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> None:
    unpacker, seen = zlib.decompressobj(-15), 0
    with package.open(entry):  # seeks nothing: proves that the local header is sound
        pass
    raw = _raw_bytes(package, entry)
    while raw and not unpacker.eof:
        seen += len(unpacker.decompress(raw, 2**20))
        raw = unpacker.unconsumed_tail
        if seen > limit:
            raise Unreadable(_too_big(limit))


def _raw_bytes(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    stream = package.fp
    if stream is None or entry.compress_type != zipfile.ZIP_DEFLATED:
        return b""
    stream.seek(entry.header_offset + 26)
    lengths = stream.read(4)
    stream.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    return stream.read(entry.compress_size)


def _check_extent(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """A huge stated extent is often only formatting; the cells themselves decide, and they are read only then."""
    with package.open(entry) as stream:
        stated = _DIMENSION.search(stream.read(4096))
    if stated is None or _column_number(stated[1]) * int(stated[2]) <= MAX_CELLS:
        return
    with package.open(entry) as stream:
        cells = _VALUE_CELL.findall(stream.read())
    width = max((_column_number(letters) for letters, _ in cells), default=0)
    if width * max((int(row) for _, row in cells), default=0) > MAX_CELLS:
        raise Unreadable(FAR_CELLS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
