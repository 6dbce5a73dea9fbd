"""Rules F01 to F09: what is said of a delivery as a whole."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from expectations.deliveries import file_rules as delivery
from expectations.deliveries.file_rules import FileFinding, SheetCount
from expectations.engine.suite import Volume, run_suite
from transforms.reading.model import LeftAside, MissingColumns, MonthEvidence, Reading, StatedTotal, Suggestion, Table

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


def codes(findings: list[FileFinding]) -> list[str]:
    return [finding.rule_code for finding in findings]


def sheet(*totals: tuple[int, str], last_serial: int | None = None, unknown: tuple[str, ...] = (), name: str | None = "DS") -> Table:
    """A list that states totals; what it holds is told apart, by a ``SheetCount``."""
    rows = pl.DataFrame(schema={"row_number": pl.Int64})
    return Table(
        source="poverty",
        kind="main",
        sheet_name=name,
        frame=rows,
        groups=rows,
        headers={},
        letters={},
        unknown_headers=unknown,
        stated_totals=tuple(StatedTotal(name, count, unit) for count, unit in totals),
        last_serial=last_serial,
    )


def evidence(*pieces: tuple[int, str]) -> list[MonthEvidence]:
    return [MonthEvidence((2026, month), where, f"tháng {month}") for month, where in pieces]


# F01, F02: nothing can be read


def test_an_unreadable_delivery_says_why() -> None:
    found = delivery.unreadable(Reading(None, problem="unreadable", detail_vi="Tệp có mật khẩu."))
    assert (found.rule_code, found.severity, found.message_vi) == ("F01", "critical", "Tệp có mật khẩu.")


@pytest.mark.parametrize(("finding", "code"), [(delivery.unreadable(Reading(None)), "F01"), (delivery.unrecognised(Reading(None)), "F02")])
def test_a_refusal_without_details_still_says_what_to_do(finding: FileFinding, code: str) -> None:
    assert (finding.rule_code, finding.severity) == (code, "critical")
    assert finding.message_vi.endswith(".")


# F03: a required column is missing


def test_a_missing_column_is_named_with_the_nearest_heading() -> None:
    missing = MissingColumns("health_insurance", "DS", (("Từ ngày", "Tự ngày", 0.86), ("Họ và tên", "Ghi chú", 0.2)))
    near, far = delivery.missing_columns(Reading("health_insurance", problem="missing_columns", missing=(missing,)))
    assert near.message_vi == (
        "Trang 'DS' thiếu cột bắt buộc 'Từ ngày'. Cột gần giống nhất: 'Tự ngày' (giống 86%). Bổ sung cột này hoặc sửa tiêu đề rồi gửi lại."
    )
    assert "gần giống" not in far.message_vi
    assert codes([near, far]) == ["F03", "F03"]


def test_a_missing_column_is_named_with_the_column_whose_values_look_like_it() -> None:
    alike = Suggestion("Mã 1", "D", "personal_id", 0.97, "Số CCCD")
    other = Suggestion("Mốc B", "E", "valid_to", 1.0, "Đến ngày")
    missing = MissingColumns("health_insurance", "DS", (("Mã số BHXH hoặc Số CCCD", None, 0.0), ("Từ ngày", None, 0.0)), (alike, other))
    found, without = delivery.missing_columns(Reading("health_insurance", problem="missing_columns", missing=(missing,)))
    assert found.message_vi == (
        "Trang 'DS' thiếu cột bắt buộc 'Mã số BHXH hoặc Số CCCD'. Cột 'Mã 1' (D) có giá trị giống 'Số CCCD' (97 % số ô); chương "
        "trình không tự lấy. "
        "Nếu đúng, xác nhận để lần sau đọc. Bổ sung cột này hoặc sửa tiêu đề rồi gửi lại."
    )
    assert "giá trị giống" not in without.message_vi


# F04: the month


def test_one_month_named_in_several_places_is_the_month() -> None:
    assert delivery.month_of(evidence((7, "title"), (7, "file"))) == (JULY, None)


@pytest.mark.parametrize("pieces", [(), ((7, "title"), (6, "file")), ((7, "sheet"), (7, "title"), (6, "folder"))])
def test_no_month_and_two_months_are_refused(pieces: tuple[tuple[int, str], ...]) -> None:
    month, finding = delivery.month_of(evidence(*pieces))
    assert month is None
    assert finding is not None and (finding.rule_code, finding.severity) == ("F04", "critical")


def test_months_outside_the_calendar_are_told_with_what_is_expected() -> None:
    month, finding = delivery.month_of((), (("title", "Số liệu tháng 7/2019"), ("rows", "năm trước 2020")))
    assert month is None and finding is not None and (finding.rule_code, finding.severity) == ("F04", "critical")
    assert "tiêu đề ghi 'Số liệu tháng 7/2019'; cột tháng ghi 'năm trước 2020'" in finding.message_vi
    _, of_rows = delivery.month_of([MonthEvidence((2019, 7), "rows", "07/2019")])
    assert of_rows is not None and "cột tháng ghi '07/2019'. Cần một tháng từ 01/2020" in of_rows.message_vi
    assert "từ 01/2020 đến 12/2035, ghi như 07/2026" in finding.message_vi and "không nêu tháng" not in finding.message_vi


def test_a_contradiction_tells_every_place() -> None:
    _, finding = delivery.month_of(evidence((7, "title"), (6, "file")))
    assert finding is not None
    assert "tiêu đề ghi 'tháng 7' (tháng 07/2026); tên tệp ghi 'tháng 6' (tháng 06/2026)" in finding.message_vi


# F05: last month's rows


@pytest.mark.parametrize(("share", "found"), [(0.98, []), (0.981, ["F05"]), (1.0, ["F05"]), (0.0, [])])
def test_more_than_98_percent_identical_rows_are_last_months_file(share: float, found: list[str]) -> None:
    assert codes(delivery.same_rows(share, 0.98, JUNE)) == found


def test_the_same_bytes_for_another_month_name_the_first_one() -> None:
    found = delivery.same_bytes(JUNE)
    assert (found.rule_code, found.severity) == ("F05", "critical")
    assert "06/2026" in found.message_vi


# F06, F09: what the sheet states of itself


@pytest.mark.parametrize(
    ("total", "unit", "found"),
    [
        (12, "", []),
        (13, "", ["F06"]),
        (11, "", ["F09"]),
        (4, "ho", []),
        (5, "ho", ["F06"]),
        (3, "ho", ["F09"]),
        (12, "nguoi", []),
        (10, "nguoi", []),
        (9, "nguoi", ["F09"]),
        (13, "nhan khau", ["F06"]),
        (12, "the", []),
        (13, "ho so", ["F06"]),
    ],
)
def test_a_total_is_compared_in_the_unit_it_states(total: int, unit: str, found: list[str]) -> None:
    """Twelve rows of ten people (one has three cards) in four households: people may be counted by row or once each."""
    assert codes(delivery.stated_totals([sheet((total, unit))], [SheetCount(rows=12, people=10, households=4)])) == found


@pytest.mark.parametrize(("people", "total", "found"), [(9, 9, []), (9, 10, ["F06"]), (None, 10, [])])
def test_a_list_of_heads_alone_counts_the_members_that_it_states(people: int | None, total: int, found: list[str]) -> None:
    """ "Tổng cộng: 4 hộ, 9 khẩu" under four rows is a whole list."""
    assert codes(delivery.stated_totals([sheet((4, "ho"), (total, "khau"))], [SheetCount(rows=4, people=people, households=4)])) == found


def test_a_list_parted_by_groups_that_kept_its_numbers_is_whole_and_one_with_a_gap_is_not() -> None:
    def numbered(*numbers: str) -> Table:
        frame = pl.DataFrame({"row_number": range(2, 2 + len(numbers)), "serial_number": numbers})
        return replace(sheet(last_serial=max(map(int, numbers))), frame=frame)

    def found(*parts: Table) -> list[str]:
        return codes(delivery.stated_totals(parts, [SheetCount(part.frame.height, part.frame.height, 0) for part in parts]))

    assert found(numbered("1", "4", "6"), numbered("2", "3", "5")) == []
    assert found(numbered("1", "4", "6"), numbered("2", "3")) == ["F06"]
    assert found(numbered("1", "2", "6"), numbered("1", "2", "3", "4", "5")) == ["F06"], "each sheet counts by itself"
    assert found(numbered("1", "2", "6")) == ["F06"]


def numbered_rows(*numbers: str | None, first_row: int = 5) -> Table:
    rows = [(first_row + place, number) for place, number in enumerate(numbers) if number != "-"]
    frame = pl.DataFrame(rows, schema={"row_number": pl.Int64, "serial_number": pl.String}, orient="row")
    return replace(sheet(), frame=frame)


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (("1", "2", "3", "-", "1", "2", "4"), ["F06"]),
        (("1", "2", "3", "-", "1", "2", "3"), []),
        (("1", "2", "3", "1", "2", "3"), []),
        (("1", "3", "1", "2", "5"), ["F06"]),
        (("1", None, None, "2", None, "4", None), []),
        (("1", None, None, "2", "4", None), ["F09"]),
        (("1", "1", "1", "2", "2", "4"), ["F09"]),
        (("1", "2", "2", "4", "5"), ["F09"]),
        (("1", "2", "2", "4", "1", "2", "5"), ["F06"]),
        (("2", "4", "6", "-", "1", "3", "5"), []),
        (("9", "4", "6", "2"), []),
        (("1", "2", "-", "4", "1", "2"), []),
        ((None, None), []),
    ],
)
def test_numbers_that_are_passed_over_between_rows_are_missing_rows(numbers: tuple[str | None, ...], found: list[str]) -> None:
    """ "-" is a row of the sheet that is none of the list: a group's, or one that an officer left out."""
    table = numbered_rows(*numbers)
    assert codes(delivery.stated_totals([table], [SheetCount(table.frame.height, table.frame.height, 0)])) == found


