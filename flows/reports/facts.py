"""What a report is made of, read once: the month's figures, the lines of the scorecard, the series behind them, the form's counts.

Nothing of a workbook is read anywhere else, so that what is frozen, hashed and printed is one and the same.

Data flow: mart, audit -> ``read_facts`` -> ``Facts``
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flows.errors import ChitieuError
from flows.reports.form_counts import Form, read_forms

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.ward import Ward
    from review.findings import Cause

Row = dict[str, Any]
#: Months that the series go back, beside the report's own: charts need them; the sheets print the newest thirteen.
SERIES_MONTHS = 24
#: What identifies a figure, and what is frozen of it.
FIGURE_KEY = ("indicator_code", "area_code", "month", "window")
FROZEN = (*FIGURE_KEY, "indicator_name", "area_name", "numerator", "denominator", "value", "unit", "target", "trajectory", "status",
          "is_provisional", "is_suppressed", "is_scorecard")  # fmt: skip


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
        return tuple({name: row.get(name) for name in FROZEN} | {"is_scorecard": key in lines} for key, row in sorted(kept.items()))

    @cached_property
    def inputs_sha256(self) -> str:
        """Digest of the figures, the form's counts and the deliveries, each in its order: the same whenever they are."""
        digest = hashlib.sha256()
        for line in (*_lines(self.frozen), *_lines(row for form in self.forms for row in form.frozen), *_lines(self.inputs)):
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
    """``ReportError`` for a month of which nothing is known, and for a form that contradicts itself."""
    from review.findings import open_causes

    figures = _rows(connection, _FIGURES.format(where="v.month = %(month)s"), ward, month)
    if not figures:
        raise ReportError(_nothing_known(connection, ward, month))
    series = _rows(connection, _FIGURES.format(where=_OF_THE_PLAN), ward, month)
    return Facts(
        ward=ward,
        month=month,
        scorecard=tuple(_beside(row, series, month) for row in _rows(connection, _SCORECARD, ward, month)),
        figures=figures,
        series=series,
        forms=read_forms(connection, ward.code, month),
        inputs=_rows(connection, _INPUTS, ward, month),
        adjustments=_rows(connection, _ADJUSTMENTS, ward, month),
        form_adjustments=_rows(connection, _FORM_ADJUSTMENTS, ward, month),
        causes=tuple(cause for cause in open_causes(connection, ward.code) if cause.month is None or cause.month <= month),
        reports_before=int(connection.exec_driver_sql("select count(*) from audit.issued_report where ward_code = %s", (ward.code,)).scalar_one()),
    )


def _nothing_known(connection: "Connection", ward: "Ward", month: date) -> str:
    newest = connection.exec_driver_sql(
        "select to_char(max(month), 'mm/yyyy') from mart.indicator_value where ward_code = %s", (ward.code,)
    ).scalar_one()
    known = f"tháng mới nhất có số liệu là {newest}" if newest else "kho chưa có số liệu nào"
    return f"{ward.name}, tháng {month:%m/%Y}: chưa có số liệu, không lập báo cáo ({known}). Nạp tệp của tháng này bằng chitieu run, hoặc chọn tháng khác."


def _rows(connection: "Connection", query: str, ward: "Ward", month: date) -> tuple[Row, ...]:
    values = {"ward": ward.code, "month": month, "months": SERIES_MONTHS}
    return tuple(dict(row) for row in connection.exec_driver_sql(query, values).mappings())


_INDICATOR = """i.parent_code, i.measure, i.window_kind as own_window, i.feed, i.sort_order, i.is_in_plan = 1 as is_of_plan, i.plan_section,
       i.note_vi, i.area_code as plan_area_code, d.department_code as owner, d.department_name as owner_name"""
