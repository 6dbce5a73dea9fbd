"""Assignments of causes: who sees to one, until when, and how far it is. Each is a line more; that a cause is done is seen by its findings.

Data flow: a form or a command -> ``assign`` -> audit.cause_assignment -> ``assignments_of``
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flows.wording.cause_work import STATES_VI
from review.drafts import DecisionError

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: What a person may say of a cause.
STATES = tuple(name for name in STATES_VI if name != "done")
_MOST_LETTERS = 100


@dataclass(frozen=True)
class Assignment:
    """``state``: as it is worth today: what waited for a unit is new again when another delivery of the month has come."""

    owner: str | None
    due_date: date | None
    state: str
    reason: str
    made_by: str
    made_at: datetime

    @property
    def state_vi(self) -> str:
        return STATES_VI[self.state]


def assign(
    connection: "Connection",
    ward_code: str,
    delivery_id: int,
    rule_code: str,
    made_by: str,
    *,
    owner: str | None,
    due_date: date | None,
    state: str,
    reason: str,
) -> Assignment:
    """Adds a line about an open cause. Raises ``DecisionError`` where it is not open, or something said cannot be."""
    cause = _open_cause(connection, ward_code, delivery_id, rule_code)
    owner = " ".join((owner or "").split()) or None
    if state == "done":
        raise DecisionError(
            "'Đã xong' không tự ghi được: điểm này xong khi không còn dòng nào mở (đã sửa, xác nhận, loại, hoặc có tệp đúng)."
        )
    if state not in STATES:
        raise DecisionError(f"Không có trạng thái '{state}'. Các trạng thái: {', '.join(STATES)}.")
    if state == "ignored" and not reason.strip():
        raise DecisionError("Bỏ qua thì phải ghi lý do (--reason).")
    if owner is not None and len(owner) > _MOST_LETTERS:
        raise DecisionError(f"Tên người phụ trách dài nhất {_MOST_LETTERS} ký tự.")
    if not made_by.strip():
        raise DecisionError("Phải ghi tên người giao việc (--by ...).")
    row = connection.exec_driver_sql(
        """insert into audit.cause_assignment
               (ward_code, cause_key, rule_code, source, month, delivery_id, owner, due_date, state, reason, made_by)
           values (%s, audit.cause_key(%s, %s, %s::date, %s), %s, %s, %s, %s, %s, %s, %s, %s, %s)
           returning owner, due_date, state, reason, made_by, made_at""",
        (
            *(ward_code, rule_code, cause.source, cause.month, delivery_id),
            *(rule_code, cause.source, cause.month, delivery_id, owner, due_date, state, reason.strip(), made_by.strip()),
        ),
    ).one()
    return Assignment(*row)


def assignments_of(connection: "Connection", ward_code: str, delivery_id: int, rule_code: str) -> list[Assignment]:
    """What was said of the cause of a delivery, the newest first; also where it was said of an earlier delivery of the month."""
    rows = connection.exec_driver_sql(
        """select a.owner, a.due_date, case when a.state = 'waiting' and d.received_at > a.made_at then 'new' else a.state end as state,
                  a.reason, a.made_by, a.made_at
           from audit.delivery d
           join audit.cause_assignment a
               on a.ward_code = d.ward_code and a.cause_key = audit.cause_key(%s, d.source, d.month, d.delivery_id)
           where d.ward_code = %s and d.delivery_id = %s
           order by a.assignment_id desc""",
        (rule_code, ward_code, delivery_id),
    )
    return [Assignment(*row) for row in rows]


def _open_cause(connection: "Connection", ward_code: str, delivery_id: int, rule_code: str) -> Any:
    row = connection.exec_driver_sql(
        """select d.source, d.month from audit.delivery d
           where d.ward_code = %s and d.delivery_id = %s and d.status not in ('superseded', 'duplicate')
             and exists (select from audit.finding f where f.delivery_id = d.delivery_id and f.rule_code = %s and f.state = 'open')""",
        (ward_code, delivery_id, rule_code),
    ).one_or_none()
    if row is None:
        raise DecisionError(f"Lần gửi {delivery_id} không có điểm nào của quy tắc {rule_code} đang mở: không có gì để giao.")
    return row