def test_the_first_gap_is_told_with_how_many_numbers_are_missing() -> None:
    (found,) = delivery.stated_totals([numbered_rows("1", "2", "1", "4", "6")], [SheetCount(9, 9, 0)])
    assert found.message_vi == (
        "Trang 'DS' có số thứ tự nhảy từ 1 sang 4 (dòng 8), thiếu tổng cộng 3 số: danh sách có lẽ thiếu dòng. Xuất lại đầy đủ rồi gửi lại."
    )


@pytest.mark.parametrize(("last", "found"), [(12, []), (13, ["F06"]), (4, []), (None, [])])
def test_a_last_serial_number_beyond_the_rows_is_a_truncated_export(last: int | None, found: list[str]) -> None:
    assert codes(delivery.stated_totals([sheet(last_serial=last)], [SheetCount(12, 12, 0)])) == found


def test_each_sheet_answers_for_its_own_total_and_one_may_state_the_files() -> None:
    sheets = [sheet((3, ""), name="A"), sheet((5, ""), name="B"), sheet((9, ""), name="C")]
    counts = [SheetCount(3, 3, 0), SheetCount(2, 2, 0), SheetCount(4, 4, 0)]
    (found,) = delivery.stated_totals(sheets, counts)
    assert found.message_vi.startswith("Trang 'B' ghi tổng cộng 5 nhưng chỉ đọc được 2")


