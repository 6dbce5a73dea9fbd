"""Open exports hold what the mart publishes, no small cell, and are the same from the same warehouse."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click.testing
import polars as pl
import pytest

from flows.cli.main import main
from flows.database.engine import open_engine
from flows.outputs.open_data import FORMATS, Export, read_export, write_export
from tests.support.office import SECRET, Office, an_office, the_samples
from tests.support.published_tables import with_few_values
from transforms.suppression import KEY

MOMENT = datetime(2026, 9, 1, 8, 0)


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("export"), fed=the_samples) as made:
        yield made


@pytest.fixture(scope="module")
def export(office: Office) -> Export:
    with open_engine(office.settings) as engine, engine.connect() as connection:
        return read_export(connection, office.settings.ward, MOMENT, None, with_history=True)


def written(export: Export, form: str, folder: Path) -> bytes:
    write_export(export, form, folder / form)
    return (folder / form).read_bytes()


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_tables_hold_every_published_value_and_its_history(office: Office, export: Export, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(written(export, "csv", tmp_path))) as package:
        tables = {name: table(package.read(name)) for name in package.namelist() if name.endswith(".csv")}
        metadata = json.loads(package.read("metadata.json"))
    assert len(tables["indicators.csv"]) == office.one("select count(*) from mart.published_value") == metadata["values"]
    assert len(tables["history.csv"]) == office.one("select count(*) from mart.indicator_history")
    shown = {(line["indicator_code"], line["area_code"], line["month"], line["window"]): line["value"] for line in tables["indicators.csv"]}
    for code, area, month, window, value in office.rows(
        'select indicator_code, area_code, month::text, "window", value from mart.published_value'
    ):
        assert (float(shown[code, area, month, window]) if shown[code, area, month, window] else None) == (
            float(value) if value is not None else None
        )
    assert {line["column_name"] for line in tables["dictionary.csv"] if line["table_name"] == "published_value"} >= {
        "value",
        "is_suppressed",
    }


def test_no_small_count_stands_in_any_form_nor_in_the_history(export: Export, tmp_path: Path) -> None:
    counted = pl.col("indicator_code").str.slice(0, 4).is_in(["XH01", "XH04", "XH05", "XH13", "XH14", "XH15", "XH16"])
    small = counted & (pl.col("area_code") != "10744") & pl.col("numerator").is_between(1, 4)
    assert export.values.filter(small).is_empty()
    assert export.values.filter(pl.col("is_suppressed") == 1).height > 10
    assert export.history is not None and export.history.filter(small).is_empty()
    hidden = export.values.filter(pl.col("is_suppressed") == 1).select("indicator_code", "area_code", "month", "window")
    assert export.history.join(hidden, on=hidden.columns, how="semi").filter(pl.col("value").is_not_null()).is_empty()
    observations = table(written(export, "sdmx-csv", tmp_path))
    kept_back = [line for line in observations if line["OBS_STATUS"] == "Q"]
    assert {(line["OBS_VALUE"], line["NUMERATOR"], line["DENOMINATOR"], line["CONF_STATUS"]) for line in kept_back} == {
        ("NaN", "NaN", "NaN", "C")
    }
    assert "NaN" not in {line["OBS_VALUE"] for line in observations if line["OBS_STATUS"] != "Q"}


def test_an_sdmx_file_has_the_columns_of_its_standard_and_one_line_an_observation(export: Export, tmp_path: Path) -> None:
    lines = table(written(export, "sdmx-csv", tmp_path))
    assert list(lines[0])[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    keys = {tuple(line[name] for name in ("FREQ", "REF_AREA", "INDICATOR", "ACCUMULATION", "TIME_PERIOD")) for line in lines}
    assert len(keys) == len(lines) == export.values.height
    assert {line["OBS_STATUS"] for line in lines} <= {"A", "P", "Q"}
    assert all(line["TIME_PERIOD"][4] == "-" and len(line["TIME_PERIOD"]) == 7 for line in lines)


def test_one_document_says_the_same_as_the_tables(export: Export, tmp_path: Path) -> None:
    document = json.loads(written(export, "json", tmp_path))
    assert (
        len(document["indicators"]) == export.values.height
        and export.history is not None
        and len(document["history"]) == export.history.height
    )
    assert document["metadata"]["ward_code"] == "10744" and document["indicators"][0]["month"].count("-") == 2


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_warehouse_gives_the_same_bytes(office: Office, export: Export, form: str, tmp_path: Path) -> None:
    with open_engine(office.settings) as engine, engine.connect() as connection:
        again = read_export(connection, office.settings.ward, MOMENT, None, with_history=True)
    (tmp_path / "a").mkdir()
    assert written(again, form, tmp_path / "a") == written(export, form, tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()} == {
        path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()
    }


def test_a_text_that_looks_like_a_formula_is_none(export: Export, tmp_path: Path) -> None:
    from dataclasses import replace

    poisoned = replace(export, values=export.values.with_columns(pl.lit('=HYPERLINK("http://x")').alias("area_name")))
    with zipfile.ZipFile(io.BytesIO(written(poisoned, "csv", tmp_path))) as package:
        assert {line["area_name"] for line in table(package.read("indicators.csv"))} == {'\'=HYPERLINK("http://x")'}


def told(office: Office, *arguments: str) -> click.testing.Result:
    environment = {
        "CHITIEU_HOME": str(office.settings.home),
        "CHITIEU_DATABASE_URL": str(office.settings.database_url),
        "CHITIEU_SECRET_KEY": SECRET,
    }
    return click.testing.CliRunner().invoke(main, ["export", *arguments], env=environment)


def test_the_command_writes_a_month_and_says_what_it_wrote(office: Office, tmp_path: Path) -> None:
    ended = told(office, "--format", "json", "--output", str(tmp_path / "a.json"), "--month", "2026-07", "--no-history", "--json")
    assert ended.exit_code == 0, ended.output
    document = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert {line["month"] for line in document["indicators"]} == {"2026-07-01"} and "history" not in document
    assert json.loads(ended.stdout)["values"] == len(document["indicators"])


def test_the_command_names_both_files_of_sdmx(office: Office, tmp_path: Path) -> None:
    ended = told(office, "--format", "sdmx-csv", "--output", str(tmp_path / "a.csv"), "--month", "2026-07")
    assert ended.exit_code == 0 and f"{tmp_path / 'a.csv'}, {tmp_path / 'a_structure.xml'}" in ended.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a_structure.xml"]


def test_a_month_without_values_is_a_sentence_and_no_file(office: Office, tmp_path: Path) -> None:
    ended = told(office, "--format", "csv", "--output", str(tmp_path / "a.zip"), "--month", "2021-01")
    assert ended.exit_code == 1 and "chưa có giá trị chỉ tiêu nào" in ended.output and not (tmp_path / "a.zip").exists()


def test_a_hidden_baseline_does_not_come_back_by_the_line_drawn_from_it(office: Office) -> None:
    """The status stays, which every count of the scorecard has: neither the line nor a sentence tells how it came about."""
    asked = """select count(*), count(p.baseline), count(p.trajectory), count(nullif(p.reason, 'Không công bố số gốc.')),
            count(*) filter (where p.status <> 'not_judged')
        from mart.published_value p where p.indicator_code = 'KT05' and p.month > '2025-12-01'"""
    with open_engine(office.settings) as engine, engine.connect() as connection:
        lines, *told = connection.exec_driver_sql(asked).one()
        assert all(told) and told[0] == lines
        connection.exec_driver_sql("""insert into warehouse.fact_suppressed_cell
            select f.ward_key, f.indicator_key, f.area_key, f.month_key, f.window_kind, 'primary' from warehouse.fact_indicator f
            join warehouse.dim_indicator i using (indicator_key) where i.indicator_code = 'KT05' and f.month_key = 202512 and f.known_to is
            null""")
        assert connection.exec_driver_sql(asked).one() == (lines, 0, 0, 0, lines)
        connection.rollback()


def test_what_is_held_against_the_target_alone_keeps_its_status_beside_a_hidden_baseline(office: Office) -> None:
    """XH13 is to be 100 % every year: neither target nor sentence tells what December 2025 was."""
    asked = """select count(*), count(p.target), count(p.trajectory), count(p.reason), count(*) filter (where p.status <> 'not_judged'),
        count(p.baseline)
        from mart.published_value p where p.indicator_code = 'XH13' and p.area_code = '10744' and p.month > '2025-12-01'"""
    with open_engine(office.settings) as engine, engine.connect() as connection:
        connection.exec_driver_sql("""insert into warehouse.fact_suppressed_cell
            select f.ward_key, f.indicator_key, f.area_key, f.month_key, f.window_kind, 'primary' from warehouse.fact_indicator f
            join warehouse.dim_indicator i using (indicator_key) join warehouse.dim_area a using (area_key)
            where i.indicator_code = 'XH13' and a.area_code = '10744' and f.month_key = 202512 and f.known_to is null""")
        lines, *told, baselines = connection.exec_driver_sql(asked).one()
        assert lines > 0 and told == [lines] * 4 and baselines == 0
        connection.rollback()


def test_every_hidden_cell_and_every_hidden_baseline_is_found_and_no_value_comes_twice(office: Office) -> None:
    """Held against sets made outside the database: the December before the plan and the same month of that year, by the area's code."""
    with open_engine(office.settings) as engine, engine.connect() as connection:
        connection.exec_driver_sql("""insert into warehouse.fact_suppressed_cell
            select ward_key, indicator_key, area_key, month_key, window_kind, 'primary' from warehouse.fact_indicator
            where known_to is null and value is not null and (month_key + indicator_key + area_key) %% 3 = 0 on conflict do nothing""")
        hidden = {
            tuple(row)
            for row in connection.exec_driver_sql("""select i.indicator_code, a.area_code, m.first_date, c.window_kind
            from warehouse.fact_suppressed_cell c join warehouse.dim_indicator i using (indicator_key) join warehouse.dim_area a using
            (area_key)
            join warehouse.dim_month m using (month_key)""")
        }
        expected = sorted(
            (
                code,
                area,
                month,
                window,
                key in hidden,
                baseline is None
                or key in hidden
                or any((code, area, date(year, place, 1), window) in hidden for place in (12, month.month)),
            )
            for code, area, month, window, baseline, year in connection.exec_driver_sql(
                'select indicator_code, area_code, month, "window", baseline, baseline_year from mart.indicator_value'
            )
            for key in [(code, area, month, window)]
        )
        published = connection.exec_driver_sql(
            'select indicator_code, area_code, month, "window", is_suppressed = 1, baseline is null from mart.published_value'
        )
        assert sorted(tuple(row) for row in published) == expected
        assert len({line[4:] for line in expected}) == 3, "hidden, baseline hidden, neither"
        plan = "\n".join(line for (line,) in connection.exec_driver_sql("explain select * from mart.published_value"))
        assert "CTE Scan" not in plan, "the list of hidden cells is not read through for each value"
        connection.rollback()


