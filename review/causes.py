"""Causes: open findings of one delivery and rule as one line, with how many rows it stops and how often that happened before.

Data flow: audit.finding, audit.delivery -> ``causes`` and ``findings_of`` -> ``chitieu review``, pages
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class Cause:
    """``findings`` and ``rows`` of the rule in the delivery; ``share`` (0-1) of the delivery's rows, None about the whole file.

    ``history``: rows that broke the rule in each of six months up to this one, None where the source had no list. ``is_first``: no delivery
    of the source ever broke it before. ``example_vi``: the sentence of the first finding.
    """

    delivery_id: int
    source: str | None
    month: date | None
    file_name: str
    status: str
    rule_code: str
    severity: str
    findings: int
    rows: int
    share: float | None
    example_vi: str
    received_at: datetime
    history: list[int | None]
    is_first: bool


@dataclass(frozen=True)
class Finding:
    """One finding of a cause, with where it stands; ``state``: open, or accepted by a decision."""

    rule_code: str
    sheet_name: str | None
    row_number: int | None
    column_name: str | None
    column_letter: str | None
    contract_column: str | None
    message_vi: str
    state: str


def causes(connection: "Connection", ward_code: str, severity: str | None = None) -> list[Cause]:
    """All that waits for the officer, what stops something first, then the newest months and the longest lists; of one severity, or of
    those that ask for something."""
    from flows.database.sql_text import read_sql

    rows = connection.exec_driver_sql(read_sql("review/causes.sql"), {"ward": ward_code, "severity": severity})
    return [Cause(**row._mapping) for row in rows]


def findings_of(connection: "Connection", delivery_id: int, rule_code: str | None = None) -> list[Finding]:
    """In the order of the file; of all rules if none is named."""
    rows = connection.exec_driver_sql(
        """select rule_code, sheet_name, row_number, column_name, column_letter, contract_column, message_vi, state from audit.finding
           where delivery_id = %s and (%s::text is null or rule_code = %s) and (severity <> 'info' or %s::text is not null)
           order by sheet_name nulls first, row_number nulls first, finding_id""",
        (delivery_id, rule_code, rule_code, rule_code),
    )
    return [Finding(**row._mapping) for row in rows]
