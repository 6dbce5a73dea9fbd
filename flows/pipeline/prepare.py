"""Preparation of a delivery: its month, its refusal or its clean frame; no database is asked.

Data flow: ``ReadDelivery`` -> F01-F04 -> ``clean`` -> officers' decisions -> ``clean`` -> ``CleanedDelivery``
"""

from dataclasses import dataclass, field, replace
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

import polars as pl
from polars.exceptions import PanicException

from expectations.deliveries import file_rules
from expectations.deliveries.file_rules import FileFinding
from expectations.registry import source
from flows.pipeline.kept_readings import CleaningKey, KeptReadings
from flows.pipeline.outcomes import ReadDelivery, RunResult
from flows.system.errors import describe_without_data
from flows.validation.context import cleaning_context
from flows.validation.decisions import NOTHING_MATCHED, Matched, match, released_rules
from transforms.cleaning.decided_rows import CORRECTION_SCHEMA, PLACE_SCHEMA, with_decisions
from transforms.cleaning.model import Cleaned
from transforms.cleaning.pseudonyms import with_household_names, with_pseudonyms
from transforms.cleaning.row_identity import with_row_identities
from transforms.reading.model import Reading
from transforms.reading.months import evidence_of, misunderstood_months

if TYPE_CHECKING:
    from collections.abc import Sequence

    from expectations.verdict import Verdict
    from flows.config.ward import Ward
    from flows.validation.decisions import Decision

#: Lists are cleaned one after the other in a process. Cleaning keeps Python and polars busy at once; two of them would wait for each other
#: more than they gain, and what polars calls back must never wait for a thread that waits for polars.
_ONE_AT_A_TIME = Lock()
#: By night each file comes once: nothing is kept.
_NOTHING_KEPT = KeptReadings(0)


def clean_reading(reading: Reading, ward: "Ward", month: date) -> Cleaned:
    """In one piece, however many sheets it comes from: polars 2.1 panics over some expressions on several."""
    assert reading.source is not None
    with _ONE_AT_A_TIME:
        cleaned = source(reading.source).clean(reading, cleaning_context(ward, month))
    left, people = cleaned.left, cleaned.population
    return replace(
        cleaned,
        frame=cleaned.frame.rechunk(),
        left=None if left is None else left.rechunk(),
        population=None if people is None else people.rechunk(),
    )


@dataclass(frozen=True)
class CleanedDelivery:
    """A file that was read and, unless it is refused as a whole (F01 to F04), cleaned. ``matched``: officers' decisions about its rows;
    ``reading``: its lists with their corrections, without the rows that they left out."""

    read: ReadDelivery
    month: date | None
    cleaned: Cleaned | None = None
    refused_as: str = ""
    refusals: list[FileFinding] = field(default_factory=list)
    matched: Matched = NOTHING_MATCHED
    decided_reading: Reading | None = None

    @property
    def reading(self) -> Reading:
        return self.decided_reading or self.read.reading


#: With its verdict, where it was judged before its turn.
Prepared: TypeAlias = "tuple[CleanedDelivery, Verdict | None]"


def prepare(
    item: ReadDelivery,
    ward: "Ward",
    secret: bytes,
    result: RunResult,
    decisions: "Sequence[Decision]" = (),
    kept: KeptReadings | None = None,
) -> CleanedDelivery:
    """Everything that needs no database: it runs beside the publication of the delivery before. Never raises: a file on which
    the program fails is held. ``kept``: what the process has cleaned before."""
    try:
        with result.timed("clean"):
            return _prepare(item, ward, secret, decisions, kept or _NOTHING_KEPT)
    except (Exception, PanicException) as error:
        return CleanedDelivery(item, None, None, "held", [file_rules.failed(describe_without_data(error))])


