"""What a list may lose on its way without a sign: rows in one cell, texts that break off, pages that were not exported."""

import io
from dataclasses import replace

import openpyxl
import polars as pl
import pytest

from expectations.deliveries import file_rules
from expectations.deliveries.file_rules import SheetCount
from expectations.registry import contracts
from transforms.reading.delivery import find_tables, read_delivery
from transforms.reading.grids import grid_from_rows
from transforms.reading.left_out import left_out
from transforms.reading.model import LeftOut, Reading, Table
from transforms.reading.packed_rows import unpacked_sheet
from transforms.reading.paging import last_page_of_strip, page_of, pages_in_all, records_of_as_many, records_on_all_pages

HEADINGS = ["STT", "Họ và tên", "Mã số BHXH", "Số CCCD", "Ngày sinh", "Địa chỉ", "Từ ngày", "Đến ngày"]


def person(number: int, address: str = "TDP số 3") -> list[str]:
    return [
        str(number),
        "Vũ Thị Oanh",
        str(3199194311 + number),
        f"0303040000{number:02}",
        "17/06/2004",
        address,
        "01/01/2026",
        "31/12/2026",
    ]


def people(count: int, first: int = 1) -> list[list[str]]:
    return [person(number) for number in range(first, first + count)]


def table(*rows: list[str]) -> Table:
    (found,) = find_tables(grid_from_rows("DS", [HEADINGS, *rows]), contracts())
    return found


def text(*rows: list[str], delimiter: str = ",", end: str = "\n") -> str:
    return "\n".join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in (HEADINGS, *rows)) + end


def read(data: str | bytes) -> Reading:
    return read_delivery(data.encode() if isinstance(data, str) else data, ("BHYT_2026-07.csv",), contracts())


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_list_whose_lines_were_never_cut_into_columns_is_read(delimiter: str) -> None:
    """Headings and all in column A, as Excel leaves a text of another delimiter; and lines that stand whole in quotes."""
    rows = [*people(4), person(5, "Số 7, TDP số 3")]
    lines = text(*rows, delimiter=delimiter).splitlines()
    (packed,) = find_tables(unpacked_sheet(grid_from_rows("DS", [["THÁNG 7/2026"], *[[line] for line in lines]])), contracts())
    (quoted,) = read("".join('"' + line.replace('"', '""') + '"\r\n' for line in lines)).main
    for found, first in ((packed, 3), (quoted, 2)):
        assert found.frame["row_number"].to_list() == list(range(first, first + 5))
        assert found.frame["personal_id"].to_list() == [row[3] for row in rows]
        assert found.frame["address"].to_list()[-1] == "Số 7, TDP số 3"


def test_notes_in_one_column_are_no_list() -> None:
    notes = grid_from_rows("DS", [["Kính gửi: UBND, Công an, Trạm y tế, các TDP"], ["Ngày mai, lúc 8 giờ, họp"], ["Trân trọng"]])
    assert unpacked_sheet(notes) is notes


def broken(data: str | bytes) -> str | None:
    (found,) = read(data).main
    return found.broken_off


def numbers(found: Table) -> list[str | None]:
    return found.frame["serial_number"].to_list()


# --- rows in one cell ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_row_that_stands_whole_in_one_cell_is_split(delimiter: str) -> None:
    found = table(*people(3), [delimiter.join(person(4))], [delimiter.join(person(5))])
    assert numbers(found) == ["1", "2", "3", "4", "5"]
    assert found.frame["valid_to"].to_list() == ["31/12/2026"] * 5
    assert found.frame["row_number"].to_list() == [2, 3, 4, 5, 6]
    assert (found.split_rows, found.packed_rows) == ((5, 6), ())


@pytest.mark.parametrize("sign", ["\n", "\r\n", "    ", " - ", " – ", " / ", "~", " # ", "*", "¦", " • ", "\\", "::", " -> "])
def test_a_row_pasted_into_one_cell_with_other_signs_between_its_fields_is_split(sign: str) -> None:
    found = table(*people(3), [sign.join(person(4))], [sign.join(person(5))])
    assert numbers(found) == ["1", "2", "3", "4", "5"]
    assert found.frame["valid_to"].to_list() == ["31/12/2026"] * 5
    assert (found.split_rows, found.packed_rows) == ((5, 6), ())


@pytest.mark.parametrize(
    "cells",
    [
        [" ".join(person(4))],  # as it is copied from a page: where the name ends nobody knows
        ["\n".join(person(4)[:6])],
        [None, "\n".join(person(4)[1:])],
        [None, "    ".join(person(4)[1:])],
        [" - ".join([*person(4), "thừa"])],
        ["4", " - ".join(person(4)[1:])],
        ["4", ";".join(person(4)[1:])],
    ],
)
def test_a_pasted_row_that_cannot_be_split_holds_the_file(cells: list[str | None]) -> None:
    found = table(*people(3), cells)
    assert (numbers(found)[:3], found.packed_rows) == (["1", "2", "3"], (5,))
    (told,) = file_rules.rows_in_one_cell([found])
    assert (told.rule_code, told.severity) == ("F06", "critical")


@pytest.mark.parametrize(
    "note",
    [
        "Ghi chú: thẻ của bà Lan (CCCD 030304000001, sinh 17/06/2004) có giá trị từ 01/01/2026",
        "1 trường hợp trùng: CCCD 030304000001 sinh 17/06/2004",
        "1 trường hợp CCCD 030304000001 sinh 17/06/2004 trùng",
        "1. Bà Lan, CCCD 030304000001, sinh 17/06/2004 đã nhận thẻ",
        "TDP số 3 - 20 thẻ - 18 người - 2 hộ - năm 2026",
        "Người lập\n(ký)\nVũ Thị Oanh\n0912345678\nngày 31/07/2026",
        "Trang  1  /  1  -  2026",
        "Điện thoại  :  0912345678  -  Fax  :  không có",
    ],
)
def test_notes_and_signatures_with_such_signs_are_no_pasted_rows(note: str) -> None:
    assert table(*people(3), [note]).packed_rows == ()


def test_a_packed_row_between_others_and_one_whose_address_was_cut_at_its_commas_are_split_too() -> None:
    packed = ";".join(person(2, "Số 5, TDP số 3, phường Nguyễn Đại Năng"))
    found = table(person(1), packed.split(","), person(3))
    assert numbers(found) == ["1", "2", "3"]
    assert found.frame["address"].to_list()[1] == "Số 5, TDP số 3, phường Nguyễn Đại Năng"


def test_quotes_keep_the_delimiter_that_a_field_holds() -> None:
    packed = ",".join(f'"{cell}"' for cell in person(2, "Số 5, TDP số 3"))
    found = table(person(1), [packed], person(3))
    assert found.frame["address"].to_list()[1] == "Số 5, TDP số 3"


def test_cells_of_a_packed_row_that_are_blank_stay_blank() -> None:
    found = table(*people(2), [";".join([*person(3)[:7], ""])])
    assert found.frame["valid_to"].to_list() == ["31/12/2026", "31/12/2026", None]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_lines_of_a_text_with_another_delimiter_are_rows_like_others(delimiter: str) -> None:
    main = "," if delimiter == ";" else ";"
    lines = text(*people(3), delimiter=main) + "".join(f"{delimiter.join(person(number))}\n" for number in (4, 5))
    assert numbers(read(lines).main[0]) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    "cell",
    [
        ";".join(person(3)[:6]),  # the end of it is lost
        ";".join([*person(3), "thừa", "thừa"]),
        "\n".join(";".join(person(number)) for number in (3, 4)),  # two rows
    ],
)
def test_a_packed_row_that_cannot_be_split_holds_the_file(cell: str) -> None:
    found = table(*people(2), [cell])
    assert numbers(found) == ["1", "2"]
    (told,) = file_rules.rows_in_one_cell([found])
    assert (told.rule_code, told.severity) == ("F06", "critical")
    assert "1 dòng nằm trọn trong một ô" in told.message_vi and "dòng 4" in told.message_vi


