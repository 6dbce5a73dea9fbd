"""List of causes: open findings of one rule in one delivery as one line, with who sees to it and what deciding it would change.

Data flow: audit.finding, audit.cause_assignment, audit.cause_count, audit.cause_effect -> ``listed`` -> command line, pages, Excel
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flows.wording.cause_work import SENDERS
from flows.wording.moments import today

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class Chosen:
    """Which causes, None is all: ``sender``: a code of ``SENDERS`` or of a department of the ward; ``work_state``: one of ``STATES_VI``;
    ``change``: new or worse since ``since``, or overdue; ``sort``: "" (severity and month), effect, count or age."""

    source: str | None = None
    month: date | None = None
    rule: str | None = None
    severity: str | None = None
    area: str | None = None
    sender: str | None = None
    work_state: str | None = None
    change: str | None = None
    since: datetime | None = None
    sort: str = ""


EVERYTHING = Chosen()


def listed(
    connection: "Connection", ward_code: str, chosen: Chosen = EVERYTHING, size: int | None = None, skipped: int = 0
) -> list[dict[str, Any]]:
    """Lines of ``sql/review/cause_list.sql``, all of them where no ``size`` is given."""
    parameters = asdict(chosen) | {
        "ward": ward_code,
        "sender_sources": list(SENDERS[chosen.sender][1]) if chosen.sender in SENDERS else [],
        "today": today(),
        "basis": basis(connection, ward_code),
        "size": size,
        "skipped": skipped,
    }
    return _rows(connection, "cause_list", parameters)


def findings_without_area(connection: "Connection", ward_code: str, chosen: Chosen) -> int:
    """Open findings that no area finds, however right it is: their row says none, or they are older than the note of it."""
    asked = {name: getattr(chosen, name) for name in ("source", "month", "rule", "severity")}
    return int(_rows(connection, "findings_without_area", asked | {"ward": ward_code})[0]["finding_count"])


def basis(connection: "Connection", ward_code: str) -> str:
    """Fingerprint of the deliveries, decisions and runs that an effect is worked out on; another one makes it worthless."""
    return str(_rows(connection, "effect_basis", {"ward": ward_code})[0]["basis"])


def _rows(connection: "Connection", name: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    from flows.database.sql_text import read_sql

    return [dict(row) for row in connection.exec_driver_sql(read_sql(f"review/{name}.sql"), parameters).mappings()]
