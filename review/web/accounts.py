"""Accounts of people who may sign in to the page: a name, a role, a password that stands nowhere but as its Argon2id hash.

Data flow: name, role, password -> ``add_account`` -> audit.account -> ``verified`` -> ``Account``
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from flows.system.errors import ChitieuError

if TYPE_CHECKING:
    from argon2 import PasswordHasher
    from sqlalchemy import Connection

ROLES_VI = {"officer": "Cán bộ số liệu", "leader": "Lãnh đạo", "administrator": "Quản trị"}
LEAST_PASSWORD_CHARACTERS = 10
_MOST_PASSWORD_CHARACTERS = 200
_NAME = re.compile(r"[\w.-][\w. -]{0,58}[\w.-]")


class AccountError(ChitieuError):
    """What was asked of an account cannot be done; the sentence, in Vietnamese, says why. Nothing was changed."""

    exit_code = 2


@dataclass(frozen=True)
class Account:
    """``name`` as it was given when the account was made; it is found whatever its capitals."""

    account_id: int
    name: str
    role: str
    disabled_at: datetime | None
    created_at: datetime

    @property
    def role_vi(self) -> str:
        return ROLES_VI[self.role]


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    """Verified where no account has the name, so that the answer takes as long."""
    return _hasher().hash("nobody has this password")


def folded_name(text: str) -> str:
    """The name as it is compared: composed, without blanks at its edges."""
    return unicodedata.normalize("NFC", text).strip()


def add_account(connection: "Connection", ward_code: str, name: str, role: str, password: str) -> Account:
    name = folded_name(name)
    if role not in ROLES_VI:
        raise AccountError(f"Không có vai trò '{role}'. Các vai trò: {', '.join(ROLES_VI)}.")
    if not _NAME.fullmatch(name):
        raise AccountError("Tên đăng nhập gồm từ 2 đến 60 chữ cái, chữ số, dấu chấm, gạch hoặc khoảng trắng.")
    if find_account(connection, ward_code, name) is not None:
        raise AccountError(f"Đã có tài khoản '{name}'. Hãy chọn tên khác, hoặc đặt lại mật khẩu cho tài khoản ấy.")
    row = connection.exec_driver_sql(
        """insert into audit.account (ward_code, name, role, password_hash) values (%s, %s, %s, %s)
           returning account_id, name, role, disabled_at, created_at""",
        (ward_code, name, role, hashed(name, password)),
    ).one()
    return Account(*row)


def hashed(name: str, password: str) -> str:
    """Raises ``AccountError`` for a password that is too short, too long or the name itself."""
    if len(password) < LEAST_PASSWORD_CHARACTERS:
        raise AccountError(f"Mật khẩu cần ít nhất {LEAST_PASSWORD_CHARACTERS} ký tự.")
    if len(password) > _MOST_PASSWORD_CHARACTERS:
        raise AccountError(f"Mật khẩu dài nhất {_MOST_PASSWORD_CHARACTERS} ký tự.")
    if name.casefold() in password.casefold() and len(password) < len(name) + LEAST_PASSWORD_CHARACTERS:
        raise AccountError("Mật khẩu không được chỉ là tên đăng nhập thêm vài ký tự.")
    return _hasher().hash(unicodedata.normalize("NFC", password))


def set_password(connection: "Connection", ward_code: str, name: str, password: str) -> Account:
    """The new password; whoever is signed in with the old one is signed out."""
    account = known_account(connection, ward_code, name)
    connection.exec_driver_sql(
        "update audit.account set password_hash = %s where account_id = %s", (hashed(account.name, password), account.account_id)
    )
    _end_sessions(connection, account)
    return account


def disable_account(connection: "Connection", ward_code: str, name: str) -> Account:
    """It may not sign in any more, and its sessions end."""
    account = known_account(connection, ward_code, name)
    connection.exec_driver_sql(
        "update audit.account set disabled_at = coalesce(disabled_at, clock_timestamp()) where account_id = %s", (account.account_id,)
    )
    _end_sessions(connection, account)
    return known_account(connection, ward_code, name)


def _end_sessions(connection: "Connection", account: Account) -> None:
    connection.exec_driver_sql(
        "update audit.web_session set ended_at = clock_timestamp() where account_id = %s and ended_at is null", (account.account_id,)
    )


def find_account(connection: "Connection", ward_code: str, name: str) -> Account | None:
    row = connection.exec_driver_sql(
        """select account_id, name, role, disabled_at, created_at from audit.account
           where ward_code = %s and lower(name) = lower(%s)""",
        (ward_code, folded_name(name)),
    ).one_or_none()
    return None if row is None else Account(*row)


def known_account(connection: "Connection", ward_code: str, name: str) -> Account:
    account = find_account(connection, ward_code, name)
    if account is None:
        raise AccountError(f"Không có tài khoản '{folded_name(name)}'. Xem các tài khoản bằng: chitieu user list.")
    return account


def all_accounts(connection: "Connection", ward_code: str) -> list[Account]:
    rows = connection.exec_driver_sql(
        """select account_id, name, role, disabled_at, created_at from audit.account
           where ward_code = %s order by disabled_at is not null, lower(name)""",
        (ward_code,),
    )
    return [Account(*row) for row in rows]


def verified(connection: "Connection", account: Account | None, password: str) -> bool:
    """Whether the password is the account's, which may sign in. Takes as long where there is no such account."""
    from argon2.exceptions import InvalidHashError, VerificationError

    stored = _nobodys_hash()
    if account is not None:
        stored = connection.exec_driver_sql(
            "select password_hash from audit.account where account_id = %s", (account.account_id,)
        ).scalar_one()
    try:
        is_right = _hasher().verify(stored, unicodedata.normalize("NFC", password[:_MOST_PASSWORD_CHARACTERS]))
    except (VerificationError, InvalidHashError):
        return False
    return is_right and account is not None and account.disabled_at is None
