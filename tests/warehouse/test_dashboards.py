"""The dashboard's files are those of the definitions, fit together, and ask for columns that the mart has."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from flows.database.sql_text import PUBLISHED_VIEWS
from flows.outputs.superset.__main__ import FOLDER
from flows.outputs.superset.definitions import CHARTS, COLOURS, DATASETS, FILTERS, RED, TABS
from flows.outputs.superset.files import files, identity
from tests.support.office import office_at

DOCUMENTS: dict[str, Any] = {path: yaml.safe_load(text) for path, text in files().items()}


def test_the_committed_files_are_those_that_the_script_makes() -> None:
    there = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.yaml")}
    assert there == files(), "run: python -m flows.outputs.superset"


def test_identities_stay_and_are_each_ones_own() -> None:
    assert identity("dashboard") == str(UUID(identity("dashboard"))) == identity("dashboard")
    own = [document["uuid"] for document in DOCUMENTS.values() if "uuid" in document]
    assert len(set(own)) == len(own) == len(CHARTS) + len(DATASETS) + 2


def test_charts_and_datasets_point_at_what_is_there() -> None:
    datasets = {document["uuid"] for path, document in DOCUMENTS.items() if path.startswith("datasets/")}
    charts = {document["uuid"]: document for path, document in DOCUMENTS.items() if path.startswith("charts/")}
    assert {document["dataset_uuid"] for document in charts.values()} <= datasets
    assert {document["database_uuid"] for path, document in DOCUMENTS.items() if path.startswith("datasets/")} == {identity("database")}
    placed = {
        item["meta"]["uuid"]
        for item in DOCUMENTS["dashboards/superset.yaml"]["position"].values()
        if isinstance(item, dict) and item["type"] == "CHART"
    }
    assert placed == set(charts)
    assert {name for tab in TABS for name in tab.charts} == {chart.name for chart in CHARTS}


def test_every_chart_can_be_asked_for_its_data() -> None:
    for path, document in DOCUMENTS.items():
        if path.startswith("charts/"):
            context = json.loads(document["query_context"])
            assert context["queries"][0]["columns"] or context["queries"][0].get("metrics")
            assert document["params"]["viz_type"] == document["viz_type"]


def test_no_password_and_no_place_of_a_machine_is_inside() -> None:
    assert all(word not in text for text in files().values() for word in ("password", "@127.", "/home/"))
    assert ":" not in DOCUMENTS["databases/chitieu.yaml"]["sqlalchemy_uri"].split("//")[1].split("@")[0]


def test_every_column_that_is_asked_for_is_in_the_mart(one_database_url: str, tmp_path: Path) -> None:
    office = office_at(one_database_url, tmp_path)
    office.send_bytes()
    there = set(office.rows("select table_name, column_name from mart.data_dictionary where schema_name = 'mart'"))
    assert {(dataset.view, column.name) for dataset in DATASETS for column in dataset.columns if column.expression is None} <= there
    for dataset in DATASETS:
        for column in dataset.columns:
            if column.expression is not None:  # Superset writes it so
                office.rows(f"select {column.expression.replace('%', '%%')} as {column.name} from mart.{dataset.view} limit 1")
    known = {dataset.view: {column.name for column in dataset.columns} for dataset in DATASETS}
    for chart in CHARTS:
        asked = {column if isinstance(column, str) else column["sqlExpression"] for column in chart.query["columns"]}
        asked |= {metric["column"]["column_name"] for metric in chart.query.get("metrics", ()) if metric["expressionType"] == "SIMPLE"}
        asked |= {one["col"] for one in chart.query.get("filters", ())}
        assert asked <= known[chart.view], chart.name


def test_the_dashboard_reads_what_is_published_and_nothing_else() -> None:
    assert {dataset.view for dataset in DATASETS} <= set(PUBLISHED_VIEWS)


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.title)
def test_every_tab_has_a_title_and_charts(tab: Any) -> None:
    assert tab.title and tab.charts


def test_no_line_is_drawn_across_two_poverty_standards() -> None:
    (trend,) = [chart for chart in CHARTS if chart.name == "trend_xh01"]
    assert trend.form["groupby"] == ["standard_version"] and "standard_version" in trend.query["columns"]


def test_no_line_joins_a_whole_year_with_a_part_nor_crosses_a_month_without_a_value() -> None:
    trends = [chart for chart in CHARTS if chart.name.startswith("trend_")]
    assert len(trends) == 6
    for chart in trends:
        assert (chart.form["resample_rule"], chart.form["resample_method"], chart.form["connectNulls"]) == ("1MS", "asfreq", False)
        window = next(one["val"] for one in chart.query["filters"] if one["col"] == "window")
        assert ("series_year" in chart.form["groupby"]) == (window == ["year_to_date"]), chart.name


def test_the_scorecard_tells_value_target_path_status_in_colour_and_the_reason_once() -> None:
    (scorecard,) = [chart for chart in CHARTS if chart.name == "scorecard_table"]
    columns = scorecard.form["all_columns"]
    told = {"value_text", "target_text", "trajectory_text", "month_name", "status_name", "reason"}
    assert told <= set(columns) and len(set(columns)) == len(columns), "in words: a recognition would read 1 and đồng run to twelve digits"
    assert {one["targetValue"]: one["colorScheme"] for one in scorecard.form["conditional_formatting"]}["Không đạt"] == RED


def test_what_is_late_or_blocked_is_red_everywhere_and_nothing_good_is() -> None:
    colours = DOCUMENTS["dashboards/superset.yaml"]["metadata"]["label_colors"]
    assert colours == COLOURS
    late = {"Không đạt", "Quá hạn", "Chặn", "resolved_late"}
    assert late <= {name for name, colour in colours.items() if colour == RED}
    assert not {"Đạt", "Đúng tiến độ", "Đúng hạn", "Trước hạn"} & {name for name, colour in colours.items() if colour == RED}


def test_filters_ask_for_columns_of_their_views_and_narrow_tabs_that_are_there() -> None:
    assert [one.title for one in FILTERS] == [
        *("Tháng của bảng điểm", "Tháng của danh sách", "Các tháng", "Phòng phụ trách", "Tổ dân phố, đơn vị cũ")
    ]
    known = {dataset.view: {column.name for column in dataset.columns} for dataset in DATASETS}
    position = DOCUMENTS["dashboards/superset.yaml"]["position"]
    for one in FILTERS:
        assert one.column in known[one.view] and all(position[tab]["type"] == "TAB" for tab in one.tabs)
        narrowed = {chart for place, tab in enumerate(TABS) if f"TAB-{place}" in one.tabs for chart in tab.charts}
        assert all(one.column in known[chart.view] for chart in CHARTS if chart.name in narrowed), one.name


def choice_of(name: str) -> dict[str, Any]:
    """A filter as the dashboard's file has it."""
    choices = DOCUMENTS["dashboards/superset.yaml"]["metadata"]["native_filter_configuration"]
    return next(one for one in choices if one["id"] == f"NATIVE_FILTER-{name}")