def test_lists_of_which_most_cells_are_broken_over_two_lines_are_lists() -> None:
    """A date with its time below, words that did not fit, a telephone under the identifier: each cell is one value."""
    wrapped = {
        1: "Vũ Thị\nOanh",
        3: "0303040000{:02}\n0912345678",
        4: "17/06/2004\n00:00:00",
        5: "TDP\nsố 3",
        6: "01/01/2026\n07:30",
        7: "31/12/2026\n17:00",
    }
    rows = [[wrapped.get(place, cell).format(number) for place, cell in enumerate(person(number))] for number in (1, 2, 3)]
    found = table(*rows)
    assert (found.packed_rows, found.frame.height) == ((), 3)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_that_end_as_on_an_old_mac_are_lines(delimiter: str, encoding: str) -> None:
    written = text(*people(5), delimiter=delimiter).replace("\n", "\r")
    found = read(written.encode(encoding)).main[0]
    assert (numbers(found), found.frame["valid_to"].to_list(), found.broken_off) == (["1", "2", "3", "4", "5"], ["31/12/2026"] * 5, None)
    cut = written[: written.index("0303040000", written.index("\r5")) + 4]
    assert broken(cut.encode(encoding)) == "row"


def test_a_row_whose_cells_hold_the_lines_of_several_people_holds_the_file() -> None:
    lines = ["\n".join(cells) for cells in zip(*(person(number) for number in (3, 4, 5)), strict=True)]
    (told,) = file_rules.rows_in_one_cell([table(*people(2), lines)])
    assert (told.rule_code, told.severity) == ("F06", "critical") and "dòng 4" in told.message_vi
    address = [*person(3)[:-1], "Số 5\nTDP số 3"]
    assert file_rules.rows_in_one_cell([table(*people(2), address)]) == []


def test_a_list_of_which_every_row_stands_in_one_cell_is_told_so() -> None:
    reading = read_delivery(text(["x;" + ";".join(person(1)[:6])], delimiter=",").encode(), ("a.csv",), contracts())
    assert reading.problem == "unreadable" and "nằm trọn trong một ô" in reading.detail_vi


@pytest.mark.parametrize(
    "line",
    [
        "Ghi chú: các trường hợp trên đã đối chiếu; số liệu chốt 31/7/2026; nơi nhận: UBND, BHXH, lưu VT",
        "Tổ dân phố số 3, phường Nguyễn Đại Năng, thị xã Kinh Môn, tỉnh Hải Dương",
        "Nguyễn Đại Năng, ngày 1 tháng 8 năm 2026",
        "Tổng cộng: 2 thẻ; trong đó nam: 0; nữ: 2; trẻ em: 0; hộ nghèo: 0; khác: 2",
        "Căn cứ Quyết định số 12/QĐ-UBND, ngày 01/07/2026, của UBND phường, về việc rà soát",
    ],
)
def test_sentences_with_commas_are_no_rows(line: str) -> None:
    found = table(*people(2), [line])
    assert (numbers(found), found.split_rows, found.packed_rows, found.unexplained_rows) == (["1", "2"], (), (), ())


def test_a_row_that_was_split_is_told_and_published() -> None:
    (told,) = file_rules.rows_in_one_cell([table(*people(2), [";".join(person(3))], [";".join(person(4))])])
    assert (told.rule_code, told.severity) == ("F09", "warning")
    assert "2 dòng" in told.message_vi and "dòng 4-5" in told.message_vi


@pytest.mark.parametrize("line", ["Vũ Thị Oanh 030304000020", "Bổ sung: H24.115-260202-0004"])
def test_a_row_with_an_identifier_that_is_nothing_else_is_told(line: str) -> None:
    found = table(*people(2), ["", line], person(3))
    (told,) = file_rules.unexplained_rows([found])
    assert (told.rule_code, told.severity) == ("F09", "warning") and "dòng 4" in told.message_vi


def test_rows_above_the_headings_are_told() -> None:
    """Whoever sorts a sheet, headings and all, moves the headings among the rows."""
    summary = ["1", "TDP số 3", "Nguyễn Văn An", "0912345678", "5", "12"]
    lines = [["DANH SÁCH THÁNG 7/2026"], summary, person(1), person(2), HEADINGS, person(3)]
    (found,) = find_tables(grid_from_rows("DS", lines), contracts())
    assert (numbers(found), found.rows_above) == (["3"], (3, 4))
    (told,) = file_rules.rows_above_headings([found])
    assert (told.rule_code, told.severity) == ("F09", "warning") and "2 dòng" in told.message_vi and "dòng 3-4" in told.message_vi
    assert table(person(1), HEADINGS, person(2)).rows_above == ()


@pytest.mark.parametrize("line", ["TDP số 3", "Điện thoại: 02203822345", "Tổ trưởng: Lê Văn Ba 0912345678", "Mã số thuế: 0801234567"])
def test_groups_and_numbers_of_phones_are_not_told(line: str) -> None:
    assert table(*people(2), ["", line], person(3)).unexplained_rows == ()


# --- texts that break off -----------------------------------------------------------------------------------------------
def test_a_text_that_ends_in_the_middle_of_a_row_is_broken_off() -> None:
    whole = text(*people(5))
    assert broken(whole) is None
    assert broken(whole[: whole.index("31/12/2026", whole.index("\n5,"))]) is None  # cut at the last comma: the row has all its cells
    for cut in ("TDP số 3", "17/06/2004", "Vũ Thị"):
        assert broken(whole[: whole.index(cut, whole.index("\n5,")) + 2]) == "row"
    assert broken(whole[: whole.index("\n5,") + 2]) == "row"


def test_a_last_row_that_is_complete_needs_no_line_end() -> None:
    assert broken(text(*people(5), end="")) is None
    assert broken(text(*people(5), end=" ")) is None
    assert broken(text(*people(5), end="\n\x1a")) is None


@pytest.mark.parametrize(
    "footer",
    [
        "Tổng cộng: 5 thẻ",
        "Người lập biểu",
        "Xuất lúc 10:00 ngày 28/11/2026",
        "Tổng cộng,5",
        "Ghi chú: số liệu chốt 31/7",
        "Hết",
        "Trang 1/1",
    ],
)
def test_a_footer_without_a_line_end_is_no_broken_row(footer: str) -> None:
    assert broken(text(*people(5)) + footer) is None


def test_a_text_that_ends_inside_quotes_is_broken_off() -> None:
    assert broken(text(*people(5)) + '6,"Lê Văn') == "quotes"
    assert broken(text(*people(5)) + ",".join(person(6)[:7]) + ',"31/12') == "quotes"
    assert broken(text(*people(5)) + '6,"Lê Văn\n') == "quotes"


def with_open_quote(number: int, column: int) -> str:
    """Six lines of people whose addresses hold commas, each in its quotes; one cell of one of them opens a quote more."""
    rows = [person(one, f"Số {one}, TDP số 3") for one in range(1, 7)]
    lines = text(*rows).splitlines()
    cells = [f'"{cell}"' if "," in cell else cell for cell in rows[number - 1]]
    lines[number] = ",".join('"' + cell if place == column else cell for place, cell in enumerate(cells))
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("column", [1, 3, 6, 7])
@pytest.mark.parametrize("number", [2, 5])
def test_a_quote_that_is_not_closed_spoils_its_own_line_alone_and_is_told_with_its_number(number: int, column: int) -> None:
    (found,) = read(with_open_quote(number, column)).main
    others = found.frame.filter(pl.col("row_number") != number + 1)
    assert others["address"].to_list() == [f"Số {one}, TDP số 3" for one in range(1, 7) if one != number]
    assert set(others["valid_to"]) == {"31/12/2026"}
    (told,) = file_rules.open_quotes([found])
    assert (told.rule_code, told.severity) == ("F06", "critical")
    assert f"mở mà không đóng ở dòng {number + 1}, nên các ô của dòng đó không tách đúng cột" in told.message_vi


def test_the_line_that_says_how_cells_are_parted_counts_as_one() -> None:
    (found,) = read("sep=,\r\n" + with_open_quote(2, 6)).main
    assert found.open_quotes == (4,)


def test_a_quote_that_is_not_closed_in_a_line_without_other_commas_is_a_sign_of_its_cell() -> None:
    (found,) = read(text(*people(2), [*person(3)[:1], '"Vũ Thị Oanh', *person(3)[2:]], *people(2, 4))).main
    assert found.frame["valid_to"].to_list() == ["31/12/2026"] * 5
    assert file_rules.open_quotes([found]) == []


def test_a_text_that_ends_inside_quotes_says_in_which_line_they_open() -> None:
    for ending, line in (('6,"Lê Văn', 7), ('6,"Lê Văn\n', 7), ('"Lê\nVăn\n', 7)):
        (told,) = file_rules.broken_off(read(text(*people(5)) + ending).main)
        assert f"dấu ngoặc kép mở ở dòng {line} chưa đóng" in told.message_vi


