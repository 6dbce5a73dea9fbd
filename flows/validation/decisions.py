"""Decisions in force, applied to a delivery: officers' corrections and exclusions between cleaning and judging, what they accepted or
released when it is judged.

A decision finds its row by identity, and holds while the cell says what it said then, from the month it was made for. It ends by itself
where the source sends the corrected value, and the finding comes up again where it sends a third one.

Data flow: audit.decision, vault.decision_value -> ``decisions_in_force`` -> ``match`` (with a delivery's rows) -> ``Matched``
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from expectations.verdict import ACCEPTED_ALTHOUGH_CRITICAL
from transforms.cleaning.decided_rows import CORRECTION_SCHEMA, PLACE_SCHEMA
from transforms.cleaning.pseudonyms import pseudonyms
from transforms.cleaning.row_identity import all_said, cells_sent

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.vault.master_keys import MasterKeys
    from transforms.cleaning.model import Cleaned
    from transforms.reading.model import Reading

#: What says of a part that it is not the whole list: F13 against another part, F07 against last month.
OF_PARTS = ("F07", "F13")
#: Findings about a whole delivery that an officer may release: the sound file that they hold by mistake exists.
RELEASABLE = ("F04", "F05", "F06", "F07", "F08", "F12", "F13", "F14")
_PLACE = ("sheet_name", "row_number")
#: Between the cells of a whole row.
_BETWEEN = "\x1f"
#: Not what a row says: numbers of lines, which any sorting changes.
_RUNNING = ("serial_number",)
_DECISION_SCHEMA: dict[str, type[pl.DataType]] = {
    "decision_id": pl.Int64,
    "kind": pl.String,
    "row_identity": pl.String,
    "is_household": pl.Boolean,
    "column_name": pl.String,
    "rule_code": pl.String,
    "said": pl.String,
    "said_row": pl.String,
    "value": pl.String,
}


@dataclass(frozen=True)
class Decision:
    """One record of ``audit.decision`` that was not taken back; ``value``: the text that a correction puts in the cell, "" is blank."""

    decision_id: int
    kind: str
    source: str
    month: date | None
    until_month: date | None
    row_identity: str | None
    is_household: bool
    is_part: bool
    column_name: str | None
    rule_code: str | None
    said: str | None
    said_row: str | None
    sha256: str | None
    reason: str
    value: str | None = None

    def holds_for(self, source: str, month: date) -> bool:
        begins, ends = self.month or month, self.until_month or month
        return self.source == source and begins <= month <= ends


@dataclass(frozen=True)
class Matched:
    """Decisions that find rows in a delivery.

    ``corrections``: ``CORRECTION_SCHEMA`` and decision_id. ``excluded``: places, household_id (null but for poverty lists) and decision_id.
    ``accepted``: places, rule_code, decision_id. ``outcomes``: decision_id, outcome, row_count.
    """

    corrections: pl.DataFrame
    excluded: pl.DataFrame
    accepted: pl.DataFrame
    outcomes: pl.DataFrame

    @property
    def changes_rows(self) -> bool:
        return not (self.corrections.is_empty() and self.excluded.is_empty())


NOTHING_MATCHED = Matched(
    pl.DataFrame(schema=CORRECTION_SCHEMA | {"decision_id": pl.Int64}),
    pl.DataFrame(schema=PLACE_SCHEMA | {"household_id": pl.Int64, "decision_id": pl.Int64}),
    pl.DataFrame(schema=PLACE_SCHEMA | {"rule_code": pl.String, "decision_id": pl.Int64}),
    pl.DataFrame(schema={"decision_id": pl.Int64, "outcome": pl.String, "row_count": pl.Int64}),
)


def decisions_in_force(connection: "Connection", ward_code: str, keys: "MasterKeys") -> tuple[Decision, ...]:
    """In the order in which they were made; raises ``VaultError`` if a value does not open."""
    from flows.vault.decision_values import open_values

    rows = connection.exec_driver_sql(
        """select decision_id, kind, source, month, until_month, row_identity, is_household, is_part, column_name, rule_code, said,
                  said_row, sha256, reason
           from audit.decision d
           where ward_code = %s and kind <> 'undo' and not exists (select from audit.decision u where u.undoes = d.decision_id)
           order by decision_id""",
        (ward_code,),
    ).fetchall()
    values = open_values(connection, keys, ward_code) if any(row.kind == "correct" for row in rows) else {}
    return tuple(Decision(**row._mapping, value=values.get(row.decision_id, {}).get("new") or "") for row in rows)


def released_rules(decisions: Sequence[Decision], sha256: str) -> dict[str, Decision]:
    """Rule -> the decision that releases these bytes from it."""
    return {str(one.rule_code): one for one in decisions if one.kind == "release" and one.sha256 == sha256}


def may_be_accepted(rule_code: str, severity: str) -> bool:
    """Whether an officer may say that a row is true as it stands: not where the rule stops it because a value is missing or unreadable."""
    return severity != "critical" or rule_code in ACCEPTED_ALTHOUGH_CRITICAL


def accepted_sentences(decisions: Sequence[Decision], sha256: str) -> set[tuple[str, str]]:
    """Rule and digest of each warning about these bytes as a whole that an officer found to be right as it is."""
    own = (one for one in decisions if one.kind == "accept" and one.row_identity is None and one.sha256 == sha256)
    return {(str(one.rule_code), str(one.said)) for one in own}


def sentence_digest(message_vi: str) -> str:
    """What a finding about a whole delivery says, as PostgreSQL's md5() gives it: with another figure in it, it is another finding."""
    return hashlib.md5(message_vi.encode(), usedforsecurity=False).hexdigest()


