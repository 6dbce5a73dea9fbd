"""How many of the plan's indicators stand how: the cover, the terminal, the scorecard's view, the dashboard and the page count the same.

Three of the samples' targets are judged without their number leaving the house: each of the five counts them as what they are.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import psycopg
import psycopg.rows
import pytest
from click.testing import Result

from flows.database.bi_login import reader_url
from flows.database.engine import open_engine
from flows.indicators.scorecard import read_scorecard
from flows.outputs.reports.issue import draft
from flows.outputs.reports.report_data import read_facts
from flows.outputs.superset.definitions import CHARTS, DATASETS
from flows.wording.numbers import amount_vi, number_vi, rounded
from flows.wording.statuses import INDICATOR_STATUS_VI, status_counts
from flows.wording.targets import row_target_vi
from tests.conftest import SERVERS
from tests.functional.test_cli import chitieu as command
from tests.support.office import (
    AUGUST,
    JULY,
    JUNE,
    Office,
    an_office,
    cards,
    health_list,
    needs_exports,
    poverty_list,
    report,
    social_list,
    the_exports,
    the_samples,
)
from tests.support.visitor import a_browser, make_accounts, read

Counts = dict[str, int]
DECEMBER = date(2026, 12, 1)
WITHHELD = "Đã đánh giá, không công bố số liệu."


def a_small_ward_s_year_end(office: Office) -> None:
    office.send(
        *(report(month) for month in (DECEMBER.replace(year=2025), DECEMBER)),
        *(health_list(month, cards(month), container="xlsx") for month in (DECEMBER.replace(year=2025), DECEMBER)),
        social_list(DECEMBER),
        poverty_list(DECEMBER),
    )
    make_accounts(office.settings)


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(SERVERS[0], request, tmp_path_factory.mktemp("truth"), fed=the_samples) as made:
        make_accounts(made.settings)
        yield made


def chitieu(office: Office, *arguments: str) -> Result:
    made = command(*arguments, url=office.settings.database_url, home=office.settings.home)
    assert made.exit_code == 0, made.output
    return made


def of_words(sentence: str) -> Counts:
    """ "5 đạt, 19 đúng tiến độ": statuses that are not named are none."""
    told = {name: int(count) for count, name in re.findall(r"(\d+) ([^,.(]+?)(?=[,.]| \()", sentence.partition(": ")[2])}
    return {status: told.get(words.lower(), 0) for status, (words, _) in INDICATOR_STATUS_VI.items()}


def of_the_cover(office: Office, folder: Path, month: date, withheld: int) -> tuple[Counts, Counts]:
    """The row under the table, and the sentence above it."""
    with open_engine(office.settings) as engine:
        made = draft(engine, office.settings, month, "Cán bộ thử", folder)
    name = next(name for name in made.files if name.startswith("BangDiem"))
    cover = openpyxl.load_workbook(BytesIO(made.files[name]))["Bìa"]
    rows = [[cell for cell in row if cell is not None] for row in cover.iter_rows(values_only=True)]
    total = next(row for row in rows if row and row[0] == "Cộng")
    sentence = next(str(row[0]) for row in rows if row and str(row[0]).startswith("Trong "))
    assert f"({withheld} chỉ tiêu đã đánh giá, không công bố số liệu)" in sentence
    return dict(zip(INDICATOR_STATUS_VI, total[1:], strict=False)), of_words(sentence)


def of_the_dashboard(office: Office) -> Counts:
    """What Superset asks of the address that reads what is published alone."""
    (chart,) = [chart for chart in CHARTS if chart.name == "scorecard_status"]
    (metric,) = chart.query["metrics"]
    (known,) = [{column.name: column.expression or column.name for column in made.columns} for made in DATASETS if made.view == chart.view]
    asked = chart.query["columns"]
    columns = ", ".join(known[name] for name in asked)
    places = ", ".join(str(place) for place in range(1, len(asked) + 1))
    where = f"scorecard_month = (select max(scorecard_month) from mart.{chart.view})"  # as the filter stands until another is chosen
    query = f"select {columns}, {metric['sqlExpression']} from mart.{chart.view} where {where} group by {places}"
    with psycopg.connect(reader_url(office.settings)) as connection:
        found = {row[asked.index("status_name")]: row[-1] for row in connection.execute(query.encode()).fetchall()}
    return {status: found.get(words, 0) for status, (words, _) in INDICATOR_STATUS_VI.items()}


def all_count_the_same(office: Office, month: date, folder: Path) -> tuple[Counts, int]:
    """Indicators by status, and how many are judged without a number."""
    view = status_counts(status for (status,) in office.rows("select status from mart.scorecard"))
    withheld = office.one("select count(*) from mart.published_scorecard where is_suppressed = 1 and status <> 'not_judged'")
    table, sentence = of_the_cover(office, folder, month, withheld)
    terminal = chitieu(office, "status").output
    assert table == sentence == view
    assert of_words(next(line for line in terminal.splitlines() if line.startswith("Trong 38 "))) == view
    assert json.loads(chitieu(office, "status", "--json").stdout)["status_counts"] == view
    assert of_the_dashboard(office) == view
    with a_browser(office.settings, signed_in_as="Chủ tịch") as leader:
        page = read(leader.get("/scorecard"))
    assert f"({withheld} chỉ tiêu đã đánh giá, không công bố số liệu)" in page
    assert of_words(re.findall(r"Trong 38 chỉ tiêu[^.]+\.", page)[0]) == view
    return view, withheld


def test_the_cover_the_terminal_the_view_the_dashboard_and_the_page_count_the_same(office: Office, tmp_path: Path) -> None:
    view, withheld = all_count_the_same(office, AUGUST, tmp_path)
    assert sum(view.values()) == 38 and view["behind"] > 3 and withheld == 3
    owners = next(chart for chart in CHARTS if chart.name == "scorecard_owner")
    assert owners.view == "published_scorecard_by_month" and not owners.query.get("filters"), "the other chart counts them as well"


def test_so_they_do_at_a_year_s_end_in_a_ward_of_forty_people(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Other layouts than the samples', no log of dossiers, targets of the year missed, of later years not due, and few people: more is kept
    back."""
    with an_office("embedded", request, tmp_path, fed=a_small_ward_s_year_end) as small:
        view, withheld = all_count_the_same(small, DECEMBER, tmp_path)
        assert sum(view.values()) == 38 and all(count > 0 for count in view.values()), "every status"
        assert withheld >= 1
        missed = small.rows("select indicator_code from mart.scorecard where status = 'missed'")
        assert ("KT04",) in missed and ("HC01",) not in missed, "less than all was paid out; of dossiers nothing is known"


