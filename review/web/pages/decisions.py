"""Decisions: all that was decided, what each is worth today and what it changed, and taking it back.

Decisions made together about rows of one cause are shown as one line and taken back together.

Data flow: audit.decision -> ``review.decisions.decided`` -> ``batches`` -> ``decisions.html``, ``decision.html``
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Path
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from review.decisions import KINDS_VI, Decided, decided, undoing
from review.web.desk import Desk, Visit
from review.web.pages.causes import PageNumber
from review.web.paging import Paging, skipped

router = APIRouter()
_SIZE = 30
_TOGETHER = timedelta(seconds=5)


@dataclass(frozen=True)
class Batch:
    """Decisions made together, the first one first."""

    decisions: list[Decided]

    @property
    def first(self) -> Decided:
        return self.decisions[0]

    @property
    def kind_vi(self) -> str:
        return KINDS_VI[self.first.kind]

    @property
    def numbers_vi(self) -> str:
        return str(self.first.decision_id) + (f"–{self.decisions[-1].decision_id}" if len(self.decisions) > 1 else "")

    @property
    def state_vi(self) -> str:
        """Of one decision its own; of several how many stand as the first does."""
        states = [one.state_vi for one in self.decisions]
        if len(states) == 1:
            return states[0]
        undone = sum(one.undone_by is not None for one in self.decisions)
        applied = sum(one.rows for one in self.decisions if one.undone_by is None)
        return f"{len(states)} quyết định, đang áp dụng cho {applied} dòng" + (f", {undone} đã hoàn tác" if undone else "")

    @property
    def in_force(self) -> list[int]:
        return [one.decision_id for one in self.decisions if one.undone_by is None and one.kind != "undo"]


def batches(every: list[Decided]) -> list[Batch]:
    """The newest first, from decisions that are in this order too."""
    out: list[list[Decided]] = []
    for one in reversed(every):
        if out and _is_with(out[-1][-1], one):
            out[-1].append(one)
        else:
            out.append([one])
    return [Batch(together) for together in reversed(out)]


def _is_with(before: Decided, one: Decided) -> bool:
    def same(of: Decided) -> tuple[object, ...]:
        return of.kind, of.source, of.month, of.rule_code, of.reason, of.decided_by

    return same(before) == same(one) and one.decided_at - before.decided_at < _TOGETHER and one.decision_id == before.decision_id + 1


@router.get("/decisions")
def decisions(desk: Desk, page: PageNumber = 1) -> Response:
    every = _batches(desk)
    shown = every[skipped(page, _SIZE) :][:_SIZE]
    return desk.page("decisions.html", "Quyết định", batches=shown, paging=Paging(page, _SIZE, len(every), {}))


Number = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("/decisions/{number}")
def decision(desk: Desk, number: Number) -> Response:
    batch = _batch_of(desk, number)
    changed = desk.rows("changed_figures", cause=rf"^Quyết định số {batch.first.decision_id}(\D|$)")
    return desk.page("decision.html", f"Quyết định {batch.numbers_vi}", batch=batch, changed=changed)


@router.post("/decisions/{number}/undo")
def undo(desk: Desk, number: Number, reason: Annotated[str, Form(max_length=2000)]) -> Response:
    standing = _batch_of(desk, number).in_force or [number]
    made = desk.decide(lambda at: [draft for one in standing for draft in undoing(at.connection, desk.ward_code, one)], reason)
    return RedirectResponse(f"/decisions/{made.decisions[0]}", status_code=303)


def _batches(desk: Visit) -> list[Batch]:
    with desk.engine.connect() as connection:
        return batches(decided(connection, desk.ward_code))


def _batch_of(desk: Visit, number: int) -> Batch:
    for batch in _batches(desk):
        if any(one.decision_id == number for one in batch.decisions):
            return batch
    raise HTTPException(404)
