"""The verdict on a whole report: what grids state under its sheets, and the months that a time zone moved."""

import pytest

from expectations.limits import Limits
from expectations.registry import contracts
from expectations.verdict import Verdict, judge_reading
from tests.support.drawn_frames import JULY, context, knowledge
from transforms.reading.delivery import find_tables
from transforms.reading.elsewhere import said_elsewhere
from transforms.reading.grids import grid_from_rows
from transforms.reading.model import Reading
from transforms.sources.department_report import clean

FIGURES = ["Mã chỉ tiêu", "Khu vực", "Tháng", "Tử số", "Mẫu số", "Giá trị"]
PEOPLE = ["Khu vực", "Tháng", "Dân số", "Số hộ", "Số gia đình", "Lực lượng lao động trong độ tuổi", "Trẻ em trong độ tuổi đi học"]


def verdict(*, month: str = "07/2026", above: str = "", under_figures: str = "", under_people: str = "", cover: str = "") -> Verdict:
    """Of two figures and one row of sheet "Dân số", with lines around them and on a sheet of its own behind them."""
    figures = [[code, "Toàn phường", month, "", "", "60"] for code in ("KT05", "KT03")]
    people = ["Toàn phường", month, "100", "30", "28", "80", "20"]
    sheets = {
        "Chỉ tiêu": [[above], FIGURES, *figures, [under_figures]],
        "Dân số": [PEOPLE, people, [under_people]],
    }
    tables = []
    for name, rows in sheets.items():
        width = max(map(len, rows))
        tables += find_tables(grid_from_rows(name, [[*row, *[""] * (width - len(row))] for row in rows]), contracts())
    covers = (grid_from_rows("Bìa", [[cover]]),) if cover else ()
    reading = Reading("department_report", tuple(tables), elsewhere=said_elsewhere(covers, sheets, "BaoCao.xlsx", behind=len(covers)))
    return judge_reading(reading, clean(reading, context(JULY)), knowledge("department_report"), Limits(), None, 0)


def codes(found: Verdict) -> list[str]:
    return [finding.rule_code for finding in found.file_findings]


@pytest.mark.parametrize(
    "line",
    [
        "Showing 1 to 2 of 12 entries",
        "1 - 40 of 157 items",
        "Hiển thị 40/157 hồ sơ",
        "Có 157 kết quả",
        "Tổng số bản ghi: 12",
        "40/157 bản ghi",
    ],
)
def test_a_grid_that_states_more_rows_than_a_sheet_of_the_report_has_is_held(line: str) -> None:
    for found in (verdict(under_figures=line), verdict(under_people=line), verdict(above=line)):
        assert codes(found) == ["F06"] and found.is_held


@pytest.mark.parametrize(
    ("cover", "told"),
    [
        ("Tổng số bản ghi: 157", ["F06"]),
        ("Trang 1/4", ["F06"]),
        ("« Trước 1 2 3 4 Sau »", ["F06"]),
        ("Còn 5 dòng nữa", ["F06"]),
        ("(còn nữa)", ["F06"]),
        ("Tổng số bản ghi: 3", []),
        ("Tổng dân số: 29083", []),
        ("Trang 4/4", []),
        ("Tối đa 1.000 dòng", []),
        ("Xem thêm mục 2", []),
    ],
)
def test_another_sheet_of_a_report_may_say_how_long_its_tables_are(cover: str, told: list[str]) -> None:
    assert codes(verdict(cover=cover)) == told


@pytest.mark.parametrize(
    "line",
    ["Tổng dân số: 29083", "Tổng số: 29083 người", "Tổng số: 157", "Có 12 hộ", "5/20 hộ", "Có 157 hồ sơ", "Showing 1 to 1 of 1 entries"],
)
def test_totals_that_are_figures_of_a_report_say_nothing_of_its_rows(line: str) -> None:
    for found in (verdict(under_figures=line), verdict(under_people=line), verdict(above=line)):
        assert codes(found) == []


def test_months_that_a_zone_moved_are_told_of_both_sheets() -> None:
    found = verdict(month="2026-06-30 17:00:00")
    (finding,) = found.file_findings
    assert (finding.rule_code, finding.severity) == ("F12", "warning")
    assert "trang 'Chỉ tiêu', cột 'Tháng' (C): 2 ô" in finding.message_vi and "trang 'Dân số', cột 'Tháng' (B): 1 ô" in finding.message_vi
    assert found.rows["month"].to_list() == [JULY, JULY]
