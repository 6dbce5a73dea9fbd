"""Files of programs that nobody here wrote: what they do otherwise is put right, and what cannot be read is told alone."""

import datetime as dt
import io
import re
import struct
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
import xlwt

from expectations.registry import contracts
from tests.synthetic.biff12 import write_xlsb
from tests.synthetic.sheets import Sheet
from tests.synthetic.strange_files import (
    OFFICE,
    altered,
    changed_records,
    from_the_folder,
    in_another_place,
    in_other_letters,
    replaced,
    strict,
    with_backslashes,
    with_chart,
    with_code_page,
    with_prefixes,
)
from transforms.reading.cell_texts import day_number_text, duration_text, is_date_format, moment_text, number_text
from transforms.reading.containers import read_grids, read_sheets
from transforms.reading.delivery import read_delivery
from transforms.reading.grids import FAR_CELLS, Unreadable
from transforms.reading.packages import NOT_READ
from transforms.vietnamese.text import UNVALUED

Cells = list[list[str | None]]
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
ROWS = [["STT", "Họ và tên"], ["1", "Vũ Thị Oanh"], ["2", "Đỗ Văn Ý"]]


def xlsx(fill: Callable[[xlsxwriter.Workbook], object], *names: str) -> bytes:
    """A workbook of sheets that each say their own name in A1, the first filled."""
    with xlsxwriter.Workbook(buffer := io.BytesIO(), {"in_memory": True}) as book:
        for name in names or ("DS",):
            book.add_worksheet(name).write(0, 0, name)
        fill(book)
    return buffer.getvalue()


def two_sheets() -> bytes:
    return xlsx(lambda book: book.worksheets()[0].write(1, 1, 5), "DS", "Khác")


def of_first(data: bytes) -> Cells:
    return [list(row) for row in read_grids(data)[0].frame.rows()]


def with_cell(attributes: str, value: str) -> bytes:
    """The cell B2 (5) of the first sheet in other words."""
    return replaced(two_sheets(), SHEET, b'<c r="B2"><v>5</v>', f'<c r="B2"{attributes}>{value}'.encode())


# --- xlsx: cells ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#GETTING_DATA", "#BUSY!", "#N/A", "#REF!"])
def test_an_error_of_any_excel_is_the_text_that_it_shows(text: str) -> None:
    assert of_first(with_cell(' t="e"', f"<v>{text}</v>"))[1][1] == text


ERROR_KINDS = (' t="e"', " t='e'", "\nt='e'", '\tt="e"', '\r\nt="e"', ' t ="e"', ' t= "e"', ' t\n="e"', ' t=\t"e"', " t = 'e' s='0'")


@pytest.mark.parametrize("kind", ERROR_KINDS)
def test_the_kind_of_a_cell_is_read_however_it_is_spelled(kind: str) -> None:
    assert of_first(with_cell(kind, "<v>#SPILL!</v>"))[1][1] == "#SPILL!"


@pytest.mark.parametrize(
    ("attributes", "value", "text"),
    [
        (' t="b"', "<v>false</v>", "false"),
        (' t="b"', "<v>TRUE</v>", "true"),
        (' t="b"', "<v>1</v>", "true"),
        (" t='b'", "<v>0</v>", "false"),
        (' t="b"', "<v>Có</v>", "Có"),
        (' t="d"', "<v>2026-07-01</v>", "2026-07-01 00:00:00"),
        (' t="d"', "<v>2026-07-01T08:30:00Z</v>", "2026-07-01 08:30:00Z"),
        (' t="d"', "<v>2026-07-01T00:00:00.000Z</v>", "2026-07-01 00:00:00"),
        (' t="d"', "<v>2026-07-01T10:30:00+09:00</v>", "2026-07-01 08:30:00"),
        (' t="d"', "<v>2026-07-01T08:30:00.000</v>", "2026-07-01 08:30:00"),
        (' t="zz"', "<v>5 &lt; 6</v>", "5 < 6"),
        ("", "<f>EDATE(A2,12)</f><v></v>", UNVALUED),
        ("", "<f>EDATE(A2,12)</f><v/>", UNVALUED),
        (' t="str"', '<f>IF(A2="","","x")</f><v></v>', None),
        ("", "<f>1+1</f><v>2</v>", "2"),
        ("", "<f>A2</f><v>0</v>", UNVALUED),
    ],
)
def test_a_cell_of_any_kind_is_the_text_that_it_shows(attributes: str, value: str, text: str | None) -> None:
    rows = of_first(with_cell(attributes, value))
    assert (rows[1][1] if len(rows) > 1 else None) == text


