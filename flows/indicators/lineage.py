"""Lineage: from a figure to the rows that it was made from: by delivery, sheet and row, with the formula and the history of the value.

Data flow: mart.indicator_value, audit.indicator_lineage, sql/indicators -> ``Trace``. Nothing personal: a row is named by its place.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from expectations.registry import NAMES_VI
from flows.database.sql_text import SQL_FOLDER, read_sql
from flows.system.errors import ChitieuError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward

Row = dict[str, Any]
PARTS = ("numerator", "denominator")
#: Deliveries and places in one statement: the view works out what stands behind a value once.
_BEHIND = """
    with line as materialized (
        select * from audit.indicator_lineage
        where ward_key = %(ward)s and indicator_code = %(code)s and area_key = %(area)s and month_key = %(month)s
          and window_kind = %(window)s and part = any(%(parts)s)
    ),
    placed as (
        select *, row_number() over (partition by part order by delivery_id, sheet_name nulls first, row_number) as place
        from line where weight <> 0
    )
    select true as is_delivery, part, delivery_id, file_name, source, delivery_month, received_at, rule_version, count(*) as rows,
           count(*) filter (where weight <> 0) as counted_rows, sum(weight) as weight, null::text as sheet_name, null::bigint as row_number
    from line group by part, delivery_id, file_name, source, delivery_month, received_at, rule_version
    union all
    select false, part, delivery_id, file_name, null, null, null, null, null, null, weight, sheet_name, row_number
    from placed where place > %(skipped)s and place <= %(skipped)s::bigint + %(limit)s
    order by part desc, delivery_id, sheet_name nulls first, row_number"""
_OF_DELIVERY = (
    "part",
    "delivery_id",
    "file_name",
    "source",
    "delivery_month",
    "received_at",
    "rule_version",
    "rows",
    "counted_rows",
    "weight",
)
_OF_ROW = ("part", "delivery_id", "file_name", "sheet_name", "row_number", "weight")
_HISTORY = """
    select numerator, denominator, value, known_from, known_to, cause_kind, cause, delivery_number, rule_version
    from mart.indicator_history
    where ward_code = %(ward_code)s and indicator_code = %(code)s and area_code = %(area_code)s and month = %(first)s
      and "window" = %(window)s
    order by known_from desc"""


class TraceError(ChitieuError):
    """There is no such value."""


@dataclass(frozen=True)
class Trace:
    """``value``: the line of mart.indicator_value. ``counted``: what its parts count and which lists tell it, in the plan's words.
    ``deliveries``: per part and delivery how many rows and what they add up to; ``rows``: their places, at most as many as were asked for.
    ``history``: what was known of the value, the newest first."""

    value: Row
    counted: dict[str, str]
    formula: dict[str, str]
    deliveries: list[Row]
    rows: list[Row]
    history: list[Row]

    def total(self, part: str) -> Decimal:
        return sum((line["weight"] for line in self.deliveries if line["part"] == part), Decimal(0))


def trace(
    connection: "Connection",
    ward: "Ward",
    code: str,
    month: date,
    area_code: str | None = None,
    window: str | None = None,
    part: str | None = None,
    limit: int = 50,
    skipped: int = 0,
) -> Trace:
    """Of a value that has a month and a year to date the latter, unless ``window`` says otherwise. ``limit``: rows that are listed of each
    part after those that are ``skipped``. Raises ``TraceError`` where there is no such value."""
    value = _value(connection, ward, code, month, area_code or _own_area(connection, ward, code), window)
    key = {
        "ward": value["ward_key"],
        "code": code,
        "area": value["area_key"],
        "month": value["month_key"],
        "window": value["window"],
        "limit": limit,
        "skipped": skipped,
        "parts": [part] if part else list(PARTS),
        "ward_code": ward.code,
        "area_code": value["area_code"],
        "first": month,
    }
    behind, history = _rows(connection, _BEHIND, key), _rows(connection, _HISTORY, key)
    deliveries = [{name: one[name] for name in _OF_DELIVERY} for one in behind if one["is_delivery"]]
    rows = [{name: one[name] for name in _OF_ROW} for one in behind if not one["is_delivery"]]
    return Trace(value, _counted(ward, code), formula_of(code), deliveries, rows, history)


def _own_area(connection: "Connection", ward: "Ward", code: str) -> str:
    found = connection.exec_driver_sql(
        """select i.area_code from warehouse.dim_indicator i join warehouse.dim_ward w using (ward_key)
           where w.ward_code = %s and i.indicator_code = %s""",
        (ward.code, code),
    ).scalar_one_or_none()
    if found is None:
        raise TraceError(f"'{code}': không có chỉ tiêu này trong danh mục của {ward.name}. Xem mã ở bảng điểm (chitieu status).")
    return str(found)


def _value(connection: "Connection", ward: "Ward", code: str, month: date, area_code: str, window: str | None) -> Row:
    found = _rows(
        connection,
        """select v.*, w.ward_key, a.area_key, m.month_key from mart.indicator_value v
           join warehouse.dim_ward w using (ward_code)
           join warehouse.dim_month m on m.first_date = v.month
           join warehouse.area_period a on a.ward_key = w.ward_key and a.area_code = v.area_code
               and m.last_date between a.effective_from and a.effective_to
           where v.ward_code = %(ward)s and v.indicator_code = %(code)s and v.month = %(month)s and v.area_code = %(area)s
             and (%(window)s::text is null or v."window" = %(window)s)
           order by v."window" = 'month' limit 1""",
        {"ward": ward.code, "code": code, "month": month, "area": area_code, "window": window},
    )
    if not found:
        raise TraceError(
            f"{code}, tháng {month:%m/%Y}, khu vực {area_code}: chưa có giá trị nào. "
            "Kiểm tra mã khu vực và tháng, hoặc nạp tệp của tháng đó."
        )
    return found[0]


def _counted(ward: "Ward", code: str) -> dict[str, str]:
    try:
        return counted_vi(ward, code)
    except KeyError:
        raise TraceError(
            f"{code}: chỉ tiêu này không còn trong danh mục của {ward.name} (plan.toml), nên không nói được tử số và mẫu số của nó là gì."
        ) from None


def counted_vi(ward: "Ward", code: str) -> dict[str, str]:
    """What the plan says that numerator and denominator count, and the lists that tell it; of what has no denominator, its name."""
    row = ward.plan_info.indicator(code)
    words = {
        "numerator": row.numerator or row.name,
        "denominator": row.denominator,
        "source": ", ".join(NAMES_VI[source] for source in row.sources),
    }
    return {name: text for name, text in words.items() if text}


def formula_of(code: str) -> dict[str, str]:
    """What heads the indicator's own text: name, unit, numerator, denominator, source; of a figure shown beside it, the indicator's."""
    for name in (code, code.split("-")[0], "reported"):
        path = SQL_FOLDER / "indicators" / f"{name}.sql"
        if path.exists():
            head = re.sub(r"\n--\s{5,}", " ", read_sql(f"indicators/{name}.sql"))
            return dict(re.findall(r"^-- (\w+): (.+)$", head, re.MULTILINE))
    return {}


def _rows(connection: "Connection", query: str, parameters: dict[str, Any]) -> list[Row]:
    return [dict(row) for row in connection.exec_driver_sql(query, parameters).mappings()]
