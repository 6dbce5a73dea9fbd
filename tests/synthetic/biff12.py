"""A small writer of .xlsb workbooks (BIFF12): sheets, text, numbers, dates, merges and struck cells, nothing more.

Data flow: sheets -> records of [MS-XLSB] 2.1.4 -> parts -> zip. Text is written into its cell (BrtCellSt), so that no table of
shared strings is needed. Made for readers in tests; no claim that every program opens it.
"""

import io
import struct
import zipfile
from collections.abc import Collection, Sequence
from datetime import date, datetime

from tests.synthetic.records import Cell
from tests.synthetic.sheets import Sheet

CELL_ERROR, FORMULA_ERROR, FORMULA_REAL = 3, 11, 9
#: Formulas whose value is nought, and the flags of each: the second asks to be worked out when the workbook is opened.
NOUGHTS = {"=0": 0, "=0!": 2}
BOOK_PROPERTIES, CALCULATION = 153, 157
#: What the kind of a short cell has more than that of a whole one.
SHORT = 11
#: "#SPILL!" is one of the errors of today's Excel.
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42, "#SPILL!": 0x2D}
NUMBER_FORMAT, FIRST_OWN_FORMAT = 44, 164
ROW_HEADER, CELL_REAL, CELL_TEXT, XF = 0, 5, 6, 47
BEGIN_SHEET, END_SHEET, BEGIN_BOOK, END_BOOK = 129, 130, 131, 132
BEGIN_SHEETS, END_SHEETS, BEGIN_DATA, END_DATA, DIMENSION, SHEET = 143, 144, 145, 146, 148, 156
BEGIN_PAGE_LINES, END_PAGE_LINES = 479, 480
MERGE, BEGIN_MERGES, END_MERGES = 176, 177, 178
BEGIN_STYLES, END_STYLES, BEGIN_XFS, END_XFS = 278, 279, 617, 618
FONT, BEGIN_FONTS, END_FONTS, BEGIN_STYLE_XFS, END_STYLE_XFS = 43, 611, 612, 626, 627
#: In the flags of a font, and the place of the font that has it.
STRIKEOUT, STRUCK_FONT = 0x08, 1
#: The built-in number format "day/month/year" and the place of its cell format.
DATE_FORMAT, DATE_STYLE = 14, 1

CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
{sheets}<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/></Types>"""
SHEET_TYPE = '<Override PartName="/xl/worksheets/sheet{number}.bin" ContentType="application/vnd.ms-excel.worksheet"/>\n'
RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
{relations}</Relationships>"""
RELATION = (
    '<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>\n'
)


