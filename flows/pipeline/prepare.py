"""Preparation of a delivery: its month, its refusal or its clean frame; no database is asked.

Data flow: ``ReadDelivery`` -> F01-F04 -> ``clean`` -> ``CleanedDelivery``
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from polars.exceptions import PanicException

from expectations.deliveries import file_rules
from expectations.deliveries.file_rules import FileFinding
from expectations.registry import source
from flows.pipeline.outcomes import ReadDelivery, RunResult
from flows.system.errors import describe_without_data
from flows.validation.context import cleaning_context
from transforms.cleaning.model import Cleaned
from transforms.cleaning.pseudonyms import with_household_names, with_pseudonyms
from transforms.reading.model import Reading
from transforms.reading.months import evidence_of

if TYPE_CHECKING:
    from flows.config.ward import Ward


def clean_reading(reading: Reading, ward: "Ward", month: date) -> Cleaned:
    """In one piece, however many sheets it comes from: polars 2.1 panics over some expressions on several."""
    assert reading.source is not None
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
    """A file that was read and, unless it is refused as a whole (F01 to F04), cleaned."""

    read: ReadDelivery
    month: date | None
    cleaned: Cleaned | None = None
    refused_as: str = ""
    refusals: list[FileFinding] = field(default_factory=list)


def prepare(item: ReadDelivery, ward: "Ward", secret: bytes, result: RunResult) -> CleanedDelivery:
    """Everything that needs no database: it runs beside the publication of the delivery before. Never raises: a file on which
    the program fails is held."""
    try:
        return _prepare(item, ward, secret, result)
    except (Exception, PanicException) as error:
        return CleanedDelivery(item, None, None, "held", [file_rules.failed(describe_without_data(error))])


def _prepare(item: ReadDelivery, ward: "Ward", secret: bytes, result: RunResult) -> CleanedDelivery:
    month, month_finding = file_rules.month_of(evidence_of(item.reading))
    refusal = _refusal(item.reading, month_finding)
    if refusal is not None or month is None:
        status, findings = refusal or ("held", [])
        return CleanedDelivery(item, month, None, status, findings)
    with result.timed("clean"):
        cleaned = clean_reading(item.reading, ward, month)
        if "social_insurance_number" in cleaned.frame.columns:
            cleaned = replace(cleaned, frame=with_pseudonyms(cleaned.frame, secret))
        if item.reading.source == "poverty":
            named = [with_household_names(frame, secret) for frame in cleaned.lists]
            cleaned = replace(cleaned, frame=named[0], left=named[1])
    if all(frame.is_empty() for frame in cleaned.lists):
        return CleanedDelivery(item, month, None, "unreadable", [file_rules.nothing_filled_in()])
    if item.reading.source == "department_report" and cleaned.frame.is_empty():
        return CleanedDelivery(item, month, None, "held", [file_rules.missing_figures_sheet()])
    if item.reading.source == "poverty" and not _states_classes(cleaned):
        return CleanedDelivery(item, month, None, "held", [file_rules.missing_classes()])
    return CleanedDelivery(item, month, cleaned)


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
