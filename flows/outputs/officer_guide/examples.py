"""Examples of findings: each rule's own judgement of a spoilt row, as the officer would read it.

Data flow: spoilt rows -> the source's ``clean`` -> the rule -> ``Example``
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from expectations.context import RuleContext
from expectations.registry import source
from expectations.rule import Rule
from flows.outputs.officer_guide.spoilt_rows import CELLS_VI, SPOILT, Cells, good_row, rows_of
from flows.outputs.source_pages.repairs import MONTH, ward
from flows.validation.context import cleaning_context, rule_context
from flows.validation.repair_ledger import headings
from transforms.cleaning.model import Cleaned
from transforms.reading.model import Reading, Table

_FIRST_ROW = 7
_NO_GROUPS = pl.DataFrame(schema={"row_number": pl.Int64, "text": pl.String, "ordinal": pl.String})
#: What the month before said, for the rule that compares with it.
_LAST_MONTH = pl.DataFrame({"indicator_code": ["XH13"], "area_code": ["10744"], "value": [0.41]})


@dataclass(frozen=True)
class Example:
    """``cells_vi``: what the row says that good ones do not; ``message_vi``: the sentence that the rule says of it."""

    cells_vi: str
    message_vi: str


@cache
def examples(source_name: str) -> Mapping[str, Example]:
    """Rule -> example, of every rule that has a spoilt row."""
    codes = {rule.code for part in source(source_name).parts for rule in part.book.rules(_context(source_name))}
    made = {code: example(source_name, code) for code in sorted(codes & set(SPOILT))}
    return {code: one for code, one in made.items() if one is not None}


def example(source_name: str, code: str) -> Example | None:
    """None if the rule finds nothing wrong with its rows."""
    found = sentences(source_name, rows_of(source_name, SPOILT[code])).get(code)
    return None if not found else Example(CELLS_VI.get(code) or _cells_vi(source_name, SPOILT[code]), found[0])


def sentences(source_name: str, rows: list[dict[str, str | None]]) -> dict[str, list[str]]:
    """Rule -> what it says of the rows that break it."""
    cleaned, context = _clean(source_name, rows), _context(source_name)
    out: dict[str, list[str]] = {}
    for part in source(source_name).parts:
        frame = part.prepare(cleaned, context).rechunk()
        for rule in part.book.rules(context):
            if said := _said(rule, frame):
                out.setdefault(rule.code, []).extend(said)
    return out


def _said(rule: Rule, frame: pl.DataFrame) -> list[str]:
    told = frame.select(pl.int_range(pl.len()).alias("_n"), rule.bad.alias("bad"), rule.message.alias("told"))
    return [str(text) for text in told.filter(pl.col("bad").fill_null(False))["told"]]


def _context(source_name: str) -> RuleContext:
    context = rule_context(ward(), MONTH, None, source_name)
    return replace(context, previous_figures=_LAST_MONTH) if source_name == "department_report" else context


def _clean(source_name: str, rows: list[dict[str, str | None]]) -> Cleaned:
    lists = {"main": rows} | {part.source: [good_row(source_name, part.source)] for part in source(source_name).contract.others}
    tables = tuple(_table(source_name, kind, own) for kind, own in lists.items())
    return source(source_name).clean(Reading(source_name, tables), cleaning_context(ward(), MONTH))


def _table(source_name: str, kind: str, rows: list[dict[str, str | None]]) -> Table:
    names = list(rows[0])
    numbers = {"row_number": list(range(_FIRST_ROW, _FIRST_ROW + len(rows)))}
    frame = pl.DataFrame(numbers | {name: pl.Series([row[name] for row in rows], dtype=pl.String) for name in names})
    return Table(source_name, kind, "DS", frame, _NO_GROUPS, dict.fromkeys(names, ""), {})


def _cells_vi(source_name: str, spoilt: tuple[Cells, ...]) -> str:
    own = headings(source_name)
    cells = {name: text for row in spoilt for name, text in row.items()}
    told = [f"“{own[name]}” " + (f"ghi “{text}”" if text else "để trống") for name, text in cells.items() if name in own]
    if len(spoilt) == 1:
        return ", ".join(told)
    return "hai dòng như nhau, riêng ở dòng sau " + ", ".join(told) if told else "hai dòng giống hệt nhau"
