"""Every figure leads to its rows: what they add up to is the figure, and the rows are there in the files."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import click.testing
import pytest

from flows.cli.main import main
from flows.database.engine import open_engine
from flows.extract.landing import landed_path
from flows.indicators.lineage import TraceError, formula_of, trace
from flows.vault.file_encryption import read_sealed
from flows.vault.master_keys import master_keys
from tests.conftest import SERVERS
from tests.support.office import SECRET, Office, an_office, the_samples
from transforms.reading.containers import read_grids


@pytest.fixture(scope="module", params=SERVERS)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(request.param, request, tmp_path_factory.mktemp("trace"), fed=the_samples) as made:
        yield made


SUMS = """with line as (
    select indicator_code, area_key, month_key, window_kind, part, sum(weight) as weight from audit.indicator_lineage group by 1, 2, 3, 4,
    5)
select i.indicator_code, a.area_code, f.month_key, f.window_kind, coalesce(f.numerator, f.value), n.weight, f.denominator, d.weight
from warehouse.fact_indicator f
join warehouse.dim_indicator i using (indicator_key)
join warehouse.dim_area a using (area_key)
left join line n on n.indicator_code = i.indicator_code and n.area_key = f.area_key and n.month_key = f.month_key and n.window_kind =
f.window_kind and n.part = 'numerator'
left join line d on d.indicator_code = i.indicator_code and d.area_key = f.area_key and d.month_key = f.month_key and d.window_kind =
f.window_kind and d.part = 'denominator'
where f.known_to is null and f.value is not null"""


def test_the_rows_of_every_value_add_up_to_its_parts(office: Office) -> None:
    lines = office.rows(SUMS)
    assert len(lines) > 1000 and {code[:4] for code, *_ in lines} >= {"XH01", "XH04", "XH05", "HC01", "HC02", "KT01", "XH13"}
    wrong = [line for line in lines if (line[5] or 0) != line[4] or (line[6] or 0) != (line[7] or 0)]
    assert wrong == []


def test_a_trace_names_files_sheets_and_rows_that_are_there(office: Office) -> None:
    month = office.one("select max(month) from mart.indicator_value where indicator_code = 'XH01'")
    with open_engine(office.settings) as engine, engine.connect() as connection:
        found = trace(connection, office.settings.ward, "XH01", month, limit=5)
    assert found.total("numerator") == found.value["value"] == len(found.rows)
    row = found.rows[0]
    path = landed_path(office.settings.home, office.one("select sha256 from audit.delivery where delivery_id = %s", row["delivery_id"]))
    data = read_sealed(path, master_keys(office.settings))
    (grid,) = [grid for grid in read_grids(data) if grid.name == row["sheet_name"]]
    assert any(grid.frame.row(row["row_number"] - grid.first_row))


def test_an_indicator_that_left_the_plan_is_told_in_a_sentence(office: Office) -> None:
    ward = office.settings.ward
    without = replace(ward, plan_info=replace(ward.plan_info, indicators=(), supporting=()))
    month = office.one("select max(month) from mart.indicator_value where indicator_code = 'XH01'")
    with (
        open_engine(office.settings) as engine,
        engine.connect() as connection,
        pytest.raises(TraceError, match="không còn trong danh mục"),
    ):
        trace(connection, without, "XH01", month)


def test_rows_are_listed_a_page_at_a_time(office: Office) -> None:
    month = office.one("select max(month) from mart.indicator_value where indicator_code = 'XH04'")
    with open_engine(office.settings) as engine, engine.connect() as connection:
        whole = trace(connection, office.settings.ward, "XH04", month, limit=1000).rows
        pages = [trace(connection, office.settings.ward, "XH04", month, limit=100, skipped=skipped).rows for skipped in (0, 100, 200, 300)]
        none = trace(connection, office.settings.ward, "XH04", month, limit=0)
    assert [[row for row in page if row["part"] == "numerator"] for page in pages] == [
        [row for row in whole if row["part"] == "numerator"][start : start + 100] for start in (0, 100, 200, 300)
    ]
    assert none.rows == [] and none.deliveries


def test_a_formula_is_told_with_its_law() -> None:
    assert "valid on the last day" in formula_of("XH04-N1")["numerator"]
    assert formula_of("XH13")["code"].startswith("every indicator")


def test_a_value_that_is_not_there_is_a_sentence(office: Office) -> None:
    with open_engine(office.settings) as engine, engine.connect() as connection:
        for code, month in (("XH99", date(2026, 7, 1)), ("XH04", date(2021, 1, 1))):
            with pytest.raises(TraceError) as caught:
                trace(connection, office.settings.ward, code, month)
            assert str(caught.value).endswith(".")


def told(office: Office, *arguments: str) -> click.testing.Result:
    environment = {
        "CHITIEU_HOME": str(office.settings.home),
        "CHITIEU_DATABASE_URL": str(office.settings.database_url),
        "CHITIEU_SECRET_KEY": SECRET,
    }
    return click.testing.CliRunner().invoke(main, ["trace", *arguments], env=environment)


def test_the_command_masks_unless_it_is_asked_with_a_reason(office: Office) -> None:
    month = f"{office.one('select max(month) from mart.indicator_value where indicator_code = %s', 'XH04'):%Y-%m}"
    plain = told(office, "XH04", "--month", month, "--limit", "3", "--json")
    assert plain.exit_code == 0, plain.output
    document = json.loads(plain.stdout)
    assert [row["part"] for row in document["rows"]] == ["numerator"] * 3 + ["denominator"], "the limit is each part's own"
    assert all("who" not in row for row in document["rows"])
    assert told(office, "XH04", "--month", month, "--unmask").exit_code == 2
    before = office.one("select count(*) from vault.access_log")
    shown = told(
        office, "XH04", "--month", month, "--part", "numerator", "--limit", "3", "--unmask", "--reason", "đối chiếu số liệu", "--json"
    )
    assert all(row["who"]["full_name"] for row in json.loads(shown.stdout)["rows"])
    assert office.one("select count(*) from vault.access_log") == before + 3
    words = told(office, "XH04", "--month", month, "--limit", "3").output
    assert "Tử số" in words and "Lịch sử:" in words and "… tất cả" in words


def test_a_trace_says_in_the_plans_words_what_is_counted_and_over_which_time(office: Office) -> None:
    words = told(office, "HC01-766", "--month", "2026-08", "--limit", "1").output
    assert "tháng 08/2026, từ đầu năm (tạm tính): " in words
    assert "(Hồ sơ đã giải quyết đúng hạn và đang giải quyết trong hạn)" in words and "Nguồn: Hồ sơ một cửa" in words
    assert "tháng 08/2026, trong tháng: " in told(office, "HC01-766", "--month", "2026-08", "--window", "month").output
    of_value = told(office, "XH01", "--month", "2026-08", "--limit", "1").output
    assert "Giá trị: " in of_value and "Mẫu số" not in of_value
    assert "người đã tính ở dòng khác)" in told(office, "XH05", "--month", "2026-06").output
