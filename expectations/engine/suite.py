"""Judges a tidy frame: the row rules of its source, its columns and its volume, by Great Expectations suites.

Data flow: tidy frame + rules -> masks (polars, one pass) -> Great Expectations results -> ``SuiteResult`` (one row per failing row and
rule).

Great Expectations takes seconds to import: call ``warm_up`` on a second thread while files are read. Importing this module is cheap.
"""

import logging
import os
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from threading import Lock
from typing import TYPE_CHECKING, Any

import polars as pl

from expectations.engine.deferred_imports import defer
from expectations.rule import Rule

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult

    from expectations.engine.great_expectations_rule import Masks

#: One row per row and rule it fails, in the order of the rules, then of the rows.
FAILURE_SCHEMA = {"row_id": pl.Int64, "rule_code": pl.String, "severity": pl.String, "column_name": pl.String, "message": pl.String}

_BAD = "__bad__"


class SuiteError(Exception):
    """A rule, or the frame it was given, is wrong by itself: nothing may be published on the strength of such a suite."""


@dataclass(frozen=True)
class Volume:
    """What the count of rows is held against (F07, F09): ``drop`` and ``rise`` are shares (0.2 = 20 %) of ``last_count``.

    ``row_count`` is the delivery's own count, in the unit that ``last_count`` has: it need not be the frame's height (poverty counts
    households, dossiers all deliveries of the month). A count exactly at a limit is within it.
    """

    last_count: int
    drop: float
    rise: float
    row_count: int

    @property
    def limits(self) -> dict[str, int]:
        """The fewest and the most rows. Whole numbers by exact arithmetic: in floats 100 * (1 - 0.9) is not 10."""
        fewest, most = self.last_count * (1 - Fraction(str(self.drop))), self.last_count * (1 + Fraction(str(self.rise)))
        return {"fewest_rows": ceil(fewest), "most_rows": floor(most)}


@dataclass(frozen=True)
class SuiteResult:
    """``failures``: see ``FAILURE_SCHEMA``. ``statistics``: counts of expectations, and under ``failing_rows`` of rows by rule code."""

    failures: pl.DataFrame
    volume_dropped: bool
    volume_risen: bool
    statistics: dict[str, Any]


def run_suite(
    frame: pl.DataFrame,
    rules: Sequence[Rule],
    *,
    suite_name: str,
    volume: Volume | None = None,
    required_columns: Sequence[str] = (),
) -> SuiteResult:
    """Judge every row of ``frame`` by every rule.

    A row is known by ``row_id`` (whole numbers, none missing) where the frame has that column, else by its position from 0.
    A rule that is null on a row was not judged there and counts as met. A message that is null is replaced by a general one.
    Several threads may judge at once.

    Raises ``SuiteError`` when a required column is missing, a rule or its message cannot be evaluated (each one is named), a rule is not a
    yes-or-no expression, or two rules have the same code and name.
    """
    frame = frame.rechunk()  # ``pl.format`` and a filter over the rows of several sheets panic in polars 2.1
    keyed = _keyed(rules, suite_name)
    masks = _masks(frame, keyed)  # before waiting for Great Expectations, which another thread may still be importing
    warm_up()
    from expectations.engine import great_expectations_rule as polars_rule

    delivery = _judge_delivery(frame, suite_name, volume, required_columns)
    rows = _judge_rows(frame, suite_name, keyed, masks)
    failing = {polars_rule.meta(result)["rule"]: result for result in rows if not result.success}
    failures = _failures(frame, keyed, masks, failing, suite_name)
    broken = {polars_rule.meta(result)["code"] for result in delivery if not result.success}
    return SuiteResult(failures, "F07" in broken, "F09" in broken, _statistics([*delivery, *rows], failures))


_warming = Lock()
_warm = False


