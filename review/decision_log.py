"""Log of decisions: what was decided, by whom and why, and what each decision is worth today.

Data flow: audit.decision, audit.decision_outcome -> ``decided`` -> ``chitieu review decisions``, pages
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flows.wording.decisions import KINDS_VI, row_vi

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["KINDS_VI", "Decided", "count_acts", "decided", "row_vi"]


@dataclass(frozen=True)
class Decided:
    """An act of decision as the officer reads it: ``count`` decisions of one kind. ``rows``: rows that it is applied to now;
    ``sent_as_corrected`` and ``sent_otherwise``: rows of live deliveries to which it no longer applies, because the source sent the
    corrected value or a third one; ``undone_by``: the act that took it back, ``undoes``: the one that it takes back."""

    decision_id: int
    count: int
    kind: str
    source: str
    month: date | None
    until_month: date | None
    rule_code: str | None
    column_name: str | None
    row: str
    reason: str
    decided_by: str
    decided_at: datetime
    undone_by: int | None
    undoes: int | None
    rows: int
    sent_as_corrected: int
    sent_otherwise: int
    is_about_a_file: bool

    @property
    def state_vi(self) -> str:
        """What the decision is worth today."""
        if self.kind == "undo":
            return f"đã hoàn tác quyết định {self.undoes}"
        if self.undone_by is not None:
            return f"đã hoàn tác bởi quyết định {self.undone_by}"
        if self.kind in ("release", "nothing_to_report") or self.is_about_a_file:
            return "đang áp dụng"
        if self.rows:
            return f"đang áp dụng cho {self.rows} dòng"
        if self.sent_otherwise:
            return "nguồn đã gửi giá trị khác: xem lại"
        if self.sent_as_corrected:
            return "đã xong: nguồn đã gửi giá trị đúng"
        return "không còn dòng nào khớp"


def decided(
    connection: "Connection", ward_code: str, *, size: int | None = None, skipped: int = 0, number: int | None = None
) -> list[Decided]:
    """Acts, the newest first: all, ``size`` of them after those skipped, or the one that decision ``number`` belongs to."""
    from flows.database.sql_text import read_sql

    asked = {"ward": ward_code, "size": size, "skipped": skipped, "number": number}
    rows = connection.exec_driver_sql(read_sql("review/decisions.sql"), asked)
    return [Decided(**_in_words(dict(row._mapping))) for row in rows]


def count_acts(connection: "Connection", ward_code: str) -> int:
    """How many acts there are."""
    query = "select count(*) from audit.decision where ward_code = %s and decision_id = act_id"
    return int(connection.exec_driver_sql(query, (ward_code,)).scalar_one())


def _in_words(line: dict[str, Any]) -> dict[str, Any]:
    identity, sha256 = line.pop("row_identity"), line.pop("sha256")
    is_one = line["count"] == 1 or identity is None
    return line | {"is_about_a_file": identity is None, "row": row_vi(identity, sha256) if is_one else f"{line['count']} dòng"}
