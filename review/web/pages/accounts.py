"""Accounts as the administrator sees them: made, given a new password, locked.

Data flow: a form -> ``review.web.accounts`` -> audit.account
"""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from review.web.accounts import LEAST_PASSWORD_CHARACTERS, ROLES_VI, AccountError, add_account, all_accounts, disable_account, set_password
from review.web.desk import Desk

router = APIRouter()
Name = Annotated[str, Form(max_length=100)]
Password = Annotated[str, Form(max_length=1000)]


@router.get("/accounts")
def accounts(desk: Desk) -> Response:
    with desk.engine.connect() as connection:
        known = all_accounts(connection, desk.ward_code)
    return desk.page("accounts.html", "Tài khoản", accounts=known, roles=ROLES_VI, least=LEAST_PASSWORD_CHARACTERS)


@router.post("/accounts/add")
def add(desk: Desk, name: Name, role: Annotated[str, Form(max_length=20)], password: Password) -> Response:
    with desk.engine.begin() as connection:
        add_account(connection, desk.ward_code, name, role, password)
    return RedirectResponse("/accounts", status_code=303)


@router.post("/accounts/password")
def password(desk: Desk, name: Name, password: Password) -> Response:
    with desk.engine.begin() as connection:
        set_password(connection, desk.ward_code, name, password)
    return RedirectResponse("/accounts", status_code=303)


@router.post("/accounts/disable")
def disable(desk: Desk, name: Name) -> Response:
    if name == desk.session.name:
        raise AccountError("Không thể tự khóa tài khoản đang dùng. Hãy để một quản trị khác làm.")
    with desk.engine.begin() as connection:
        disable_account(connection, desk.ward_code, name)
    return RedirectResponse("/accounts", status_code=303)