def warm_up() -> None:
    """Import Great Expectations and run it once on a single row, so that the next run pays for nothing but itself.

    Safe on any thread, and free when it was done before; a call that comes meanwhile waits for the first.
    """
    global _warm
    with _warming:
        if not _warm:
            _load()
            _warm = True


def _load() -> None:
    for name, value in {"GX_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}.items():
        os.environ.setdefault(name, value)
    warnings.filterwarnings("ignore", message="module 'sre_.*' is deprecated", category=DeprecationWarning)
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)  # what it has to say is raised here, as SuiteError
    shown_by = warnings.showwarning
    defer()
    from expectations.engine import great_expectations_rule as polars_rule

    polars_rule.run_once()
    if warnings.showwarning is not shown_by:
        logging.captureWarnings(False)  # Great Expectations sends the whole process's warnings to its log


def _keyed(rules: Sequence[Rule], suite_name: str) -> dict[str, Rule]:
    names = [f"{rule.code} {rule.name}" for rule in rules]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SuiteError(f"Suite {suite_name!r}: {', '.join(twice)} stands there twice. Give every rule a name of its own.")
    return dict(zip(names, rules, strict=True))


def _masks(frame: pl.DataFrame, rules: Mapping[str, Rule]) -> "Masks":
    """Where each rule is broken, or why polars could not say. All in one pass; one by one only to tell which cannot be evaluated."""
    try:
        columns = _select(frame, {key: rule.bad for key, rule in rules.items()})
        return {key: _mask(column) for key, column in columns.items()}
    except Exception as error:  # whatever it is, it is told under the rule's name
        if len(rules) == 1:
            return dict.fromkeys(rules, SuiteError(_reason(error)))
    return {key: mask for key, rule in rules.items() for mask in _masks(frame, {key: rule}).values()}


def _reason(error: Exception) -> str:
    """Why an expression cannot be evaluated. Polars' other messages quote cells, which may be personal: of those, the kind alone."""
    told = (TypeError, pl.exceptions.ColumnNotFoundError, pl.exceptions.SchemaError, pl.exceptions.ShapeError)
    return f"{type(error).__name__}: {str(error).splitlines()[0]}" if isinstance(error, told) else type(error).__name__


def _select(frame: pl.DataFrame, expressions: Mapping[str, pl.Expr]) -> dict[str, pl.Series]:
    # The count of rows stands beside them, so that an expression of literals alone is as long as the frame.
    height = pl.int_range(pl.len()).alias(_BAD)
    return frame.select(height, *[expression.alias(name) for name, expression in expressions.items()]).drop(_BAD).to_dict()


def _mask(column: pl.Series) -> pl.Series:
    if column.dtype not in (pl.Boolean, pl.Null):
        raise TypeError(f"the expression gives {column.dtype}, expected Boolean")
    return column.cast(pl.Boolean).fill_null(False)


def _judge_delivery(
    frame: pl.DataFrame, suite_name: str, volume: Volume | None, required_columns: Sequence[str]
) -> "list[ExpectationValidationResult]":
    from expectations.engine import great_expectations_rule as polars_rule

    columns = polars_rule.judge_columns(f"{suite_name}.columns", frame.columns, required_columns) if required_columns else []
    counts = polars_rule.judge_volume(f"{suite_name}.volume", volume.row_count, volume.limits) if volume else []
    _refuse_exceptions([*columns, *counts], suite_name)
    if not all(result.success for result in columns):
        missing = ", ".join(name for name in required_columns if name not in frame.columns)
        raise SuiteError(f"Suite {suite_name!r}: the frame lacks {missing}; it has {', '.join(frame.columns)}. Mend what makes the frame.")
    return [*columns, *counts]


def _judge_rows(frame: pl.DataFrame, suite_name: str, rules: Mapping[str, Rule], masks: "Masks") -> "list[ExpectationValidationResult]":
    from expectations.engine import great_expectations_rule as polars_rule

    if not rules:
        return []
    ids = _ids(frame, suite_name)
    results = polars_rule.judge_rows(f"{suite_name}.rows", ids, _column(frame, "row_number"), rules, masks)
    _refuse_exceptions(results, suite_name)
    return results