def test_a_text_that_ends_inside_a_letter_is_broken_off() -> None:
    whole = text(*people(5)).encode()
    letter = whole.rindex("Vũ".encode()) + 2
    assert broken(whole[:letter]) == "letter"
    for encoding in ("utf-16", "utf-16-le"):
        assert broken(text(*people(5), delimiter="\t").encode(encoding)[:-3]) == "letter"
        assert broken(text(*people(5), delimiter="\t").encode(encoding)) is None
    assert broken(text(*people(5), delimiter="\t").encode("utf-16") + b"\n") is None


def test_rows_of_unequal_length_end_as_they_like() -> None:
    ragged = [[*person(number)[:6]] if number % 2 else person(number) for number in range(1, 6)]
    assert broken(text(*ragged, end="")) is None


def test_a_broken_text_holds_the_file() -> None:
    (told,) = file_rules.broken_off(read(text(*people(5)) + "6,Vũ Thị").main)
    assert (told.rule_code, told.severity) == ("F06", "critical")
    assert told.message_vi.startswith("Tệp dừng giữa một dòng")


# --- pages that were not exported ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "records"),
    [
        ("Showing 1 to 40 of 157 entries", 157),
        ("Showing 1-40 of 1,157 results", 1157),
        ("1 - 40 of 157 items", 157),
        ("1–40 of 157", 157),
        ("Page 1 of 4 (157 items)", 157),
        ("Displaying items 1 - 40 of 157", 157),
        ("157 results found", 157),
        ("Total: 157 records", 157),
        ("Total records: 157", 157),
        ("Hiển thị 40/157 hồ sơ", 157),
        ("Hiển thị 1 đến 40 của 157 mục", 157),
        ("Đang xem 1 đến 10 trong tổng số 1.250 mục", 1250),
        ("Đang xem 1 đến 10 trong tổng 1.250 mục", 1250),
        ("Kết quả 1-10 trong khoảng 1.250", 1250),
        ("Hiển thị 10 trên tổng 157 hồ sơ", 157),
        ("157 items in 8 pages", 157),
        ("157 bản ghi trong 8 trang", 157),
        ("HIỂN THỊ 1 - 40 TRÊN 157 BẢN GHI", 157),
        ("Hien thi 40 tren 157 ket qua", 157),
        ("Có 157 kết quả", 157),
        ("Tìm thấy 157 hồ sơ", 157),
        ("Tổng số bản ghi: 157", 157),
        ("Trang: 1 / 4 - Tổng số: 157 bản ghi", 157),
        ("Showing 1 to 20 of 20 entries (filtered from 157 total entries)", 157),
        ("Hiển thị 1 đến 20 trong 20 mục (được lọc từ 157 mục)", 157),
        ("Showing rows 0 - 24 (157 total, Query took 0.0012 seconds.)", 157),
        ("40 of 157", 157),
        ("40 trong tổng số 157", 157),
        ("Tổng cộng: 157 dòng", 157),
        ("Tong cong: 157 dong", 157),
        ("Tổng cộng: 1.200.000 đồng", None),
        ("TỔNG SỐ: 500 ĐỒNG", None),
        ("157 total", 157),
        ("(1,157 in total)", 1157),
        ("45.000.000 total", None),
        ("40/157", None),
        ("Số bản ghi/trang: 20 | Tổng: 157", 157),
        ("Số bản ghi mỗi trang: 40. Tổng số: 157", 157),
        ("Số dòng / trang: 40, tổng số dòng: 157", 157),
        ("Hiển thị 40 bản ghi/trang, tổng 157 bản ghi", 157),
        ("20/trang 157 bản ghi", 157),
        ("Page Size 40 157 items in 4 pages", 157),
        ("Số bản ghi/trang: 20", None),
        ("Số người mỗi trang: 20, tổng tiền: 1.500.000", None),
        ("40 bản ghi / 157", 157),
        ("40 bản ghi trên tổng số 157 bản ghi", 157),
        ("Total Record(s): 157", 157),
        ("No. of records: 157", 157),
        ("Từ 1 đến 40 của tổng 157", 157),
        ("Tổ 3 of 4", None),
        ("Lọc từ 1/7 đến 31/7: 20 hồ sơ", None),
        ("Tháng 1-3/2026", None),
        ("Hiển thị tháng 7/2026", None),
        ("Hiển thị hồ sơ tháng 7/2026", None),
        ("Dữ liệu hiển thị đến 05/07/2026", None),
        ("Xem Nghị định 07/2021/NĐ-CP", None),
        ("Xem Công văn 12/2026", None),
        ("Hiển thị 40/2026 hồ sơ", 2026),
        ("Showing 40 of 2026", 2026),
        ("Từ ngày 01/07/2026 đến ngày 31/07/2026", None),
        ("Số: 12/BC-UBND", None),
        ("Tổng số hồ sơ tiếp nhận: 157, trong đó 40 hồ sơ quá hạn", None),
        ("Hiển thị 40 mục", None),
        ("Show 10 25 50 100 entries", None),
        ("Showing page 1 of 4", None),
        ("Danh sách 40 hộ năm 2026", None),
        ("Tổ 1-3 trong 20 hộ", None),
        ("Hiện 20 trong 157 hồ sơ", 157),
        ("Hiện 20/157", 157),
        ("Hiện 7/2026", None),
        ("Hiện có 20/157 hộ", None),
    ],
)
def test_the_line_of_a_paged_grid_says_how_many_records_there_are(line: str, records: int | None) -> None:
    assert records_on_all_pages(line) == records


@pytest.mark.parametrize(
    ("line", "rows", "records"),
    [
        ("40/157", 40, 157),
        ("(40 / 1.157)", 40, 1157),
        ("20/157", 40, None),
        ("40/157/QĐ-UBND", 40, None),
        ("Số 40/157", 40, None),
        ("40/40", 40, None),
        ("157/40", 157, None),
        ("5/7", 5, None),
        ("7/2026", 7, None),
        ("15/2026", 15, 2026),
        ("5/20", 5, 20),
        ("40/157 %", 40, None),
    ],
)
def test_two_numbers_alone_are_a_page_where_the_first_is_that_of_its_rows(line: str, rows: int, records: int | None) -> None:
    assert records_of_as_many(line, rows) == records


@pytest.mark.parametrize(
    ("line", "rows", "pages"),
    [
        ("Tổng số trang: 8", 20, 8),
        ("Tổng số trang: 8", 17, 8),
        ("Total pages: 4", 100, 4),
        ("Số trang: 4", 10, 4),
        ("Tổng số trang: 8", 157, None),
        ("Tổng số trang: 2", 35, None),
        ("Tổng số trang: 1", 3, None),
        ("Số trang: 2026", 20, None),
        ("Danh sách này có 04 trang", 20, None),
        ("Tổng số trang thiết bị: 4", 20, None),
    ],
)
def test_pages_alone_are_those_of_a_screen_where_print_would_hold_more_rows(line: str, rows: int, pages: int | None) -> None:
    assert pages_in_all(line, rows) == pages


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("5/157", ["ghi tổng cộng 157"]),
        ("Số bản ghi/trang: 5 | Tổng: 157", ["ghi tổng cộng 157"]),
        ("Tổng số trang: 8", ["đến trang 8"]),
        ("Trang: 1 2 3 4", ["đến trang 4"]),
        ("5/157/QĐ-UBND", []),
        ("5/7", []),
        ("Tổng số trang: 1", []),
    ],
)
def test_what_a_pager_alone_says_under_a_list_holds_it(line: str, told: list[str]) -> None:
    found = table(*people(5), [line])
    count = SheetCount(5, 5, 0)
    findings = file_rules.stated_totals([found], [count]) + file_rules.missing_pages([found])
    assert found.frame.height == 5
    assert [finding.rule_code for finding in findings] == ["F06"] * len(told)
    assert all(words in finding.message_vi for words, finding in zip(told, findings, strict=True))


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("Trang 1/4", (1, 4)),
        ("Trang hiện tại: 1. Tổng số trang: 4", (1, 4)),
        ("trang 2 / 4", (2, 4)),
        ("Trang số 1 trên tổng số 4", (1, 4)),
        ("Trang 1 trong tổng số 4 trang", (1, 4)),
        ("Trang 1 (trong tổng số 4 trang)", (1, 4)),
        ("Trang 1, tổng 4 trang", (1, 4)),
        ("Tr. 1/4", (1, 4)),
        ("Page 1 of 4 (157 items)", (1, 4)),
        ("Showing page 3 of 4", (3, 4)),
        ("Trang đầu Trang trước 1/4 Trang sau Trang cuối", (1, 4)),
        ("« 2 / 4 »", (2, 4)),
        ("Trước 1/4", None),
        ("Sau 1/4", None),
        ("Trang 3/2026", None),
        ("Trang 3", None),
        ("Nguyễn Thị Trang 1/4/1980", None),
    ],
)
def test_the_number_of_a_page_is_told_with_the_number_of_pages(line: str, page: tuple[int, int] | None) -> None:
    assert page_of(line) == page


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("Trước 1 2 3 4 Sau", 4),
        ("« 1 2 3 4 »", 4),
        ("« ‹ 1 2 3 … 16 › »", 16),
        ("first prev 1 2 3 4 next last", 4),
        ("1 2 3 4 Next", 4),
        ("Trước 1 Sau", None),
        ("« 1 »", None),
        ("Trước Sau", None),
        ("1 2 3 4", None),
        ("Trang: 1 2 3 4", 4),
        ("Trang 1 2", 2),
        ("1 2 3 4 5 ... 8", 8),
        ("1 2 3 … 16", 16),
        ("Trước 1 2 3 ... 8 Sau", 8),
        ("Trang 12 13", None),
        ("Trước 2025 2026 Sau", None),
        ("Trước 1-2", None),
        ("Đầu 1 tiếp 2", None),
        ("Tổng số hồ sơ trước hạn 1 2", None),
    ],
)
def test_a_strip_that_turns_pages_names_the_last(line: str, last: int | None) -> None:
    assert last_page_of_strip(line) == last


