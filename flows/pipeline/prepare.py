"""Preparation of a delivery: its month, its refusal or its clean frame; no database is asked.

Data flow: ``Read`` -> F01-F04 -> ``clean`` -> ``Prepared``
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from polars.exceptions import PanicException

from expectations.deliveries import file_rules as whole
from expectations.deliveries.file_rules import FileFinding
from expectations.registry import source
from flows.pipeline.outcomes import Night, Read
from flows.system.errors import told_without_rows
from flows.validation.context import context_for
from transforms.cleaning.model import Cleaned
from transforms.cleaning.pseudonyms import with_household_names, with_pseudonyms
from transforms.reading.model import Reading
from transforms.reading.months import evidence_of

if TYPE_CHECKING:
    from flows.config.ward import Ward


def clean_reading(reading: Reading, ward: "Ward", month: date) -> Cleaned:
    """In one piece, however many sheets it comes from: polars 2.1 panics over some expressions on several."""
    assert reading.source is not None
    cleaned = source(reading.source).clean(reading, context_for(ward, month))
    return replace(cleaned, frame=cleaned.frame.rechunk(), extra={name: frame.rechunk() for name, frame in cleaned.extra.items()})


@dataclass(frozen=True)
class Prepared:
    """A file that was read and, unless it is refused as a whole (F01 to F04), cleaned."""

    read: Read
    month: date | None
    cleaned: Cleaned | None = None
    refused_as: str = ""
    refusals: list[FileFinding] = field(default_factory=list)


def prepare(item: Read, ward: "Ward", secret: bytes, night: Night) -> Prepared:
    """Everything that needs no database: it runs beside the publication of the delivery before. Never raises: a file on which
    the program fails is held."""
    try:
        return _prepare(item, ward, secret, night)
    except (Exception, PanicException) as error:
        return Prepared(item, None, None, "held", [whole.failed(told_without_rows(error))])


def _prepare(item: Read, ward: "Ward", secret: bytes, night: Night) -> Prepared:
    month, month_finding = whole.month_of(evidence_of(item.reading))
    refusal = _refusal(item.reading, month_finding)
    if refusal is not None or month is None:
        status, findings = refusal or ("held", [])
        return Prepared(item, month, None, status, findings)
    with night.timed("clean"):
        cleaned = clean_reading(item.reading, ward, month)
        if "social_insurance_number" in cleaned.frame.columns:
            cleaned = replace(cleaned, frame=with_pseudonyms(cleaned.frame, secret))
        if item.reading.source == "poverty":
            named = [with_household_names(frame, secret) for frame in (cleaned.frame, cleaned.extra["left"])]
            cleaned = replace(cleaned, frame=named[0], extra=cleaned.extra | {"left": named[1]})
    if cleaned.frame.is_empty() and all(frame.is_empty() for frame in cleaned.extra.values()):
        return Prepared(item, month, None, "unreadable", [whole.nothing_filled_in()])
    if item.reading.source == "department_report" and cleaned.frame.is_empty():
        return Prepared(item, month, None, "held", [whole.missing_figures_sheet()])
    if item.reading.source == "poverty" and not _states_classes(cleaned):
        return Prepared(item, month, None, "held", [whole.missing_classes()])
    return Prepared(item, month, cleaned)


def _states_classes(cleaned: Cleaned) -> bool:
    """Poor or near-poor is said somewhere: by a column, by marks, by group rows or by the title (F03)."""
    frame = cleaned.frame
    return bool(frame["classification_given"].any() or frame["poor_mark_given"].any() or frame["classification"].is_not_null().any())


def _refusal(reading: Reading, month_finding: FileFinding | None) -> tuple[str, list[FileFinding]] | None:
    if reading.problem == "unreadable":
        return "unreadable", [whole.unreadable(reading)]
    if reading.problem == "failed":
        return "held", [whole.failed(reading.detail_vi)]
    if reading.problem == "unrecognised":
        return "unrecognised", [whole.unrecognised(reading)]
    if reading.problem is not None:
        return "held", whole.missing_columns(reading)
    if reading.source == "department_report" and not reading.main:
        return "held", [whole.missing_figures_sheet()]
    if reading.source == "department_report" and not reading.kind("population"):
        return "held", [whole.missing_population_sheet()]
    return ("held", [month_finding]) if month_finding is not None else None
