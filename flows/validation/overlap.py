"""Overlap of a newer delivery of a month with the older one whose place it would take: how much of that it says again.

A full list replaces the month's older one whole. Lists that come in parts (poor and near-poor, a file a residential group) look the same
from outside, and each part would wipe the others out: such a delivery is held (F13).

Data flow: audit.published_delivery, facts of the month, the tidy frame -> ``Overlap``
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from expectations.registry import REPLACED_WHOLE
from flows.config.calendar import month_key_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from transforms.cleaning.model import Cleaned

#: Fewer than that say nothing about a list.
_LEAST = 5
_PEOPLE = """select distinct f.delivery_key, p.pseudonym::text as first, p.insurance_pseudonym::text as second
    from warehouse.{} f join warehouse.dim_person p using (person_key) join audit.published_delivery d on d.delivery_id = f.delivery_key
    where f.ward_key = %s and f.month_key = %s"""
_FIGURES = """select f.delivery_key, i.indicator_code || ' ' || a.area_code as first, null::text as second
    from warehouse.fact_reported_figure f join warehouse.dim_indicator i using (indicator_key) join warehouse.dim_area a using (area_key)
    where f.ward_key = %s and f.month_key = %s"""
_HOUSEHOLDS = """select f.delivery_key, h.household_number as first, f.classification as second
    from warehouse.fact_poverty f join warehouse.dim_household h using (household_key) where f.ward_key = %s and f.month_key = %s"""
_QUERIES: Mapping[str, str] = {
    "health_insurance": _PEOPLE.format("fact_health_insurance"),
    "social_insurance": _PEOPLE.format("fact_social_insurance"),
    "poverty": _PEOPLE.format("fact_household_member"),
    "department_report": _FIGURES,
}
_SCHEMA: dict[str, type[pl.DataType]] = {"delivery_key": pl.Int64, "first": pl.String, "second": pl.String}


@dataclass(frozen=True)
class Overlap:
    """The published delivery of the same month: ``count`` of its people, households or figures, of which ``kept`` come again."""

    file_name: str
    received: date
    count: int
    kept: int


def overlap_with_published(
    connection: "Connection", ward_code: str, ward_key: int, source: str, month: date, cleaned: "Cleaned"
) -> Overlap | None:
    """None where the month has no published delivery of a source that is replaced whole, or one too short to be compared."""
    if source not in REPLACED_WHOLE:
        return None
    older = published_of_month(connection, ward_code, source, month)
    if older is None:
        return None
    told = _told_again(connection, (ward_key, month_key_of(month)), source, cleaned.frame)
    count = told.height
    return Overlap(older.file_name, older.received, count, int(told["is_again"].sum())) if count >= _LEAST else None


def published_of_month(connection: "Connection", ward_code: str, source: str, month: date) -> "Row[tuple[str, date]] | None":
    """``file_name`` and ``received`` of the newest published delivery of a month; None without any."""
    return connection.exec_driver_sql(
        """select file_name, received_at::date as received from audit.published_delivery
           where ward_code = %s and source = %s and month = %s
           order by delivery_id desc limit 1""",
        (ward_code, source, month),
    ).one_or_none()


def other_parts(
    connection: "Connection", ward_code: str, ward_key: int, source: str, month: date, cleaned: "Cleaned", share: float
) -> list[int]:
    """Published deliveries of the month of which less than ``share`` comes again: the new one is another part of the month's list, and
    takes the place of no one but the part that it says again."""
    published = connection.exec_driver_sql(
        "select delivery_id from audit.published_delivery where ward_code = %s and source = %s and month = %s order by delivery_id",
        (ward_code, source, month),
    ).scalars()
    told = _told_again(connection, (ward_key, month_key_of(month)), source, cleaned.frame)
    shares = dict(told.group_by("delivery_key").agg(pl.col("is_again").mean()).iter_rows())
    return [number for number in published if shares.get(number, 0.0) < share]


def _told_again(connection: "Connection", place: tuple[int, int], source: str, frame: pl.DataFrame) -> pl.DataFrame:
    """What there is in the month's facts, by delivery_key, and whether the frame names it too (``is_again``): people by either number,
    figures by indicator and area. Households by their people, where both lists name enough of them; else by number (a position, where a
    list has none) and class."""
    from flows.database.frames import read_frame

    known = read_frame(connection, _QUERIES[source], place, _SCHEMA)
    if source == "department_report":
        stated = frame.select_seq(pl.concat_str("indicator_code", "area_code", separator=" ").alias("first")).unique()
        return _marked(known, stated, "first")
    ids = frame.select_seq(pl.concat_list("personal_pseudonym", "insurance_pseudonym").explode().drop_nulls()).to_series().unique()
    if source == "poverty" and (known.height < _LEAST or ids.len() < _LEAST):
        known = read_frame(connection, _HOUSEHOLDS, place, _SCHEMA)
        named = frame.select_seq(pl.col("household_number").alias("first"), pl.col("classification").alias("second")).unique()
        return _marked(known, named, "first", "second")
    again = pl.any_horizontal(pl.col(name).str.replace_all("-", "").is_in(ids.implode()).fill_null(False) for name in ("first", "second"))
    return known.with_columns_seq(again.alias("is_again"))


def _marked(known: pl.DataFrame, stated: pl.DataFrame, *keys: str) -> pl.DataFrame:
    marked = stated.with_columns_seq(pl.lit(True).alias("is_again"))
    return known.join(marked, on=list(keys), how="left", maintain_order="left").with_columns_seq(pl.col("is_again").fill_null(False))
