"""Desk of the page: what a handler needs to read and to decide: who asks, the warehouse, the night's lock.

Data flow: request -> ``Visit`` -> rows for a template, or drafts -> ``review.decisions.decide`` -> ``Receipt``
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from flows.database.engine import WarehouseError, night_lock
from flows.system.errors import ChitieuError
from review.decisions import Receipt, decide, preview
from review.drafts import Drafts
from review.web.access import note
from review.web.gate import may_see
from review.web.queries import Row, rows_of
from review.web.rendering import render
from review.web.sessions import Session

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.config.settings import Settings
    from review.warming import Warmer

_WAIT_SECONDS = 8.0
_PAUSE_SECONDS = 0.5
NAVIGATION = (
    ("/overview", "Tổng quan"),
    ("/causes", "Điểm cần xem"),
    ("/headings", "Tiêu đề cột"),
    ("/deliveries", "Tệp đã nhận"),
    ("/upload", "Nạp tệp"),
    ("/decisions", "Quyết định"),
    ("/scorecard", "Chỉ tiêu"),
    ("/accounts", "Tài khoản"),
    ("/state", "Tình trạng"),
)


class NightRunsError(ChitieuError):
    """A night holds the warehouse: nothing was changed, and the same can be asked again."""


@dataclass(frozen=True)
class Visit:
    """One request of somebody who is signed in."""

    request: Request
    settings: "Settings"
    engine: "Engine"
    session: Session
    warmer: "Warmer"

    @property
    def ward_code(self) -> str:
        return self.settings.ward.code

    def rows(self, name: str, **parameters: Any) -> list[Row]:
        with self.engine.connect() as connection:
            return rows_of(connection, name, ward=self.ward_code, **parameters)

    def page(self, template: str, title: str, status: int = 200, **values: Any) -> HTMLResponse:
        return HTMLResponse(render(template, title=title, **frame_of(self.settings, self.session, self.request), **values), status)

    @property
    def may_decide(self) -> bool:
        return self.session.role == "officer"

    def expect_decision(self, delivery_id: int | None = None) -> None:
        """In the background the judge comes, and the delivery is read and cleaned, so that who decides about it need not wait for that."""
        if self.may_decide:
            self.warmer.wish(delivery_id)

    def note(self, subject: str) -> None:
        with self.engine.begin() as connection:
            note(connection, self.ward_code, self.session.account_id, "do", subject)

    def decide(self, drafts: Drafts, reason: str) -> Receipt:
        """Under the night's lock, which is waited for a little. Raises ``NightRunsError``, ``DecisionError``."""
        with free_of_the_night(self.engine):
            receipt = decide(self.engine, self.settings, drafts, self.session.name, reason)
        self.note(f"decision {receipt.decision}")
        return receipt

    def preview(self, drafts: Drafts) -> Receipt:
        """What ``decide`` would do; nothing is recorded."""
        with free_of_the_night(self.engine):
            return preview(self.engine, self.settings, drafts)


@contextmanager
def free_of_the_night(engine: "Engine") -> Iterator[None]:
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        lock = night_lock(engine)
        try:
            lock.__enter__()
        except WarehouseError:
            if time.monotonic() < deadline:
                time.sleep(_PAUSE_SECONDS)
                continue
            raise NightRunsError(
                "Phần mềm đang nhận và tính số liệu của đợt chạy, nên chưa ghi được. Chưa có gì thay đổi: xin đợi vài phút rồi làm lại."
            ) from None
        break
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


def frame_of(settings: "Settings", session: Session | None, request: Request) -> dict[str, Any]:
    """What stands around every page: the ward, who is signed in, where one can go."""
    links = [(path, name) for path, name in NAVIGATION if session and may_see(session.role, path)]
    return {"ward_name": settings.ward.name, "ward_code": settings.ward.code, "session": session, "links": links, "path": request.url.path}


def visit_of(request: Request) -> Visit:
    state = request.app.state
    visit = Visit(request, state.settings, state.engine, request.state.session, state.warmer)
    if visit.may_decide:
        visit.warmer.touch()
    return visit


Desk = Annotated[Visit, Depends(visit_of)]