def test_nought_is_a_value_where_the_workbook_has_been_worked_out() -> None:
    data = with_cell("", "<f>A2</f><v>0</v>")
    assert of_first(replaced(data, BOOK, b' fullCalcOnLoad="1"', b""))[1][1] == "0"


def test_day_nought_of_a_date_cell_is_blank_and_its_first_day_is_not() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for row, number in enumerate((0, 1, 46_000)):
            book.worksheets()[0].write_number(row, 1, number, day)

    assert [row[1] for row in of_first(xlsx(fill))] == [None, "1900-01-01 00:00:00", "2025-12-09 00:00:00"]


def test_days_since_1904_are_told_by_the_workbook_alone_and_not_by_its_extensions() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for row, number in enumerate((44_562, 0)):
            book.worksheets()[0].write_number(row, 1, number, book.add_format({"num_format": "dd/mm/yyyy"}))

    extension = (
        b'<extLst><ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}"><x15:workbookPr xmlns:x15="urn:x" chartTrackingRefBase="1"/>'
        b"</ext></extLst></workbook>"
    )
    data = replaced(replaced(xlsx(fill), BOOK, b"<workbookPr ", b'<workbookPr date1904="1" '), BOOK, b"</workbook>", extension)
    assert [row[1] for row in of_first(data)] == ["2026-01-02 00:00:00"]


CARDS = ["STT", "Họ và tên", "Mã số BHXH", "Ngày sinh", "Địa chỉ", "Giá trị sử dụng từ", "Đến ngày"]


def cards_of_1904(kind: str) -> bytes:
    """Four cards of 2026 whose days are bare numbers counted from 1904; the numbers of people are as they are anywhere."""
    rows = [[str(n), "Vũ Văn An", f"319919431{n}", "1990", "46204", 46_023 - 1462, 46_387 - 1462] for n in range(1, 5)]
    if kind == "xls":
        old = xlwt.Workbook()
        old.dates_1904 = True
        sheet = old.add_sheet("DS")
        for place, row in enumerate([CARDS, *rows]):
            for column, value in enumerate(row):
                sheet.write(place, column, value)
        old.save(buffer := io.BytesIO())
        return buffer.getvalue()

    if kind == "xlsb":
        return write_xlsb([Sheet("DS", [list(row) for row in (CARDS, *rows)], (), {})], since_1904=True)
    if kind == "xml":
        return xml_2003(*("".join(map(xml_cell, row)) for row in (CARDS, *rows)), settings="<Date1904/>")
    if kind == "ods":
        lines = ("".join(map(_ods_cell, row)) for row in (CARDS, *rows))
        table = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
        return ods(f'{SINCE_1904}<table:table table:name="DS">{table}</table:table>')

    def fill(book: xlsxwriter.Workbook) -> None:
        for place, row in enumerate([CARDS, *rows]):
            book.worksheets()[0].write_row(place, 0, row)

    return replaced(xlsx(fill), BOOK, b"<workbookPr ", b'<workbookPr date1904="1" ')


def _ods_cell(value: object) -> str:
    return cell(TEXT, str(value)) if isinstance(value, str) else cell(f'office:value-type="float" office:value="{value}"', str(value))


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods", "xml"])
def test_bare_numbers_of_days_since_1904_are_those_of_other_workbooks_in_columns_of_days_alone(kind: str) -> None:
    (table,) = read_delivery(cards_of_1904(kind), (f"BHYT_2026-07.{kind}",), contracts()).main
    assert table.frame.select("valid_from", "valid_to", "address").unique().rows() == [("46023", "46387", "46204")]


