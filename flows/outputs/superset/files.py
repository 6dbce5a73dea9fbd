"""Files of the dashboard: from the definitions to the files that Superset imports.

Identities are uuid5 of the names, so that importing again updates what is there. Every chart carries its query context: its data can be
asked for without opening it. No password is inside: the address of the warehouse is a placeholder that the importer fills in.

Data flow: ``definitions`` -> path -> YAML text
"""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flows.outputs.superset.definitions import CHARTS, COLOURS, DATASETS, FILTERS, TABS, Chart, Column, Dataset, Filter

ROOT = "superset"
#: An address with placeholders: what `chitieu db url` prints goes here, in Superset's dialogue at the import.
URI = "postgresql+psycopg2://chitieu_reader@localhost:5432/chitieu"
_TITLE = "Chỉ tiêu của phường"


def identity(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, "https://chitieu.example/" + "/".join(names)))


def files() -> dict[str, str]:
    """Path below the folder of the dashboard -> text."""
    out = {
        "metadata.yaml": {"version": "1.0.0", "type": "Dashboard", "timestamp": "2026-01-01T00:00:00+00:00"},
        "databases/chitieu.yaml": _database(),
        f"dashboards/{ROOT}.yaml": _dashboard(),
    }
    out |= {f"datasets/chitieu/{dataset.view}.yaml": _dataset(dataset) for dataset in DATASETS}
    out |= {f"charts/{chart.name}.yaml": _chart(chart) for chart in CHARTS}
    return {path: _yaml(document) for path, document in sorted(out.items())}


def _yaml(document: dict[str, Any]) -> str:
    import yaml

    return str(yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=150))


def _database() -> dict[str, Any]:
    return {
        "database_name": "chitieu",
        "sqlalchemy_uri": URI,
        "cache_timeout": None,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_file_upload": False,
        "extra": {"allows_virtual_table_explore": True},
        "uuid": identity("database"),
        "version": "1.0.0",
    }


def _metric(name: str, label: str, expression: str, kind: str | None = None) -> dict[str, Any]:
    return {
        "metric_name": name,
        "verbose_name": label,
        "metric_type": kind,
        "expression": expression,
        "description": None,
        "d3format": None,
        "currency": None,
        "extra": {},
        "warning_text": None,
    }


def _dataset(dataset: Dataset) -> dict[str, Any]:
    return {
        "table_name": dataset.view,
        "main_dttm_col": dataset.time,
        "description": None,
        "default_endpoint": None,
        "offset": 0,
        "cache_timeout": None,
        "catalog": None,
        "schema": "mart",
        "sql": None,
        "params": None,
        "template_params": None,
        "filter_select_enabled": True,
        "fetch_values_predicate": None,
        "extra": None,
        "normalize_columns": False,
        "always_filter_main_dttm": False,
        "uuid": identity("dataset", dataset.view),
        "metrics": [_metric("count", "Số lượng", "COUNT(*)", "count"), _metric("newest_month", "Tháng mới nhất", f"max({dataset.time})")],
        "columns": [_column(column) for column in dataset.columns],
        "version": "1.0.0",
        "database_uuid": identity("database"),
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "column_name": column.name,
        "verbose_name": column.label,
        "is_dttm": column.is_time,
        "is_active": True,
        "type": column.kind,
        "advanced_data_type": None,
        "groupby": True,
        "filterable": True,
        "expression": column.expression,
        "description": None,
        "python_date_format": None,
        "extra": {},
    }


def _chart(chart: Chart) -> dict[str, Any]:
    query = _query(chart)
    form = {**chart.form, "datasource": "1__table", "viz_type": chart.kind, "adhoc_filters": _adhoc(query)}
    context = {
        "datasource": {"id": 1, "type": "table"},
        "force": False,
        "queries": [query],
        "form_data": form,
        "result_format": "json",
        "result_type": "full",
    }
    return {
        "slice_name": chart.title,
        "description": None,
        "certified_by": None,
        "certification_details": None,
        "viz_type": chart.kind,
        "params": form,
        "query_context": json.dumps(context, ensure_ascii=False),
        "cache_timeout": None,
        "uuid": identity("chart", chart.name),
        "version": "1.0.0",
        "dataset_uuid": identity("dataset", chart.view),
    }


def _query(chart: Chart) -> dict[str, Any]:
    return {
        "filters": [],
        "orderby": [],
        "extras": {"having": "", "where": ""},
        "row_limit": chart.form.get("row_limit", 1000),
        "annotation_layers": [],
        "applied_time_extras": {},
        "url_params": {},
        "custom_params": {},
        "custom_form_data": {},
        **chart.query,
    }