@needs_exports
def test_so_they_do_on_exports_as_offices_make_them(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with an_office(SERVERS[0], request, tmp_path, fed=the_exports) as office:
        make_accounts(office.settings)
        view, _ = all_count_the_same(office, office.one("select max(month) from mart.scorecard"), tmp_path)
        assert sum(view.values()) == 38 and view["behind"] > 0 and view["achieved"] > 0


def test_what_is_not_published_is_judged_and_its_sentence_is_not_told_anywhere(office: Office) -> None:
    """The view of those in the house has the number, and no sentence that somebody passes on."""
    rows = office.rows(
        """select s.indicator_code, s.reason, p.reason, p.status = s.status, v.status = s.status, v.reason, s.is_suppressed
        from mart.scorecard s join mart.published_scorecard p using (ward_code, indicator_code)
        join mart.published_value v on v.ward_code = s.ward_code and v.indicator_code = s.indicator_code and v.area_code = s.area_code
            and v.month = s.month and v.window_kind = s.window_kind
        where p.is_suppressed = 1 order by 1""".replace("v.window_kind = s.window_kind", 'v."window" = s."window"')
    )
    assert [code for code, *_ in rows] == ["MH02", "MH03", "MH04"]
    assert {tuple(row[1:]) for row in rows} == {(WITHHELD, WITHHELD, True, True, WITHHELD, 1)}
    assert office.one("select count(*) from mart.scorecard where is_suppressed = 0 and reason like '%%không công bố%%'") == 0
    beside = office.rows("select distinct status, reason from mart.published_value where is_suppressed = 1 and indicator_code like 'XH%%'")
    assert beside == [("not_judged", None)], "where the plan does not speak of the area nothing is judged"


@pytest.mark.parametrize("name", ["Chủ tịch", "Lan"])
def test_the_page_s_scorecard_shows_no_number_that_may_not_leave_the_house(office: Office, name: str) -> None:
    """What a leader sees is passed on. The number is neither in the list, nor on the indicator's page, nor a point of its line."""
    hidden = office.rows(
        "select indicator_code, value, trajectory, unit from mart.scorecard where is_suppressed = 1 and trajectory is not null"
    )
    assert len(hidden) == 3
    with a_browser(office.settings, signed_in_as=name) as visitor:
        card = visitor.text("/scorecard")
        assert card.count("không công bố 08/2026") == 3 and "(3 chỉ tiêu đã đánh giá, không công bố số liệu)" in card
        for code, value, path, unit in hidden:
            answer = visitor.get(f"/scorecard/{code}")
            page = read(answer)
            assert "không công bố số liệu (08/2026" in page and "Đã đánh giá, không công bố số liệu." in page
            assert "08/2026: " not in answer.text, "no point of the chart"
            for number in {amount_vi(value, unit), amount_vi(path, unit)} - {"100 %"}:
                assert number not in page.replace("mục tiêu: ít nhất 95 %", ""), (code, number)


def test_every_residential_group_has_its_chart_and_a_hidden_month_is_a_gap(office: Office) -> None:
    newest = "from mart.published_value where indicator_code = 'XH05' and is_newest = 1 and area_code <> '10744' and is_suppressed = "
    told, kept = (office.rows(f"select area_code, area_name {newest}{flag} order by 1") for flag in (0, 1))
    assert told and kept
    with a_browser(office.settings, signed_in_as="Chủ tịch") as leader:
        page = leader.get("/scorecard/XH05").text
        assert page.count('<svg class="bar"') == len(told)
        for area, _ in told:
            assert f'href="/scorecard/XH05?area={area}#months"' in page
        area, name = next(one for one in told if one[0] == "10744-02")
        own = leader.get(f"/scorecard/XH05?area={area}").text
        assert f"Diễn biến, {name}" in own and "07/2026: " not in own, "July is hidden there"
        assert len(re.findall(r'<polyline class="values"', own)) == 2 and own.count("<circle") == 2
        assert leader.get("/scorecard/XH05?area=99999").status_code == 404
        assert "Diễn biến, Tổ dân phố Đông Nam" in leader.text("/scorecard/MH01"), "targets of one group have their line too"


def test_a_recognition_is_reached_or_not(office: Office, tmp_path: Path) -> None:
    """ "Phường không ma túy: Có" would read as its opposite."""
    terminal = chitieu(office, "status").output
    assert re.search(r"│ AN02 .*│ +Đạt │ đạt đến năm 2030", terminal) and re.search(r"│ HC03 .*│ +Chưa đạt │", terminal)
    with a_browser(office.settings, signed_in_as="Lan") as officer:
        pages = [read(officer.get(path)) for path in ("/scorecard", "/scorecard/AN02", "/scorecard/HC03")]
    assert "Phường không ma túy AN02 Đạt 08/2026" in pages[0] and pages[1].count("Đạt (08/2026, cuối tháng)") == 1
    assert "Chưa đạt (08/2026" in pages[2] and not any("1 = có" in page or " Có " in page for page in pages)
    with open_engine(office.settings) as engine:
        made = draft(engine, office.settings, AUGUST, "Cán bộ thử", tmp_path)
    book = openpyxl.load_workbook(BytesIO(next(data for name, data in made.files.items() if name.startswith("BangDiem"))))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"Đạt", "Chưa đạt"} <= cells and not {"Có", "Chưa"} & cells


