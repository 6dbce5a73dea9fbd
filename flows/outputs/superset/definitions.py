"""Dashboard: what the dashboard shows: views of the mart, charts over them, tabs. Titles are what leaders read; names of columns are the
mart's.

Every dataset is one view: Superset never joins.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flows.wording.rules import RULES_VI
from flows.wording.statuses import INDICATOR_STATUS_VI


@dataclass(frozen=True)
class Column:
    """``kind`` as Superset names types: VARCHAR, FLOAT, INTEGER, DATE, TIMESTAMP, BOOLEAN. ``expression``: what Superset reckons from the
    view's own columns."""

    name: str
    kind: str
    label: str
    expression: str | None = None

    @property
    def is_time(self) -> bool:
        return self.kind in ("DATE", "TIMESTAMP")


@dataclass(frozen=True)
class Dataset:
    view: str
    columns: tuple[Column, ...]
    time: str | None = None


@dataclass(frozen=True)
class Chart:
    """``form``: the settings of the chart's kind; ``query``: what it asks of the view (columns, metrics, filters, order)."""

    name: str
    title: str
    view: str
    kind: str
    width: int
    height: int
    form: dict[str, Any]
    query: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tab:
    title: str
    charts: tuple[str, ...]


#: One colour for one meaning, on every chart: what is late or blocked is red, what wants an eye amber, what is done green.
RED, AMBER, GREEN, LIGHT_GREEN = "#cf222e", "#d4a72c", "#1a7f37", "#57ab5a"
GREY, PALE, VIOLET = "#8c959f", "#d0d7de", "#8250df"
_OF_STATUS = {
    "achieved": GREEN,
    "on_track": LIGHT_GREEN,
    "behind": AMBER,
    "missed": RED,
    "not_judged": GREY,
    "no_data": PALE,
}
_OF_LINES = {"Giá trị": "#1f4e78", "Đường tiến độ": GREY, "Mục tiêu": VIOLET}
#: Names of lines that are not joined: years, and poverty standards by their years.
_KEPT_APART = (*(str(year) for year in range(2025, 2032)), "2022-2026", "2022-2025", "2026-2030", "2027-2030")
STATUS_COLOURS = {INDICATOR_STATUS_VI[status][0]: colour for status, colour in _OF_STATUS.items()}
COLOURS = STATUS_COLOURS | {
    "Trước hạn": GREEN,
    "Đúng hạn": LIGHT_GREEN,
    "Quá hạn": RED,
    "Chặn": RED,
    "Cần xác nhận": AMBER,
    "Trực tuyến": "#1f4e78",
    "Trực tiếp, bưu chính": "#9ab8d6",
    **_OF_LINES,
    # Where nothing else is in a series' name, Superset asks for the colour of the metric's column.
    **{column: colour for column, colour in zip(("value", "trajectory", "target"), _OF_LINES.values(), strict=True)},
    "resolved_early": GREEN,
    "resolved_on_time": LIGHT_GREEN,
    "resolved_late": RED,
    "received_online": "#1f4e78",
    "received_direct_postal": "#9ab8d6",
    **{f"{name}, {kept_apart}": colour for name, colour in _OF_LINES.items() for kept_apart in _KEPT_APART},
    "BHYT (%)": "#1f4e78",
    "BHXH (%)": "#1f4e78",
}


def _columns(*lines: str, also: tuple[Column, ...] = ()) -> tuple[Column, ...]:
    """``also``: what Superset reckons from them."""
    return (*(Column(*(part.strip() for part in line.split("|"))) for line in lines), *also)


def _rule_names() -> str:
    """Code and name of a rule: the warehouse knows codes alone."""
    names = " ".join(f"when '{code}' then '{code} {name.replace(chr(39), chr(39) * 2)}'" for code, name in RULES_VI.items())
    return f"case rule_code {names} else rule_code end"


