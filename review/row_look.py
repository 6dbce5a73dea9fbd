"""One row as the command line shows it: its findings, its cells beside their neighbours, what is expected, and what was decided before.

Data flow: audit.finding, audit.decision, the landed file -> ``look_at_row`` -> ``chitieu review row``
"""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from review.drafts import DecisionError
from review.rows import FILE_GONE_VI, Known, known_in, looked_or_none, reason_of
from review.web.queries import rows_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Row

    from flows.config.settings import Settings
    from flows.pipeline.surroundings import LookedAt

_MOST_DECISIONS = 12


@dataclass(frozen=True)
class RowLook:
    """``findings``: what stops something first, the rule that was asked for before all; ``known``: masked; ``decided``: the newest acts
    about the row, or about its first finding's rule in the same source."""

    delivery_id: int
    file_name: str
    sheet_name: str | None
    row_number: int
    findings: list[dict[str, Any]]
    known: Known
    reason: dict[str, str]
    decided: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in ("delivery_id", "file_name", "sheet_name", "row_number", "findings", "reason")}
        view, proposal = self.known.view, self.known.proposal
        return told | {
            "expected": self.known.expected_vi,
            "missing": self.known.missing_vi,
            "earlier_month": view and view.earlier_month,
            "cells": [_cell(one) for one in view.cells] if view else [],
            "rows_around": [{"row_number": number, "cells": texts} for number, texts in view.neighbours] if view else [],
            "proposal": proposal and proposal.as_json(),
            "decisions": self.decided,
        }


def look_at_row(
    engine: "Engine", settings: "Settings", delivery_id: int, row_number: int, sheet: str | None = None, rule: str | None = None
) -> RowLook:
    """``sheet`` None: the only one that has such a row. Raises ``DecisionError`` where the delivery or the finding is unknown, or the sheet
    has to be named."""
    ward_code = settings.ward.code
    with engine.connect() as connection:
        line = _delivery(connection, ward_code, delivery_id)
    looked = looked_or_none(engine, settings, delivery_id)
    sheet = sheet or _only_sheet(looked, line.file_name, row_number)
    with engine.connect() as connection:
        findings = rows_of(connection, "findings_of_row", ward=ward_code, delivery=delivery_id, row=row_number, rule=rule, sheet=sheet)
    first: dict[str, Any] = findings[0] if findings else {"rule_code": None, "row_identity": None}
    if rule and first["rule_code"] != rule:
        raise DecisionError(f"Tệp {line.file_name}, dòng {row_number}: không có điểm nào của quy tắc {rule}. Bỏ --rule để xem cả dòng.")
    known = known_in(engine, looked, (sheet, row_number), first["rule_code"]) if looked else Known(missing_vi=FILE_GONE_VI)
    about = {"identity": known.row_identity or first["row_identity"], "rule": first["rule_code"], "source": line.source}
    with engine.connect() as connection:
        decided = rows_of(connection, "decisions_of_row", ward=ward_code, **about, size=_MOST_DECISIONS)
    reason = reason_of(first["rule_code"], first["severity"]) if findings else {}
    return RowLook(delivery_id, line.file_name, sheet, row_number, findings, known, reason, decided)


def _delivery(connection: "Connection", ward_code: str, delivery_id: int) -> "Row[Any]":
    found = connection.exec_driver_sql(
        "select delivery_id, file_name, source from audit.delivery where ward_code = %s and delivery_id = %s", (ward_code, delivery_id)
    ).one_or_none()
    if found is None:
        raise DecisionError(f"Không có lần gửi số {delivery_id}. Xem số của các lần gửi bằng: chitieu review list.")
    return found


def _only_sheet(looked: "LookedAt | None", file_name: str, row_number: int) -> str | None:
    from flows.pipeline.surroundings import sheets_of_row

    sheets = sheets_of_row(looked, row_number) if looked else []
    if len(sheets) > 1:
        raise DecisionError(f"Tệp {file_name} có dòng {row_number} ở nhiều trang ({', '.join(map(str, sheets))}). Hãy nêu trang (--sheet).")
    return next(iter(sheets), None)


def _cell(one: Any) -> dict[str, Any]:
    shown = asdict(one.column)
    return {
        "column": shown["name"],
        "heading": shown["heading"],
        "letter": one.letter,
        "sent": one.sent,
        "cleaned": one.cleaned,
        "last_month": one.last_month,
    }
