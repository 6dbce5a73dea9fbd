"""Verdict on a delivery: from a reading to a verdict: cleaned, judged row by row and as a whole; nothing is written here.

Data flow: ``Reading`` -> ``Cleaned`` -> suite -> row findings, file findings, which rows may be published -> ``Verdict``
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from expectations.deliveries import file_rules
from expectations.deliveries.file_rules import FileFinding, SheetCount
from expectations.deliveries.hidden_parts import hidden_parts
from expectations.deliveries.moved_days import half_moved, moved_days
from expectations.deliveries.ruined_columns import ruined_columns
from expectations.deliveries.struck_rows import struck_rows
from expectations.deliveries.swapped_dates import swapped_dates
from expectations.deliveries.zoned_moments import zoned_moments
from expectations.engine.suite import SuiteResult, Volume, run_suite
from expectations.registry import DROP_JUDGED, NAMES_VI, REPLACED_WHOLE, RISE_JUDGED, source
from expectations.rule import Part
from transforms.cleaning.model import Cleaned
from transforms.reading.model import Reading, Table

if TYPE_CHECKING:
    from expectations.context import RuleContext
    from expectations.limits import Limits

#: Rules that stop a row which could be published as it stands: an officer may say that it is true. Where a value is missing or cannot be
#: read, nobody can.
ACCEPTED_ALTHOUGH_CRITICAL = frozenset({"D03", "H04", "H11"})

ROW_FINDING_SCHEMA = {
    "sheet_name": pl.String,
    "row_number": pl.Int64,
    "column_name": pl.String,
    "column_letter": pl.String,
    "rule_code": pl.String,
    "severity": pl.String,
    "message_vi": pl.String,
    "state": pl.String,
    "contract_column": pl.String,
    "row_identity": pl.String,
    "said": pl.String,
    "said_row": pl.String,
    "area_code": pl.String,
}


@dataclass(frozen=True)
class Decided:
    """What officers decided about rows of the delivery. ``accepted``: sheet_name, row_number, rule_code of findings that are true as they
    stand. ``excluded``: sheet_name, row_number, household_id of rows that the reading holds no more; they are read and not published."""

    accepted: pl.DataFrame
    excluded: pl.DataFrame


@dataclass(frozen=True)
class LastMonth:
    """The latest earlier month of the source that is published when the delivery arrives: ``count`` in the source's unit."""

    month: date
    count: int


@dataclass(frozen=True)
class Verdict:
    """``rows``: the tidy frame's publishable rows; ``quarantined``: the others. ``population``: publishable rows of sheet "Dân số".

    ``row_findings``: see ``ROW_FINDING_SCHEMA``; ``said`` and ``said_row`` are filled in where the ward's secret is known. ``is_held``: a
    critical finding about the file stops all of it. ``ledger``: the lines of ``audit.repair_count``, see
    ``flows.validation.repair_ledger``.
    """

    cleaned: Cleaned
    rows: pl.DataFrame
    quarantined: pl.DataFrame
    population: pl.DataFrame | None
    row_findings: pl.DataFrame
    file_findings: list[FileFinding] = field(default_factory=list)
    rows_read: int = 0
    household_count: int | None = None
    ledger: pl.DataFrame | None = None

    @property
    def is_held(self) -> bool:
        return any(finding.severity == "critical" and finding.state == "open" for finding in self.file_findings)

    @property
    def rows_quarantined(self) -> int:
        return self.quarantined.height


@dataclass(frozen=True)
class _JudgedPart:
    """``frame``: all rows of the part as they were judged, ``bad``: which of them may not be published."""

    frame: pl.DataFrame
    bad: pl.Series
    findings: pl.DataFrame
    result: SuiteResult

    @property
    def publishable(self) -> pl.DataFrame:
        return self.frame.filter(~self.bad) if self.bad.any() else self.frame.rechunk()

    @property
    def quarantined(self) -> pl.DataFrame:
        places = self.frame.select_seq("sheet_name", "row_number")
        return places.filter(self.bad) if self.bad.any() else places.clear()


def judge_reading(
    reading: Reading,
    cleaned: Cleaned,
    context: "RuleContext",
    limits: "Limits",
    last: LastMonth | None,
    others_this_month: int,
    decided: Decided | None = None,
) -> Verdict:
    """``others_this_month``: rows of the month's other published deliveries, for the sources that are judged together (D)."""
    assert reading.source is not None
    accepted, excluded = (None, None) if decided is None else (decided.accepted, decided.excluded)
    judged: dict[str, _JudgedPart] = {}
    volume = None
    for part in source(reading.source).parts:
        frame = part.prepare(cleaned, context)
        if part.kind == "main":
            volume = _volume(reading.source, _count(frame), last, limits, others_this_month)
        judged[part.kind] = one = _judge_part(part, frame, reading, context, volume, accepted)
        if part.kind == "population":
            cleaned = replace(cleaned, population=one.publishable)
    main, parts = judged["main"], judged.values()
    verdict = Verdict(
        cleaned,
        main.publishable,
        pl.concat(
            [*(part.quarantined for part in parts), *([] if excluded is None else [excluded.select_seq("sheet_name", "row_number")])]
        ),
        cleaned.population,
        pl.concat(part.findings for part in parts),
        rows_read=sum(part.frame.height for part in parts) + (0 if excluded is None else excluded.height),
        household_count=_household_count(main.frame),
    )
    verdict.file_findings.extend(_whole_delivery(reading, verdict, main.result, volume, last, limits, excluded))
    verdict.file_findings.extend(ruined_columns(reading.main, main.frame, main.result.failures, context.broken_last_month))
    return verdict