_RULE_NAME = Column("rule_name", "VARCHAR", "Quy tắc", _rule_names())
_SEVERITY_PLACE = Column("severity_place", "INTEGER", "Thứ tự", "case severity when 'critical' then 1 when 'warning' then 2 else 3 end")
#: A filter would show a day; the filter of months finds the column by its name in every dataset.
_MONTH_NAME = Column("month_name", "VARCHAR", "Kỳ", "'tháng ' || to_char(month, 'MM/YYYY')")
#: What began anew in January is not joined to the whole year before it.
_SERIES_YEAR = Column("series_year", "VARCHAR", "Năm", "case when \"window\" = 'year_to_date' then to_char(month, 'YYYY') end")
#: Numbers of residential groups are their order; former units, which have none, stand after them.
_AREA_LABEL = Column(
    "area_label",
    "VARCHAR",
    "Khu vực",
    "case when area_code ~ '-[0-9]+$' then substring(area_code from '[0-9]+$') || '. ' || area_name else area_name end",
)
#: Superset writes N/A where nothing is.
_NOTE = Column("note_text", "VARCHAR", "Ghi chú", "coalesce(note, '')")
#: The month that the figure is of, which may lie before the scorecard's.
_PERIOD_NAME = Column("month_name", "VARCHAR", "Kỳ", "coalesce(month_text, '')")
#: In the order of the scorecard; the status itself is the series, which has its colour.
_STATUS_LABEL = Column(
    "status_label",
    "VARCHAR",
    "Đánh giá",
    "case status "
    + " ".join(f"when '{status}' then '{place}. {name}'" for place, (status, (name, _)) in enumerate(INDICATOR_STATUS_VI.items(), 1))
    + " end",
)
_HIDDEN_NAME = Column("hidden_name", "VARCHAR", "Ghi chú", "case when is_suppressed = 1 then '• số nhỏ, không công bố' end")
#: Residential groups, and what the ward was put together from.
OF_GROUPS, OF_FORMER_UNITS = (
    "area_code ~ ('^' || ward_code || '-[0-9]+$')",
    "area_code <> ward_code and area_code !~ ('^' || ward_code || '-[0-9]+$')",
)

DATASETS = (
    Dataset(
        "published_scorecard_by_month",
        _columns(
            "indicator_code | VARCHAR | Mã",
            "indicator_name | VARCHAR | Chỉ tiêu",
            "scorecard_month | DATE | Tháng của bảng điểm",
            "scorecard_month_text | VARCHAR | Tháng của bảng điểm",
            "is_newest | INTEGER | Tháng mới nhất",
            "month | DATE | Kỳ",
            "month_text | VARCHAR | Kỳ",
            "value_text | VARCHAR | Giá trị",
            "target_text | VARCHAR | Mục tiêu",
            "trajectory_text | VARCHAR | Cần có theo tiến độ",
            "status | VARCHAR | Đánh giá",
            "status_name | VARCHAR | Đánh giá",
            "owner_name | VARCHAR | Phụ trách",
            "reason | VARCHAR | Lý do",
            "note | VARCHAR | Ghi chú",
            "sort_order | INTEGER | Thứ tự",
            also=(_PERIOD_NAME, _STATUS_LABEL, _NOTE),
        ),
        "scorecard_month",
    ),
    Dataset(
        "published_value",
        _columns(
            "indicator_code | VARCHAR | Mã",
            "indicator_name | VARCHAR | Chỉ tiêu",
            "ward_code | VARCHAR | Mã phường",
            "area_code | VARCHAR | Mã khu vực",
            "area_name | VARCHAR | Khu vực",
            "month | DATE | Kỳ",
            "window | VARCHAR | Kỳ tính",
            "value | FLOAT | Giá trị",
            "target | FLOAT | Mục tiêu",
            "trajectory | FLOAT | Đường tiến độ",
            "unit | VARCHAR | Đơn vị",
            "status | VARCHAR | Đánh giá",
            "is_suppressed | INTEGER | Đã che",
            "is_newest | INTEGER | Tháng mới nhất",
            "standard_version | VARCHAR | Chuẩn nghèo",
            also=(_MONTH_NAME, _SERIES_YEAR, _AREA_LABEL, _HIDDEN_NAME),
        ),
        "month",
    ),
    Dataset(
        "dossier_form",
        _columns(
            "calendar | VARCHAR | Lịch",
            "period_kind | VARCHAR | Loại kỳ",
            "period_start | DATE | Kỳ",
            "field_name | VARCHAR | Lĩnh vực",
            "received_online | INTEGER | Trực tuyến",
            "received_direct_postal | INTEGER | Trực tiếp, bưu chính",
            "resolved_early | INTEGER | Trước hạn",
            "resolved_on_time | INTEGER | Đúng hạn",
            "resolved_late | INTEGER | Quá hạn",
            also=(replace(_MONTH_NAME, expression="'tháng ' || to_char(period_start, 'MM/YYYY')"),),
        ),
        "period_start",
    ),
    Dataset(
        "delivery_status",
        _columns(
            "source_name | VARCHAR | Nguồn",
            "month | DATE | Kỳ",
            "status_name | VARCHAR | Kết quả",
            "rows_read | INTEGER | Số dòng",
            "rows_published | INTEGER | Công bố",
            "rows_quarantined | INTEGER | Bị chặn",
            "received_at | TIMESTAMP | Nhận lúc",
            also=(_MONTH_NAME,),
        ),
        "month",
    ),
    Dataset(
        "data_quality",
        _columns(
            "source_name | VARCHAR | Nguồn",
            "month | DATE | Kỳ",
            "rule_code | VARCHAR | Mã quy tắc",
            "severity_name | VARCHAR | Mức",
            "finding_count | INTEGER | Số điểm",
            also=(_RULE_NAME, _MONTH_NAME, _SEVERITY_PLACE),
        ),
        "month",
    ),
)