@pytest.mark.parametrize("strip", [["Trước 1 2 3 4 Sau"], ["Trước", "1", "2", "3", "4", "Sau"], ["", "«", *map(str, range(1, 13)), "»"]])
def test_one_page_of_a_strip_holds_the_file_and_as_many_strips_as_pages_do_not(strip: list[str]) -> None:
    (told,) = file_rules.missing_pages([table(*people(3), strip)])
    assert (told.rule_code, told.severity) == ("F06", "critical") and "dãy nút chuyển trang" in told.message_vi
    (above,) = find_tables(grid_from_rows("DS", [strip, HEADINGS, *people(3)]), contracts())
    assert len(file_rules.missing_pages([above])) == 1
    titled = [["DANH SÁCH THÁNG 7/2026", "", "Trước 1 2 3 4 Sau"], HEADINGS, *people(3)]
    assert len(file_rules.missing_pages(find_tables(grid_from_rows("DS", titled), contracts()))) == 1
    two = ["Trước 1 2 Sau"]
    assert file_rules.missing_pages([table(*people(3), two, *people(2, first=4), two)]) == []
    assert file_rules.missing_pages([table(*people(3), two), table(*people(3), two)]) == []
    assert len(file_rules.missing_pages(find_tables(grid_from_rows("DS", [two, HEADINGS, *people(3), two]), contracts()))) == 1


@pytest.mark.parametrize("line", ["Trước 1 Sau", "« 1 »", "Trang đầu Trang trước 1/1 Trang sau Trang cuối", "Trang 4/4"])
def test_a_list_of_one_page_is_whole(line: str) -> None:
    assert file_rules.missing_pages([table(*people(3), [line])]) == []


FOOTERS = [
    ["Showing 1 to 3 of 157 entries"],
    ["", "Hiển thị 3/157 hồ sơ"],
    ["1 - 3 of 157 items"],
    ["Có 157 kết quả"],
    ["157 total"],
    ["Số dòng: 3/157"],
    ["", "", "Tổng số bản ghi: 157"],
]


@pytest.mark.parametrize("footer", [*FOOTERS, ["Showing 1 to 3 of 157 entries", "Previous", "1", "2", "3", "4", "Next"]])
def test_a_page_of_a_longer_list_is_known_wherever_its_line_stands(footer: list[str]) -> None:
    below = table(*people(3), footer)
    (above,) = find_tables(grid_from_rows("DS", [footer, HEADINGS, *people(3)]), contracts())
    for found in (below, above):
        assert found.frame.height == 3
        (told,) = file_rules.stated_totals([found], [file_rules.SheetCount(3, 3, 0)])
        assert (told.rule_code, told.severity) == ("F06", "critical") and "157" in told.message_vi


def test_links_to_other_pages_are_no_row_of_data() -> None:
    assert table(*people(3), ["« Trước", "1", "2", "3", "Sau »"]).frame.height == 3
    assert table(*people(3), ["Trước", "1", "2", "3", "Sau"]).frame.height == 3


def test_a_page_that_is_not_the_last_holds_the_file_and_the_pages_of_a_whole_print_do_not() -> None:
    (told,) = file_rules.missing_pages([table(*people(3), ["Trang 1/4"])])
    assert (told.rule_code, told.severity) == ("F06", "critical") and "trang 1/4" in told.message_vi
    whole = table(*people(3), ["Trang 1/2"], HEADINGS, *people(2, first=4), ["Trang 2/2"])
    assert whole.frame.height == 5
    assert file_rules.missing_pages([whole]) == []
    sheets = [table(*people(3), ["Trang 1/2"]), table(*people(3), ["Trang 2/2"])]
    assert file_rules.missing_pages(sheets) == []
    assert file_rules.missing_pages([table(*people(3))]) == []


def test_a_whole_list_may_say_how_many_records_it_has() -> None:
    found = table(*people(3), ["Showing 1 to 3 of 3 entries"])
    assert file_rules.stated_totals([found], [file_rules.SheetCount(3, 3, 0)]) == []
    assert file_rules.stated_totals([found], [file_rules.SheetCount(5, 5, 3)]) == []  # households with their members


@pytest.mark.parametrize("line", ["157 rows selected.", "(157 row(s) affected)", "157 rows in set (0.01 sec)", "(157 rows)"])
def test_what_programs_of_databases_print_under_their_rows_is_a_total(line: str) -> None:
    assert records_on_all_pages(line) == 157


@pytest.mark.parametrize(
    ("note", "rule"),
    [
        ("Showing 1 to 3 of 157 entries", "F06"),
        ("Hiển thị 3/157 hồ sơ", "F06"),
        ("Trang 1/4", "F06"),
        ("Trước 1 2 3 4 Sau", "F06"),
        ("Load more (154)", "F06"),
        ("Quyển 3, trang 12/200", None),
        ("Trang 4/4", None),
        ("Có 2 kết quả", None),
        ("Có 2 hồ sơ", None),
        ("Xem trang 1/4 quyển 2", None),
        ("Còn 2 hồ sơ nữa", None),
    ],
)
def test_a_line_of_a_grid_in_the_note_of_the_last_row_is_read_as_one(note: str, rule: str | None) -> None:
    rows = [[*person, ""] for person in people(3)]
    rows[-1][-1] = note
    (found,) = find_tables(grid_from_rows("DS", [[*HEADINGS, "Ghi chú"], *rows]), contracts())
    told = [
        *file_rules.stated_totals([found], [file_rules.SheetCount(3, 3, 0)]),
        *file_rules.missing_pages([found]),
        *file_rules.left_out([found]),
    ]
    assert [one.rule_code for one in told] == ([rule] if rule else [])


def test_notes_of_several_rows_that_read_like_lines_of_a_grid_are_notes() -> None:
    rows = [[*person, f"Trang {place}/200"] for place, person in enumerate(people(3), start=1)]
    (found,) = find_tables(grid_from_rows("DS", [[*HEADINGS, "Ghi chú"], *rows]), contracts())
    assert file_rules.missing_pages([found]) == []


