"""Cleaned lists: the shapes that go into and come out of a source's ``clean``.

Data flow: ``Reading``, ``CleaningContext`` -> ``Cleaned`` (typed frame and repairs)
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from transforms.vietnamese.places import Places


#: Columns that every tidy frame carries beside those of its contract: where a row stands in the delivery.
ROW_COLUMNS = {"sheet_name": pl.String, "row_number": pl.Int64}


@dataclass(frozen=True)
class CleaningContext:
    """What cleaning needs to know beside the table: the delivery's month and the ward's places.

    ``month``: first day of the delivery's month. ``places``: see ``transforms.vietnamese.places.Places``.
    """

    ward_code: str
    year: int
    month: int
    places: "Places"
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Cleaned:
    """A tidy typed frame and what cleaning changed.

    ``frame`` carries ``ROW_COLUMNS``, the source's typed columns and, for each column that may fail, ``<column>_raw`` (the
    text as sent). ``repairs``: sheet_name, row_number, column_name, kind, before, after (personal: vault only).
    """

    frame: pl.DataFrame
    repairs: pl.DataFrame
    extra: dict[str, pl.DataFrame] = field(default_factory=dict)


REPAIR_SCHEMA = {
    "sheet_name": pl.String,
    "row_number": pl.Int64,
    "column_name": pl.String,
    "kind": pl.String,
    "before": pl.String,
    "after": pl.String,
}
