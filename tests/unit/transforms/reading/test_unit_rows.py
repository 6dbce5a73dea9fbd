"""Units that stand between the rows of a table of figures, and for which of its rows and columns they are."""

import pytest

from expectations.registry import contracts
from tests.support.drawn_frames import JULY, context, knowledge, main_part
from transforms.reading.delivery import find_tables
from transforms.reading.grids import grid_from_rows
from transforms.reading.model import Reading, Table
from transforms.sources.department_report import clean

HEADINGS = ["Mã chỉ tiêu", "Khu vực", "Tháng", "Giá trị", "Đơn vị", "Tử số", "Mẫu số"]
CODES = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"]
KT03, KT01 = (["KT03", "Toàn phường", "07/2026", "4900", "", "", ""], ["KT01", "Toàn phường", "07/2026", "8308", "", "", ""])
XH08 = ["XH08", "Toàn phường", "07/2026", "", "", "9", "20"]
PEOPLE = ["Khu vực", "Tháng", "Dân số", "Số hộ", "Số gia đình", "Lực lượng lao động trong độ tuổi", "Trẻ em trong độ tuổi đi học"]


def table(*rows: list[str], headings: list[str] = HEADINGS) -> Table:
    filled = [[*row, *[""] * (len(headings) - len(row))] for row in (headings, *rows)]
    (found,) = find_tables(grid_from_rows("Chỉ tiêu", filled), contracts())
    return found


def units(*rows: list[str]) -> list[tuple[str, str | None]]:
    """Indicator and stated unit of each figure."""
    cleaned = clean(Reading("department_report", (table(*rows),)), context(JULY))
    return cleaned.frame.select("indicator_code", "stated_unit").rows()


@pytest.mark.parametrize(
    "line",
    [
        ["Đơn vị tính: triệu đồng"],
        ["ĐVT: triệu đồng"],
        ["(Đơn vị tính: triệu đồng)"],
        ["I. Chỉ tiêu kinh tế (ĐVT: triệu đồng)"],
        ["I. Chỉ tiêu kinh tế (triệu đồng)"],
        ["I. Chỉ tiêu kinh tế, triệu đồng"],
        ["", "", "Đơn vị tính: triệu đồng"],
        ["", "", "", "triệu đồng"],
        ["", "", "", "(triệu đồng)"],
        ["", "", "", "", "triệu đồng"],
        ["Kinh tế", "", "", "triệu đồng"],
        ["I", "Kinh tế (triệu đồng)"],
        ["A.", "Kinh tế", "", "triệu đồng"],
        ["II.1", "Kinh tế", "", "", "triệu đồng"],
    ],
)
@pytest.mark.parametrize("codes", [[], [CODES]])
def test_a_unit_in_a_row_holds_for_the_figures_below_it(line: list[str], codes: list[list[str]]) -> None:
    assert units(*codes, line, KT03, KT01)[-2:] == [("KT03", "triệu đồng"), ("KT01", "triệu đồng")]
    assert units(*codes, KT01, line, KT03)[-1] == ("KT03", "triệu đồng")
    assert units(*codes, KT01, line, KT03)[0] == ("KT01", None)


FIRST, SECOND, THIRD = ["I. Kinh tế"], ["II. Ngân sách"], ["III. Xã hội"]
MILLIONS, DONG = ["ĐVT: triệu đồng"], ["ĐVT: đồng"]
KT05, XH09 = (["KT05", "Toàn phường", "07/2026", "12"], ["XH09", "Toàn phường", "07/2026", "3"])
THEN = ("triệu đồng", None), (None, "triệu đồng")


def units_of_groups(*rows: list[str]) -> list[tuple[str | None, str | None]]:
    """Stated unit of each figure, and that of an earlier group."""
    cleaned = clean(Reading("department_report", (table(*rows),)), context(JULY))
    return cleaned.frame.select("stated_unit", "ended_unit").rows()


@pytest.mark.parametrize(
    ("rows", "stated"),
    [
        ([FIRST, MILLIONS, KT01, SECOND, KT03], THEN),
        ([["I. Kinh tế (triệu đồng)"], KT01, SECOND, KT03], THEN),
        ([["I", "Kinh tế (triệu đồng)"], KT01, ["II", "Ngân sách"], KT03], THEN),
        ([FIRST, KT05, MILLIONS, KT01, SECOND, KT03], ((None, None), *THEN)),
        ([FIRST, MILLIONS, KT01, SECOND, KT03, THIRD, KT05], (*THEN, THEN[1])),
        ([FIRST, MILLIONS, KT01, SECOND, DONG, KT03], (THEN[0], ("đồng", None))),  # its own
        ([FIRST, MILLIONS, KT01, ["II. Ngân sách (đồng)"], KT03], (THEN[0], ("đồng", None))),
        ([FIRST, DONG, KT01, SECOND, MILLIONS, KT03], (("đồng", None), THEN[0])),
        ([MILLIONS, FIRST, KT01, SECOND, KT03], (THEN[0], THEN[0])),  # above all groups: the table's
        ([MILLIONS, FIRST, DONG, KT01, SECOND, KT03], (("đồng", None), THEN[0])),  # back to the table's
        ([FIRST, KT01, MILLIONS, SECOND, KT03, THIRD, KT05], ((None, None), *THEN)),  # right above a group: that group's
        ([FIRST, ["", "", "", "triệu đồng"], KT01, SECOND, KT03], THEN),
        ([MILLIONS, KT01, KT03], (THEN[0], THEN[0])),  # no group
    ],
)
def test_a_unit_that_is_stated_within_a_group_ends_with_it(
    rows: list[list[str]], stated: tuple[tuple[str | None, str | None], ...]
) -> None:
    assert units_of_groups(*rows) == list(stated)