# --- xlsx: parts ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("trait", [with_backslashes, from_the_folder, in_other_letters, in_another_place, with_prefixes, strict])
def test_parts_under_other_names_are_the_same_parts(trait: Callable[[bytes], bytes]) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.worksheets()[0]
        sheet.write(1, 1, 5)
        sheet.write(2, 1, dt.datetime(2026, 7, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.merge_range(2, 0, 4, 0, "nhóm")
        sheet.write(4, 1, "x")

    data = replaced(xlsx(fill), SHEET, b'<c r="B2"><v>5</v>', b'<c r="B2" t="e"><v>#CALC!</v>')
    (grid,) = read_grids(trait(data))
    assert grid.frame["c1"].to_list() == [None, "#CALC!", "2026-07-01 00:00:00", None, "x"]
    assert (grid.name, grid.hidden_rows, grid.merged_down) == ("DS", ((2, 2),), ((3, 5, 0),))


#: Far from a list for a sheet that may have ten thousand cells, and harmless to any program that has no such limit.
FAR = (1_999, 99)


@pytest.fixture
def small_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    for reader in ("excel_packages", "opendocument"):
        monkeypatch.setattr(f"transforms.reading.{reader}.MAX_CELLS", 10_000)


@pytest.mark.parametrize("trait", [with_backslashes, in_another_place])
def test_a_stray_cell_is_found_wherever_its_part_stands(trait: Callable[[bytes], bytes], small_sheets: None) -> None:
    data = trait(xlsx(lambda book: book.worksheets()[0].write(*FAR, "x")))
    with pytest.raises(Unreadable) as caught:
        read_grids(data)
    assert caught.value.reason_vi == FAR_CELLS


# --- xlsx: one bad sheet ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        (BOOK, b'r:id="rId2"', b'r:id="rId77"'),
        (BOOK, b' r:id="rId2"', b""),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet2.xml", b"worksheets/sheet9.xml"),
        ("xl/worksheets/sheet2.xml", b'<c r="A1" t="s"><v>1</v>', b'<c r="A1" t="s"><v>99</v>'),
    ],
)
def test_a_sheet_that_cannot_be_read_is_told_and_the_others_are_read(part: str, before: bytes, after: bytes) -> None:
    sheets = read_sheets(replaced(two_sheets(), part, before, after))
    assert ([grid.name for grid in sheets.grids], sheets.unread) == (["DS"], ("Khác",))


def test_a_sheet_whose_cells_lie_too_far_apart_is_told_and_the_others_are_read(small_sheets: None) -> None:
    data = xlsx(lambda book: book.worksheets()[1].write(*FAR, "x"), "DS", "Khác")
    sheets = read_sheets(data)
    assert ([grid.name for grid in sheets.grids], sheets.unread) == (["DS"], ("Khác",))


def test_where_no_sheet_can_be_read_the_file_is_not_called_damaged() -> None:
    with pytest.raises(Unreadable) as caught:
        read_grids(replaced(xlsx(lambda _: None), BOOK, b'r:id="rId1"', b'r:id="rId77"'))
    assert caught.value.reason_vi == NOT_READ


def test_a_state_that_no_excel_knows_hides_nothing() -> None:
    grids = read_grids(replaced(two_sheets(), BOOK, b'name="DS"', b'name="DS" state="strange"'))
    assert [(grid.name, grid.visible) for grid in grids] == [("DS", True), ("Khác", True)]


def test_a_sheet_of_macros_is_a_sheet_of_cells_and_a_chart_is_none() -> None:
    kinds = {"xlMacrosheet": "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet", "chartsheet": f"{OFFICE}/chartsheet"}
    for kind, address in kinds.items():
        link = f'Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"'.encode()
        data = replaced(two_sheets(), "xl/_rels/workbook.xml.rels", link, f'Type="{address}" Target="worksheets/sheet2.xml"'.encode())
        sheets = read_sheets(data)
        assert [grid.name for grid in sheets.grids] == (["DS", "Khác"] if kind == "xlMacrosheet" else ["DS"])
        assert sheets.unread == ()


def test_two_sheets_of_one_name_are_two_sheets() -> None:
    grids = read_grids(replaced(two_sheets(), BOOK, 'name="Khác"'.encode(), b'name="DS"'))
    assert [(grid.name, grid.frame["c0"][0]) for grid in grids] == [("DS", "DS"), ("DS", "Khác")]


def test_a_sheet_that_cannot_be_read_is_a_finding_about_the_file() -> None:
    from expectations.deliveries.file_rules import unread_sheets
    from tests.support.office import JUNE, cards, health_list
    from transforms.reading.delivery import read_delivery
    from transforms.sources.health_insurance import CONTRACT

    (sheet,) = health_list(JUNE, cards(JUNE)).sheets

    def fill(book: xlsxwriter.Workbook) -> None:
        for number, row in enumerate(sheet.rows):
            book.worksheets()[0].write_row(number, 0, ["" if cell is None else str(cell) for cell in row])

    data = replaced(xlsx(fill, "DS", "Phụ lục"), BOOK, b'r:id="rId2"', b'r:id="rId77"')
    reading = read_delivery(data, ("BHYT_2026-06.xlsx",), (CONTRACT,))
    assert (reading.problem, reading.unread_sheets, reading.main[0].frame.height) == (None, ("Phụ lục",), len(sheet.rows) - 1)
    (finding,) = unread_sheets(reading.unread_sheets)
    assert (finding.rule_code, finding.severity) == ("F09", "warning") and "'Phụ lục'" in finding.message_vi
    assert unread_sheets(()) == []