def test_every_tab_has_its_months() -> None:
    """What shows one month alone has one chosen, the newest until another is; where a month is a row or a point, many may be."""
    one_month = {place: one.name for one in FILTERS if one.is_one for place in one.tabs}
    assert {tab.title: one_month.get(f"TAB-{place}", "month") for place, tab in enumerate(TABS)} == {
        "Bảng điểm": "scorecard_month",
        "Xu hướng so với mục tiêu": "month",
        "Hồ sơ một cửa": "month",
        "Bao phủ theo tổ dân phố": "coverage_month",
        "Chất lượng dữ liệu": "month",
    }
    for name in ("scorecard_month", "coverage_month", "month"):
        choice = choice_of(name)
        assert choice["requiredFirst"] == choice["controlValues"]["defaultToFirstItem"] == (name != "month")
        assert choice["controlValues"]["multiSelect"] == (name == "month")
    narrowed = [chart for chart in CHARTS if chart.name.startswith(("scorecard_", "coverage_"))]
    assert len(narrowed) == 9 and not any(one["col"] == "is_newest" for chart in narrowed for one in chart.query.get("filters", ()))


@pytest.mark.parametrize("name", ["scorecard_month", "coverage_month", "month"])
def test_months_are_chosen_by_their_names_the_newest_first(name: str) -> None:
    (month,) = [one for one in FILTERS if one.name == name]
    (dataset,) = [dataset for dataset in DATASETS if dataset.view == month.view]
    (column,) = [column for column in dataset.columns if column.name == month.column]
    assert column.kind == "VARCHAR" and column.expression in (None, "'tháng ' || to_char(month, 'MM/YYYY')")
    choice = choice_of(name)
    metrics = {one["metric_name"]: one["expression"] for one in DOCUMENTS[f"datasets/chitieu/{month.view}.yaml"]["metrics"]}
    assert metrics[choice["controlValues"]["sortMetric"]] == f"max({dataset.time})" and choice["controlValues"]["sortAscending"] is False


def test_rules_are_told_by_their_names() -> None:
    (findings,) = [chart for chart in CHARTS if chart.name == "quality_findings"]
    assert "rule_name" in findings.form["all_columns"]
    (expression,) = [column.expression for dataset in DATASETS for column in dataset.columns if column.name == "rule_name"]
    assert expression is not None and "then 'H03 Thẻ không hết hạn trước ngày có hiệu lực'" in expression
