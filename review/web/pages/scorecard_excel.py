"""Lists of one indicator as Excel: its months, its residential groups, the rows behind a figure, the history of its values; all of each.

Data flow: mart.published_value, ``flows.indicators.lineage``, mart.indicator_history -> ``review.list_workbook`` -> .xlsx
"""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from flows.wording.numbers import YES_NO_UNIT, as_written, yes_no_vi
from flows.wording.sources import NAMES_VI
from flows.wording.statuses import WINDOW_VI
from review.list_workbook import list_workbook
from review.web.desk import Desk
from review.web.pages.excel import sent
from review.web.pages.figures import Asked, figure_of, history_of, is_officer, traced
from review.web.pages.scorecard import Code, plan_area_of
from review.web.queries import Row

router = APIRouter()
#: A sheet of Excel has 1,048,576 rows.
_MOST_ROWS = 1_000_000
_HIDDEN_VI = "ẩn (số nhỏ)"


@router.get("/scorecard/{code}/excel")
def months(desk: Desk, code: Code) -> Response:
    headings = ("Tháng", "Khoảng", "Giá trị", "Cần có", "Tạm tính")
    rows = [
        (
            *(one["month"], WINDOW_VI[one["window"]], _HIDDEN_VI if one["is_hidden"] else _written(one), _written(one, "trajectory")),
            "tạm tính" if one["is_provisional"] else "",
        )
        for one in desk.rows("scorecard_months", indicators=[code], area=plan_area_of(desk, code), months=None)
    ]
    return sent(list_workbook(f"{code} các tháng", headings, rows), f"{code}-cac-thang.xlsx")


@router.get("/scorecard/{code}/areas/excel")
def areas(desk: Desk, asked: Asked) -> Response:
    figure = figure_of(desk, asked)
    headings = ("Mã địa bàn", "Địa bàn", "Tháng", "Khoảng", "Giá trị", "Tử số", "Mẫu số", "Đơn vị")
    when = (figure["month"], WINDOW_VI[figure["window"]])
    rows = [
        (
            *(one["area_code"], one["area_name"], *when, _HIDDEN_VI if one["is_hidden"] else _written(one)),
            *(one["numerator"], one["denominator"], one["unit"]),
        )
        for one in desk.rows("scorecard_areas", indicator=asked.code, month=figure["month"], window=figure["window"])
    ]
    return sent(list_workbook(f"{asked.code} địa bàn", headings, rows), f"{asked.code}-dia-ban.xlsx")


@router.get("/scorecard/{code}/rows/excel")
def rows(desk: Desk, asked: Asked) -> Response:
    """Places of rows, for who may see rows."""
    if not is_officer(desk):
        raise HTTPException(403, "Vai trò của tài khoản này không xem được từng dòng.")
    found = traced(desk, figure_of(desk, asked), _MOST_ROWS)
    names = {"numerator": "Tử số" if found.value["denominator"] is not None else "Giá trị", "denominator": "Mẫu số"}
    sources = {one["delivery_id"]: NAMES_VI.get(one["source"], one["source"]) for one in found.deliveries}
    headings = ("Phần", "Nguồn", "Tệp", "Lần gửi", "Trang tính", "Dòng", "Cộng vào")
    lines = [
        (
            *(names[one["part"]], sources[one["delivery_id"]], one["file_name"], one["delivery_id"]),
            *(one["sheet_name"], one["row_number"], one["weight"]),
        )
        for one in found.rows
    ]
    return sent(list_workbook(f"{asked.code} các dòng", headings, lines), f"{asked.code}-cac-dong.xlsx")


@router.get("/scorecard/{code}/history/excel")
def history(desk: Desk, asked: Asked) -> Response:
    headings = (
        *("Tháng", "Khoảng", "Mã địa bàn", "Địa bàn", "Giá trị", "Tử số", "Mẫu số", "Đơn vị", "Tạm tính"),
        *("Biết từ", "Đến", "Vì sao", "Lần gửi", "Quyết định"),
    )
    rows = [
        (
            *(one["month"], WINDOW_VI[one["window"]], one["area_code"], one["area_name"], _value(one)),
            *(one["numerator"], one["denominator"], one["unit"], "tạm tính" if one["is_provisional"] else ""),
            *(one["known_from"], one["known_to"], one["cause"], one["delivery_number"] or None, one["decision"]),
        )
        for one in history_of(desk, asked)
    ]
    return sent(list_workbook(f"{asked.code} lịch sử", headings, rows), f"{asked.code}-lich-su.xlsx")


def _value(one: Row) -> Any:
    return _HIDDEN_VI if one["is_hidden"] else "không còn số liệu" if one["is_withdrawn"] else _written(one)


def _written(one: Row, name: str = "value") -> Any:
    """As it is written everywhere; of a recognition whether it is reached."""
    if one[name] is None:
        return None
    return yes_no_vi(one[name]) if one["unit"] == YES_NO_UNIT else as_written(one[name], one["unit"])