# --- what other_subjects may write costs no more than its length -----------------------------------------------------------
@pytest.mark.parametrize(
    "piece",
    [
        "<c ",
        '<c t="e"',
        '<c t="e">',
        '<c t="e"><v>',
        "<c r='A1' t ",
        "<c><f>",
        "<f ",
        "<row ",
        "<c t=" + " " * 20,
        "<mergeCell ",
        "<col hidden",
    ],
)
def test_pieces_of_tags_without_end_are_passed_over(piece: str) -> None:
    """A pattern that looked at the rest of the part again for each of these pieces would not come back."""
    from transforms.reading import excel_packages as reader

    part = b"<worksheet><sheetData>" + piece.encode() * 200_000 + b"</sheetData></worksheet>"
    assert reader._put_right(part, is_strange=True, calculates=True) is not None
    assert reader._traits(part, reader._Styles(frozenset((1,)), frozenset())).merged_down == ()


# --- xls --------------------------------------------------------------------------------------------------------------
def xls(fill: Callable[[xlwt.Workbook, xlwt.Worksheet], object] = lambda *_: None) -> bytes:
    book, buffer = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Trang tính")
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            sheet.write(row, column, text)
    fill(book, sheet)
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("code_page", [1252, 1258, 1251, 437, 0])
def test_texts_of_excel_97_and_later_are_unicode_whatever_code_page_stands_there(code_page: int) -> None:
    assert of_first(with_code_page(xls(), code_page)) == ROWS


def test_the_numbers_of_a_chart_on_a_sheet_are_no_cells_of_the_sheet() -> None:
    data = with_chart(xls())
    assert data != xls()
    assert of_first(data) == ROWS


def test_a_formula_of_an_xls_that_nobody_has_worked_out_is_not_blank() -> None:
    data = xls(lambda _, sheet: [sheet.write(1, 2, xlwt.Formula("DATE(2026;2;28)")), sheet.write(2, 2, "x")])
    assert [row[2] for row in of_first(data)] == [None, UNVALUED, "x"]


def _formula(result: bytes, flags: int, signs: bytes) -> Callable[[int, bytes], list[tuple[int, bytes]]]:
    """Excel's own note in the first record of each part, and the one formula with another result."""

    def change(kind: int, body: bytes) -> list[tuple[int, bytes]]:
        if kind == 0x809:
            return [(kind, body[:8] + struct.pack("<I", 0xC1) + body[12:])]
        if kind != 0x06:
            return [(kind, body)]
        return [(kind, body[:6] + result + struct.pack("<HIH", flags, 0, len(signs)) + signs)]

    return change


@pytest.mark.parametrize(
    ("result", "flags", "signs", "text"),
    [
        (b"\x03\0\0\0\0\0\xff\xff", 0, b"\x17\x00\x00", None),
        (b"\x03\0\0\0\0\0\xff\xff", 0, b"\x1e\x01\x00\x1e\x01\x00\x03", UNVALUED),
        (b"\0" * 8, 2, b"\x44\0\0\0\0", UNVALUED),
        (b"\0" * 8, 0, b"\x44\0\0\0\0", "0"),
        (struct.pack("<d", 5), 2, b"\x1e\x05\x00", "5"),
        (b"\x02\0\x17\0\0\0\xff\xff", 0, b"\x1c\x17", "#REF!"),
        (b"\x02\0\x99\0\0\0\xff\xff", 0, b"\x1c\x17", "#N/A"),
        (b"\x01\0\x01\0\0\0\xff\xff", 0, b"\x1d\x01", "true"),
    ],
)
def test_what_excel_has_worked_out_is_its_word(result: bytes, flags: int, signs: bytes, text: str | None) -> None:
    data = changed_records(
        xls(lambda _, sheet: [sheet.write(0, 2, "Đến"), sheet.write(1, 2, xlwt.Formula("1"))]), _formula(result, flags, signs)
    )
    assert of_first(data)[1][2] == text


def test_an_unknown_error_of_an_xls_costs_its_cell_alone() -> None:
    data = changed_records(
        xls(lambda _, sheet: sheet.write(1, 2, True)), lambda kind, body: [(kind, body[:6] + b"\x99\x01" if kind == 0x205 else body)]
    )
    assert of_first(data)[1] == ["1", "Vũ Thị Oanh", "#N/A"]


