"""Months: what a title, a sheet, a file or a folder says of the month, and the dates that say nothing of it."""

import unicodedata

import pytest

from expectations.registry import source
from tests.support.drawn_frames import drawn_table
from transforms.reading.model import Reading
from transforms.reading.months import evidence_of, misunderstood_months, month_evidence

MARCH, APRIL = (2026, 3), (2026, 4)


def months(*titles: str, sheets: tuple[str, ...] = (), path: tuple[str, ...] = ()) -> list[tuple[tuple[int, int], str]]:
    return [(found.month, found.where) for found in month_evidence(titles, sheets, path)]


@pytest.mark.parametrize(
    "title",
    [
        "Tháng 3 năm 2026",
        "THÁNG 03 NĂM 2026",
        "tháng 3/2026",
        "(Tháng 03/2026)",
        "Tháng: 03/2026",
        "Kỳ: 03/2026",
        "Kỳ báo cáo: 03/2026",
        "Kỳ báo cáo: tháng 3/2026",
        "(Từ ngày 01/03/2026 đến ngày 31/03/2026 )",
        "(Từ ngày ... đến ngày 31/03/2026 )",
        "Từ ngày 01/03/2026 đến ngày 31/3/2026",
        "Từ 1.3.2026 đến 31.3.2026",
        "Số liệu đến ngày 31/3/2026",
        "(Số liệu đến 31/3/2026)",
        "Tính đến hết ngày 31 tháng 3 năm 2026",
        "tính đến 24 giờ ngày 31/3/2026",
        "Số liệu đến hết tháng 3 năm 2026",
        "Đợt nộp: 01 | Kỳ kê khai: 03/2026",
        "Đợt 2 tháng 3/2026",
        "BÁO CÁO T3/2026",
        "Danh sách hộ nghèo 03/2026",
        "Từ ngày 15/02/2026 đến ngày 14/03/2026",
        "Từ tháng 1/2026 đến tháng 3/2026",
        "Tháng ba năm 2026",
        "Từ ngày 1 tháng 3 năm 2026 đến ngày 31 tháng 3 năm 2026",
        "Số liệu tháng 3/2026 so với tháng 2/2026",
        "Thời điểm: 31/3/2026",
        "Số liệu chốt ngày 31/3/2026",
        "Thống kê tại thời điểm 31/03/2026",
        "(Thời điểm báo cáo ngày 31 tháng 03 năm 2026)",
        "Kỳ dữ liệu: 202603",
        "Từ 01/03/2026 - 31/03/2026",
        "01/3/2026 – 31/3/2026",
        "THÁNG 3/2026 (tính đến ngày 31/3/2026)",
        "DANH SÁCH HỘ NGHÈO THÁNG 3 NĂM 2026 (Kèm theo Quyết định số 115/QĐ-UBND ngày 04/05/2026)",
    ],
)
def test_a_title_names_the_month(title: str) -> None:
    spellings = {title, title.upper(), unicodedata.normalize("NFD", title), title.replace(" ", "\u00a0")}
    assert [months(spelling) for spelling in spellings] == [[(MARCH, "title")]] * len(spellings)


@pytest.mark.parametrize(
    "title",
    [
        "(Kèm theo Quyết định số 115/QĐ-UBND ngày 04/05/2026 của UBND phường)",
        "Nguyễn Đại Năng, ngày 1 tháng 4 năm 2026",
        "Ngày 3 tháng 5 năm 2026",
        "Ngày … tháng 4 năm 2026",
        "(Ban hành kèm theo QĐ: 490/QĐ-BHXH ngày 28/03/2023 của BHXH Việt Nam)",
        "Quyết định số 115/QĐ-UBND ngày 04/05/2026",
        "Nghị quyết số 12/2026/NQ-HĐND",
        "Chuẩn nghèo giai đoạn 2022-2026",
        "NĂM 2026",
        "Quý I năm 2026",
        "Tháng 13 năm 2026",
        "Tháng 3 năm 1999",
        "Tháng 3 năm 2041",
        "Mẫu số 03/2026",
        "Trang 3",
        "Tháng 3",
        "Tính đến ngày 01/4/2026",
        "(Số liệu tính đến 1.4.2026)",
        "Tính đến hết ngày 01 tháng 4 năm 2026",
        "Từ ngày 01/03/2026 đến ngày 01/04/2026",
        "DANH SÁCH HỘ NGHÈO TDP 5/2026",
        "Khu 3.2026",
        "Tổ dân phố số 4 2026",
        "Thời điểm in: 05/04/2026 08:00",
        "Thời điểm: 05/04/2026",
        "Chốt ngày 05/4/2026",
        "01/01/2026 - 31/12/2026",
        "Ngày     tháng     năm 2026",
    ],
)
def test_another_papers_date_is_no_month(title: str) -> None:
    assert months(title) == []


