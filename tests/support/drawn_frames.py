"""Tables drawn in tests: a header, a rule and rows, cells apart by ``|``; a blank cell is null, and nothing else is.

    row | name | birth_date
    ----+------+-----------
     7  | An   | 01/02/1990
     8  | Bình |

Every cell is text, as in a delivery. A result is compared by drawing it too: only the columns that the expected table names.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl

from expectations.context import RuleContext
from expectations.registry import source
from expectations.rule import Part, Rule
from flows.config.ward import Ward
from flows.config.ward_file import read_ward
from flows.system.files import ROOT
from flows.validation.context import cleaning_context, rule_context
from transforms.cleaning.model import Cleaned, CleaningContext
from transforms.contract import Contract
from transforms.reading.model import Reading, Table

#: The month of every delivery that a test draws, unless it says another.
JULY = date(2026, 7, 1)


def cells(text: str) -> tuple[list[str], list[list[str | None]]]:
    """The heading and the rows of a drawn table."""
    lines = [line for line in text.splitlines() if line.strip()]
    assert set(lines[1].strip()) <= set("-+| "), f"expected a rule under the header, found {lines[1]!r}"
    header, *rows = [[cell.strip() or None for cell in line.split("|")] for line in (lines[0], *lines[2:])]
    wrong = [row for row in rows if len(row) != len(header)]
    assert not wrong, f"expected {len(header)} cells, found {wrong[0]}"
    return [name or "" for name in header], rows


def frame_of(text: str) -> pl.DataFrame:
    """A frame of text with the drawn columns."""
    names, rows = cells(text)
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def written(value: object) -> str:
    """A value as a test draws it: days in ISO form, yes and no, numbers without trailing zeros, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    if isinstance(value, float | Decimal):
        return f"{Decimal(str(value)):.4f}".rstrip("0").rstrip(".")
    return str(value)


def assert_drawn(found: pl.DataFrame, expected: str) -> None:
    """The frame's rows, in their order, are the drawn ones; columns that the table does not name are not compared."""
    names, rows = cells(expected)
    shown = [[written(value) for value in row] for row in found.select(names).iter_rows()]
    assert shown == [[cell or "" for cell in row] for row in rows], "found\n" + "\n".join(" | ".join(row) for row in [names, *shown])


# --- deliveries -----------------------------------------------------------------------------------------------------
def drawn_table(
    contract: Contract,
    text: str,
    *,
    kind: str = "main",
    sheet: str | None = "DS",
    titles: tuple[str, ...] = (),
    groups: str = "",
    headers: dict[str, str] | None = None,
) -> Table:
    """One list: the drawn columns are those of the contract; ``row`` (else 1, 2, …) is the row that Excel shows."""
    frame = frame_of(text)
    numbers = frame["row"].cast(pl.Int64) if "row" in frame.columns else pl.int_range(1, frame.height + 1, eager=True)
    names = [name for name in frame.columns if name != "row"]
    unknown = set(names) - {column.name for column in contract.columns}
    assert not unknown, f"no column of {contract.source}: {unknown}"
    above = frame_of(groups or "row | text\n---+---")
    ordinal = pl.col("ordinal") if "ordinal" in above.columns else pl.lit(None, dtype=pl.String).alias("ordinal")
    above = above.select(pl.col("row").cast(pl.Int64).alias("row_number"), "text", ordinal)
    return Table(
        source=contract.source,
        kind=kind,
        sheet_name=sheet,
        frame=frame.select(names).with_columns(numbers.alias("row_number")),
        groups=above,
        headers={name: contract.column(name).header for name in names} | (headers or {}),
        letters={},
        titles=titles,
    )


@cache
def ward() -> Ward:
    """The first ward, as its folder says."""
    return read_ward(ROOT / "wards" / "nguyen-dai-nang")


def context(month: date = JULY, **changes: Any) -> CleaningContext:
    """What cleaning is told of the first ward."""
    return replace(cleaning_context(ward(), month), **changes)


def knowledge(name: str, month: date = JULY) -> RuleContext:
    return rule_context(ward(), month, None, name)


def reading(name: str, text: str, **more: Any) -> Reading:
    return Reading(name, (drawn_table(source(name).contract, text, **more),))


def cleaned(name: str, text: str, month: date = JULY, **more: Any) -> Cleaned:
    """The source's ``clean`` over one drawn list."""
    return source(name).clean(reading(name, text, **more), context(month))


def main_part(name: str) -> Part:
    """The part of the source's deliveries that holds its rows."""
    (part,) = [part for part in source(name).parts if part.kind == "main"]
    return part


def rows_failing(name: str, code: str, text: str, month: date = JULY, **more: Any) -> list[int]:
    """Row numbers that break the rule once the drawn list is cleaned, judged by the rule's expression alone."""
    own, told = main_part(name), knowledge(name, month)
    return failing(own.prepare(cleaned(name, text, month, **more), told), own.book.rules(told), code)


def failing(frame: pl.DataFrame, rules: tuple[Rule, ...], code: str) -> list[int]:
    """Row numbers on which the rule is broken; null is met."""
    (rule,) = [rule for rule in rules if rule.code == code]
    assert frame.select(pl.len(), rule.message.alias("message"))["message"].null_count() == 0, f"{code}: a sentence is lost"
    return frame.filter(rule.bad)["row_number"].to_list()


def message(name: str, code: str, text: str, month: date = JULY, **more: Any) -> str:
    """The sentence that the officer reads on the first row that breaks the rule."""
    own, told = main_part(name), knowledge(name, month)
    (rule,) = [rule for rule in own.book.rules(told) if rule.code == code]
    frame = own.prepare(cleaned(name, text, month, **more), told)
    return str(frame.with_columns(rule.message.alias("message")).filter(rule.bad)["message"][0])


def assert_rules_agree_with_the_suite(frame: pl.DataFrame, rules: Sequence[Rule], breaking: set[str]) -> None:
    """Great Expectations finds as many rows for each rule as its expression, and each rule of ``breaking`` is broken at least once."""
    from expectations.engine.suite import run_suite

    alone = {rule.code: frame.filter(rule.bad).height for rule in rules}
    assert {code for code, count in alone.items() if count} == breaking
    assert run_suite(frame, rules, suite_name="drawn").statistics["failing_rows"] == {code: count for code, count in alone.items() if count}