@pytest.mark.parametrize("number", [50, 56, 60, 163, 164, 400])
def test_a_date_is_a_date_whatever_number_its_format_has(number: int) -> None:
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")

    def change(kind: int, body: bytes) -> list[tuple[int, bytes]]:
        if kind == 0x41E and body[:2] == struct.pack("<H", 164):
            return [(kind, struct.pack("<H", number) + body[2:])]
        if kind == 0xE0 and body[2:4] == struct.pack("<H", 164):
            return [(kind, body[:2] + struct.pack("<H", number) + body[4:])]
        return [(kind, body)]

    data = changed_records(xls(lambda _, sheet: sheet.write(1, 2, dt.date(2026, 7, 1), day)), change)
    assert of_first(data)[1][2] == "2026-07-01 00:00:00"


def test_a_sheet_that_breaks_off_is_not_read_in_part() -> None:
    ends = [0]

    def without_last_end(kind: int, body: bytes) -> list[tuple[int, bytes]]:
        ends[0] += kind == 0x0A
        return [] if kind == 0x0A and ends[0] == 3 else [(kind, body)]

    more = xls(lambda book, _: book.add_sheet("Khác").write(0, 0, "y"))
    sheets = read_sheets(changed_records(more, without_last_end))
    assert ([grid.name for grid in sheets.grids], sheets.unread) == (["Trang tính"], ("Khác",))
    torn = altered(two_sheets(), lambda name, part: (name, part[: part.index(b"</sheetData>")] if name == SHEET else part))
    sheets = read_sheets(torn)
    assert ([grid.name for grid in sheets.grids], sheets.unread) == (["Khác"], ("DS",))
    with pytest.raises(Unreadable, match="chưa trọn"):
        read_grids(replaced(torn, BOOK, b'r:id="rId2"', b'r:id="rId77"'))


def test_a_torn_xls_never_breaks_the_reader() -> None:
    data = with_chart(xls())
    for cut in range(0, len(data), 101):
        for broken in (data[:cut], data[:cut] + bytes([data[cut] ^ 0xFF]) + data[cut + 1 :]):
            try:
                read_grids(broken)
            except Unreadable as reason:
                assert reason.reason_vi.endswith("gửi lại.")


# --- ods --------------------------------------------------------------------------------------------------------------
SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style"))


