"""Behind a figure on the page: the rows it was made from for who may see rows, counts for who may not, what was known of it, and all as
Excel. One office for all: each test leaves its figures as they were."""

import html
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from flows.database.warehouse import ward_warehouse
from flows.indicators.lineage import trace
from review.web.pages import figures
from tests.support.office import JULY, JUNE, Office, an_office, cards, health_list, report
from tests.support.visitor import Visitor, a_browser, make_accounts, read

CODE = "XH04"
AT = f"/scorecard/{CODE}"


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("figures")) as made:
        people = cards(JULY)
        people[3].change(valid_from="chưa rõ")
        made.send(report(JUNE), report(JULY), health_list(JUNE, cards(JUNE)), health_list(JULY, people))
        make_accounts(made.settings)
        yield made


@pytest.fixture(scope="module")
def officer(office: Office) -> Iterator[Visitor]:
    with a_browser(office.settings, signed_in_as="Lan") as visitor:
        yield visitor


@pytest.fixture(scope="module")
def leader(office: Office) -> Iterator[Visitor]:
    with a_browser(office.settings, signed_in_as="Chủ tịch") as visitor:
        yield visitor


def links(page: str, start: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(rf'href="({start}[^"]*)', page)]


def sheet_of(visitor: Visitor, address: str) -> list[tuple[Any, ...]]:
    answer = visitor.get(address)
    assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment"), address
    return list(openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))


def hidden_group(office: Office) -> tuple[str, str, float]:
    """A group whose figure of July is a small cell, with the figure."""
    return office.rows(
        """select p.area_code, p.area_name, v.value::float8 from mart.published_value p
           join mart.indicator_value v using (indicator_code, area_code, month, "window")
           where p.is_suppressed = 1 and p.indicator_code = %s and p.month = %s order by v.numerator desc limit 1""",
        CODE,
        JULY,
    )[0]  # type: ignore[return-value]


# --- rows ---------------------------------------------------------------------------------------------------------------
def test_the_officer_comes_from_the_scorecard_to_every_row_behind_a_figure(
    office: Office, officer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "_SIZE", 15)
    (address,) = [one for one in links(officer.get(AT).text, f"{AT}/rows") if "area=10744&" in one]
    with ward_warehouse(office.settings) as engine, engine.connect() as connection:
        known = trace(connection, office.settings.ward, CODE, JULY, limit=100_000)
    expected = [f"/rows/{one['delivery_id']}/{one['row_number']}?sheet=" for one in known.rows if one["part"] == "numerator"]
    shown: list[str] = []
    while address:
        page = officer.get(address).text
        shown += links(page, "/rows/")
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = address.split("?")[0] + html.unescape(following[1]) if following else ""
    assert shown == expected and len(shown) > 30  # more than two pages
    assert office.one("select count(*) from audit.web_access where subject = %s", f"{AT}/rows") >= 2
    row = officer.get(shown[0])
    delivery, number = shown[0].split("/")[2], int(shown[0].split("/")[3].split("?")[0])
    assert row.status_code == 200 and "Giá trị của dòng" in read(row) and "Dòng này không có điểm nào cần xem" in read(row)
    names = [one["full_name"] for one in office.sealed("person_row")]
    assert not [name for name in names if name and name in html.unescape(row.text)]
    assert f'<tr class="this"><th scope="row">{number}</th>' in row.text and f"/deliveries/{delivery}" in row.text
    rows = sheet_of(officer, f"{AT}/rows/excel?month=2026-07")
    assert [(line[3], line[5]) for line in rows[1:]] == [(one["delivery_id"], one["row_number"]) for one in known.rows]
    denominator = officer.get(f"{AT}/rows?month=2026-07&part=denominator").text
    assert {link.split("/")[2] for link in links(denominator, "/rows/")} == {
        str(one["delivery_id"]) for one in known.rows if one["part"] == "denominator"
    }


def test_what_is_not_there_is_said(officer: Visitor) -> None:
    assert officer.get(f"{AT}/rows?month=2020-01").status_code == 404
    assert officer.get("/scorecard/XX99/rows").status_code == 404
    assert "Không có giá trị" in officer.text("/scorecard/XX99/history")
    assert officer.get(f"{AT}/rows?window=week").status_code == 422
    assert "không phải là tháng" in officer.text(f"{AT}/rows?month=x")
    assert officer.get("/rows/999/5").status_code == 404
    assert "không còn trong danh sách" in officer.text("/rows/3/9999999")


def test_a_row_of_which_something_is_found_leads_to_it(office: Office, officer: Visitor) -> None:
    ((delivery, row),) = office.rows("select delivery_id, row_number from audit.finding where rule_code = 'H02' and state = 'open'")
    page = officer.get(f"/rows/{delivery}/{row}").text
    assert f"/rows/{delivery}/H02/{row}?sheet=" in links(page, "/rows/")


def test_the_leader_sees_counts_and_no_row(office: Office, leader: Visitor) -> None:
    page = leader.get(f"{AT}/rows?month=2026-07").text
    total = office.one(
        "select numerator::int from mart.published_value where indicator_code = %s and month = %s and area_code = '10744'", CODE, JULY
    )
    assert f"Tử số: {total}" in " ".join(re.sub(r"<[^>]+>", " ", page).split()) and "BHYT_2026-07.csv" in page
    assert not links(page, "/rows/") and not links(page, "/deliveries/") and "Từng dòng" not in page
    assert leader.get("/rows/3/5").status_code == leader.get(f"{AT}/rows/excel?month=2026-07").status_code == 403