# --- rows that the list says are not shown ------------------------------------------------------------------------------
REST, FIRST, GOES_ON = LeftOut(rows=127), LeftOut(limit=127), LeftOut()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Còn 127 dòng nữa", REST),
        ("... và 127 hộ khác", REST),
        ("and 127 more rows", REST),
        ("… and 1,127 more", LeftOut(rows=1127)),
        ("+127 more", REST),
        ("Show 127 more", REST),
        ("Load more (127)", REST),
        ("Xem thêm (127)", REST),
        ("Xem thêm 127 dòng", REST),
        ("Xem thêm 127 hồ sơ", REST),
        ("Tải thêm 127 người", REST),
        ("Xem thêm 12 hồ sơ đính kèm", None),
        ("Thêm 12 hồ sơ", None),
        ("Xem thêm mục (127)", REST),
        ("Xem thêm mục 2", None),  # a place of the text
        ("(Xem thêm dòng 5)", None),
        ("See more item 2", None),
        ("127 rows not shown", REST),
        ("127 dòng chưa hiển thị", REST),
        ("127 hồ sơ không được xuất", REST),
        ("Còn lại 127 dòng", REST),
        ("còn 127 người nữa chưa được liệt kê", REST),
        ("(127 rows omitted)", REST),
        ("Chỉ hiển thị 127 dòng đầu tiên", FIRST),
        ("Only the first 127 rows are shown", FIRST),
        ("Results limited to 1,000 rows", LeftOut(limit=1000)),
        ("Tối đa 127 bản ghi", FIRST),
        ("Top 127 rows", FIRST),
        ("(còn nữa)", GOES_ON),
        ("Xem tiếp trang sau", GOES_ON),
        ("Danh sách bị cắt bớt", GOES_ON),
        ("Results truncated", GOES_ON),
        ("Load more", GOES_ON),
        ("2 thẻ chưa in", None),
        ("Số hồ sơ chưa lấy: 12", None),
        ("12 hồ sơ chưa lấy kết quả", None),
        ("Mới in: 5 thẻ", None),
        ("Thẻ bị cắt: 2", None),
        ("2 đối tượng bị cắt", None),
        ("Thẻ bị cắt", None),
        ("Cắt", None),
        ("Thêm dòng", None),
        ("Tối đa 5 người", None),
        ("Giới hạn: 5 thẻ", None),
        ("5 dòng chưa tải", LeftOut(rows=5)),
        ("Dữ liệu đã bị cắt", GOES_ON),
        ("Tải thêm dòng", GOES_ON),
        ("Còn lại: 12 hồ sơ", None),
        ("Hộ khác: 12", None),
        ("12 hộ khác", None),
        ("2. Hộ khác", None),
        ("3) Trường hợp khác", None),
        ("3 thẻ chưa in", None),
        ("Chỉ in 3 thẻ", None),
        ("12 hộ nữa", LeftOut(rows=12)),
        ("Còn lại: 1.200.000 đồng", None),
        ("Còn 12 hộ", None),
        ("Chỉ có 12 người", None),
        ("Còn nợ 3 thẻ", None),
        ("12 hộ nghèo khác", None),
        ("Tổng số: 157 hồ sơ", None),
        ("Hiển thị 40 mục", None),
        ("0 more rows", None),
        ("Khác", None),
        ("Next", None),
        ("Nguyễn Thị Còn 127", None),
    ],
)
def test_a_line_says_what_a_list_leaves_out(line: str, said: LeftOut | None) -> None:
    assert left_out(line) == said


@pytest.mark.parametrize(
    "footer", [["Còn 127 dòng nữa"], ["", "… and 127 more rows"], ["Còn lại", "127", "dòng"], ["", "", "", "(127 rows omitted)"]]
)
def test_a_list_that_names_what_is_missing_is_held_wherever_it_says_so(footer: list[str]) -> None:
    below = table(*people(3), footer)
    (above,) = find_tables(grid_from_rows("DS", [footer, HEADINGS, *people(3)]), contracts())
    for found in (below, above):
        assert found.frame.height == 3
        (told,) = file_rules.left_out([found])
        assert (told.rule_code, told.severity) == ("F06", "critical")
        assert told.message_vi.startswith("Trang 'DS' ghi còn 127 dòng nữa không có trong tệp; đọc được 3 dòng.")


def test_a_list_that_stops_after_so_many_rows_is_held_once_it_has_them() -> None:
    (told,) = file_rules.left_out([table(["Chỉ hiển thị 3 dòng đầu tiên"], HEADINGS, *people(3))])
    assert (told.rule_code, told.severity) == ("F06", "critical") and "chỉ lấy 3 dòng đầu" in told.message_vi
    assert file_rules.left_out([table(*people(3), ["Chỉ hiển thị 1.000 dòng đầu tiên"])]) == []


def test_a_list_goes_on_only_behind_its_last_row() -> None:
    (told,) = file_rules.left_out([table(*people(3), ["(còn tiếp)"])])
    assert (told.rule_code, told.severity) == ("F06", "critical") and "còn tiếp" in told.message_vi
    assert file_rules.left_out([table(*people(3), ["(còn tiếp)"], HEADINGS, *people(2, first=4))]) == []


def test_a_list_goes_on_on_the_next_sheet() -> None:
    first, next_one, another = table(*people(3), ["(còn tiếp)"]), table(*people(2, first=4)), table(*people(2))
    assert file_rules.left_out([first, next_one]) == []
    for lists in ([first, another], [next_one, first]):
        (told,) = file_rules.left_out(lists)
        assert told.rule_code == "F06" and "còn tiếp" in told.message_vi


def _stated(source: str, lines: list[str], *counts: file_rules.SheetCount) -> list[str]:
    """Rules that speak where each line stands above a list of these counts."""
    found = [find_tables(grid_from_rows("DS", [[line], HEADINGS, *people(3)]), contracts())[0] for line in lines]
    return [told.rule_code for told in file_rules.stated_totals([replace(one, source=source, last_serial=None) for one in found], counts)]


def test_a_sheet_may_state_what_all_sheets_hold_in_each_unit() -> None:
    households = [file_rules.SheetCount(9, 9, 3), file_rules.SheetCount(6, 6, 2), file_rules.SheetCount(3, 3, 1)]
    assert _stated("poverty", ["(6 hộ, 18 khẩu)"] * 3, *households) == []
    assert _stated("poverty", ["(7 hộ, 18 khẩu)", "(2 hộ, 16 khẩu)", "(6 hộ, 18 khẩu)"], *households) == ["F06", "F06"]


@pytest.mark.parametrize(
    ("source", "line", "count", "rules"),
    [
        ("dossiers", "(5 hồ sơ, 7 người)", file_rules.SheetCount(5, 5, 0), []),
        ("dossiers", "(9 hồ sơ, 9 người)", file_rules.SheetCount(5, 5, 0), ["F06", "F06"]),
        ("dossiers", "(7 người)", file_rules.SheetCount(5, 5, 0), ["F06"]),
        ("poverty", "Tổng số: 5 hộ, 15 khẩu, 8 lao động", file_rules.SheetCount(5, 15, 5), []),
        ("poverty", "(5 hộ, 40 khẩu)", file_rules.SheetCount(15, 15, 5), ["F06"]),
        ("poverty", "Tổng số: 5 trường hợp", file_rules.SheetCount(15, 15, 5), []),
        ("poverty", "(15 hộ)", file_rules.SheetCount(15, 15, 5), ["F06"]),
        ("poverty", "(40 đối tượng)", file_rules.SheetCount(5, None, 5), []),
        ("poverty", "(40 trường hợp)", file_rules.SheetCount(5, None, 5), ["F06"]),
        ("poverty", "Tổng số: 40", file_rules.SheetCount(5, None, 5), ["F06"]),
        ("poverty", "Tổng số: 15", file_rules.SheetCount(5, 15, 5), []),
        ("poverty", "Tổng số: 5", file_rules.SheetCount(15, 15, 5), []),
        ("poverty", "(40 trường hợp)", file_rules.SheetCount(15, 15, 5), ["F06"]),
        ("poverty", "Tổng số hộ dân: 8.500", file_rules.SheetCount(15, 15, 5), []),
        ("health_insurance", "(3 hộ, 5 người)", file_rules.SheetCount(5, 5, 0), []),
        ("health_insurance", "(9 hộ)", file_rules.SheetCount(5, 5, 0), ["F06"]),
    ],
)
def test_a_total_is_compared_with_what_its_unit_counts(source: str, line: str, count: file_rules.SheetCount, rules: list[str]) -> None:
    assert _stated(source, [line], count) == rules


@pytest.mark.parametrize(
    "line", ["Tổng số hộ dân toàn phường: 8.500 hộ", "Tổng số nhân khẩu toàn phường: 31.083 người", "Tổng số hộ dân: 8.500"]
)
def test_how_large_the_place_is_says_nothing_of_the_list(line: str) -> None:
    assert table(*people(3), [line]).stated_totals == ()


@pytest.mark.parametrize("line", ["(157 người)", "157 thẻ", "Tổng số: 157 người", "Danh sách gồm 157 người", "Số lượng: 157 thẻ"])
def test_a_count_alone_is_a_total_above_the_list_and_below_it(line: str) -> None:
    (above,) = find_tables(grid_from_rows("DS", [[line], HEADINGS, *people(3)]), contracts())
    for found in (table(*people(3), [line]), above):
        assert found.frame.height == 3
        (told,) = file_rules.stated_totals([found], [file_rules.SheetCount(3, 0, 3)])
        assert (told.rule_code, told.severity) == ("F06", "critical") and "157" in told.message_vi


