"""Message of a morning in Vietnamese: the verdict in one sentence, then only what changed, with links to the officer's page.

Data flow: ``News``, person, address of the page -> subject and body, plain text without anything personal
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flows.system.errors import Trouble
from flows.wording.numbers import number_vi
from flows.wording.rules import RULES_VI
from flows.wording.sources import NAMES_VI
from flows.wording.statuses import RUN_STATE_VI
from flows.wording.troubles import TROUBLES_VI

if TYPE_CHECKING:
    from flows.operations.digest.news import News, Row

#: Lines of a section; the page has them all.
_MOST_LINES = 8
_DONE = ("published", "published_late", "nothing")
_CHANGES_VI = {
    "overdue": "Quá hạn xử lý",
    "new": "Mới",
    "worse": "Tăng thêm",
    "gone": "Tự hết",
}


@dataclass(frozen=True)
class Message:
    subject: str
    body: str


def morning_message(news: "News", ward_name: str, role: str, page_url: str) -> Message:
    """``role`` as in ``Person``. A morning without news is one line."""
    verdict = verdict_vi(news)
    subject = f"{ward_name}, sáng {news.morning:%d/%m/%Y}: " + ("không có gì mới" if news.is_quiet else _subject_vi(news))
    if news.is_quiet:
        return Message(subject, f"Không có gì mới. {verdict} {page_url}/overview\n")
    sections = [*_submissions(news, page_url), *(_causes(news, page_url) if role == "officer" else ())]
    if news.is_first:
        sections.insert(0, "Thư đầu tiên: mọi điểm đang mở đều được tính là mới.")
    return Message(subject, "\n\n".join([verdict, *sections, f"Trang rà soát: {page_url}/overview"]) + "\n")


def missed_message(nights: "Sequence[datetime]", ward_name: str, now: datetime, page_url: str) -> Message:
    """``nights``: when they should have begun, the oldest first."""
    days = ", ".join(f"{night:%d/%m/%Y %H:%M}" for night in nights[-_MOST_LINES:])
    more = f" và {number_vi(len(nights) - _MOST_LINES)} đêm trước đó" if len(nights) > _MOST_LINES else ""
    body = (
        f"Đợt chạy đêm không chạy vào: {days}{more}. Máy hoặc chương trình đã tắt. Chương trình chạy lại từ {now:%H:%M %d/%m/%Y}; số liệu "
        f"chờ trong thời gian đó được lấy ở đợt chạy kế tiếp. {page_url}/overview\n"
    )
    return Message(f"{ward_name}: {number_vi(len(nights))} đêm không chạy", body)


def failed_message(trouble: Trouble, ward_name: str, at: datetime) -> Message:
    """``trouble`` as of a ``ChitieuError``; ``at``: when the night failed. The page is not named: it may be away too."""
    found, todo = TROUBLES_VI[trouble]
    body = (
        f"Đợt chạy đêm không hoàn thành (dừng lúc {at:%H:%M} ngày {at:%d/%m/%Y}): {found}. Đề nghị người phụ trách máy {todo}, rồi chạy "
        "lệnh chitieu run, hoặc chờ đợt chạy kế tiếp; số liệu đã công bố vẫn giữ nguyên.\n"
    )
    return Message(f"{ward_name}: đợt chạy đêm {at:%d/%m/%Y} không hoàn thành", body)


def verdict_vi(news: "News") -> str:
    """ "Đêm qua nhận 3 tệp mới, công bố 2. Kỳ 10/2026: 4/5 nguồn đã xong; quá hạn: BHXH 10/2026; đang giữ lại: 1 tệp; 12 điểm đang mở." """
    return "; ".join([f"{_run_vi(news)}{_period_vi(news)}", *_waiting_vi(news)]) + "."


def _run_vi(news: "News") -> str:
    if news.run is None:
        return "Chưa có đợt chạy nào"
    if news.run["state"] != "finished":
        return f"Đợt chạy gần nhất {RUN_STATE_VI[news.run['state']]}"
    count, published, refused = (news.run[name] or 0 for name in ("delivery_count", "published_count", "refused_count"))
    if not published and not refused:
        return "Đêm qua không có tệp mới" + (" từ các nguồn khác" if news.unreached else "")
    told = f"Đêm qua xem {number_vi(count)} tệp, công bố {number_vi(published)}"
    return told + (f", không công bố {number_vi(refused)}" if refused else "")


def _period_vi(news: "News") -> str:
    """The newest month that is due."""
    due = [row for row in news.submissions if row["due_date"] is not None and row["due_date"] <= news.morning]
    if not due:
        return ""
    month = max(row["month"] for row in due)
    asked = [row for row in due if row["month"] == month]
    done = sum(row["state"] in _DONE for row in asked)
    return f"; kỳ {month:%m/%Y}: {done}/{len(asked)} nguồn đã xong"


def _waiting_vi(news: "News") -> Iterator[str]:
    if news.unreached:
        sources = ", ".join(f"“{name}”" for name in news.unreached[:_MOST_LINES])
        yield f"không lấy được tệp từ {number_vi(len(news.unreached))} nguồn ({sources}), đề nghị người phụ trách máy xem nhật ký"
    for state, words in (("overdue", "quá hạn"), ("late", "trễ hạn")):
        names = [f"{NAMES_VI[row['source']]} {row['month']:%m/%Y}" for row in news.submissions if row["state"] == state]
        if names:
            yield f"{words}: {', '.join(names[:_MOST_LINES])}" + (
                f" và {len(names) - _MOST_LINES} kỳ nữa" if len(names) > _MOST_LINES else ""
            )
    if news.held:
        yield f"{number_vi(len(news.held))} tệp đang giữ lại hoặc không đọc được"
    yield f"{number_vi(news.open_count)} điểm đang mở" if news.open_count else "không điểm nào đang mở"


def _subject_vi(news: "News") -> str:
    kinds = {kind: sum(row["change"] == kind for row in news.changes) for kind in ("new", "worse", "overdue", "gone")}
    words = {"new": "điểm mới", "worse": "điểm tăng thêm", "overdue": "điểm quá hạn xử lý", "gone": "điểm tự hết"}
    told = [f"{number_vi(len(news.unreached))} nguồn không lấy được"] if news.unreached else []
    told += [f"{number_vi(len(news.broken))} nguồn chưa gửi"] if news.broken else []
    told += [f"{number_vi(kinds[kind])} {words[kind]}" for kind in words if kinds[kind]]
    return ", ".join(told or [f"{number_vi(len(news.came))} nguồn không còn trễ"])


def _submissions(news: "News", page_url: str) -> Iterator[str]:
    if news.broken:
        yield _section("Chưa nhận", [row["message_vi"] for row in news.broken], f"{page_url}/overview")
    if news.came:
        yield _section(
            "Không còn trễ",
            [f"{NAMES_VI[row['source']]} tháng {row['month']:%m/%Y}: {_came_vi(row)}" for row in news.came],
            f"{page_url}/overview",
        )


def _came_vi(row: "Row") -> str:
    if row["state"] == "nothing":
        return "cán bộ đã ghi nhận không phát sinh"
    return f"đã nhận ngày {row['arrived_on']:%d/%m/%Y}" if row["arrived_on"] else "không phải nộp"


def _causes(news: "News", page_url: str) -> Iterator[str]:
    for kind, words in _CHANGES_VI.items():
        rows = [row for row in news.changes if row["change"] == kind]
        if rows:
            address = f"{page_url}/causes/done?change=gone" if kind == "gone" else f"{page_url}/causes"
            yield _section(f"{words} ({number_vi(len(rows))} điểm)", [_cause_vi(row, page_url) for row in rows], address)


def _cause_vi(row: "Row", page_url: str) -> str:
    where = f"{NAMES_VI.get(row['source'] or '', 'Tệp chưa nhận ra')}" + (f" {row['month']:%m/%Y}" if row["month"] else "")
    name = RULES_VI.get(row["rule_code"], row["rule_code"])
    told = f"{where}: chưa đạt “{name}” ({row['rule_code']})"
    if row["change"] == "gone":
        return f"{where}: “{name}” ({row['rule_code']})"
    before = f", trước là {number_vi(row['count_then'])}" if row["change"] == "worse" else ""
    link = (
        f" {page_url}/causes?source={row['source']}&month={row['month']:%Y-%m}&rule={row['rule_code']}"
        if row["source"] and row["month"]
        else ""
    )
    return f"{told}: {number_vi(row['count_now'])} chỗ{before}{link}"


def _section(title: str, lines: list[str], address: str) -> str:
    more = [f"… và {number_vi(len(lines) - _MOST_LINES)} dòng nữa: {address}"] if len(lines) > _MOST_LINES else []
    return "\n".join([f"{title}:", *(f"- {line}" for line in lines[:_MOST_LINES]), *more])
