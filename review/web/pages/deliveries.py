"""Deliveries: what was received, and the receipt of each: who, when, digest, verdict.

Data flow: audit.delivery, audit.finding -> ``deliveries.html``, ``receipt.html``
"""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from review.web.desk import Desk
from review.web.forms import optional_month
from review.web.pages.causes import PageNumber
from review.web.paging import Paging, skipped

router = APIRouter()
_SIZE = 30


@router.get("/deliveries")
def deliveries(
    desk: Desk,
    source: Annotated[str, Query(max_length=40)] = "",
    month: Annotated[str, Query(max_length=10)] = "",
    page: PageNumber = 1,
) -> Response:
    chosen = {"source": source, "month": month}
    rows = desk.rows(
        "deliveries", source=source or None, month=optional_month(month), delivery=None, size=_SIZE, skipped=skipped(page, _SIZE)
    )
    paging = Paging(page, _SIZE, rows[0]["total_count"] if rows else 0, chosen)
    return desk.page("deliveries.html", "Tệp đã nhận", deliveries=rows, chosen=chosen, paging=paging)


@router.get("/deliveries/{delivery}")
def receipt(desk: Desk, delivery: Annotated[int, Path(ge=1, lt=2**31)]) -> Response:
    rows = desk.rows("deliveries", source=None, month=None, delivery=delivery, size=1, skipped=0)
    if not rows:
        raise HTTPException(404)
    findings = desk.rows("delivery_findings", delivery=delivery)
    return desk.page("receipt.html", f"Biên nhận số {delivery}", delivery=rows[0], findings=findings)
