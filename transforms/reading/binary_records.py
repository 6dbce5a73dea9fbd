"""The two binary workbooks as records: what their sheets hide, and whether a password locks them.

Both forms are one record after another, each with its kind and length: .xls [MS-XLS] in the stream "Workbook" of an OLE file, .xlsb
[MS-XLSB] in the parts of a package. Bytes that are no such records end the walk; nothing here raises.

Data flow: bytes -> records of rows and columns alone -> ``Hidden`` per sheet
"""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator

from transforms.reading.sheet_parts import Hidden, runs, sheet_parts

# kinds of records, .xls and .xlsb
_FILEPASS, _SHEET_PLACE, _ROW, _COLUMNS, _END = 0x2F, 0x85, 0x208, 0x7D, 0x0A
_ROW_12, _COLUMNS_12, _SHEET_12 = 0, 60, 156
#: A row of .xls whose flag fDyZero is set; only where the bytes show one the records are walked at all.
_HIDDEN_ROW = re.compile(rb"\x08\x02\x10\x00.{12}[\x20-\x3f\x60-\x7f\xa0-\xbf\xe0-\xff]", re.DOTALL)
_HIDDEN_COLUMNS = re.compile(rb"\x7d\x00[\x0a-\x0c]\x00.{8}[\x01-\xff]", re.DOTALL)

Record = tuple[int, bytes]


def workbook_stream(data: bytes) -> bytes:
    """The stream of an OLE file that holds the workbook; empty if there is none."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            names = [name for name in ("Workbook", "Book") if file.exists(name)]
            return bytes(file.openstream(names[0]).read()) if names else b""
    except Exception:  # a damaged file raises whatever its damage meets
        return b""


def is_locked(stream: bytes) -> bool:
    """True if the globals of the .xls say that what follows is encrypted."""
    for kind, _ in records(stream, 0):
        if kind in (_FILEPASS, _END):
            return kind == _FILEPASS
    return False


def hidden_of_xls(stream: bytes) -> dict[str, Hidden]:
    """Sheet name -> what it hides."""
    if not _HIDDEN_ROW.search(stream) and not _HIDDEN_COLUMNS.search(stream):
        return {}
    return {name: _hidden_parts(records(stream, place), _row_of_xls, _columns_of_xls) for name, place in _places(stream)}


def hidden_of_xlsb(package: zipfile.ZipFile) -> dict[str, Hidden]:
    """Sheet name -> what it hides, of the sheets whose parts are there."""
    names = set(package.namelist())
    sheets = [_sheet_entry(body) for kind, body in records_12(package.read("xl/workbook.bin")) if kind == _SHEET_12]
    parts = sheet_parts(package.read("xl/_rels/workbook.bin.rels"), [entry for entry in sheets if entry is not None])
    return {name: _hidden_parts(records_12(package.read(part)), _row_of_xlsb, _columns_of_xlsb) for name, part in parts if part in names}


def records(stream: bytes, place: int) -> Iterator[Record]:
    """Records of .xls from ``place`` to the end of their substream."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        if kind == _END:
            return
        place += 4 + length


def records_12(part: bytes) -> Iterator[Record]:
    """Records of a part of .xlsb: kind and length take seven bits a byte."""
    place, size = 0, len(part)
    while place < size:
        kind = part[place]
        place += 1
        if kind & 0x80 and place < size:
            kind = (kind & 0x7F) | (part[place] & 0x7F) << 7
            place += 1
        length, shift = 0, 0
        while place < size and shift < 28:
            byte = part[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, part[place : place + length]
        place += length


def _hidden_parts(
    found: Iterator[Record], row_of: Callable[[int, bytes], int | None], columns_of: Callable[[int, bytes], tuple[int, int] | None]
) -> Hidden:
    rows, columns = [], []
    for kind, body in found:
        if (row := row_of(kind, body)) is not None:
            rows.append(row + 1)
        elif (span := columns_of(kind, body)) is not None:
            columns.append(span)
    return Hidden(runs(rows), tuple(columns))


def _row_of_xls(kind: int, body: bytes) -> int | None:
    return int.from_bytes(body[:2], "little") if kind == _ROW and len(body) >= 14 and body[12] & 0x20 else None


def _columns_of_xls(kind: int, body: bytes) -> tuple[int, int] | None:
    if kind != _COLUMNS or len(body) < 10 or not body[8] & 1:
        return None
    first, last = struct.unpack_from("<HH", body)
    return first, last


def _row_of_xlsb(kind: int, body: bytes) -> int | None:
    return int.from_bytes(body[:4], "little") if kind == _ROW_12 and len(body) >= 12 and body[11] & 0x10 else None


def _columns_of_xlsb(kind: int, body: bytes) -> tuple[int, int] | None:
    if kind != _COLUMNS_12 or len(body) < 18 or not body[16] & 1:
        return None
    first, last = struct.unpack_from("<II", body)
    return first, last


def _places(stream: bytes) -> Iterator[tuple[str, int]]:
    """Name of each sheet and the place of its first record."""
    for kind, body in records(stream, 0):
        if kind == _SHEET_PLACE and len(body) > 8:
            count, is_wide = body[6], body[7] & 1
            name = body[8 : 8 + (2 * count if is_wide else count)].decode("utf-16-le" if is_wide else "latin-1", "replace")
            yield name, int.from_bytes(body[:4], "little")


def _sheet_entry(body: bytes) -> tuple[str, str] | None:
    """Name of a sheet and the id of its relation."""
    texts, place = [], 8
    for _ in range(2):
        if place + 4 > len(body):
            return None
        length = 2 * int.from_bytes(body[place : place + 4], "little")
        texts.append(body[place + 4 : place + 4 + length].decode("utf-16-le", "replace"))
        place += 4 + length
    return texts[1], texts[0]
