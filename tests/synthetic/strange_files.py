"""Traits of files that no writer at hand gives, made byte by byte: other places and names of parts, substreams, records, cells of other
kinds.

Data flow: bytes of a sound file -> the same with one trait
"""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Part = tuple[str, bytes] | None


# --- packages ---------------------------------------------------------------------------------------------------------
def altered(data: bytes, change: Callable[[str, bytes], Part]) -> bytes:
    """The package with each part as ``change`` gives it back; None leaves it out."""
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made := io.BytesIO(), "w") as new:
        for name in old.namelist():
            if part := change(name, old.read(name)):
                new.writestr(*part)
    return made.getvalue()


def replaced(data: bytes, part: str, before: bytes, after: bytes) -> bytes:
    """The package with other bytes in one of its parts; they must be there."""

    def change(name: str, content: bytes) -> Part:
        if name == part:
            assert before in content, (before, content[:400])
        return name, content.replace(before, after) if name == part else content

    return altered(data, change)


def with_backslashes(data: bytes) -> bytes:
    return altered(data, lambda name, content: (name.replace("/", "\\"), content))


def from_the_folder(data: bytes) -> bytes:
    """Parts that are named from the folder in which they were packed."""
    return altered(data, lambda name, content: (f"./{name}", content))


def in_other_letters(data: bytes) -> bytes:
    """Parts that are named in other letters than the relations to them."""
    return altered(data, lambda name, content: (name.replace("worksheets/sheet", "Worksheets/SHEET").replace("styles", "Styles"), content))


def in_another_place(data: bytes) -> bytes:
    """The workbook in a folder of its own; its relations lead to it, and some begin at the root."""

    def change(name: str, content: bytes) -> Part:
        content = content.replace(b'"xl/workbook.xml"', b'"/tables/book.xml"').replace(b"/xl/", b"/tables/")
        return name.replace("xl/", "tables/").replace("workbook.xml", "book.xml"), content

    return altered(data, change)


def with_prefixes(data: bytes) -> bytes:
    def change(name: str, content: bytes) -> Part:
        if name.startswith("xl/") and name.endswith(".xml") and "theme" not in name:
            content = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content).replace(b' xmlns="', b' xmlns:x="')
        return name, content

    return altered(data, change)


def strict(data: bytes) -> bytes:
    """The namespaces of ISO/IEC 29500 Strict."""

    def change(name: str, content: bytes) -> Part:
        content = content.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
        )
        return name, content.replace(OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")

    return altered(data, change)


# --- records of .xls --------------------------------------------------------------------------------------------------
def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def changed_records(data: bytes, change: Callable[[int, bytes], Sequence[tuple[int, bytes]]]) -> bytes:
    """The .xls with each record as ``change`` gives it back; the places of its sheets follow."""
    from xlwt.CompoundDoc import XlsDoc

    from transforms.reading.old_workbooks import workbook_stream

    bof, sheet = 0x809, 0x85
    stream, begins, entries = bytearray(), [], []
    depth = 0
    for kind, body in records(workbook_stream(data)):
        for new_kind, new_body in change(kind, body):
            if new_kind == bof and depth == 0:
                begins.append(len(stream))
            depth += (new_kind == bof) - (new_kind == 0x0A)
            if new_kind == sheet:
                entries.append(len(stream) + 4)
            stream += record(new_kind, new_body)
    for entry, begin in zip(entries, begins[1:], strict=True):
        struct.pack_into("<I", stream, entry, begin)
    XlsDoc().save(made := io.BytesIO(), bytes(stream))
    return made.getvalue()


def with_code_page(data: bytes, code_page: int) -> bytes:
    return changed_records(data, lambda kind, body: [(kind, struct.pack("<H", code_page) if kind == 0x42 else body)])


def with_chart(data: bytes) -> bytes:
    """A chart on each sheet: before the sheet's last records stands a substream of its own, with the numbers that the chart draws."""
    chart = [(0x809, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 6))]
    chart += [(0x203, struct.pack("<HHHd", row, column, 0, 1000.0 + row)) for row in range(4) for column in range(2)]
    is_sheet = [False]

    def change(kind: int, body: bytes) -> Sequence[tuple[int, bytes]]:
        if kind == 0x809:
            is_sheet[0] = body[2:4] == b"\x10\x00"
        return [*chart, (0x0A, b""), (kind, body)] if kind == 0x23E and is_sheet[0] else [(kind, body)]

    return changed_records(data, change)
