"""Audit lines of a delivery: what the night left of it: its line, its findings, its repairs, the decisions that touch it.

Data flow: audit.delivery, finding, repair_ledger, decision -> ``DeliveryLine``, ``Finding``, ``Repair``, ``AppliedDecision``
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flows.system.errors import ChitieuError
from flows.wording.decisions import KINDS_VI, row_vi

if TYPE_CHECKING:
    from sqlalchemy import Connection

_OUTCOMES_VI = {
    "applied": "đang áp dụng cho {} dòng",
    "sent_as_corrected": "đã xong: nguồn đã gửi giá trị đúng ({} dòng)",
    "sent_otherwise": "nguồn đã gửi giá trị khác ({} dòng): xem lại",
    "released": "đang áp dụng cho cả tệp",
}


class NoSuchDeliveryError(ChitieuError):
    """A number under which the ward has received nothing."""

    exit_code = 2


@dataclass(frozen=True)
class DeliveryLine:
    """One file as it was received, and what became of it."""

    delivery_id: int
    source: str | None
    month: date | None
    file_name: str
    sha256: str
    received_at: datetime
    status: str
    rows_read: int
    rows_published: int
    rows_quarantined: int
    household_count: int | None
    superseded_by: int | None


@dataclass(frozen=True)
class Finding:
    """One finding, as judging left it; a finding about the whole file has no row. ``state``: open, or accepted by a decision."""

    rule_code: str
    severity: str
    sheet_name: str | None
    row_number: int | None
    column_name: str | None
    column_letter: str | None
    message_vi: str
    state: str


@dataclass(frozen=True)
class Repair:
    """One column and kind of repair; ``examples``: before and after, people as shapes."""

    column_heading: str
    kind_name: str
    cell_count: int
    row_share: float | None
    last_row_share: float | None
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AppliedDecision:
    """An act of decision in force that speaks of the delivery. Not why: a reason may name people."""

    act_id: int
    kind_vi: str
    about_vi: str
    rule_codes: tuple[str, ...]
    month: date | None
    decided_by: str
    decided_at: datetime
    outcome_vi: str


def read_line(connection: "Connection", ward_code: str, delivery_id: int) -> DeliveryLine:
    """Raises ``NoSuchDeliveryError``."""
    row = connection.exec_driver_sql(
        """select delivery_id, source, month, file_name, sha256, received_at, status, rows_read, rows_published, rows_quarantined,
                  household_count, superseded_by
           from audit.delivery where ward_code = %s and delivery_id = %s""",
        (ward_code, delivery_id),
    ).one_or_none()
    if row is None:
        raise NoSuchDeliveryError(f"Không có lần gửi số {delivery_id}. Xem số của các lần gửi bằng: chitieu review list.")
    return DeliveryLine(*row)


def read_findings(connection: "Connection", delivery_id: int) -> list[Finding]:
    """What stops something first, then by rule and in the order of the file."""
    rows = connection.exec_driver_sql(
        """select rule_code, severity, sheet_name, row_number, column_name, column_letter, message_vi, state
           from audit.finding where delivery_id = %s
           order by array_position(array['critical', 'warning', 'info'], severity::text), rule_code, sheet_name nulls first,
                    row_number nulls first, finding_id""",
        (delivery_id,),
    )
    return [Finding(*row) for row in rows]


def read_repairs(connection: "Connection", delivery_id: int) -> list[Repair]:
    """The most frequent first; lines that only say that a repair of last month is gone are left out."""
    rows = connection.exec_driver_sql(
        """select column_heading, kind_name, cell_count, row_share, last_row_share, examples from audit.repair_ledger
           where delivery_id = %s and cell_count > 0 order by cell_count desc, column_heading, kind_name""",
        (delivery_id,),
    )
    return [
        Repair(
            row.column_heading, row.kind_name, row.cell_count, row.row_share, row.last_row_share, tuple(_pair(one) for one in row.examples)
        )
        for row in rows
    ]


def _pair(example: dict[str, Any]) -> tuple[str, str]:
    return str(example["before"] or ""), str(example["after"] or "")


def read_decisions(connection: "Connection", ward_code: str, line: DeliveryLine) -> list[AppliedDecision]:
    """Decisions about rows of the delivery, and those that released its bytes; not those that were taken back."""
    from flows.database.sql_text import read_sql

    parameters = {"delivery": line.delivery_id, "ward": ward_code, "sha256": line.sha256}
    rows = connection.exec_driver_sql(read_sql("review/decisions_of_delivery.sql"), parameters)
    return [
        AppliedDecision(
            row.act_id,
            KINDS_VI[row.kind] + (" thêm một phần" if row.is_part else ""),
            row_vi(row.row_identity, row.sha256) if row.decisions == 1 or row.row_identity is None else f"{row.decisions} dòng",
            tuple(row.rule_codes),
            row.month,
            row.decided_by,
            row.decided_at,
            _OUTCOMES_VI[row.outcome].format(row.rows),
        )
        for row in rows
    ]