_FROM_INDICATOR = """from warehouse.dim_indicator i
join warehouse.dim_ward w on w.ward_key = i.ward_key and w.ward_code = %(ward)s
join warehouse.dim_department d on d.department_key = i.department_key"""
#: What leaves the house: small counts are kept back, and with them every sentence and forecast that repeats them.
_PUBLISHED = """select v.ward_code, v.indicator_code, v.indicator_name, v.area_code, v.area_name, v.month, v."window", v.unit,
       p.numerator, p.denominator, p.value, p.status, v.target, v.trajectory, v.is_provisional, v.target_kind, v.target_year, v.is_every_year,
       case when p.is_suppressed = 0 then v.baseline end as baseline, case when p.is_suppressed = 0 then to_jsonb(v) ->> 'reason' end as reason, p.is_suppressed
from mart.indicator_value v
join mart.published_value p on p.ward_code = v.ward_code and p.indicator_code = v.indicator_code and p.area_code = v.area_code and p.month = v.month
                           and p."window" = v."window"
where v.ward_code = %(ward)s and v.month <= %(month)s"""
_FIGURES = f"""
with published as materialized ({_PUBLISHED})
select v.*, {_INDICATOR}, a.area_kind, a.former_unit_code
{_FROM_INDICATOR}
join published v on v.ward_code = w.ward_code and v.indicator_code = i.indicator_code
join warehouse.dim_area a on a.ward_key = i.ward_key and a.area_code = v.area_code and a.is_current = 1
where {{where}}
order by i.sort_order, a.sort_order, a.area_code, v."window" desc, v.month"""
_OF_THE_PLAN = "v.area_code = i.area_code and v.month <= %(month)s and v.month >= %(month)s - make_interval(months => %(months)s)"
#: Year to date before the month alone; a forecast stands for the newest month only.
_SCORECARD = f"""
with published as materialized ({_PUBLISHED})
select coalesce(v.indicator_code, i.indicator_code) as indicator_code, i.indicator_name, i.area_code, coalesce(a.area_name, '') as area_name, v.month as known_month,
       coalesce(v.month, %(month)s) as month, coalesce(v."window", case i.window_kind when 'flow' then 'year_to_date' else i.window_kind end) as "window",
       v.numerator, v.denominator, v.value, i.unit, coalesce(v.target, s.target) as target, v.trajectory, coalesce(v.status, 'no_data') as status,
       coalesce(v.is_provisional, false) as is_provisional, coalesce(v.is_suppressed, 0) as is_suppressed, coalesce(v.target_kind, s.target_kind) as target_kind,
       coalesce(v.target_year, s.target_year) as target_year, coalesce(v.is_every_year, s.is_every_year) as is_every_year, v.baseline,
       s.month = v.month and v.is_suppressed = 0 as is_newest, v.reason, to_jsonb(s) ->> 'needed_per_month' as needed_per_month,
       s.forecast_at_target_year, to_jsonb(s) ->> 'forecast_low' as forecast_low, to_jsonb(s) ->> 'forecast_high' as forecast_high, {_INDICATOR}
{_FROM_INDICATOR}
left join warehouse.dim_area a on a.ward_key = i.ward_key and a.area_code = i.area_code and a.is_current = 1
left join (
    select distinct on (v.indicator_code, v.area_code) v.* from published v where v."window" <> 'month'
    order by v.indicator_code, v.area_code, v.month desc) v on v.indicator_code = i.indicator_code and v.area_code = i.area_code
left join mart.scorecard s on s.ward_code = w.ward_code and s.indicator_code = i.indicator_code
where i.is_in_plan = 1
order by i.sort_order"""
#: Logs of later months say how dossiers of this one ended.
_INPUTS = """
select source, month, sha256, status, received_at::date as received_on, (received_at at time zone 'Asia/Ho_Chi_Minh') as received_at
from audit.delivery
where ward_code = %(ward)s and status in ('published', 'published_with_findings') and (month <= %(month)s or source = 'dossiers')
order by source, month, sha256"""
_ADJUSTMENTS = """
select j.*, d.sort_order from mart.adjustment j
left join warehouse.dim_ward w on w.ward_code = j.ward_code
left join warehouse.dim_indicator d on d.ward_key = w.ward_key and d.indicator_code = j.indicator_code
where j.ward_code = %(ward)s and j.month <= %(month)s
order by j.month desc, d.sort_order, j.area_code, j."window" desc"""
_FORM_ADJUSTMENTS = """
select * from mart.form_adjustment where ward_code = %(ward)s and period_end <= %(month)s + interval '1 month' - interval '1 day'
order by period_end desc, calendar, period_kind, field_name nulls first, column_number"""


# --- what stands beside a line of the scorecard -------------------------------------------------------------------------------
def _beside(row: Row, series: Sequence[Row], month: date) -> Row:
    """The changes against the month and the year before, and the twelve months up to the report's."""
    own = {line["month"]: line["value"] for line in series if line["indicator_code"] == row["indicator_code"] and line["window"] == row["window"]}
    here = row["known_month"]
    row = {**row, "months": [own.get(earlier(month, back)) for back in range(11, -1, -1)]}
    for name, back in (("change_month", 1), ("change_year", 12)):
        before = own.get(earlier(here, back)) if here else None
        row[name] = row["value"] - before if before is not None and row["value"] is not None else None
    return row


def earlier(month: date, months: int) -> date:
    """First day of the month that lies ``months`` before (negative: after)."""
    place = month.year * 12 + month.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)
