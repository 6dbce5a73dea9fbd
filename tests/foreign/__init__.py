"""Programs that nobody here wrote and that write spreadsheets: libraries of Python, LibreOffice, Gnumeric, and libraries of Perl, Java and
JavaScript. Each gets the same sheet and writes it in its own way.

Data flow: sheet -> JSON (texts, numbers, null, and {"serial": days since 30/12/1899, "format": ...} for dates) -> program -> bytes

What the machine lacks is told: the packages are those of Debian; ``NODE_MODULES`` names the folder that holds the packages of npm.
"""

import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from tests.synthetic.biff12 import excel_serial
from tests.synthetic.records import Cell

Rows = Sequence[Sequence[Cell]]

NODE_MODULES = "CHITIEU_TEST_NODE_MODULES"
SHEET = "DS"
VIETNAM = "Asia/Ho_Chi_Minh"
FOLDER = Path(__file__).parent
DAY, MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss"
JXL = Path("/usr/share/java/jxl.jar")


class Missing(Exception):
    """The program is not on this machine; the text says which package brings it."""


def number_format(day: date) -> str:
    return MOMENT if isinstance(day, datetime) and day.time() != time() else DAY


# --- libraries of Python ----------------------------------------------------------------------------------------------
def openpyxl(rows: Rows) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for number, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, date):
                cell.number_format = number_format(value)
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def xlsxwriter(rows: Rows) -> bytes:
    from xlsxwriter import Workbook

    book = Workbook(buffer := io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    formats = {form: book.add_format({"num_format": form}) for form in (DAY, MOMENT)}
    for number, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, formats[number_format(value)])
            elif value is not None:
                sheet.write(number, column, value)
    book.close()
    return buffer.getvalue()


def xlwt(rows: Rows) -> bytes:
    from xlwt import Workbook, easyxf

    book, buffer = Workbook(), io.BytesIO()
    sheet = book.add_sheet(SHEET)
    styles = {form: easyxf(num_format_str=form) for form in (DAY, MOMENT)}
    for number, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write(number, column, value, styles[number_format(value)])
            elif value is not None:
                sheet.write(number, column, value)
    book.save(buffer)
    return buffer.getvalue()


def odfpy(rows: Rows, told: Callable[[date], str] = lambda day: day.isoformat()) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    sheet = Table(name=SHEET)
    for cells in rows:
        line = TableRow()
        for value in cells:
            if isinstance(value, date):
                cell = TableCell(valuetype="date", datevalue=told(value))
            elif isinstance(value, str) or value is None:
                cell = TableCell(valuetype="string") if value else TableCell()
            else:
                cell = TableCell(valuetype="float", value=value)
            if value is not None:
                cell.addElement(P(text=str(value)))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.write(buffer := io.BytesIO())
    return buffer.getvalue()


def pyexcelerate(rows: Rows) -> bytes:
    try:
        from pyexcelerate import Format, Style, Workbook
    except ImportError as error:
        raise Missing("pyexcelerate (PyPI)") from error
    book, buffer = Workbook(), io.BytesIO()
    sheet = book.new_sheet(SHEET, data=[list(cells) for cells in rows])
    for number, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            if isinstance(value, date):
                sheet.set_cell_style(number, column, Style(format=Format(number_format(value))))
    book._save(buffer)
    return buffer.getvalue()


# --- moments with the sign of Greenwich -----------------------------------------------------------------------------------
def local_with_z(day: date) -> str:
    """Vietnam's hour under the sign of Greenwich."""
    return f"{datetime.combine(day, day.time() if isinstance(day, datetime) else time()).isoformat()}Z"


def at_greenwich(day: date) -> str:
    moment = datetime.combine(day, day.time() if isinstance(day, datetime) else time(), ZoneInfo(VIETNAM))
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat()}.000Z"


