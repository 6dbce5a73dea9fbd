"""Deliveries: one source, its lists and its months from the bytes of one file, or the reason why there are none."""

import io
import re

import pytest
import xlsxwriter

from transforms.reading.delivery import read_delivery
from transforms.reading.model import LeftAside, Reading
from transforms.sources.department_report import CONTRACT as REPORT
from transforms.sources.dossiers import CONTRACT as DOSSIERS
from transforms.sources.health_insurance import CONTRACT as HEALTH
from transforms.sources.poverty import CONTRACT as POVERTY
from transforms.sources.social_insurance import CONTRACT as SOCIAL

ALL = (DOSSIERS, HEALTH, SOCIAL, POVERTY, REPORT)
CARDS = [
    "STT | Họ và tên | Mã số BHXH | Số CCCD | Ngày sinh | Giới tính | Mã thẻ BHYT | Mã đối tượng | Từ ngày | Đến ngày",
    "1 | Vũ Thị Oanh | 3199194312 | 030304000020 | 17/06/2004 | Nữ | HN2313199194312 | HN | 01/01/2026 | 31/12/2026",
]
HOUSEHOLDS = ["TT | Mã hộ | Họ và tên chủ hộ | Quan hệ với chủ hộ | Phân loại hộ", "1 | NDN-00003 | Nguyễn Hữu Quý | Chủ hộ | Hộ nghèo"]
LEFT = ["DANH SÁCH HỘ THOÁT NGHÈO", *HOUSEHOLDS]
FIGURES = [
    "Mã chỉ tiêu | Tên chỉ tiêu | Khu vực | Tháng | Tử số | Mẫu số | Giá trị | Đơn vị | Ghi chú",
    "KT01 | Thu | Phường Nguyễn Đại Năng | 03/2026 | | | 5 | đồng",
]
PEOPLE = [
    "Khu vực | Tháng | Dân số | Số hộ | Số gia đình | Lực lượng lao động trong độ tuổi | Trẻ em trong độ tuổi đi học",
    "Tổ dân phố số 3 | 03/2026 | 97 | 32 | 29 | 56 | 16",
]


