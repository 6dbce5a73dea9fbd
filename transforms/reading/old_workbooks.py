"""Workbooks of Excel 5 to 2003 (.xls): put right where the native reader would be wrong, and what their sheets say beside their values.

One record after another, each with its kind and length [MS-XLS], in the stream "Workbook" ("Book" before Excel 97) of an OLE file. Bytes
that are no such records end the walk; nothing here raises.

Data flow: bytes -> stream -> records, put right in their places -> stream for the native reader + ``SheetTraits`` per sheet
"""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from transforms.reading.cell_texts import ERROR_TEXTS, PERCENT, PERCENT_FORMATS, scaled_unit
from transforms.reading.page_headers import printed_texts
from transforms.reading.sheet_parts import MergedDown, SheetTraits, StruckCells, merged_down, runs

# kinds of records
_BOF, _EOF, _CODE_PAGE, _DATE_MODE, _LOCKED, _SHEET, _FONT, _FORMAT_OF_CELL = 0x809, 0x0A, 0x42, 0x22, 0x2F, 0x85, 0x31, 0xE0
_NUMBER_FORMAT = 0x41E
_ROW, _COLUMNS, _MERGES, _FORMULA, _ERROR = 0x208, 0x7D, 0xE5, 0x06, 0x205
#: Cells that hold something, by the place of their cell format: number, text, error or truth, formula.
_CELLS = frozenset((0xFD, 0x204, 0xD6, 0x203, 0x27E, _ERROR, _FORMULA))
_NUMBERS, _MANY_NUMBERS = frozenset((0x203, 0x27E, _FORMULA)), 0xBD
_PAGE_LINES = frozenset((0x14, 0x15))
#: A note's place and object, an object, the text of the object before it, and what goes on with the record before it.
_NOTE, _OBJECT, _OBJECT_TEXT, _GOES_ON = 0x1C, 0x5D, 0x1B6, 0x3C
_TOLD = _CELLS | _PAGE_LINES | {_MANY_NUMBERS, _ROW, _COLUMNS, _MERGES, _NOTE, _OBJECT, _OBJECT_TEXT, _GOES_ON}
#: A kind that no program has given a meaning: what carries it is passed over.
_NO_KIND = 0x0FED
_BIFF8, _UTF_16 = 0x0600, 1200
_NOT_AVAILABLE = 0x2A
#: Numbers that a workbook gives its own number formats, as the native reader expects them; Gnumeric and SheetJS begin at 50.
_FORMAT_NUMBERS = range(164, 383)
_KNOWN_FORMAT_NUMBERS = frozenset((*range(5, 9), *range(23, 27), *range(41, 45), *range(63, 67), *_FORMAT_NUMBERS))
#: A font with strikeout; the fifth font has the number 5, for there is none with the number 4.
_STRIKEOUT, _NO_FONT = 0x08, 4
_CALCULATE_ON_LOAD = 0x02
#: Operators that make a number of what stands before them: plus to power, and the signs.
_ARITHMETIC = frozenset((*range(0x03, 0x08), 0x12, 0x13, 0x14))

Record = tuple[int, int, int]


@dataclass
class OldWorkbook:
    """``stream``: the records, put right; ``traits``: of each sheet in the order of the workbook; ``since_1904``: whether its days are
    counted from 1904; ``whole``: whether the last record of each sheet is there."""

    stream: bytes
    names: list[str] = field(default_factory=list)
    traits: list[SheetTraits] = field(default_factory=list)
    since_1904: bool = False
    whole: list[bool] = field(default_factory=list)


@dataclass
class _Globals:
    """What the records before those of the sheets say."""

    version: int = 0
    is_of_a_library: bool = False
    since_1904: bool = False
    sheets: list[tuple[str, int]] = field(default_factory=list)
    struck_fonts: set[int] = field(default_factory=set)
    struck_formats: set[int] = field(default_factory=set)
    #: Places of the number formats and of the cell formats that refer to them.
    number_formats: list[int] = field(default_factory=list)
    cell_formats: list[int] = field(default_factory=list)
    #: Place of a cell format -> the unit that it shows behind a number.
    units: dict[int, str] = field(default_factory=dict)


