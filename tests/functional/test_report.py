"""A month is issued: what the workbooks say is what the mart says, what was issued never changes, and what changed since is told.

The workbooks are opened as an officer's program would open them; cells are compared with the warehouse, not with the writer.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import pytest
from click.testing import Result

from expectations.registry import contracts
from flows.database.engine import open_engine
from flows.outputs.reports import issue as issuing
from flows.outputs.reports.dossier_form_counts import COUNTS, FormError
from flows.outputs.reports.issue import Issued, draft, issue
from flows.outputs.reports.report_data import Facts, ReportError, read_facts
from flows.outputs.reports.stamp import Stamp
from flows.outputs.reports.words import forecast_vi
from tests.conftest import SERVERS
from tests.functional.test_cli import chitieu, sentence
from tests.support.office import AUGUST, JULY, JUNE, Office, an_office, cards, health_list, report, sample_names, the_samples
from transforms.reading.delivery import read_delivery

NOON = datetime(2026, 9, 3, 5, 0, tzinfo=UTC)
CENT = Decimal("0.01")


@pytest.fixture(scope="module", params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The samples, published."""
    with an_office(request.param, request, tmp_path_factory.mktemp("report"), fed=the_samples) as made:
        yield made


@pytest.fixture(scope="module")
def august(office: Office) -> Issued:
    return issued(office, AUGUST)


@pytest.fixture
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """One server's worth of the small ward's June: cards and denominators."""
    with an_office("embedded", request, tmp_path, fed=a_small_june) as made:
        yield made


def a_small_june(made: Office) -> None:
    made.send(health_list(JUNE, cards(JUNE)), report(JUNE))


def issued(office: Office, month: date, *, by: str = "Cán bộ thử", now: datetime = NOON) -> Issued:
    with open_engine(office.settings) as engine:
        return issue(engine, office.settings, month, by, now=now)


def facts_of(office: Office, month: date) -> Facts:
    with open_engine(office.settings) as engine, engine.connect() as connection:
        return read_facts(connection, office.settings.ward, month)


def books(made: Issued) -> dict[str, Any]:
    """The files on the disk, opened, to be looked at only."""
    return {name: _opened((made.folder / name).read_bytes()) for name in made.files}


def scorecard_book(made: Issued) -> Any:
    (name,) = [name for name in made.files if name.startswith("BangDiem")]
    return _opened((made.folder / name).read_bytes())


@lru_cache(maxsize=8)
def _opened(content: bytes) -> Any:
    """Half a second a workbook, and most tests look at the same ones."""
    return openpyxl.load_workbook(BytesIO(content))