@pytest.mark.parametrize(
    "line",
    [
        "Tổng: 157",
        "Tổng số: 157",
        "SL: 157",
        "Số lượng: 157",
        "Total count: 157",
        "Total 157",
        "Tất cả (157)",
        "Tất cả 157 hồ sơ",
        "Kết quả tìm kiếm: 157 hồ sơ",
        "Tìm được: 157",
        "Cộng danh sách: 157 người",
        "Tổng danh sách: 157 người",
        "Danh sách này có tổng số 157 người",
        "Danh sách trên gồm 157 (một trăm năm mươi bảy) người",
        "Ấn định danh sách này gồm 157 người",
        "Tổng số người trong danh sách: 157 người",
        "Tổng số người trong danh sách: 157",
        "Số hồ sơ: 157",
        "Bảng này có 157 dòng",
        "157 record(s)",
        "Showing 1-3 of about 157",
        "Đã xuất 3/157 bản ghi",
        "3/157 hồ sơ",
        "Exported 3 of 157 records",
        "0 of 157 selected",
        "Đã chọn 0/157",
    ],
)
def test_a_total_in_whatever_words_is_one_above_the_list_and_below_it(line: str) -> None:
    (above,) = find_tables(grid_from_rows("DS", [[line], HEADINGS, *people(3)]), contracts())
    for found in (above, table(*people(3), [line]), table(*people(3), ["", "", line])):
        assert found.frame.height == 3
        told = file_rules.stated_totals([found], [file_rules.SheetCount(3, 3, 0)])
        assert {one.rule_code for one in told} == {"F06"}
        assert all("157 nhưng chỉ đọc được 3" in one.message_vi for one in told)


def test_a_title_may_end_in_the_count_of_its_list() -> None:
    (found,) = find_tables(grid_from_rows("DS", [["DANH SÁCH THẺ BHYT THÁNG 7/2026 (157 thẻ)"], HEADINGS, *people(3)]), contracts())
    assert [(total.count, total.unit) for total in found.stated_totals] == [(157, "the")]


@pytest.mark.parametrize(
    "line",
    [
        "Tổng cộng: 1.500.000 đồng",
        "Tổng số: 45.000.000",
        "Danh sách 2",
        "Danh sách số 2",
        "Danh sách này gồm 12 trang",
        "Số trang: 32",
        "Đã in 5/157 thẻ",
        "3/157 hồ sơ trễ hạn",
        "Tỷ lệ: 3/157",
        "Số lượng: 01 bộ",
        "Đã chọn 3",
    ],
)
def test_a_number_that_counts_something_else_is_no_total(line: str) -> None:
    (above,) = find_tables(grid_from_rows("DS", [[line], HEADINGS, *people(3)]), contracts())
    for found in (above, table(*people(3), [line])):
        assert (found.frame.height, found.stated_totals) == (3, ())


@pytest.mark.parametrize(
    "rows",
    [
        [["Tổng số bản ghi"], ["157"]],
        [[None, "Tổng số bản ghi"], [], [None, "157"]],
        [["Tổng số", "bản ghi", "157"]],
        [[None, "Tổng số người"], [None, "157"]],
        [[None, "Tổng cộng", "157"]],
        [[None, "Tổng số thẻ", "157"]],
        [["Count", "157"]],
        [["Số lượng", "157"]],
        [["157", "Tổng số bản ghi"]],
    ],
)
def test_a_total_over_its_number_in_several_cells_or_under_identifiers_is_one(rows: list[list[str | None]]) -> None:
    found = table(*people(3), *rows)
    assert found.frame.height == 3
    assert {total.count for total in found.stated_totals} == {157}


@pytest.mark.parametrize("line", [["1 of 4"], ["Phần 1/4"], ["Trang 1", "trên 4"], ["Trang số: 1", "Tổng số trang: 4"], ["Part 1 of 4"]])
def test_a_page_is_known_in_other_words(line: list[str]) -> None:
    assert table(*people(3), line).pages == ((1, 4),)


def test_a_sum_under_a_column_of_numbers_is_no_total_in_other_words_either() -> None:
    headings = ["STT", "Mã hộ", "Họ và tên chủ hộ", "Thôn/TDP", "Phân loại hộ", "Số nhân khẩu"]
    rows = [[str(number), f"HN{number}", "Vũ Văn An", "TDP số 3", "Hộ nghèo", "4"] for number in range(1, 4)]
    for label in ("Total", "Tổng", "Tất cả"):
        (found,) = find_tables(grid_from_rows("DS", [["DANH SÁCH HỘ NGHÈO"], headings, *rows, [label, "", "", "", "", "12"]]), contracts())
        assert (found.frame.height, found.stated_totals) == (3, ())


def test_what_stands_between_two_lists_is_said_of_the_first_alone() -> None:
    other = [*HEADINGS, "Giới tính"]
    drawn = [
        HEADINGS,
        *people(3),
        ["(3 người)"],
        ["3 rows"],
        ["Còn 2 dòng nữa"],
        [],
        ["DANH SÁCH TDP SỐ 4"],
        other,
        *([*row, "Nữ"] for row in people(2)),
    ]
    first, second = find_tables(grid_from_rows("DS", drawn), contracts())
    assert (first.frame.height, second.frame.height) == (3, 2)
    assert ([total.count for total in first.stated_totals], first.left_out) == ([3, 3], (LeftOut(rows=2),))
    assert (second.stated_totals, second.left_out) == ((), ())


def test_an_amount_of_money_below_a_list_is_no_count_of_its_rows() -> None:
    found = table(*people(3), ["Tổng cộng: 1.200.000 đồng"], ["Còn lại: 500.000 đồng"])
    assert (found.frame.height, found.stated_totals, found.left_out) == (3, (), ())


def test_a_count_alone_among_the_rows_or_under_groups_is_no_total() -> None:
    assert table(*people(2), ["(2 người)"], *people(1, first=3)).stated_totals == ()
    groups = table(["Tổ dân phố số 1"], *people(2), ["(2 người)"], ["Tổ dân phố số 2"], *people(1, first=3), ["(1 người)"])
    assert (groups.frame.height, groups.stated_totals) == (3, ())
    (both,) = find_tables(grid_from_rows("DS", [["(3 người)"], HEADINGS, *people(3), ["(3 người)"]]), contracts())
    assert [(total.count, total.unit) for total in both.stated_totals] == [(3, "nguoi")]


@pytest.mark.parametrize("name", ["Tổng Cộng Hòa", "TC", "Total Nguyen", "Toàn Phường Văn"])
def test_a_row_that_begins_like_a_sum_and_holds_an_identifier_and_a_date_is_told(name: str) -> None:
    rows = people(4)
    rows[1][:2] = ["", name]
    found = table(*rows)
    assert (numbers(found), found.unexplained_rows) == (["1", "3", "4"], (3,))
    (told,) = file_rules.unexplained_rows([found])
    assert told.rule_code == "F09" and "không được tính" in told.message_vi


@pytest.mark.parametrize(
    "row",
    [
        ["", "Tổng cộng", "", "1500000000", "", "", "45000000", "45000000"],
        ["", "Tổng cộng", "3", "", "", "", "01/01/2026", "31/12/2026"],
        ["", "Ghi chú: số CCCD 030304000002 sinh ngày 17/06/2004"],
    ],
)
def test_a_sum_of_large_numbers_and_a_note_about_somebody_are_no_rows_of_the_list(row: list[str]) -> None:
    assert table(*people(3), row).unexplained_rows == ()


# --- nothing to report --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "line",
    [
        "Không phát sinh",
        "Tháng này chưa phát sinh",
        "Tháng 7/2026 không phát sinh trường hợp nào",
        "Không có phát sinh",
        "Tháng này không có phát sinh",
        "(Trong kỳ không có hồ sơ nào)",
        "Không có dữ liệu",
        "No data available in table",
        "Showing 0 to 0 of 0 entries",
        "Không tìm thấy kết quả nào phù hợp",
        "KHÔNG CÓ",
    ],
)
@pytest.mark.parametrize("serial", ["", "1"])
def test_a_list_that_says_that_there_is_nothing_is_told_so(line: str, serial: str) -> None:
    reading = read(text([serial, line], delimiter=";"))
    assert reading.problem == "unreadable"
    assert f"Tệp ghi '{line}'" in reading.detail_vi and "không cần gửi lại" in reading.detail_vi
    assert "Xuất lại" not in reading.detail_vi


def test_a_sheet_without_headings_that_says_so_is_told_so_too() -> None:
    reading = read("DANH SÁCH HỘ NGHÈO;\nTháng 7/2026 không phát sinh;\n")
    assert reading.problem == "unrecognised" and "không cần gửi lại" in reading.detail_vi