def stream_names(data: bytes) -> list[str]:
    """The streams of an OLE file, which tell what kind of document it is; none if it cannot be opened."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return ["/".join(path) for path in file.listdir()]
    except Exception:  # a damaged file raises whatever its damage meets
        return []


def workbook_stream(data: bytes) -> bytes:
    """The stream of an OLE file that holds the workbook; empty if there is none."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            names = [name for name in ("Workbook", "Book") if file.exists(name)]
            return bytes(file.openstream(names[0]).read()) if names else b""
    except Exception:  # a damaged file raises whatever its damage meets
        return b""


def with_stream(data: bytes, stream: bytes) -> bytes:
    """The OLE file with another stream of the same length in the place of its workbook."""
    import olefile

    with olefile.OleFileIO(changed := io.BytesIO(data), write_mode=True) as file:
        file.write_stream("Workbook" if file.exists("Workbook") else "Book", stream)
        return changed.getvalue()


def is_locked(stream: bytes) -> bool:
    """True if the globals of the .xls say that what follows is encrypted."""
    for kind, _, _ in _records(stream, 0):
        if kind in (_LOCKED, _EOF):
            return kind == _LOCKED
    return False


def open_old_workbook(sent: bytes) -> OldWorkbook:
    """Put right: a code page that Excel 97 and later do not go by; charts that stand on sheets, whose own cells the reader would take
    for the sheet's; errors that it does not know; number formats whose numbers it does not expect, without which a date is a number."""
    stream = bytearray(sent)
    told = _globals(stream)
    told.units = _shown_units(stream, told)
    _renumber_formats(stream, told)
    book = OldWorkbook(sent, since_1904=told.since_1904)
    for name, place in told.sheets:
        traits, ended = _sheet(stream, place, told)
        book.names.append(name)
        book.traits.append(traits)
        book.whole.append(ended)
    book.stream = bytes(stream)
    return book


def _records(stream: bytes | bytearray, place: int) -> Iterator[Record]:
    """Kind, place and length of each record's body, to the end of the stream."""
    size, header = len(stream), struct.Struct("<HH").unpack_from
    while place + 4 <= size:
        kind, length = header(stream, place)
        place += 4
        if place + length > size:
            return
        yield kind, place, length
        place += length


def _globals(stream: bytearray) -> _Globals:
    told, fonts = _Globals(), 0
    for kind, place, length in _records(stream, 0):
        if kind == _BOF and length >= 8:
            told.version = struct.unpack_from("<H", stream, place)[0]
            # Excel notes its own versions here; what it has never saved it has never worked out.
            told.is_of_a_library = length >= 12 and not any(stream[place + 8 : place + 12])
        elif kind == _CODE_PAGE and length >= 2 and told.version == _BIFF8:
            struct.pack_into("<H", stream, place, _UTF_16)
        elif kind == _DATE_MODE and length >= 2:
            told.since_1904 = stream[place] == 1
        elif kind == _SHEET and length > 8:
            told.sheets.append(
                (_sheet_name(bytes(stream[place : place + length]), told.version), struct.unpack_from("<I", stream, place)[0])
            )
        elif kind == _FONT and length >= 4:
            if stream[place + 2] & _STRIKEOUT:
                told.struck_fonts.add(fonts + (fonts >= _NO_FONT))
            fonts += 1
        elif kind == _NUMBER_FORMAT and length >= 2:
            told.number_formats.append(place)
        elif kind == _FORMAT_OF_CELL and length >= 4:
            if told.struck_fonts and struct.unpack_from("<H", stream, place)[0] in told.struck_fonts:
                told.struck_formats.add(len(told.cell_formats))
            told.cell_formats.append(place)
        elif kind == _EOF:
            break
    return told


def _shown_units(stream: bytearray, told: _Globals) -> dict[int, str]:
    units = dict.fromkeys(PERCENT_FORMATS, PERCENT) if told.version == _BIFF8 else {}
    for place in told.number_formats if told.version == _BIFF8 else ():
        length = struct.unpack_from("<H", stream, place - 2)[0]
        form = _page_line(bytes(stream[place + 2 : place + length]), told.version)
        units[struct.unpack_from("<H", stream, place)[0]] = scaled_unit(form)
    stated = {number: units.get(struct.unpack_from("<H", stream, place + 2)[0], "") for number, place in enumerate(told.cell_formats)}
    return {number: unit for number, unit in stated.items() if unit}


