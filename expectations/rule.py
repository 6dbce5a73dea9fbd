"""One rule: a sentence that is true of good data, and the polars expression that finds the rows where it is not.

Data flow: tidy frame -> ``bad`` (Boolean per row) -> Great Expectations result -> findings. A rule whose expression is null on a row was
not judged there (a blank or unreadable cell it needs), which counts as met.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import polars as pl

from expectations.context import RuleContext
from transforms.cleaning.model import Cleaned

Severity = Literal["critical", "warning", "info"]
#: Which rows break a rule (a Boolean expression), and what the officer reads of each (a String expression).
Broken = tuple[pl.Expr, pl.Expr]


@dataclass(frozen=True)
class Rule:
    """``code`` as in the rule book; ``name`` the sentence that good data fulfils (snake_case); ``column`` the contract column a finding
    points at; ``bad`` a Boolean expression over the tidy frame; ``message`` a String expression: what was found, expected, to do, in
    Vietnamese, personal values masked."""

    code: str
    severity: Severity
    name: str
    column: str | None
    bad: pl.Expr
    message: pl.Expr


class RuleBook:
    """The rules of one list, in the order in which they are written down: a function a rule, whose name is the sentence."""

    def __init__(self) -> None:
        self._rules: list[Callable[[RuleContext], Rule]] = []

    def rule(
        self, code: str, severity: Severity, *, column: str | None
    ) -> Callable[[Callable[[RuleContext], Broken]], Callable[[RuleContext], Rule]]:
        """Takes a function up as a rule: ``column`` is the contract column that its findings point at, None for the row."""

        def enter(judge: Callable[[RuleContext], Broken]) -> Callable[[RuleContext], Rule]:
            def rule_of(context: RuleContext) -> Rule:
                return Rule(code, severity, judge.__name__, column, *judge(context))

            self._rules.append(rule_of)
            return rule_of

        return enter

    def add(self, rule: Rule) -> None:
        """Takes up a rule that several lists share."""
        self._rules.append(lambda context: rule)

    def rules(self, context: RuleContext) -> tuple[Rule, ...]:
        return tuple(rule(context) for rule in self._rules)


def _frame_as_it_is(cleaned: Cleaned, context: RuleContext) -> pl.DataFrame:
    return cleaned.frame


@dataclass(frozen=True)
class Part:
    """One list of a delivery that is judged by itself: ``suite_name`` tells its results apart, ``kind`` the tables of the reading it comes
    from ("main", or a side list's). ``prepare`` adds to the cleaned list what its rules look at."""

    suite_name: str
    kind: str
    book: RuleBook
    prepare: Callable[[Cleaned, RuleContext], pl.DataFrame] = _frame_as_it_is