def _judge_part(
    part: Part, frame: pl.DataFrame, reading: Reading, context: "RuleContext", volume: Volume | None, accepted: pl.DataFrame | None
) -> _JudgedPart:
    result = run_suite(frame, part.book.rules(context), suite_name=part.suite_name, volume=volume)
    if result.failures.is_empty():
        return _JudgedPart(frame, pl.Series([False]).new_from_index(0, frame.height), pl.DataFrame(schema=ROW_FINDING_SCHEMA), result)
    failures = _with_states(result.failures, frame, accepted)
    findings = _located(failures, frame, reading.kind(part.kind), str(reading.source))
    return _JudgedPart(frame, _critical_rows(failures, frame), findings, result)


def _with_states(failures: pl.DataFrame, frame: pl.DataFrame, accepted: pl.DataFrame | None) -> pl.DataFrame:
    """Adds ``state``: accepted where an officer said that the row is true as it stands, and such a row can be published; else open."""
    if accepted is None or accepted.is_empty():
        return failures.with_columns_seq(pl.lit("open").alias("state"))
    places = frame.select_seq(pl.col("row_id").cast(pl.Int64), "sheet_name", "row_number")
    rows = accepted.join(places, on=["sheet_name", "row_number"], how="inner", nulls_equal=True).select_seq("row_id", "rule_code").unique()
    told = failures.join(rows.with_columns_seq(pl.lit(True).alias("_told")), on=["row_id", "rule_code"], how="left", maintain_order="left")
    may_be = (pl.col("severity") != "critical") | pl.col("rule_code").is_in(sorted(ACCEPTED_ALTHOUGH_CRITICAL))
    is_accepted = pl.col("_told").fill_null(False) & may_be
    return told.with_columns_seq(pl.when(is_accepted).then(pl.lit("accepted")).otherwise(pl.lit("open")).alias("state")).drop("_told")


def _household_count(frame: pl.DataFrame) -> int | None:
    return frame["household_id"].n_unique() if "household_id" in frame.columns else None


def _count(frame: pl.DataFrame) -> int:
    """What the source is counted in: households where rows are of households, else rows."""
    households = _household_count(frame)
    return frame.height if households is None else households


def _volume(name: str, count: int, last: LastMonth | None, limits: "Limits", others: int) -> Volume | None:
    if last is None or name not in RISE_JUDGED:
        return None
    return Volume(last.count, limits.row_drop_share, limits.row_rise_share, count + others)


def _critical_rows(failures: pl.DataFrame, frame: pl.DataFrame) -> pl.Series:
    """Which rows may not be published; a household goes as a whole."""
    stopping = failures.filter(pl.col("severity") == "critical", pl.col("state") == "open")
    bad = frame["row_id"].is_in(stopping["row_id"].cast(frame.schema["row_id"]).implode())
    if "household_id" not in frame.columns:
        return bad
    return frame["household_id"].is_in(frame["household_id"].filter(bad).implode())


def _located(failures: pl.DataFrame, frame: pl.DataFrame, tables: tuple[Table, ...], source_name: str) -> pl.DataFrame:
    """Failures with sheet, row, heading as written (the contract's where the file has none) and column letter."""
    names: dict[tuple[str | None, str], tuple[str, str | None]] = {}
    for table in tables:
        for name, heading in table.headers.items():
            names.setdefault((table.sheet_name, name), (heading, table.letters.get(name)))
    headings = pl.DataFrame(
        [(*key, *told) for key, told in names.items()],
        orient="row",
        schema={"sheet_name": pl.String, "column_name": pl.String, "heading": pl.String, "column_letter": pl.String},
    )
    contract = source(source_name).contract
    own = {column.name: column.header for column in contract.all_columns}
    known = [pl.col(name) if name in frame.columns else pl.lit(None, dtype=pl.String).alias(name) for name in ("row_identity", "area_code")]
    places = frame.select_seq(pl.col("row_id").cast(pl.Int64), "sheet_name", "row_number", *known)
    return (
        failures.join(places, on="row_id", how="left", maintain_order="left")
        .join(headings, on=["sheet_name", "column_name"], how="left", nulls_equal=True, maintain_order="left")
        .select_seq(
            "sheet_name",
            "row_number",
            pl.coalesce("heading", pl.col("column_name").replace_strict(own, default=None, return_dtype=pl.String)).alias("column_name"),
            "column_letter",
            "rule_code",
            "severity",
            pl.col("message").alias("message_vi"),
            "state",
            pl.col("column_name").alias("contract_column"),
            "row_identity",
            pl.lit(None, dtype=pl.String).alias("said"),
            pl.lit(None, dtype=pl.String).alias("said_row"),
            "area_code",
        )
    )


