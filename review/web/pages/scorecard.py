"""Scorecard of the leader: where the plan stands, and the history of each indicator against the path that the plan requires; for the area
that the plan speaks of, and for each residential group and former unit.

Nothing is shown that may not leave the house: what leaders see they pass on.

Data flow: mart.published_scorecard, mart.published_value -> charts -> ``scorecard.html``, ``indicator.html``
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from flows.wording.statuses import verdict_vi
from flows.wording.targets import row_target_vi
from review.web.charts import Aim, Chart, bars, line_chart, small_lines
from review.web.desk import Desk, Visit
from review.web.queries import Row

router = APIRouter()
Code = Annotated[str, Path(pattern=r"^[A-Z]{2}\d{2}[a-z]?(-[A-Za-z0-9]{1,12})?$")]
AreaCode = Annotated[str, Query(max_length=20)]
_SMALL_MONTHS = 12


@router.get("/scorecard")
def scorecard(desk: Desk) -> Response:
    rows = published_lines(desk)
    months = _months_by_series(desk, rows)
    for row in rows:
        row["line"] = _small_lines(months[row["indicator_code"], row["window"]])
    withheld = sum(row["is_hidden"] and row["status"] != "not_judged" for row in rows)
    verdict = verdict_vi((row["status"] for row in rows), withheld)
    return desk.page("scorecard.html", "Chỉ tiêu của kế hoạch", rows=rows, verdict=verdict)


@router.get("/scorecard/{code}")
def indicator(desk: Desk, code: Code, area: AreaCode = "") -> Response:
    row = next((one for one in published_lines(desk) if one["indicator_code"] == code), None)
    if row is None:
        raise HTTPException(404)
    areas = _areas(desk, row) if row["month"] else []
    names = {one["area_code"]: one["area_name"] for one in areas} | {row["area_code"]: row["area_name"] or ""}
    if area and area not in names:
        raise HTTPException(404, "Chỉ tiêu này không có số liệu của địa bàn đó.")
    asked = area or row["area_code"]
    values = [one for one in desk.rows("scorecard_months", indicators=[code], area=asked, months=None) if one["window"] == row["window"]]
    return desk.page(
        "indicator.html",
        row["indicator_name"],
        row=row,
        values=values[::-1],
        chart=_chart(row, values),
        areas=areas,
        asked_area=asked,
        area_name=names[asked],
    )


def published_lines(desk: Visit) -> list[Row]:
    """A row per indicator of the plan with its target in words; ``is_hidden``: judged, its number not told."""
    return [row | {"target_vi": row_target_vi(row)} for row in desk.rows("scorecard")]


def _months_by_series(desk: Visit, rows: Sequence[Row]) -> dict[tuple[str, str], list[Row]]:
    """The twelve months up to the newest, by indicator and window, in the area that the plan speaks of."""
    months = defaultdict(list)
    newest = max((row["month"] for row in rows if row["month"]), default=date.min)
    last = newest.year * 12 + newest.month - 1
    drawn = [date(place // 12, place % 12 + 1, 1) for place in range(last, last - _SMALL_MONTHS, -1) if newest > date.min]
    for area in {row["area_code"] for row in rows}:
        codes = [row["indicator_code"] for row in rows if row["area_code"] == area]
        for value in desk.rows("scorecard_months", indicators=None if area == desk.ward_code else codes, area=area, months=drawn):
            if value["indicator_code"] in codes:
                months[value["indicator_code"], value["window"]].append(value)
    return months


def plan_area_of(desk: Visit, code: str) -> str:
    """The area that the plan speaks of; the ward for what is shown beside."""
    return next((row["area_code"] for row in published_lines(desk) if row["indicator_code"] == code), desk.ward_code)


def _chart(row: Row, values: Sequence[Row]) -> Chart | None:
    told = [one for one in values if not one["is_hidden"]]
    return line_chart(
        [one["month"] for one in told],
        [float(one["value"]) for one in told],
        [None if one["trajectory"] is None else float(one["trajectory"]) for one in told],
        row["unit"],
        _aim(row),
        [one["series"] for one in told],
    )


def _areas(desk: Visit, row: Row) -> list[Row]:
    """Residential groups and former units beside each other. A share of the ward's own path is asked of each of them alike; a count is
    not."""
    areas = desk.rows("scorecard_areas", indicator=row["indicator_code"], month=row["month"], window=row["window"])
    asked_of_all = row["trajectory"] if row["unit"] == "%" and row["area_code"] == desk.ward_code else None
    needed = [one["trajectory"] if one["trajectory"] is not None else asked_of_all for one in areas]
    drawn = bars([_number(one["value"]) for one in areas], [_number(one) for one in needed])
    months = defaultdict(list)
    for value in desk.rows("scorecard_area_months", indicator=row["indicator_code"], window=row["window"]):
        months[value["area_code"]].append(value)
    return [one | {"bar": bar, "line": _small_lines(months[one["area_code"]])} for one, bar in zip(areas, drawn, strict=True)]


def _small_lines(values: Sequence[Row]) -> list[str]:
    """Of the twelve months up to the newest, which keeps its place when its number is not told."""
    newest = values[-1]["month"] if values else date.min
    first = (newest.year * 12 + newest.month) - _SMALL_MONTHS
    told = [one for one in values if not one["is_hidden"] and one["month"].year * 12 + one["month"].month > first]
    months, series = [one["month"] for one in told], [one["series"] for one in told]
    return small_lines(months, [float(one["value"]) for one in told], series, until=newest)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _aim(row: Row) -> Aim | None:
    """A target of growth is in percent a year, a recognition is had or not: neither is a level among the values."""
    if row["target_kind"] not in ("floor", "ceiling") or row["target"] is None:
        return None
    is_limit = row["target_kind"] == "ceiling"
    holds_now = row["is_every_year"] or (row["month"] is not None and row["month"].year >= row["target_year"])
    return Aim(float(row["target"]), f"{'Trần' if is_limit else 'Mục tiêu'}: {row['target_vi']}", is_limit, holds_now)