def test_bi_tools_read_the_words_that_people_read(office: Office) -> None:
    """Value, required path and target are worded in the view as the terminal, the page and the workbook word them."""
    with psycopg.connect(reader_url(office.settings), row_factory=psycopg.rows.dict_row) as connection:
        rows = connection.execute("select * from mart.published_scorecard order by sort_order").fetchall()
    with open_engine(office.settings) as engine, engine.connect() as connection:
        lines = {row["indicator_code"]: row for row in read_scorecard(connection, office.settings.ward.code)}
    for row in rows:
        line = lines[row["indicator_code"]]  # the plan's own words name a year where the line has the figure of that year
        assert row["target_text"] == row_target_vi(line | {"target": None} if row["indicator_code"] == "XH06" else line)
        hidden = "không công bố" if row["is_suppressed"] else ""
        for name, otherwise in (("value", hidden), ("trajectory", "")):
            assert row[f"{name}_text"] == (otherwise if row[name] is None else amount_vi(row[name], row["unit"])), row
        assert row["month_text"] == (None if row["month"] is None else f"tháng {row['month']:%m/%Y}")
    told = {row["indicator_code"]: row["value_text"] for row in rows}
    assert (told["AN02"], told["HC03"], told["MH03"], told["KT09"]) == ("Đạt", "Chưa đạt", "không công bố", "")
    assert told["KT01"].endswith(" tỷ đồng") and told["KT08"].endswith(" triệu đồng") and told["XH02"] == "96,25 %"