def ods(table: str, *, styles: str = "", calc: str = "") -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES} xmlns:calcext="urn:org:calcext">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{table}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(made := io.BytesIO(), "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return made.getvalue()


TEXT = 'office:value-type="string"'
SINCE_1904 = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'


def ods_row(*cells: str) -> bytes:
    return ods(f'<table:table table:name="DS"><table:table-row>{"".join(cells)}</table:table-row></table:table>')


def cell(attributes: str, text: str | None = None) -> str:
    return f"<table:table-cell {attributes}>{'' if text is None else f'<text:p>{text}</text:p>'}</table:table-cell>"


def test_what_stands_between_the_cells_of_an_ods_is_not_part_of_it() -> None:
    lines = "\n".join(
        "  <table:table-row>\n" + "".join(f"    {cell(TEXT, text)}\n" for text in row) + "  </table:table-row>" for row in ROWS
    )
    assert of_first(ods(f'\n<table:table table:name="DS">\n {lines}\n</table:table>\n')) == ROWS


@pytest.mark.parametrize(
    ("attributes", "text", "value"),
    [
        ('office:value-type="string" office:string-value="" calcext:value-type="error" table:formula="of:=NA()"', "#N/A", "#N/A"),
        ('office:value-type="string" calcext:value-type="error" table:formula="of:=1/0"', None, "#ERROR!"),
        ('office:value-type="float" office:value="0" table:formula="of:=1/0"', "#DIV/0!", "#DIV/0!"),
        ('office:value-type="float" office:value="0" table:formula="of:=x"', "Err:508", "Err:508"),
        ('table:formula="of:=DATE(2026;2;28)"', None, UNVALUED),
        ('table:formula="of:=DATE(2026;2;28)" office:value-type="date"', None, UNVALUED),
        ('table:formula="of:=DATE(2026;2;28)" office:value-type="string"', None, UNVALUED),
        ('table:formula="of:=IF(1;&quot;&quot;)" office:value-type="string" office:string-value=""', "", None),
        ('table:formula="of:=IF(1;&quot;&quot;)"', "", None),
        ('office:value-type="date" office:date-value="2026-07-01"', "01/07/26", "2026-07-01 00:00:00"),
        ('office:value-type="date" office:date-value="2026-07-01T08:30:00"', "x", "2026-07-01 08:30:00"),
        ('office:value-type="date" office:date-value="2026-07-01T08:30:00.500000000"', "x", "2026-07-01 08:30:00"),
        ('office:value-type="date" office:date-value="2026-06-30T17:00:00.000Z"', "01/07/26", "2026-06-30 17:00:00Z"),
        ('office:value-type="date" office:date-value="2026-07-01T00:00:00Z"', "01/07/26", "2026-07-01 00:00:00"),
        ('office:value-type="date" office:date-value="2026-07-01T08:30:00+07:00"', "x", "2026-07-01 08:30:00"),
        ('office:value-type="date" office:date-value="2026-07-01T01:30:00+00:00"', "x", "2026-07-01 01:30:00Z"),
        ('office:value-type="date" office:date-value="1975-02-05T00:00:00+08:00"', "x", "1975-02-05 00:00:00"),
        ('office:value-type="date" office:date-value="1899-12-30"', "30/12/99", None),
        ('office:value-type="time" office:time-value="PT08H30M00S"', "08:30", "1899-12-31 08:30:00"),
        ('office:value-type="time" office:time-value="PT1109040H30M00.000000000S"', "00:30", "2026-07-07 00:30:00"),
        ('office:value-type="boolean" office:boolean-value="false"', "SAI", "false"),
        ('office:value-type="boolean" office:boolean-value="true"', "ĐÚNG", "true"),
        ('office:value-type="percentage" office:value="0.125"', "12,5 %", "12.5%"),
        ('office:value-type="currency" office:value="1.2E+10"', "12 tỷ", "12000000000"),
        ('office:value-type="float" office:value="30200000028"', "3,02E+010", "30200000028"),
        ('office:value-type="string"', 'a<text:s text:c="2"/>b<text:line-break/>c<text:tab/>d', "a  b\nc\td"),
        ('office:value-type="string"', "a\n     b", "a b"),
    ],
)
def test_a_cell_of_an_ods_is_printed_as_one_of_excel(attributes: str, text: str | None, value: str | None) -> None:
    rows = of_first(ods_row(cell('office:value-type="string"', "x"), cell(attributes, text)))
    assert (rows[0][1] if len(rows[0]) > 1 else None) == value


def test_rows_and_cells_of_an_ods_stand_for_several_and_remarks_are_no_text() -> None:
    note = "<office:annotation><text:p>nhận xét</text:p></office:annotation>"
    remark = f"<table:table-cell {TEXT}>{note}<text:p>y</text:p></table:table-cell>"
    table = f"""<table:table table:name="DS"><table:table-row table:number-rows-repeated="2">
        <table:table-cell table:number-columns-repeated="2"/>{remark}
        <table:table-cell table:number-columns-repeated="16000"/></table:table-row><table:table-row table:number-rows-repeated="1048574">
        <table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>"""
    assert of_first(ods(table)) == [[None, None, "y"], [None, None, "y"]]


def test_a_sheet_of_an_ods_that_says_so_is_hidden() -> None:
    style = '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>'
    rows = f"<table:table-row>{cell(TEXT, 'x')}</table:table-row>"
    grids = read_grids(
        ods(
            f'<table:table table:name="A" table:style-name="ta1">{rows}</table:table><table:table table:name="B">{rows}</table:table>',
            styles=style,
        )
    )
    assert [(grid.name, grid.visible) for grid in grids] == [("A", False), ("B", True)]


def test_an_ods_that_repeats_a_full_row_too_often_is_told_alone(small_sheets: None) -> None:
    wide = cell('office:value-type="string" table:number-columns-repeated="100"', "x")
    table = f'<table:table table:name="A"><table:table-row table:number-rows-repeated="2000">{wide}</table:table-row></table:table>'
    sheets = read_sheets(ods(table + f'<table:table table:name="B"><table:table-row>{wide}</table:table-row></table:table>'))
    assert ([grid.name for grid in sheets.grids], sheets.unread) == (["B"], ("A",))


# --- xlsb -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("short", [False, True])
def test_cells_of_an_xlsb_are_read_whether_they_say_their_column_or_not(short: bool) -> None:
    rows = [["STT", "Từ ngày", None, "Số"], [1, dt.date(2026, 7, 1), None, 30200000028], ["x", None, "#REF!", "#N/A!"]]
    grids = read_grids(write_xlsb([Sheet("DS", [list(row) for row in rows], (), {})], short=short))
    assert [list(row) for row in grids[0].frame.rows()] == [
        ["STT", "Từ ngày", None, "Số"],
        ["1", "2026-07-01 00:00:00", None, "30200000028"],
        ["x", None, "#REF!", "#N/A!"],
    ]


@pytest.mark.parametrize("text", ["#REF!", "#REF!!", "#DIV/0!!", "#SPILL!", "#SPILL!!"])
def test_errors_of_an_xlsb_are_never_blank(text: str) -> None:
    (grid,) = read_grids(write_xlsb([Sheet("DS", [["x", text]], (), {})]))
    shown = text.removesuffix("!") if text.endswith("!!") else text
    assert grid.frame["c1"][0] == ("#ERROR!" if "SPILL" in shown else shown)


def test_a_chart_sheet_of_an_xlsb_is_no_sheet_of_cells() -> None:
    sheets = read_sheets(write_xlsb([Sheet("DS", [["x"]], (), {}), Sheet("Biểu đồ", [["y"]], (), {})], charts=(2,)))
    assert ([grid.name for grid in sheets.grids], sheets.unread) == (["DS"], ())


def test_a_part_of_an_xlsb_that_is_not_there_costs_its_sheet_alone() -> None:
    data = write_xlsb([Sheet("DS", [["x"]], (), {}), Sheet("Khác", [["y"]], (), {})])
    sheets = read_sheets(altered(data, lambda name, content: None if name.endswith("sheet2.bin") else (name, content)))
    assert ([grid.name for grid in sheets.grids], sheets.unread) == (["DS"], ("Khác",))


@pytest.mark.parametrize(("formula", "calculates", "read"), [("=0", False, "0"), ("=0!", False, UNVALUED), ("=0", True, UNVALUED)])
def test_a_nought_of_an_xlsb_that_asks_to_be_worked_out_is_no_value(formula: str, calculates: bool, read: str) -> None:
    (grid,) = read_grids(write_xlsb([Sheet("DS", [["x", formula]], (), {})], calculates=calculates))
    assert grid.frame["c1"][0] == read


def test_a_text_box_on_a_sheet_of_an_xlsb_is_read() -> None:
    box = '<x xmlns:a="urn:a"><a:p><a:r><a:t>Đơn vị: </a:t></a:r><a:r><a:t>triệu đồng</a:t></a:r></a:p></x>'
    link = '<Relationship Id="rId1" Type="urn:x/drawing" Target="../drawings/drawing1.xml"/>'
    with zipfile.ZipFile(made := io.BytesIO(write_xlsb([Sheet("DS", [["x"]], (), {})])), "a") as package:
        package.writestr("xl/drawings/drawing1.xml", box)
        package.writestr(
            "xl/worksheets/_rels/sheet1.bin.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{link}</Relationships>',
        )
    assert read_grids(made.getvalue())[0].page_texts == ("Đơn vị: triệu đồng",)


# --- XML Spreadsheet 2003 ---------------------------------------------------------------------------------------------
def xml_2003(*rows: str, settings: str = "") -> bytes:
    lines = "".join(f"<Row>{row}</Row>" for row in rows)
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel">{settings}</ExcelWorkbook>'
        f'<Worksheet ss:Name="DS"><Table>{lines}</Table></Worksheet></Workbook>'
    ).encode()


