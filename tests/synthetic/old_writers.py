"""Containers of older days and odd programs: macro workbooks, Excel 2003 XML, "Unicode Text", CSV in other letters, zip files.

Data flow: sheets -> bytes; the same sheets give the same bytes.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from tests.synthetic.old_fonts import tcvn3, vni, windows_1258
from tests.synthetic.records import Cell
from tests.synthetic.sheets import Sheet
from tests.synthetic.writers import covered_cells, plain, write_csv, write_xlsx

_PLAIN_BOOK, _MACRO_BOOK = (
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
)
_XML_HEAD = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\n'
)


def write_xlsm(sheets: Sequence[Sheet]) -> bytes:
    """A workbook that says it may hold macros, and holds none."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_xlsx(sheets))) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, content.replace(_PLAIN_BOOK, _MACRO_BOOK) if entry.filename == "[Content_Types].xml" else content)
    return buffer.getvalue()


def write_xml(sheets: Sequence[Sheet]) -> bytes:
    """XML Spreadsheet 2003, saved under the name .xls."""
    pages = []
    for sheet in sheets:
        covered = covered_cells(sheet)
        lines = [_xml_row(sheet, row, covered) for row in range(len(sheet.rows))]
        pages.append(f"<Worksheet ss:Name={quoteattr(sheet.name)}>\n<Table>\n" + "\n".join(lines) + "\n</Table>\n</Worksheet>\n")
    return (_XML_HEAD + "".join(pages) + "</Workbook>\n").encode()


def _xml_row(sheet: Sheet, row: int, covered: dict[tuple[int, int], tuple[int, int]]) -> str:
    """Blank cells and covered ones are left out; the next one states its place, as Excel writes it."""
    cells, expected = [], 0
    for column, value in enumerate(sheet.rows[row]):
        span = covered.get((row, column))
        if span == (0, 0) or (value is None and span is None):
            continue
        height, width = span or (1, 1)
        where = "" if column == expected else f' ss:Index="{column + 1}"'
        merge = (f' ss:MergeAcross="{width - 1}"' if width > 1 else "") + (f' ss:MergeDown="{height - 1}"' if height > 1 else "")
        cells.append(f"<Cell{where}{merge}>{_xml_data(value)}</Cell>")
        expected = column + width
    return ('<Row ss:Hidden="1">' if row in sheet.hidden_rows else "<Row>") + "".join(cells) + "</Row>"


def _xml_data(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        return f'<Data ss:Type="DateTime">{moment:%Y-%m-%dT%H:%M:%S}.000</Data>'
    if isinstance(value, str):
        return f'<Data ss:Type="String">{escape(value, {chr(10): "&#10;"})}</Data>'
    return f'<Data ss:Type="Number">{value}</Data>'


def _delimited(sheets: Sequence[Sheet], delimiter: str) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(
        ["" if cell is None else plain(cell) for cell in row] for row in sheets[0].rows
    )
    return buffer.getvalue()


def write_unicode_text(sheets: Sequence[Sheet]) -> bytes:
    """What Excel saves as "Unicode Text": UTF-16 with a mark of its order, cells apart by tabulators."""
    return "\ufeff".encode("utf-16-le") + _delimited(sheets, "\t").encode("utf-16-le")


def write_csv_comma(sheets: Sequence[Sheet]) -> bytes:
    """UTF-8 without any mark, cells apart by commas."""
    return _delimited(sheets, ",").encode()


def write_csv_1258(sheets: Sequence[Sheet]) -> bytes:
    return windows_1258(_delimited(sheets, ";"))


def write_csv_tcvn3(sheets: Sequence[Sheet]) -> bytes:
    return tcvn3(_delimited(sheets, ";").replace("…", "...")).encode("latin-1")


def write_csv_vni(sheets: Sequence[Sheet]) -> bytes:
    return vni(_delimited(sheets, ";").replace("…", "...")).encode("latin-1")


def _zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)
    return buffer.getvalue()


def write_zip(sheets: Sequence[Sheet]) -> bytes:
    return _zipped("Danh sách.xlsx", write_xlsx(sheets))


def write_zip_csv(sheets: Sequence[Sheet]) -> bytes:
    return _zipped("danh-sach.csv", write_csv(sheets))


#: Beside those of ``tests.synthetic.writers``, which the samples are made of.
OLD_WRITERS: dict[str, Callable[[Sequence[Sheet]], bytes]] = {
    "xlsm": write_xlsm,
    "xml": write_xml,
    "unicode_text": write_unicode_text,
    "csv_comma": write_csv_comma,
    "csv_1258": write_csv_1258,
    "csv_tcvn3": write_csv_tcvn3,
    "csv_vni": write_csv_vni,
    "zip": write_zip,
    "zip_csv": write_zip_csv,
}
