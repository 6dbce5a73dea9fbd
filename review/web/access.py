"""Access log of the page: who saw or did what, and when; only added to, nothing personal.

Data flow: a request -> ``note`` -> audit.web_access
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MOST_CHARACTERS = 200


def note(
    connection: "Connection", ward_code: str, account_id: int | None, action: str, subject: str, name_digest: str | None = None
) -> None:
    """``subject``: the address without its question, or what was decided or taken in, such as "decision 12"."""
    connection.exec_driver_sql(
        "insert into audit.web_access (ward_code, account_id, name_digest, action, subject) values (%s, %s, %s, %s, %s)",
        (ward_code, account_id, name_digest, action, subject.replace("\0", "")[:_MOST_CHARACTERS]),
    )