def is_part(decisions: Sequence[Decision], sha256: str) -> bool:
    """Whether these bytes are one part of their month's list."""
    return any(one.is_part and one.sha256 == sha256 for one in decisions)


# --- rows ---------------------------------------------------------------------------------------------------------------
def _told(column: pl.Expr, text: pl.Expr) -> pl.Expr:
    """A column (null: the whole row) and what stands there; a blank cell says something too."""
    return pl.concat_str(column.fill_null(""), pl.lit(_BETWEEN), text.fill_null("")).alias("told")


def _digests(told: pl.Series, secret: bytes) -> pl.Series:
    """To be compared, not read."""
    return pseudonyms(told, secret, "said")


def said_by(reading: "Reading", places: pl.DataFrame, secret: bytes) -> pl.Series:
    """The digest of each row of ``places`` (sheet_name, row_number, column_name; null is the whole row)."""
    cells = cells_sent(reading, places)
    names = [name for name in cells.columns if name not in _PLACE]
    asked = places.select_seq(*_PLACE, pl.col("column_name").alias("column"))
    own = asked.join(cells.unique(list(_PLACE), keep="first"), on=list(_PLACE), how="left", nulls_equal=True, maintain_order="left")
    whole = pl.concat_str(
        [pl.lit(name + "=") + pl.col(name) for name in sorted(names) if name not in _RUNNING], separator=_BETWEEN, ignore_nulls=True
    )
    columns = set(asked["column"].unique())
    parts = [pl.when(pl.col("column") == name).then(pl.col(name)) for name in names if name in columns]
    text = pl.coalesce(pl.when(pl.col("column").is_null()).then(whole), *parts) if names else pl.lit(None, dtype=pl.String)
    return _digests(own.select_seq(_told(pl.col("column"), text)).to_series(), secret)


def said_by_cells_and_rows(reading: "Reading", places: pl.DataFrame, secret: bytes) -> tuple[pl.Series, pl.Series]:
    """The digests of each cell of ``places`` and of its whole row, which is looked for once."""
    cells = places.select_seq(*_PLACE, "column_name")
    said = said_by(reading, pl.concat([cells, cells.with_columns_seq(pl.lit(None, dtype=pl.String).alias("column_name"))]), secret)
    return said.head(places.height), said.tail(places.height)