def _adhoc(query: dict[str, Any]) -> list[dict[str, Any]]:
    """The same filters as the chart's own form shows them."""
    simple = [
        {
            "clause": "WHERE",
            "expressionType": "SIMPLE",
            "subject": one["col"],
            "operator": one["op"],
            "operatorId": "IN",
            "comparator": one["val"],
            "filterOptionName": f"filter_{one['col']}",
        }
        for one in query["filters"]
    ]
    where = query["extras"]["where"]
    return [
        *simple,
        *([_where(where)] if where else []),
    ]


def _where(condition: str) -> dict[str, Any]:
    return {"clause": "WHERE", "expressionType": "SQL", "sqlExpression": condition, "filterOptionName": "filter_where"}


def _dashboard() -> dict[str, Any]:
    return {
        "dashboard_title": _TITLE,
        "description": "Bảng điểm, xu hướng, hồ sơ, bao phủ và chất lượng dữ liệu, đọc từ schema mart.",
        "css": "",
        "slug": "chitieu",
        "certified_by": None,
        "certification_details": None,
        "published": True,
        "uuid": identity("dashboard"),
        "position": _position(),
        "metadata": {
            "color_scheme": "supersetColors",
            "label_colors": dict(COLOURS),
            "cross_filters_enabled": True,
            "refresh_frequency": 0,
            "expanded_slices": {},
            "timed_refresh_immune_slices": [],
            "native_filter_configuration": [_filter(one) for one in FILTERS],
        },
        "version": "1.0.0",
    }


def _filter(one: Filter) -> dict[str, Any]:
    """A list of values above the dashboard; the datasets' identities become numbers at the import."""
    order = {} if one.order is None else {"sortMetric": one.order}
    targets = [{"datasetUuid": identity("dataset", one.view), "column": {"name": one.column}}]
    rows = [] if one.where is None else [_where(one.where)]
    return {
        "id": f"NATIVE_FILTER-{one.name}",
        "name": one.title,
        "description": one.description,
        "type": "NATIVE_FILTER",
        "filterType": "filter_select",
        "targets": targets,
        "scope": {"rootPath": list(one.tabs), "excluded": []},
        "adhoc_filters": rows,
        "requiredFirst": one.is_one,
        "controlValues": {
            "enableEmptyFilter": one.is_one,
            "defaultToFirstItem": one.is_one,
            "multiSelect": not one.is_one,
            "searchAllOptions": True,
            "sortAscending": one.is_ascending,
            **order,
        },
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "cascadeParentIds": [],
        "chartsInScope": [],
        "tabsInScope": list(one.tabs),
    }


def _position() -> dict[str, Any]:
    """Tabs, in each rows of charts of twelve columns."""
    charts = {chart.name: chart for chart in CHARTS}
    out: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["TABS-all"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": _TITLE}},
        "TABS-all": {"type": "TABS", "id": "TABS-all", "parents": ["ROOT_ID"], "meta": {}, "children": []},
    }
    for number, tab in enumerate(TABS):
        out["TABS-all"]["children"].append(f"TAB-{number}")
        out |= _tab(number, tab.title, _rows([charts[name] for name in tab.charts]))
    return out


def _tab(number: int, title: str, rows: list[list[Chart]]) -> dict[str, Any]:
    tab_id, above = f"TAB-{number}", ["ROOT_ID", "TABS-all"]
    row_ids = [f"ROW-{number}-{place}" for place in range(len(rows))]
    out: dict[str, Any] = {tab_id: {"type": "TAB", "id": tab_id, "meta": {"text": title}, "parents": above, "children": row_ids}}
    for row_id, row in zip(row_ids, rows, strict=True):
        parents = [*above, tab_id]
        out[row_id] = {
            "type": "ROW",
            "id": row_id,
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
            "parents": parents,
            "children": [f"CHART-{chart.name}" for chart in row],
        }
        out |= {f"CHART-{chart.name}": _place(chart, [*parents, row_id]) for chart in row}
    return out


def _rows(charts: list[Chart]) -> list[list[Chart]]:
    rows: list[list[Chart]] = []
    for chart in charts:
        if rows and sum(one.width for one in rows[-1]) + chart.width <= 12:
            rows[-1].append(chart)
        else:
            rows.append([chart])
    return rows


def _place(chart: Chart, parents: list[str]) -> dict[str, Any]:
    meta = {"chartId": 0, "width": chart.width, "height": chart.height, "sliceName": chart.title, "uuid": identity("chart", chart.name)}
    return {"type": "CHART", "id": f"CHART-{chart.name}", "children": [], "parents": parents, "meta": meta}
