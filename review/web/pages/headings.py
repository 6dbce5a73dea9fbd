"""Headings of columns that nobody knows: each is answered once, and the answer is remembered.

Data flow: audit.unknown_heading -> ``headings.html`` -> a form -> ``review.headings.answer_heading``
"""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from flows.config.heading_answers import HeadingError
from flows.extract.headings import contracts_for, settled_keys
from review.headings import Answer, OpenHeading, answer_heading, answers_of, forget_heading, open_headings
from review.web.desk import Desk, Visit
from review.web.forms import FormError

router = APIRouter()
_IGNORED = "-"


@router.get("/headings")
def headings(desk: Desk) -> Response:
    contracts, waiting, answers = headings_of(desk)
    columns = {one.source: [(column.name, column.header) for column in one.all_columns] for one in contracts}
    return desk.page("headings.html", "Tiêu đề cột chờ trả lời", waiting=waiting, answers=answers, columns=columns, ignored=_IGNORED)


def headings_of(desk: Visit) -> tuple[tuple[Any, ...], list[OpenHeading], list[Answer]]:
    """What the lists of the ward are read by, the headings that wait for an answer, and the answers."""
    with desk.engine.connect() as connection:
        contracts = contracts_for(connection, desk.settings.ward)
        waiting = open_headings(connection, desk.ward_code, settled_keys(contracts))
        return contracts, waiting, answers_of(connection, desk.ward_code)


@router.post("/headings/answer")
def answer(
    desk: Desk,
    source: Annotated[str, Form(max_length=40)],
    heading: Annotated[str, Form(max_length=400)],
    reason: Annotated[str, Form(max_length=2000)],
    column: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    if not reason.strip():
        raise FormError("Phải ghi lý do, để sau này hiểu được câu trả lời.")
    if not column:
        raise FormError(f"Chưa chọn cột '{heading}' là gì.")
    meant = None if column == _IGNORED else column
    try:
        with desk.engine.begin() as connection:
            answer_heading(connection, desk.ward_code, source, heading, meant, desk.session.name, reason)
    except HeadingError:
        raise FormError(f"Không ghi được câu trả lời về cột '{heading}': nguồn hoặc cột không có, hoặc tiêu đề đã biết.") from None
    return RedirectResponse("/headings", status_code=303)


@router.post("/headings/forget")
def forget(desk: Desk, source: Annotated[str, Form(max_length=40)], heading: Annotated[str, Form(max_length=400)]) -> Response:
    with desk.engine.begin() as connection:
        forget_heading(connection, desk.ward_code, source, heading)
    return RedirectResponse("/headings", status_code=303)
