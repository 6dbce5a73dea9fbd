"""Dashboard: what the dashboard shows: views of the mart, charts over them, tabs. Titles are what leaders read; names of columns are the
mart's.

Every dataset is one view: Superset never joins.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """``kind`` as Superset names types: VARCHAR, FLOAT, INTEGER, DATE, TIMESTAMP, BOOLEAN."""

    name: str
    kind: str
    label: str

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


def _columns(*lines: str) -> tuple[Column, ...]:
    return tuple(Column(*(part.strip() for part in line.split("|"))) for line in lines)


DATASETS = (
    Dataset(
        "published_scorecard",
        _columns(
            "indicator_code | VARCHAR | Mã",
            "indicator_name | VARCHAR | Chỉ tiêu",
            "month | DATE | Kỳ",
            "value | FLOAT | Giá trị",
            "unit | VARCHAR | Đơn vị",
            "target | FLOAT | Mục tiêu",
            "trajectory | FLOAT | Đường tiến độ",
            "status | VARCHAR | Đánh giá",
            "status_name | VARCHAR | Đánh giá",
            "target_year | INTEGER | Năm đích",
            "owner_name | VARCHAR | Phụ trách",
            "trend_12m | FLOAT | Thay đổi 12 tháng",
            "forecast_at_target_year | FLOAT | Dự báo năm đích",
            "note | VARCHAR | Ghi chú",
            "reason | VARCHAR | Lý do",
            "sort_order | INTEGER | Thứ tự",
        ),
        "month",
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
    "y_axis_format": ",.2f",
    "truncateYAxis": True,
    "x_axis_time_format": "%m/%Y",
    "time_grain_sqla": "P1M",
}


def _month_axis() -> dict[str, Any]:
    return {"timeGrain": "P1M", "columnType": "BASE_AXIS", "sqlExpression": "month", "label": "month", "expressionType": "SQL"}


def trend(code: str, title: str, window: str, *by: str, is_growth: bool = False) -> Chart:
    """``by``: what one line may not be drawn across. ``is_growth``: the target is a percentage a year, which is no line among values;
    the way is."""
    metrics = [_VALUE, _LINE] if is_growth else [_VALUE, _LINE, _AIM]
    form = {"x_axis": "month", "metrics": metrics, "groupby": list(by), **_BY_MONTH_FORM}
    query = {
        "columns": [_month_axis(), *by],
        "metrics": metrics,
        "filters": [equal("indicator_code", code), equal("window", window)],
        "extras": {"where": OF_THE_WARD, "having": ""},
    }
    return Chart(f"trend_{code.lower()}", title, "published_value", "echarts_timeseries_line", 6, 50, form, query)


def table(name: str, title: str, view: str, columns: list[str], width: int = 12, height: int = 70, **query: Any) -> Chart:
    form = {
        "query_mode": "raw",
        "all_columns": columns,
        "row_limit": 1000,
        "include_search": True,
        "table_timestamp_format": "%m/%Y",
        "order_by_cols": [],
        # No bars in cells: they would measure đồng, percent and schools of one column against each other.
        "show_cell_bars": False,
        "column_config": {"value": {"d3NumberFormat": ",.2~f"}},
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
    }
    return Chart(name, title, view, "echarts_timeseries_bar", width, height, form, {"columns": [axis, *by], "metrics": metrics, **query})


#: Counts of months add up over them, those of one field of work over all: no other rows of the form are taken.
_BY_FIELD_AND_MONTH: dict[str, Any] = {
    "filters": [equal("calendar", "calendar"), equal("period_kind", "month")],
    "extras": {"where": "field_name is not null", "having": ""},
}


CHARTS = (
    table(
        "scorecard_table",
        "Bảng điểm chỉ tiêu",
        "published_scorecard",
        # The reason tells target and way in their own units: the target of a growth is a percentage beside a value in đồng.
        ["indicator_code", "indicator_name", "month", "value", "unit", "status_name", "reason", "note", "owner_name"],
        orderby=[["sort_order", True]],
    ),
    bars("scorecard_status", "Số chỉ tiêu theo đánh giá", "published_scorecard", "status_name", _COUNT, [], 6, 40),
    bars("scorecard_owner", "Đánh giá theo phòng phụ trách", "published_scorecard", "owner_name", _COUNT, ["status_name"], 6, 40),
    trend("XH04", "XH04 Tỷ lệ tham gia BHYT so với mục tiêu (%)", "snapshot"),
    trend("XH05", "XH05 Tỷ lệ tham gia BHXH so với mục tiêu (%)", "snapshot"),
    trend("XH01", "XH01 Hộ nghèo so với mục tiêu, theo từng chuẩn nghèo (hộ)", "snapshot", "standard_version"),
    trend("HC01", "HC01 Giải quyết đúng hạn, từ đầu năm (%)", "year_to_date"),
    trend("HC02", "HC02 Hồ sơ trực tuyến, từ đầu năm (%)", "year_to_date"),
    trend("KT01", "KT01 Thu ngân sách, từ đầu năm (đồng)", "year_to_date", is_growth=True),
    bars(
        "dossier_field",
        "Hồ sơ đã giải quyết theo lĩnh vực và kết quả",
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
        "Hồ sơ tiếp nhận theo lĩnh vực và hình thức nộp",
        "dossier_form",
        "field_name",
        [total("received_online", "Trực tuyến"), total("received_direct_postal", "Trực tiếp, bưu chính")],
        [],
        6,
        60,
        **_BY_FIELD_AND_MONTH,
    ),
    bars(
        "coverage_health",
        "BHYT theo tổ dân phố, tháng mới nhất (%)",
        "published_value",
        "area_name",
        _VALUE,
        [],
        6,
        70,
        filters=[equal("indicator_code", "XH04"), equal("window", "snapshot"), equal("is_suppressed", 0), equal("is_newest", 1)],
        extras={"where": "area_code <> ward_code", "having": ""},
    ),
    bars(
        "coverage_social",
        "BHXH theo tổ dân phố, tháng mới nhất (%)",
        "published_value",
        "area_name",
        _VALUE,
        [],
        6,
        70,
        filters=[equal("indicator_code", "XH05"), equal("window", "snapshot"), equal("is_suppressed", 0), equal("is_newest", 1)],
        extras={"where": "area_code <> ward_code", "having": ""},
    ),
    table(
        "quality_deliveries",
        "Tệp đã nhận theo nguồn và tháng",
        "delivery_status",
        ["source_name", "month", "status_name", "rows_read", "rows_published", "rows_quarantined", "received_at"],
        6,
        70,
        orderby=[["received_at", False]],
    ),
    bars(
        "quality_findings",
        "Điểm còn mở theo quy tắc",
        "data_quality",
        "rule_code",
        total("finding_count", "Số điểm"),
        ["severity_name"],
        6,
        70,
    ),
)

TABS = (
    Tab("Bảng điểm", ("scorecard_table", "scorecard_status", "scorecard_owner")),
    Tab("Xu hướng so với mục tiêu", ("trend_xh04", "trend_xh05", "trend_xh01", "trend_hc01", "trend_hc02", "trend_kt01")),
    Tab("Hồ sơ một cửa", ("dossier_field", "dossier_channel")),
    Tab("Bao phủ theo tổ dân phố", ("coverage_health", "coverage_social")),
    Tab("Chất lượng dữ liệu", ("quality_deliveries", "quality_findings")),
)