def test_of_no_blank_figure_of_the_samples_is_one_number_left(office: Office, export: Export, tmp_path: Path) -> None:
    """Worked out by a reader of the table that knows every relation, and nothing of how cells are chosen."""
    with zipfile.ZipFile(io.BytesIO(written(export, "csv", tmp_path))) as package:
        lines = table(package.read("indicators.csv"))
    hidden = [line for line in lines if line["is_suppressed"] == "1"]
    assert len(hidden) > 700 and not any(line["value"] or line["numerator"] or line["denominator"] for line in hidden)
    values = pl.DataFrame(
        office.rows(
            """select v.indicator_code, v.area_code, v.month_key::bigint, v."window", a.area_kind, a.former_unit_code,
            v.numerator::float8, v.denominator::float8
            from mart.indicator_value v join warehouse.dim_area a using (ward_key, area_code)
            where left(v.indicator_code, 4) = any(%s)""",
            list(office.settings.ward.publication.small_cell_indicators),
        ),
        schema=[*KEY, "area_kind", "former_unit_code", "numerator", "denominator"],
        orient="row",
    )
    blank = pl.DataFrame(
        [(line["indicator_code"], line["area_code"], int(line["month"][:7].replace("-", "")), line["window"]) for line in hidden],
        schema=list(KEY),
        orient="row",
    )
    assert blank.join(values, on=KEY, how="anti").height == 0
    assert [cell for cell, count in with_few_values(values, blank).items() if count == 1] == []