def _whole_delivery(
    reading: Reading,
    judged: Verdict,
    judgement: SuiteResult,
    volume: Volume | None,
    last: LastMonth | None,
    limits: "Limits",
    excluded: pl.DataFrame | None,
) -> list[FileFinding]:
    out = []
    lists = (*reading.main, *reading.kind("population"))
    if reading.source != "department_report":
        counts = _counts(reading, judged.cleaned.frame, excluded)
        out += file_rules.stated_totals(reading.main, counts) + file_rules.elsewhere(reading.elsewhere, counts)
    else:
        gone = [one.height for one in _by_table(lists, excluded)]
        counts = [SheetCount(table.frame.height + left, None, 0) for table, left in zip(lists, gone, strict=True)]
        out += file_rules.stated_records(lists, gone) + file_rules.elsewhere(reading.elsewhere, counts)
    if reading.source in REPLACED_WHOLE and judged.rows_quarantined == judged.rows_read:
        out.append(file_rules.nothing_publishable(judged.rows_read))
    out += file_rules.unknown_columns(lists)
    out += file_rules.broken_off(lists)
    out += file_rules.open_quotes(lists)
    out += file_rules.missing_pages(lists)
    out += file_rules.left_out(lists)
    out += file_rules.rows_in_one_cell(lists)
    out += file_rules.unexplained_rows(lists)
    out += file_rules.rows_above_headings(lists)
    out += file_rules.lone_cells(judged.cleaned.lone_cells)
    out += file_rules.unheaded_sheets(reading.unheaded)
    out += file_rules.unread_sheets(reading.unread_sheets)
    out += file_rules.left_aside(reading.left_aside, NAMES_VI)
    out += moved_days(judged.cleaned.repairs, lists)
    out += half_moved(reading.main)
    out += swapped_dates(judged.cleaned.repairs, reading.main)
    out += zoned_moments(judged.cleaned.repairs, judged.cleaned.frame, reading.main)
    out += hidden_parts(reading.tables)
    out += struck_rows(reading.main)
    if volume is not None and last is not None:
        if judgement.volume_dropped and reading.source in DROP_JUDGED:
            out.append(file_rules.volume_dropped(volume.row_count, volume.last_count, limits.row_drop_share, last.month))
        if judgement.volume_risen:
            out.append(file_rules.volume_risen(volume.row_count, volume.last_count, limits.row_rise_share, last.month))
    stopped = judged.rows_quarantined - (0 if excluded is None else excluded.height)
    return out + file_rules.too_many_critical(stopped, judged.rows_read, limits.critical_share, limits.critical_least)


def _counts(reading: Reading, frame: pl.DataFrame, excluded: pl.DataFrame | None) -> list[SheetCount]:
    """What each list holds as sent, told apart by sheet and rows; rows that officers left out stand in the file all the same."""
    out = []
    for table, gone in zip(reading.main, _by_table(reading.main, excluded), strict=True):
        own = frame if len(reading.main) == 1 else _rows_of(table, frame)
        households = own["household_id"].n_unique() if "household_id" in own.columns else 0
        gone_households = gone["household_id"].drop_nulls().n_unique() if gone.height else 0
        people = _people_of(own)
        people = None if people is None else people + gone.height
        out.append(SheetCount(own.height + gone.height, people, households + gone_households))
    return out


def _rows_of(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    is_on_sheet = pl.col("sheet_name").eq_missing(pl.lit(table.sheet_name, dtype=pl.String))
    return frame.filter(is_on_sheet & pl.col("row_number").is_in(table.frame["row_number"].implode()))


def _by_table(tables: tuple[Table, ...], excluded: pl.DataFrame | None) -> list[pl.DataFrame]:
    """The rows that were left out of each list: of several on a sheet, the last that begins above the row."""
    schema = {"sheet_name": pl.String, "row_number": pl.Int64, "household_id": pl.Int64}
    if excluded is None or excluded.is_empty():
        return [pl.DataFrame(schema=schema)] * len(tables)
    out: list[pl.DataFrame] = []
    for table in tables:
        starts = sorted(int(str(one.frame["row_number"].min() or 0)) for one in tables if one.sheet_name == table.sheet_name)
        own = int(str(table.frame["row_number"].min() or 0))
        following = next((start for start in starts if start > own), None)
        begin = 0 if own == starts[0] else own
        place = pl.col("sheet_name").eq_missing(pl.lit(table.sheet_name, dtype=pl.String)) & (pl.col("row_number") >= begin)
        out.append(excluded.filter(place if following is None else place & (pl.col("row_number") < following)))
    return out


def _people_of(rows: pl.DataFrame) -> int | None:
    """Distinct people of a list; of one of heads alone the members that it states, None where it does not for every household."""
    if "lists_members" in rows.columns and not rows["lists_members"].any():
        stated = rows.filter("is_first_row")["member_count"]
        return None if stated.has_nulls() else int(stated.sum())
    return rows["person_id"].n_unique() if "person_id" in rows.columns else rows.height