def xml_at_greenwich(rows: Rows) -> bytes:
    def told(value: Cell) -> str:
        if value is None:
            return "<Cell/>"
        if isinstance(value, date):
            return f'<Cell ss:StyleID="day"><Data ss:Type="DateTime">{at_greenwich(value)}</Data></Cell>'
        kind = "String" if isinstance(value, str) else "Number"
        return f'<Cell><Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'

    space = "urn:schemas-microsoft-com:office:spreadsheet"
    lines = "".join(f"<Row>{''.join(told(value) for value in cells)}</Row>" for cells in rows)
    style = '<Styles><Style ss:ID="day"><NumberFormat ss:Format="dd/mm/yyyy"/></Style></Styles>'
    sheet = f'<Worksheet ss:Name="{SHEET}"><Table>{lines}</Table></Worksheet>'
    return f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{style}{sheet}</Workbook>'.encode()


# --- programs ---------------------------------------------------------------------------------------------------------
def run(command: Sequence[str | Path], *, given: bytes | None = None, folder: str, **environ: str) -> None:
    subprocess.run([str(one) for one in command], input=given, cwd=folder, env=os.environ | environ, check=True, capture_output=True)


def found(name: str, package: str) -> str:
    if path := shutil.which(name):
        return path
    raise Missing(f"{name} (Debian: {package})")


def as_json(rows: Rows) -> bytes:
    cells = [
        [{"serial": excel_serial(one), "format": number_format(one)} if isinstance(one, date) else one for one in line] for line in rows
    ]
    return json.dumps({"name": SHEET, "rows": cells}, ensure_ascii=False).encode()


def libreoffice(ending: str, form: str) -> Callable[[Rows], bytes]:
    """What LibreOffice makes of a workbook that another program wrote."""

    def write(rows: Rows) -> bytes:
        program = found("soffice", "libreoffice-calc")
        with TemporaryDirectory() as folder:
            (Path(folder) / "list.xlsx").write_bytes(xlsxwriter(rows))
            own = ["--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", form, "--outdir", f"{folder}/out"]
            run([program, *own, "list.xlsx"], folder=folder)
            return (Path(folder) / "out" / f"list.{ending}").read_bytes()

    return write


def gnumeric(ending: str, exporter: str) -> Callable[[Rows], bytes]:
    def write(rows: Rows) -> bytes:
        program = found("ssconvert", "gnumeric")
        with TemporaryDirectory() as folder:
            (Path(folder) / "list.xlsx").write_bytes(xlsxwriter(rows))
            run([program, "--export-type", exporter, "list.xlsx", f"made.{ending}"], folder=folder)
            return (Path(folder) / f"made.{ending}").read_bytes()

    return write


def perl(script: str, module: str, package: str) -> Callable[[Rows], bytes]:
    def write(rows: Rows) -> bytes:
        program = found("perl", "perl")
        if subprocess.run([program, f"-M{module}", "-e", "1"], capture_output=True).returncode:
            raise Missing(f"{module} (Debian: {package})")
        return _written([program, FOLDER / script], rows)

    return write


def java(rows: Rows) -> bytes:
    """JExcelApi, started from its source: needs a compiler."""
    program = found("java", "default-jdk-headless")
    if not JXL.is_file() or shutil.which("javac") is None:
        raise Missing("JExcelApi and a compiler (Debian: libjexcelapi-java, default-jdk-headless)")
    with TemporaryDirectory() as folder:
        lines = [
            f"{row}\t{column}\t{_java(value)}" for row, cells in enumerate(rows) for column, value in enumerate(cells) if value is not None
        ]
        (Path(folder) / "cells").write_text("\n".join(lines), encoding="utf-8")
        run(
            [program, "-Dfile.encoding=UTF-8", "-Duser.timezone=GMT", "-cp", JXL, FOLDER / "JExcelApi.java", "cells", "made.xls"],
            folder=folder,
        )
        return (Path(folder) / "made.xls").read_bytes()


