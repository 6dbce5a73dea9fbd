"""Work on causes in Vietnamese: how far each is, what would be decided about it, and which units send what is wrong in it.

Data flow: audit.cause_assignment, audit.cause_effect -> ``STATES_VI``, ``EFFECT_KINDS_VI`` -> lists of causes
"""

from datetime import date
from typing import Any

from flows.wording.numbers import amount_vi
from flows.wording.statuses import period_vi

STATES_VI = {
    "new": "Mới",
    "in_progress": "Đang xử lý",
    "waiting": "Chờ đơn vị gửi",
    "ignored": "Bỏ qua có lý do",
    "done": "Đã xong",
}
EFFECT_KINDS_VI = {"exclude": "nếu bỏ", "accept": "nếu xác nhận", "release": "nếu công bố"}
SORTS_VI = {"": "Mức, tháng", "effect": "Ảnh hưởng", "count": "Số dòng", "age": "Mở lâu nhất"}
#: Who sends which lists; reports come from the departments that answer for their indicators, which the ward's plan names.
SENDERS = {
    "insurance": ("Cơ quan bảo hiểm xã hội", ("health_insurance", "social_insurance")),
    "one_stop": ("Bộ phận một cửa", ("dossiers",)),
    "poverty": ("Ban rà soát hộ nghèo", ("poverty",)),
}


def effect_vi(one: dict[str, Any]) -> str:
    """A row of ``audit.cause_effect``: "nếu bỏ 412 dòng: Tỷ lệ dân số tham gia bảo hiểm y tế 09/2026, cuối tháng: 94,1 % → 92,7 %"."""
    about = EFFECT_KINDS_VI[one["kind"]] + (f" {one['row_count']} dòng" if one["kind"] != "release" else "")
    told = [f"{each['indicator_name']} {_when(each)}: {_both(each)}" for each in one["changes"]]
    if told:
        return f"{about}: {'; '.join(told)}"
    none = "chỉ số liệu của tổ dân phố thay đổi" if one["change_count"] else "không chỉ tiêu nào thay đổi"
    return f"{about}: {none}"


def _when(change: dict[str, Any]) -> str:
    """A month has its own figure and the one to date: which of them."""
    return period_vi(date.fromisoformat(change["month"]), change["window"], False)


def _both(change: dict[str, Any]) -> str:
    before, after = ("chưa có" if value is None else amount_vi(value, change["unit"]) for value in (change["before"], change["after"]))
    return f"{before} → {after}"
