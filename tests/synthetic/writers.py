"""Containers: the same sheets as xlsx, xls, ods, xlsb, csv or an HTML page that calls itself .xls.

Data flow: sheets -> bytes. Fixed dates and properties, so that the same sheets give the same bytes.
"""

import csv
import html
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from tests.synthetic.biff12 import write_xlsb
from tests.synthetic.records import Cell
from tests.synthetic.sheets import Sheet

#: What containers say about their own making.
MADE_AT = datetime(2026, 1, 1)


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE_AT})
    day_format, title_format = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"align": "center", "text_wrap": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for top, left, bottom, right in sheet.merges:
            page.merge_range(top, left, bottom, right, "", title_format)
        for row, cells in enumerate(sheet.rows):
            _xlsx_row(page, row, cells, day_format)
        for column in sheet.hidden_columns:
            page.set_column(column, column, None, None, {"hidden": True})
        _xlsx_extras(page, sheet, title_format)
    book.close()
    return buffer.getvalue()


def _xlsx_extras(page: object, sheet: Sheet, any_format: object) -> None:
    """Hidden rows, remarks on cells, and blank rows under the list that carry nothing but a format."""
    for row in sheet.hidden_rows:
        page.set_row(row, None, None, {"hidden": True})  # type: ignore[attr-defined]
    for row, column in sheet.noted:
        page.write_comment(row, column, "Bắt buộc nhập")  # type: ignore[attr-defined]
    for offset in range(sheet.formatted_tail):
        for column in range(3):
            page.write_blank(len(sheet.rows) + offset, column, None, any_format)  # type: ignore[attr-defined]


def _xlsx_row(page: object, row: int, cells: list[Cell], day_format: object) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, date):
            page.write_datetime(row, column, cell, day_format)  # type: ignore[attr-defined]
        elif isinstance(cell, str):
            page.write_string(row, column, cell)  # type: ignore[attr-defined]
        elif cell is not None:
            page.write_number(row, column, cell)  # type: ignore[attr-defined]


def write_xls(sheets: Sequence[Sheet]) -> bytes:
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    day_style = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    plain = xlwt.Style.default_style
    for sheet in sheets:
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        for top, left, bottom, right in sheet.merges:
            page.merge(top, bottom, left, right)
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    page.write(row, column, cell, day_style if isinstance(cell, date) else plain)
        for column in sheet.hidden_columns:
            page.col(column).hidden = True
        for row in sheet.hidden_rows:
            page.row(row).hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write_ods(sheets: Sequence[Sheet]) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableRow

    _same_namespaces()
    book = OpenDocumentSpreadsheet()
    for sheet in sheets:
        page = Table(name=sheet.name)
        spans = covered_cells(sheet)
        for row, cells in enumerate(sheet.rows):
            line = TableRow(visibility="collapse") if row in sheet.hidden_rows else TableRow()
            for column, cell in enumerate(cells):
                line.addElement(_ods_cell(cell, spans.get((row, column))))
            page.addElement(line)
        book.spreadsheet.addElement(page)
    buffer = io.BytesIO()
    book.write(buffer)
    return _same_zip(buffer.getvalue())


def _same_namespaces() -> None:
    """odfpy declares the namespaces met so far in the process: meet them all, in one order, before the first workbook."""
    from odf.element import Element
    from odf.namespaces import nsdict

    Element.namespaces.clear()
    Element.namespaces.update(sorted(nsdict.items()))


def _ods_cell(cell: Cell, span: tuple[int, int] | None) -> object:
    from odf.table import CoveredTableCell, TableCell
    from odf.text import P

    if span == (0, 0):
        return CoveredTableCell()
    shape = {"numberrowsspanned": span[0], "numbercolumnsspanned": span[1]} if span else {}
    if cell is None:
        return TableCell(**shape)
    if isinstance(cell, date):
        made = TableCell(valuetype="date", datevalue=cell.isoformat(), **shape)
    elif isinstance(cell, str):
        made = TableCell(valuetype="string", **shape)
    else:
        made = TableCell(valuetype="float", value=cell, **shape)
    for line in str(cell).split("\n"):
        made.addElement(P(text=line))
    return made


def covered_cells(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Cell -> its height and width if it is the corner of a merge, (0, 0) if a merge covers it."""
    spans = {}
    for top, left, bottom, right in sheet.merges:
        covered = {(row, column): (0, 0) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        spans.update({**covered, (top, left): (bottom - top + 1, right - left + 1)})
    return spans


def _same_zip(content: bytes) -> bytes:
    """The same archive with the clock taken out: odfpy stamps each entry with the current time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


def write_csv(sheets: Sequence[Sheet]) -> bytes:
    """UTF-8 with a byte order mark and semicolons, as Excel saves it on a Vietnamese machine; the first sheet alone."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(
        ["" if cell is None else plain(cell) for cell in row] for row in sheets[0].rows
    )
    return buffer.getvalue().encode("utf-8-sig")


def write_html(sheets: Sequence[Sheet]) -> bytes:
    """The page that one-stop systems hand out under the name .xls: a byte order mark and one table with merged cells."""
    sheet, spans = sheets[0], covered_cells(sheets[0])
    lines = ['<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table border="1">']
    for row, cells in enumerate(sheet.rows):
        lines.append(
            ('<tr style="display:none">' if row in sheet.hidden_rows else "<tr>")
            + "".join(_html_cell(cell, spans.get((row, column))) for column, cell in enumerate(cells))
            + "</tr>"
        )
    lines.append("</table></body></html>")
    return "\n".join(lines).encode("utf-8-sig")


def _html_cell(cell: Cell, span: tuple[int, int] | None) -> str:
    if span == (0, 0):
        return ""
    shape = f' rowspan="{span[0]}" colspan="{span[1]}"' if span else ""
    return f"<td{shape}>{html.escape('' if cell is None else plain(cell))}</td>"


def plain(cell: Cell) -> str:
    """A cell as it is shown: a date day first, its time only where it has one."""
    if isinstance(cell, datetime) and cell.time() != time():
        return f"{cell:%d/%m/%Y %H:%M:%S}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)


#: Container -> writer; "html" is the page that is saved with the ending .xls.
WRITERS: dict[str, Callable[[Sequence[Sheet]], bytes]] = {
    "xlsx": write_xlsx,
    "xls": write_xls,
    "ods": write_ods,
    "xlsb": write_xlsb,
    "csv": write_csv,
    "html": write_html,
}
#: Those that hold several sheets, and those that hold the first alone; both with the ones of ``tests.synthetic.old_writers``.
WORKBOOKS = ("xlsx", "xlsm", "xls", "ods", "xlsb", "xml", "zip")
FLAT_CONTAINERS = ("csv", "csv_comma", "csv_1258", "csv_tcvn3", "csv_vni", "unicode_text", "html", "zip_csv")