def table(sheet: Any, first: str) -> list[dict[str, Any]]:
    """Rows under the heading row that begins with ``first``, by heading."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(rows) if row[0] == first)
    return [dict(zip(rows[start], row)) for row in rows[start + 1 :] if any(cell is not None for cell in row)]


def execute(office: Office, statement: str, *parameters: Any) -> None:
    with psycopg.connect(str(office.settings.database_url)) as connection:
        connection.execute(statement.encode(), parameters or None)


def texts(book: Any) -> str:
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)


# --- the scorecard -----------------------------------------------------------------------------------------------------------
def test_the_workbook_has_the_sheets_that_a_leader_looks_for(august: Issued) -> None:
    assert scorecard_book(august).sheetnames == [
        "Bìa",
        "Bảng điểm",
        "Kinh tế",
        "Xã hội",
        "Hành chính",
        "Quốc phòng, an ninh",
        "Mô hình điểm",
        "Theo tổ dân phố",
        "Điểm còn mở",
        "Số liệu biểu đồ",
    ]
    assert [sheet.title for sheet in scorecard_book(august) if sheet.sheet_state == "hidden"] == ["Số liệu biểu đồ"]


def test_the_scorecard_lists_every_indicator_of_the_plan_in_its_order(office: Office, august: Issued) -> None:
    listed = [row["Ký hiệu"] for row in table(scorecard_book(august)["Bảng điểm"], "Ký hiệu") if row["Đánh giá"]]
    assert listed == [indicator.code for indicator in office.settings.ward.plan]


def test_values_and_statuses_of_the_newest_month_are_those_of_the_marts_scorecard(office: Office, august: Issued) -> None:
    from flows.outputs.reports.words import status_vi

    shown = {row["Ký hiệu"]: row for row in table(scorecard_book(august)["Bảng điểm"], "Ký hiệu") if row["Đánh giá"]}
    compared = 0
    for code, value, numerator, denominator, status, unit, kind in office.rows(
        "select indicator_code, value, numerator, denominator, status, unit, target_kind from mart.scorecard"
    ):
        if shown[code]["Mức đạt"] == "•":  # one group's small count: kept back with what it comes to
            assert code.startswith("MH") and shown[code]["Lý do, ghi chú"].startswith("Đã đánh giá, không công bố số liệu.")
            assert shown[code]["Đánh giá"] == status_vi(status), "counted as what it is"
            continue
        assert shown[code]["Đánh giá"] == status_vi(status), code
        if value is None or kind == "yes":
            continue
        step = CENT if unit in ("%", "lần") else 10_000_000 if unit == "đồng" and value >= 10**9 else 10_000 if unit == "đồng" else None
        rounded = (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step if step else value
        assert Decimal(str(shown[code]["Mức đạt"])) == rounded, code
        assert (shown[code]["Tử số kỳ này"], shown[code]["Mẫu số kỳ này"]) == (numerator, denominator), code
        compared += 1
    assert compared > 25


def test_an_earlier_month_is_told_as_it_was_and_not_as_the_newest(office: Office) -> None:
    rows = {row["Ký hiệu"]: row for row in table(scorecard_book(issued(office, JULY))["Bảng điểm"], "Ký hiệu") if row["Đánh giá"]}
    july = dict(
        office.rows(
            "select indicator_code, value from mart.indicator_value where area_code = '10744' and month = '2026-07-01' and "
            "\"window\" = 'snapshot'"
        )
    )
    assert Decimal(str(rows["XH04"]["Mức đạt"])) == july["XH04"].quantize(CENT, rounding=ROUND_HALF_UP)
    assert rows["XH04"]["Kỳ số liệu"].startswith("07/2026")


def test_a_value_of_an_earlier_month_says_that_it_is_one(office: Office, august: Issued) -> None:
    rows = {row["Ký hiệu"]: row for row in table(scorecard_book(august)["Bảng điểm"], "Ký hiệu") if row["Đánh giá"]}
    assert (
        office.one("select max(month)::text from mart.indicator_value where indicator_code = 'XH10' and area_code = '10744'")
        == "2026-07-01"
    )
    assert "Chưa có số tháng 08/2026; đây là số tháng 07/2026." in rows["XH10"]["Lý do, ghi chú"]


def test_what_is_not_known_is_no_zero(august: Issued) -> None:
    rows = {row["Ký hiệu"]: row for row in table(scorecard_book(august)["Bảng điểm"], "Ký hiệu") if row["Đánh giá"]}
    assert (rows["KT09"]["Mức đạt"], rows["KT09"]["Đánh giá"]) == ("—", "– Chưa có số liệu")


def test_a_status_is_told_by_colour_and_by_words(august: Issued) -> None:
    sheet = scorecard_book(august)["Bảng điểm"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Ký hiệu")
    place = next(cell.column for cell in head if cell.value == "Đánh giá")
    looks = {
        cell.value: cell.fill.fgColor.rgb[2:]
        for (cell,) in sheet.iter_rows(min_row=head[0].row + 1, min_col=place, max_col=place)
        if cell.value
    }
    assert looks["✔ Đạt"] == "A9D08E"
    assert looks["▼ Chậm"] == "FFE699"
    assert len(set(looks.values())) == len(looks) >= 4


def test_sheets_print_on_a4_one_page_wide_with_headings_that_stay(august: Issued) -> None:
    book = scorecard_book(august)
    assert {(sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.sheet_properties.pageSetUpPr.fitToPage) for sheet in book} == {
        (9, 1, True)
    }
    assert {sheet.title for sheet in book if sheet.page_setup.orientation == "portrait"} == {"Bìa", "Điểm còn mở"}
    assert book["Bảng điểm"].freeze_panes == "C4"
    assert book["Bảng điểm"].print_title_rows == "$3:$3"


def test_no_cell_is_a_formula_and_numbers_are_numbers(august: Issued) -> None:
    for name, book in books(august).items():
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"n", "s"}, name


def test_shares_are_rounded_half_up_as_everywhere() -> None:
    from flows.outputs.reports.words import cell_value

    assert cell_value({"value": Decimal("99.996000"), "unit": "%", "measure": "share"}) == 100
    assert cell_value({"value": Decimal("99.985000"), "unit": "%", "measure": "share"}) == 99.99
    assert cell_value({"value": Decimal("100.000000"), "unit": "%", "measure": "share"}) == 100


def test_each_group_has_its_series_by_month_and_charts(office: Office, august: Issued) -> None:
    book = scorecard_book(august)
    rows = [row for row in table(book["Xã hội"], "Ký hiệu") if row["Ký hiệu"] == "XH04"]
    known = office.values("XH04")
    assert {month: rows[0][f"{month[5:]}/{month[:4]}"] for month in known} == {
        month: float(Decimal(str(value)).quantize(CENT, rounding=ROUND_HALF_UP)) for month, value in known.items()
    }
    assert [len(book[name]._charts) for name in ("Bìa", "Kinh tế", "Xã hội", "Hành chính")] == [1, 11, 15, 2]


def test_no_chart_covers_another_nor_leaves_the_table(august: Issued) -> None:
    """Charts are held by cells at both ends: the newest months stand at their right end, where a neighbour would hide them."""
    for name, last in (("Bìa", 8), ("Kinh tế", 16), ("Xã hội", 16), ("Hành chính", 16), ("Mô hình điểm", 16)):
        taken: list[Any] = []
        for chart in scorecard_book(august)[name]._charts:
            first, end = chart.anchor._from, chart.anchor.to
            for other, other_end in taken:
                is_beside = place_of(end) <= place_of(other) or place_of(other_end) <= place_of(first)
                assert is_beside or end.row <= other.row or other_end.row <= first.row, name
            assert place_of(first) < place_of(end) <= (last, 0) and end.row - first.row >= 8, name
            taken.append((first, end))


def place_of(marker: Any) -> tuple[int, int]:
    """Column, and how far within it."""
    return marker.col, marker.colOff


def test_a_chart_draws_value_line_and_target_from_cells(august: Issued) -> None:
    book = scorecard_book(august)
    drawn = [series.val.numRef.f for chart in book["Hành chính"]._charts for series in chart.series]
    assert len(drawn) == 6
    for reference in drawn:
        sheet, cells = reference.rsplit("!", 1)
        assert sheet.strip("'") == "Số liệu biểu đồ"
        assert any(cell.value is not None for row in book["Số liệu biểu đồ"][cells.replace("$", "")] for cell in row)


def test_both_official_formulas_stand_beside_each_other_with_their_parts(office: Office, august: Issued) -> None:
    text = [[cell for cell in row if cell is not None] for row in scorecard_book(august)["Hành chính"].iter_rows(values_only=True)]
    for code, window, when in (
        ("HC01", "month", "tháng 08/2026"),
        ("HC01-766", "month", "tháng 08/2026"),
        ("HC02", "month", "tháng 08/2026"),
        ("HC01-766", "year_to_date", "từ đầu năm 2026 (tạm tính)"),
    ):
        ((numerator, denominator, value),) = office.rows(
            'select numerator, denominator, value from mart.indicator_value where indicator_code = %s and "window" = %s and month = %s',
            code,
            window,
            AUGUST,
        )
        (line,) = [row for row in text if row and row[0] == f"{code}\n{when}"]
        assert line[-3:] == [numerator, denominator, float(value.quantize(CENT, rounding=ROUND_HALF_UP))]


def test_residential_groups_and_former_units_stand_beside_the_ward(office: Office, august: Issued) -> None:
    sheet = scorecard_book(august)["Theo tổ dân phố"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(rows) if row[0] == "Ký hiệu")
    names = [below or above for above, below in zip(rows[start], rows[start + 1])]
    (line,) = [dict(zip(names, row)) for row in rows[start + 2 :] if row[0] == "XH04"]
    known = dict(office.rows("select area_name, value from mart.indicator_value where indicator_code = 'XH04' and month = %s", AUGUST))
    assert len(names) == 3 + 1 + 3 + 13 + 1
    for shown, name in (
        ("Toàn phường", "Phường Nguyễn Đại Năng"),
        ("TDP Đông Nam", "Tổ dân phố Đông Nam"),
        ("Thái Thịnh (cũ)", "Phường Thái Thịnh (cũ)"),
    ):
        assert line[shown] in ("•", float(known[name].quantize(CENT, rounding=ROUND_HALF_UP))), shown


def test_small_counts_are_kept_back_in_the_sheet_and_in_the_record(office: Office, august: Issued) -> None:
    hidden = {
        (code, area)
        for code, area in office.rows(
            (
                'select indicator_code, area_code from mart.published_value where is_suppressed = 1 and month = %s and "window" = '
                "'snapshot'"
            ),
            AUGUST,
        )
    }
    assert hidden
    sheet = scorecard_book(august)["Theo tổ dân phố"]
    assert sum(cell.value == "•" for row in sheet.iter_rows() for cell in row) == len(hidden)
    assert "• số nhỏ, không công bố" in texts(scorecard_book(august))
    kept = office.rows("""select indicator_code, area_code, numerator, denominator, value from mart.issued_figure
        where report_number = '01/2026-08' and is_suppressed = 1 and month = report_month and "window" = 'snapshot'""")
    assert {row[:2] for row in kept} == hidden
    assert {row[2:] for row in kept} == {(None, None, None)}


def test_the_scorecard_says_why(office: Office, august: Issued) -> None:
    shown = {row["Ký hiệu"]: row["Lý do, ghi chú"] for row in table(scorecard_book(august)["Bảng điểm"], "Ký hiệu") if row["Đánh giá"]}
    for code, reason, is_hidden in office.rows(
        """select s.indicator_code, s.reason, coalesce(p.is_suppressed, 0) from mart.scorecard s left join mart.published_value p
           on p.indicator_code = s.indicator_code and p.area_code = s.area_code and p.month = s.month and p."window" = s."window"
           where s.status in ('behind', 'missed', 'on_track')"""
    ):
        assert shown[code].startswith("Đã đánh giá, không công bố số liệu." if is_hidden else reason), code


def test_open_findings_are_counted_by_cause_without_anybody_in_them(office: Office, august: Issued) -> None:
    sheet = scorecard_book(august)["Điểm còn mở"]
    rows = [row for row in table(sheet, "Mức")]
    total = office.one("""select count(*) from audit.finding f join audit.delivery d using (delivery_id)
        where f.severity <> 'info' and f.state = 'open' and d.status not in ('superseded', 'duplicate') and (f.month is null or f.month <=
        '2026-08-01')""")
    assert sum(row["Số dòng"] for row in rows) == total
    sentences = [(row["Nguồn"], row["Mã"], row["Nội dung (ví dụ đầu tiên, đã bỏ chi tiết riêng)"]) for row in rows]
    assert len(set(sentences)) == len(sentences), "no sentence twice for a rule"
    again = [(source, rule) for source, rule, text in sentences if text == f"Như dòng {rule} của tháng 08/2026 ở trên."]
    own = {(row["Nguồn"], row["Mã"]) for row in rows if row["Kỳ"] == "08/2026"}
    assert again and set(again) <= own, "only where the month's own line stands above"
    words = texts(scorecard_book(august))
    assert "NDN-00" not in words
    assert not [
        code for (code,) in office.rows("select dossier_code from vault.person_row where dossier_code is not null") if code in words
    ]


# --- the form -----------------------------------------------------------------------------------------------------------------
def test_a_form_is_made_for_each_period_that_ends_with_the_month(office: Office, august: Issued) -> None:
    assert sorted(name for name in august.files if name.startswith("Bieu")) == [
        "BieuII06a_2026-08_thang_ND09_so-01.xlsx",
        "BieuII06a_2026-08_thang_so-01.xlsx",
    ]
    june = facts_of(office, JUNE)
    assert [(form.calendar, form.kind, str(form.start), str(form.end)) for form in june.forms] == [
        ("calendar", "month", "2026-06-01", "2026-06-30"),
        ("calendar", "quarter", "2026-04-01", "2026-06-30"),
        ("calendar", "half", "2026-01-01", "2026-06-30"),
        ("nd09", "month", "2026-05-15", "2026-06-14"),
        ("nd09", "quarter", "2026-03-15", "2026-06-14"),
        ("nd09", "half", "2025-12-15", "2026-06-14"),
    ]


def form_sheet(made: Issued, name: str) -> Any:
    return books(made)[name]["Biểu II.06a"]


def test_the_forms_head_is_that_of_the_circular(august: Issued) -> None:
    sheet = form_sheet(august, "BieuII06a_2026-08_thang_ND09_so-01.xlsx")
    words = [str(cell.value).strip() for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert words[0] == "Biểu số II.06a/VPCP/KSTT"
    for expected in (
        ("Ban hành theo Thông tư số 01/2020/TT-VPCP ngày 21/10/2020"),
        "Kỳ báo cáo: tháng 08/2026",
        "(Từ ngày 15/07/2026 đến ngày 14/08/2026)",
        "- Đơn vị báo cáo: UBND phường Nguyễn Đại Năng",
        "- Đơn vị nhận báo cáo: UBND thành phố Hải Phòng",
        "Đơn vị tính: Số hồ sơ TTHC.",
        "I",
        "TTHC thuộc thẩm quyền giải quyết của UBND cấp xã",
        "Tổng cộng",
    ):
        assert expected in words, expected
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "TT")
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    assert {
        f"A{head}:A{head + 2}",
        f"B{head}:B{head + 2}",
        f"C{head}:F{head}",
        f"G{head}:J{head}",
        f"K{head}:M{head}",
        f"D{head + 1}:E{head + 1}",
    } <= merged
    assert [cell.value for cell in sheet[head + 3]] == [f"({number})" for number in range(1, 14)]
    assert [sheet.cell(head + 2, column).value for column in (4, 5)] == ["Trực tuyến", "Trực tiếp, dịch vụ bưu chính"]


@pytest.mark.parametrize(("name", "calendar"), [("thang", "calendar"), ("thang_ND09", "nd09")])
def test_the_forms_counts_are_those_of_the_mart_and_its_identities_hold(office: Office, august: Issued, name: str, calendar: str) -> None:
    sheet = form_sheet(august, f"BieuII06a_2026-08_{name}_so-01.xlsx")
    numbered = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[2], int)]
    known = office.rows(
        f"""select coalesce(field_name, 'Tổng cộng'), {", ".join(COUNTS)} from mart.dossier_form
            where calendar = %s and period_kind = 'month' and to_char(period_end, 'yyyy-mm') = '2026-08'""",
        calendar,
    )
    assert sorted(row[1:] for row in numbered) == sorted(known)
    assert numbered[-1][1] == "Tổng cộng"
    for row in numbered:
        count = dict(enumerate(row, start=1))
        assert count[3] == count[4] + count[5] + count[6] == count[7] + count[11]
        assert count[7] == count[8] + count[9] + count[10]
        assert count[11] == count[12] + count[13]


def test_a_form_whose_counts_contradict_each_other_stops_the_whole_report(office: Office) -> None:
    """A dossier that ended and is neither early, nor on time, nor late is in no column of the resolved."""
    before = sorted((office.settings.home / "reports").rglob("*")), office.one("select count(*) from audit.issued_report")
    (code, outcome) = office.rows("""select dossier_code, outcome from warehouse.fact_dossier
        where coalesce(finished_at, returned_at) between '2026-08-02' and '2026-08-12' and is_received = 1 order by dossier_code limit
        1""")[0]
    execute(office, "update warehouse.fact_dossier set outcome = 'open' where dossier_code = %s", code)
    try:
        with pytest.raises(
            FormError,
            match=r"^Biểu II\.06a, tháng 08/2026 \(từ 01/08/2026 đến 31/08/2026\), lĩnh vực '.+': cột \(3\) là \d+, nhưng \(7\) \+ \(11\) là \d+\. .+\.$",  # noqa: E501
        ):
            issued(office, AUGUST)
    finally:
        execute(office, "update warehouse.fact_dossier set outcome = %s where dossier_code = %s", outcome, code)
    assert (sorted((office.settings.home / "reports").rglob("*")), office.one("select count(*) from audit.issued_report")) == before


def test_a_month_without_a_log_has_no_form_and_still_a_scorecard(small: Office) -> None:
    made = issued(small, JUNE)
    assert list(made.files) == ["BangDiem_2026-06_so-01.xlsx"]
    told = chitieu("report", "--month", "2026-06", url=small.settings.database_url, home=small.settings.home)
    assert "Chưa có sổ hồ sơ một cửa tháng 06/2026: không lập Biểu II.06a." in told.stdout


# --- numbered and frozen ------------------------------------------------------------------------------------------------------
def test_the_record_says_what_was_issued(office: Office, august: Issued) -> None:
    ((number, by, inputs, at),) = office.rows(
        "select report_number, issued_by, inputs_sha256, issued_at from mart.issued_report where month = %s and issue_number = 1", AUGUST
    )
    assert (number, by, at) == ("01/2026-08", "Cán bộ thử", datetime(2026, 9, 3, 12, 0))
    assert inputs == august.stamp.inputs_sha256 == facts_of(office, AUGUST).inputs_sha256
    files = dict(
        office.rows(
            """select f.file_name, f.sha256 from audit.issued_file f join audit.issued_report r using (report_id)
                                where r.month = %s and r.issue_number = 1""",
            AUGUST,
        )
    )
    assert files == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in august.folder.iterdir()}
    assert all(path.stat().st_mode & 0o222 == 0 for path in august.folder.iterdir())


def test_every_figure_of_the_month_is_frozen_as_it_stands_in_the_mart(office: Office, august: Issued) -> None:
    """The figures are those of the mart; the judgement is the published one, which is kept back where it would tell a hidden baseline."""
    query = """select indicator_code, area_code, "window", {} from {} where month = '2026-08-01' {} order by 1, 2, 3"""
    frozen = office.rows(
        query.format(
            "numerator, denominator, value, status, target",
            "mart.issued_figure",
            "and report_number = '01/2026-08' and is_suppressed = 0 and status <> 'no_data'",
        )
    )
    known = office.rows(query.format("numerator, denominator, value, status, target", "mart.published_value", "and is_suppressed = 0"))
    assert set(frozen) == set(known)
    figures = 'select indicator_code, area_code, "window", numerator, denominator, value from mart.indicator_value where month = %s'
    assert {line[:6] for line in frozen} <= set(office.rows(figures, AUGUST))
    kept_back = office.one(
        "select count(*) from mart.issued_figure where report_number = '01/2026-08' and month = report_month and is_suppressed = 1"
    )
    assert len(frozen) == len(office.rows(figures, AUGUST)) - kept_back
    assert office.one("select count(*) from mart.issued_figure where report_number = '01/2026-08' and is_scorecard = 1") == 38
    assert (
        office.one(
            (
                "select count(*) from audit.issued_form f join audit.issued_report r using (report_id) where r.month = %s and "
                "r.issue_number = 1"
            ),
            AUGUST,
        )
        == 6
    )


def test_what_was_issued_is_verified_from_its_record_and_its_files(small: Office) -> None:
    """The digest is made again from the rows that are kept; one figure or one byte that differs is told."""
    made = issued(small, JUNE)
    place = {"url": small.settings.database_url, "home": small.settings.home}
    told = chitieu("report", "--month", "2026-06", "--verify", **place)
    assert (told.exit_code, "Báo cáo số 01/2026-06: nguyên vẹn" in told.stdout) == (0, True)
    with psycopg.connect(str(small.settings.database_url)) as connection:
        connection.execute("alter table audit.issued_figure disable trigger user")
        connection.execute("update audit.issued_figure set value = value + 0.01 where indicator_code = 'XH04' and area_code = '10744'")
    (file, *_) = sorted(made.folder.iterdir())
    file.chmod(0o640)
    file.write_bytes(file.read_bytes() + b" ")
    told = chitieu("report", "--month", "2026-06", "--verify", **place)
    assert told.exit_code == 1
    assert "số liệu đang giữ không khớp mã dữ liệu đã ghi khi ban hành" in told.stdout and f"{file.name}: tệp đã bị sửa" in told.stdout
    assert chitieu("report", "--month", "2026-07", "--verify", **place).exit_code == 1, "nothing was issued"


def test_issuing_again_makes_a_new_number_and_leaves_the_old_files_alone(office: Office, august: Issued) -> None:
    before = {path.name: path.read_bytes() for path in august.folder.iterdir()}
    again = issued(office, AUGUST)
    assert again.stamp.report_number != august.stamp.report_number
    assert again.folder.name == f"{again.stamp.issue_number:02d}"
    assert again.is_same_as_before
    assert again.stamp.inputs_sha256 == august.stamp.inputs_sha256
    assert {path.name: path.read_bytes() for path in august.folder.iterdir()} == before
    assert office.rows("select report_number from mart.issued_report where month = %s and is_latest = 1", AUGUST) == [
        (again.stamp.report_number,)
    ]


def test_the_same_inputs_and_moment_are_the_same_bytes(office: Office) -> None:
    stamp = Stamp(AUGUST, 1, NOON, "Cán bộ thử", "0" * 64)
    assert issuing.workbooks(facts_of(office, AUGUST), stamp) == issuing.workbooks(facts_of(office, AUGUST), stamp)


def test_running_the_samples_again_leaves_reports_and_their_inputs_as_they_were(office: Office, august: Issued) -> None:
    before = office.rows('select * from mart.issued_figure order by report_number, indicator_code, area_code, month, "window"')
    office.send_samples(*sample_names())
    assert office.rows('select * from mart.issued_figure order by report_number, indicator_code, area_code, month, "window"') == before
    assert facts_of(office, AUGUST).inputs_sha256 == august.stamp.inputs_sha256
    assert office.rows("select * from mart.adjustment") == []


@pytest.mark.parametrize("role", ["chitieu_bi", "chitieu_officer", "chitieu_pipeline"])
@pytest.mark.parametrize("name", ["issued_report", "issued_file", "issued_input", "issued_figure", "issued_form"])
@pytest.mark.parametrize("statement", ["update audit.{} set report_id = 0", "delete from audit.{}", "truncate audit.{}"])
def test_nobody_but_the_owner_may_change_what_was_issued(office: Office, role: str, name: str, statement: str) -> None:
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute(f"set role {role}".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.format(name).encode())


@pytest.mark.parametrize("name", ["issued_report", "issued_file", "issued_input", "issued_figure", "issued_form"])
@pytest.mark.parametrize("statement", ["update audit.{} set report_id = report_id", "delete from audit.{}", "truncate audit.{} cascade"])
def test_not_even_the_owner_changes_what_was_issued_by_a_slip(office: Office, name: str, statement: str) -> None:
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege, match="is only added to")
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection, refused:
        connection.execute(statement.format(name).encode())


def test_bi_tools_read_what_was_issued_through_the_mart(office: Office, august: Issued) -> None:
    with psycopg.connect(str(office.settings.database_url), autocommit=True) as connection:
        connection.execute("set role chitieu_bi")
        for view in ("issued_report", "issued_figure", "adjustment", "form_adjustment"):
            connection.execute(f"select * from mart.{view} limit 1".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from audit.issued_report")


# --- what dies half way --------------------------------------------------------------------------------------------------------
class Died(Exception):
    """The program ends here."""


@pytest.mark.parametrize("where", ["_write_folder", "_record"])
def test_a_program_that_dies_leaves_neither_a_number_nor_a_folder_that_counts(
    small: Office, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = getattr(issuing, where)

    def dies(*arguments: Any) -> None:
        whole(*arguments)
        raise Died

    monkeypatch.setattr(issuing, where, dies)
    with pytest.raises(Died):
        issued(small, JUNE)
    assert small.one("select count(*) from audit.issued_report") == 0
    monkeypatch.undo()
    made = issued(small, JUNE)
    assert made.stamp.report_number == "01/2026-06"
    assert [path.name for path in made.folder.parent.iterdir() if not path.name.startswith(".")] == ["01"]
    assert {path.name: path.read_bytes() for path in made.folder.iterdir()} == made.files


def test_a_folder_half_written_is_cleared_away(small: Office) -> None:
    left = small.settings.home / "reports" / small.settings.ward.slug / "2026-06" / ".writing-01-dead"
    left.mkdir(parents=True)
    (left / "BangDiem.xlsx").write_bytes(b"half")
    issued(small, JUNE)
    assert not left.exists()


def test_a_whole_folder_that_no_record_knows_is_kept_out_of_sight(small: Office) -> None:
    home = issued(small, JUNE).folder.parent
    shutil.copytree(home / "01", home / "07")
    issued(small, JUNE)
    assert sorted(path.name for path in home.iterdir() if not path.name.startswith(".")) == ["01", "02"]
    assert [path.name for path in home.iterdir() if path.name.startswith(".unrecorded-07-")]


# --- adjustments --------------------------------------------------------------------------------------------------------------
def test_a_corrected_list_shows_beside_what_was_issued(small: Office) -> None:
    first = issued(small, JUNE)
    ((value, numerator),) = small.rows(
        "select value, numerator from mart.issued_figure where indicator_code = 'XH04' and area_code = '10744' and month = report_month"
    )
    small.send(health_list(JUNE, cards(JUNE)[:-4], name="BHYT_2026-06 (gửi lại).csv"), report(JULY))
    ((kind, said, now, change, cause, number),) = small.rows(
        """select adjustment_kind, issued_numerator, current_numerator, change, cause, report_number from mart.adjustment
           where indicator_code = 'XH04' and area_code = '10744'"""
    )
    assert (kind, said, number) == ("changed", numerator, "01/2026-06")
    assert now < said
    assert change < 0
    assert cause
    second = issued(small, JULY)
    rows = [
        row
        for row in table(scorecard_book(second)["Điều chỉnh"], "Báo cáo số")
        if row["Ký hiệu"] == "XH04" and row["Nơi"] == "Phường Nguyễn Đại Năng"
    ]
    assert [(row["Báo cáo số"], row["Tháng"], row["Số đã ban hành"]) for row in rows] == [
        ("01/2026-06", "06/2026", float(value.quantize(CENT, rounding=ROUND_HALF_UP)))
    ]
    assert {path.name: path.read_bytes() for path in first.folder.iterdir()} == first.files
    issued(small, JUNE)
    assert small.rows("select * from mart.adjustment where month = '2026-06-01'") == []


def test_a_list_that_came_after_the_report_is_an_addition(small: Office) -> None:
    issued(small, JUNE)
    from tests.support.office import poverty_list

    small.send(poverty_list(JUNE))
    kinds = dict(small.rows("select indicator_code, adjustment_kind from mart.adjustment where area_code = '10744'"))
    assert kinds["XH01"] == "added"
    assert "Bổ sung sau khi ban hành" in texts(scorecard_book(issued(small, JUNE))) or small.rows("select * from mart.adjustment") == []


def test_a_figure_that_only_a_later_months_report_printed_is_held_against_that_report(small: Office) -> None:
    """June has no report of its own: July's series printed its figure, August's after it; the newer of the two is what was said last."""
    small.send(report(JULY), report(AUGUST))
    issued(small, JULY)
    issued(small, AUGUST)
    small.send(health_list(JUNE, cards(JUNE)[:-4], name="BHYT_2026-06 (gửi lại).csv"))
    ward = "from mart.adjustment where indicator_code = 'XH04' and area_code = '10744'"
    assert small.rows(f"select report_number, month::text, adjustment_kind, current_numerator < issued_numerator {ward}") == [
        ("01/2026-08", "2026-06-01", "changed", True)
    ]
    rows = table(scorecard_book(issued(small, AUGUST))["Điều chỉnh"], "Báo cáo số")
    assert [(row["Báo cáo số"], row["Tháng"]) for row in rows if row["Ký hiệu"] == "XH04" and row["Nơi"] == "Phường Nguyễn Đại Năng"] == [
        ("01/2026-08", "06/2026")
    ]
    assert small.rows(f"select * {ward}") == [], "the newest report says what is known now"


def test_the_report_of_the_figures_own_month_comes_before_a_later_one_that_printed_it(small: Office) -> None:
    small.send(report(JULY))
    issued(small, JUNE)
    issued(small, JULY)
    small.send(health_list(JUNE, cards(JUNE)[:-4], name="BHYT_2026-06 (gửi lại).csv"))
    told = "select report_number from mart.adjustment where indicator_code = 'XH04' and area_code = '10744'"
    assert small.rows(told) == [("01/2026-06",)]
    issued(small, JUNE)
    assert small.rows(told) == [], "June's new issue is the newest that printed it, and told the change"


def test_a_figure_that_is_judged_anew_is_told_with_both_judgements(small: Office) -> None:
    issued(small, JUNE)
    key = """where (indicator_key, area_key) = (select i.indicator_key, a.area_key from warehouse.dim_indicator i, warehouse.dim_area a
        where i.indicator_code = 'XH04' and a.area_code = '10744')"""
    ((status, line),) = small.rows(f"select status, trajectory from warehouse.fact_target_judgement {key}")
    new = "missed" if status != "missed" else "behind"
    execute(small, f"update warehouse.fact_target_judgement set status = '{new}', trajectory = coalesce(trajectory, 0) + 1.5 {key}")
    assert small.rows("""select indicator_code, adjustment_kind, issued_value = current_value, issued_status, current_status,
        issued_trajectory, current_trajectory, cause
        from mart.adjustment""") == [("XH04", "judged", True, status, new, line, (line or 0) + Decimal("1.5"), None)]
    made = issued(small, JUNE)
    (row,) = table(scorecard_book(made)["Điều chỉnh"], "Báo cáo số")
    from flows.wording.statuses import INDICATOR_STATUS_VI

    names = (INDICATOR_STATUS_VI[status][0], INDICATOR_STATUS_VI[new][0])
    assert row["Nguyên nhân"].startswith(
        f"Đánh giá lại, số liệu giữ nguyên. Đánh giá: từ {names[0]} thành {names[1]}. Mức theo tiến độ: từ "
    )
    assert row["Số đã ban hành"] == row["Số hiện nay"]


def test_a_changed_figure_that_is_hidden_is_not_told(small: Office) -> None:
    """Neither where the report kept it back nor where it is kept back since."""
    issued(small, JUNE)
    hide = """insert into warehouse.fact_suppressed_cell (ward_key, indicator_key, area_key, month_key, window_kind, reason)
        select ward_key, indicator_key, area_key, month_key, window_kind, 'primary' from warehouse.fact_indicator
        where known_to is null and value is not null on conflict do nothing"""
    execute(small, "update warehouse.fact_indicator set value = value + 1, numerator = numerator + 1 where known_to is null")
    execute(small, "update warehouse.fact_target_judgement set status = 'missed', trajectory = 1")
    assert small.one("select count(*) from mart.adjustment") > 0
    kept_back = (
        "select count(*) from mart.adjustment j join mart.issued_figure f using (indicator_code, area_code, month) where "
        'f.is_suppressed = 1 and f."window" = j."window"'
    )
    assert small.one("select count(*) from mart.issued_figure where is_suppressed = 1") > 0
    assert small.one(kept_back) == 0
    execute(small, hide)
    assert small.one("select count(*) from mart.adjustment") == 0


def test_a_later_log_that_changes_an_issued_form_is_told_count_by_count(office: Office, august: Issued) -> None:
    code, ended = office.rows("""select dossier_code, finished_at from warehouse.fact_dossier
        where finished_at between '2026-08-02' and '2026-08-12' and outcome = 'early' and is_received = 1 order by dossier_code limit 1""")[
        0
    ]
    execute(office, "update warehouse.fact_dossier set outcome = 'late' where dossier_code = %s", code)
    try:
        changed = {
            (calendar, number): (said, now)
            for calendar, number, said, now in office.rows(
                "select calendar, column_number, issued_count, current_count from mart.form_adjustment where field_name is null"
            )
        }
    finally:
        execute(office, "update warehouse.fact_dossier set outcome = 'early' where dossier_code = %s", code)
    assert ended is not None
    assert set(changed) == {(calendar, number) for calendar in ("calendar", "nd09") for number in (8, 10)}
    assert all(now - said == (-1 if number == 8 else 1) for (_, number), (said, now) in changed.items())


# --- drafts, and what cannot be issued ---------------------------------------------------------------------------------------------
def test_a_draft_is_marked_on_every_sheet_and_recorded_nowhere(office: Office, tmp_path: Path) -> None:
    before = office.rows("select * from mart.issued_report order by 1, 2"), sorted((office.settings.home / "reports").rglob("*"))
    with open_engine(office.settings) as engine:
        made = draft(engine, office.settings, AUGUST, "Cán bộ thử", tmp_path / "drafts")
    assert all("BAN-NHAP" in name for name in made.files)
    for name, book in books(made).items():
        for sheet in book:
            assert any("BẢN NHÁP" in str(cell.value) for row in sheet.iter_rows(max_row=8) for cell in row), (name, sheet.title)
            assert sheet.oddHeader.center.text == "BẢN NHÁP"
    assert (office.rows("select * from mart.issued_report order by 1, 2"), sorted((office.settings.home / "reports").rglob("*"))) == before


def test_an_issued_report_says_nowhere_that_it_is_a_draft(august: Issued) -> None:
    assert all("BẢN NHÁP" not in texts(book) for book in books(august).values())


def command(office: Office, *arguments: str) -> Result:
    return chitieu("report", *arguments, url=office.settings.database_url, home=office.settings.home)


@pytest.mark.parametrize("more", [[], ["--draft"], ["--json"]])
def test_a_month_without_any_figure_is_a_sentence_and_writes_nothing(office: Office, more: list[str], tmp_path: Path) -> None:
    told = sentence(command(office, "--month", "2027-03", "--output", str(tmp_path / "out"), *more))
    assert "tháng 03/2027: chưa có số liệu, không lập báo cáo (tháng mới nhất có số liệu là 08/2026)" in told
    assert not (tmp_path / "out").exists()
    assert not (office.settings.home / "reports" / "nguyen-dai-nang" / "2027-03").exists()


def test_an_empty_warehouse_is_a_sentence(one_empty_database_url: str, tmp_path: Path) -> None:
    assert "kho chưa có số liệu nào" in sentence(chitieu("report", "--month", "2026-06", url=one_empty_database_url, home=tmp_path))


def test_the_command_tells_its_number_its_files_and_their_digests(office: Office, tmp_path: Path) -> None:
    done = command(office, "--month", "2026-06", "--by", "Trần Thị Thử", "--output", str(tmp_path / "out"), "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["report_number"] == f"{told['issue_number']:02d}/2026-06"
    assert (told["ward"], told["month"], told["draft"], told["issued_by"]) == ("10744", "2026-06", False, "Trần Thị Thử")
    assert len(told["files"]) == 7
    for file in told["files"]:
        kept, copied = Path(told["folder"]) / file["file"], tmp_path / "out" / file["file"]
        assert kept.read_bytes() == copied.read_bytes()
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == file["sha256"]


def test_a_month_must_be_given(office: Office) -> None:
    assert command(office).exit_code == 2
    assert command(office, "--month", "2026-13").exit_code == 2


def test_a_report_that_comes_back_as_a_delivery_is_nobodys_list(august: Issued) -> None:
    for name, data in august.files.items():
        assert read_delivery(data, (name,), contracts()).problem == "unrecognised", name


def test_a_folder_that_refuses_the_files_issues_nothing(small: Office) -> None:
    (small.settings.home / "reports").write_bytes(b"in the way")
    with pytest.raises(ReportError, match="Nothing was issued"):
        issued(small, JUNE)
    assert small.one("select count(*) from audit.issued_report") == 0


def test_bytes_are_a_workbook_that_opens(august: Issued) -> None:
    for data in august.files.values():
        assert openpyxl.load_workbook(BytesIO(data)).sheetnames


def test_a_forecast_through_a_hidden_month_is_not_told(office: Office) -> None:
    """Six months of which one is kept back: the line through all of them, with its band, would lead back to it."""
    url = office.settings.database_url
    assert url is not None
    told = "select forecast_at_target_year, forecast_low, forecast_high from mart.published_scorecard where indicator_code = 'MH01'"
    with psycopg.connect(url) as connection:
        connection.execute(
            """insert into warehouse.fact_target_forecast (ward_key, indicator_key, area_key, month_key, target_key, point_count,
                   trend_per_month, forecast_at_target_year, forecast_low, forecast_high)
               select ward_key, indicator_key, area_key, month_key, target_key, 6, 0.5, 98.76, 97.65, 99.54
               from warehouse.fact_target_judgement j join warehouse.dim_indicator i using (ward_key, indicator_key)
               where i.indicator_code = 'MH01' and j.window_kind = 'snapshot' order by month_key desc limit 1
               on conflict (ward_key, indicator_key, area_key) do update set forecast_at_target_year = excluded.forecast_at_target_year,
                   forecast_low = excluded.forecast_low, forecast_high = excluded.forecast_high"""
        )
        connection.commit()
        assert connection.execute(told.encode()).fetchone() == (Decimal("98.760000"), Decimal("97.650000"), Decimal("99.540000"))
        line = next(row for row in facts_of(office, AUGUST).scorecard if row["indicator_code"] == "MH01")
        assert forecast_vi(line) == "98,76 %\n(97,65 đến 99,54 %)", "told where all of it may be told"
        connection.execute(
            """insert into warehouse.fact_suppressed_cell (ward_key, indicator_key, area_key, month_key, window_kind, reason)
               select ward_key, indicator_key, area_key, 202606, 'snapshot', 'secondary'
               from warehouse.fact_target_forecast where forecast_at_target_year = 98.76"""
        )
        connection.commit()
        try:
            assert connection.execute(told.encode()).fetchone() == (None, None, None)
            line = next(row for row in facts_of(office, AUGUST).scorecard if row["indicator_code"] == "MH01")
            assert line["value"] is not None and forecast_vi(line) == "—"
        finally:
            connection.execute(
                "delete from warehouse.fact_suppressed_cell where reason = 'secondary' and month_key = 202606 and indicator_key in "
                "(select indicator_key from warehouse.dim_indicator where indicator_code = 'MH01')"
            )
            connection.execute("delete from warehouse.fact_target_forecast where forecast_at_target_year = 98.76")
