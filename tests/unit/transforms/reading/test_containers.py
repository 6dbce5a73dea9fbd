"""Containers: what a file is by its bytes, and the grid of text that each container ends in."""

import contextlib
import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable

import odf.opendocument
import odf.table
import odf.text
import pytest
import xlsxwriter
import xlwt

from transforms.reading.containers import Unreadable, read_grids, read_sheets
from transforms.reading.model import Grid
from transforms.vietnamese.text import UNVALUED

ROWS = [["STT", "Họ và tên", "Số CCCD"], ["1", "Vũ Thị Oanh", "030191000038"], ["2", "Đỗ Văn Ý", "030288000027"]]
TEXT = "\r\n".join(",".join(row) for row in ROWS)


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        fill(book)
    return buffer.getvalue()


def sheet_of(rows: list[list[object]], **options: object) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("DS")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(fill)


def xls_of(rows: list[list[object]]) -> bytes:
    book, buffer = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("DS")
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.write(number, place, value)
    book.save(buffer)
    return buffer.getvalue()


def ods_of(rows: list[list[str]]) -> bytes:
    document, buffer = odf.opendocument.OpenDocumentSpreadsheet(), io.BytesIO()
    table = odf.table.Table(name="DS")
    for row in rows:
        line = odf.table.TableRow()
        for value in row:
            cell = odf.table.TableCell(valuetype="string", stringvalue=value)
            cell.addElement(odf.text.P(text=value))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(buffer)
    return buffer.getvalue()


def page_of(rows: list[list[str]]) -> bytes:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'\ufeff<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>{lines}</table></body></html>'.encode()


def spreadsheet_xml_of(rows: list[list[str]]) -> bytes:
    lines = "".join("<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>" for row in rows)
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="DS"><Table>'
        f"{lines}</Table></Worksheet></Workbook>"
    ).encode()


def only(grids: list[Grid]) -> Grid:
    assert len(grids) == 1
    return grids[0]


def cells(grid: Grid) -> list[list[str | None]]:
    return [list(row) for row in grid.frame.rows()]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (sheet_of(ROWS), "DS"),
        (xls_of(ROWS), "DS"),
        (ods_of(ROWS), "DS"),
        (spreadsheet_xml_of(ROWS), "DS"),
        (page_of(ROWS), None),
        (TEXT.encode(), None),
        (TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("utf-16"), None),
        (TEXT.encode("utf-16-le"), None),
        (TEXT.encode("utf-16-be"), None),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None),
        (TEXT.replace(",", ";").encode(), None),
        (TEXT.replace(",", "\t").encode("utf-16"), None),
        (b"\x00" + TEXT.replace("Oanh", "O\x00anh").encode(), None),
    ],
    ids=[
        "xlsx",
        "xls",
        "ods",
        "xml 2003",
        "html",
        "utf-8",
        "utf-8 bom",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-16-be bom",
        "semicolon",
        "tab",
        "nul",
    ],
)
def test_the_same_list_reads_the_same_from_every_container(data: bytes, name: str | None) -> None:
    grid = only(read_grids(data))
    assert (grid.name, grid.first_row, cells(grid)) == (name, 1, ROWS)


def test_windows_1258_tones_stand_on_their_vowels_again() -> None:
    text = "STT,Họ và tên\n1,Nguyễn Thị Tuyết\n2,Đặng Hữu Ước"
    apart = text.translate(
        {
            ord(whole): parts
            for whole, parts in {
                "ọ": "o\u0323",
                "à": "a\u0300",
                "ễ": "ê\u0303",
                "ị": "i\u0323",
                "ế": "ê\u0301",
                "ặ": "ă\u0323",
                "ữ": "ư\u0303",
                "Ư": "Ư",
                "ớ": "ơ\u0301",
            }.items()
        }
    )
    assert cells(only(read_grids(apart.encode("cp1258")))) == [line.split(",") for line in apart.splitlines()]


def test_tcvn3_bytes_stay_western_letters_for_cleaning_to_decode() -> None:
    legacy = "STT,Hä vµ tªn\n1,NguyÔn ThÞ TuyÕt\n2,§Æng H÷u ¦íc\n3,TrÇn Cao Ph\u00ad¬ng"
    assert cells(only(read_grids(legacy.encode("latin-1")))) == [line.split(",") for line in legacy.splitlines()]


