"""Data of a report: what a report is made of, read once: the month's figures, the lines of the scorecard, the series behind them, the
form's counts.

Nothing of a workbook is read anywhere else, so that what is frozen, hashed and printed is one and the same.

Data flow: mart, audit -> ``read_facts`` -> ``Facts``
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flows.outputs.reports.dossier_form_counts import Form, read_forms
from flows.system.errors import ChitieuError
from flows.wording.numbers import as_written

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward
    from flows.validation.open_findings import Cause

Row = dict[str, Any]
#: Months that the series go back, beside the report's own: charts need them; the sheets print the newest thirteen.
SERIES_MONTHS = 24
#: What identifies a figure, and what is frozen of it.
FIGURE_KEY = ("indicator_code", "area_code", "month", "window")
FROZEN = (
    *FIGURE_KEY,
    "indicator_name",
    "area_name",
    "numerator",
    "denominator",
    "value",
    "unit",
    "target",
    "trajectory",
    "status",
    "is_provisional",
    "is_suppressed",
    "is_scorecard",
)
#: What is frozen of a delivery.
INPUT = ("source", "month", "sha256")


class ReportError(ChitieuError):
    """The month has nothing to report, its form contradicts itself, or a file cannot be written."""


@dataclass(frozen=True)
class Facts:
    """``scorecard``: every indicator of the plan in its order, the newest value up to the month (``value`` None: nothing known).
    ``figures``: everything known of the month itself, all areas. ``series``: the area that the plan speaks of, month by month, with the
    report's own. ``inputs``: published deliveries behind them. ``adjustments``: what earlier reports, ``reports_before`` of them, said
    otherwise."""

    ward: "Ward"
    month: date
    scorecard: tuple[Row, ...]
    figures: tuple[Row, ...]
    series: tuple[Row, ...]
    forms: tuple[Form, ...]
    inputs: tuple[Row, ...]
    adjustments: tuple[Row, ...]
    form_adjustments: tuple[Row, ...]
    causes: "tuple[Cause, ...]"
    reports_before: int

    @cached_property
    def frozen(self) -> tuple[Row, ...]:
        """Every figure that the workbooks print, once, in a fixed order."""
        lines = {tuple(row[name] for name in FIGURE_KEY) for row in self.scorecard}
        kept = {tuple(row[name] for name in FIGURE_KEY): row for row in (*self.scorecard, *self.series, *self.figures)}
        return tuple(
            {name: row.get(name) for name in FROZEN}
            | {
                "is_provisional": int(bool(row["is_provisional"])),
                "is_suppressed": int(bool(row["is_suppressed"])),
                "is_scorecard": int(key in lines),
            }
            for key, row in sorted(kept.items())
        )

    @cached_property
    def inputs_sha256(self) -> str:
        return digest_of(self.frozen, [row for form in self.forms for row in form.frozen], self.inputs)


def digest_of(figures: Iterable[Row], counts: Iterable[Row], inputs: Iterable[Row]) -> str:
    """SHA-256 over the figures, the form's counts and the deliveries (source, month and digest, each once), one line of JSON each and the
    lines of each kind sorted: of what the record keeps and of nothing else, so that it can be told from the record again."""
    digest = hashlib.sha256()
    deliveries = {tuple(row[name] for name in INPUT): {name: row[name] for name in INPUT} for row in inputs}
    for lines in (_lines(figures), _lines(counts), _lines(deliveries.values())):
        for line in sorted(lines):
            digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def _lines(rows: Any) -> Iterator[str]:
    for row in rows:
        yield json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    """One writing for one number, whatever scale the database gives it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def read_facts(connection: "Connection", ward: "Ward", month: date) -> Facts:
    """``ReportError`` for a month of which nothing is known, and ``FormError`` for a form that contradicts itself."""
    from flows.validation.open_findings import open_causes

    known = _rows(connection, _PUBLISHED, ward, month)
    figures = tuple(row for row in known if row["month"] == month)
    if not figures:
        raise ReportError(_nothing_known(connection, ward, month))
    of_the_plan = [row for row in known if row["area_code"] == row["plan_area_code"]]
    first = earlier(month, SERIES_MONTHS)
    return Facts(
        ward=ward,
        month=month,
        scorecard=tuple(_line(row, of_the_plan, month, ward) for row in _rows(connection, _LINES, ward, month)),
        figures=figures,
        series=tuple(row for row in of_the_plan if row["month"] >= first),
        forms=read_forms(connection, ward.code, month),
        inputs=_rows(connection, _INPUTS, ward, month),
        adjustments=_rows(connection, _ADJUSTMENTS, ward, month),
        form_adjustments=_rows(connection, _FORM_ADJUSTMENTS, ward, month),
        causes=tuple(cause for cause in open_causes(connection, ward.code) if cause.month is None or cause.month <= month),
        reports_before=int(
            connection.exec_driver_sql("select count(*) from audit.issued_report where ward_code = %s", (ward.code,)).scalar_one()
        ),
    )