def _prepare(item: ReadDelivery, ward: "Ward", secret: bytes, decisions: "Sequence[Decision]", kept: KeptReadings) -> CleanedDelivery:
    evidence = evidence_of(item.reading)
    month, month_finding = file_rules.month_of(evidence, misunderstood_months(item.reading, item.incoming.found.parts))
    stated = released_rules(decisions, item.incoming.sha256).get("F04")
    if stated is not None:
        month, month_finding = stated.month, None
    refusal = _refusal(item.reading, month_finding)
    if refusal is not None or month is None:
        status, findings = refusal or ("held", [])
        return CleanedDelivery(item, month, None, status, findings)
    cleaned = cleaned_as_sent(item, ward, month, secret, kept)
    matched = match(decisions, str(item.reading.source), month, cleaned, item.reading, secret)
    if not matched.changes_rows:
        return _unless_empty(CleanedDelivery(item, month, cleaned, matched=matched))
    reading = with_decisions(item.reading, matched.corrections, matched.excluded)

    def clean() -> Cleaned:
        return _identified_as(cleaned, _cleaned(reading, item.incoming.sha256, ward, month, secret, known=cleaned.frame))

    key = CleaningKey(ward, month, secret)
    decided = kept.decided(
        item.reading, key, matched.corrections.select_seq(*CORRECTION_SCHEMA), matched.excluded.select_seq(*PLACE_SCHEMA), clean
    )
    return _unless_empty(CleanedDelivery(item, month, decided, matched=matched, decided_reading=reading))


def cleaned_as_sent(item: ReadDelivery, ward: "Ward", month: date, secret: bytes, kept: KeptReadings | None = None) -> Cleaned:
    """The clean lists, before any decision, with pseudonyms of people and households, and with what each row is."""
    reading, sha256 = item.reading, item.incoming.sha256
    key = CleaningKey(ward, month, secret)
    return (kept or _NOTHING_KEPT).as_sent(reading, key, lambda: _cleaned(reading, sha256, ward, month, secret))


def _cleaned(reading: Reading, sha256: str, ward: "Ward", month: date, secret: bytes, known: pl.DataFrame | None = None) -> Cleaned:
    """``known``: a frame of mostly the same people, whose pseudonyms need not be made again."""
    cleaned = clean_reading(reading, ward, month)
    if "social_insurance_number" in cleaned.frame.columns:
        cleaned = replace(cleaned, frame=with_pseudonyms(cleaned.frame, secret, known))
    if reading.source == "poverty":
        named = [with_household_names(frame, secret) for frame in cleaned.lists]
        cleaned = replace(cleaned, frame=named[0], left=named[1])
    people = cleaned.population
    return replace(
        cleaned,
        frame=with_row_identities(cleaned.frame, sha256),
        population=None if people is None else with_row_identities(people, sha256),
    )


def _identified_as(sent: Cleaned, decided: Cleaned) -> Cleaned:
    """A corrected row is what its source sent it as: decisions and findings speak of it by that."""
    return replace(
        decided,
        frame=_with_identities_of(sent.frame, decided.frame),
        population=None
        if sent.population is None or decided.population is None
        else _with_identities_of(sent.population, decided.population),
    )


def _with_identities_of(sent: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    places = ["sheet_name", "row_number"]
    known = sent.select_seq(*places, "row_identity").unique(places, keep="first")
    return decided.drop("row_identity").join(known, on=places, how="left", nulls_equal=True, maintain_order="left").rechunk()


def _unless_empty(item: CleanedDelivery) -> CleanedDelivery:
    assert item.cleaned is not None
    source_name = item.read.reading.source
    if all(frame.is_empty() for frame in item.cleaned.lists):
        return replace(item, cleaned=None, refused_as="unreadable", refusals=[file_rules.nothing_filled_in()])
    if source_name == "department_report" and item.cleaned.frame.is_empty():
        return replace(item, cleaned=None, refused_as="held", refusals=[file_rules.missing_figures_sheet()])
    if source_name == "poverty" and not _states_classes(item.cleaned):
        return replace(item, cleaned=None, refused_as="held", refusals=[file_rules.missing_classes()])
    return item


def _states_classes(cleaned: Cleaned) -> bool:
    """Poor or near-poor is said somewhere: by a column, by marks, by group rows or by the title (F03)."""
    frame = cleaned.frame
    return bool(frame["classification_given"].any() or frame["poor_mark_given"].any() or frame["classification"].is_not_null().any())


def _refusal(reading: Reading, month_finding: FileFinding | None) -> tuple[str, list[FileFinding]] | None:
    if reading.problem == "unreadable":
        return "unreadable", [file_rules.unreadable(reading)]
    if reading.problem == "failed":
        return "held", [file_rules.failed(reading.detail_vi)]
    if reading.problem == "unrecognised":
        return "unrecognised", [file_rules.unrecognised(reading)]
    if reading.problem is not None:
        return "held", file_rules.missing_columns(reading)
    if reading.source == "department_report" and not reading.main:
        return "held", [file_rules.missing_figures_sheet()]
    if reading.source == "department_report" and not reading.kind("population"):
        return "held", [file_rules.missing_population_sheet()]
    return ("held", [month_finding]) if month_finding is not None else None