def test_the_scorecard_of_each_month_is_that_of_its_report(office: Office, tmp_path: Path) -> None:
    """A leader who chooses an earlier month reads what its report says; the newest month is the scorecard as it stands."""
    by_month = "select {} from mart.published_scorecard_by_month where scorecard_month = %s order by sort_order"
    told = "indicator_code, area_code, month, status, value, trajectory, reason"
    with open_engine(office.settings) as engine, engine.connect() as connection:
        for month in (JUNE, JULY, AUGUST):
            lines = [
                (line["indicator_code"], line["area_code"], line["known_month"], line["status"], line["value"], line["trajectory"])
                for line in read_facts(connection, office.settings.ward, month).scorecard
            ]
            rows = office.rows(by_month.format(told), month)
            assert [row[:-1] for row in rows] == lines and len(lines) == 38, month
    newest = (
        f"{told}, status_name, window_kind, area_name, owner, is_suppressed, provisional_flag, month_text, value_text, target_text, note"
    )
    assert office.rows(by_month.format(newest), AUGUST) == office.rows(f"select {newest} from mart.published_scorecard order by sort_order")
    twice = "select count(*) from mart.published_scorecard where note ~ 'Chưa có số|hạn cuối năm' or position(reason in note) > 0"
    assert office.one(twice) == 0, "the note does not say the reason again"
    months = office.rows("select distinct scorecard_month, is_newest from mart.published_scorecard_by_month order by 1")
    assert months == [(date(2025, 12, 1), 0), (JUNE, 0), (JULY, 0), (AUGUST, 1)]
    hidden = (
        "select num_nonnulls(value, trajectory, note), value_text, reason from mart.published_scorecard_by_month where is_suppressed = 1"
    )
    assert set(office.rows(hidden)) == {(0, "không công bố", WITHHELD)}


