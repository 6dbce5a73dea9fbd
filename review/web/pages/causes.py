"""One cause: the findings of a rule in a delivery, row by row, and what the officer may decide about them.

Data flow: audit.finding -> ``cause.html`` -> forms -> ``review.decisions``
"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from review import drafts
from review.drafts import Desk as DecisionDesk
from review.web.cause_work import work_of
from review.web.desk import Desk, Visit
from review.web.forms import FormError, optional_month, read_places, read_rows
from review.web.paging import Paging, skipped
from review.web.queries import Row

router = APIRouter()
_FINDINGS = 50
Number = Annotated[int, Path(ge=1, lt=2**31)]
Rule = Annotated[str, Path(pattern=r"^[A-Z]\d{2}$")]
PageNumber = Annotated[int, Query(ge=1, le=100_000)]
#: Empty for a preview; a decision without one is refused in a sentence.
Reason = Annotated[str, Form(max_length=2000)]
#: Set by the button that shows what would be.
Preview = Annotated[str, Form(max_length=3)]
_WHOLE = {"severity": None, "source": None, "month": None}


@router.get("/causes/{delivery}/{rule}")
def cause(desk: Desk, delivery: Number, rule: Rule, page: PageNumber = 1, row: int = 0, column: str = "", sheet: str = "") -> Response:
    from flows.validation.decisions import RELEASABLE, may_be_accepted

    head = _cause(desk, delivery, rule)
    desk.expect_decision(delivery)
    findings = desk.rows("findings", delivery=delivery, rule=rule, size=_FINDINGS, skipped=skipped(page, _FINDINGS))
    return desk.page(
        "cause.html",
        "Một điểm cần xem",
        cause=head,
        findings=findings,
        has_rows=any(one["is_row"] for one in findings),
        may_accept=may_be_accepted(rule, head["severity"]),
        may_release=head["status"] == "held" and rule in RELEASABLE,
        prefilled={"row": row or "", "column": column, "sheet": sheet},
        work=work_of(desk, delivery, rule),
        paging=Paging(page, _FINDINGS, findings[0]["total_count"] if findings else 0, {}),
    )


def _cause(desk: Visit, delivery: int, rule: str) -> Row:
    found: list[Row] = []
    for severity in (None, "info"):
        found = found or desk.rows("cause_page", **_WHOLE | {"severity": severity}, rule=rule, delivery=delivery, size=1, skipped=0)
    if not found:
        raise HTTPException(410, "Điểm này không còn mở: đã được quyết định, hoặc tệp đã được thay bằng bản gửi mới.")
    return found[0]


# --- what is decided ----------------------------------------------------------------------------------------------------
@router.post("/causes/{delivery}/{rule}/accept")
def accept(
    desk: Desk,
    delivery: Number,
    rule: Rule,
    scope: Annotated[str, Form(pattern="^(all|chosen)$")],
    rows: Annotated[list[str] | None, Form()] = None,
    until: Annotated[str, Form(max_length=10)] = "",
    reason: Reason = "",
    only_preview: Preview = "",
) -> Response:
    numbers, last = chosen_rows(scope, rows), optional_month(until)
    return _decided(desk, delivery, reason, only_preview, lambda at, of: drafts.accepting(at.connection, of, rule, numbers, last))


@router.post("/causes/{delivery}/{rule}/exclude")
def exclude(
    desk: Desk,
    delivery: Number,
    rule: Rule,
    scope: Annotated[str, Form(pattern="^(all|chosen)$")],
    rows: Annotated[list[str] | None, Form()] = None,
    reason: Reason = "",
    only_preview: Preview = "",
) -> Response:
    numbers = chosen_rows(scope, rows)
    return _decided(desk, delivery, reason, only_preview, lambda at, of: drafts.excluding(at.connection, of, rule, numbers))


@router.post("/causes/{delivery}/{rule}/correct")
def correct(
    desk: Desk,
    delivery: Number,
    rule: Rule,
    row: Annotated[str, Form(max_length=12)],
    column: Annotated[str, Form(max_length=400)],
    value: Annotated[str, Form(max_length=2000)] = "",
    sheet: Annotated[str, Form(max_length=200)] = "",
    reason: Reason = "",
    only_preview: Preview = "",
) -> Response:
    (number,) = read_rows([row])
    cells = [(sheet or None, number, column, value)]
    return _decided(desk, delivery, reason, only_preview, lambda at, of: drafts.correcting(at, of, cells))


@router.post("/causes/{delivery}/{rule}/release")
def release(
    desk: Desk,
    delivery: Number,
    rule: Rule,
    month: Annotated[str, Form(max_length=10)] = "",
    as_part: Annotated[str, Form(max_length=3)] = "",
    reason: Reason = "",
    only_preview: Preview = "",
) -> Response:
    stated = optional_month(month)

    def drafted(at: DecisionDesk, of: Any) -> list[drafts.Draft]:
        return drafts.adding_part(at.connection, of) if as_part else drafts.releasing(at.connection, of, stated)

    return _decided(desk, delivery, reason, only_preview, drafted)


def chosen_rows(scope: str, rows: list[str] | None) -> list[tuple[int, str | None]]:
    """Empty is all of them: so a form in which nothing is ticked must have said that it means all."""
    if scope == "all":
        return []
    if not rows:
        raise FormError("Chưa chọn dòng nào. Hãy đánh dấu các dòng trong bảng, hoặc chọn 'tất cả các dòng'.")
    return read_places(rows)


def _decided(desk: Visit, delivery: int, reason: str, only_preview: str, drafted: Any) -> Response:
    """The decision made, or what it would do."""

    def made(at: DecisionDesk) -> list[drafts.Draft]:
        of = drafts.live_delivery(at.connection, desk.ward_code, delivery)
        out: list[drafts.Draft] = drafted(at, of)
        return out

    if only_preview:
        told = desk.preview(made)
        return desk.page("preview.html", "Xem trước", receipt=told, back=desk.request.url.path.rpartition("/")[0])
    return RedirectResponse(f"/decisions/{desk.decide(made, reason).decision}", status_code=303)
