"""Forms about the work on a cause: who sees to it, and what deciding it would change.

Data flow: forms of ``cause_work.html`` -> ``review.assignments``, ``review.cause_effects``
"""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from review.assignments import assign
from review.cause_effects import work_out
from review.web.desk import Desk
from review.web.forms import FormError
from review.web.pages.causes import Number, Rule

router = APIRouter()


@router.post("/causes/{delivery}/{rule}/assign")
def assigned(
    desk: Desk,
    delivery: Number,
    rule: Rule,
    state: Annotated[str, Form(max_length=20)],
    owner: Annotated[str, Form(max_length=200)] = "",
    due: Annotated[str, Form(max_length=12)] = "",
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    until = read_day(due)
    with desk.engine.begin() as connection:
        assign(connection, desk.ward_code, delivery, rule, desk.session.name, owner=owner, due_date=until, state=state, reason=reason)
    return RedirectResponse(f"/causes/{delivery}/{rule}#work", status_code=303)


@router.post("/causes/{delivery}/{rule}/effect")
def effect(desk: Desk, delivery: Number, rule: Rule) -> Response:
    done = work_out(desk.engine, desk.ward_code, [(delivery, rule)], desk.preview)
    if done.refused:
        raise FormError("Chưa tính được ảnh hưởng: với các dòng như hiện nay, điểm này chưa quyết định được.")
    return RedirectResponse(f"/causes/{delivery}/{rule}#work", status_code=303)


def read_day(text: str) -> date | None:
    """ "2026-09-30", as the browser's field of a day sends it, or "30/09/2026", as people type it; None where nothing is typed."""
    if not text.strip():
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if 2000 <= day.year < 2100:
            return day
    raise FormError(f"'{text[:20]}' không phải là ngày. Ghi như 30/09/2026.")
