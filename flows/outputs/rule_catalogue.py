"""Rule catalogue for people: every rule that a delivery of a source is asked, in the officer's words, and what may be done about it.

Data flow: F rules, rules of ``expectations.sources``, X and C rules -> ``RuleEntry`` -> validation report, officer's guide
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from expectations.cross_source import RULES as CROSS_SOURCE
from expectations.limits import Limits
from expectations.registry import DROP_JUDGED, REPLACED_WHOLE, SAME_ROWS_JUDGED, source
from expectations.submissions import RULES as SUBMISSIONS
from flows.outputs.source_pages.index import file_rules
from flows.validation.decisions import RELEASABLE, may_be_accepted
from flows.wording.rules import RULES_VI

if TYPE_CHECKING:
    from flows.config.ward import Ward

#: Source on whose deliveries each rule between two lists stands, and of which deliveries some rules about whole files are asked alone.
CROSS_SOURCE_OF = {"X01": "health_insurance", "X02": "poverty", "X03": "dossiers", "X04": "poverty"}
_ASKED_OF = {"F05": SAME_ROWS_JUDGED, "F07": DROP_JUDGED, "F13": REPLACED_WHOLE}
#: Rules about whole files that are asked before anything is judged, each where those before it are met.
BEFORE_JUDGING = ("F01", "F02", "F03", "F04")
WAYS_VI = {
    "correct": "sửa",
    "accept": "xác nhận đúng",
    "exclude": "loại",
    "release": "công bố",
    "part": "thêm thành một phần của danh sách",
    "heading": "trả lời tiêu đề cột",
    "resend": "gửi lại",
    "send": "gửi danh sách của tháng",
    "nothing": "ghi nhận không phát sinh",
}


@dataclass(frozen=True)
class RuleEntry:
    """``name_vi``: what good data fulfils. ``column``: of the contract, None for the row or the file. ``ways``: keys of ``WAYS_VI``.
    ``sometimes``: other severities that its findings may have."""

    code: str
    severity: str
    name_vi: str
    column: str | None
    ways: tuple[str, ...]
    sometimes: tuple[str, ...] = ()


def file_entries(source_name: str | None = None) -> tuple[RuleEntry, ...]:
    """Rules about whole deliveries: all of them, or those that are asked of a source."""
    return tuple(
        RuleEntry(rule.code, rule.severities[0], RULES_VI[rule.code], None, _file_ways(rule.code, rule.severities[0]), rule.severities[1:])
        for rule in file_rules(Limits())
        if source_name is None or source_name in _ASKED_OF.get(rule.code, (source_name,))
    )


def row_entries(source_name: str, ward: "Ward", month: date) -> tuple[RuleEntry, ...]:
    """Rules of the source's books, one entry a code; a side list (sheet "Dân số") shares the codes of the main one."""
    return tuple(sorted(_row_entries(source_name, ward, month), key=lambda entry: entry.code))


def cross_entries(source_name: str | None = None) -> tuple[RuleEntry, ...]:
    """Rules between two lists, asked of what is published. They clear when one of the lists is corrected or comes again."""
    ways = ("correct", "accept", "resend")
    return tuple(
        RuleEntry(code, rule.severity, RULES_VI[code], rule.column, ways if rule.severity == "warning" else ("correct", "resend"))
        for code, rule in CROSS_SOURCE.items()
        if source_name in (None, CROSS_SOURCE_OF[code])
    )


def submission_entries() -> tuple[RuleEntry, ...]:
    """Rules about a source and a month, by their codes. They clear when the list comes, or by the decision that there is none."""
    return tuple(
        RuleEntry(code, rule.severity, RULES_VI[code], rule.column, ("send", "nothing") if rule.severity == "warning" else ())
        for code, rule in sorted(SUBMISSIONS.items())
    )


@cache
def _row_entries(source_name: str, ward: "Ward", month: date) -> tuple[RuleEntry, ...]:
    from flows.validation.context import rule_context

    context = rule_context(ward, month, None, source_name)
    parts = sorted(source(source_name).parts, key=lambda part: part.kind)
    rules = {rule.code: rule for part in reversed(parts) for rule in part.book.rules(context)}
    return tuple(
        RuleEntry(code, rule.severity, RULES_VI[code], rule.column, tuple(_row_ways(code, rule.severity))) for code, rule in rules.items()
    )


def ways_of(code: str, severity: str) -> tuple[str, ...]:
    """What may be done about a finding of the rule: keys of ``WAYS_VI``."""
    settled = {entry.code: entry.ways for entry in (*file_entries(), *cross_entries())}
    return settled[code] if code in settled else tuple(_row_ways(code, severity))


def _row_ways(code: str, severity: str) -> Iterator[str]:
    if severity == "info":
        return
    yield "correct"
    if may_be_accepted(code, severity):
        yield "accept"
    yield "exclude"
    yield "resend"


def _file_ways(code: str, severity: str) -> tuple[str, ...]:
    """A finding about the whole file speaks of no row: it is accepted, released, answered, or ends with a better file."""
    if severity == "info":
        return ()
    own: tuple[str, ...] = ("release",) if code in RELEASABLE else ("heading",) if code in ("F03", "F09") else ()
    if severity == "warning":
        own = ("accept", *own)
    part = ("part",) if code == "F13" else ()
    return (*own, *part, "resend") if code != "F00" else ()
