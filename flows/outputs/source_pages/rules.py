"""The rules of a source as lines of documentation: each with every sentence that it may say, its blanks left open.

Data flow: rules of ``expectations.sources`` + one row of the layouts in four guises -> ``RuleLine``
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from expectations.registry import source
from expectations.rule import Rule
from flows.outputs.source_pages.repairs import MONTH, clean_cells, good_cells, ward
from flows.validation.context import rule_context

#: Values that stand for any value: found again in the sentence and taken out of it.
_DAY, _NUMBER, _GAP = date(1901, 1, 1), 77, "…"
_MARKS = ("***…", "***", "(trống)", f"{_DAY:%d/%m/%Y}", f"{_NUMBER}.0000", f"{_NUMBER}.0", f"{_NUMBER}")


@dataclass(frozen=True)
class RuleLine:
    """``name``: what is true of good data, in words. ``sentences``: what the officer may read, "…" for what the row says."""

    code: str
    severity: str
    column: str | None
    name: str
    sentences: tuple[str, ...]


@cache
def rule_lines(name: str) -> tuple[RuleLine, ...]:
    """One line a rule, also where a second sheet has the same one (sheet "Dân số"): its sentences stand together."""
    lines: dict[str, RuleLine] = {}
    for rule, frame in _rules(name):
        line = lines.get(rule.code)
        told = (*(line.sentences if line else ()), *_sentences(rule, frame))
        first = line or RuleLine(rule.code, rule.severity, rule.column, rule.name.replace("_", " "), ())
        lines[rule.code] = RuleLine(rule.code, rule.severity, first.column, first.name, tuple(dict.fromkeys(told)))
    return tuple(lines.values())


def _rules(name: str) -> Iterator[tuple[Rule, pl.DataFrame]]:
    own, contract = source(name), source(name).contract
    told = rule_context(ward(), MONTH, None, name)
    lists = {"main": good_cells(name, "main", contract)} | {part.source: good_cells(name, part.source, part) for part in contract.others}
    cleaned = clean_cells(name, lists)
    frames = [(part.prepare(cleaned, told), part.book.rules(told)) for part in sorted(own.parts, key=lambda part: part.kind)]
    yield from ((rule, frame) for frame, rules in frames for rule in rules)


def _sentences(rule: Rule, frame: pl.DataFrame) -> Iterable[str]:
    """The sentence on a row that says nothing and on one that says everything, each with every yes or no."""
    rows = [_guise(frame, is_filled=filled, is_true=true) for filled in (False, True) for true in (True, False)]
    told = [row.select(pl.len(), rule.message.alias("told"))["told"][0] for row in rows]
    return dict.fromkeys(_open(sentence) for sentence in told if sentence is not None)


def _guise(frame: pl.DataFrame, *, is_filled: bool, is_true: bool) -> pl.DataFrame:
    return frame.head(1).select(
        pl.lit(is_true).alias(column) if kind == pl.Boolean else _any_value(kind, is_filled).cast(kind).alias(column)
        for column, kind in frame.schema.items()
    )


def _any_value(kind: pl.DataType, is_filled: bool) -> pl.Expr:
    if not is_filled:
        return pl.lit(None)
    return pl.lit(_GAP) if kind == pl.String else pl.lit(_DAY) if kind.is_temporal() else pl.lit(_NUMBER)


def _open(sentence: str) -> str:
    for mark in _MARKS:
        sentence = sentence.replace(mark, _GAP)
    return sentence
