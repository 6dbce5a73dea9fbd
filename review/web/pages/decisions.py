"""Decisions: all that was decided, what each is worth today and what it changed, and taking it back.

Data flow: audit.decision -> ``review.decision_log.decided`` -> ``decisions.html``, ``decision.html``
"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Path
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from review.corrected_cells import corrected_cells
from review.decision_log import KINDS_VI, count_acts, decided
from review.drafts import undoing
from review.web.desk import Desk
from review.web.pages.causes import PageNumber
from review.web.paging import Paging, skipped

router = APIRouter()
_SIZE = 30


@router.get("/decisions")
def decisions(desk: Desk, page: PageNumber = 1) -> Response:
    with desk.engine.connect() as connection:
        shown = decided(connection, desk.ward_code, size=_SIZE, skipped=skipped(page, _SIZE))
        total = count_acts(connection, desk.ward_code)
    return desk.page("decisions.html", "Quyết định", acts=shown, kinds=KINDS_VI, paging=Paging(page, _SIZE, total, {}))


Number = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("/decisions/{number}")
def decision(desk: Desk, number: Number) -> Response:
    with desk.engine.connect() as connection:
        acts = decided(connection, desk.ward_code, number=number)
    if not acts:
        raise HTTPException(404)
    act = acts[0]
    changed = desk.rows("changed_figures", cause=rf"^Quyết định số {act.decision_id}(\D|$)")
    cells = corrected_cells(desk.engine, desk.settings, act.decision_id) if act.kind == "correct" else []
    shown: dict[str, Any] = {"act": act, "kinds": KINDS_VI, "changed": changed, "cells": cells}
    return desk.page("decision.html", f"Quyết định {act.decision_id}", **shown)


@router.post("/decisions/{number}/undo")
def undo(desk: Desk, number: Number, reason: Annotated[str, Form(max_length=2000)]) -> Response:
    made = desk.decide(lambda at: undoing(at.connection, desk.ward_code, number), reason)
    return RedirectResponse(f"/decisions/{made.decision}", status_code=303)