def test_a_list_without_sheets_is_called_the_file() -> None:
    (found,) = delivery.stated_totals([sheet((5, ""), name=None)], [SheetCount(2, 2, 0)])
    assert found.message_vi.startswith("Tệp ghi tổng cộng 5")


def test_sheets_without_headings_are_told_with_their_rows() -> None:
    (found,) = delivery.unheaded_sheets([("Page 2", 1200)])
    assert (found.rule_code, found.severity) == ("F09", "warning")
    assert "'Page 2' (1.200 dòng)" in found.message_vi
    assert delivery.unheaded_sheets([]) == []


def test_lists_that_are_not_read_are_told_with_what_they_are_and_lack() -> None:
    lists = [LeftAside("BHXH", "social_insurance", 1200), LeftAside(None, "poverty", 3, ("Từ ngày", "Đến ngày"))]
    (found,) = delivery.left_aside(lists, {"social_insurance": "BHXH", "poverty": "Hộ nghèo"})
    assert (found.rule_code, found.severity) == ("F09", "warning")
    assert "trang 'BHXH' (1.200 dòng, giống BHXH); danh sách (3 dòng, giống Hộ nghèo, thiếu cột 'Từ ngày', 'Đến ngày')" in found.message_vi
    assert delivery.left_aside([], {}) == []
    (below,) = delivery.left_aside([LeftAside("DS", "poverty", 2, ("Phân loại hộ",), 9)], {"poverty": "Hộ nghèo"})
    assert "trang 'DS' từ dòng 9 (2 dòng, giống Hộ nghèo, thiếu cột 'Phân loại hộ')" in below.message_vi