def _renumber_formats(stream: bytearray, told: _Globals) -> None:
    """Each number format that has an unexpected number gets a free one, and the cell formats that refer to it with it."""
    numbers = {place: struct.unpack_from("<H", stream, place)[0] for place in told.number_formats}
    strange = [place for place, number in numbers.items() if number not in _KNOWN_FORMAT_NUMBERS]
    free = (number for number in _FORMAT_NUMBERS if number not in set(numbers.values()))
    renamed = {}
    for place, number in zip(strange, free, strict=False):
        renamed[numbers[place]] = number
        struct.pack_into("<H", stream, place, number)
    for place in told.cell_formats if renamed else ():
        number = struct.unpack_from("<H", stream, place + 2)[0]
        struct.pack_into("<H", stream, place + 2, renamed.get(number, number))


def _sheet_name(body: bytes, version: int) -> str:
    count, is_wide = body[6], version == _BIFF8 and body[7] & 1
    first = 8 if version == _BIFF8 else 7
    return body[first : first + (2 * count if is_wide else count)].decode("utf-16-le" if is_wide else "latin-1", "replace")


def _sheet(stream: bytearray, begin: int, told: _Globals) -> tuple[SheetTraits, bool]:
    """What the sheet says, and whether its last record is there. A substream within it is a chart: its records lose their kind."""
    sheet, depth = _Sheet(stream, told), 0
    for kind, place, length in _records(stream, begin):
        if depth > 1 or (depth == 1 and kind == _BOF):
            depth += (kind == _BOF) - (kind == _EOF)
            struct.pack_into("<H", stream, place - 4, _NO_KIND)
        elif kind == _BOF:
            depth = 1
        elif kind == _EOF:
            return sheet.traits(), True
        elif kind in _TOLD:
            sheet.take(kind, place, length)
    return sheet.traits(), False