def xml_cell(value: object, kind: str = "", attributes: str = "") -> str:
    kind = kind or ("String" if isinstance(value, str) else "Number")
    return f'<Cell{attributes}><Data ss:Type="{kind}">{value}</Data></Cell>'


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("3.0191000038E10", "30191000038"),
        ("5.0000000000000001E-4", "0.0005"),
        ("1E-05", "0.00001"),
        ("1.5E+3", "1500"),
        ("-2.5E-2", "-0.025"),
        ("49000000000.5", "49000000000.5"),
        ("60.0", "60"),
    ],
)
def test_numbers_of_xml_are_written_out(number: str, read: str) -> None:
    assert of_first(xml_2003(xml_cell("x") + xml_cell(number, "Number")))[0][1] == read


@pytest.mark.parametrize("kind", ["Number", "DateTime", "Error", "Boolean", "String"])
def test_a_formula_of_xml_without_a_value_is_not_blank_unless_it_says_an_empty_text(kind: str) -> None:
    empty = xml_cell("", kind, ' ss:Formula="=A1"')
    assert of_first(xml_2003(xml_cell("x") + empty + xml_cell("y")))[0][1] == (None if kind == "String" else UNVALUED)
    assert of_first(xml_2003(xml_cell("x") + xml_cell("", kind) + xml_cell("y")))[0][1] is None


def test_xml_is_known_by_its_first_element_whatever_prefix_it_has_and_blanks_stand_before_it() -> None:
    data = xml_2003(xml_cell("x") + xml_cell("Vũ Thị Oanh"))
    prefixed = re.sub(rb"<(/?)(Workbook|Worksheet|Table|Row|Cell|Data)", rb"<\1ss:\2", data)
    for sent in (data, prefixed, b"\xef\xbb\xbf\r\n" + data, b"\n " + prefixed):
        assert of_first(sent) == [["x", "Vũ Thị Oanh"]]


