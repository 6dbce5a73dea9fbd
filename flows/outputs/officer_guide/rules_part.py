"""Rules part of the officer's guide: every rule with an example, the sentence that the officer reads, its severity and what may be done.

Data flow: rule catalogue + examples + sentences of the rules -> Markdown in Vietnamese
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from expectations.registry import NAMES_VI
from flows.outputs.officer_guide.examples import Example, examples
from flows.outputs.officer_guide.file_examples import cross_examples, file_examples, further_examples, submission_examples
from flows.outputs.rule_catalogue import WAYS_VI, RuleEntry, cross_entries, file_entries, row_entries, submission_entries
from flows.outputs.source_pages.repairs import MONTH, ward
from flows.outputs.source_pages.rules import rule_lines
from flows.validation.open_findings import SEVERITIES_VI
from flows.wording.rule_reasons import REASONS_VI

#: The sources in the order in which an officer meets them, with what one row is.
SOURCES_VI = {
    "dossiers": "Hồ sơ một cửa",
    "health_insurance": "Bảo hiểm y tế (BHYT)",
    "social_insurance": "Bảo hiểm xã hội (BHXH)",
    "poverty": "Hộ nghèo, hộ cận nghèo",
    "department_report": "Báo cáo của các phòng",
}
_LETTER = {"dossiers": "D", "health_insurance": "H", "social_insurance": "S", "poverty": "P", "department_report": "R"}
_NOTHING = "Không phải làm gì, chỉ để biết"
_ADMINISTRATOR = "Báo người quản trị; tệp được thử lại ở lần chạy sau"


def rules_part() -> str:
    return "\n\n".join([*_files(), *(text for name in SOURCES_VI for text in _source(name)), *_across(), *_submissions()]) + "\n"


def _files() -> Iterator[str]:
    yield "### Cả tệp (mã F)"
    yield (
        "Xét cả tệp, của mọi nguồn. Tệp bị chặn thì chưa dòng nào được công bố. Cảnh báo mức Cần xác nhận về cả tệp: tệp đã được "
        "công bố, cảnh báo ở lại cho đến khi cán bộ xác nhận là đúng hoặc nguồn gửi bản khác."
    )
    told, others = file_examples(), further_examples()
    for entry in file_entries():
        yield from _rule(entry, Example("", told[entry.code]), others.get(entry.code, ()))


def _source(name: str) -> Iterator[str]:
    assert name in NAMES_VI
    yield f"### {SOURCES_VI[name]} (mã {_LETTER[name]})"
    made = examples(name)
    others = {line.code: line.sentences for line in rule_lines(name)}
    for entry in row_entries(name, ward(), MONTH):
        yield from _rule(entry, made[entry.code], others[entry.code])


def _across() -> Iterator[str]:
    yield "### Giữa hai nguồn (mã X)"
    yield (
        "So hai danh sách đã công bố với nhau. Không chặn dòng nào. Cảnh báo tự mất khi một trong hai danh sách được sửa hoặc "
        "gửi lại; khi đã xác nhận là đúng thì không nhắc lại, trừ khi con số trong câu cảnh báo thay đổi."
    )
    told = cross_examples()
    for entry in cross_entries():
        yield from _rule(entry, Example("", told[entry.code]))


def _submissions() -> Iterator[str]:
    yield "### Nguồn và tháng (mã C)"
    yield (
        "Xét mỗi đêm theo lịch nộp của phường ([submission] trong ward.toml), không xét một tệp nào: hiện ở lưới Nguồn và tháng của trang "
        "Tổng quan, trong `chitieu status` và trong thư buổi sáng, không nằm trong danh sách điểm cần xem. Mỗi tháng chỉ một quy tắc lên "
        "tiếng, quy tắc nặng nhất. Cảnh báo tự mất khi danh sách của tháng được công bố, hoặc khi cán bộ ghi nhận kỳ này không phát sinh. "
        "Phường không đặt hạn nộp thì không có cảnh báo nào; tháng đến hạn trước ngày phường nhận tệp đầu tiên không bị xét."
    )
    told = submission_examples()
    for entry in submission_entries():
        yield from _rule(entry, Example("", told[entry.code]))


def _rule(entry: RuleEntry, example: Example, sentences: Iterable[str] = ()) -> Iterator[str]:
    yield f"#### {entry.name_vi} ({entry.code})"
    levels = ", có khi ".join(f"**{SEVERITIES_VI[severity]}**" for severity in (entry.severity, *entry.sometimes))
    yield f"- Mức: {levels}\n- {ways_vi(entry)}\n- Vì sao: {reason_vi(entry.code)}"
    yield f"Ví dụ: {example.cells_vi}. Cán bộ đọc:" if example.cells_vi else "Cán bộ đọc:"
    yield f"> {_plain(example.message_vi)}"
    others = [sentence for sentence in sentences if not is_said_by(sentence, example.message_vi)]
    if others:
        yield "Cũng có thể đọc:"
        yield from (f"> {_plain(sentence)}" for sentence in others)


def reason_vi(code: str) -> str:
    """Why the rule exists, and on what law or form it stands."""
    why, basis = REASONS_VI[code]
    return why + (f" Căn cứ: {basis}." if basis else "")


def ways_vi(entry: RuleEntry) -> str:
    """ "Có thể: sửa, loại, gửi lại; không xác nhận đúng được"."""
    if not entry.ways:
        return _NOTHING if entry.severity == "info" else _ADMINISTRATOR
    told = "Có thể: " + ", ".join(WAYS_VI[way] for way in entry.ways)
    is_about_a_row = "exclude" in entry.ways
    return told + ("; không xác nhận đúng được" if is_about_a_row and "accept" not in entry.ways else "")


def is_said_by(sentence: str, message: str) -> bool:
    """Whether the message is the sentence with its blanks ("…") filled in."""
    parts: Mapping[int, str] = dict(enumerate(re.escape(part) for part in sentence.split("…")))
    return re.fullmatch(".*".join(parts.values()), message) is not None


def _plain(text: str) -> str:
    """No sign that Markdown would take for its own."""
    return re.sub(r"([*_<>`])", r"\\\1", " ".join(text.split()))
