"""News: what became of the causes since a day, or since somebody last looked at the page.

Data flow: audit.web_session, audit.cause_count -> ``last_visit_of``, ``news_since`` -> ``chitieu review list --since``
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from review.web.accounts import known_account
from review.web.queries import rows_of
from review.web.sessions import IDLE_MINUTES, MOST_HOURS

if TYPE_CHECKING:
    from sqlalchemy import Connection


def last_visit_of(connection: "Connection", ward_code: str, name: str) -> datetime | None:
    """When the account was last seen, whoever is signed in now aside: what its overview compares with. None before its second visit. Raises
    ``AccountError`` where there is no such account."""
    account = known_account(connection, ward_code, name)
    bounds = {"account": account.account_id, "idle_minutes": IDLE_MINUTES, "most_hours": MOST_HOURS}
    found: datetime | None = rows_of(connection, "last_visit_of", **bounds)[0]["seen_at"]
    return found


def news_since(connection: "Connection", ward_code: str, since: datetime | None) -> dict[str, int]:
    """new_count, worse_count, gone_count, overdue_count."""
    from flows.wording.moments import today

    return dict(rows_of(connection, "since_visit", ward=ward_code, since=since, today=today())[0])


def change_of(line: dict[str, Any]) -> str | None:
    """Of a line of the list: new, worse, or None where it is as it was."""
    if line["count_then"] is None:
        return None
    return "new" if line["count_then"] == 0 else "worse" if line["count_now"] > line["count_then"] else None
