"""Asked rules of a delivery: every rule that judging asked of it: those that rows broke, with their findings, and those that were met.

Data flow: rule catalogue + findings -> ``RuleResult`` (broken) and ``MetRule`` (met)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.outputs.rule_catalogue import BEFORE_JUDGING, RuleEntry, cross_entries, file_entries, row_entries
from flows.validation.repair_ledger import headings
from flows.wording.rules import RULES_VI

if TYPE_CHECKING:
    from flows.config.ward import Ward
    from flows.outputs.validation_report.audit_lines import DeliveryLine, Finding

_PUBLISHED = ("published", "published_with_findings")


@dataclass(frozen=True)
class RuleResult:
    """A rule that was not met. ``share`` (0-1): its rows of those read, None about the whole file. ``message_vi``: the sentence, where all
    findings say the same."""

    code: str
    severity: str
    name_vi: str
    findings: "tuple[Finding, ...]"
    rows: int
    share: float | None
    message_vi: str | None

    @property
    def open_count(self) -> int:
        return sum(finding.state == "open" for finding in self.findings)

    @property
    def is_about_rows(self) -> bool:
        return any(finding.row_number is not None for finding in self.findings)


@dataclass(frozen=True)
class MetRule:
    """``missing_heading``: the column that the rule looks at, where the file has none."""

    code: str
    severity: str
    name_vi: str
    missing_heading: str | None


def broken_rules(findings: "Sequence[Finding]", rows_read: int) -> list[RuleResult]:
    """In the order of the findings."""
    by_rule: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault((finding.severity, finding.rule_code), []).append(finding)
    return [_result(code, severity, own, rows_read) for (severity, code), own in by_rule.items()]


def _result(code: str, severity: str, own: "list[Finding]", rows_read: int) -> RuleResult:
    rows = len({(finding.sheet_name, finding.row_number) for finding in own if finding.row_number is not None})
    messages = {finding.message_vi for finding in own}
    return RuleResult(
        code,
        severity,
        RULES_VI.get(code, code),
        tuple(own),
        rows,
        rows / rows_read if rows and rows_read else None,
        messages.pop() if len(messages) == 1 else None,
    )


def asked_rules(line: "DeliveryLine", findings: "Iterable[Finding]", ward: "Ward") -> tuple[RuleEntry, ...]:
    """Of a file that was refused before it was judged, the rules up to the one that stopped it."""
    if line.source is None or line.month is None or not line.rows_read:
        return _before(line, {finding.rule_code for finding in findings})
    about_file = [entry for entry in file_entries(line.source) if entry.code != "F00"]
    between = cross_entries(line.source) if line.status in _PUBLISHED else ()
    return (*about_file, *row_entries(line.source, ward, line.month), *between)


def _before(line: "DeliveryLine", broken: set[str]) -> tuple[RuleEntry, ...]:
    first = next((code for code in BEFORE_JUDGING if code in broken), None)
    if first is None:
        return ()
    asked = BEFORE_JUDGING[: BEFORE_JUDGING.index(first) + 1]
    return tuple(entry for entry in file_entries(line.source) if entry.code in asked)


def met_rules(
    asked: Iterable[RuleEntry], findings: "Iterable[Finding]", source_name: str | None, columns: frozenset[str] | None
) -> list[MetRule]:
    """``columns``: of the contract, that stand in the file; None where that is not known."""
    broken = {finding.rule_code for finding in findings}
    own = headings(source_name) if source_name else {}
    return [
        MetRule(
            entry.code,
            entry.severity,
            entry.name_vi,
            own.get(entry.column) if entry.column and columns is not None and entry.column not in columns else None,
        )
        for entry in asked
        if entry.code not in broken
    ]
