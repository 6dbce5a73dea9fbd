"""Open findings, which wait for the officer: one line a cause (rule and delivery), the newest and worst first.

Data flow: audit.finding -> ``open_causes`` -> ``chitieu status``
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

SEVERITIES_VI = {"critical": "Chặn", "warning": "Cần xác nhận", "info": "Lưu ý"}


@dataclass(frozen=True)
class Cause:
    """Findings of one rule in one delivery: ``rows`` of them, ``example_vi`` the sentence of the first."""

    source: str | None
    month: date | None
    file_name: str
    rule_code: str
    severity: str
    rows: int
    example_vi: str


def open_causes(connection: "Connection", ward_code: str) -> list[Cause]:
    """Critical and warning findings that nobody has decided, of deliveries that still count or were refused."""
    rows = connection.exec_driver_sql(
        """select f.source, f.month, f.file_name, f.rule_code, f.severity, count(*)::int as rows,
                  (array_agg(f.message_vi order by f.finding_id))[1] as example_vi
           from audit.finding f
           join audit.delivery d using (delivery_id)
           where f.ward_code = %s and f.state = 'open' and f.severity <> 'info' and d.status not in ('superseded', 'duplicate')
           group by f.source, f.month, f.file_name, f.rule_code, f.severity
           order by f.severity = 'critical' desc, f.month desc nulls first, count(*) desc, f.file_name, f.rule_code""",
        (ward_code,),
    )
    return [Cause(*row) for row in rows]
