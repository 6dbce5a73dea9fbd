"""The blank workbook goes out, comes back filled in, and is read as it was meant: every line asked for once, slips stopped in the cell."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.registry import contracts
from flows.config.plan import Target
from flows.config.ward import PullSource, Ward
from flows.config.ward_file import read_ward
from flows.outputs.template.texts import prompt_for, targets_vi
from flows.outputs.template.workbook import TemplateError, template_name, write_template
from flows.pipeline.prepare import clean_reading
from flows.wording.numbers import number_vi
from flows.wording.text import plain_text
from tests.conftest import ROOT
from tests.support.office import Office, an_office, rules_of
from transforms.cleaning.model import Cleaned
from transforms.reading.delivery import read_delivery
from transforms.reading.model import Reading

MARCH = date(2026, 3, 1)
NAME = "BaoCao_ChiTieu_2026-03.xlsx"
HEADINGS = "Mã chỉ tiêu | Tên chỉ tiêu | Khu vực | Tháng | Tử số | Mẫu số | Giá trị | Đơn vị | Ghi chú"
POPULATION_HEADINGS = "Khu vực | Tháng | Dân số | Số hộ | Số gia đình | Lực lượng lao động trong độ tuổi | Trẻ em trong độ tuổi đi học"
#: Column of sheet "Chỉ tiêu" -> letter.
LETTER = dict(zip(HEADINGS.split(" | "), "ABCDEFGHI", strict=True))


@pytest.fixture(scope="module")
def ward() -> Ward:
    return read_ward(ROOT / "wards" / "nguyen-dai-nang")


@pytest.fixture(scope="module")
def blank(ward: Ward, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_template(ward, MARCH, tmp_path_factory.mktemp("blank")).read_bytes()


@pytest.fixture(scope="module")
def book(blank: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(blank))


def filled(blank: bytes, fill: Callable[[Any, Mapping[tuple[str, str], int]], None]) -> bytes:
    """The workbook as a department sends it back: ``fill`` is given it, and the row of each (code, area)."""
    book = openpyxl.load_workbook(BytesIO(blank))
    rows = {(row[0].value, row[2].value): row[0].row for row in book["Chỉ tiêu"].iter_rows(min_row=2) if row[0].value}
    fill(book, rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> Reading:
    return read_delivery(data, (NAME,), contracts())


def cleaned(data: bytes, ward: Ward) -> Cleaned:
    return clean_reading(read(data), ward, MARCH)


def table_of(sheet: Any) -> list[dict[str, Any]]:
    headings = [cell.value for cell in sheet[1]]
    return [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] is not None]


def checks_at(sheet: Any, cell: str) -> list[Any]:
    return [check for check in sheet.data_validations.dataValidation if cell in check.sqref]


def check_at(sheet: Any, cell: str) -> Any:
    (check,) = checks_at(sheet, cell)
    return check


def choices(book: Any, check: Any) -> list[str]:
    """The values that a drop-down offers, from the range it names."""
    sheet, cells = re.fullmatch(r"'(.+)'!(.+)", check.formula1).groups()  # type: ignore[union-attr]
    return [cell.value for row in book[sheet][cells.replace("$", "")] for cell in row]


# --- what is asked for ----------------------------------------------------------------------------------------------------
def test_headings_are_those_that_the_source_is_told_by(book: Any) -> None:
    assert [cell.value for cell in book["Chỉ tiêu"][1]] == HEADINGS.split(" | ")
    assert [cell.value for cell in book["Dân số"][1]] == POPULATION_HEADINGS.split(" | ")
    assert book.sheetnames == ["Chỉ tiêu", "Dân số", "Danh mục", "Hướng dẫn"]


def test_every_reported_indicator_is_asked_for_once_in_each_area_that_it_is_reported_for(book: Any, ward: Ward) -> None:
    places = {kind: [area.name for area in ward.areas_of(kind)] for kind in ("ward", "residential_group", "former_unit")}
    everywhere = [*places["ward"], *places["residential_group"], *places["former_unit"]]
    names = {area.code: area.name for area in ward.areas}
    expected = [
        (one.code, name)
        for one in ward.plan
        if one.feed == "reported"
        for name in ([names[one.area]] if one.area else everywhere if one.areas_reported == "all" else places["ward"])
    ]
    found = [(row["Mã chỉ tiêu"], row["Khu vực"]) for row in table_of(book["Chỉ tiêu"])]
    assert found == expected
    assert max(Counter(found).values()) == 1 and ("XH02", "Xã Minh Hòa (cũ)") in found and ("MH03", "Tổ dân phố Tống Buồng") in found


def test_a_computed_indicator_is_not_asked_for(book: Any) -> None:
    codes = {row["Mã chỉ tiêu"] for row in table_of(book["Chỉ tiêu"])}
    assert codes.isdisjoint({"HC01", "HC02", "KT09", "XH01", "XH04", "XH05"})


def test_the_population_is_asked_for_the_ward_each_group_and_each_former_unit(book: Any, ward: Ward) -> None:
    assert [row["Khu vực"] for row in table_of(book["Dân số"])] == [area.name for area in ward.areas if area.code != ward.unknown_area_code]
    assert {row["Tháng"] for row in table_of(book["Dân số"])} == {"03/2026"}


def test_a_department_gets_its_own_indicators_alone(ward: Ward, tmp_path: Path) -> None:
    path = write_template(ward, MARCH, tmp_path, "QS")
    assert path.name == "BaoCao_ChiTieu_2026-03_QS.xlsx"
    book = openpyxl.load_workbook(path)
    assert {row["Mã chỉ tiêu"] for row in table_of(book["Chỉ tiêu"])} == {"AN01"}
    assert choices(book, check_at(book["Chỉ tiêu"], "A5")) == ["AN01"]
    assert "thay toàn bộ báo cáo cùng tháng" in told(book) and "Ban Chỉ huy quân sự" in told(book)


# --- what the reader makes of it --------------------------------------------------------------------------------------------
def test_what_a_department_fills_in_is_what_is_read(blank: bytes, ward: Ward) -> None:
    def fill(book: Any, rows: Mapping[tuple[str, str], int]) -> None:
        figures, people = book["Chỉ tiêu"], book["Dân số"]
        figures.cell(rows["KT01", "Phường Nguyễn Đại Năng"], 7).value = 12_400_000_000
        figures.cell(rows["KT01", "Phường Nguyễn Đại Năng"], 9).value = "Số của Kho bạc, chưa quyết toán"
        figures.cell(rows["KT04", "Phường Nguyễn Đại Năng"], 5).value = 4_250_001_835
        figures.cell(rows["KT04", "Phường Nguyễn Đại Năng"], 6).value = 12_500_000_000
        figures.cell(rows["XH02", "Tổ dân phố số 3"], 5).value = 28
        figures.cell(rows["XH12", "Phường Nguyễn Đại Năng"], 7).value = 0
        for column, count in enumerate((97, 32, 29, 56, 16), start=3):
            people.cell(5, column).value = count

    frame, people = (found := cleaned(filled(blank, fill), ward)).frame, found.population
    assert frame.select("indicator_code", "area_code", "month", "numerator", "denominator", "value").rows() == [
        ("KT01", "10744", MARCH, None, None, 12_400_000_000.0),
        ("KT04", "10744", MARCH, 4_250_001_835.0, 12_500_000_000.0, None),
        ("XH02", "10744-03", MARCH, 28.0, None, None),
        ("XH12", "10744", MARCH, None, None, 0.0),
    ]
    assert people.select(
        "area_code", "month", "population_count", "household_count", "family_count", "labour_force_count", "school_age_child_count"
    ).rows() == [("10744-03", MARCH, 97, 32, 29, 56, 16)]
    assert found.repairs.is_empty()


def test_every_line_filled_in_is_read_under_its_own_code_and_area(blank: bytes, ward: Ward) -> None:
    def fill(book: Any, rows: Mapping[tuple[str, str], int]) -> None:
        for row in rows.values():
            for column in (5, 6, 7):
                if not book["Chỉ tiêu"].cell(row, column).protection.locked:
                    book["Chỉ tiêu"].cell(row, column).value = 1
        for cells in book["Dân số"].iter_rows(min_row=2, min_col=3):
            for number, cell in enumerate(cells):
                cell.value = cell.row * 10 + number

    data = filled(blank, fill)
    found, codes = cleaned(data, ward), {area.name: area.code for area in ward.areas}
    asked = table_of(openpyxl.load_workbook(BytesIO(data))["Chỉ tiêu"])
    assert found.frame.select("indicator_code", "area_code").rows() == [(row["Mã chỉ tiêu"], codes[row["Khu vực"]]) for row in asked]
    assert found.population["population_count"].to_list() == [row * 10 for row in range(2, 19)]


def test_one_count_of_a_residential_group_is_a_row_and_no_heading(blank: bytes, ward: Ward) -> None:
    def fill(book: Any, _: Mapping[tuple[str, str], int]) -> None:
        book["Dân số"]["C5"] = 97

    people = cleaned(filled(blank, fill), ward).population
    assert people.select("area_code", "population_count", "household_count").rows() == [("10744-03", 97, None)]


def test_a_spare_row_states_a_figure_of_an_area_that_the_plan_does_not_ask_for(blank: bytes, ward: Ward) -> None:
    def fill(book: Any, rows: Mapping[tuple[str, str], int]) -> None:
        spare = max(rows.values()) + 3
        for column, value in ((1, "KT05"), (3, "Xã Minh Hòa (cũ)"), (4, "03/2026"), (7, 7)):
            cell = book["Chỉ tiêu"].cell(spare, column)
            assert not cell.protection.locked
            cell.value = value

    assert cleaned(filled(blank, fill), ward).frame.select("indicator_code", "area_code", "value").rows() == [("KT05", "10747", 7.0)]


def test_a_blank_workbook_has_no_row_of_data(blank: bytes, ward: Ward) -> None:
    reading = read(blank)
    assert (reading.source, reading.problem) == ("department_report", None)
    assert {piece.month for piece in reading.months} == {(2026, 3)}
    found = clean_reading(reading, ward, MARCH)
    assert found.frame.is_empty() and found.population.is_empty()


def test_catalogue_and_instructions_are_nobodys_lists(blank: bytes) -> None:
    reading = read(blank)
    assert [(table.kind, table.sheet_name, table.unknown_headers) for table in reading.tables] == [
        ("main", "Chỉ tiêu", ()),
        ("population", "Dân số", ()),
    ]
    for name in ("Danh mục", "Hướng dẫn"):
        book = openpyxl.load_workbook(BytesIO(blank))
        for other in {"Chỉ tiêu", "Dân số", "Danh mục", "Hướng dẫn"} - {name}:
            del book[other]
        alone = BytesIO()
        book.save(alone)
        assert read(alone.getvalue()).problem == "unrecognised"


# --- slips are stopped in the cell --------------------------------------------------------------------------------------------
def test_code_area_and_month_are_chosen_from_lists(book: Any, ward: Ward) -> None:
    sheet, spare = book["Chỉ tiêu"], len(table_of(book["Chỉ tiêu"])) + 2
    offered = {heading: choices(book, check_at(sheet, f"{LETTER[heading]}{spare}")) for heading in ("Mã chỉ tiêu", "Khu vực", "Tháng")}
    assert offered == {
        "Mã chỉ tiêu": [one.code for one in ward.plan if one.feed == "reported"],
        "Khu vực": [area.name for area in ward.areas if area.code != ward.unknown_area_code],
        "Tháng": ["03/2026"],
    }
    assert sheet[f"D{spare}"].number_format == "@"


def test_every_open_figure_has_one_check_that_says_what_it_wants(book: Any) -> None:
    for sheet, first in ((book["Chỉ tiêu"], 5), (book["Dân số"], 3)):
        for cells in sheet.iter_rows(min_row=2, min_col=first, max_col=7):
            for cell in cells:
                assert len(checks_at(sheet, cell.coordinate)) == (0 if cell.protection.locked else 1), cell.coordinate
    for sheet in (book["Chỉ tiêu"], book["Dân số"]):
        for check in sheet.data_validations.dataValidation:
            assert (
                check.showErrorMessage
                and check.error
                and check.allow_blank
                and len(check.prompt or "") <= 255
                and len(check.promptTitle or "") <= 32
            )


CHECKS = """
code | area                   | column  | type | operator           | formula1
KT01 | Phường Nguyễn Đại Năng | Giá trị | whole | greaterThanOrEqual | 0
KT04 | Phường Nguyễn Đại Năng | Tử số   | whole | greaterThanOrEqual | 0
KT04 | Phường Nguyễn Đại Năng | Mẫu số  | whole | greaterThan        | 0
XH02 | Tổ dân phố số 13       | Tử số   | whole | greaterThanOrEqual | 0
HC03 | Phường Nguyễn Đại Năng | Giá trị | list  | None               | "1,0"
AN02 | Phường Nguyễn Đại Năng | Giá trị | list  | None               | "1,0"
"""


@pytest.mark.parametrize("line", CHECKS.strip().splitlines()[1:])
def test_counts_are_whole_numbers_and_recognitions_are_1_or_0(book: Any, line: str) -> None:
    code, area, column, kind, operator, limit = (part.strip() for part in line.split("|"))
    row = next(
        row for row, line in enumerate(table_of(book["Chỉ tiêu"]), start=2) if (line["Mã chỉ tiêu"], line["Khu vực"]) == (code, area)
    )
    check = check_at(book["Chỉ tiêu"], f"{LETTER[column]}{row}")
    assert (check.type, str(check.operator), check.formula1) == (kind, operator, limit)


def test_a_measured_value_may_have_decimals(ward: Ward, tmp_path: Path) -> None:
    forest = replace(ward.plan_info.indicator("KT05"), code="KT90", name="Diện tích rừng", unit="ha")
    path = write_template(replace(ward, plan_info=replace(ward.plan_info, indicators=(forest,))), MARCH, tmp_path)
    sheet = openpyxl.load_workbook(path)["Chỉ tiêu"]
    assert (check_at(sheet, "G2").type, sheet["G2"].number_format) == ("decimal", "#,##0.###")


def test_headings_and_what_is_given_are_locked_and_figures_are_open(book: Any) -> None:
    for sheet, locked in ((book["Chỉ tiêu"], (1, 2, 3, 4, 8)), (book["Dân số"], (1, 2))):
        assert all(cell.protection.locked for cell in sheet[1])
        rows = range(2, len(table_of(sheet)) + 2)
        assert all(sheet.cell(row, column).protection.locked for row in rows for column in locked)
        assert all(any(not cell.protection.locked for cell in sheet[row]) for row in rows)
    for sheet in book:
        assert sheet.protection.sheet and sheet.protection.password is None


LOOKS = """
code | Tử số    | Mẫu số   | Giá trị  | Ghi chú
KT01 | unused   | unused   | wanted   | optional
XH03 | wanted   | wanted   | unused   | optional
XH02 | wanted   | optional | unused   | optional
MH03 | wanted   | wanted   | unused   | optional
XH12 | unused   | unused   | wanted   | optional
"""


@pytest.mark.parametrize("line", LOOKS.strip().splitlines()[1:])
def test_cells_that_do_not_apply_are_grey_and_locked(book: Any, line: str) -> None:
    code, *looks = (part.strip() for part in line.split("|"))
    row = next(row for row, line in enumerate(table_of(book["Chỉ tiêu"]), start=2) if line["Mã chỉ tiêu"] == code)
    cells = [book["Chỉ tiêu"][f"{LETTER[column]}{row}"] for column in ("Tử số", "Mẫu số", "Giá trị", "Ghi chú")]
    assert [cell.style for cell in cells] == looks
    assert [cell.protection.locked for cell in cells] == [look == "unused" for look in looks]
    assert {"wanted": "00FFF2CC", "unused": "00BFBFBF", "optional": "00FFFFFF"}[looks[0]] == cells[0].fill.fgColor.rgb


def test_the_sheet_prints_on_landscape_a4_under_its_headings(book: Any) -> None:
    for name in ("Chỉ tiêu", "Dân số", "Danh mục"):
        sheet = book[name]
        printed = (sheet.page_setup.orientation, int(sheet.page_setup.paperSize), sheet.print_title_rows, sheet.freeze_panes)
        assert printed == ("landscape", 9, "$1:$1", "B2"), name
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert {cell.number_format for row in book["Dân số"].iter_rows(min_row=2, min_col=3) for cell in row} == {"#,##0"}


# --- what it says -------------------------------------------------------------------------------------------------------------
def told(book: Any) -> str:
    return "\n".join(str(cell.value) for row in book["Hướng dẫn"].iter_rows() for cell in row if cell.value)


def test_the_instructions_name_the_month_the_figures_of_the_year_and_what_is_computed(book: Any) -> None:
    text = told(book)
    assert "(KT01, KT02, KT02a, KT02b, KT02c, KT04, KT06, KT08, AN01, MH03): ghi lũy kế từ ngày 01/01/2026 đến hết tháng 03/2026" in text
    assert (
        "Không báo cáo KT09, XH01, XH04, XH05, HC01, HC02" in text and NAME in text and "gửi cho cán bộ tổng hợp số liệu của phường" in text
    )


def test_the_instructions_name_the_place_that_deliveries_are_pulled_from(ward: Ward, tmp_path: Path) -> None:
    inbox = replace(ward, sources=(PullSource("Thư mục nhận tệp", "data_raw/inbox", "**/*"),))
    assert "rồi đặt vào «Thư mục nhận tệp»." in told(openpyxl.load_workbook(write_template(inbox, MARCH, tmp_path)))


def test_the_catalogue_says_how_each_indicator_is_stated_and_what_the_plan_aims_at(book: Any) -> None:
    lines = {row["Ký hiệu"]: row for row in table_of(book["Danh mục"])}
    assert lines["KT03"]["Mục tiêu của kế hoạch"] == "Trên 40.000.000.000 đồng đến hết năm 2030"
    assert lines["XH02"]["Cách ghi"] == "Tỷ lệ: ghi «Tử số», tại ngày cuối tháng; mẫu số lấy ở trang «Dân số»"
    assert lines["KT04"]["Cách ghi"] == "Tỷ lệ: ghi «Tử số» và «Mẫu số», lũy kế từ đầu năm"
    assert (lines["KT04"]["Số ghi ở tử số"], lines["KT04"]["Số ghi ở mẫu số"]) == ("Số vốn đã giải ngân trong năm", "Kế hoạch vốn của năm")
    assert lines["HC03"]["Nơi phụ trách"] == "Trung tâm Phục vụ hành chính công"
    assert lines["10744-01"]["Tên đầy đủ"] == "Tổ dân phố Đông Nam"


AIMS = """
KT01 | Tăng bình quân từ 10 %/năm trở lên, giai đoạn 2026-2030
KT02b | Tăng bình quân từ 21,1 %/năm trở lên, giai đoạn 2026-2030
KT05 | Từ 200 doanh nghiệp trở lên đến hết năm 2030
XH01 | Không quá 0 hộ hằng năm, từ năm 2028
XH06 | Không thấp hơn mức của năm 2025, hằng năm
XH13 | Đạt 100 % hằng năm
HC02 | Từ 75 % trở lên hằng năm; Trên 85 % đến hết năm 2030
HC03 | Được công nhận đến hết năm 2027
HC04 | Theo dõi, kế hoạch không đề ra con số
MH03 | Không quá 50 % đến hết năm 2030
"""


@pytest.mark.parametrize("line", AIMS.strip().splitlines())
def test_targets_are_said_as_the_plan_says_them(ward: Ward, line: str) -> None:
    code, text = line.split(" | ")
    assert targets_vi(ward.plan_info.indicator(code)) == text


def test_a_ceiling_may_be_strict_or_a_year_of_its_own(ward: Ward) -> None:
    def aim(target: Target) -> str:
        return targets_vi(replace(ward.plan_info.indicator("KT05"), targets=(target,)))

    assert aim(Target("ceiling", 5, shape="count_by_year", strict=True, year=2030)) == "Dưới 5 doanh nghiệp đến hết năm 2030"
    assert (
        aim(Target("ceiling", None, shape="level_every_year", every_year=True, baseline_of=2025))
        == "Không cao hơn mức của năm 2025, hằng năm"
    )
    assert number_vi(None) == "" and number_vi(1234567.25) == "1.234.567,25"


def test_a_prompt_says_what_is_counted_and_up_to_when(ward: Ward) -> None:
    def prompt(code: str, column: str) -> str:
        return prompt_for(ward.plan_info.indicator(code), column, MARCH)

    assert (
        prompt("KT04", "numerator")
        == "Số vốn đã giải ngân trong năm. Lũy kế từ ngày 01/01/2026 đến hết tháng 03/2026. Ghi số nguyên, không kèm đơn vị."
    )
    assert prompt("XH02", "denominator").startswith("Tổng số gia đình. Để trống được: hệ thống lấy số ở trang «Dân số».")
    assert (
        "Lưu ý" in prompt("KT03", "value") and prompt("AN02", "value") == "Phường không ma túy: chọn 1 nếu đã được công nhận, 0 nếu chưa."
    )


# --- the file -----------------------------------------------------------------------------------------------------------------
def test_no_cell_is_a_formula_and_none_could_be_taken_for_one(ward: Ward, tmp_path: Path) -> None:
    shapes = [
        replace(one, name=f"{sign}HYPERLINK(1)\n{one.name}", note_vi=f"{sign}1") for one, sign in zip(ward.plan[:4], "=+-@", strict=True)
    ]
    path = write_template(replace(ward, plan_info=replace(ward.plan_info, indicators=tuple(shapes))), MARCH, tmp_path)
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell.value for cell in cells if cell.value.startswith(("=", "+", "-", "@"))]
    with ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


@given(st.text())
def test_a_text_of_the_ward_becomes_one_harmless_line(text: str) -> None:
    line = plain_text(text)
    assert not line.startswith(("=", "+", "-", "@")) and line.isprintable()
    assert plain_text(line) == line
    assert sorted(line.replace(" ", "")) == sorted(letter for letter in text if letter.isprintable() and not letter.isspace())


def test_the_same_ward_and_month_give_the_same_bytes(ward: Ward, blank: bytes, tmp_path: Path) -> None:
    assert write_template(ward, date(2026, 3, 31), tmp_path).read_bytes() == blank


def test_the_workbook_says_who_made_it(book: Any) -> None:
    about = book.properties
    assert (about.creator, about.title) == ("chitieu", "Báo cáo chỉ tiêu tháng 03/2026, Phường Nguyễn Đại Năng")


def test_a_file_that_is_there_is_kept_unless_one_says_otherwise(ward: Ward, tmp_path: Path) -> None:
    path = tmp_path / template_name(MARCH)
    path.write_bytes(b"figures of the department")
    with pytest.raises(TemplateError, match=r"there is already a file.*--force"):
        write_template(ward, MARCH, path)
    assert path.read_bytes() == b"figures of the department"
    assert write_template(ward, MARCH, path, force=True).read_bytes()[:2] == b"PK"
    assert [item.name for item in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("no-such-folder/a.xlsx", "cannot be written (No such file or directory)"),
        ("a-file/a.xlsx", "cannot be written (Not a directory)"),
        ("a.xls", "expected a name that ends in .xlsx"),
    ],
)
def test_a_place_that_cannot_be_written_is_a_sentence(ward: Ward, tmp_path: Path, place: str, sentence: str) -> None:
    (tmp_path / "a-file").write_bytes(b"")
    with pytest.raises(TemplateError, match=re.escape(sentence)):
        write_template(ward, MARCH, tmp_path / place)
    assert [item.name for item in tmp_path.iterdir()] == ["a-file"]


def test_a_department_that_is_unknown_or_states_nothing_is_a_sentence(ward: Ward, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"'XYZ' is not in the plan.*CA, HCC, KTHT, QS, VHXH"):
        write_template(ward, MARCH, tmp_path, "XYZ")
    computed = tuple(one for one in ward.plan if one.feed == "computed" or one.owner != "QS")
    with pytest.raises(TemplateError, match="'QS' states no indicator"):
        write_template(replace(ward, plan_info=replace(ward.plan_info, indicators=computed)), MARCH, tmp_path, "QS")
    assert not list(tmp_path.iterdir())


# --- through the whole pipeline -------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("office")) as office:
        yield office


def test_a_filled_template_is_published_and_its_denominator_comes_from_the_population_sheet(
    office: Office, blank: bytes, ward: Ward
) -> None:
    def fill(book: Any, rows: Mapping[tuple[str, str], int]) -> None:
        book["Chỉ tiêu"].cell(rows["XH13", "Phường Nguyễn Đại Năng"], 5).value = 1455
        book["Chỉ tiêu"].cell(rows["KT05", "Phường Nguyễn Đại Năng"], 7).value = 57
        for column, count in enumerate((1500, 448, 437, 813, 188), start=3):
            book["Dân số"].cell(2, column).value = count

    (delivery,) = office.send_bytes(**{NAME: filled(blank, fill)}).deliveries
    assert (delivery.source, delivery.month, delivery.status, delivery.rows_read) == ("department_report", "2026-03", "published", 3)
    assert office.values("XH13") == {"2026-03": 97.0} and office.values("KT05") == {"2026-03": 57.0}


def test_a_template_that_nobody_filled_in_is_refused_and_the_figures_stay(office: Office, blank: bytes) -> None:
    (delivery,) = office.send_bytes(**{NAME: blank}).deliveries
    assert (delivery.status, rules_of(office, NAME)) == ("unreadable", {"F01"})
    assert office.values("KT05") == {"2026-03": 57.0}
