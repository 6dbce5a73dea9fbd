"""Sessions of the page: from signing in, which is limited, to the end by hand, by idleness or by age.

Data flow: name and password -> ``sign_in`` -> a token for the cookie -> audit.web_session (its digest) -> ``session_of`` -> ``Session``
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from review.web.access import note
from review.web.accounts import Account, AccountError, find_account, folded_name, verified

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings

IDLE_MINUTES, MOST_HOURS = 30, 12
WRONG_ATTEMPTS, WAIT_MINUTES = 5, 15


class SignInError(AccountError):
    """Nobody is signed in; the sentence does not say whether the name or the password is wrong."""


@dataclass(frozen=True)
class Session:
    """Who is signed in. ``csrf``: the token that every form of the session carries; ``token_digest``: what the session is known by."""

    account_id: int
    name: str
    role: str
    csrf: str
    token_digest: str


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(engine: "Engine", settings: "Settings", name: str, password: str) -> str:
    """The token of a new session. Raises ``SignInError``; the attempt is noted whatever comes of it."""
    code = settings.ward.code
    name_digest = hmac.digest(settings.secret_key, folded_name(name).casefold().encode(), "sha256").hex()
    with engine.begin() as connection:
        # One attempt of a name after another: many at once would all be counted as the first.
        connection.exec_driver_sql("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (name_digest,))
        if _wrong_attempts(connection, code, name_digest) >= WRONG_ATTEMPTS:
            note(connection, code, None, "sign_in_limited", "/sign-in", name_digest)
            outcome: str | None = None
        else:
            outcome = _tried(connection, code, name, password, name_digest)
    if outcome is None:
        raise SignInError(f"Đã nhập sai {WRONG_ATTEMPTS} lần. Hãy đợi {WAIT_MINUTES} phút rồi thử lại, hoặc nhờ quản trị đặt lại mật khẩu.")
    if not outcome:
        raise SignInError("Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đã bị khóa.")
    return outcome


def _tried(connection: "Connection", ward_code: str, name: str, password: str, name_digest: str) -> str:
    """The token, "" where the name or the password is wrong."""
    account = find_account(connection, ward_code, name)
    if not verified(connection, account, password) or account is None:
        note(connection, ward_code, None, "sign_in_failed", "/sign-in", name_digest)
        return ""
    note(connection, ward_code, account.account_id, "sign_in", "/sign-in", name_digest)
    return _begin(connection, account)


def _wrong_attempts(connection: "Connection", ward_code: str, name_digest: str) -> int:
    """Since the name last signed in, in the last minutes."""
    return int(
        connection.exec_driver_sql(
            """select count(*) from audit.web_access a
               where ward_code = %s and name_digest = %s and action = 'sign_in_failed'
                 and happened_at > clock_timestamp() - make_interval(mins => %s)
                 and not exists (select from audit.web_access s
                                 where s.ward_code = a.ward_code and s.name_digest = a.name_digest and s.action = 'sign_in'
                                   and s.access_id > a.access_id)""",
            (ward_code, name_digest, WAIT_MINUTES),
        ).scalar_one()
    )


def _begin(connection: "Connection", account: Account) -> str:
    token = secrets.token_urlsafe(32)
    connection.exec_driver_sql(
        "insert into audit.web_session (token_digest, account_id, csrf) values (%s, %s, %s)",
        (digest_of(token), account.account_id, secrets.token_urlsafe(32)),
    )
    return token


def session_of(connection: "Connection", ward_code: str, token: str) -> Session | None:
    """The session of a cookie's token; None where it has ended, by whatever. Being seen keeps it from ending by idleness."""
    row = connection.exec_driver_sql(
        """select a.account_id, a.name, a.role, s.csrf, s.token_digest, s.seen_at < clock_timestamp() - interval '1 minute' as is_stale
           from audit.web_session s join audit.account a using (account_id)
           where s.token_digest = %s and a.ward_code = %s and s.ended_at is null and a.disabled_at is null
             and s.seen_at > clock_timestamp() - make_interval(mins => %s)
             and s.created_at > clock_timestamp() - make_interval(hours => %s)""",
        (digest_of(token), ward_code, IDLE_MINUTES, MOST_HOURS),
    ).one_or_none()
    if row is None:
        return None
    if row.is_stale:
        connection.exec_driver_sql("update audit.web_session set seen_at = clock_timestamp() where token_digest = %s", (row.token_digest,))
    return Session(*row[:-1])


def csrf_of_any(connection: "Connection", ward_code: str, token: str) -> str:
    """The form token of a cookie's session, also of one that has ended; "" for a cookie that never was one."""
    found = connection.exec_driver_sql(
        "select s.csrf from audit.web_session s join audit.account a using (account_id) where s.token_digest = %s and a.ward_code = %s",
        (digest_of(token), ward_code),
    )
    return str(found.scalar() or "")


def end_session(connection: "Connection", token_digest: str) -> None:
    connection.exec_driver_sql(
        "update audit.web_session set ended_at = coalesce(ended_at, clock_timestamp()) where token_digest = %s", (token_digest,)
    )
