"""Gate of the page: every request passes here: how large it is, who asks, whether the role may see the address, and what is noted of it.

Data flow: request -> ``Gate.dispatch`` -> ``request.state.session`` -> the page -> headers, audit.web_access
"""

import hmac
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from flows.system.errors import describe_without_data
from review.web.access import note
from review.web.sessions import Session, csrf_of_any, session_of

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.config.settings import Settings

COOKIE, ENTRY_COOKIE = "chitieu_session", "chitieu_entry"
MOST_UPLOAD_BYTES, MOST_FORM_BYTES = 64_000_000, 1_000_000
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: First part of an address -> roles that may see it; what stands not here is the officer's alone.
_ALL = frozenset({"officer", "leader", "administrator"})
ROLES_OF = {
    "": _ALL,
    "sign-out": _ALL,
    "scorecard": frozenset({"officer", "leader"}),
    "accounts": frozenset({"administrator"}),
    "state": frozenset({"officer", "administrator"}),
}
_OFFICER = frozenset({"officer"})
#: What people write in forms, by the words that stand beside it; the rest is chosen, or secret.
TYPED_VI = {"reason": "Lý do", "value": "Giá trị đúng", "owner": "Người phụ trách"}
_MOST_TYPED = 20_000
_ENDED_VI = (
    "Phiên làm việc đã hết nên biểu mẫu vừa gửi chưa được ghi; chưa có gì thay đổi. Hãy chép lại những gì đã gõ (ở dưới, nếu có), đăng "
    "nhập rồi làm lại."
)
HOME_OF = {"officer": "/overview", "leader": "/scorecard", "administrator": "/accounts"}
_log = logging.getLogger("chitieu.page")
Next = Callable[[Request], Awaitable[Response]]


def first_part(path: str) -> str:
    return path.split("/", 2)[1] if "/" in path else ""


def may_see(role: str, path: str) -> bool:
    return role in ROLES_OF.get(first_part(path), _OFFICER)


async def checked_form(request: Request) -> None:
    """Every form carries the token of the session, or before signing in that of the entry cookie. Raises 403, and 400 for the sign of no
    text, which no database keeps."""
    _refuse_no_text(unquote(f"{request.url.path}?{request.url.query}"))
    if request.method in ("GET", "HEAD"):
        return
    session: Session | None = request.state.session
    expected = session.csrf if session else request.cookies.get(ENTRY_COOKIE, "")
    form = await request.form()
    for name, value in form.multi_items():
        _refuse_no_text(name + (value if isinstance(value, str) else value.filename or ""))
    if _carries(form, expected):
        request.state.typed = typed_in(form)
    else:
        raise HTTPException(403, "Biểu mẫu đã cũ hoặc không phải của trang này. Hãy mở lại trang rồi làm lại; chưa có gì thay đổi.")


def _carries(form: FormData, token: str) -> bool:
    sent = form.get("csrf")
    return bool(token) and isinstance(sent, str) and hmac.compare_digest(token.encode(), sent.encode())


def typed_in(form: FormData) -> list[tuple[str, str]]:
    """What would have to be written again where the form is refused: words and text."""
    found = [(words, form.get(name)) for name, words in TYPED_VI.items()]
    return [(words, text[:_MOST_TYPED]) for words, text in found if isinstance(text, str) and text.strip()]


def _refuse_no_text(text: str) -> None:
    if "\x00" in text:
        raise HTTPException(400, "Có ký tự rỗng (mã 0) mà phần mềm không ghi được. Hãy bỏ ký tự đó rồi làm lại; chưa có gì thay đổi.")


class Gate:
    """Deny by default: without a session there is the form to sign in and nothing else."""

    def __init__(self, settings: "Settings", engine: "Callable[[], Engine]", refusal: Callable[[Request, int, str], Response]) -> None:
        self.settings, self.engine, self.refusal = settings, engine, refusal

    async def __call__(self, request: Request, call_next: Next) -> Response:
        try:
            response = await self._answer(request, call_next)
        except Exception as error:  # whatever it is: it is told without what it read, and with the headers of every page
            _log.error("%s %s: %s", request.method, request.url.path, describe_without_data(error))
            response = self.refusal(request, 500, "Phần mềm gặp lỗi khi làm việc này. Hãy báo quản trị thời điểm xảy ra lỗi.")
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    async def _answer(self, request: Request, call_next: Next) -> Response:
        part = first_part(request.url.path)
        request.state.session = None
        if part == "static":
            return await call_next(request)
        if (refused := self._too_large(request, part)) is not None:
            return refused
        request.state.session = session = await run_in_threadpool(self._session, request)
        if part == "sign-in":
            return await call_next(request)
        if session is None:
            return await self._without_session(request)
        if not may_see(session.role, request.url.path):
            await run_in_threadpool(self._note, session, "refused", request.url.path)
            return self.refusal(request, 403, "Vai trò của tài khoản này không xem được trang này.")
        response = await call_next(request)
        action = "refused" if response.status_code == 403 else "see" if request.method in ("GET", "HEAD") else "do"
        await run_in_threadpool(self._note, session, action, request.url.path)
        return response

    async def _without_session(self, request: Request) -> Response:
        """To the form to sign in. A form of a session that has ended meanwhile comes back with what was written in it: whoever knows the
        session's own token wrote it."""
        length = request.headers.get("content-length", "")
        if request.method not in ("GET", "HEAD") and length.isdigit() and int(length) <= MOST_FORM_BYTES:
            token = await run_in_threadpool(self._token_of_ended, request)
            with suppress(HTTPException):  # a form that cannot be read
                form = await request.form()
                if _carries(form, token):
                    request.state.typed = typed_in(form)
                    return self.refusal(request, 401, _ENDED_VI)
        return RedirectResponse("/sign-in", status_code=303)

    def _token_of_ended(self, request: Request) -> str:
        with self.engine().connect() as connection:
            return csrf_of_any(connection, self.settings.ward.code, request.cookies.get(COOKIE, ""))

    def _too_large(self, request: Request, part: str) -> Response | None:
        """A body says its length before it is read: more than a form needs is for uploads by who is signed in."""
        if request.method in ("GET", "HEAD"):
            return None
        length = request.headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            return self.refusal(request, 411, "Yêu cầu không nói độ dài của nó.")
        if int(length) > (MOST_UPLOAD_BYTES if part == "upload" else MOST_FORM_BYTES):
            return self.refusal(request, 413, f"Tệp quá lớn: nhiều nhất {MOST_UPLOAD_BYTES // 1_000_000} MB.")
        return None

    def _session(self, request: Request) -> Session | None:
        token = request.cookies.get(COOKIE)
        if not token:
            return None
        with self.engine().begin() as connection:
            return session_of(connection, self.settings.ward.code, token)

    def _note(self, session: Session, action: str, subject: str) -> None:
        with self.engine().begin() as connection:
            note(connection, self.settings.ward.code, session.account_id, action, subject)