def _nothing_known(connection: "Connection", ward: "Ward", month: date) -> str:
    newest = connection.exec_driver_sql(
        "select to_char(max(month), 'mm/yyyy') from mart.indicator_value where ward_code = %s", (ward.code,)
    ).scalar_one()
    known = f"tháng mới nhất có số liệu là {newest}" if newest else "kho chưa có số liệu nào"
    return (
        f"{ward.name}, tháng {month:%m/%Y}: chưa có số liệu, không lập báo cáo ({known}). "
        "Nạp tệp của tháng này bằng chitieu run, hoặc chọn tháng khác."
    )


def _rows(connection: "Connection", query: str, ward: "Ward", month: date) -> tuple[Row, ...]:
    return tuple(dict(row) for row in connection.exec_driver_sql(query, {"ward": ward.code, "month": month}).mappings())


_INDICATOR = """i.parent_code, i.measure, i.window_kind as own_window, i.feed, i.sort_order, i.is_in_plan = 1 as is_of_plan, i.note_vi,
       i.area_code as plan_area_code"""
#: The month itself in all areas, and the area that the plan speaks of in all months. Small counts are kept back there, and with them
#: what is said of them. The values are worked out once: joined as they are, they were again for each indicator.
_PUBLISHED = f"""
with published as materialized (
    select * from mart.published_value where ward_code = %(ward)s and month <= %(month)s
)
select p.ward_code, p.indicator_code, p.indicator_name, p.area_code, p.area_name, p.month, p."window", p.numerator, p.denominator, p.value,
       p.unit, p.target, p.trajectory, p.status, p.is_provisional, p.is_suppressed, p.target_kind, p.target_year, p.is_every_year,
       p.reason, p.target_shape, p.target_range_to, p.strict_flag = 1 as is_strict, {_INDICATOR}
from published p
join warehouse.dim_ward w on w.ward_code = p.ward_code
join warehouse.dim_indicator i on i.ward_key = w.ward_key and i.indicator_code = p.indicator_code
where p.month = %(month)s or p.area_code = i.area_code
order by i.sort_order, p.area_code, p."window" desc, p.month"""
#: A forecast stands for the newest month only, and not where a figure of its series is kept back: the line would lead back to it. A target
#: also where nothing is known yet.
_LINES = f"""
select s.indicator_code, s.indicator_name, s.area_code, coalesce(s.area_name, '') as area_name, s.unit, s.target, s.target_kind,
       s.target_year, s.every_year_flag = 1 as is_every_year, s.target_shape, s.target_range_to, s.strict_flag = 1 as is_strict,
       s.month as newest_month, s.forecast_at_target_year, s.forecast_low, s.forecast_high, s.owner, s.owner_name, {_INDICATOR}
from mart.published_scorecard s
join warehouse.dim_ward w on w.ward_code = s.ward_code
join warehouse.dim_indicator i on i.ward_key = w.ward_key and i.indicator_code = s.indicator_code
where s.ward_code = %(ward)s
order by s.sort_order"""
#: Logs of later months say how dossiers of this one ended.
_INPUTS = """
select source, month, sha256, status, received_at::date as received_on, (received_at at time zone 'Asia/Ho_Chi_Minh') as received_at
from audit.published_delivery
where ward_code = %(ward)s and (month <= %(month)s or source = 'dossiers')
order by source, month, sha256"""
_ADJUSTMENTS = """
select j.*, d.sort_order, coalesce(d.measure, 'value') as measure from mart.adjustment j
left join warehouse.dim_ward w on w.ward_code = j.ward_code
left join warehouse.dim_indicator d on d.ward_key = w.ward_key and d.indicator_code = j.indicator_code
where j.ward_code = %(ward)s and j.month <= %(month)s
order by j.month desc, d.sort_order, j.area_code, j."window" desc"""
_FORM_ADJUSTMENTS = """
select * from mart.form_adjustment where ward_code = %(ward)s and period_end <= %(month)s + interval '1 month' - interval '1 day'
order by period_end desc, calendar, period_kind, field_name nulls first, column_number"""