def test_a_title_that_names_another_month_than_its_last_day_contradicts_itself() -> None:
    assert months("BÁO CÁO THÁNG 4/2026 (tính đến ngày 31/3/2026)") == [(MARCH, "title"), (APRIL, "title")]


@pytest.mark.parametrize(
    "name",
    [
        "BHYT_2026-04.xlsx",
        "DanhSachHoSo_2026_04.xlsx",
        "BHYT_2026-04_2.xlsx",
        "BHYT_2026.04-15.xlsx",
        "DanhSachHoSo_2026_04-1.xlsx",
        "Danh sach ho ngheo, can ngheo thang 4-2026.xlsx",
        "D05-TS ky 04-2026.xlsx",
        "BHYT T04.2026.xlsx",
        "bhyt_t4-2026.xls",
        "BHYT 202604.csv",
        "Thang04_2026.xlsx",
        "Báo cáo tháng 4 năm 2026.xlsx",
        "BHYT 04.2026.xlsx",
        "BHYT_042026.xlsx",
        "BHYT_2026-04 (2).xlsx",
        "BHYT 2026.04.xlsx",
        "Số liệu đến 30-04-2026.xlsx",
        "BHYT_2026-04_20260502_081530.xlsx",
        "2026-04",
        "Nam 2026 thang 4.xlsx",
        "Tháng tư năm 2026.xlsx",
    ],
)
def test_a_file_name_names_the_month(name: str) -> None:
    for spelling in (name, unicodedata.normalize("NFD", name), name.upper()):
        assert months(path=(spelling,)) == [(APRIL, "file")]


@pytest.mark.parametrize(
    "name",
    [
        "Sổ theo dõi hồ sơ_2026_05_02_08_15.xlsx",
        "export_20260502_081530.xlsx",
        "HoSo-20260502.xlsx",
        "HoSo-2026-05-2.xlsx",
        "HoSo_2026_05_2.xlsx",
        "BHYT 02-05-2026.xlsx",
        "BHYT_20260502081530.csv",
        "HoNgheo_RaSoat_C.xlsx",
        "Danh sách BHYT toàn phường - tập D.xlsx",
        "Kế hoạch 2026-2030.xlsx",
        "Năm học 2025-26.xlsx",
        "D05-TS.xlsx",
        "BHYT_2026-13.xlsx",
        "BHYT_02052026.xlsx",
        "BHYT 2026-05-02.xlsx",
        "Ho ngheo TDP5-2026.xlsx",
        "TDP 5 2026.xlsx",
        "khu 3.2026.xlsx",
        "khu_dan_cu_3_2026.xlsx",
        "CV so 7-2026.xlsx",
        "Thon 4-2026.xlsx",
        "QD 5.2026.xlsx",
        "BHYT lan 2.2026.xlsx",
        "TDP 3 va 4-2026.xlsx",
        "TDP 3, 4-2026.xlsx",
        "Ho ngheo to dan pho so 4.2026.xlsx",
        "Xom4.2026.xlsx",
    ],
)
def test_the_day_a_file_was_sent_is_no_month(name: str) -> None:
    assert months(path=(name,)) == []


@pytest.mark.parametrize(
    "name",
    ["Hồ sơ 4-2026.xlsx", "HoSo 4.2026.xlsx", "ho_so_4-2026.xlsx", "BHYT TDP5 2026-04.xlsx", "TDP 3 thang 4-2026.xlsx", "lan2-2026-04.csv"],
)
def test_a_place_or_a_papers_number_beside_a_month_leaves_it(name: str) -> None:
    assert months(path=(name,)) == [(APRIL, "file")]


@pytest.mark.parametrize(
    "words",
    [
        "THÁNG 3+4/2026",
        "Tháng 3 và 4/2026",
        "Tháng 3-4/2026",
        "Tháng 3, 4 năm 2026",
        "Tháng 3 & tháng 4 năm 2026",
        "T3-T4/2026",
        "BHYT 3+4/2026",
        "BHYT 3 và 4.2026",
    ],
)
def test_of_two_months_joined_before_a_year_both_are_named(words: str) -> None:
    assert months(words) == [(MARCH, "title"), (APRIL, "title")]
    assert months(path=(f"{words.replace('/', '.')}.xlsx",)) == [(MARCH, "file"), (APRIL, "file")]


