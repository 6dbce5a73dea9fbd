"""A number format that writes "triệu" behind a figure, or the noughts before an id, makes another one of it: the cell reads as it is shown,
in every container."""

import io
from collections.abc import Callable

import pytest

from tests.synthetic.biff12 import write_xlsb
from tests.synthetic.sheets import Sheet
from transforms.reading.cell_texts import as_shown, scaled_unit, unit_behind
from transforms.reading.containers import read_grids

FORM, DIVIDED, NOUGHTS = '#,##0" triệu"', '#,##0,," triệu"', "0" * 12
#: Value, number format, and what is read.
CELLS = [
    (4900.0, FORM, "4900 triệu"),
    (4_900_000_000.0, DIVIDED, "4900000000"),
    (60.0, "#,##0", "60"),
    (70.0, None, "70"),
    (1_304_000_001.0, NOUGHTS, "001304000001"),
    (30_304_000_001.0, f"{NOUGHTS};@", "030304000001"),
    (72_026.0, "000000", "072026"),
    (7.0, "000", "7"),
    (0.0, "0", "0"),
    (1.0, "0%", "100%"),
    (0.285, "0.00%", "28.5%"),
    (0.95, "#,##0.0%;-0.0%", "95%"),
    (95.0, '0"%"', "95 %"),
]
#: How LibreOffice shows them.
SHOWN = ("4.900 triệu", "4.900 triệu", "60", "70", "001304000001", "030304000001", "072026", "007", "0", "100%", "28,50%", "95,0%", "95%")


def xlsx() -> bytes:
    import xlsxwriter

    book = xlsxwriter.Workbook(buffer := io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet("DS")
    for row, (value, form, _) in enumerate(CELLS):
        sheet.write_number(row, 1, value, book.add_format({"num_format": form}) if form else None)
    book.close()
    return buffer.getvalue()


def xls() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("DS")
    for row, (value, form, _) in enumerate(CELLS):
        sheet.write(row, 1, value, xlwt.easyxf(num_format_str=form or "General"))
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def xlsb() -> bytes:
    return write_xlsb([Sheet("DS", [[None, value] for value, *_ in CELLS], (), {})], forms=[form for _, form, _ in CELLS])


def ods() -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    sheet = Table(name="DS")
    for (value, *_), shown in zip(CELLS, SHOWN, strict=True):
        line, cell = TableRow(), TableCell(valuetype="percentage" if 0 < value <= 1 else "float", value=str(value))
        cell.addElement(P(text=shown))
        line.addElement(TableCell())
        line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.write(buffer := io.BytesIO())
    return buffer.getvalue()


def spreadsheet_xml() -> bytes:
    forms = [(form or "General").replace('"', "&quot;") for _, form, _ in CELLS]
    styles = "".join(f'<Style ss:ID="s{place}"><NumberFormat ss:Format="{form}"/></Style>' for place, form in enumerate(forms))
    cells = [
        f'<Row><Cell ss:Index="2" ss:StyleID="s{place}"><Data ss:Type="Number">{value:.15g}</Data></Cell></Row>'
        for place, (value, *_) in enumerate(CELLS)
    ]
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Styles>{styles}</Styles><Worksheet ss:Name="DS"><Table>{"".join(cells)}</Table></Worksheet></Workbook>'
    ).encode()


@pytest.mark.parametrize("make", [xlsx, xls, xlsb, ods, spreadsheet_xml])
def test_a_figure_with_a_unit_of_its_format_reads_as_it_is_shown(make: Callable[[], bytes]) -> None:
    (grid,) = read_grids(make())
    assert grid.frame["c1"].to_list() == [read for *_, read in CELLS]


@pytest.mark.parametrize(
    ("form", "unit"),
    [
        ('#,##0.0" tỷ đồng"', "tỷ đồng"),
        ('#,##0\\ "tr"', "tr"),
        ('#,##0" tr.đ"', "tr.đ"),
        ('#,##0" tr.đồng"', "tr.đồng"),
        ('#,##0" trieu dong"', "trieu dong"),
        ('#,##0" trẻ"', ""),
        ('0.00" triệu";-0.00" triệu"', "triệu"),
        ('#,##0" đồng"', ""),
        ('#,##0,," triệu"', ""),
        ('#,##0,"K"', ""),
        ('"triệu"', ""),
        ('dd" tháng "mm', ""),
        ("General", ""),
        ("0%", "0%"),
        ("0.00%", "0%"),
        ("Percent", "0%"),
        ('0"%"', "%"),
        ('"tăng % "', ""),
    ],
)
def test_the_unit_of_a_format_is_one_that_makes_another_figure(form: str, unit: str) -> None:
    assert scaled_unit(form) == unit


@pytest.mark.parametrize(
    ("shown", "value", "unit"), [("4,9 tỷ", 4.9, "tỷ"), ("5 tỷ", 4.9, "tỷ"), ("4,9 tỷ", 4.9e9, ""), ("12 người", 12, "")]
)
def test_the_unit_beside_a_shown_number_holds_unless_the_format_divides(shown: str, value: float, unit: str) -> None:
    assert unit_behind(shown, value) == unit


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("0" * 12, "0" * 12),
        ("000000;-000000", "000000"),
        ("00000", ""),
        ("0" * 21, ""),
        ('"0"000000', ""),
        ("000000.00", ""),
        ("000,000", ""),
    ],
)
def test_a_format_of_noughts_alone_shows_those_of_an_id(form: str, shown: str) -> None:
    assert scaled_unit(form) == shown


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [("1304000001", "0" * 12, "001304000001"), ("1304000001.5", "0" * 12, "1304000001.5"), ("-5", "0" * 6, "-5"), ("5", "", "5")],
)
def test_noughts_stand_before_whole_numbers_alone(number: str, unit: str, shown: str) -> None:
    assert as_shown(number, unit) == shown