def test_rows_and_columns_stand_where_excel_shows_them() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("DS").write(4, 2, "x")

    frame = only(read_grids(workbook(fill))).frame
    assert (frame.shape, frame.columns, frame["c2"][4], frame["c0"].null_count()) == ((5, 3), ["c0", "c1", "c2"], "x", 5)


def test_values_come_as_plain_text() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet, day = book.add_worksheet("DS"), book.add_format({"num_format": "dd/mm/yyyy"})
        for place, value in enumerate([1, 30085001234, 123456789012, 0.5, "001", "  ", "\u00a0", " có "]):
            sheet.write(0, place, value)
        sheet.write_datetime(0, 8, dt.datetime(2026, 1, 1), day)
        sheet.write_datetime(0, 9, dt.datetime(2026, 1, 1, 8, 30), day)
        sheet.write_formula(0, 10, "=A1", None, "")

    assert cells(only(read_grids(workbook(fill)))) == [
        ["1", "30085001234", "123456789012", "0.5", "001", None, None, " có ", "2026-01-01 00:00:00", "2026-01-01 08:30:00", UNVALUED]
    ]


def test_an_error_cell_is_not_blank() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("DS")
        for row, text in enumerate(["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"]):
            sheet.write_formula(row, 1, "=A1", None, text)
            sheet.write(row, 2, "x")

    assert [row[1] for row in cells(only(read_grids(workbook(fill))))] == ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"]