def test_a_ceiling_is_drawn_as_one_and_a_target_says_its_year(office: Office, tmp_path: Path) -> None:
    with a_browser(office.settings, signed_in_as="Lan") as officer:
        limit, level, far = (officer.get(f"/scorecard/{code}").text for code in ("XH01", "KT07", "KT05"))
    assert '<line class="ceiling"' in limit and "Trần: không còn hộ nào từ cuối năm 2028" in limit
    assert '<line class="aim"' in level and "Mục tiêu: ít nhất 40 % đến năm 2030" in level and "ceiling" not in level
    assert '<line class="aim"' not in far and "ít nhất 200 doanh nghiệp đến năm 2030 (ngoài hình)" in far
    assert 'class="beyond"' not in limit + level, "a limit of 2028 forbids nothing today"
    from flows.outputs.reports.charts import drawn_lines

    names = [line[0] for line in drawn_lines({"target_kind": "ceiling", "target_year": 2030, "is_every_year": False})]
    assert names == ["Giá trị", "Trần theo tiến độ", "Trần năm 2030 (không vượt)"]
    names = [line[0] for line in drawn_lines({"target_kind": "floor", "target_year": 2030, "is_every_year": True})]
    assert names == ["Giá trị", "Theo tiến độ", "Mục tiêu hằng năm"]
    with open_engine(office.settings) as engine:
        made = draft(engine, office.settings, AUGUST, "Cán bộ thử", tmp_path)
    sheet = openpyxl.load_workbook(BytesIO(next(data for name, data in made.files.items() if name.startswith("BangDiem"))))[
        "Số liệu biểu đồ"
    ]
    heads = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert "Mục tiêu năm 2030" in heads and "Mục tiêu" not in heads


def test_every_moment_that_is_written_out_has_its_offset(office: Office, tmp_path: Path) -> None:
    document = chitieu(office, "status", "--json").stdout
    moments = re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^\"]*", document)
    assert moments and all(moment.endswith("+07:00") for moment in moments)
    assert re.search(r"kết thúc \d\d/\d\d/\d{4} \d\d:\d\d \(\+07:00\)", chitieu(office, "status").output)
    for form, name in (("csv", "a.zip"), ("json", "a.json"), ("sdmx-csv", "a.csv")):
        chitieu(office, "export", "--format", form, "--output", str(tmp_path / name))
        text = _text_of(tmp_path / name)
        moments = re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\S{0,6})", text)
        assert moments and {moment[:6] for moment in moments} == {"+07:00"}, form
    with open_engine(office.settings) as engine:
        made = draft(engine, office.settings, AUGUST, "Cán bộ thử", tmp_path)
    cover = openpyxl.load_workbook(BytesIO(next(data for name, data in made.files.items() if name.startswith("BangDiem"))))["Bìa"]
    (told,) = [row[1] for row in cover.iter_rows(values_only=True) if row[0] == "Lập lúc"]
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d \(\+07:00\)", str(told))
    with a_browser(office.settings, signed_in_as="Lan") as officer:
        assert re.search(r"Lần chạy gần nhất: số \d+, kết thúc \d\d/\d\d/\d{4} \d\d:\d\d \(\+07:00\)", read(officer.get("/overview")))


def _text_of(path: Path) -> str:
    import zipfile

    if path.suffix != ".zip":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as package:
        return "\n".join(package.read(name).decode() for name in package.namelist())


def test_the_warehouse_the_sentence_and_the_cell_round_alike(office: Office) -> None:
    """Half up, away from nought: ``round`` of PostgreSQL has it so, Python's own has not."""
    import polars as pl

    from transforms.targets.words import number_vi as column_vi

    numbers = ["2.675", "0.125", "-0.005", "66.666667", "99.995", "92.994999", "1234567.885"]
    for text in numbers:
        sql = office.one("select round(%s::numeric, 2)", text)
        assert rounded(Decimal(text)) == sql and number_vi(float(text)) == number_vi(sql), text
        (column,) = pl.select(column_vi(pl.lit(float(text)))).to_series()
        assert column == number_vi(sql), text