def match(decisions: Sequence[Decision], source: str, month: date, cleaned: "Cleaned", reading: "Reading", secret: bytes) -> Matched:
    """``cleaned`` and ``reading`` as sent: identities and cells are those of the source."""
    own = [one for one in decisions if one.row_identity is not None and one.holds_for(source, month)]
    if not own:
        return NOTHING_MATCHED
    found = _frame(own, secret).join(_rows(cleaned), on="row_identity", how="inner", maintain_order="left_right")
    if found.is_empty():
        return NOTHING_MATCHED
    now, rows = said_by_cells_and_rows(reading, found, secret)
    says = pl.col("said") == pl.col("now")
    # Two rows of one person that say the same in this cell: the decision is about one of them.
    is_its_own = (says.sum().over("decision_id") == 1) | (pl.col("said_row") == pl.col("now_row"))
    outcome = (
        pl.when(says & is_its_own)
        .then(pl.lit("applied"))
        .when(pl.col("said_if_corrected") == pl.col("now"))
        .then(pl.lit("sent_as_corrected"))
        .otherwise(pl.lit("sent_otherwise"))
    )
    told = found.with_columns_seq(now.alias("now"), rows.alias("now_row")).with_columns_seq(outcome.alias("outcome"))
    applied = told.filter(pl.col("outcome") == "applied")
    excluded = _excluded(applied.filter(pl.col("kind") == "exclude"), cleaned)
    return Matched(
        applied.filter(pl.col("kind") == "correct").select_seq(*CORRECTION_SCHEMA, "decision_id"),
        excluded,
        applied.filter(pl.col("kind") == "accept").select_seq(*_PLACE, "rule_code", "decision_id"),
        told.group_by("decision_id", "outcome", maintain_order=True).agg(pl.len().cast(pl.Int64).alias("row_count")),
    )


def _frame(own: Sequence[Decision], secret: bytes) -> pl.DataFrame:
    """``_DECISION_SCHEMA``, and ``said_if_corrected``: the digest of the cell once the source sends what a correction says."""
    lines = [
        (
            one.decision_id,
            one.kind,
            one.row_identity,
            one.is_household,
            one.column_name,
            one.rule_code,
            one.said,
            one.said_row,
            one.value or None,
        )
        for one in own
    ]
    frame = pl.DataFrame(lines, schema=_DECISION_SCHEMA, orient="row")
    told = frame.select_seq(_told(pl.col("column_name"), all_said(pl.col("value")))).to_series()
    return frame.with_columns_seq(pl.when(pl.col("kind") == "correct").then(_digests(told, secret)).alias("said_if_corrected"))


def _rows(cleaned: "Cleaned") -> pl.DataFrame:
    """Place and identity of every row of the delivery, household_id where its rows are of households."""
    frames = [frame for frame in (cleaned.frame, cleaned.population) if frame is not None and "row_identity" in frame.columns]
    household = {"household_id": pl.col("household_id").cast(pl.Int64)} if "household_id" in cleaned.frame.columns else {}
    return pl.concat(
        (frame.select_seq(*_PLACE, "row_identity", **(household or {"household_id": pl.lit(None, dtype=pl.Int64)})) for frame in frames),
    )


def _excluded(rows: pl.DataFrame, cleaned: "Cleaned") -> pl.DataFrame:
    """The rows themselves; of a household all of its rows, for none of them is a household without the others."""
    places = rows.select_seq(*_PLACE, "household_id", "decision_id")
    if rows.is_empty() or "household_id" not in cleaned.frame.columns:
        return places
    whole = places.select_seq("household_id", "decision_id").unique("household_id", keep="first", maintain_order=True)
    members = cleaned.frame.select_seq(*_PLACE, pl.col("household_id").cast(pl.Int64))
    return members.join(whole, on="household_id", how="inner", maintain_order="left")


def with_said(findings: pl.DataFrame, reading: "Reading", secret: bytes) -> pl.DataFrame:
    """Row findings (``expectations.verdict.ROW_FINDING_SCHEMA``) with what each one's cell said, as the source sent it."""
    if findings.is_empty():
        return findings
    places = findings.select_seq(*_PLACE, pl.col("contract_column").alias("column_name"))
    said, said_row = said_by_cells_and_rows(reading, places, secret)
    return findings.with_columns_seq(said.alias("said"), said_row.alias("said_row"))


def keep_outcomes(connection: "Connection", delivery_id: int, matched: Matched) -> None:
    """What became of each decision in a delivery, into ``audit.decision_outcome``."""
    from flows.database.frames import copy_frame

    if matched.outcomes.height:
        copy_frame(connection, "audit.decision_outcome", matched.outcomes.with_columns_seq(pl.lit(delivery_id).alias("delivery_id")))
