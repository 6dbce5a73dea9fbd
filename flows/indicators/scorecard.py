"""The scorecard: a row per target of the plan, as ``mart.scorecard`` has it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection


Row = dict[str, Any]


#: Columns of the scorecard that people are shown and ``--json`` prints.
SCORECARD = (
    "indicator_code",
    "indicator_name",
    "area_code",
    "area_name",
    "month",
    "window",
    "numerator",
    "denominator",
    "value",
    "unit",
    "target",
    "target_range_to",
    "target_kind",
    "target_year",
    "is_every_year",
    "trajectory",
    "status",
    "is_provisional",
    "owner",
    "plan_section",
    "trend_12m",
    "forecast_at_target_year",
    "held_since",
    "note",
    "reason",
    "baseline",
    "distance_to_target",
    "needed_per_month",
    "same_month_last_year",
    "change_on_last_year",
    "trend_per_month",
    "forecast_low",
    "forecast_high",
    "is_strict",
    "target_shape",
)


def read_scorecard(connection: "Connection", ward_code: str) -> list[Row]:
    columns = ", ".join(f'"{name}"' for name in SCORECARD)
    return read_rows(connection, f"select {columns} from mart.scorecard where ward_code = %s order by sort_order", ward_code)


def read_rows(connection: "Connection", query: str, ward_code: str) -> list[Row]:
    """Rows of a query whose one parameter is the ward."""
    return [dict(row) for row in connection.exec_driver_sql(query, (ward_code,)).mappings()]