def write_xlsb(
    sheets: Sequence[Sheet],
    *,
    short: bool = False,
    charts: Sequence[int] = (),
    page_header: str = "",
    forms: Sequence[str | None] = (),
    struck: Collection[tuple[int, int]] = (),
    since_1904: bool = False,
    calculates: bool = False,
) -> bytes:
    """``short``: cells that stand right of another do not say their column, as LibreOffice and SheetJS write them. ``charts``: numbers of
    the sheets that their relations call charts. ``page_header``: what all sheets print at the head of each page.
    ``forms``: number formats of the numbers in each row. ``struck``: row and column, from 0, of the cells of all sheets that are struck
    through; they have the last cell format. ``since_1904``: days are counted from there; date cells are not written otherwise for it.
    ``calculates``: all formulas are to be worked out when the workbook is opened."""
    numbers = range(1, len(sheets) + 1)
    relations = "".join(
        RELATION.format(number=number, kind="chartsheet" if number in charts else "worksheet", target=f"worksheets/sheet{number}.bin")
        for number in numbers
    )
    relations += RELATION.format(number=len(sheets) + 1, kind="styles", target="styles.bin")
    parts = {
        "[Content_Types].xml": CONTENT_TYPES.format(sheets="".join(SHEET_TYPE.format(number=number) for number in numbers)).encode(),
        "_rels/.rels": RELATIONS.format(relations=RELATION.format(number=1, kind="officeDocument", target="xl/workbook.bin")).encode(),
        "xl/_rels/workbook.bin.rels": RELATIONS.format(relations=relations).encode(),
        "xl/workbook.bin": _workbook(sheets, since_1904=since_1904, calculates=calculates),
        "xl/styles.bin": _styles(forms, has_struck=bool(struck)),
    }
    parts |= {
        f"xl/worksheets/sheet{number}.bin": _worksheet(sheet, short=short, page_header=page_header, forms=forms, struck=struck)
        for number, sheet in enumerate(sheets, 1)
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def _record(kind: int, content: bytes = b"") -> bytes:
    """Kind and length take seven bits a byte, the eighth says that another byte follows."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(content)
    while size > 127:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return head + length + bytes([size]) + content


def _text(text: str) -> bytes:
    """XLWideString: the count of UTF-16 units, then the units."""
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def _workbook(sheets: Sequence[Sheet], *, since_1904: bool, calculates: bool) -> bytes:
    entries = b"".join(
        _record(SHEET, struct.pack("<II", 0, number) + _text(f"rId{number}") + _text(sheet.name)) for number, sheet in enumerate(sheets, 1)
    )
    properties = _record(BOOK_PROPERTIES, struct.pack("<II", 1, 0) + _text("")) if since_1904 else b""
    calculation = _record(CALCULATION, struct.pack("<IIIdIH", 0, 1, 100, 0.001, 1, 1)) if calculates else b""
    return _record(BEGIN_BOOK) + properties + _record(BEGIN_SHEETS) + entries + _record(END_SHEETS) + calculation + _record(END_BOOK)


def _styles(forms: Sequence[str | None], *, has_struck: bool) -> bytes:
    """A cell format of numbers, one of dates, one a row of ``forms``, and a struck one. Fonts and the formats of named styles stand before
    them only where some cell is struck."""
    own = {FIRST_OWN_FORMAT + row: form for row, form in enumerate(forms) if form}
    named = b"".join(_record(NUMBER_FORMAT, struct.pack("<H", number) + _text(form)) for number, form in own.items())
    numbers = (0, DATE_FORMAT, *(FIRST_OWN_FORMAT + row if form else 0 for row, form in enumerate(forms)))
    formats = b"".join(_format(number) for number in numbers) + (_format(0, STRUCK_FONT) if has_struck else b"")
    begin = named + (_fonts() if has_struck else b"") + _record(BEGIN_XFS, struct.pack("<I", len(numbers) + has_struck))
    return _record(BEGIN_STYLES) + begin + formats + _record(END_XFS) + _record(END_STYLES)


def _format(number: int, font: int = 0) -> bytes:
    return _record(XF, struct.pack("<HHHHHBBI", 0, number, font, 0, 0, 0, 0, 0))


def _fonts() -> bytes:
    """A usual font and a struck one; and a named style whose format is struck, which no cell has by itself."""
    fonts = [
        struct.pack("<HHHHBBBB8s", 220, flags, 400, 0, 0, 2, 0, 0, bytes((7, 1, *bytes(6)))) + b"\x02" + _text("Calibri")
        for flags in (0, STRIKEOUT)
    ]
    named = _record(BEGIN_STYLE_XFS, struct.pack("<I", 1)) + _format(0, STRUCK_FONT) + _record(END_STYLE_XFS)
    return _record(BEGIN_FONTS, struct.pack("<I", 2)) + b"".join(_record(FONT, font) for font in fonts) + _record(END_FONTS) + named


def _worksheet(sheet: Sheet, *, short: bool, page_header: str, forms: Sequence[str | None], struck: Collection[tuple[int, int]]) -> bytes:
    width = max(len(row) for row in sheet.rows)
    out = io.BytesIO()
    out.write(_record(BEGIN_SHEET))
    out.write(_record(DIMENSION, struct.pack("<IIII", 0, len(sheet.rows) - 1, 0, width - 1)))
    out.write(_record(BEGIN_DATA))
    for row, cells in enumerate(sheet.rows):
        out.write(_record(ROW_HEADER, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0)))
        for column, cell in enumerate(cells):
            if cell is not None:
                kind, content = _cell(column, cell)
                if forms and kind == CELL_REAL:
                    content = content[:4] + struct.pack("<I", DATE_STYLE + 1 + row) + content[8:]
                if (row, column) in struck:
                    content = content[:4] + struct.pack("<I", DATE_STYLE + 1 + len(forms)) + content[8:]
                is_short = short and column > 0 and cells[column - 1] is not None
                out.write(_record(kind + SHORT, content[4:]) if is_short else _record(kind, content))
    out.write(_record(END_DATA) + _merges(sheet) + _page_lines(page_header) + _record(END_SHEET))
    return out.getvalue()


def _merges(sheet: Sheet) -> bytes:
    if not sheet.merges:
        return b""
    merges = b"".join(_record(MERGE, struct.pack("<IIII", top, bottom, left, right)) for top, left, bottom, right in sheet.merges)
    return _record(BEGIN_MERGES, struct.pack("<I", len(sheet.merges))) + merges + _record(END_MERGES)


def _page_lines(header: str) -> bytes:
    """Head of all pages; the five other lines are not there."""
    missing = struct.pack("<i", -1) * 5
    return _record(BEGIN_PAGE_LINES, struct.pack("<H", 0) + _text(header) + missing) + _record(END_PAGE_LINES) if header else b""


def _cell(column: int, cell: Cell) -> tuple[int, bytes]:
    """Errors are written as the formulas that have them, if their text ends in "!" twice ("#REF!!"); else as constants."""
    if isinstance(cell, str) and (code := ERRORS.get(cell.removesuffix("!") if cell.endswith("!!") else cell)) is not None:
        formula = struct.pack("<HI", 0, 0)
        return (
            (FORMULA_ERROR, struct.pack("<IIB", column, 0, code) + formula)
            if cell.endswith("!!")
            else (CELL_ERROR, struct.pack("<IIB", column, 0, code))
        )
    if cell in NOUGHTS:
        return FORMULA_REAL, struct.pack("<IIdHI", column, 0, 0.0, NOUGHTS[str(cell)], 0)
    if isinstance(cell, str):
        return CELL_TEXT, struct.pack("<II", column, 0) + _text(cell)
    if isinstance(cell, date):
        return CELL_REAL, struct.pack("<IId", column, DATE_STYLE, excel_serial(cell))
    return CELL_REAL, struct.pack("<IId", column, 0, float(cell or 0))


def excel_serial(day: date) -> float:
    """Days since 30/12/1899, the 1900 system with its leap-year mistake behind us."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    return (moment - datetime(1899, 12, 30)).total_seconds() / 86400