def _java(value: Cell) -> str:
    if isinstance(value, date):
        return f"date\t{number_format(value)}\t{excel_serial(value)}"
    return f"text\t\t{value}" if isinstance(value, str) else f"number\t\t{value}"


def node(script: str, package: str, *arguments: str, zone: str = "UTC") -> Callable[[Rows], bytes]:
    def write(rows: Rows) -> bytes:
        program = found("node", "nodejs")
        modules = os.environ.get(NODE_MODULES, "")
        if not (Path(modules) / package).is_dir() or not modules:
            raise Missing(f"{package} (npm; {NODE_MODULES} names the folder)")
        return _written([program, FOLDER / script, *arguments], rows, NODE_PATH=modules, TZ=zone)

    return write


def _written(command: Sequence[str | Path], rows: Rows, **environ: str) -> bytes:
    """The script reads JSON on standard input; its last argument is the file to be written."""
    with TemporaryDirectory() as folder:
        run([*command, "made"], given=as_json(rows), folder=folder, **environ)
        return (Path(folder) / "made").read_bytes()


#: Name of the writer -> ending of its file, and what it makes of rows.
WRITERS: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "openpyxl": ("xlsx", openpyxl),
    "xlsxwriter": ("xlsx", xlsxwriter),
    "xlwt": ("xls", xlwt),
    "odfpy": ("ods", odfpy),
    "pyexcelerate": ("xlsx", pyexcelerate),
    "LibreOffice xlsx": ("xlsx", libreoffice("xlsx", "xlsx:Calc MS Excel 2007 XML")),
    "LibreOffice ods": ("ods", libreoffice("ods", "ods")),
    "LibreOffice xls": ("xls", libreoffice("xls", "xls:MS Excel 97")),
    "Gnumeric xlsx": ("xlsx", gnumeric("xlsx", "Gnumeric_Excel:xlsx")),
    "Gnumeric ods": ("ods", gnumeric("ods", "Gnumeric_OpenCalc:odf")),
    "Gnumeric xls": ("xls", gnumeric("xls", "Gnumeric_Excel:excel_biff8")),
    "Spreadsheet-WriteExcel": ("xls", perl("write_excel.pl", "Spreadsheet::WriteExcel", "libspreadsheet-writeexcel-perl")),
    "Excel-Writer-XLSX": ("xlsx", perl("excel_writer_xlsx.pl", "Excel::Writer::XLSX", "libexcel-writer-xlsx-perl")),
    "JExcelApi": ("xls", java),
    "SheetJS xlsx": ("xlsx", node("sheetjs.js", "xlsx", "xlsx")),
    "SheetJS xlsb": ("xlsb", node("sheetjs.js", "xlsx", "xlsb")),
    "SheetJS xls": ("xls", node("sheetjs.js", "xlsx", "biff8")),
    "SheetJS ods": ("ods", node("sheetjs.js", "xlsx", "ods")),
    "SheetJS XML 2003": ("xml", node("sheetjs.js", "xlsx", "xlml")),
    "SheetJS xlsx with dates": ("xlsx", node("sheetjs.js", "xlsx", "xlsx", "dates", zone=VIETNAM)),
    "odfpy with Z": ("ods", partial(odfpy, told=local_with_z)),
    "ExcelJS": ("xlsx", node("exceljs.js", "exceljs")),
}
#: The same of those that tell moments of Vietnam, and its bare days, at Greenwich.
WRITERS_OF_GREENWICH: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "odfpy at Greenwich": ("ods", partial(odfpy, told=at_greenwich)),
    "XML 2003 at Greenwich": ("xml", xml_at_greenwich),
    "SheetJS ods in Vietnam": ("ods", node("sheetjs.js", "xlsx", "ods", "dates", zone=VIETNAM)),
    "SheetJS XML 2003 in Vietnam": ("xml", node("sheetjs.js", "xlsx", "xlml", "dates", zone=VIETNAM)),
}
