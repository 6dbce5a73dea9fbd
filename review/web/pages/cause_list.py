"""List of causes: filtered, sorted, with who sees to each and what deciding it would change; and those of which nothing is open any more.

Data flow: ``review.cause_list`` -> ``causes.html``; audit.cause_count -> ``done_causes.html``
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response

from flows.wording.cause_work import SENDERS, SORTS_VI, STATES_VI
from flows.wording.rules import RULES_VI
from review.cause_effects import work_out
from review.cause_list import Chosen, findings_without_area, listed
from review.web.charts import sparkline
from review.web.desk import Desk, Visit
from review.web.forms import optional_month
from review.web.pages.causes import PageNumber
from review.web.paging import Paging, skipped
from review.web.queries import Row

router = APIRouter()
_SIZE = 25
#: What one press of the button may take: whoever presses it waits for the page.
_EFFECT_SECONDS = 20.0


@dataclass(frozen=True)
class Filters:
    """As the address says them; "" is all."""

    source: str
    month: str
    rule: str
    severity: str
    area: str
    sender: str
    state: str
    change: str
    sort: str

    def chosen(self, since: datetime | None) -> Chosen:
        told = {name: value or None for name, value in asdict(self).items()}
        told |= {"month": optional_month(self.month), "work_state": told.pop("state"), "sort": self.sort}
        return Chosen(**told, since=since)  # type: ignore[arg-type]

    def address(self, **more: int) -> str:
        asked = {name: value for name, value in asdict(self).items() if value} | {name: str(value) for name, value in more.items()}
        return urlencode(asked)


def filters(
    source: Annotated[str, Query(max_length=40)] = "",
    month: Annotated[str, Query(max_length=10)] = "",
    rule: Annotated[str, Query(max_length=5)] = "",
    severity: Annotated[str, Query(pattern="^(critical|warning|info|)$")] = "",
    area: Annotated[str, Query(max_length=20)] = "",
    sender: Annotated[str, Query(max_length=30)] = "",
    state: Annotated[str, Query(pattern="^(new|in_progress|waiting|ignored|)$")] = "",
    change: Annotated[str, Query(pattern="^(new|worse|overdue|)$")] = "",
    sort: Annotated[str, Query(pattern="^(effect|count|age|)$")] = "",
) -> Filters:
    return Filters(source, month, rule, severity, area, sender, state, change, sort)


Asked = Annotated[Filters, Depends(filters)]


@router.get("/causes")
def causes(desk: Desk, asked: Asked, page: PageNumber = 1, left: Annotated[int | None, Query(ge=0, le=1000)] = None) -> Response:
    lines = lines_of(desk, asked, _SIZE, skipped(page, _SIZE))
    add_past(desk, lines)
    return desk.page(
        "causes.html",
        "Điểm cần xem",
        causes=lines,
        chosen=asked,
        choices=_choices(desk),
        states={name: words for name, words in STATES_VI.items() if name != "done"},
        sorts=SORTS_VI,
        left=left,
        without_area=_without_area(desk, asked),
        again=asked.address(page=page),
        paging=Paging(page, _SIZE, lines[0]["total_count"] if lines else 0, asdict(asked)),
    )


@router.post("/causes/effects")
def effects(desk: Desk, asked: Asked, page: PageNumber = 1) -> Response:
    """Of the causes of one page of the list, as far as the time allows."""
    lines = lines_of(desk, asked, _SIZE, skipped(page, _SIZE))
    places = [(line["delivery_id"], line["rule_code"]) for line in lines]
    done = work_out(desk.engine, desk.ward_code, places, desk.preview, _EFFECT_SECONDS)
    return RedirectResponse(f"/causes?{asked.address(page=page, left=len(done.left))}", status_code=303)


@router.get("/causes/done")
def done(desk: Desk, change: Annotated[str, Query(pattern="^(gone|)$")] = "", page: PageNumber = 1) -> Response:
    lines = desk.rows("done_causes", since=last_visit(desk), is_gone=change == "gone", size=_SIZE, skipped=skipped(page, _SIZE))
    paging = Paging(page, _SIZE, lines[0]["total_count"] if lines else 0, {"change": change})
    return desk.page("done_causes.html", "Điểm đã xong", causes=lines, rules=RULES_VI, change=change, paging=paging)


def lines_of(desk: Visit, asked: Filters, size: int | None = None, skip: int = 0) -> list[Row]:
    with desk.engine.connect() as connection:
        return listed(connection, desk.ward_code, asked.chosen(last_visit(desk)), size, skip)


def _without_area(desk: Visit, asked: Filters) -> int:
    """Asked where the list is of one group: what it cannot show."""
    if not asked.area:
        return 0
    with desk.engine.connect() as connection:
        return findings_without_area(connection, desk.ward_code, asked.chosen(None))


def last_visit(desk: Visit) -> datetime | None:
    """When this account was last seen before it signed in for this session; None at its first visit."""
    found: datetime | None = desk.rows("last_visit", token_digest=desk.session.token_digest)[0]["seen_at"]
    return found


def add_past(desk: Visit, lines: list[Row]) -> None:
    """The last months of each line's rule, and whether it never spoke before."""
    past: dict[tuple[str, str], dict[Any, int]] = {}
    for row in desk.rows("rule_months", rules=sorted({line["rule_code"] for line in lines})):
        past.setdefault((row["source"], row["rule_code"]), {})[row["month"]] = row["row_count"]
    for line in lines:
        counts = past.get((line["source"], line["rule_code"]), {})
        until = [count for month, count in sorted(counts.items()) if line["month"] is None or month <= line["month"]]
        line["is_first"] = line["month"] is not None and not any(month < line["month"] for month in counts)
        line["past"], line["past_counts"] = sparkline(until[-6:]), until[-6:]


def _choices(desk: Visit) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: value and words."""
    out: dict[str, list[tuple[str, str]]] = {name: [] for name in ("source", "month", "rule", "area", "department")}
    for row in desk.rows("cause_filters"):
        out[row["kind"]].append((row["value"], row["label"]))
    out["month"].reverse()
    there = {value for value, _ in out["source"]}
    out["sender"] = [(code, name) for code, (name, sources) in SENDERS.items() if there & set(sources)] + out.pop("department")
    return out


def newest(desk: Visit, size: int) -> list[Row]:
    """The first lines of the whole list, for the overview."""
    with desk.engine.connect() as connection:
        return listed(connection, desk.ward_code, size=size)
