"""Binary workbooks of Excel since 2007 (.xlsb).

One row is one sheet row. The parts of the package are one record after another, each with its kind and length [MS-XLSB]; bytes that are no
such records end the walk. Cells are printed as those of other workbooks are.

Data flow: bytes of a package -> records -> rows of cells -> Grid per sheet
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from transforms.reading.cell_texts import (
    ERROR,
    ERROR_TEXTS,
    PERCENT,
    PERCENT_FORMATS,
    as_shown,
    day_number_text,
    is_date_format,
    number_text,
    scaled_unit,
)
from transforms.reading.excel_packages import texts_of_boxes
from transforms.reading.grids import FAR_CELLS, MAX_CELLS, MAX_COLUMNS, Unreadable, grid_from_rows
from transforms.reading.model import Grid
from transforms.reading.packages import ZIP_ERRORS, Package
from transforms.reading.page_headers import printed_texts
from transforms.reading.sheet_parts import MergedDown, SheetTraits, StruckCells, merged_down, runs, with_traits
from transforms.vietnamese.text import UNVALUED

# kinds of records
_ROW, _SHARED_TEXT, _FONT, _NUMBER_FORMAT, _CELL_FORMAT, _COLUMNS, _SHEET, _PROPERTIES, _MERGE = 0, 19, 43, 44, 47, 60, 156, 153, 176
_CALCULATION, _CALCULATION_FLAGS = 157, 24
_PAGE_LINES, _MOST_PAGE_LINES = 479, 6
_BEGIN_NOTE, _NOTE_TEXT = 635, 637
_BEGIN_FORMATS, _END_FORMATS = 617, 618
#: Kinds of cells by what they hold. Short ones stand right of the cell before them and do not say their column.
_FIRST_SHORT, _LAST_SHORT, _RICH_TEXT = 12, 18, 62
_SHORTENED = _FIRST_SHORT - 1
_RK, _ERROR, _TRUTH, _REAL, _TEXT, _SHARED = 2, 3, 4, 5, 6, 7
#: A formula by its value, with the kind of cell that holds such a value.
_FORMULAS = {8: _TEXT, 9: _REAL, 10: _TRUTH, 11: _ERROR}
#: In the flags of the workbook's calculation, and in those behind the value of a formula: to be worked out when it is opened.
_FULL_ON_LOAD, _ON_LOAD = 0x01, 0x02
_STRIKEOUT = 0x08
_LAST_ROW = 1_048_576
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
Record = tuple[int, bytes]


@dataclass
class _Book:
    """What cells refer to. ``dates``, ``struck``, ``units`` (see ``scaled_unit``): for each cell format. ``calculates``: the program that
    wrote it has worked out nothing itself, and a nought beside its formulas says nothing."""

    texts: list[str] = field(default_factory=list)
    dates: list[bool] = field(default_factory=list)
    struck: list[bool] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    since_1904: bool = False
    calculates: bool = False


def is_binary_workbook(package: Package) -> bool:
    return (package.main_part() or "").casefold().endswith(".bin")


def read_binary_workbook(package: Package) -> list[Grid | str]:
    """The sheets of cells; in the place of one that cannot be read its name."""
    main = package.main_part() or ""
    relations = package.relations(main)
    targets = {identifier: (kind, target) for kind, target, identifier in relations}
    book = _Book()
    read_from = {kind.rpartition("/")[2]: target for kind, target, _ in relations}
    if read_from.get("sharedStrings", "") in package:
        book.texts = [_rich_text(body) for kind, body in records_12(package.read(read_from["sharedStrings"])) if kind == _SHARED_TEXT]
    if read_from.get("styles", "") in package:
        _read_styles(package.read(read_from["styles"]), book)
    workbook = list(records_12(package.read(main)))
    book.since_1904 = any(kind == _PROPERTIES and body[:1] and body[0] & 1 for kind, body in workbook)
    flags = [body[_CALCULATION_FLAGS] for kind, body in workbook if kind == _CALCULATION and len(body) > _CALCULATION_FLAGS]
    book.calculates = any(flag & _FULL_ON_LOAD for flag in flags)
    grids = []
    for entry in (_sheet_entry(body) for kind, body in workbook if kind == _SHEET):
        if entry is None:
            continue
        name, state, relation = entry
        kind, target = targets.get(relation, ("", ""))
        if not kind.endswith("/chartsheet"):
            grids.append(_sheet(package, target, name, state, book))
    return [grid for grid in grids if isinstance(grid, str) or grid.frame.height]


def records_12(part: bytes) -> Iterator[Record]:
    """Records of a part: kind and length take seven bits a byte."""
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


def _sheet_entry(body: bytes) -> tuple[str, int, str] | None:
    """Name and state of a sheet (0 is shown), and the id of its relation."""
    relation, place = _wide_text(body, 8)
    name, _ = _wide_text(body, place)
    return (name, int.from_bytes(body[:4], "little"), relation) if name else None


def _wide_text(body: bytes, place: int) -> tuple[str, int]:
    length = 2 * int.from_bytes(body[place : place + 4], "little")
    end = place + 4 + length
    return body[place + 4 : end].decode("utf-16-le", "replace"), end


def _rich_text(body: bytes) -> str:
    """A text behind a byte that says what follows it."""
    return _wide_text(body, 1)[0]


def _page_lines(body: bytes) -> Iterator[str]:
    """Head and foot of odd, even and first pages behind two bytes; a line that is not there has a length of all ones."""
    place = 2
    for _ in range(_MOST_PAGE_LINES):
        if place + 4 <= len(body):
            is_there = body[place : place + 4] != b"\xff\xff\xff\xff"
            text, place = _wide_text(body, place) if is_there else ("", place + 4)
            yield text


def _read_styles(part: bytes, book: _Book) -> None:
    formats: dict[int, bool] = {number: True for number in _DATE_FORMATS}
    struck_fonts: list[bool] = []
    units: dict[int, str] = dict.fromkeys(PERCENT_FORMATS, PERCENT)
    is_inside = False
    for kind, body in records_12(part):
        if kind == _NUMBER_FORMAT:
            shown = _wide_text(body, 2)[0]
            formats[int.from_bytes(body[:2], "little")] = is_date_format(shown)
            units[int.from_bytes(body[:2], "little")] = scaled_unit(shown)
        elif kind == _FONT:
            struck_fonts.append(len(body) > 2 and bool(body[2] & _STRIKEOUT))
        elif kind in (_BEGIN_FORMATS, _END_FORMATS):
            is_inside = kind == _BEGIN_FORMATS
        elif kind == _CELL_FORMAT and is_inside and len(body) >= 6:
            _, form, font = struct.unpack_from("<HHH", body)
            book.dates.append(formats.get(form, False))
            book.units.append(units.get(form, ""))
            book.struck.append(font < len(struck_fonts) and struck_fonts[font])


def _sheet(package: Package, target: str, name: str, state: int, book: _Book) -> Grid | str:
    try:
        sheet = _Sheet(book)
        sheet.read(package.read(target))
        grid = grid_from_rows(name, sheet.rows, visible=state == 0)
    except (KeyError, IndexError, struct.error, Unreadable, *ZIP_ERRORS):
        return name
    page_texts = (*sheet.page_texts, *dict.fromkeys(texts_of_boxes(package, target)))
    traits = SheetTraits(runs(sheet.hidden_rows), tuple(sheet.hidden_columns), (), tuple(sheet.merges), sheet.struck.rows(), page_texts)
    grid = replace(grid, since_1904=book.since_1904)
    return with_traits(grid, replace(traits, notes=tuple(_notes(package, target)), struck_cells=sheet.struck.cells()))


def _notes(package: Package, target: str) -> Iterator[tuple[int, int, str]]:
    """Notes on cells: the place of each stands in the record that begins it, its text in one that follows. A damaged part has none."""
    row = column = 0
    for part in [part for kind, part, _ in package.relations(target) if kind.endswith("/comments")]:
        try:
            records = list(records_12(package.read(part)))
        except (KeyError, IndexError, struct.error, Unreadable, *ZIP_ERRORS):
            continue
        for kind, body in records:
            if kind == _BEGIN_NOTE and len(body) >= 16:
                row, _, column = struct.unpack_from("<III", body, 4)
            elif kind == _NOTE_TEXT and len(body) >= 5:
                yield row + 1, column, _rich_text(body)


class _Sheet:
    """The cells of one sheet."""

    def __init__(self, book: _Book) -> None:
        self.rows: list[list[str | None]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.merges: list[MergedDown] = []
        self.struck = StruckCells()
        self.page_texts: tuple[str, ...] = ()
        self._book = book
        self._has_struck = any(book.struck)
        self._row = 0
        self._column = -1
        self._width = 0

    def read(self, part: bytes) -> None:
        for kind, body in records_12(part):
            if kind == _ROW:
                self._begin_row(body)
            elif kind <= _LAST_SHORT or kind == _RICH_TEXT:
                self._cell(kind, body)
            elif kind == _COLUMNS and len(body) >= 18 and body[16] & 1:
                self.hidden_columns.append(struct.unpack_from("<II", body))
            elif kind == _MERGE and len(body) >= 12:
                top, bottom, left = struct.unpack_from("<III", body)
                self.merges += merged_down(top + 1, bottom + 1, left)
            elif kind == _PAGE_LINES:
                self.page_texts = printed_texts(*_page_lines(body))

    def _begin_row(self, body: bytes) -> None:
        self._row, self._column = int.from_bytes(body[:4], "little") + 1, -1
        if len(body) >= 12 and body[11] & 0x10:
            self.hidden_rows.append(self._row)

    def _cell(self, kind: int, body: bytes) -> None:
        if _FIRST_SHORT <= kind <= _LAST_SHORT:
            self._column += 1
            kind, place = kind - _SHORTENED, 4
        else:
            self._column, place = int.from_bytes(body[:4], "little"), 8
        style = int.from_bytes(body[place - 4 : place - 1], "little")
        value = UNVALUED if self._is_unvalued(kind, body, place) else self._value(_FORMULAS.get(kind, kind), body, place, style)
        if value is not None:
            self._put(value)
            if self._has_struck:
                self.struck.add(self._row, self._column, is_struck=style < len(self._book.struck) and self._book.struck[style])

    def _is_unvalued(self, kind: int, body: bytes, place: int) -> bool:
        """Whether nobody has worked the formula out: it says nought and asks to be worked out when it is opened."""
        if _FORMULAS.get(kind) != _REAL or len(body) < place + 9 or any(body[place : place + 8]):
            return False
        return self._book.calculates or bool(body[place + 8] & _ON_LOAD)

    def _put(self, value: str) -> None:
        if not 1 <= self._row <= _LAST_ROW or not 0 <= self._column < MAX_COLUMNS:
            raise Unreadable(FAR_CELLS)
        self._width = max(self._width, self._column + 1)
        if self._row * self._width > MAX_CELLS:
            raise Unreadable(FAR_CELLS)
        self.rows.extend([] for _ in range(self._row - len(self.rows)))
        row = self.rows[self._row - 1]
        row.extend([None] * (self._column + 1 - len(row)))
        row[self._column] = value

    def _value(self, kind: int, body: bytes, place: int, style: int) -> str | None:
        if kind == _SHARED:
            number = int.from_bytes(body[place : place + 4], "little")
            return self._book.texts[number] if number < len(self._book.texts) else ERROR
        if kind == _TEXT:
            return _wide_text(body, place)[0]
        if kind == _RICH_TEXT:
            return _wide_text(body, place + 1)[0]
        if kind == _REAL:
            return self._number(struct.unpack_from("<d", body, place)[0], style)
        if kind == _RK:
            return self._number(_rk_number(struct.unpack_from("<i", body, place)[0]), style)
        if kind == _TRUTH:
            return "true" if body[place] else "false"
        return ERROR_TEXTS.get(body[place], ERROR) if kind == _ERROR else None

    def _number(self, value: float, style: int) -> str | None:
        if style < len(self._book.dates) and self._book.dates[style]:
            return day_number_text(value, since_1904=self._book.since_1904)
        unit = self._book.units[style] if style < len(self._book.units) else ""
        return as_shown(number_text(value), unit)


def _rk_number(packed: int) -> float:
    """A number in four bytes: a whole one, or the upper half of a real one; either may be a hundred times too large."""
    is_hundredfold, is_whole = packed & 1, packed & 2
    value = float(packed >> 2) if is_whole else struct.unpack("<d", struct.pack("<q", (packed & ~3) << 32))[0]
    return value / 100 if is_hundredfold else value
