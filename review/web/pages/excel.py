"""Lists of the page as Excel: causes, findings of a cause, decisions, deliveries, scorecard, under the filters of the page and all of each.

Data flow: rows of a page, without its end -> ``review.list_workbook`` -> .xlsx
"""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import Response

from flows.indicators.scorecard import Row
from flows.validation.open_findings import SEVERITIES_VI
from flows.wording.cause_work import STATES_VI, effect_vi
from flows.wording.numbers import as_written, yes_no_vi
from flows.wording.sources import NAMES_VI
from flows.wording.statuses import INDICATOR_STATUS_VI, STATUS_VI, WINDOW_VI
from review.decision_log import KINDS_VI, decided
from review.list_workbook import list_workbook
from review.web.desk import Desk
from review.web.forms import optional_month
from review.web.pages.cause_list import Asked, lines_of
from review.web.pages.causes import Number, Rule
from review.web.pages.scorecard import published_lines

router = APIRouter()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent(data: bytes, name: str) -> Response:
    """A workbook to be saved; the browser shows it nowhere."""
    return Response(data, media_type=XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"})


@router.get("/causes/excel")
def causes(desk: Desk, asked: Asked) -> Response:
    headings = (
        *("Mức", "Điều cần xem (ví dụ)", "Nguồn", "Tháng", "Tệp", "Số dòng", "Dòng của tệp", "Quy tắc"),
        *("Trạng thái", "Phụ trách", "Hạn", "Mở từ", "Ảnh hưởng", "Lần gửi"),
    )
    rows = [
        (
            *(SEVERITIES_VI[one["severity"]], one["message_vi"], _source(one["source"]), one["month"], one["file_name"], one["row_count"]),
            *(one["rows_read"], one["rule_code"], STATES_VI[one["work_state"]], one["owner"], one["due_date"], one["open_since"]),
            *("\n".join(map(effect_vi, one["effects"])), one["delivery_id"]),
        )
        for one in lines_of(desk, asked)
    ]
    return sent(list_workbook("Điểm cần xem", headings, rows), "diem-can-xem.xlsx")


@router.get("/causes/{delivery}/{rule}/excel")
def findings(desk: Desk, delivery: Number, rule: Rule) -> Response:
    rows = [
        (
            *(one["sheet_name"], one["row_number"], one["column_name"], one["column_letter"]),
            *(SEVERITIES_VI[one["severity"]], one["message_vi"], rule),
        )
        for one in desk.rows("findings", delivery=delivery, rule=rule, size=None, skipped=0)
    ]
    headings = ("Trang tính", "Dòng", "Cột", "Chữ cột", "Mức", "Điều cần xem", "Quy tắc")
    return sent(list_workbook(f"{rule} lần gửi {delivery}", headings, rows), f"{rule}-lan-gui-{delivery}.xlsx")


@router.get("/decisions/excel")
def decisions(desk: Desk) -> Response:
    with desk.engine.connect() as connection:
        acts = decided(connection, desk.ward_code)
    headings = ("Số", "Quyết định", "Nguồn", "Tháng", "Đến tháng", "Về", "Quy tắc", "Lý do", "Ai", "Khi nào", "Hiện nay", "Số dòng")
    rows = [
        (
            *(one.decision_id, KINDS_VI[one.kind], _source(one.source), one.month, f"{one.until_month:%m/%Y}" if one.until_month else ""),
            *(one.row, one.rule_code, one.reason, one.decided_by, one.decided_at, one.state_vi, one.count),
        )
        for one in acts
    ]
    return sent(list_workbook("Quyết định", headings, rows), "quyet-dinh.xlsx")


@router.get("/deliveries/excel")
def deliveries(desk: Desk, source: Annotated[str, Query(max_length=40)] = "", month: Annotated[str, Query(max_length=10)] = "") -> Response:
    found = desk.rows("deliveries", source=source or None, month=optional_month(month), delivery=None, size=None, skipped=0)
    headings = (
        *("Số", "Tệp", "Nguồn", "Tháng", "Nhận lúc", "Trạng thái", "Dòng đọc được", "Dòng vào số liệu", "Dòng bị chặn"),
        *("Kết luận", "Người nạp", "Mã băm SHA-256"),
    )
    rows = [
        (
            *(one["delivery_id"], one["file_name"], _source(one["source"]), one["month"], one["received_at"], STATUS_VI[one["status"]][0]),
            *(one["rows_read"], one["rows_published"], one["rows_quarantined"], one["reasons"], one["uploaded_by"], one["sha256"]),
        )
        for one in found
    ]
    return sent(list_workbook("Tệp đã nhận", headings, rows), "tep-da-nhan.xlsx")


@router.get("/scorecard/excel")
def scorecard(desk: Desk) -> Response:
    found = published_lines(desk)
    for one in found:
        if one["is_hidden"]:
            one |= {"value": "ẩn (số nhỏ)", "trajectory": None}
    headings = (
        *("Mã", "Chỉ tiêu", "Địa bàn", "Tháng", "Khoảng", "Giá trị", "Đơn vị", "Mục tiêu", "Mức phải đạt nay", "Tình trạng"),
        *("Vì sao", "Ghi chú", "Phụ trách", "Mục kế hoạch"),
    )
    rows = [
        (
            *(one["indicator_code"], one["indicator_name"], one["area_name"], one["month"], WINDOW_VI.get(one["window"], "")),
            *(_figure(one, "value"), "" if one["target_kind"] == "yes" else one["unit"], one["target_vi"], _figure(one, "trajectory")),
            *(INDICATOR_STATUS_VI[one["status"]][0], one["reason"], one["note"], one["owner"], one["plan_section"]),
        )
        for one in found
    ]
    return sent(list_workbook("Chỉ tiêu", headings, rows), "chi-tieu.xlsx")


def _figure(row: Row, name: str) -> Any:
    """As it is written everywhere; of a recognition whether it is reached."""
    if row[name] is None or isinstance(row[name], str):
        return row[name]
    return yes_no_vi(row[name]) if row["target_kind"] == "yes" else as_written(row[name], row["unit"])


def _source(value: str | None) -> str:
    return "Chưa nhận ra nguồn" if value is None else NAMES_VI.get(value, value)
