"""Cleaned lists: the shapes that go into and come out of a source's ``clean``.

Data flow: ``Reading``, ``CleaningContext`` -> ``Cleaned`` (typed frame and repairs)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
    #: Months of life at which work ends in the delivery's year, by sex ("male", "female").
    retirement_months: Mapping[str, int] = field(default_factory=dict)
    #: Withdrawn and stopped dossiers count as on time, as the statutory form prints them.
    count_withdrawn_as_on_time: bool = True
    #: Version of the poverty standard in force at the month's end.
    poverty_standard: str = ""


@dataclass(frozen=True)
class Cleaned:
    """A tidy typed frame and what cleaning changed.

    ``frame`` carries ``ROW_COLUMNS``, the source's typed columns and, for each column that may fail, ``<column>_raw`` (the
    text as sent). ``repairs``: sheet_name, row_number, column_name, kind, before, after (personal: vault only). Side lists:
    ``left``, a ``household_number`` a row, households that left the poverty list; ``population``, the rows of sheet "Dân số".
    ``lone_cells``: sheet_name, row_number of rows that may be people and are not in ``frame``, see ``transforms.cleaning.lone_cells``.
    """

    frame: pl.DataFrame
    repairs: pl.DataFrame
    left: pl.DataFrame | None = None
    population: pl.DataFrame | None = None
    lone_cells: pl.DataFrame | None = None

    @property
    def lists(self) -> tuple[pl.DataFrame, ...]:
        """The frame and the side lists that this source has."""
        return tuple(frame for frame in (self.frame, self.left, self.population) if frame is not None)


REPAIR_SCHEMA = {
    "sheet_name": pl.String,
    "row_number": pl.Int64,
    "column_name": pl.String,
    "kind": pl.String,
    "before": pl.String,
    "after": pl.String,
}


def cell_repairs(rows: pl.DataFrame, name: str, kind: str, put_right: pl.Expr) -> pl.DataFrame:
    """One row (``REPAIR_SCHEMA``) for every cell of the column ``name`` that ``put_right`` changes."""
    cells = rows.select_seq(
        "sheet_name",
        "row_number",
        pl.lit(name).alias("column_name"),
        pl.lit(kind).alias("kind"),
        pl.col(name).alias("before"),
        put_right.alias("after"),
    )
    return cells.filter(pl.col("before") != pl.col("after"))