def test_a_group_without_rows_says_nothing_of_the_list() -> None:
    found = table(*people(2), ["Không phát sinh"])
    assert (found.frame.height, found.notes) == (2, ("Không phát sinh",))


# --- units ----------------------------------------------------------------------------------------------------------------
def test_notes_under_the_headings_are_kept_with_their_columns() -> None:
    headings = ["Mã chỉ tiêu", "Khu vực", "Tháng", "Tử số", "Mẫu số", "Giá trị", "Đơn vị"]
    figures = ["KT01", "Toàn phường", "07/2026", "", "", "8308", ""]
    for notes in (["", "", "", "", "", "(triệu đồng)"], ["", "", "", "(người)", "(người)", "(triệu đồng)"]):
        (found,) = find_tables(grid_from_rows("Chỉ tiêu", [headings, notes, figures]), contracts())
        assert (found.heading_notes["value"], found.frame["row_number"].to_list()) == ("(triệu đồng)", [3])


# --- nobody's -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "headings",
    [
        *("Ngày;A1;A2;B1;B2", "STT;Họ và tên;Ngày sinh;Số CCCD;B1;B2", "STT;Họ và tên;B1;B2", "Phòng;B1;B2;C1", "STT;Họ và tên;Mã;Tử;Mẫu"),
        *(
            "STT;Họ và tên;Điểm B1;Điểm B2",
            "STT;Họ và tên;Ngày sinh;Tổng điểm B1;Tổng điểm B2;Kết quả",
            "TT;Họ tên;Điểm số B1;Điểm số B2",
        ),
    ],
)
def test_codes_of_two_letters_make_no_list(headings: str) -> None:
    width = headings.count(";")
    assert read(f"{headings}\n" + f"1{';x' * width}\n" * 8).problem == "unrecognised"


def test_points_make_a_poverty_list_of_one_that_is_called_so() -> None:
    found = read("DANH SÁCH HỘ NGHÈO THÁNG 7/2026\nSTT;Họ và tên chủ hộ;Điểm B1;Điểm B2\n1;Vũ Văn An;120;40\n2;Lê Thị Hoa;110;30\n")
    assert (found.source, found.problem) == ("poverty", None)


# --- pages that break off -----------------------------------------------------------------------------------------------
def page(*rows: list[str], end: str = "</table>") -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (HEADINGS, *rows))
    return f"<html><body><p>DANH SÁCH BHYT THÁNG 7/2026</p><table>{cells}{end}"


@pytest.mark.parametrize("end", ["", "<tr>", "<tr><td>6</td>", "<tr><td>6</td><td>Vũ Thị", "<tr><td", "</t"])
def test_a_page_that_ends_inside_a_table_is_broken_off(end: str) -> None:
    found = read(page(*people(5), end=end))
    assert [table.broken_off for table in found.main] == ["table"]
    (told,) = file_rules.broken_off(found.main)
    assert (told.rule_code, told.severity) == ("F06", "critical")
    assert "bảng của trang web chưa đóng" in told.message_vi and "Tải hoặc xuất lại đầy đủ" in told.message_vi


@pytest.mark.parametrize(
    "end", ["</table>", "</table></body></html>", "</table><p>Người lập bảng", "</body></html>", "</table></table>", "</html>"]
)
def test_a_page_that_closes_its_table_or_itself_is_whole(end: str) -> None:
    assert broken(page(*people(5), end=end)) is None


def test_a_page_whose_end_tags_of_rows_are_left_out_is_whole() -> None:
    cells = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in (HEADINGS, *people(5)))
    assert broken(f"<table>{cells}</table>") is None


# --- rows of one cell beside merged ones --------------------------------------------------------------------------------
def _beside_merges(*texts: str | None) -> Table:
    """One person whose other cells are merged over the rows below, in which only the given names stand."""
    rows = [HEADINGS, *people(2), *([None, text, *[None] * 6] for text in texts), person(3)]
    merges = tuple((3, 3 + len(texts), column) for column in range(2, 8))
    (found,) = find_tables(replace(grid_from_rows("DS", rows), merged_down=merges), contracts())
    return found


def test_a_row_of_one_cell_beside_values_merged_downwards_is_a_row_of_the_list() -> None:
    found = _beside_merges("Vũ Văn An", "Vũ Thị Bình")
    assert found.frame["row_number"].to_list() == [2, 3, 4, 5, 6]
    assert found.frame["full_name"].to_list()[2:4] == ["Vũ Văn An", "Vũ Thị Bình"]
    assert found.frame["valid_to"].to_list() == ["31/12/2026"] * 5
    assert found.groups.is_empty()


@pytest.mark.parametrize("name", ["TDP số 4", "II. Tổ dân phố số 4", "B. Hộ cận nghèo"])
def test_the_name_of_a_group_beside_merged_values_stays_one(name: str) -> None:
    found = _beside_merges(name)
    assert found.frame["row_number"].to_list() == [2, 3, 5]
    assert found.groups["text"].to_list() == [name]


def test_wherever_a_page_is_cut_within_its_list_the_loss_is_told() -> None:
    whole = page(*people(6), end="</table></body></html>").encode()
    first = whole.index(b"<td>1</td>")
    for place in range(first, whole.index(b"</table>") + len("</table"), 23):
        found = read(whole[:place])
        assert found.problem or [table.broken_off for table in found.main] == ["table"], whole[:place][-60:]


# --- what other sheets and names say -----------------------------------------------------------------------------------
def workbook(*sheets: tuple[str, list[list[str | None]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def told_elsewhere(data: bytes, file_name: str = "BHYT_2026-07.xlsx") -> list[str]:
    reading = read_delivery(data, ("2026", file_name), contracts())
    counts = [SheetCount(one.frame.height, one.frame.height, 0) for one in reading.main]
    return [found.message_vi.split(":")[0] for found in file_rules.elsewhere(reading.elsewhere, counts)]


STRIP = "Tệp có dãy nút chuyển trang hoặc ghi tổng số trang, đến trang 4"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["Tổng số bản ghi", "157"]], ["Trang 'Thông tin' ghi tổng cộng 157 nhưng chỉ đọc được 3"]),
        (
            [["Báo cáo xuất từ hệ thống"], ["Tổng số bản ghi: 157", None, "Ngày xuất: 01/07/2026"]],
            ["Trang 'Thông tin' ghi tổng cộng 157 nhưng chỉ đọc được 3"],
        ),
        ([["Tổng số bản ghi", "3"]], []),
        ([["1 - 3 of 157"]], ["Trang 'Thông tin' ghi tổng cộng 157 nhưng chỉ đọc được 3"]),
        (
            [["Chỉ hiển thị 3 dòng đầu tiên"]],
            [
                "Trang 'Thông tin' ghi chỉ lấy 3 dòng đầu và đọc được 3 dòng, các dòng sau có lẽ không có trong tệp. "
                "Xuất lại đầy đủ rồi gửi lại."
            ],
        ),
        ([["Tổng số bản ghi", "Ngày xuất"], ["157", "01/07/2026"]], ["Trang 'Thông tin' ghi tổng cộng 157 nhưng chỉ đọc được 3"]),
        ([["Tổng số bản ghi:"], ["1.157"], ["Người xuất"]], ["Trang 'Thông tin' ghi tổng cộng 1157 nhưng chỉ đọc được 3"]),
        ([["Tổ", "Số dòng"], ["TDP số 3", "157"], ["TDP số 4", "60"]], []),
        ([["Năm 2026 bản ghi"], ["157"]], []),
        ([["Còn 3 dòng trống"]], []),
        ([["Chỉ hiển thị 1.000 dòng đầu tiên"]], []),
        ([["Hướng dẫn"], ["Tối đa 2 dòng"]], []),
        ([["Có 26.000 người"], ["Có 8.500 hộ"]], []),
        ([["Hồ sơ trực tuyến", "5/157 hồ sơ"], ["Kết quả", "157"]], []),
        ([["Mã", "Tên bệnh viện"], *([str(code), "Bệnh viện"] for code in range(80)), ["Tổng số bản ghi: 80"]], []),
        (
            [["Còn 127 dòng nữa"]],
            ["Trang 'Thông tin' ghi còn 127 dòng nữa không có trong tệp; đọc được 3 dòng. Xuất lại đầy đủ rồi gửi lại."],
        ),
        ([["Trang 1/53"]], ["Trang 'Thông tin' ghi 'trang 1/53'"]),
        ([["Trang", "1", "/", "53"]], ["Trang 'Thông tin' ghi 'trang 1/53'"]),
        ([["Xem thêm mục 2"]], []),
        ([["« Trước 1 2 3 4 Sau »"]], [STRIP]),
        ([["« Trước", "1", "2", "3", "4", "Sau »"]], [STRIP]),
        ([["Trước 1 Sau"]], []),
        ([["Hướng dẫn điền biểu"], ["1. Ghi đủ các cột"], ["Tổng số hộ dân: 8.500 hộ"]], []),
    ],
)
def test_a_sheet_without_a_list_may_say_how_long_the_list_is(rows: list[list[str | None]], told: list[str]) -> None:
    assert told_elsewhere(workbook(("DS", [HEADINGS, *people(3)]), ("Thông tin", rows))) == told
    assert told_elsewhere(workbook(("Thông tin", rows), ("DS", [HEADINGS, *people(3)]))) == told


