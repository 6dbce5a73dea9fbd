"""Log of decisions: what was decided, by whom and why, and what each decision is worth today.

Data flow: audit.decision, audit.decision_outcome -> ``decided`` -> ``chitieu review decisions``, pages
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

KINDS_VI = {
    "correct": "Sửa",
    "accept": "Xác nhận đúng",
    "exclude": "Loại khỏi chỉ tiêu",
    "release": "Công bố",
    "nothing_to_report": "Không phát sinh",
    "undo": "Hoàn tác",
}


@dataclass(frozen=True)
class Decided:
    """A decision as the officer reads it. ``rows``: rows that it is applied to now; ``ended``: rows of live deliveries to which it no
    longer applies, because the source sent the corrected value or a third one; ``undone_by``: the decision that took it back."""

    decision_id: int
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

    @property
    def state_vi(self) -> str:
        """What the decision is worth today."""
        if self.kind == "undo":
            return f"đã hoàn tác quyết định {self.undoes}"
        if self.undone_by is not None:
            return f"đã hoàn tác bởi quyết định {self.undone_by}"
        if self.kind in ("release", "nothing_to_report"):
            return "đang áp dụng"
        if self.rows:
            return f"đang áp dụng cho {self.rows} dòng"
        if self.sent_otherwise:
            return "nguồn đã gửi giá trị khác: xem lại"
        if self.sent_as_corrected:
            return "đã xong: nguồn đã gửi giá trị đúng"
        return "không còn dòng nào khớp"


def decided(connection: "Connection", ward_code: str) -> list[Decided]:
    """All decisions, the newest first."""
    rows = connection.exec_driver_sql(
        """select d.decision_id, d.kind, d.source, d.month, d.until_month, d.rule_code, d.column_name, d.row_identity, d.sha256, d.reason,
                  d.decided_by, d.decided_at, u.decision_id as undone_by, d.undoes,
                  coalesce(sum(o.row_count) filter (where o.outcome = 'applied'), 0)::int as rows,
                  coalesce(sum(o.row_count) filter (where o.outcome = 'sent_as_corrected'), 0)::int as sent_as_corrected,
                  coalesce(sum(o.row_count) filter (where o.outcome = 'sent_otherwise'), 0)::int as sent_otherwise
           from audit.decision d
           left join audit.decision u on u.undoes = d.decision_id
           left join (audit.decision_outcome o join audit.delivery a
                      on a.delivery_id = o.delivery_id and a.status not in ('superseded', 'duplicate'))
             on o.decision_id = d.decision_id
           where d.ward_code = %s
           group by d.decision_id, u.decision_id order by d.decision_id desc""",
        (ward_code,),
    )
    return [
        Decided(
            row.decision_id,
            row.kind,
            row.source,
            row.month,
            row.until_month,
            row.rule_code,
            row.column_name,
            row_vi(row.row_identity, row.sha256),
            row.reason,
            row.decided_by,
            row.decided_at,
            row.undone_by,
            row.undoes,
            row.rows,
            row.sent_as_corrected,
            row.sent_otherwise,
        )
        for row in rows
    ]


def row_vi(identity: str | None, sha256: str | None) -> str:
    """What a decision is about, in the officer's words; people by the beginning of their pseudonym."""
    if identity is None:
        return f"tệp {sha256[:8]}" if sha256 else "cả tháng"
    kind, _, rest = identity.partition(":")
    if kind == "dossier":
        return f"hồ sơ {rest}"
    if kind == "person":
        return f"người {rest[:6]}"
    if kind == "household":
        number, _, member = rest.partition("|")
        return f"hộ {number}, thành viên {member.removeprefix('person:')[:6]}"
    if kind in ("indicator", "population"):
        return f"số liệu {rest.replace('|', ', địa bàn ')}" if kind == "indicator" else f"dân số địa bàn {rest}"
    _, sheet, row = rest.rsplit("|", 2) if rest.count("|") >= 2 else ("", "", rest)
    return f"dòng {row}" + (f" trang {sheet}" if sheet else "")
