"""Scorecard of the leader: where the plan stands, and the history of each indicator against the path that the plan requires.

Data flow: mart.scorecard, mart.published_value -> charts -> ``scorecard.html``, ``indicator.html``
"""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from flows.indicators.scorecard import read_scorecard
from flows.wording.statuses import verdict_vi
from flows.wording.targets import row_target_vi
from review.web.charts import Aim, line_chart, sparkline
from review.web.desk import Desk, Visit
from review.web.queries import Row

router = APIRouter()
Code = Annotated[str, Path(pattern=r"^[A-Z]{2}\d{2}[a-z]?(-[A-Za-z0-9]{1,12})?$")]
_SPARKLINE_MONTHS = 12


@router.get("/scorecard")
def scorecard(desk: Desk) -> Response:
    rows = _scorecard(desk)
    months: dict[tuple[str, str], list[float]] = {}
    for value in desk.rows("scorecard_months", indicator=None):
        months.setdefault((value["indicator_code"], value["window"]), []).append(float(value["value"]))
    for row in rows:
        row["line"] = sparkline(months.get((row["indicator_code"], row["window"]), [])[-_SPARKLINE_MONTHS:])
    return desk.page("scorecard.html", "Chỉ tiêu của kế hoạch", rows=rows, verdict=verdict_vi(row["status"] for row in rows))


@router.get("/scorecard/{code}")
def indicator(desk: Desk, code: Code) -> Response:
    row = next((one for one in _scorecard(desk) if one["indicator_code"] == code), None)
    if row is None:
        raise HTTPException(404)
    values = [one for one in desk.rows("scorecard_months", indicator=code) if one["window"] == row["window"]]
    chart = line_chart(
        [one["month"] for one in values],
        [float(one["value"]) for one in values],
        [None if one["trajectory"] is None else float(one["trajectory"]) for one in values],
        row["unit"],
        _aim(row),
    )
    areas = desk.rows("scorecard_areas", indicator=code, month=row["month"], window=row["window"]) if row["month"] else []
    return desk.page("indicator.html", row["indicator_name"], row=row, values=values[::-1], chart=chart, areas=areas)


def _aim(row: Row) -> Aim | None:
    """A target of growth is in percent a year, a recognition is had or not: neither is a level among the values."""
    if row["target_kind"] not in ("floor", "ceiling") or row["target"] is None:
        return None
    is_limit = row["target_kind"] == "ceiling"
    holds_now = row["is_every_year"] or (row["month"] is not None and row["month"].year >= row["target_year"])
    return Aim(float(row["target"]), f"{'Trần' if is_limit else 'Mục tiêu'}: {row['target_vi']}", is_limit, holds_now)


def _scorecard(desk: Visit) -> list[Row]:
    with desk.engine.connect() as connection:
        rows = read_scorecard(connection, desk.ward_code)
    for row in rows:
        row["target_vi"] = row_target_vi(row)
    return rows
