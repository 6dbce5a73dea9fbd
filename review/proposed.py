"""Proposed values: what a correction writes where the officer agrees with a proposal; the value stands on no screen and in no form.

Data flow: a delivery and a place of it -> ``review.rows`` -> the value -> ``review.drafts.correcting``
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from review.drafts import DecisionError, Desk
from review.rows import Proposal, proposals_of

if TYPE_CHECKING:
    from sqlalchemy import Row


def proposals_at(desk: Desk, delivery: "Row[Any]", rule_code: str | None = None) -> list[Proposal]:
    """Those of the delivery, in the desk's own transaction, from the reading that the correction will use too."""
    from flows.pipeline.surroundings import look_at
    from flows.validation.decisions import decisions_in_force

    run = replace(desk.run, decisions=decisions_in_force(desk.connection, desk.ward_code, desk.run.keys))
    looked = look_at(run, desk.connection, delivery.delivery_id, desk.reading_of(delivery))
    return [] if looked is None else proposals_of(desk.connection, looked, rule_code)


def proposed_value(desk: Desk, delivery: "Row[Any]", place: tuple[str | None, int], column: str) -> str:
    """Of the cell at ``place`` (sheet, None: the only one; row) and column (heading, letter or name). Raises ``DecisionError`` without one,
    ``NoSuchCellError`` where there is no such cell."""
    from flows.pipeline.sent_cells import sent_cells

    if delivery.month is not None:
        (cell,) = sent_cells(desk.run, desk.reading_of(delivery), delivery.month, [(*place, column)])
        asked = (cell.sheet_name, cell.row_number, cell.column_name)
        own = {one.value for one in proposals_at(desk, delivery) if (one.sheet_name, one.row_number, one.column_name) == asked}
        if len(own) == 1:
            return own.pop()
    raise DecisionError(f"Tệp {delivery.file_name}, dòng {place[1]}, cột {column}: không có đề nghị nào. Hãy ghi giá trị đúng.")
