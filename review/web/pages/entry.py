"""Entry to the page: signing in and out.

Data flow: name and password -> ``review.web.sessions`` -> a cookie, HttpOnly and SameSite=Strict
"""

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from review.web.accounts import all_accounts
from review.web.desk import Desk, frame_of
from review.web.gate import COOKIE, ENTRY_COOKIE, HOME_OF
from review.web.rendering import render
from review.web.sessions import MOST_HOURS, SignInError, end_session, sign_in

router = APIRouter()


@router.get("/")
def home(desk: Desk) -> Response:
    return RedirectResponse(HOME_OF[desk.session.role], status_code=303)


@router.get("/sign-in")
def form(request: Request) -> Response:
    if request.state.session is not None:
        return RedirectResponse("/", status_code=303)
    return _form(request, has_ended=COOKIE in request.cookies)


@router.post("/sign-in")
def enter(
    request: Request,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1000)],
) -> Response:
    state = request.app.state
    try:
        token = sign_in(state.engine, state.settings, name, password)
    except SignInError as error:
        return _form(request, name, str(error))
    response = RedirectResponse("/", status_code=303)
    response.delete_cookie(ENTRY_COOKIE)
    _set_cookie(response, COOKIE, token, state.settings.web.is_behind_tls)
    return response


@router.post("/sign-out")
def leave(desk: Desk) -> Response:
    with desk.engine.begin() as connection:
        end_session(connection, desk.session.token_digest)
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(COOKIE)
    return response


def _form(request: Request, name: str = "", sentence: str = "", *, has_ended: bool = False) -> Response:
    state = request.app.state
    with state.engine.connect() as connection:
        is_first = not all_accounts(connection, state.settings.ward.code)
    token = request.cookies.get(ENTRY_COOKIE) or secrets.token_urlsafe(32)
    values = {"csrf": token, "name": name, "sentence": sentence, "is_first": is_first, "has_ended": has_ended, "title": "Đăng nhập"}
    response = HTMLResponse(render("sign_in.html", **values, **frame_of(state.settings, None, request)), 403 if sentence else 200)
    _set_cookie(response, ENTRY_COOKIE, token, state.settings.web.is_behind_tls)
    return response


def _set_cookie(response: Response, name: str, value: str, is_behind_tls: bool) -> None:
    response.set_cookie(name, value, max_age=MOST_HOURS * 3600, httponly=True, samesite="strict", secure=is_behind_tls, path="/")
