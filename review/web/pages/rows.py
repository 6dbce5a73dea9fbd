"""One row: its findings in their surroundings, why the rule exists, what was decided before, a proposal, and the correction of its cell.

Data flow: audit.finding, the landed file -> ``review.rows`` -> ``row.html`` -> a form -> ``review.decisions``; vault.access_log
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from flows.vault.access import log_request
from flows.wording.decisions import KINDS_VI
from review import drafts
from review.drafts import Desk as DecisionDesk
from review.proposed import proposals_at
from review.rows import Known, known_of_row, reason_of, same_change
from review.web.desk import Desk, Visit
from review.web.forms import FormError
from review.web.pages.causes import Number, Preview, Reason, Rule
from review.web.queries import Row

router = APIRouter()
_MOST_DECISIONS = 12
SheetField = Annotated[str, Form(max_length=200)]


@dataclass(frozen=True)
class Place:
    """Where a row stands, as the address says it."""

    delivery: int
    rule: str
    row: int

    @property
    def address(self) -> str:
        return f"/rows/{self.delivery}/{self.rule}/{self.row}"


def place_of(delivery: Number, rule: Rule, row: Annotated[int, Path(ge=1, lt=2**31)]) -> Place:
    return Place(delivery, rule, row)


At = Annotated[Place, Depends(place_of)]
RowNumber = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("/rows/{delivery}/{row}")
def plain_row(desk: Desk, delivery: Number, row: RowNumber, sheet: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Any row of a delivery, such as one behind a figure, whether or not something is found in it; masked always."""
    found = desk.rows("deliveries", source=None, month=None, delivery=delivery, size=1, skipped=0)
    if not found:
        raise HTTPException(404)
    known = known_of_row(desk.engine, desk.settings, delivery, (sheet or None, row), None)
    about = {"identity": known.row_identity, "rule": None, "source": found[0]["source"]}
    return desk.page(
        "plain_row.html",
        f"Dòng {row}" + (f", trang {sheet}" if sheet else ""),
        delivery=found[0],
        row=row,
        sheet=sheet,
        findings=desk.rows("findings_of_row", delivery=delivery, rule=None, row=row, sheet=sheet or None),
        known=known,
        decided=desk.rows("decisions_of_row", **about, size=_MOST_DECISIONS),
        kinds=KINDS_VI,
    )


@router.get("/rows/{delivery}/{rule}/{row}")
def row(desk: Desk, at: At, sheet: Annotated[str, Query(max_length=200)] = "", use: Annotated[int, Query(ge=0, le=1)] = 0) -> Response:
    return _page(desk, at, sheet, uses_proposal=bool(use))


@router.post("/rows/{delivery}/{rule}/{row}/unmask")
def unmask(desk: Desk, at: At, sheet: SheetField = "", reason: Reason = "") -> Response:
    """The row in clear, in this one answer alone: who asked and why is committed before anything is read."""
    _findings(desk, at, sheet)
    subject = f"row {at.delivery}/{sheet}/{at.row}"
    log_request(desk.engine, subject, desk.session.name, reason)
    desk.note(f"unmask {subject}")
    return _page(desk, at, sheet, is_masked=False)


@router.post("/rows/{delivery}/{rule}/{row}/correct")
def correct(
    desk: Desk,
    at: At,
    column: Annotated[str, Form(max_length=400)],
    value: Annotated[str, Form(max_length=2000)] = "",
    sheet: SheetField = "",
    proposed: Annotated[str, Form(max_length=3)] = "",
    same: Annotated[str, Form(max_length=3)] = "",
    reason: Reason = "",
    only_preview: Preview = "",
) -> Response:
    """``proposed``: the value is the one that is proposed, which no form carries where it is personal; ``same``: in all rows alike."""

    def drafted(of: DecisionDesk) -> list[drafts.Draft]:
        line = drafts.live_delivery(of.connection, desk.ward_code, at.delivery)
        cells = _proposed_cells(of, line, at, sheet, bool(same)) if proposed else [(sheet or None, at.row, column, value)]
        return drafts.correcting(of, line, cells)

    if only_preview:
        told = desk.preview(drafted)
        return desk.page("preview.html", "Xem trước", receipt=told, back=f"/causes/{at.delivery}/{at.rule}")
    return RedirectResponse(f"/decisions/{desk.decide(drafted, reason).decision}", status_code=303)


def _proposed_cells(of: DecisionDesk, line: Any, at: Place, sheet: str, of_all: bool) -> list[tuple[str | None, int, str, str]]:
    found = proposals_at(of, line, at.rule)
    own = next((one for one in found if (one.sheet_name or "", one.row_number) == (sheet, at.row)), None)
    if own is None:
        raise FormError("Đề nghị này không còn: dòng đã được quyết định, hoặc tháng trước đã có bản gửi khác. Hãy mở lại dòng.")
    chosen = same_change(found, own) if of_all else [own]
    return [(one.sheet_name, one.row_number, one.column_name, one.value) for one in chosen]


def _page(desk: Visit, at: Place, sheet: str, *, is_masked: bool = True, uses_proposal: bool = False) -> Response:
    findings = _findings(desk, at, sheet)
    desk.expect_decision(at.delivery)
    first = findings[0]
    (delivery,) = desk.rows("deliveries", source=None, month=None, delivery=at.delivery, size=1, skipped=0)
    known = known_of_row(desk.engine, desk.settings, at.delivery, (sheet or None, at.row), at.rule, is_masked=is_masked)
    decided = desk.rows("decisions_of_row", identity=first["row_identity"], rule=at.rule, source=delivery["source"], size=_MOST_DECISIONS)
    return desk.page(
        "row.html",
        f"Dòng {at.row}" + (f", trang {sheet}" if sheet else ""),
        at=at,
        sheet=sheet,
        delivery=delivery,
        first=first,
        others=findings[1:],
        known=known,
        reason=reason_of(at.rule, first["severity"]),
        decided=decided,
        kinds=KINDS_VI,
        is_masked=is_masked,
        uses_proposal=uses_proposal and known.proposal is not None,
        asked=_asked_columns(known, findings),
        may_correct=first["state"] == "open"
        and first["row_identity"] is not None
        and delivery["status"] not in ("superseded", "duplicate"),
    )


def _findings(desk: Visit, at: Place, sheet: str) -> list[Row]:
    """All of the row; raises 410 where the rule has none there, or no more."""
    found = desk.rows("findings_of_row", delivery=at.delivery, rule=at.rule, row=at.row, sheet=sheet or None)
    if not found or found[0]["rule_code"] != at.rule:
        raise HTTPException(410, "Điểm này không còn ở dòng này: đã được sửa, dòng đã được loại, hoặc tệp đã được thay bằng bản gửi mới.")
    return found


def _asked_columns(known: Known, findings: list[Row]) -> set[Any]:
    """Columns at which the findings of the row point, and the one that is proposed."""
    named = {one["contract_column"] for one in findings if one["contract_column"]}
    return named | ({known.proposal.column_name} if known.proposal else set())