# F07, F09: against the last published month


@pytest.mark.parametrize(
    ("rows", "dropped", "risen"), [(80, False, False), (79, True, False), (120, False, False), (121, False, True), (100, False, False)]
)
def test_a_fifth_more_or_less_than_last_month_is_within_the_limits(rows: int, dropped: bool, risen: bool) -> None:
    found = run_suite(
        pl.DataFrame({"row_id": [0]}), [], suite_name="volume", volume=Volume(last_count=100, drop=0.2, rise=0.2, row_count=rows)
    )
    assert (found.volume_dropped, found.volume_risen) == (dropped, risen)


def test_a_drop_names_both_counts_and_the_month() -> None:
    found = delivery.volume_dropped(41, 26_911, 0.2, JUNE)
    assert found == FileFinding(
        "F07",
        "critical",
        "Chỉ có 41 dòng, thấp hơn 80% của 26.911 dòng tháng 06/2026. Chưa công bố gì. Nếu số giảm là thật, công bố bằng tay kèm lý do.",
    )


def test_a_rise_is_a_warning() -> None:
    found = delivery.volume_risen(33_000, 26_911, 0.2, JUNE)
    assert (found.rule_code, found.severity) == ("F09", "warning")
    assert "33.000" in found.message_vi and "26.911" in found.message_vi


# F08: too many critical rows


@pytest.mark.parametrize(("critical", "rows", "found"), [(10, 99, ["F08"]), (10, 100, []), (9, 20, []), (11, 100, ["F08"]), (0, 0, [])])
def test_more_than_a_tenth_and_at_least_ten_critical_rows_hold_a_delivery(critical: int, rows: int, found: list[str]) -> None:
    assert codes(delivery.too_many_critical(critical, rows, 0.10, 10)) == found


# F09: unknown columns


def test_unknown_columns_are_told_once_and_at_most_eight() -> None:
    many = tuple(f"Cột {number}" for number in range(1, 11))
    (found,) = delivery.unknown_columns([sheet(unknown=many), sheet(unknown=many)])
    assert found.rule_code == "F09" and found.severity == "warning"
    assert "'Cột 8' …" in found.message_vi and "'Cột 9'" not in found.message_vi


def test_unknown_columns_are_told_with_what_their_values_look_like_in_one_finding() -> None:
    named = replace(sheet(unknown=("Mã 1", "Mốc")), suggestions=(Suggestion("Mã 1", "D", "personal_id", 0.97, "Số CCCD"),))
    bare = replace(
        sheet(unknown=("(cột F không có tiêu đề)",)),
        suggestions=(Suggestion("(cột F không có tiêu đề)", "F", "phone", 1.0, "Số điện thoại"),),
    )
    (found,) = delivery.unknown_columns([named, named, bare])
    assert (found.rule_code, found.severity) == ("F09", "warning")
    assert found.message_vi == (
        "Có cột lạ: 'Mã 1', 'Mốc', '(cột F không có tiêu đề)'. Các cột này không được đọc. "
        "Cột 'Mã 1' (D) có giá trị giống 'Số CCCD' (97 % số ô); chương trình không tự lấy. Nếu đúng, xác nhận để lần sau đọc. "
        "Cột F không có tiêu đề, giá trị giống 'Số điện thoại' (100 % số ô); chương trình không tự lấy. Nếu đúng, đề nghị nơi "
        "gửi ghi tiêu đề cho "
        "cột này. Cho biết mỗi cột là gì, hoặc là không cần (lệnh: chitieu review headings); đã trả lời thì các kỳ sau không hỏi lại."
    )


def test_no_unknown_column_is_no_finding() -> None:
    assert delivery.unknown_columns([sheet()]) == []


def test_rows_of_a_report_that_officers_left_out_and_other_sheets_of_its_grid_are_counted() -> None:
    first, second = sheet((5, "ban ghi")), sheet(name="DS (2)")
    first, second = (replace(one, frame=pl.DataFrame({"row_number": [2, 3]})) for one in (first, second))
    assert codes(delivery.stated_records([first], [0])) == ["F06"]
    assert codes(delivery.stated_records([first, second], [0, 0])) == ["F06"]
    assert delivery.stated_records([first, second], [0, 1]) == []
    assert codes(delivery.stated_records([first, replace(second, kind="population")], [0, 1])) == ["F06"]