class _Sheet:
    """What the records of one sheet say beside the values of its cells."""

    def __init__(self, stream: bytearray, told: _Globals) -> None:
        self._stream, self._told = stream, told
        self._rows: list[int] = []
        self._columns: list[tuple[int, int]] = []
        self._unvalued: list[tuple[int, int]] = []
        self._merges: list[MergedDown] = []
        self._struck = StruckCells()
        self._page_lines: list[str] = []
        self._scaled: list[tuple[int, int, str]] = []
        self._note_places: dict[int, tuple[int, int]] = {}
        self._object_texts: dict[int, str] = {}
        self._object, self._text_follows = 0, False

    def traits(self) -> SheetTraits:
        rows, page_texts = runs(self._rows), printed_texts(*self._page_lines)
        cells, scaled = tuple(self._unvalued), tuple(self._scaled)
        notes = [(row, column, self._object_texts.get(number, "")) for number, (row, column) in self._note_places.items()]
        return SheetTraits(
            rows,
            tuple(self._columns),
            cells,
            tuple(self._merges),
            self._struck.rows(),
            page_texts,
            scaled,
            tuple(notes),
            self._struck.cells(),
        )

    def take(self, kind: int, place: int, length: int) -> None:
        stream = self._stream
        if kind in _CELLS and length >= 6:
            self._cell(kind, place, length)
        elif kind == _ROW and length >= 14 and stream[place + 12] & 0x20:
            self._rows.append(struct.unpack_from("<H", stream, place)[0] + 1)
        elif kind == _COLUMNS and length >= 10 and stream[place + 8] & 1:
            first, last = struct.unpack_from("<HH", stream, place)
            self._columns.append((first, last))
        elif kind == _MERGES and length >= 2:
            self._merges += _merges(bytes(stream[place : place + length]))
        elif kind in (_NOTE, _OBJECT, _OBJECT_TEXT, _GOES_ON):
            self._take_note(kind, bytes(stream[place : place + length]))
        elif kind in _PAGE_LINES:
            self._page_lines.append(_page_line(bytes(stream[place : place + length]), self._told.version))
        elif kind == _MANY_NUMBERS and (self._told.struck_formats or self._told.units):
            row, column = struct.unpack_from("<HH", stream, place)
            for number, at in enumerate(range(place + 4, place + length - 2, 6)):
                form = struct.unpack_from("<H", stream, at)[0]
                self._struck.add(row + 1, column + number, is_struck=form in self._told.struck_formats)
                self._add_unit(row, column + number, form)

    def _take_note(self, kind: int, body: bytes) -> None:
        """Of Excel 97 and later: the text of an object stands in the record that goes on with it, behind a byte that says how wide."""
        if self._told.version != _BIFF8:
            return
        if kind == _OBJECT and len(body) >= 8:
            self._object = struct.unpack_from("<H", body, 6)[0]
        elif kind == _NOTE and len(body) >= 8:
            row, column, _, number = struct.unpack_from("<HHHH", body)
            self._note_places[number] = (row + 1, column)
        elif kind == _GOES_ON and self._text_follows and body:
            self._object_texts[self._object] = body[1:].decode("utf-16-le" if body[0] & 1 else "latin-1", "replace")
        self._text_follows = kind == _OBJECT_TEXT

    def _add_unit(self, row: int, column: int, form: int) -> None:
        if form in self._told.units:
            self._scaled.append((row + 1, column, self._told.units[form]))

    def _cell(self, kind: int, place: int, length: int) -> None:
        stream, told = self._stream, self._told
        row, column, form = struct.unpack_from("<HHH", stream, place)
        if kind == _FORMULA and length >= 22 and _is_unvalued(stream, place, length, told):
            self._unvalued.append((row + 1, column))
        elif kind == _ERROR and length >= 8 and stream[place + 7] and stream[place + 6] not in ERROR_TEXTS:
            stream[place + 6] = _NOT_AVAILABLE
        if kind in _NUMBERS:
            self._add_unit(row, column, form)
        if told.struck_formats:
            self._struck.add(row + 1, column, is_struck=form in told.struck_formats)


def _page_line(body: bytes, version: int) -> str:
    if version != _BIFF8:
        return body[1 : 1 + body[0]].decode("latin-1") if body else ""
    if len(body) < 3:
        return ""
    count, is_wide = int.from_bytes(body[:2], "little"), body[2] & 1
    return body[3 : 3 + (2 * count if is_wide else count)].decode("utf-16-le" if is_wide else "latin-1", "replace")


def _merges(body: bytes) -> Iterator[MergedDown]:
    count = min(int.from_bytes(body[:2], "little"), (len(body) - 2) // 8)
    for top, bottom, left, _ in struct.iter_unpack("<HHHH", body[2 : 2 + 8 * count]):
        yield from merged_down(top + 1, bottom + 1, left)


def _is_unvalued(stream: bytearray, place: int, length: int, told: _Globals) -> bool:
    """Whether nobody has worked the formula out: it says an empty text, and the program that wrote it computes nothing or it can only be a
    number; or it says nought and asks to be worked out when it is opened. An unknown error is put right on the way."""
    result = stream[place + 6 : place + 14]
    if result[6:] == b"\xff\xff":
        if result[0] == 2 and result[2] not in ERROR_TEXTS:
            stream[place + 8] = _NOT_AVAILABLE
        return result[0] == 3 and (told.is_of_a_library or _is_arithmetic(stream, place, length))
    return not any(result) and bool(stream[place + 14] & _CALCULATE_ON_LOAD)


def _is_arithmetic(stream: bytearray, place: int, length: int) -> bool:
    """Whether the last sign of the formula is one of arithmetic."""
    size = struct.unpack_from("<H", stream, place + 20)[0]
    last = place + 22 + size - 1
    return size > 0 and last < place + length and stream[last] in _ARITHMETIC


#: Magic numbers of the workbooks before Excel 5, which are no OLE files.
OLDEST = re.compile(rb"\x09(?:\x00\x04\x00|[\x02\x04]\x06\x00)", re.DOTALL)
