"""One rule: a sentence that is true of good data, and the polars expression that finds the rows where it is not.

Data flow: tidy frame -> ``bad`` (Boolean per row) -> Great Expectations result -> findings. A rule whose expression is null on a row was
not judged there (a blank or unreadable cell it needs), which counts as met.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Literal, cast

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


class _Watched:
    """A context that knows what it was asked for."""

    def __init__(self, context: RuleContext) -> None:
        self._context = context
        self._asked: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        self._asked[name] = value = getattr(self._context, name)
        return value

    def says_the_same_as(self, context: RuleContext) -> bool:
        return all(_are_alike(value, getattr(context, name)) for name, value in self._asked.items())


def _are_alike(first: object, second: object) -> bool:
    """Of what may change under the same name, as frames may, only the very same."""
    return first is second or (isinstance(first, Hashable) and first == second)


class RuleBook:
    """The rules of one list, in the order in which they are written down: a function a rule, whose name is the sentence."""

    def __init__(self) -> None:
        self._rules: list[Callable[[RuleContext], Rule]] = []

    def rule(
        self, code: str, severity: Severity, *, column: str | None
    ) -> Callable[[Callable[[RuleContext], Broken]], Callable[[RuleContext], Rule]]:
        """Takes a function up as a rule: ``column`` is the contract column that its findings point at, None for the row. A rule is made
        again where its context says something else than the last time: making expressions takes as long as judging a short list."""

        def enter(judge: Callable[[RuleContext], Broken]) -> Callable[[RuleContext], Rule]:
            made: list[tuple[_Watched, Rule]] = []

            def rule_of(context: RuleContext) -> Rule:
                for watched, rule in made:
                    if watched.says_the_same_as(context):
                        return rule
                watched = _Watched(context)
                rule = Rule(code, severity, judge.__name__, column, *judge(cast(RuleContext, watched)))
                made[:] = [(watched, rule)]
                return rule

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