def test_two_papers_of_a_year_are_no_two_months() -> None:
    assert months("Nghị quyết số 3, 4/2026") == []


def test_a_month_beside_the_first_of_the_next_is_the_one_meant() -> None:
    assert months("THÁNG 3/2026 (tính đến ngày 01/4/2026)") == [(MARCH, "title")]


def test_several_sheets_that_are_numbered_like_months_are_months_of_the_paths_year() -> None:
    """Months of three sheets contradict each other, and the delivery is held (F04)."""
    assert months(sheets=("T3", "T4"), path=("BHYT 4-2026.xlsx",)) == [(MARCH, "sheet"), (APRIL, "sheet"), (APRIL, "file")]
    assert months(sheets=("3", "04"), path=("BHYT 202604.xlsx",)) == [(MARCH, "sheet"), (APRIL, "sheet"), (APRIL, "file")]
    assert months(sheets=("T 3", "T4", "Ghi chú"), path=("2026", "BHYT.xlsx")) == [(MARCH, "sheet"), (APRIL, "sheet")]
    assert months(sheets=("T4", "DS"), path=("BHYT 4-2026.xlsx",)) == [(APRIL, "sheet"), (APRIL, "file")]
    assert months(sheets=("T3", "DS"), path=("BHYT 4-2026.xlsx",)) == [(APRIL, "file")]
    assert months(sheets=("3", "4"), path=("BHYT.xlsx",)) == []
    assert months(sheets=tuple(map(str, range(1, 14))), path=("BHYT 4-2026.xlsx",)) == [(APRIL, "file")]


def test_a_folder_names_the_month_with_a_year_anywhere_in_the_path() -> None:
    assert months(path=("2026-04", "BHYT.xlsx")) == [(APRIL, "folder")]
    assert months(path=("2026", "Tháng 4", "BHYT.xlsx")) == [(APRIL, "folder")]
    assert months(path=("Năm 2026", "04", "BHYT.xlsx")) == [(APRIL, "folder")]
    assert months(path=("Tháng 4", "BHYT năm 2026.xlsx")) == [(APRIL, "folder")]
    assert months(path=("Tháng 4", "BHYT.xlsx")) == []
    assert months(path=("2025", "2026", "Tháng 4", "BHYT.xlsx")) == []


def test_a_sheet_names_the_month() -> None:
    assert months(sheets=("T4-2026", "DS", "Thang 4.2026")) == [(APRIL, "sheet"), (APRIL, "sheet")]
    assert months(sheets=("Tháng 4",), path=("2026", "BHYT.xlsx")) == [(APRIL, "sheet")]
    assert months(sheets=("D05-TS", "Sheet1 (2)", "II.06a")) == []


#: As each place words one period: nothing after the bar where no single month is named. "T" is a title, "S" a sheet, "F" a file, "D"
#: folders.
WORDINGS = """
T | Từ ngày 01/06/2026 đến ngày 30/06/2026      | 2026-06
T | (Từ ngày 01/06/2026 đến ngày 30/06/2026 )   | 2026-06
T | tháng 6 năm 2026                            | 2026-06
T | T6/2026                                     | 2026-06
T | Kỳ 06/2026                                  | 2026-06
T | Đợt nộp: 01 | Kỳ kê khai: 06/2026           | 2026-06
T | Luỹ kế đến tháng 6/2026                     | 2026-06
T | Quý II năm 2026 (từ ngày 01/04/2026 đến ngày 30/06/2026) | 2026-06
T | Thẻ có giá trị đến ngày 31/12/2026, tháng 6/2026 | 2026-06
T | Danh sách thẻ hết hạn đến ngày 31/12/2026   |
T | 6 tháng đầu năm 2026                        |
T | 6 tháng năm 2026                            |
T | Quý II/2026                                 |
T | Quý 2/2026                                  |
T | Kỳ báo cáo: Quý 2/2026                      |
T | Kèm theo Quyết định số 12/QĐ-UBND ngày 05/06/2026 |
T | Ngày xuất: 01/07/2026                       |
T | 06/26                                       |
S | T6-2026                                     | 2026-06
S | 202606                                      | 2026-06
S | Quý 2                                       |
S | 6 tháng                                     |
F | BHYT_2026-06.xlsx                           | 2026-06
F | BHYT 202606.csv                             | 2026-06
F | thang6.2026.xlsx                            | 2026-06
F | Danh sách T6.2026.xls                       | 2026-06
F | BHYT (6-2026).xlsx                          | 2026-06
F | BHYT 06-26.xlsx                             |
F | 6T2026.xlsx                                 |
F | 6 thang dau nam 2026.xlsx                   |
F | Quy 2-2026.xlsx                             |
F | BC Q2.2026.xlsx                             |
F | Sổ theo dõi hồ sơ_2026_09_01_08_15.xlsx     |
F | DS 2026-06-30.xlsx                          |
D | 2026/06                                     | 2026-06
D | 2026/T6                                     | 2026-06
D | 2026/Tháng 6                                | 2026-06
D | 2026/06/30                                  | 2026-06
D | 2026/Quý 2                                  |
D | 2026/6 tháng đầu năm                        |
"""


