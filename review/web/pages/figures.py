"""Behind a figure: the deliveries and rows that it was made from, and every value that was ever known of it.

Data flow: mart.published_value, ``flows.indicators.lineage``, mart.indicator_history -> ``figure_rows.html``, ``figure_history.html``
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from flows.indicators.lineage import PARTS, Trace, trace
from flows.wording.statuses import WINDOW_VI
from review.web.desk import Desk, Visit
from review.web.forms import optional_month
from review.web.pages.causes import PageNumber
from review.web.pages.scorecard import Code
from review.web.paging import Paging, skipped
from review.web.queries import Row
from review.web.shown_counts import may_be_counted

router = APIRouter()
_SIZE = 50
PartName = Annotated[str, Query(pattern="^(numerator|denominator)$")]


@dataclass(frozen=True)
class AskedFigure:
    """As the address says it; "" of a history is all, of rows what the scorecard shows."""

    code: str
    month: str
    area: str
    window: str

    def parameters(self) -> dict[str, Any]:
        return {
            "indicator": self.code,
            "month": optional_month(self.month),
            "area": self.area or None,
            "window": self.window or None,
        }

    def query(self, **more: str) -> dict[str, str]:
        return {"month": self.month, "area": self.area, "window": self.window} | more


def asked_figure(
    code: Code,
    month: Annotated[str, Query(max_length=10)] = "",
    area: Annotated[str, Query(max_length=20)] = "",
    window: Annotated[str, Query(pattern="^(month|year_to_date|snapshot|)$")] = "",
) -> AskedFigure:
    return AskedFigure(code, month, area, window)


Asked = Annotated[AskedFigure, Depends(asked_figure)]


@router.get("/scorecard/{code}/rows")
def rows(desk: Desk, asked: Asked, part: PartName = "numerator", page: PageNumber = 1) -> Response:
    figure = figure_of(desk, asked)
    asked = AskedFigure(asked.code, f"{figure['month']:%Y-%m}", figure["area_code"], figure["window"])
    found = traced(desk, figure, _SIZE, skipped(page, _SIZE))
    total = sum(one["counted_rows"] for one in found.deliveries if one["part"] == part)
    groups = desk.rows("scorecard_areas", indicator=asked.code, month=figure["month"], window=figure["window"])
    return desk.page(
        "figure_rows.html",
        f"{'Các dòng đứng sau' if is_officer(desk) else 'Nguồn của số'}: {figure['indicator_name']}",
        **_frame(desk, asked),
        figure=figure,
        value=(found.value if is_officer(desk) else figure)["value"],
        parts=parts_of(desk, figure, found),
        part=part,
        rows=[one for one in found.rows if one["part"] == part],
        groups=groups if figure["area_code"] == desk.ward_code else [],
        paging=Paging(page, _SIZE, total, asked.query(part=part)),
    )


@router.get("/scorecard/{code}/history")
def history(desk: Desk, asked: Asked, page: PageNumber = 1) -> Response:
    lines = history_of(desk, asked, _SIZE, skipped(page, _SIZE))
    name = lines[0]["indicator_name"] if lines else asked.code
    paging = Paging(page, _SIZE, lines[0]["total_count"] if lines else 0, asked.query())
    return desk.page("figure_history.html", f"Lịch sử: {name}", **_frame(desk, asked), lines=lines, paging=paging)


def is_officer(desk: Visit) -> bool:
    """Who may see rows; others see what may leave the house."""
    return desk.session.role == "officer"


def figure_of(desk: Visit, asked: AskedFigure) -> Row:
    """Raises 404 where there is no such figure."""
    found = desk.rows("scorecard_value", **asked.parameters())
    if not found:
        raise HTTPException(404, "Chưa có giá trị nào của chỉ tiêu này ở tháng, địa bàn và khoảng đã chọn.")
    return found[0]


def traced(desk: Visit, figure: Row, size: int, skip: int = 0) -> Trace:
    """``size``: rows that are listed of each part, for the officer alone."""
    with desk.engine.connect() as connection:
        return trace(
            connection,
            desk.settings.ward,
            figure["indicator_code"],
            figure["month"],
            figure["area_code"],
            figure["window"],
            limit=size if is_officer(desk) else 0,
            skipped=skip,
        )


def parts_of(desk: Visit, figure: Row, found: Trace) -> list[Row]:
    """Numerator and denominator with the deliveries behind each; counts are None where the role may not see them."""
    is_all_seen = is_officer(desk)
    if figure["is_hidden"] and not is_all_seen:
        return []
    has_denominator = found.value["denominator"] is not None
    names = dict(zip(PARTS, ("Tử số" if has_denominator else "Giá trị", "Mẫu số"), strict=True))
    out = []
    for part, name in names.items():
        lines = [one for one in found.deliveries if one["part"] == part]
        is_counted = is_all_seen or may_be_counted(desk.settings.ward.publication, figure["indicator_code"], lines)
        if lines:
            counted = found.counted.get(part, figure["unit"])
            out.append(
                {"part": part, "name": name, "counted": counted, "total": found.total(part), "lines": lines, "is_counted": is_counted}
            )
    return out


def history_of(desk: Visit, asked: AskedFigure, size: int | None = None, skip: int = 0) -> list[Row]:
    return desk.rows("scorecard_history", **asked.parameters(), size=size, skipped=skip)


def _frame(desk: Visit, asked: AskedFigure) -> dict[str, Any]:
    """What both pages choose by."""
    areas = [(one.code, one.name) for one in desk.settings.ward.areas]
    return {"asked": asked, "areas": areas, "windows": WINDOW_VI, "is_officer": is_officer(desk)}
