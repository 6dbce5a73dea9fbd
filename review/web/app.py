"""Application of the officer's page: routes, the gate before them, and what is said where something goes wrong.

Data flow: ``Settings`` -> ``create_app`` -> an ASGI application over the ward's warehouse
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.staticfiles import StaticFiles

from flows.system.errors import ChitieuError, permission_denied
from flows.wording.numbers import number_vi
from review.web.desk import frame_of
from review.web.gate import TYPED_VI, Gate, checked_form
from review.web.pages import (
    accounts,
    cause_list,
    cause_work,
    causes,
    checks,
    decisions,
    deliveries,
    entry,
    excel,
    figures,
    headings,
    overview,
    rows,
    scorecard,
    scorecard_excel,
    state,
    upload,
    work_excel,
    workbooks,
)
from review.web.rendering import HERE, for_page, render

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.config.settings import Settings

#: An officer's next cause or file comes within a minute or not for a while; a reader that waits takes 130 MB.
READERS_WAIT_SECONDS = 60.0
#: Lists as Excel come first: their addresses look like those of single things.
_PAGES = (
    *(
        excel,
        scorecard_excel,
        work_excel,
        entry,
        overview,
        cause_list,
        cause_work,
        causes,
        rows,
        checks,
        decisions,
        deliveries,
        workbooks,
        headings,
    ),
    *(scorecard, figures, upload, accounts, state),
)
#: The rights of the roles: docs/roles.md.
_DENIED = (
    "Trang đang chạy bằng tài khoản cơ sở dữ liệu không có quyền làm việc này ({}). Chưa ghi gì. Người quản trị cho trang chạy bằng tài "
    "khoản có quyền (docs/roles.md) rồi làm lại."
)
_SENTENCES = {404: "Không có trang này.", 405: "Trang này không nhận yêu cầu như vậy."}


def create_app(settings: "Settings") -> FastAPI:
    """The warehouse is opened when the application starts and closed when it ends."""
    app = FastAPI(
        title="chitieu", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan(settings), dependencies=[Depends(checked_form)]
    )
    app.state.settings = settings

    def engine() -> "Engine":
        opened: Engine = app.state.engine
        return opened

    app.add_middleware(BaseHTTPMiddleware, dispatch=Gate(settings, engine, _refusal))
    for page in _PAGES:
        app.include_router(page.router, default_response_class=HTMLResponse)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    _say_errors(app)
    return app


def _lifespan(settings: "Settings") -> "Callable[[FastAPI], AbstractAsyncContextManager[None]]":
    @asynccontextmanager
    async def opened(app: FastAPI) -> AsyncIterator[None]:
        from flows.database.warehouse import ward_warehouse
        from flows.extract.reader_pool import kept_readers
        from review.warming import Warmer

        with ExitStack() as parts:
            parts.enter_context(kept_readers(READERS_WAIT_SECONDS))
            app.state.engine = parts.enter_context(ward_warehouse(settings))
            app.state.warmer = parts.enter_context(Warmer(app.state.engine, settings))
            yield

    return opened


def _refusal(request: Request, status: int, sentence: str) -> Response:
    settings, session = request.app.state.settings, request.state.session
    typed = getattr(request.state, "typed", [])
    page = render("refusal.html", title="Không thực hiện được", sentence=sentence, typed=typed, **frame_of(settings, session, request))
    return HTMLResponse(page, status)


def _say_errors(app: FastAPI) -> None:
    from sqlalchemy.exc import DBAPIError

    @app.exception_handler(ChitieuError)
    def ours(request: Request, error: ChitieuError) -> Response:
        return _refusal(request, 409, for_page(str(error)))

    @app.exception_handler(DBAPIError)
    def denied(request: Request, error: DBAPIError) -> Response:
        told = permission_denied(error)
        if told is None:
            raise error
        return _refusal(request, 403, _DENIED.format(told))

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        return _refusal(request, error.status_code, _SENTENCES.get(error.status_code, str(error.detail)))

    @app.exception_handler(RequestValidationError)
    def unreadable(request: Request, error: RequestValidationError) -> Response:
        return _refusal(request, 422, _unreadable_vi(error))


def _unreadable_vi(error: RequestValidationError) -> str:
    """Which part of a form or an address is not as it should be, where people wrote it."""
    for one in error.errors():
        words = TYPED_VI.get(str(one["loc"][-1]))
        if words and one["type"] == "string_too_long":
            return f"Ô “{words}” dài quá: nhiều nhất {number_vi(one['ctx']['max_length'])} ký tự. Chưa ghi gì: hãy viết ngắn lại."
        if one["loc"][-1] == "file":
            return "Chưa chọn tệp nào. Hãy chọn tệp rồi làm lại."
    return "Biểu mẫu hoặc địa chỉ có phần không đọc được. Hãy quay lại, xem lại các ô rồi làm lại."
