"""Causes: findings of one rule in one delivery are one line; behind it its rows, and what the officer may decide about them.

Data flow: audit.finding -> ``causes.html``, ``cause.html`` -> forms -> ``review.decisions``
"""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from flows.validation.decisions import RELEASABLE, may_be_accepted
from review import drafts
from review.drafts import Desk as DecisionDesk
from review.web.charts import sparkline
from review.web.desk import Desk, Visit
from review.web.forms import FormError, optional_month, read_rows
from review.web.paging import Paging, skipped
from review.web.queries import Row

router = APIRouter()
_CAUSES, _FINDINGS = 25, 50
Number = Annotated[int, Path(ge=1, lt=2**31)]
Rule = Annotated[str, Path(pattern=r"^[A-Z]\d{2}$")]
PageNumber = Annotated[int, Query(ge=1, le=100_000)]
#: Empty for a preview; a decision without one is refused in a sentence.
Reason = Annotated[str, Form(max_length=2000)]
#: Set by the button that shows what would be.
Preview = Annotated[str, Form(max_length=3)]
_WHOLE = {"severity": None, "source": None, "month": None}


@router.get("/causes")
def causes(
    desk: Desk,
    source: Annotated[str, Query(max_length=40)] = "",
    month: Annotated[str, Query(max_length=10)] = "",
    rule: Annotated[str, Query(max_length=5)] = "",
    severity: Annotated[str, Query(pattern="^(critical|warning|info|)$")] = "",
    page: PageNumber = 1,
) -> Response:
    chosen = {"source": source, "month": month, "rule": rule, "severity": severity}
    asked = {name: value or None for name, value in chosen.items()} | {"month": optional_month(month)}
    lines = desk.rows("cause_page", **asked, delivery=None, size=_CAUSES, skipped=skipped(page, _CAUSES))
    _add_past(desk, lines)
    choices = desk.rows("filters")
    return desk.page(
        "causes.html",
        "Điểm cần xem",
        causes=lines,
        chosen=chosen,
        sources=sorted({row["source"] for row in choices if row["source"]}),
        months=sorted({row["month"] for row in choices if row["month"]}, reverse=True),
        rules=sorted({row["rule_code"] for row in choices}),
        paging=Paging(page, _CAUSES, lines[0]["total_count"] if lines else 0, chosen),
    )


def _add_past(desk: Visit, lines: list[Row]) -> None:
    """The last months of each line's rule, and whether it never spoke before."""
    past: dict[tuple[str, str], dict[Any, int]] = {}
    for row in desk.rows("rule_months", rules=sorted({line["rule_code"] for line in lines})):
        past.setdefault((row["source"], row["rule_code"]), {})[row["month"]] = row["row_count"]
    for line in lines:
        counts = past.get((line["source"], line["rule_code"]), {})
        until = [count for month, count in sorted(counts.items()) if line["month"] is None or month <= line["month"]]
        line["is_first"] = line["month"] is not None and not any(month < line["month"] for month in counts)
        line["past"], line["past_counts"] = sparkline(until[-6:]), until[-6:]


@router.get("/causes/{delivery}/{rule}")
def cause(desk: Desk, delivery: Number, rule: Rule, page: PageNumber = 1, row: int = 0, column: str = "", sheet: str = "") -> Response:
    head = _cause(desk, delivery, rule)
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


def chosen_rows(scope: str, rows: list[str] | None) -> list[int]:
    """Empty is all of them: so a form in which nothing is ticked must have said that it means all."""
    if scope == "all":
        return []
    if not rows:
        raise FormError("Chưa chọn dòng nào. Hãy đánh dấu các dòng trong bảng, hoặc chọn 'tất cả các dòng'.")
    return read_rows(rows)


def _decided(desk: Visit, delivery: int, reason: str, only_preview: str, drafted: Any) -> Response:
    """The decision made, or what it would do."""

    def made(at: DecisionDesk) -> list[drafts.Draft]:
        of = drafts.live_delivery(at.connection, desk.ward_code, delivery)
        out: list[drafts.Draft] = drafted(at, of)
        return out

    if only_preview:
        told = desk.preview(made)
        changes = [one for one in told.changes if one.area_code == desk.ward_code]
        return desk.page("preview.html", "Xem trước", receipt=told, changes=changes, back=desk.request.url.path.rpartition("/")[0])
    return RedirectResponse(f"/decisions/{desk.decide(made, reason).decision}", status_code=303)
