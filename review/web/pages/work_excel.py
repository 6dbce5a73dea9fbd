"""Further lists as Excel: the grid of sources and months, headings with their answers, causes that are done, who saw and did what.

Data flow: rows of a page, without its end -> ``review.list_workbook`` -> .xlsx
"""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from flows.extract.headings import header_of
from flows.wording.rules import RULES_VI
from flows.wording.sources import NAMES_VI
from review.list_workbook import list_workbook
from review.web.desk import Desk
from review.web.pages.cause_list import last_visit
from review.web.pages.excel import sent
from review.web.pages.headings import headings_of
from review.web.pages.overview import grid_of
from review.web.pages.state import ACTIONS_VI

router = APIRouter()
#: The log has a line a request; a workbook is made in memory.
_MOST_REQUESTS = 100_000


@router.get("/overview/excel")
def overview(desk: Desk) -> Response:
    months, grid = grid_of(desk)
    headings = ("Nguồn", *(f"{month:%m/%Y}" for month in months))
    rows = [(NAMES_VI[source], *(cell["text"] for cell in cells)) for source, cells in grid.items()]
    return sent(list_workbook("Nguồn và tháng", headings, rows), "nguon-va-thang.xlsx")


@router.get("/headings/excel")
def headings(desk: Desk) -> Response:
    _, waiting, answers = headings_of(desk)
    titles = ("Tình trạng", "Nguồn", "Tiêu đề", "Cột", "Tệp mới nhất", "Tháng", "Số tệp", "Là", "Ai", "Khi nào", "Vì sao")
    open_ones = [
        (
            *("chờ trả lời", NAMES_VI[one.source], one.heading, one.column_letter, one.file_name, one.month, one.deliveries),
            *("" if one.suggested_column is None else f"giống {header_of(one.source, one.suggested_column)}", None, None, None),
        )
        for one in waiting
    ]
    answered = [
        (
            *("đã trả lời", NAMES_VI[one.source], one.heading, None, None, None, None),
            *(
                "không cần" if one.column_name is None else header_of(one.source, one.column_name),
                one.decided_by,
                one.decided_at,
                one.reason,
            ),
        )
        for one in answers
    ]
    return sent(list_workbook("Tiêu đề cột", titles, [*open_ones, *answered]), "tieu-de-cot.xlsx")


@router.get("/causes/done/excel")
def done(desk: Desk, change: Annotated[str, Query(pattern="^(gone|)$")] = "") -> Response:
    found = desk.rows("done_causes", since=last_visit(desk), is_gone=change == "gone", size=None, skipped=0)
    titles = ("Quy tắc", "Điều cần xem", "Nguồn", "Tháng", "Tệp", "Lần gửi", "Nhiều nhất, dòng", "Xong khi nào", "Nhờ", "Phụ trách")
    rows = [
        (
            *(one["rule_code"], RULES_VI.get(one["rule_code"], ""), NAMES_VI.get(one["source"] or "", ""), one["month"], one["file_name"]),
            *(one["delivery_id"], one["most_findings"], one["done_at"]),
            *(f"quyết định {one['act_id']}" if one["act_id"] else "tệp mới hoặc số liệu đã khớp", one["owner"]),
        )
        for one in found
    ]
    return sent(list_workbook("Điểm đã xong", titles, rows), "diem-da-xong.xlsx")


@router.get("/state/excel")
def access(desk: Desk) -> Response:
    rows = [
        (one["happened_at"], one["name"], ACTIONS_VI.get(one["action"], one["action"]), one["subject"])
        for one in desk.rows("web_access", size=_MOST_REQUESTS)
    ]
    return sent(list_workbook("Ai đã xem và làm gì", ("Lúc", "Tài khoản", "Việc", "Ở đâu"), rows), "nhat-ky-truy-cap.xlsx")
