"""Paper of a delivery: all that its validation report says, gathered, and written as one HTML file that needs nothing else.

Data flow: ``audit_lines`` + ``landed_lists`` + ``asked_rules`` -> ``Paper`` -> ``report.html.j2`` -> HTML text
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flows.config.versions import code_version, rule_version
from flows.outputs.validation_report.asked_rules import MetRule, RuleResult, asked_rules, broken_rules, met_rules
from flows.outputs.validation_report.audit_lines import (
    AppliedDecision,
    DeliveryLine,
    Repair,
    read_decisions,
    read_findings,
    read_line,
    read_repairs,
)
from flows.outputs.validation_report.landed_lists import LandedLists, landed_lists
from flows.outputs.validation_report.sentences import month_known_vi, verdict_vi
from flows.validation.open_findings import SEVERITIES_VI
from flows.wording.moments import moment_vi
from flows.wording.numbers import number_vi
from flows.wording.sources import NAMES_VI

if TYPE_CHECKING:
    from jinja2 import Environment
    from sqlalchemy import Engine

    from flows.config.settings import Settings

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Paper:
    """What the report of one delivery says. ``findings``: how many there are, open or not."""

    ward_name: str
    line: DeliveryLine
    lists: LandedLists
    repairs: list[Repair]
    broken: list[RuleResult]
    met: list[MetRule]
    decisions: list[AppliedDecision]
    made_at: datetime

    @property
    def findings(self) -> int:
        return sum(len(result.findings) for result in self.broken)

    @property
    def open_findings(self) -> int:
        return sum(result.open_count for result in self.broken if result.severity != "info")


def read_paper(engine: "Engine", settings: "Settings", delivery_id: int) -> Paper:
    """Raises ``NoSuchDeliveryError``."""
    ward = settings.ward
    with engine.connect() as connection:
        line = read_line(connection, ward.code, delivery_id)
        findings = read_findings(connection, delivery_id)
        repairs = read_repairs(connection, delivery_id)
        decisions = read_decisions(connection, ward.code, line)
    lists = landed_lists(engine, settings, delivery_id)
    asked = asked_rules(line, findings, ward)
    met = met_rules(asked, findings, line.source, lists.columns if lists.is_there else None)
    broken = broken_rules(findings, line.rows_read)
    return Paper(ward.name, line, lists, repairs, broken, met, decisions, datetime.now(UTC))


def html_of(paper: Paper) -> str:
    return (
        _templates()
        .get_template("report.html.j2")
        .render(
            paper=paper,
            line=paper.line,
            verdict=verdict_vi(paper.line, paper.open_findings),
            month_known=month_known_vi(paper.line, paper.lists, paper.decisions),
            source_name=NAMES_VI.get(paper.line.source or "", "chưa nhận ra"),
            versions=(rule_version(), code_version()),
        )
    )


def _templates() -> "Environment":
    """Everything that comes from a file is escaped; a name that is not there is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_FOLDER, encoding="utf-8"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["count"] = lambda value: number_vi(value, 0)
    made.filters["percent"] = _percent_vi
    made.filters["moment"] = moment_vi
    made.filters["severity"] = SEVERITIES_VI.__getitem__
    return made


def _percent_vi(share: float | None) -> str:
    """A share that is there and smaller than the smallest that is written does not read as nothing."""
    if share is None:
        return "—"
    return "dưới 0,1 %" if 0 < share < 0.001 else f"{number_vi(100 * share, 1)} %"