def test_a_formula_that_nobody_has_worked_out_is_not_blank() -> None:
    """As programs write them that do not calculate: a card whose last day is such a formula has an end."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Từ ngày", "Đến ngày", "Ghi chú"],
        ["01/01/2025", "=EDATE(A2,12)-1", None],
        ["01/01/2026", "31/12/2026", '=IF(A3="","x","")'],
    ):
        sheet.append(row)
    book.save(buffer := io.BytesIO())
    found = cells(only(read_grids(buffer.getvalue())))
    assert [row[1] for row in found] == ["Đến ngày", UNVALUED, "31/12/2026"]
    with zipfile.ZipFile(buffer) as package:
        part = package.read("xl/worksheets/sheet1.xml")
    assert b"<f>EDATE" in part


def test_a_hidden_sheet_is_read_and_known_as_hidden_and_an_empty_one_is_left_out() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("A").write(0, 0, "x")
        book.add_worksheet("B").write(0, 0, "y")
        book.add_worksheet("C")
        book.get_worksheet_by_name("B").hide()

    assert [(grid.name, grid.visible) for grid in read_grids(workbook(fill))] == [("A", True), ("B", False)]


def test_formatted_but_empty_rows_are_no_rows() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet, grey = book.add_worksheet("DS"), book.add_format({"bg_color": "#cccccc"})
        sheet.write(0, 0, "x")
        for row in range(1, 20_000):
            sheet.write_blank(row, 0, None, grey)
        sheet.write(20_000, 3, "   ")

    assert cells(only(read_grids(workbook(fill)))) == [["x"]]


# --- pages ----------------------------------------------------------------------------------------------------------
def test_spans_of_a_page_leave_the_other_places_free() -> None:
    page = b"<table><tr><th rowspan=2>STT<th colspan=2>Ngay<th rowspan='2'>Y<tr><th>A<th>B<tr><td>1<td>x&nbsp;<td>y<br>z<td>&nbsp;</table>"
    assert cells(only(read_grids(page))) == [["STT", "Ngay", None, "Y"], [None, "A", "B", None], ["1", "x\xa0", "y\nz", None]]


def test_rows_of_a_page_are_numbered_from_its_first_tr_and_texts_above_move_none() -> None:
    page = "<html><head><title>t</title><style>td{}</style></head><body><h3>SỔ THEO DÕI</h3><p>Tháng 3/2026</p>"
    page += "<table><tr><td>a<td>b</table>"
    grid = only(read_grids(page.encode()))
    assert (grid.first_row, cells(grid)) == (-1, [["SỔ THEO DÕI", None], ["Tháng 3/2026", None], ["a", "b"]])


def test_a_page_without_a_table_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="không có bảng"):
        read_grids(b"<!DOCTYPE html><html><body>Phien lam viec da het han</body></html>")


def test_rows_and_cells_of_xml_spreadsheets_may_state_their_place() -> None:
    data = spreadsheet_xml_of([["a", "b"]]).replace(b"<Row>", b'<Row ss:Index="3">')
    data = data.replace(b'<Cell><Data ss:Type="String">b', b'<Cell ss:Index="4"><Data>b')
    assert cells(only(read_grids(data))) == [[None] * 4, [None] * 4, ["a", None, None, "b"]]


# --- text -----------------------------------------------------------------------------------------------------------
def test_a_quoted_cell_may_hold_delimiters_and_line_breaks() -> None:
    data = '"Số\nCCCD",Địa chỉ\n1,"Số 102, phường Nguyễn Đại Năng"\n'.encode()
    assert cells(only(read_grids(data))) == [["Số\nCCCD", "Địa chỉ"], ["1", "Số 102, phường Nguyễn Đại Năng"]]


def test_quotes_that_open_in_one_record_and_close_in_another_swallow_neither() -> None:
    lines = [
        "STT;Họ và tên;Địa chỉ;Từ ngày",
        "1;An;TDP 3;01/01/2026",
        '2;Bình;"ngõ cũ, TDP 3;01/01/2026',
        "3;Cúc;TDP 3;01/01/2026",
        '4;Dũng;Số 5 TDP 4";01/01/2026',
    ]
    grid = only(read_grids("\n".join([*lines, ""]).encode()))
    assert grid.frame["c0"].to_list() == ["STT", "1", "2", "3", "4"]


def test_a_quote_that_never_closes_does_not_swallow_the_file() -> None:
    data = 'a,b\n1,"x\n' + "".join(f"{number},y\n" for number in range(2, 9))
    assert only(read_grids(data.encode())).frame.height == 9


@pytest.mark.parametrize("text", ['"a" ; "b" ; ""\n"Tổ 3; phường A" ; "0301" ; "x"\n', '"a", "b", ""\n"Tổ 3; phường A", "0301", "x"\n'])
def test_blanks_between_quoted_cells_and_their_delimiter_are_no_part_of_either(text: str) -> None:
    (grid,) = read_grids(text.encode())
    assert grid.frame.rows() == [("a", "b", None), ("Tổ 3; phường A", "0301", "x")]


def test_a_text_that_excel_is_to_take_for_no_number_is_that_text() -> None:
    (grid,) = read_grids('Số CCCD;Ghi chú\n="030085000001";="a" & "b"\n'.encode())
    assert grid.frame.rows()[1] == ("030085000001", '="a" & "b"')


def test_a_blank_line_of_a_csv_file_is_a_record_too() -> None:
    assert cells(only(read_grids(b"a,b\n\n1,2\n"))) == [["a", "b"], [None, None], ["1", "2"]]


# --- what cannot be read --------------------------------------------------------------------------------------------
def zip_of(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "rỗng"),
        (b"\xef\xbb\xbf \r\n", "rỗng"),
        (b"\x00" * 100, "rỗng"),
        (bytes(range(256)) * 40, "không phải là bảng tính"),
        (b"%PDF-1.7 abc", "PDF"),
        (b"\x89PNG\r\n\x1a\n123", "ảnh"),
        (b"PK\x03\x04 nothing behind", "hỏng"),
        (sheet_of(ROWS)[:-300], "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "hỏng"),
        (xls_of(ROWS)[:2500], "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (zip_of(**{"word/document.xml": b"<a/>"}), "Word"),
        (zip_of(**{"a.xlsx": b"x"}), "Giải nén"),
        (zip_of(**{"xl/workbook.xml": b"<workbook"}), "hỏng"),
        (spreadsheet_xml_of(ROWS)[:-40], "hỏng"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (workbook(lambda book: book.add_worksheet("DS")), "không có ô nào"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_grids(data)


def test_every_truncation_and_flipped_byte_is_refused_or_read_but_never_breaks() -> None:
    data = sheet_of(ROWS)
    for place in range(0, len(data), 97):
        for broken in (data[:place], data[:place] + bytes((data[place] ^ 0xFF,)) + data[place + 1 :]):
            with contextlib.suppress(Unreadable):
                read_grids(broken)


def test_a_package_that_unpacks_beyond_the_limit_is_refused_unread() -> None:
    package = zip_of(**{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * 30_000})
    with pytest.raises(Unreadable, match="quá lớn"):
        read_grids(package, max_unpacked_bytes=8_000)


def test_a_package_whose_part_is_larger_than_it_says_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes under limits as small: the guard is the same, and the input can hurt no program."""
    monkeypatch.setattr("transforms.reading.packages.SMALL_PART", 500)
    noise = b"".join(struct.pack("<Q", (number * 0x9E3779B97F4A7C15) & (2**64 - 1)) for number in range(200))
    whole = zip_of(**{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": noise + b" " * 30_000})
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        true_size = struct.pack("<I", package.infolist()[1].file_size)
    with pytest.raises(Unreadable, match="quá lớn"):
        read_grids(whole.replace(true_size, struct.pack("<I", 1_700)), max_unpacked_bytes=8_000)


def test_an_xml_spreadsheet_whose_sheet_is_too_wide_loses_that_sheet_alone() -> None:
    wide = '<Worksheet ss:Name="Lạc"><Table><Row><Cell ss:Index="16385"><Data ss:Type="String">x</Data></Cell></Row></Table></Worksheet>'
    data = spreadsheet_xml_of([["a", "b"]])
    found = read_sheets(data.replace(b"</Workbook>", f"{wide}</Workbook>".encode()))
    assert (cells(only(found.grids)), found.unread) == ([["a", "b"]], ("Lạc",))
    with pytest.raises(Unreadable, match="16384"):
        read_sheets(data.replace(b"<Cell>", b'<Cell ss:Index="16385">'))


def test_a_stray_cell_in_the_far_corner_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Far for a sheet of ten thousand cells, and harmless to programs that have no such limit."""
    monkeypatch.setattr("transforms.reading.excel_packages.MAX_CELLS", 10_000)

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("DS")
        sheet.write(0, 0, "x")
        sheet.write(1_999, 99, "x")

    with pytest.raises(Unreadable, match="quá xa"):
        read_grids(workbook(fill))


@pytest.mark.parametrize("blanks", range(4))
def test_a_letter_at_the_edge_of_what_is_sniffed_hides_no_page(blanks: int) -> None:
    rows = [[" " * blanks + "Đ" * 3000, "ễ" * 3000]]
    assert cells(only(read_grids(page_of(rows)))) == [["Đ" * 3000, "ễ" * 3000]]


def test_a_file_cut_within_a_letter_keeps_its_other_letters() -> None:
    data = "\n".join(f"{number},Nguyễn Thị Tuyết" for number in range(9)).encode() + "ế".encode()[:2]
    assert cells(only(read_grids(data)))[0] == ["0", "Nguyễn Thị Tuyết"]


@pytest.mark.parametrize("written", ["Từ<br>ngày", "Từ<br />ngày", r"Từ\nngày", r"Từ\r\nngày"])
def test_a_line_break_that_is_written_as_signs_is_one(written: str) -> None:
    assert cells(only(read_grids(f"<table><tr><th>{written.replace('<', '&lt;')}</th></tr><tr><td>a\\N</td></tr></table>".encode()))) == [
        ["Từ\nngày"],
        [r"a\N"],
    ]


@pytest.mark.parametrize(
    "begin",
    [
        "<h3>SỔ THEO DÕI</h3>",
        "<p>Tháng 3/2026</p>",
        "<b>UBND PHƯỜNG</b><br>",
        '<font face="Times">',
        "<!-- a --><h2>Sổ</h2>",
        "UBND PHƯỜNG, TỔ MỘT CỬA<br>",
        "<br />\n<b>Notice</b>:  Undefined index: a in <b>a.php</b> on line <b>1</b><br />\n",
    ],
)
def test_a_page_is_known_by_its_table_whatever_it_begins_with(begin: str) -> None:
    """Scripts write a table alone under the name of a workbook, with a title before it or their own complaints."""
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    found = only(read_grids(f"{begin}<table border=1>{lines}</table>".encode()))
    assert cells(found)[-len(ROWS) :] == ROWS


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_cells_in_single_quotes_are_read_without_them(end: str, delimiter: str) -> None:
    rows = [*ROWS, ["3", "Y'Đăm", ""]]
    written = end.join(delimiter.join("'" + cell.replace("'", "''") + "'" for cell in row) for row in rows) + end
    assert cells(only(read_grids(written.encode()))) == [*ROWS, ["3", "Y'Đăm", None]]


def test_a_single_quote_before_a_number_is_excels_own_sign_and_stays_for_cleaning() -> None:
    written = "\n".join(",".join(f"'{cell}" if cell.isdigit() else cell for cell in row) for row in ROWS)
    assert cells(only(read_grids(written.encode())))[1] == ["'1", "Vũ Thị Oanh", "'030191000038"]


@pytest.mark.parametrize("numbers", [("1", "2", "3"), ("4", "9", "12")])
def test_the_row_names_of_r_have_no_heading_and_move_no_cell(numbers: tuple[str, ...]) -> None:
    rows = [*ROWS, ["3", "Lê Văn Tú", "030191000046"]]
    body = "\n".join("\t".join([number, *row]) for number, row in zip(numbers, rows[1:], strict=True))
    found = cells(only(read_grids(("\t".join(rows[0]) + f"\n{body}\n").encode())))
    assert found == [[None, *rows[0]], *([number, *row] for number, row in zip(numbers, rows[1:], strict=True))]


def cell_of_page(inner: str) -> str | None:
    head, first, _ = ROWS
    lines = [head, [first[0], first[1]]]
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}" for row in lines)
    return cells(only(read_grids(f"<html><table>{rows}<td>{inner}</td></tr></table></html>".encode())))[1][2]


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ('<input type="text" value="31/12/2026">', "31/12/2026"),
        ('<input value="31/12/2026" readonly/>', "31/12/2026"),
        ('<input type="hidden" value="7">31/12/2026', "31/12/2026"),
        ('<input type="checkbox" checked>', "x"),
        ('<input type="checkbox">', None),
        ("<textarea>31/12/2026</textarea>", "31/12/2026"),
        ("<select><option>HT<option selected>HN<option>DN</select>", "HN"),
        ('<select><option value="1">HT</option><option value="2">DN</option></select> cũ', "HT cũ"),
        ("31/12/2026 <button>Sửa</button>", "31/12/2026"),
        ("<button>H24.40-260701-0001</button>", "H24.40-260701-0001"),
        ('<span style="display:none">20261231</span>31/12/2026', "31/12/2026"),
        ("<span hidden><b>2026</b>1231</span> <b>31/12/2026</b>", "31/12/2026"),
        ('<i class="sr-only">hạn</i>31/12/2026', "31/12/2026"),
        ('<span style="display:none">20261231</span>', "20261231"),
        ("Vũ Thị <span style='display:none'>Oanh</span>", "Vũ Thị Oanh"),  # as Excel cuts a text that its neighbour covers
    ],
)
def test_fields_of_a_form_show_what_their_cell_says(inner: str, shown: str | None) -> None:
    """Read as blank, a last day would be none, and the card without an end."""
    assert cell_of_page(inner) == shown


@pytest.mark.parametrize("more", ["", "thẻ mới"])
def test_rows_that_are_a_cell_longer_than_their_headings_keep_their_places(more: str) -> None:
    rows = [*ROWS, ["3", "Lê Văn Tú", "030191000046"]]
    written = "\n".join([",".join(rows[0]), *(",".join([*row, more]) for row in rows[1:])])
    assert [row[:3] for row in cells(only(read_grids(written.encode())))] == rows


@pytest.mark.parametrize(
    ("attribute", "shown", "read"),
    [
        ('sdval="46233.9994444445" sdnum="1033;0;DD/MM/YYYY"', "30/07/2026", "2026-07-30 23:59:12"),
        ('x:num="46233.708333333336"', "30.7.2026", "2026-07-30 17:00:00"),
        ('sdval="46234.2916666667"', "2026-07-31", "2026-07-31 07:00:00"),
        ('sdval="46234"', "31/07/2026", "31/07/2026"),
        ('sdval="46233.9994444445"', "30/07/2026 23:59", "30/07/2026 23:59"),
        ('sdval="46233.5"', "31/07/2026", "31/07/2026"),  # not its day
        ('sdval="46233.5"', "46233,5", "46233,5"),
    ],
)
def test_a_day_of_a_page_has_the_time_that_its_cell_had(attribute: str, shown: str, read: str) -> None:
    """Only the time tells that a zone moved the day: LibreOffice and Excel leave it beside what they show."""
    page = f"<html><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td {attribute}>{shown}</td></tr></table></html>"
    assert cells(only(read_grids(page.encode())))[1][1] == read