def read(*path: str, **sheets: list[str]) -> Reading:
    """A workbook whose sheets are drawn as lines of cells between bars."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for number, line in enumerate(lines):
                for place, cell in enumerate(line.split("|")):
                    if cell.strip():
                        sheet.write_string(number, place, cell.strip())
    return read_delivery(buffer.getvalue(), path or ("tep.xlsx",), ALL)


def without(lines: list[str], heading: str, instead: str = "") -> list[str]:
    return [lines[0].replace(heading, instead), *lines[1:]]


# --- whose list -----------------------------------------------------------------------------------------------------
def test_a_list_of_participants_by_days_is_held_and_not_published_as_cards() -> None:
    lines = [
        "STT | Họ và tên | Mã số BHXH | Số CCCD | Ngày sinh | Loại hình | Từ ngày | Đến ngày | Tình trạng",
        "1 | Vũ Thị Oanh | 3199194312 | 030304000020 | 17/06/2004 | BHXH tự nguyện | 01/01/2026 | 31/12/2026 | Đang tham gia",
    ]
    found = read("BHXH_2026-07.xlsx", DS=lines)
    assert (found.source, found.problem) == ("social_insurance", "missing_columns")
    assert [(wanted, nearest) for wanted, nearest, _ in found.missing[0].missing] == [("Từ tháng", "Từ ngày")]
    titled = read("BHYT_2026-07.xlsx", DS=["DANH SÁCH NGƯỜI THAM GIA BHYT", *lines])
    assert (titled.source, titled.problem) == ("health_insurance", None)
    with_cards = [f"{lines[0]} | Mã thẻ BHYT", f"{lines[1]} | GD4313199194312"]
    assert (read("DS_2026-07.xlsx", DS=with_cards).source) == "health_insurance"


def test_the_sheets_of_one_list_are_all_read_and_sheets_of_nobody_are_left_aside() -> None:
    found = read(
        "BHYT",
        "BHYT_2026-03.xlsx",
        TDP_3=CARDS,
        TDP_4=CARDS,
        Huong_dan=["Giới tính ghi Nam hoặc Nữ"],
        Tong_hop=["Đối tượng | Số thẻ", "HN | 1"],
    )
    assert (found.source, found.problem, [table.sheet_name for table in found.main]) == ("health_insurance", None, ["TDP 3", "TDP 4"])
    assert [(evidence.month, evidence.where) for evidence in found.months] == [((2026, 3), "file")]


def test_a_list_without_any_title_is_known_by_its_columns() -> None:
    assert read(Sheet1=CARDS).source == "health_insurance"
    assert read(Sheet1=HOUSEHOLDS).source == "poverty"


def test_a_title_names_the_source_of_a_list_that_has_little_of_its_own() -> None:
    lines = ["STT | Họ và tên chủ hộ | Số CCCD | Địa chỉ", "A. HỘ NGHÈO", "1 | Nguyễn Hữu Quý | 030200000028 | Tổ dân phố số 3"]
    assert read(DS=lines).problem == "unrecognised"
    assert read(DS=["DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO", *lines]).source == "poverty"


def test_those_who_left_are_a_side_list() -> None:
    found = read(Danh_sach=["DANH SÁCH HỘ NGHÈO", *HOUSEHOLDS], Thoat=LEFT)
    assert [(table.kind, table.sheet_name) for table in found.tables] == [("main", "Danh sach"), ("left", "Thoat")]
    assert [(table.kind, table.sheet_name) for table in read(Danh_sach=HOUSEHOLDS, Thoat=LEFT[:2]).tables] == [("main", "Danh sach")]


def test_the_report_has_figures_and_population() -> None:
    found = read(Chi_tieu=FIGURES, Dan_so=PEOPLE)
    assert (found.source, [table.kind for table in found.tables]) == ("department_report", ["main", "population"])
    assert read(Chi_tieu=FIGURES).problem is None


def test_a_generic_list_of_people_is_nobodys() -> None:
    found = read(
        DS=[
            "DANH SÁCH HỘI VIÊN",
            "STT | Họ và tên | Ngày sinh | Giới tính | Số CCCD | Địa chỉ | Ghi chú",
            "1 | Vũ An | 2001 | Nam | 1 | Tổ 3 |",
        ]
    )
    assert (found.source, found.problem, found.tables) == (None, "unrecognised", ())
    assert "Không trang nào có tiêu đề cột" in found.detail_vi


# --- what is missing ------------------------------------------------------------------------------------------------
def test_words_in_a_column_without_heading_are_notes() -> None:
    row = CARDS[1]
    beyond = read("tep.xlsx", DS=[CARDS[0], f"{row} | Đã chết", f"{row} | | lần 2", row])
    between = read("tep.xlsx", DS=[f"{CARDS[0]} | | Ghi chú", f"{row} | Đã chết | thẻ mới", row])
    assert [table.frame["note"].to_list() for table in (*beyond.main, *between.main)] == [
        ["Đã chết", "lần 2", None],
        ["thẻ mới; Đã chết", None],
    ]


@pytest.mark.parametrize(
    ("heading", "is_note"),
    [
        ("Lý do", True),
        ("Tình trạng", True),
        ("Trạng thái thẻ", True),
        ("Biến động", True),
        ("Tình trạng hôn nhân", False),
        ("Họ tên cha", False),
        ("Lý do vắng mặt của chủ hộ", False),
    ],
)
def test_an_unknown_heading_of_what_became_of_the_row_is_read_as_a_note_and_told(heading: str, is_note: bool) -> None:
    row = CARDS[1]
    (found,) = read("tep.xlsx", DS=[f"{CARDS[0]} | {heading}", f"{row} | Đã chết", row]).main
    notes = found.frame["note"].to_list() if "note" in found.frame.columns else [None, None]
    assert notes == (["Đã chết", None] if is_note else [None, None])
    assert found.unknown_headers == (heading,)


@pytest.mark.parametrize("heading", ["Hạn thẻ", "Hạn sử dụng", "Giá trị sử dụng từ … đến …", "Giá trị từ ngày... đến ngày..."])
def test_both_days_of_a_card_stand_under_one_heading(heading: str) -> None:
    row = CARDS[1].replace("01/01/2026 | 31/12/2026", "01/01/2026 - 31/12/2026")
    (found,) = read("tep.xlsx", DS=[CARDS[0].replace("Từ ngày | Đến ngày", heading), row, row]).main
    assert found.frame["validity"].to_list() == ["01/01/2026 - 31/12/2026"] * 2 and found.unknown_headers == ()


def test_a_missing_column_is_named_with_the_nearest_heading() -> None:
    found = read(DS=without(CARDS, "Đến ngày", "Đến nagy"))
    assert (found.source, found.problem, found.tables) == ("health_insurance", "missing_columns", ())
    ((wanted, nearest, likeness),) = found.missing[0].missing
    assert (wanted, nearest, found.missing[0].sheet_name) == ("Đến ngày hoặc Thời hạn thẻ", "Đến nagy", "DS")
    assert 0.8 < likeness < 1
    assert "Trang 'DS' thiếu cột 'Đến ngày hoặc Thời hạn thẻ' (tiêu đề gần nhất: 'Đến nagy'" in found.detail_vi


def test_either_of_two_identifiers_is_enough_and_both_missing_is_one_sentence() -> None:
    assert read(DS=without(CARDS, "Số CCCD")).problem is None
    found = read(DS=without(without(CARDS, "Số CCCD"), "Mã số BHXH"))
    assert [wanted for wanted, _, _ in found.missing[0].missing] == ["Mã số BHXH hoặc Số CCCD"]


def test_a_list_that_lost_a_column_is_held_and_never_taken_for_another_source() -> None:
    lines = [CARDS[0].replace("Đến ngày", "Quan hệ với chủ hộ").replace("Mã đối tượng", "Đối tượng"), CARDS[1]]
    assert (read(DS=lines).source, read(DS=lines).problem) == ("health_insurance", "missing_columns")


def test_one_sheet_of_many_that_lost_a_column_holds_the_delivery() -> None:
    found = read(TDP_3=CARDS, TDP_4=without(CARDS, "Từ ngày"))
    assert (found.problem, [missing.sheet_name for missing in found.missing]) == ("missing_columns", ["TDP 4"])


def test_the_population_sheet_has_required_columns_too() -> None:
    found = read(Chi_tieu=FIGURES, Dan_so=without(PEOPLE, "Số hộ", "Hộ khẩu"))
    assert found.problem == "missing_columns"
    assert [(missing.sheet_name, missing.missing[0][0]) for missing in found.missing] == [("Dan so", "Số hộ")]


def test_a_class_that_has_no_column_may_come_from_group_rows() -> None:
    assert read(DS=["DANH SÁCH HỘ NGHÈO", *without(HOUSEHOLDS, "Phân loại hộ", "Điểm B1")]).problem is None


# --- what cannot be read --------------------------------------------------------------------------------------------
def test_headings_without_a_row_are_unreadable() -> None:
    found = read("BHYT_2026-03.xlsx", DS=CARDS[:1])
    assert (found.source, found.problem) == ("health_insurance", "unreadable")
    assert "không có dòng dữ liệu" in found.detail_vi
    assert found.months[0].month == (2026, 3)


def test_an_empty_sheet_of_many_is_no_reason_to_refuse_the_rest() -> None:
    assert [table.sheet_name for table in read(TDP_3=CARDS[:1], TDP_4=CARDS).tables] == ["TDP 4"]


def test_damaged_bytes_are_a_problem_and_never_an_exception() -> None:
    found = read_delivery(b"PK\x03\x04", ("2026-03", "a.xlsx"), ALL)
    assert (found.source, found.problem, found.months[0].where) == (None, "unreadable", "folder")
    assert read_delivery(b"", (), ALL).problem == "unreadable"


def test_rows_of_csv_and_pages_have_no_sheet() -> None:
    text = "\n".join(CARDS).replace(" | ", ";")
    found = read_delivery(text.encode(), ("BHYT_2026-03.csv",), ALL)
    assert [(table.sheet_name, table.frame["row_number"].to_list()) for table in found.tables] == [(None, [2])]
    page = "<table>" + "".join(f"<tr><td>{'<td>'.join(line.split('|'))}" for line in CARDS) + "</table>"
    found = read_delivery(("<html><p>Kỳ: 03/2026</p>" + page).encode(), ("bhyt.xls",), ALL)
    assert [(table.sheet_name, table.frame["row_number"].to_list()) for table in found.tables] == [(None, [2])]
    assert [(evidence.month, evidence.where) for evidence in found.months] == [((2026, 3), "title")]


def page_of(**sheets: list[str]) -> bytes:
    """Sheets saved by LibreOffice as one page: a list of links, then each sheet under its name as a table."""
    links = "".join(f'<A HREF="#table{number}">{name.replace("_", " ")}</A><br>' for number, name in enumerate(sheets))
    tables = []
    for number, (name, lines) in enumerate(sheets.items()):
        rows = "".join(f"<tr><td>{'</td><td>'.join(line.split('|'))}</td></tr>" for line in lines)
        tables.append(f'<A NAME="table{number}"><h1>Sheet {number + 1}: <em>{name.replace("_", " ")}</em></h1></A><table>{rows}</table>')
    return f"<html><body><hr><center><h1>Overview</h1>{links}</center><hr>{'<hr>'.join(tables)}</body></html>".encode()


def test_each_sheet_of_a_page_is_a_list_of_its_own_and_the_links_above_name_none() -> None:
    report = read_delivery(page_of(Chỉ_tiêu=FIGURES, Dân_số=PEOPLE), ("BaoCao_2026-03.xls",), ALL)
    assert [(table.kind, table.frame["row_number"].to_list()) for table in report.tables] == [("main", [2]), ("population", [4])]
    poverty = read_delivery(page_of(Hộ_nghèo=HOUSEHOLDS, Hộ_thoát_nghèo=LEFT), ("HoNgheo_2026-03.xls",), ALL)
    assert [(table.kind, table.frame["row_number"].to_list()) for table in poverty.tables] == [("main", [2]), ("left", [5])]
    titled = ["UBND PHƯỜNG NGUYỄN ĐẠI NĂNG", "", *LEFT]
    poverty = read_delivery(page_of(Hộ_nghèo=HOUSEHOLDS, Hộ_thoát_nghèo=titled), ("HoNgheo_2026-03.xls",), ALL)
    assert [(table.kind, table.frame["row_number"].to_list()) for table in poverty.tables] == [("main", [2]), ("left", [7])]


def test_a_title_that_is_a_button_is_a_title() -> None:
    rows = "".join(f"<tr><td>{'<td>'.join(line.split('|'))}" for line in CARDS)
    found = read_delivery(f'<html><a href="#">Kỳ: 03/2026</a><table>{rows}</table></html>'.encode(), ("bhyt.xls",), ALL)
    assert [evidence.month for evidence in found.months] == [(2026, 3)]


def test_a_page_whose_printed_pages_are_tables_is_one_list() -> None:
    first, second = (CARDS[1].replace("1 |", f"{number} |", 1) for number in (1, 2))
    rows = [
        "".join(f"<tr><td>{'<td>'.join(line.split('|'))}" for line in lines) for lines in ([CARDS[0], first], ["Tổ dân phố số 3", second])
    ]
    found = read_delivery(
        f"<html><table>{rows[0]}</table><p>Trang 2</p><table>{rows[1]}</table></html>".encode(), ("BHYT_2026-03.xls",), ALL
    )
    assert [table.frame["row_number"].to_list() for table in found.tables] == [[2, 4]]


# --- old encodings --------------------------------------------------------------------------------------------------
def test_headings_titles_and_totals_in_tcvn3_are_read_and_cells_are_handed_on_as_sent() -> None:
    lines = [
        "Danh s¸ch ng\u00adêi tham gia b¶o hiÓm y tÕ",
        "Th¸ng 3 n¨m 2026",
        "STT;Hä vµ tªn;M· sè BHXH;Tõ ngµy;§Õn ngµy",
        "1;NguyÔn ThÞ TuyÕt;3199194312;01/01/2026;31/12/2026",
        "2;§Æng H÷u ¦íc;3199194313;01/01/2026;31/12/2026",
        "Tæng céng (2 thÎ)",
        "Ng\u00adêi lËp biÓu",
    ]
    found = read_delivery("\r\n".join(lines).encode("cp1252"), ("tep.csv",), ALL)
    assert (found.source, [evidence.month for evidence in found.months]) == ("health_insurance", [(2026, 3)])
    (table,) = found.main
    assert table.frame["full_name"].to_list() == ["NguyÔn ThÞ TuyÕt", "§Æng H÷u ¦íc"]
    assert (table.headers["valid_to"], [(total.count, total.unit) for total in table.stated_totals]) == ("Đến ngày", [(2, "the")])
    assert table.notes[-1] == "Người lập biểu"


def test_a_summary_sheet_beside_the_lists_of_the_groups_is_left_aside() -> None:
    """Small lists, so that the summary has half as many known headings as they."""
    small = [
        "STT | Họ và tên | Số CCCD | Ngày sinh | Từ ngày | Đến ngày",
        "1 | Vũ Thị Oanh | 030304000020 | 2004 | 01/01/2026 | 31/12/2026",
    ]
    summary = ["TỔNG HỢP THẺ BHYT", "STT | Tổ dân phố | Số thẻ", "1 | TDP số 3 | 1"]
    reading = read(TDP_3=small, Tổng_hợp=summary)
    assert [(table.sheet_name, table.frame.height) for table in reading.tables] == [("TDP 3", 1)]


def test_a_sheet_that_lost_a_column_is_told_beside_whole_ones() -> None:
    reading = read(A=CARDS, B=without(CARDS, "Từ ngày", "Ngày"))
    assert (reading.problem, [sheet.sheet_name for sheet in reading.missing]) == ("missing_columns", ["B"])


def test_sheets_without_headings_that_go_on_with_a_list_are_told_and_not_read() -> None:
    names = ("Oanh", "Bình", "Cúc", "Dung", "Hà", "Lan")
    rows = [
        f"{n} | Vũ Thị {names[n - 10]} | 3199194312 | 0303040000{n:02d} | 17/06/2004 | Nữ | HN2313199194312 | HN | 01/01/2026 | 31/12/2026"
        for n in range(10, 16)
    ]
    notes = [f"{n} | Ghi chú | Cột {n} | do phòng ban | lập | theo | mẫu | x | y | z" for n in range(10, 16)]
    reading = read(Page_1=CARDS, Page_2=rows, Hướng_dẫn=notes)
    assert [table.sheet_name for table in reading.tables] == ["Page 1"]
    assert reading.unheaded == (("Page 2", 6),)


# --- several lists ----------------------------------------------------------------------------------------------------
SHORT = [
    "STT | Họ và tên | Số CCCD | Từ ngày | Đến ngày | Tổ dân phố",
    "1 | Vũ Thị Oanh | 030304000020 | 01/01/2026 | 31/12/2026 | TDP số 3",
    "2 | Vũ Văn Bình | 030204000021 | 01/01/2026 | 31/12/2026 | TDP số 3",
]
JOINED = [
    "STT | Họ và tên | Mã số BHXH | Từ tháng | Trạng thái | Loại hình",
    "1 | Vũ Thị Oanh | 3199194312 | 01/2025 | Đang đóng | Tự nguyện",
]


def beside(*lists: list[str]) -> list[str]:
    """Lists with a blank column between them."""
    widths = [lines[0].count("|") + 1 for lines in lists]
    height = max(map(len, lists))
    blank = ["|".join([""] * width) for width in widths]
    return [
        " | | ".join(lines[row] if row < len(lines) else empty for lines, empty in zip(lists, blank, strict=True)) for row in range(height)
    ]


def places(reading: Reading) -> list[tuple[str | None, str, int]]:
    return [(table.sheet_name, table.letters["full_name"], table.frame.height) for table in reading.tables]


def test_lists_beside_each_other_are_all_read_and_told_apart_by_their_columns() -> None:
    reading = read(DS=["DANH SÁCH THẺ BHYT THÁNG 03/2026", *beside(SHORT, SHORT[:2], SHORT)])
    assert places(reading) == [("DS", "B", 2), ("DS (cột H–M)", "I", 1), ("DS (cột O–T)", "P", 2)]
    assert [(evidence.month, evidence.where) for evidence in reading.months] == [((2026, 3), "title")]
    assert reading.left_aside == ()
    assert all(not table.unknown_headers for table in reading.tables)


def test_headings_that_begin_anew_begin_another_list_without_a_blank_column_or_a_number() -> None:
    bare = [line.split("|", 1)[1] for line in SHORT]
    reading = read(DS=["DANH SÁCH THẺ BHYT", *[f"{line} | {line}" for line in bare]])
    assert places(reading) == [("DS", "A", 2), ("DS (cột F–J)", "F", 2)]


def test_those_who_left_beside_the_list_are_not_of_it() -> None:
    lists = [["DANH SÁCH HỘ NGHÈO | | | |", *HOUSEHOLDS], ["DANH SÁCH HỘ THOÁT NGHÈO | | | |", *HOUSEHOLDS]]
    reading = read(DS=beside(*lists))
    assert [(table.sheet_name, table.kind) for table in reading.tables] == [("DS", "main"), ("DS (cột G–K)", "left")]


def test_a_second_list_that_lost_a_column_holds_the_file() -> None:
    lost = [SHORT[0].replace("Từ ngày", "Ngày"), *SHORT[1:]]
    reading = read(DS=["DANH SÁCH THẺ BHYT", *beside(SHORT, lost)])
    assert (reading.problem, [sheet.sheet_name for sheet in reading.missing]) == ("missing_columns", ["DS (cột H–M)"])


def test_lists_of_two_sources_beside_each_other_are_not_read_as_one() -> None:
    """The names of one with the states of the other would be a list of people who do not exist."""
    reading = read(DS=beside(SHORT, JOINED))
    assert (reading.source, places(reading)) == ("social_insurance", [("DS (cột H–M)", "I", 1)])
    assert reading.left_aside == (LeftAside("DS", "health_insurance", 2),)


def test_two_cards_of_one_person_are_columns_of_one_list() -> None:
    lines = [
        "STT | Họ và tên | Số CCCD | Mã thẻ BHYT | Từ ngày | Đến ngày | | Mã thẻ BHYT | Từ ngày | Đến ngày",
        "1 | Vũ Thị Oanh | 030304000020 | HN2313199194312 | 01/01/2026 | 31/12/2026 | | HN2313199194312 | 01/01/2025 | 31/12/2025",
    ]
    assert places(read(DS=["DANH SÁCH THẺ BHYT", *lines])) == [("DS", "B", 1)]


def test_lists_on_other_sheets_that_are_not_read_are_told() -> None:
    without_dates = [re.sub(r"\| (?:Từ ngày|Đến ngày|../../....) ", "", line) for line in SHORT]
    reading = read(BHYT=SHORT, BHXH=JOINED, Khác=without_dates, Tổng=["Tổ dân phố | Số thẻ", "TDP số 3 | 2"])
    assert (reading.source, [table.sheet_name for table in reading.tables]) == ("social_insurance", ["BHXH"])
    assert [(one.sheet_name, one.source, one.rows) for one in reading.left_aside] == [
        ("BHYT", "health_insurance", 2),
        ("Khác", "social_insurance", 2),
    ]
    alone = read(BHYT=SHORT, Khác=without_dates)
    assert alone.left_aside == (LeftAside("Khác", "health_insurance", 2, ("Từ ngày hoặc Thời hạn thẻ", "Đến ngày hoặc Thời hạn thẻ")),)


def test_a_list_below_another_with_too_few_columns_to_be_read_is_told() -> None:
    more = [
        "DANH SÁCH BỔ SUNG",
        "STT | Họ và tên | Ngày sinh | Địa chỉ",
        "1 | Vũ Thị Lan | 01/02/1990 | TDP số 3",
        "2 | Vũ Văn Ba | | TDP số 3",
    ]
    lacks = ("Mã số BHXH hoặc Số CCCD", "Từ ngày hoặc Thời hạn thẻ", "Đến ngày hoặc Thời hạn thẻ")
    found = read(DS=[*SHORT, "", *more])
    assert [table.frame.height for table in found.tables] == [2]
    assert found.left_aside == (LeftAside("DS", "health_insurance", 2, lacks, 7),)
    summary = ["TỔNG HỢP", "STT | Đối tượng | Địa chỉ | Giới tính | Số thẻ", "1 | HN | TDP số 3 | Nữ | 2"]
    assert read(DS=[*SHORT, "", *summary]).left_aside == ()


def test_both_days_in_one_column_are_all_that_a_card_needs() -> None:
    lines = [
        "STT | Họ và tên | Số CCCD | Mã thẻ BHYT | Thời hạn sử dụng",
        "1 | Vũ Thị Oanh | 030304000020 | HN2313199194312 | 01/01/2026 - 31/12/2026",
    ]
    reading = read(DS=lines)
    assert (reading.source, reading.problem, reading.tables[0].unknown_headers) == ("health_insurance", None, ())
    assert reading.tables[0].letters["validity"] == "E"
    lost = [lines[0].replace("Thời hạn sử dụng", "Ghi chú"), lines[1]]
    assert read(DS=["DANH SÁCH THẺ BHYT", *lost]).missing[0].missing[0][0] == "Từ ngày hoặc Thời hạn thẻ"