@pytest.mark.parametrize("line", [line for line in WORDINGS.splitlines() if line])
def test_a_period_is_a_month_only_where_it_names_a_single_one(line: str) -> None:
    place, _, rest = line.partition(" | ")
    text, _, expected = (part.strip() for part in rest.rpartition("|"))
    said = {
        "T": lambda: months(text),
        "S": lambda: months(sheets=(text,)),
        "F": lambda: months(path=(text,)),
        "D": lambda: months(path=(*text.split("/"), "BHYT.xlsx")),
    }[place]()
    assert [f"{year}-{number:02d}" for (year, number), _ in said] == ([expected] if expected else [])


def test_contradicting_places_are_all_shown() -> None:
    assert months("Tháng 3 năm 2026", sheets=("T4-2026",), path=("2026-05", "BHYT_2026-04.xlsx")) == [
        (MARCH, "title"),
        (APRIL, "sheet"),
        (APRIL, "file"),
        ((2026, 5), "folder"),
    ]


def test_what_a_report_says_of_months_that_do_not_count_is_found_again() -> None:
    drawn = """
        indicator_code | area       | month          | numerator
        ---------------+------------+----------------+----------
        XH02           | Toàn phường | 07/2019        | 1
        XH02           | TDP 3       | năm trước 2020 | 1
        XH02           | TDP 4       | Lê Thị Bưởi    | 1
        XH02           | TDP 5       |                | 1
    """
    table = drawn_table(source("department_report").contract, drawn, titles=("Số liệu tháng 7/2019", "Kèm theo QĐ số 5 ngày 07/2019"))
    report = Reading("department_report", (table,))
    assert [(piece.month, piece.where) for piece in evidence_of(report)] == [((2019, 7), "rows")]
    assert misunderstood_months(report, ("2018", "BC 12-2018.xlsx")) == (
        ("title", "Số liệu tháng 7/2019"),
        ("file", "BC 12-2018.xlsx"),
        ("rows", "07/2019"),
        ("rows", "năm trước 2020"),
    )


def test_a_title_that_ends_in_a_month_without_a_year_is_of_the_year_of_the_path() -> None:
    assert months("DANH SÁCH THẺ BHYT THÁNG 3", path=("2026", "BHYT.xlsx")) == [(MARCH, "title")]
    assert months("DANH SÁCH THẺ BHYT THÁNG 3", path=("BHYT_2026-04.xlsx",)) == [(MARCH, "title"), (APRIL, "file")]
    assert months("DANH SÁCH THẺ BHYT THÁNG 3", path=("BHYT.xlsx",)) == []
    assert months("THẺ BHYT THÁNG 3/2026", "Phục vụ họp tháng 4", path=("2026", "BHYT.xlsx")) == [(MARCH, "title")]
    for title in ("In ngày 5 tháng 3", "Thẻ tăng từ tháng 3", "Theo công văn số 12 tháng 3", "Danh sách 3 tháng", "THÁNG 13"):
        assert months(title, path=("2026", "BHYT.xlsx")) == [], title


def test_a_month_without_a_year_anywhere_is_told() -> None:
    table = drawn_table(source("health_insurance").contract, "full_name\n---\nAn", titles=("DANH SÁCH THẺ BHYT THÁNG 3",))
    assert misunderstood_months(Reading("health_insurance", (table,)), ("BHYT.xlsx",)) == (("title", "DANH SÁCH THẺ BHYT THÁNG 3"),)


@pytest.mark.parametrize("cell", ["2026-06-30 17:00:00", "2026-06-30 23:59:12", "2026-07-01 07:00:00"])
def test_a_report_whose_months_a_zone_moved_is_of_the_month_that_begins_then(cell: str) -> None:
    drawn = f"row | indicator_code | month\n---+---+---\n2 | KT05 | {cell}\n3 | KT03 | {cell}"
    table = drawn_table(source("department_report").contract, drawn, sheet="Chỉ tiêu")
    (piece,) = evidence_of(Reading("department_report", (table,)))
    assert (piece.month, piece.where, piece.text) == ((2026, 7), "rows", "07/2026")