def test_small_cells_are_hidden_from_the_leader_behind_the_figure_too(office: Office, leader: Visitor, officer: Visitor) -> None:
    area, name, _ = hidden_group(office)
    page = leader.text(f"{AT}/rows?month=2026-07&area={area}")
    assert "không hiện vì số quá nhỏ" in page and name in page
    assert "Tử số" not in page and "Dòng được tính" not in page and "BHYT_2026" not in page
    assert "Dòng được tính" in officer.text(f"{AT}/rows?month=2026-07&area={area}")
    for visitor in (leader, officer):
        lines = sheet_of(visitor, f"{AT}/history/excel?month=2026-07&area={area}")
        assert len(lines) > 1 and {line[4:7] for line in lines[1:]} == {("ẩn (số nhỏ)", None, None)}
        told = visitor.text(f"{AT}/history?month=2026-07&area={area}")
        assert "không hiện vì số quá nhỏ" in told and "%" not in told


# --- history ------------------------------------------------------------------------------------------------------------
def test_the_history_of_a_figure_names_the_delivery_or_decision_behind_each_value(
    office: Office, officer: Visitor, leader: Visitor
) -> None:
    before = office.figures()
    ((delivery, row),) = office.rows(
        "select delivery_key, min(row_number) from audit.health_insurance_row where month_key = 202607 group by 1 limit 1"
    )
    cause = f"/causes/{delivery}/H02"
    done = officer.send(cause, f"{cause}/exclude", scope="all", reason="Đã chuyển đi")
    assert done.status_code == 200, row
    act = office.one("select max(act_id) from audit.decision")
    line = officer.send(f"/decisions/{act}", f"/decisions/{act}/undo", reason="Nhầm")
    assert line.status_code == 200 and office.figures() == before
    known = office.one("select count(*) from mart.indicator_history where indicator_code = %s", CODE)
    assert len(sheet_of(officer, f"{AT}/history/excel")) == 1 + known
    page = officer.get(f"{AT}/history?month=2026-07&area=10744").text
    assert links(page, "/deliveries/") and "hiện nay" in page
    assert f"trong {known}" in officer.text(f"{AT}/history").replace(".", "")
    seen = leader.get(f"{AT}/history?month=2026-07&area=10744").text
    assert not links(seen, "/deliveries/") and not links(seen, "/decisions/") and "%" in seen


def test_a_decision_that_moved_a_figure_is_linked_in_its_history(office: Office, officer: Visitor) -> None:
    before, at = office.figures(), f"/causes/{office.one('select delivery_id from audit.finding where rule_code = %s', 'H02')}/H02"
    row = office.one("select row_number from audit.finding where rule_code = 'H02' and state = 'open'")
    officer.send(at, f"{at}/correct", row=str(row), column="valid_from", value="01/01/2026", reason="Đã đối chiếu")
    act = office.one("select max(act_id) from audit.decision")
    assert links(officer.get("/causes/done").text, "/causes/done/excel")
    assert ("H02", f"quyết định {act}") in {(line[0], line[8]) for line in sheet_of(officer, "/causes/done/excel")}
    moved = officer.get(f"{AT}/history?month=2026-07&area=10744").text
    assert f"/decisions/{act}" in links(moved, "/decisions/") and f"Quyết định số {act}" in moved
    times = [line[9:11] for line in sheet_of(officer, f"{AT}/history/excel?month=2026-07&area=10744")[1:]]
    assert times[0][1] is None and [one[0] for one in times[:-1]] == [one[1] for one in times[1:]]  # each until the next
    officer.send(f"/decisions/{act}", f"/decisions/{act}/undo", reason="Nhầm")
    assert office.figures() == before


# --- further lists as Excel ---------------------------------------------------------------------------------------------
def test_the_other_lists_are_had_as_excel_where_the_page_links_them(office: Office, officer: Visitor) -> None:
    for page, address, heading in (
        ("/overview", "/overview/excel", "Nguồn"),
        ("/state", "/state/excel", "Lúc"),
        (AT, f"{AT}/excel", "Tháng"),
        (AT, f"{AT}/areas/excel", "Mã địa bàn"),
    ):
        assert [one for one in links(officer.get(page).text, address)], page
        rows = sheet_of(officer, address)
        assert rows[0][0] == heading and len(rows) > 1, address
    assert sheet_of(officer, "/causes/done/excel")[0][0] == "Quy tắc"
    assert sheet_of(officer, "/headings/excel")[0][0] == "Tình trạng"
    months = sheet_of(officer, f"{AT}/excel")
    assert len(months) == 1 + office.one(
        "select count(*) from mart.published_value where indicator_code = %s and area_code = '10744' and value is not null", CODE
    )
    groups = sheet_of(officer, f"{AT}/areas/excel")
    hidden = {row[0]: row for row in groups}[hidden_group(office)[0]]
    assert hidden[4:7] == ("ẩn (số nhỏ)", None, None)
    grid = sheet_of(officer, "/overview/excel")
    assert [row for row in grid if row[0] == "BHYT" and any("Đã công bố" in str(cell) for cell in row)]
    assert ("Lan", "xem", "/overview/excel") in {row[1:] for row in sheet_of(officer, "/state/excel")}
    assert "hằng ngày lúc" in officer.text("/state")
