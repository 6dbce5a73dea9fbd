"""Corrections from a returned workbook: the differences to what was sent, shown, and applied as decisions in one transaction.

Data flow: .xlsx -> ``returned_rows`` -> ``compare`` -> ``review.drafts.correcting`` -> ``review.decisions``
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from review.workbook.comparison import Comparison, compare
from review.workbook.returned import ReturnedRow, returned_rows

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.config.settings import Settings
    from review.decisions import Receipt
    from review.drafts import Desk, Draft


@dataclass(frozen=True)
class TakenBack:
    """What the workbook says otherwise than it was sent, and what applying that did, or would do; ``receipt`` is None where there was
    nothing to apply."""

    comparison: Comparison
    receipt: "Receipt | None"


def take_back(
    engine: "Engine",
    settings: "Settings",
    path: Path,
    decided_by: str,
    reason: str,
    *,
    password: str | None = None,
    only_preview: bool = False,
) -> TakenBack:
    """Raises ``WorkbookError`` and ``DecisionError`` where nothing of the workbook can be taken; nothing is changed then."""
    from review.decisions import check_words

    if not only_preview:
        check_words(decided_by, reason)
    rows = returned_rows(path, password, settings.ward.limits.max_unpacked_mb * 2**20)
    return take_back_rows(engine, settings, rows, path.name, decided_by, reason, only_preview=only_preview)


def take_back_rows(
    engine: "Engine",
    settings: "Settings",
    rows: "Sequence[ReturnedRow]",
    name: str,
    decided_by: str,
    reason: str,
    *,
    only_preview: bool = False,
) -> TakenBack:
    """As ``take_back``, of rows that were read. ``name``: what the workbook is called."""
    from review.decisions import decide, looking, preview
    from review.drafts import correcting, live_delivery

    with looking(engine, settings) as desk:
        found, read = compare(desk, rows, name), desk.read
    if not found.differences:
        return TakenBack(found, None)
    cells = [(one.sheet_name, one.row_number, one.column_name, one.value) for one in found.differences]

    def drafts(desk: "Desk") -> "list[Draft]":
        desk.read.update(read)
        return correcting(desk, live_delivery(desk.connection, desk.ward_code, found.delivery_id), cells)

    done = preview(engine, settings, drafts) if only_preview else decide(engine, settings, drafts, decided_by, reason)
    return TakenBack(found, done)