def total(column: str, label: str, how: str = "SUM") -> dict[str, Any]:
    """A metric over a column, in Superset's own form."""
    return {
        "expressionType": "SIMPLE",
        "column": {"column_name": column},
        "aggregate": how,
        "label": label,
        "optionName": f"metric_{how.lower()}_{column}",
    }


def equal(column: str, *values: Any) -> dict[str, Any]:
    """A filter: the column is one of the values."""
    return {"col": column, "op": "IN", "val": list(values)}


_COUNT = {"expressionType": "SQL", "sqlExpression": "COUNT(*)", "label": "Số lượng", "optionName": "metric_count"}
_VALUE, _LINE, _AIM = total("value", "Giá trị", "MAX"), total("trajectory", "Đường tiến độ", "MAX"), total("target", "Mục tiêu", "MAX")
#: The ward's own figures, whatever its code.
OF_THE_WARD = "area_code = ward_code"


#: Months along the axis, as a form of lines states them and as a query asks for them.
_BY_MONTH_FORM = {
    "row_limit": 1000,
    "show_legend": True,
    "markerEnabled": True,
    "y_axis_format": ",.2~f",
    "truncateYAxis": True,
    "x_axis_time_format": "%m/%Y",
    "time_grain_sqla": "P1M",
    # A month without a value is a gap, not a line across it.
    "resample_rule": "1MS",
    "resample_method": "asfreq",
    "connectNulls": False,
}


def _month_axis() -> dict[str, Any]:
    return {"timeGrain": "P1M", "columnType": "BASE_AXIS", "sqlExpression": "month", "label": "month", "expressionType": "SQL"}


def _in_billions(column: str, label: str) -> dict[str, Any]:
    """Money as its axis can tell it."""
    return {"expressionType": "SQL", "sqlExpression": f"max({column}) / 1e9", "label": label, "optionName": f"metric_billions_{column}"}


def trend(code: str, title: str, window: str, *by: str, is_growth: bool = False) -> Chart:
    """``by``: what one line may not be drawn across. ``is_growth``: the target is a percentage a year, which is no line among values;
    the way is."""
    metrics = [_in_billions("value", "Giá trị"), _in_billions("trajectory", "Đường tiến độ")] if is_growth else [_VALUE, _LINE, _AIM]
    form = {"x_axis": "month", "metrics": metrics, "groupby": list(by), **_BY_MONTH_FORM}
    query = {
        "columns": [_month_axis(), *by],
        "metrics": metrics,
        "filters": [equal("indicator_code", code), equal("window", window)],
        "extras": {"where": OF_THE_WARD, "having": ""},
    }
    return Chart(f"trend_{code.lower()}", title, "published_value", "echarts_timeseries_line", 6, 50, form, query)


def table(
    name: str,
    title: str,
    view: str,
    columns: list[str],
    width: int = 12,
    height: int = 70,
    coloured: tuple[str, Mapping[str, str]] = ("", {}),
    **query: Any,
) -> Chart:
    """``coloured``: a column, and by its words the colours of their cells."""
    form = {
        "conditional_formatting": [
            {"column": coloured[0], "operator": "=", "targetValue": word, "colorScheme": colour} for word, colour in coloured[1].items()
        ],
        "query_mode": "raw",
        "all_columns": columns,
        "row_limit": 1000,
        "include_search": True,
        "table_timestamp_format": "%d/%m/%Y %H:%M",
        "order_by_cols": [json.dumps(order) for order in query.get("orderby", ())],
        # No bars in cells: they would measure đồng, percent and schools of one column against each other.
        "show_cell_bars": False,
    }
    return Chart(name, title, view, "table", width, height, form, {"columns": columns, **query})