@pytest.mark.parametrize(("settings", "read"), [("<Date1904/>", None), ("", "1904-01-01 00:00:00")])
def test_day_nought_of_xml_and_ods_is_blank_where_days_are_counted_from_1904(settings: str, read: str | None) -> None:
    day = xml_cell("1904-01-01T00:00:00.000", "DateTime")
    assert of_first(xml_2003(xml_cell("x") + day + xml_cell("y"), settings=settings))[0][1] == read
    line = cell(TEXT, "x") + cell('office:value-type="date" office:date-value="1904-01-01"', "01/01/04") + cell(TEXT, "y")
    table = f'<table:table table:name="DS"><table:table-row>{line}</table:table-row></table:table>'
    assert of_first(ods((SINCE_1904 if settings else "") + table))[0][1] == read


# --- pages ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("end", ["</comment>", ""])
def test_a_note_of_a_page_is_no_text_of_its_cell_and_ends_with_it(end: str) -> None:
    line = f"<td>1<td><a></a><comment>Đã chết<br>ngày 5/7{end}" + ("<font>Vũ Thị Oanh</font>" if end else "") + "</td><td>3199194311"
    (grid,) = read_grids(f"<table><tr><td>STT<td>Tên<td>Số<tr>{line}</table>".encode())
    assert grid.frame.row(1) == ("1", "Vũ Thị Oanh" if end else None, "3199194311")
    assert grid.cell_notes == ((2, 1, "Đã chết\nngày 5/7"),)


# --- letters ----------------------------------------------------------------------------------------------------------
def test_html_entities_are_letters_in_every_container() -> None:
    written = ["Ch&#7913;ng th&#x1EF1;c", "&amp;nbsp;", "&nbsp;", "R&D; A&B", "&agrave;", "x"]
    page = "<table><tr>" + "".join(f"<td>{text}" for text in written) + "</table>"
    for data in (
        xlsx(lambda book: book.worksheets()[0].write_row(0, 0, written)),
        xls(lambda _, sheet: [sheet.write(5, place, text) for place, text in enumerate(written)]),
        page.encode(),
        "\t".join(written).encode(),
        "\t".join(written).encode("utf-16"),
    ):
        assert of_first(data)[-1] == ["Chứng thực", None, None, "R&D; A&B", "à", "x"]


def test_the_end_of_an_entity_parts_no_cells() -> None:
    rows = of_first("Lĩnh vực;Tên;Ghi chú\nH&#7897; t&#7883;ch;&#272;&#7895; V&#259;n &Yacute;;x".encode())
    assert rows == [["Lĩnh vực", "Tên", "Ghi chú"], ["Hộ tịch", "Đỗ Văn Ý", "x"]]


# --- texts of values --------------------------------------------------------------------------------------------------
def test_numbers_and_moments_are_printed_as_the_native_reader_prints_them() -> None:
    assert [number_text(value) for value in (1.0, 0.5, 1e-7, 1e22, -3.0, 0.3)] == [
        "1",
        "0.5",
        "0.0000001",
        "10000000000000000000000",
        "-3",
        "0.3",
    ]
    assert [day_number_text(value) for value in (0, 0.5, 1, 59, 60, 61, 46_000.354166666664, 2_958_466, -1)] == [
        None, "1899-12-31 12:00:00", "1900-01-01 00:00:00", "1900-02-28 00:00:00", "1900-02-28 00:00:00", "1900-03-01 00:00:00",
        "2025-12-09 08:30:00", "2958466", "-1",
    ]  # fmt: skip
    assert [moment_text(text) for text in ("2026-07-01", "01/07/2026", "1899-12-30T00:00:00")] == [
        "2026-07-01 00:00:00",
        "01/07/2026",
        None,
    ]
    assert duration_text("PT00H00M00S") == "1899-12-31 00:00:00" and duration_text("x") == "x"


@pytest.mark.parametrize(
    ("form", "is_date"),
    [
        ("dd/mm/yyyy", True),
        ("General", False),
        ("0.00", False),
        ('#,##0 "đồng"', False),
        ("[h]:mm", True),
        ("[$-42A]dd mmmm", True),
        ("0.00;[Red]-0.00", False),
    ],
)
def test_a_number_format_shows_a_date_if_a_sign_for_a_part_of_it_is_left(form: str, is_date: bool) -> None:
    assert is_date_format(form) is is_date
