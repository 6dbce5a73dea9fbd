"""Effects of decisions: which indicator values would be, or are, others than before.

Data flow: mart.indicator_value before and after -> ``changes`` -> one ``Change`` a value
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl
    from sqlalchemy import Connection

_KEYS = ("indicator_code", "area_code", "month", "window")


@dataclass(frozen=True)
class Change:
    """One value: of an indicator, area, month and window ("month", "year_to_date", "snapshot"), in its unit; None where there is none."""

    indicator_code: str
    indicator_name: str
    area_code: str
    area_name: str
    month: date
    window: str
    unit: str
    before: float | None
    after: float | None


def values_now(connection: "Connection", ward_code: str) -> "pl.DataFrame":
    """All current values of the ward."""
    import polars as pl

    from flows.database.frames import read_frame

    return read_frame(
        connection,
        """select i.indicator_code, i.indicator_name, a.area_code, a.area_name, m.first_date as month, f.window_kind as "window", i.unit,
                  f.value::float8 as value
           from warehouse.fact_indicator f
           join warehouse.dim_ward w using (ward_key)
           join warehouse.dim_indicator i using (indicator_key)
           join warehouse.dim_area a using (area_key)
           join warehouse.dim_month m using (month_key)
           where w.ward_code = %s and f.known_to is null and f.value is not null""",
        (ward_code,),
        {name: pl.String for name in ("indicator_code", "indicator_name", "area_code", "area_name")}
        | {"month": pl.Date, "window": pl.String, "unit": pl.String, "value": pl.Float64},
    )


def changes(before: "pl.DataFrame", after: "pl.DataFrame") -> list[Change]:
    """The whole ward's first, then areas, by indicator and month."""
    import polars as pl

    named = ("indicator_name", "area_name", "unit")
    both = before.rename({"value": "before"}).join(after.rename({"value": "after"}), on=list(_KEYS), how="full", coalesce=True)
    told = both.with_columns(pl.coalesce(name, f"{name}_right").alias(name) for name in named)
    other = told.filter(pl.col("before").ne_missing(pl.col("after")))
    ordered = other.sort(pl.col("area_code").str.len_chars(), "indicator_code", "month", "window", "area_code")
    columns = ("indicator_code", "indicator_name", "area_code", "area_name", "month", "window", "unit", "before", "after")
    return [Change(*row) for row in ordered.select(columns).iter_rows()]
