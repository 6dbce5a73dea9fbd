"""Sentences of a validation report: what became of the file, and how its month is known.

Data flow: ``DeliveryLine``, ``LandedLists``, ``AppliedDecision`` -> Vietnamese sentences
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flows.wording.numbers import number_vi

if TYPE_CHECKING:
    from flows.outputs.validation_report.audit_lines import AppliedDecision, DeliveryLine
    from flows.outputs.validation_report.landed_lists import LandedLists

_STAYS = "Số liệu tốt gần nhất được giữ nguyên."


def verdict_vi(line: "DeliveryLine", open_findings: int) -> str:
    """What became of the file, in one or two sentences."""
    read, published, stopped = (number_vi(count, 0) for count in (line.rows_read, line.rows_published, line.rows_quarantined))
    waiting = f" Còn {number_vi(open_findings, 0)} điểm chờ cán bộ xem." if open_findings else ""
    match line.status:
        case "published" | "published_with_findings" if not line.rows_quarantined:
            return f"Đã công bố: cả {read} dòng đều vào số liệu.{waiting}"
        case "published" | "published_with_findings":
            return f"Đã công bố {published} trên {read} dòng; {stopped} dòng không được tính.{waiting}"
        case "held":
            return f"Đang giữ lại: chưa công bố dòng nào của tệp. {_STAYS}{waiting}"
        case "unreadable":
            return f"Không đọc được tệp: chưa công bố gì. {_STAYS}"
        case "unrecognised":
            return f"Không nhận ra tệp thuộc nguồn nào: chưa công bố gì. {_STAYS}"
        case "superseded":
            newer = f" lần gửi số {line.superseded_by}" if line.superseded_by else " bản gửi sau"
            return f"Đã được thay bằng{newer}: các dòng của tệp này không còn trong số liệu."
        case _:
            return "Tệp giống hệt một tệp đã nhận trước đó: không có gì phải làm."


def month_known_vi(line: "DeliveryLine", lists: "LandedLists", decisions: "Sequence[AppliedDecision]") -> str:
    """Who or what says which month the file is of."""
    stated = next((one for one in decisions if "F04" in one.rule_codes and one.month == line.month), None)
    if stated is not None:
        return f"cán bộ nêu khi công bố, quyết định số {stated.act_id}"
    if not lists.is_there:
        return "tệp gốc không còn đọc lại được nên không nêu được chỗ ghi tháng"
    return "; ".join(lists.months_vi) or "không chỗ nào trong tệp ghi tháng"