def bars(
    name: str,
    title: str,
    view: str,
    axis: str,
    metric: dict[str, Any] | list[dict[str, Any]],
    by: list[str],
    width: int = 6,
    height: int = 50,
    **query: Any,
) -> Chart:
    """``metric``: one, or several that are stacked on each other."""
    metrics = metric if isinstance(metric, list) else [metric]
    form = {
        "x_axis": axis,
        "metrics": metrics,
        "groupby": by,
        "row_limit": 1000,
        "show_legend": True,
        "stack": "Stack" if by or len(metrics) > 1 else None,
        "orientation": "horizontal",
        # In the order of their names; a horizontal axis counts from below.
        "x_axis_sort": axis,
        "x_axis_sort_asc": False,
        "x_axis_sort_series": "name",
        "x_axis_sort_series_ascending": True,
    }
    return Chart(name, title, view, "echarts_timeseries_bar", width, height, form, {"columns": [axis, *by], "metrics": metrics, **query})


#: Counts of months add up over them, those of one field of work over all: no other rows of the form are taken.
_BY_FIELD_AND_MONTH: dict[str, Any] = {
    "filters": [equal("calendar", "calendar"), equal("period_kind", "month")],
    "extras": {"where": "field_name is not null", "having": ""},
}


def coverage(code: str, name: str, slug: str) -> tuple[Chart, Chart, Chart]:
    """Residential groups in their order, former units apart from them, and in words which groups are kept back."""
    of_the_month = [equal("indicator_code", code), equal("window", "snapshot")]
    told = [*of_the_month, equal("is_suppressed", 0)]
    metric = {**_VALUE, "label": f"{name} (%)"}
    groups, units = ({"where": where, "having": ""} for where in (OF_GROUPS, OF_FORMER_UNITS))
    return (
        bars(f"coverage_{slug}", f"{name} theo tổ dân phố, tháng đã chọn (%)", "published_value", "area_label", metric, [], 6, 60,
             filters=told, extras=groups),
        bars(f"coverage_{slug}_units", f"{name} theo đơn vị cũ, tháng đã chọn (%)", "published_value", "area_label", metric, [], 6, 60,
             filters=told, extras=units),
        table(f"coverage_{slug}_hidden", f"{name}: nơi số nhỏ, không công bố", "published_value", ["area_label", "hidden_name"], 6, 50,
              filters=[*of_the_month, equal("is_suppressed", 1)], extras={"where": "area_code <> ward_code", "having": ""},
              orderby=[["area_label", True]]),
    )  # fmt: skip


