"""Proposals for cells that broke a rule, each judged before it is shown: put in the cell it must meet the rule, and break no other.

Nothing is applied: an officer who agrees makes an ordinary correction.

Data flow: findings of a delivery -> ``transforms.cleaning.proposals`` -> cleaned and judged with each value in its cell -> ``proposals``
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from expectations.registry import source
from flows.pipeline.closed_values import closed_values
from flows.pipeline.judged_columns import judged_columns
from flows.pipeline.prepare import cleaned_as_sent
from flows.pipeline.surroundings import LookedAt, earlier_texts, texts_at
from flows.validation.context import rule_context
from transforms.cleaning.decided_rows import CORRECTION_SCHEMA, PLACE_SCHEMA, with_decisions
from transforms.cleaning.proposals import CANDIDATE_SCHEMA, candidates, of_last_month, sole

if TYPE_CHECKING:
    from flows.config.ward import Ward
    from transforms.reading.model import Reading

#: sheet_name, row_number, rule_code of the finding; the cell's column, what it says, what it was perhaps meant to say, and how that is
#: known; ``rows``: how many findings of the rule in the delivery the same change of the same text would meet.
PROPOSAL_SCHEMA = {**PLACE_SCHEMA, "rule_code": pl.String, **CANDIDATE_SCHEMA, "rows": pl.Int64}
#: Rules that look at one row alone. A rule about two rows (one number of two people) could be met by moving the fault elsewhere.
OF_ONE_ROW = frozenset(
    {
        *("H01", "H02", "H03", "H05", "H06", "H07", "H08", "H09"),
        *("S01", "S02", "S03", "S04", "S06", "S07", "S08"),
        *("D02", "D03", "D04", "D05", "D07", "D08", "D09", "D10", "D14", "D15"),
        *("P01", "P07", "P08"),
        *("R01", "R05"),
    }
)
#: Long lists, whose rows are cleaned by themselves: of the others a row means nothing without its household or report.
_ROW_BY_ROW = frozenset({"health_insurance", "social_insurance", "dossiers"})
_PLACE_COLUMNS = ("residential_group", "area")


def proposals(looked: LookedAt, findings: pl.DataFrame) -> pl.DataFrame:
    """``PROPOSAL_SCHEMA``. ``findings``: sheet_name, row_number, rule_code of open findings on rows."""
    asked = (
        findings.filter(pl.col("rule_code").is_in(OF_ONE_ROW)).with_row_index("finding").with_columns_seq(pl.col("finding").cast(pl.Int64))
    )
    if asked.is_empty():
        return pl.DataFrame(schema=PROPOSAL_SCHEMA)
    reading = _rows_alone(looked, asked)
    found = _candidates(looked, asked)
    kept = sole(_that_meet_their_rules(looked, reading, asked, found))
    told = kept.join(asked, on="finding", how="left", maintain_order="left")
    same = ["rule_code", "column_name", "before", "after"]
    return told.with_columns_seq(pl.len().over(same).cast(pl.Int64).alias("rows")).select_seq(list(PROPOSAL_SCHEMA))


def words_of(source_name: str, column: str, ward: "Ward") -> Mapping[str, str]:
    """Every way of writing what a cell of the column may say -> how it is written; empty where anything may."""
    words = {word: word for word in closed_values(source_name, column, ward)}
    if column not in _PLACE_COLUMNS:
        return words
    return words | {spelling: area.name for area in ward.areas if area.name in words for spelling in area.spellings}


def _candidates(looked: LookedAt, asked: pl.DataFrame) -> pl.DataFrame:
    rows = asked.join(texts_at(looked.made.reading, asked), on=list(PLACE_SCHEMA), how="inner", nulls_equal=True, maintain_order="left")
    last = of_last_month(rows.drop("rule_code"), earlier_texts(looked), looked.source) if looked.earlier else rows.select_seq("finding")
    judged = judged_columns(looked.source, looked.run.ward, looked.month)
    dates = _date_columns(looked)
    found = []
    for rule in asked["rule_code"].unique(maintain_order=True):
        columns = sorted(judged.get(rule, ()))
        words = {name: words_of(looked.source, name, looked.run.ward) for name in columns}
        found.append(candidates(rows.filter(pl.col("rule_code") == rule), last, columns, dates=dates, words=words))
    return pl.concat(found)


def _date_columns(looked: LookedAt) -> frozenset[str]:
    assert looked.made.cleaned is not None
    return frozenset(name for name, dtype in looked.made.cleaned.frame.schema.items() if dtype in (pl.Date, pl.Datetime))


# --- judging ------------------------------------------------------------------------------------------------------------
def _that_meet_their_rules(looked: LookedAt, reading: "Reading", asked: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """One candidate of each finding at a time, all findings at once: rounds are as many as the finding with most has candidates."""
    before = _broken(looked, reading)
    told = asked.select_seq("finding", *PLACE_SCHEMA, "rule_code")
    kept = [found.clear()]
    for round_ in found.with_columns_seq(pl.int_range(pl.len()).over("finding").alias("_round")).partition_by("_round"):
        # Two findings of a row must not answer each other's question: of a row one candidate is tried at a time.
        for tried in _apart(round_.drop("_round").join(told, on="finding", how="left")):
            corrections = tried.select_seq(*PLACE_SCHEMA, "column_name", pl.col("after").alias("value")).cast(CORRECTION_SCHEMA)  # type: ignore[arg-type]
            after = _broken(looked, with_decisions(reading, corrections, pl.DataFrame(schema=PLACE_SCHEMA)))
            kept.append(_met(tried, before, after).select_seq(list(CANDIDATE_SCHEMA)))
    return pl.concat(kept)


def _apart(tried: pl.DataFrame) -> list[pl.DataFrame]:
    turns = tried.with_columns_seq(pl.int_range(pl.len()).over(*PLACE_SCHEMA).alias("_turn"))
    return [part.drop("_turn") for part in turns.partition_by("_turn")]


def _met(tried: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    own = [*PLACE_SCHEMA, "rule_code"]
    was_broken = tried.join(before, on=own, how="semi", nulls_equal=True)
    new = after.join(before, on=own, how="anti", nulls_equal=True)
    return was_broken.join(after, on=own, how="anti", nulls_equal=True).join(new, on=list(PLACE_SCHEMA), how="anti", nulls_equal=True)


def _broken(looked: LookedAt, reading: "Reading") -> pl.DataFrame:
    """sheet_name, row_number, rule_code of every rule about one row that a row breaks, of those that stop or ask."""
    run = looked.run
    cleaned = cleaned_as_sent(replace(looked.read, reading=reading), run.ward, looked.month, run.settings.secret_key)
    context = rule_context(run.ward, looked.month, None, looked.source)
    out = [pl.DataFrame(schema={**PLACE_SCHEMA, "rule_code": pl.String})]
    for part in source(looked.source).parts:
        frame = part.prepare(cleaned, context).rechunk()
        for rule in part.book.rules(context):
            if rule.code in OF_ONE_ROW:
                bad = frame.filter(rule.bad.fill_null(False))
                out.append(bad.select_seq("sheet_name", pl.col("row_number").cast(pl.Int64), pl.lit(rule.code).alias("rule_code")))
    return pl.concat(out)


def _rows_alone(looked: LookedAt, asked: pl.DataFrame) -> "Reading":
    """The delivery with the decisions in force; of a long list the asked rows alone, so that judging takes no time."""
    reading = looked.made.reading
    if looked.source not in _ROW_BY_ROW:
        return reading
    places = asked.select_seq(list(PLACE_SCHEMA)).unique()
    tables = [
        replace(table, frame=table.frame.filter(pl.col("row_number").is_in(_rows_of(places, table.sheet_name).implode())))
        for table in reading.tables
    ]
    return replace(reading, tables=tuple(tables))


def _rows_of(places: pl.DataFrame, sheet: str | None) -> pl.Series:
    return places.filter(pl.col("sheet_name").eq_missing(pl.lit(sheet, dtype=pl.String)))["row_number"]