def test_a_strip_on_another_sheet_turns_the_pages_that_the_sheets_are() -> None:
    pages = [(f"Trang {page}", [HEADINGS, *people(3, first=3 * page)]) for page in range(4)]
    strip: tuple[str, list[list[str | None]]] = ("Bìa", [["« Trước 1 2 3 4 Sau »"]])
    assert told_elsewhere(workbook(*pages, strip)) == []
    assert told_elsewhere(workbook(*pages[:3], strip)) == [STRIP]


@pytest.mark.parametrize(
    ("rows", "is_told"),
    [
        ([["(Còn nữa)"]], True),
        ([["Còn tiếp..."]], True),
        ([["Danh sách bị cắt bớt"]], True),
        ([["Xem thêm"]], False),  # a link
        ([["Xem tiếp trang sau"]], False),
        ([["Hướng dẫn"], *([f"{step}. Ghi đủ các cột"] for step in range(1, 8)), ["(còn nữa)"]], False),  # what goes on is the guide
    ],
)
def test_a_short_sheet_behind_the_list_may_say_that_it_goes_on(rows: list[list[str | None]], is_told: bool) -> None:
    told = [
        "Trang 'Bìa' ghi là danh sách còn tiếp, hoặc ghi lỗi của chương trình xuất, nhưng phần tiếp theo không có trong tệp; "
        "đọc được 3 dòng. Xuất lại đầy đủ rồi gửi lại."
    ]
    assert told_elsewhere(workbook(("DS", [HEADINGS, *people(3)]), ("Bìa", rows))) == told * is_told
    assert told_elsewhere(workbook(("Bìa", rows), ("DS", [HEADINGS, *people(3)]))) == []


@pytest.mark.parametrize(
    ("cells", "pages"),
    [
        (["1", "of", "4"], [(1, 4)]),
        (["1", "/", "4"], [(1, 4)]),
        (["", "1", "/", "4"], [(1, 4)]),
        (["1", "", "trên", "4"], [(1, 4)]),
        (["Trang", "1", "/", "4"], [(1, 4)]),
        (["1", "2", "3", "4", "Sau"], [(0, 4)]),
        (["", "1", "2", "3", "4", "»"], [(0, 4)]),
    ],
)
def test_a_pager_over_several_cells_is_nobody(cells: list[str | None], pages: list[tuple[int, int]]) -> None:
    row = [cell or None for cell in cells]
    for found in (table(*people(3), row), table(*people(3), row, *people(2, first=4))):
        assert [name for name in found.frame["full_name"] if name in cells] == []
        assert found.frame.height in (3, 5) and set(found.pages) == set(pages)
        assert [one.rule_code for one in file_rules.missing_pages([found])] == ["F06"]


def test_another_list_on_another_sheet_speaks_of_itself() -> None:
    other: list[list[str | None]] = [
        ["STT", "Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái"],
        ["1", "H24-1", "01/07/2026", "03/07/2026", "Đã trả"],
    ]
    assert told_elsewhere(workbook(("DS", [HEADINGS, *people(3)]), ("HS", [*other, ["Tổng số bản ghi: 157"]]))) == []


def test_names_of_sheets_and_of_the_file_may_name_their_page() -> None:
    first, second = ("Page 1 of 2", [HEADINGS, *people(3)]), ("Page 2 of 2", [HEADINGS, *people(3, first=4)])
    assert told_elsewhere(workbook(first)) == ["Tên trang 'Page 1 of 2' ghi 'trang 1/2'"]
    assert told_elsewhere(workbook(first, second)) == []
    assert told_elsewhere(workbook(first, ("Page 2 of 2", [["Người lập"], ["Nguyễn Văn An"]]))) == []
    assert told_elsewhere(workbook(("DS", [HEADINGS, *people(3)])), "BHYT_2026-07_trang_1_tren_4.xlsx") == ["Tên tệp ghi 'trang 1/4'"]
    assert told_elsewhere(workbook(("Trang 1", [HEADINGS, *people(3)])), "BHYT trang 1-2026.xlsx") == []


@pytest.mark.parametrize(
    "name", ["BHYT_2026-07_1_of_4", "BHYT 2026-07 (1of4)", "BHYT 2026-07 - Part 1 of 4", "BHYT_phan_1_tren_4", "Sheet 1 of 4"]
)
def test_a_file_or_a_sheet_may_be_called_a_part(name: str) -> None:
    assert told_elsewhere(workbook(("DS", [HEADINGS, *people(3)])), f"{name}.xlsx") == ["Tên tệp ghi 'trang 1/4'"]
    assert told_elsewhere(workbook((name, [HEADINGS, *people(3)]))) == [f"Tên trang '{name}' ghi 'trang 1/4'"]


@pytest.mark.parametrize("name", ["BHYT 4 of 4", "12 of 2026", "1 trong 12 tháng", "BHYT 5 of 4", "Part 1", "2026-07-01 of 31-7-2026"])
def test_other_numbers_in_a_name_name_no_part(name: str) -> None:
    assert told_elsewhere(workbook((name, [HEADINGS, *people(3)]))) == []


@pytest.mark.parametrize("row", range(4))
@pytest.mark.parametrize("cells", [["Tổng số bản ghi: 157"], ["Tổng số bản ghi", "157"]])
def test_a_line_beside_the_list_is_read_like_one_above_it(row: int, cells: list[str]) -> None:
    rows: list[list[str | None]] = [HEADINGS, *people(60)]
    rows[row] = [*rows[row], None, *cells]
    (found,) = find_tables(grid_from_rows("DS", rows), contracts())
    assert (found.frame.height, [total.count for total in found.stated_totals]) == (60, [157])


@pytest.mark.parametrize(("line", "pages", "rows"), [("Trang 1/53", ((1, 53),), []), ("Còn 127 dòng nữa", (), [127])])
def test_pages_and_rows_left_out_may_be_told_beside_the_list(line: str, pages: tuple[tuple[int, int], ...], rows: list[int]) -> None:
    (found,) = find_tables(grid_from_rows("DS", [[*HEADINGS, None, line], *people(60)]), contracts())
    assert (found.pages, [one.rows for one in found.left_out]) == (pages, rows)


@pytest.mark.parametrize("value", ["Quyển 3, trang 12/200", "5/157 hồ sơ", "12 mục", "Còn 5 mục chưa xem"])
def test_what_stands_under_a_heading_nobody_knows_is_a_value_of_its_row(value: str) -> None:
    rows = [[*HEADINGS, "Quyển"], *([*row, value] for row in people(3))]
    (found,) = find_tables(grid_from_rows("DS", rows), contracts())
    assert (found.frame.height, found.pages, found.stated_totals, found.left_out) == (3, (), (), ())


@pytest.mark.parametrize(
    "line",
    [
        "Maximum execution time of 30 seconds exceeded",
        "<b>Fatal error</b>:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /var/www/html/xuat.php",
        '{"error":"timeout"}',
        "ORA-01555: snapshot too old",
        "Server Error in '/' Application. Execution Timeout Expired.",
        "504 Gateway Time-out",
    ],
)
def test_the_error_of_the_program_that_wrote_the_list_says_that_rows_are_missing(line: str) -> None:
    assert left_out(line) == LeftOut()
    (told,) = file_rules.left_out([table(*people(3), [line])])
    assert (told.rule_code, told.severity) == ("F06", "critical") and "lỗi của chương trình xuất" in told.message_vi


@pytest.mark.parametrize("line", ["Ghi chú: lỗi đánh máy ở dòng 3 đã sửa", "Error", "Thời gian thực hiện tối đa 30 ngày"])
def test_words_of_errors_that_officers_write_say_nothing_of_rows(line: str) -> None:
    assert left_out(line) is None