# --- lines of the scorecard ----------------------------------------------------------------------------------------------------
_NOTHING = {
    "known_month": None,
    "numerator": None,
    "denominator": None,
    "value": None,
    "trajectory": None,
    "status": "no_data",
    "is_provisional": False,
    "is_suppressed": 0,
    "reason": None,
}


def _line(line: Row, known: Sequence[Row], month: date, ward: "Ward") -> Row:
    """The newest value up to the month, of the year to date rather than of the month alone; beside it the changes against the month and
    the year before, and the twelve months up to the report's. A year to date begins anew in January, a poverty standard with its first
    month."""
    own = {row["month"]: row for row in known if row["indicator_code"] == line["indicator_code"] and row["window"] != "month"}
    newest = max(own, default=None)
    window = "year_to_date" if line["own_window"] == "flow" else line["own_window"]
    row = {**line, "month": month, "window": window, **_NOTHING} if newest is None else {**line, **own[newest], "known_month": newest}
    row["area_name"] = row["area_name"] or ward.name
    row["is_newest"] = newest is not None and newest == line["newest_month"] and not row["is_suppressed"]
    values = {
        place: other["value"] for place, other in own.items() if newest and _standard(line, place, ward) == _standard(line, newest, ward)
    }
    row["months"] = [values.get(earlier(month, back)) for back in range(11, -1, -1)]
    for name, back in (("change_month", 1), ("change_year", 12)):
        before = values.get(earlier(newest, back)) if newest else None
        begins = back == 1 and newest is not None and newest.month == 1 and own[newest]["window"] == "year_to_date"
        row[name] = _between(row["value"], before, row["unit"]) if not begins else None
    return row


def _between(now: Decimal | None, before: Decimal | None, unit: str) -> Decimal | None:
    """Of the two figures as they are printed, in this report and in the one before."""
    return None if now is None or before is None else as_written(now, unit) - as_written(before, unit)


def _standard(line: Row, month: date, ward: "Ward") -> str:
    """Under which poverty standard the month's households were counted; figures under different ones are not compared."""
    return max(((began, version) for began, version in breaks(line["indicator_code"], ward).items() if began <= month), default=("", ""))[1]


def breaks(code: str, ward: "Ward") -> dict[date, str]:
    """First month of each poverty standard -> its version, for what counts poor households; nothing else has a break in its series."""
    return {standard.valid_from: standard.version for standard in ward.poverty_standards} if code[:4] == "XH01" else {}


def earlier(month: date, months: int) -> date:
    """First day of the month that lies ``months`` before (negative: after)."""
    place = month.year * 12 + month.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)
