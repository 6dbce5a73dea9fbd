"""Judges a tidy frame: the row rules of its source, its columns and its volume, by Great Expectations suites.

Data flow: tidy frame + rules -> masks (polars, one pass) -> the judge (Great Expectations) -> ``SuiteResult`` (one row per failing row
and rule).

Great Expectations takes seconds to import, in a process of its own (``expectations.engine.judge``): call ``start_judge`` as soon as it is
known that something will be judged. Importing this module is cheap.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

import polars as pl

from expectations.engine.judge import JUDGE, JudgeError
from expectations.engine.questions import COLUMNS, Answer, Question, RuleMask, packed, unpacked
from expectations.rule import Rule

#: Of each rule, by name: True where a row is bad, or why polars could not say.
Masks = Mapping[str, pl.Series | Exception]

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
    masks = _masks(frame, keyed)  # before waiting for Great Expectations, which may still be importing
    reply = JUDGE.ask(_question(frame, suite_name, keyed, masks, volume, required_columns))
    _refuse_exceptions(reply.delivery, suite_name)
    _refuse_missing_columns(reply.delivery, frame, required_columns, suite_name)
    _refuse_exceptions(reply.rows, suite_name)
    _refuse_missing_answers(reply.rows, keyed, suite_name)
    failing = {answer.rule: answer for answer in reply.rows if not answer.success}
    failures = _failures(frame, keyed, masks, failing, suite_name)
    broken = {answer.code for answer in reply.delivery if not answer.success}
    return SuiteResult(failures, "F07" in broken, "F09" in broken, _statistics([*reply.delivery, *reply.rows], failures))


def start_judge() -> None:
    """Begin the judge's import on another core. Safe on any thread, and free when it was done before. Where the system starts no process,
    the first suite says so."""
    with suppress(JudgeError):
        JUDGE.start()


def judge_is_ready() -> bool:
    """Whether the next suite waits for nothing but its answer."""
    return JUDGE.is_ready


def dismiss_judge() -> None:
    """Nothing is to be judged after all: a judge that was started in vain goes; one that has judged before stays for the next time."""
    JUDGE.dismiss_unasked()


def stop_judge() -> None:
    """The judge ends when it has answered whoever asks it now; the next suite starts another."""
    JUDGE.stop()


def warm_up() -> None:
    """Wait until the judge answers, so that the next suite pays for nothing but itself."""
    JUDGE.ask(Question("warm"))


def _keyed(rules: Sequence[Rule], suite_name: str) -> dict[str, Rule]:
    names = [f"{rule.code} {rule.name}" for rule in rules]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SuiteError(f"Suite {suite_name!r}: {', '.join(twice)} stands there twice. Give every rule a name of its own.")
    return dict(zip(names, rules, strict=True))


def _masks(frame: pl.DataFrame, rules: Mapping[str, Rule]) -> Masks:
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
    columns = frame.select_seq(height, *[expression.alias(name) for name, expression in expressions.items()]).to_dict()
    del columns[_BAD]
    return columns


def _mask(column: pl.Series) -> pl.Series:
    if column.dtype not in (pl.Boolean, pl.Null):
        raise TypeError(f"the expression gives {column.dtype}, expected Boolean")
    mask = column if column.dtype == pl.Boolean else column.cast(pl.Boolean)
    return mask.fill_null(False) if mask.null_count() else mask


def _question(
    frame: pl.DataFrame,
    suite_name: str,
    rules: Mapping[str, Rule],
    masks: Masks,
    volume: Volume | None,
    required_columns: Sequence[str],
) -> Question:
    return Question(
        suite_name,
        tuple(frame.columns),
        tuple(required_columns),
        None if volume is None else (volume.row_count, volume.limits),
        _packed(_ids(frame, suite_name)) if rules else b"",
        _packed(_numbers(frame)) if rules else b"",
        tuple(_rule_mask(key, rule, masks[key]) for key, rule in rules.items()),
    )


def _rule_mask(key: str, rule: Rule, mask: pl.Series | Exception) -> RuleMask:
    failure = str(mask) if isinstance(mask, Exception) else ""
    broken = _packed(mask.arg_true()) if isinstance(mask, pl.Series) and mask.any() else b""
    return RuleMask(key, rule.code, rule.severity, rule.name, rule.column, broken, failure)


def _numbers(frame: pl.DataFrame) -> pl.Series:
    numbers = _column(frame, "row_number").cast(pl.Int64)
    return numbers.fill_null(0) if numbers.null_count() else numbers


def _packed(numbers: pl.Series) -> bytes:
    return packed(numbers.to_list())


def _ids(frame: pl.DataFrame, suite_name: str) -> pl.Series:
    ids = _column(frame, "row_id")
    if not ids.dtype.is_integer() or ids.null_count():
        found = f"{ids.dtype} with {ids.null_count()} nulls"
        raise SuiteError(f"Suite {suite_name!r}: row_id is {found}, expected a whole number on every row. Number the rows again.")
    return ids.cast(pl.Int64)


def _column(frame: pl.DataFrame, name: str) -> pl.Series:
    return frame[name] if name in frame.columns else pl.int_range(frame.height, eager=True).alias(name)


def _refuse_missing_columns(answers: Sequence[Answer], frame: pl.DataFrame, required_columns: Sequence[str], suite_name: str) -> None:
    if any(answer.code == COLUMNS and not answer.success for answer in answers):
        missing = ", ".join(name for name in required_columns if name not in frame.columns)
        raise SuiteError(f"Suite {suite_name!r}: the frame lacks {missing}; it has {', '.join(frame.columns)}. Mend what makes the frame.")


def _refuse_exceptions(answers: Sequence[Answer], suite_name: str) -> None:
    """Great Expectations records an exception as one failed expectation without a failing row: that would pass for good data."""
    told = [f"{answer.rule}: {answer.exception}" for answer in answers if answer.exception]
    if told:
        raise SuiteError(f"Suite {suite_name!r}: not every rule could be evaluated. {' | '.join(told)}. Mend the rule's expression.")


def _refuse_missing_answers(answers: Sequence[Answer], rules: Mapping[str, Rule], suite_name: str) -> None:
    """A rule without an answer would pass for good data."""
    if missing := [key for key in rules if key not in {answer.rule for answer in answers}]:
        raise SuiteError(f"Suite {suite_name!r}: no answer about {', '.join(missing)}. Report this sentence.")


def _failures(frame: pl.DataFrame, rules: Mapping[str, Rule], masks: Masks, failing: Mapping[str, Answer], suite_name: str) -> pl.DataFrame:
    bad = {key: mask for key, mask in masks.items() if isinstance(mask, pl.Series) and key in failing}
    queries = {key: _messages(frame, rules[key], mask) for key, mask in bad.items()}
    parts = [
        pl.DataFrame({"row_id": pl.Series(unpacked(failing[key].failing_ids), dtype=pl.Int64), "message": messages}).select_seq(
            "row_id",
            pl.lit(rules[key].code).alias("rule_code"),
            pl.lit(failing[key].severity).alias("severity"),
            pl.lit(rules[key].column, dtype=pl.String).alias("column_name"),
            "message",
        )
        for key, messages in _collect(queries, suite_name).items()
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=FAILURE_SCHEMA)


def _messages(frame: pl.DataFrame, rule: Rule, mask: pl.Series) -> pl.LazyFrame:
    """The sentences of the failing rows. Polars filters first where a message reads its own row alone, last where it reads others."""
    unsaid = pl.lit(f"Dòng này không đạt quy tắc {rule.code}. Xem lại dòng này ở nguồn.")
    message = rule.message.cast(pl.String).fill_null(unsaid).alias("message")
    return frame.with_columns_seq(mask.alias(_BAD)).lazy().select(_BAD, message).filter(pl.col(_BAD)).select("message")


def _collect(queries: Mapping[str, pl.LazyFrame], suite_name: str) -> dict[str, pl.Series]:
    try:
        return {key: part["message"] for key, part in zip(queries, pl.collect_all(queries.values()), strict=True)}
    except pl.exceptions.PolarsError as error:
        if len(queries) == 1:
            reason = f"the message of {next(iter(queries))} cannot be written: {_reason(error)}"
            raise SuiteError(f"Suite {suite_name!r}: {reason}. Mend its expression.") from None
    return {key: message for key, query in queries.items() for message in _collect({key: query}, suite_name).values()}


def _statistics(results: Sequence[Answer], failures: pl.DataFrame) -> dict[str, Any]:
    met = sum(result.success for result in results)
    return {
        "evaluated_expectations": len(results),
        "successful_expectations": met,
        "unsuccessful_expectations": len(results) - met,
        "failing_rows": dict(failures.group_by("rule_code", maintain_order=True).len().iter_rows()) if failures.height else {},
    }