CHARTS = (
    table(
        "scorecard_table",
        "Bảng điểm chỉ tiêu, số mới nhất tính đến tháng đã chọn",
        "published_scorecard_by_month",
        [
            *("indicator_code", "indicator_name", "month_name", "value_text", "target_text", "trajectory_text"),
            *("status_name", "reason", "note_text", "owner_name"),
        ],
        height=110,
        coloured=("status_name", STATUS_COLOURS),
        orderby=[["sort_order", True]],
    ),
    # Each status is a series of its own, so that it has its colour.
    bars("scorecard_status", "Số chỉ tiêu theo đánh giá", "published_scorecard_by_month", "status_label", _COUNT, ["status_name"], 6, 40),
    bars("scorecard_owner", "Đánh giá theo phòng phụ trách", "published_scorecard_by_month", "owner_name", _COUNT, ["status_name"], 6, 40),
    trend("XH04", "XH04 Tỷ lệ tham gia BHYT so với mục tiêu (%)", "snapshot"),
    trend("XH05", "XH05 Tỷ lệ tham gia BHXH so với mục tiêu (%)", "snapshot"),
    trend("XH01", "XH01 Hộ nghèo so với mục tiêu, theo từng chuẩn nghèo (hộ)", "snapshot", "standard_version"),
    trend("HC01", "HC01 Giải quyết đúng hạn, từ đầu năm (%)", "year_to_date", "series_year"),
    trend("HC02", "HC02 Hồ sơ trực tuyến, từ đầu năm (%)", "year_to_date", "series_year"),
    trend("KT01", "KT01 Thu ngân sách, từ đầu năm (tỷ đồng)", "year_to_date", "series_year", is_growth=True),
    bars(
        "dossier_field",
        "Hồ sơ đã giải quyết theo lĩnh vực và kết quả, cộng các tháng đã chọn",
        "dossier_form",
        "field_name",
        [total("resolved_early", "Trước hạn"), total("resolved_on_time", "Đúng hạn"), total("resolved_late", "Quá hạn")],
        [],
        6,
        60,
        **_BY_FIELD_AND_MONTH,
    ),
    bars(
        "dossier_channel",
        "Hồ sơ tiếp nhận theo lĩnh vực và hình thức nộp, cộng các tháng đã chọn",
        "dossier_form",
        "field_name",
        [total("received_online", "Trực tuyến"), total("received_direct_postal", "Trực tiếp, bưu chính")],
        [],
        6,
        60,
        **_BY_FIELD_AND_MONTH,
    ),
    *(chart for about in (("XH04", "BHYT", "health"), ("XH05", "BHXH", "social")) for chart in coverage(*about)),
    table(
        "quality_deliveries",
        "Tệp đã nhận theo nguồn và tháng",
        "delivery_status",
        ["source_name", "month_name", "status_name", "rows_read", "rows_published", "rows_quarantined", "received_at"],
        12,
        60,
        orderby=[["received_at", False]],
    ),
    table(
        "quality_findings",
        "Điểm còn mở theo quy tắc",
        "data_quality",
        ["severity_name", "rule_name", "source_name", "month_name", "finding_count"],
        12,
        90,
        coloured=("severity_name", {name: COLOURS[name] for name in ("Chặn", "Cần xác nhận")}),
        orderby=[["severity_place", True], ["rule_code", True], ["month", False]],
    ),
)

TABS = (
    Tab("Bảng điểm", ("scorecard_table", "scorecard_status", "scorecard_owner")),
    Tab("Xu hướng so với mục tiêu", ("trend_xh04", "trend_xh05", "trend_xh01", "trend_hc01", "trend_hc02", "trend_kt01")),
    Tab("Hồ sơ một cửa", ("dossier_field", "dossier_channel")),
    Tab(
        "Bao phủ theo tổ dân phố",
        tuple(f"coverage_{name}" for name in ("health", "social", "health_units", "social_units", "health_hidden", "social_hidden")),
    ),
    Tab("Chất lượng dữ liệu", ("quality_deliveries", "quality_findings")),
)


@dataclass(frozen=True)
class Filter:
    """``tabs``: whose charts it narrows. A column that a chart's view has not leaves that chart as it is."""

    name: str
    title: str
    view: str
    column: str
    tabs: tuple[str, ...]
    is_ascending: bool = True
    description: str = ""
    #: A metric of the view that its values are put in order by, where words are not in their own.
    order: str | None = None
    #: One value always, the first in that order until another is chosen: charts that show one month.
    is_one: bool = False
    #: Rows of the view whose values are offered.
    where: str | None = None


def tab_id(title: str) -> str:
    return f"TAB-{[tab.title for tab in TABS].index(title)}"


_SCORECARD, _COVERAGE = tab_id("Bảng điểm"), tab_id("Bao phủ theo tổ dân phố")
_OF_MANY_MONTHS = tuple(tab_id(tab.title) for tab in TABS if tab_id(tab.title) not in (_COVERAGE, _SCORECARD))
FILTERS = (
    Filter(
        *("scorecard_month", "Tháng của bảng điểm", "published_scorecard_by_month", "scorecard_month_text", (_SCORECARD,), False),
        description="Số mới nhất tính đến tháng này.",
        order="newest_month",
        is_one=True,
    ),
    Filter(
        *("coverage_month", "Tháng của danh sách", "published_value", "month_name", (_COVERAGE,), False),
        description="Tháng chưa có danh sách thì không có hình.",
        order="newest_month",
        is_one=True,
        where="indicator_code in ('XH04', 'XH05') and \"window\" = 'snapshot' and area_code <> ward_code",
    ),
    Filter(
        *("month", "Các tháng", "published_value", "month_name", _OF_MANY_MONTHS, False, "Để trống: các tháng đang có."),
        order="newest_month",
    ),
    Filter("owner", "Phòng phụ trách", "published_scorecard_by_month", "owner_name", (_SCORECARD,)),
    Filter("area", "Tổ dân phố, đơn vị cũ", "published_value", "area_label", (_COVERAGE,)),
)
