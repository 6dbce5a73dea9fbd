"""One rule: a sentence that is true of good data, and the polars expression that finds the rows where it is not.

Data flow: tidy frame -> ``bad`` (Boolean per row) -> Great Expectations result -> findings. A rule whose expression is null
on a row was not judged there (a blank or unreadable cell it needs), which counts as met.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True)
class Rule:
    """``code`` as in the rule book; ``name`` the sentence that good data fulfils (snake_case); ``column`` the contract column a finding points
    at; ``bad`` a Boolean expression over the tidy frame; ``message`` a String expression: what was found, expected, to do,
    in Vietnamese, personal values masked."""

    code: str
    severity: Severity
    name: str
    column: str | None
    bad: pl.Expr
    message: pl.Expr