def _ids(frame: pl.DataFrame, suite_name: str) -> pl.Series:
    ids = _column(frame, "row_id")
    if not ids.dtype.is_integer() or ids.null_count():
        found = f"{ids.dtype} with {ids.null_count()} nulls"
        raise SuiteError(f"Suite {suite_name!r}: row_id is {found}, expected a whole number on every row. Number the rows again.")
    return ids.cast(pl.Int64)


def _column(frame: pl.DataFrame, name: str) -> pl.Series:
    return frame[name] if name in frame.columns else pl.int_range(frame.height, eager=True).alias(name)


def _refuse_exceptions(results: "Sequence[ExpectationValidationResult]", suite_name: str) -> None:
    """Great Expectations records an exception as one failed expectation without a failing row: that would pass for good data."""
    from expectations.engine import great_expectations_rule as polars_rule

    told = [f"{polars_rule.meta(result)['rule']}: {reason}" for result in results if (reason := polars_rule.exception(result))]
    if told:
        raise SuiteError(f"Suite {suite_name!r}: not every rule could be evaluated. {' | '.join(told)}. Mend the rule's expression.")


def _failures(
    frame: pl.DataFrame, rules: Mapping[str, Rule], masks: "Masks", failing: "dict[str, ExpectationValidationResult]", suite_name: str
) -> pl.DataFrame:
    from expectations.engine import great_expectations_rule as polars_rule

    bad = {key: mask for key, mask in masks.items() if isinstance(mask, pl.Series) and key in failing}
    queries = {key: _messages(frame, rules[key], mask) for key, mask in bad.items()}
    parts = [
        pl.DataFrame({"row_id": pl.Series(polars_rule.failing_ids(failing[key]), dtype=pl.Int64), "message": messages}).with_columns(
            rule_code=pl.lit(rules[key].code),
            severity=pl.lit(polars_rule.severity(failing[key])),
            column_name=pl.lit(rules[key].column, dtype=pl.String),
        )
        for key, messages in _collect(queries, suite_name).items()
    ]
    return pl.concat([pl.DataFrame(schema=FAILURE_SCHEMA), *[part.select(*FAILURE_SCHEMA) for part in parts]])


def _messages(frame: pl.DataFrame, rule: Rule, mask: pl.Series) -> pl.LazyFrame:
    """The sentences of the failing rows. Polars filters first where a message reads its own row alone, last where it reads others."""
    unsaid = pl.lit(f"Dòng này không đạt quy tắc {rule.code}. Xem lại dòng này ở nguồn.")
    message = rule.message.cast(pl.String).fill_null(unsaid).alias("message")
    return frame.with_columns(mask.alias(_BAD)).lazy().select(_BAD, message).filter(pl.col(_BAD)).select("message")


def _collect(queries: Mapping[str, pl.LazyFrame], suite_name: str) -> dict[str, pl.Series]:
    try:
        return {key: part["message"] for key, part in zip(queries, pl.collect_all(queries.values()), strict=True)}
    except pl.exceptions.PolarsError as error:
        if len(queries) == 1:
            reason = f"the message of {next(iter(queries))} cannot be written: {_reason(error)}"
            raise SuiteError(f"Suite {suite_name!r}: {reason}. Mend its expression.") from None
    return {key: message for key, query in queries.items() for message in _collect({key: query}, suite_name).values()}


def _statistics(results: "Sequence[ExpectationValidationResult]", failures: pl.DataFrame) -> dict[str, Any]:
    met = sum(bool(result.success) for result in results)
    return {
        "evaluated_expectations": len(results),
        "successful_expectations": met,
        "unsuccessful_expectations": len(results) - met,
        "failing_rows": dict(failures.group_by("rule_code", maintain_order=True).len().iter_rows()),
    }
