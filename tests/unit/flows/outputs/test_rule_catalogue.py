"""The catalogue of rules holds each rule that the program judges by, in the officer's words, and offers what can really be done."""

from datetime import date

import pytest

from expectations.cross_source import RULES as CROSS_SOURCE
from expectations.limits import Limits
from expectations.registry import SOURCES
from expectations.submissions import RULES as SUBMISSIONS
from flows.outputs.rule_catalogue import CROSS_SOURCE_OF, WAYS_VI, RuleEntry, cross_entries, file_entries, row_entries, submission_entries
from flows.outputs.source_pages.index import file_rules
from flows.outputs.source_pages.repairs import ward
from flows.outputs.source_pages.rules import rule_lines
from flows.validation.decisions import RELEASABLE, may_be_accepted
from flows.wording.rules import RULES_VI

JULY = date(2026, 7, 1)


def every_entry() -> list[RuleEntry]:
    rows = [entry for name in SOURCES for entry in row_entries(name, ward(), JULY)]
    return [*file_entries(), *rows, *cross_entries(), *submission_entries()]


def test_the_officer_s_words_are_there_for_every_rule_and_no_other() -> None:
    judged = {rule.code for rule in file_rules(Limits())} | {line.code for name in SOURCES for line in rule_lines(name)} | set(CROSS_SOURCE)
    judged |= set(SUBMISSIONS)
    assert set(RULES_VI) == judged == {entry.code for entry in every_entry()}
    assert set(CROSS_SOURCE_OF) == set(CROSS_SOURCE)


def test_a_code_stands_in_the_catalogue_once() -> None:
    codes = [entry.code for entry in every_entry()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("name", SOURCES)
def test_a_rule_has_the_severity_and_the_column_of_its_documentation(name: str) -> None:
    documented = {line.code: (line.severity, line.column) for line in rule_lines(name)}
    assert {entry.code: (entry.severity, entry.column) for entry in row_entries(name, ward(), JULY)} == documented


def test_only_what_may_be_done_is_offered() -> None:
    for entry in every_entry():
        assert set(entry.ways) <= set(WAYS_VI)
        assert ("release" in entry.ways) == (entry.code in RELEASABLE)
        if entry.code[0] not in "FXC":
            assert ("accept" in entry.ways) == (entry.severity != "info" and may_be_accepted(entry.code, entry.severity))


def test_rules_that_look_at_the_month_before_are_asked_of_the_sources_that_they_concern() -> None:
    assert "F07" in {entry.code for entry in file_entries("health_insurance")}
    assert {"F05", "F07"} & {entry.code for entry in file_entries("poverty")} == set()
    assert "F13" not in {entry.code for entry in file_entries("dossiers")}
