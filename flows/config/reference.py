"""National reference tables that travel with the product: code lists, standards, ages, days of the yearly decisions.

Data flow: ``sql/reference/<name>.csv`` (UTF-8, snake_case header, a ``source`` column saying the law or form) -> rows of text.
Everything stays text here, codes with their zeros; who needs a number converts it and knows its unit from the header.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache

from flows.system.errors import SettingsError
from flows.system.files import ROOT

REFERENCE_FOLDER = ROOT / "sql" / "reference"


@cache
def read_reference(name: str) -> tuple[dict[str, str], ...]:
    """One dict per row, keys from the header. A table that was not shipped is a broken installation and says so."""
    path = REFERENCE_FOLDER / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(csv.DictReader(file, strict=True))
    except OSError as error:
        raise SettingsError(f"{path}: the reference table cannot be read ({error.strerror}). Install the program again.") from None


@dataclass(frozen=True)
class Procedure:
    """An administrative procedure that the ward handles: short national ``code`` (1.001193), ``field_name`` the lĩnh vực.

    A procedure that was renamed or moved to another field has several, one after another.
    """

    code: str
    name: str
    field_name: str
    valid_from: date = date(1900, 1, 1)
    valid_to: date = date(9999, 12, 31)
    legal_basis: str | None = None


@dataclass(frozen=True)
class PovertyStandard:
    """The national standard in force from ``valid_from`` to ``valid_to``, both included; incomes in VND per person and month.

    A household is under it with an income of at most ``income_limit_vnd``: poor with at least ``deprivations_at_least``
    deprivations, else near-poor. ``version`` is stored with every assessment; no series crosses it unseen.
    """

    version: str
    valid_from: date
    valid_to: date
    residence: str
    income_limit_vnd: int
    deprivations_at_least: int


def procedures() -> tuple[Procedure, ...]:
    return tuple(
        Procedure(
            row["code"],
            row["name"],
            row["field_name"],
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"] or "9999-12-31"),
            row["source"],
        )
        for row in read_reference("procedures")
    )


def poverty_standards(residence: str) -> tuple[PovertyStandard, ...]:
    """``residence``: "urban" (phường) or "rural" (xã); oldest first."""
    return tuple(
        PovertyStandard(
            row["standard_version"],
            date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]),
            residence,
            int(row["income_limit_vnd"]),
            int(row["deprivations_at_least"]),
        )
        for row in read_reference("poverty_standards")
        if row["residence"] == residence
    )


def day_swaps() -> tuple[tuple[date, date], ...]:
    """(day off, Saturday worked for it) of yearly decisions for state bodies that the calendar library does not know."""
    return tuple((date.fromisoformat(row["day_off"]), date.fromisoformat(row["working_day"])) for row in read_reference("day_swaps"))