def test_a_group_may_have_its_ordinal_in_a_cell_of_its_own() -> None:
    rows = [["I", "Kinh tế (triệu đồng)"], ["1", *KT01], ["II", "Ngân sách"], ["2", *KT03]]
    cleaned = clean(Reading("department_report", (table(*rows, headings=["STT", *HEADINGS]),)), context(JULY))
    assert cleaned.frame.select("stated_unit", "ended_unit").rows() == list(THEN)


def test_a_unit_of_a_group_gives_way_to_the_one_over_the_table() -> None:
    headings = [*HEADINGS[:3], "Giá trị (triệu đồng)", *HEADINGS[4:]]
    found = table(FIRST, DONG, KT01, SECOND, KT03, headings=headings)
    frame = clean(Reading("department_report", (found,)), context(JULY)).frame
    assert frame.select("stated_unit", "ended_unit").rows()[1] == ("triệu đồng", None)


@pytest.mark.parametrize(
    ("rows", "is_in_another"),
    [
        ([FIRST, MILLIONS, KT01, SECOND, KT03], [True, True]),  # of money too: nobody knows
        ([FIRST, MILLIONS, KT01, THIRD, KT05, XH09], [True, False, False]),  # enterprises and schools are in no đồng
        ([FIRST, DONG, KT01, SECOND, KT03], [False, False]),
        ([THIRD, ["ĐVT: nghìn người"], XH09, FIRST, KT03], [True, False]),
        ([THIRD, ["ĐVT: nghìn người"], XH09, FIRST, KT05], [True, True]),
        ([FIRST, MILLIONS, KT01, THIRD, XH08], [True, True]),  # the parts of a share may be of money
        ([FIRST, MILLIONS, KT01, SECOND, [*KT03[:4], "đồng"]], [True, False]),  # says its own
    ],
)
def test_a_figure_that_may_be_in_the_unit_of_an_earlier_group_is_not_published(rows: list[list[str]], is_in_another: list[bool]) -> None:
    people = table(["Toàn phường", "07/2026", "100", "30", "28", "80", "20"], headings=PEOPLE)
    cleaned = clean(Reading("department_report", (table(*rows), people)), context(JULY))
    judged = main_part("department_report").prepare(cleaned, knowledge("department_report"))
    assert judged["is_stated_in_another_unit"].to_list() == is_in_another


def test_it_holds_until_another_is_stated_and_under_a_heading_for_its_column_alone() -> None:
    assert units(["ĐVT: triệu đồng"], KT03, ["ĐVT: đồng"], KT01) == [("KT03", "triệu đồng"), ("KT01", "đồng")]
    assert units(["", "", "", "triệu đồng", "", "người", "người"], KT03, XH08) == [("KT03", "triệu đồng"), ("XH08", "người")]


@pytest.mark.parametrize(
    "line", [["I. Chỉ tiêu kinh tế"], ["1. Tỷ lệ hộ nghèo (%)"], ["Đơn vị: UBND phường"], ["II. Xã hội (12 chỉ tiêu)"]]
)
def test_a_group_without_a_unit_states_none(line: list[str]) -> None:
    assert units(line, KT03) == [("KT03", None)]


def test_a_heading_that_contradicts_a_row_never_makes_a_full_figure_of_it() -> None:
    headings = [*HEADINGS[:3], "Giá trị (đồng)", *HEADINGS[4:]]
    for line, heading, unit in (("triệu đồng", "đồng", "triệu đồng"), ("đồng", "triệu đồng", "triệu đồng")):
        headings[3] = f"Giá trị ({heading})"
        found = table([f"ĐVT: {line}"], KT03, headings=headings)
        assert clean(Reading("department_report", (found,)), context(JULY)).frame["stated_unit"].to_list() == [unit]


def test_a_row_of_units_under_the_headings_is_no_row_of_people() -> None:
    ward = ["Toàn phường", "07/2026", "100", "30", "28", "80", "20"]
    people = table(["", "", "nghìn người", "nghìn hộ", "gia đình"], ward, headings=PEOPLE)
    assert people.frame["row_number"].to_list() == [3]
    assert [(one.column, one.unit) for one in people.unit_rows] == [("population_count", "nghìn người"), ("household_count", "nghìn hộ")]


def test_a_unit_with_figures_in_a_row_of_notes_under_the_headings_is_kept() -> None:
    assert table(["", "", "", "(1.000 đồng)"], KT03).heading_notes == {"value": "(1.000 đồng)"}
