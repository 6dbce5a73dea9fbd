"""The judgement of what is known: made again at the end of a night, in the transaction that brought the indicators up to date.

Data flow: fact_indicator, dim_target -> ``transforms.targets`` -> fact_target_judgement, fact_target_forecast (replaced whole, by COPY)
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from flows.config.reference import poverty_standards
from flows.database.frames import copy_frame, joined_by_hash, read_frame
from transforms.targets.engine import ENGINE_VERSION, assess_targets
from transforms.targets.frames import TARGETS, VALUES
from transforms.targets.trend import forecast

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEYS = {
    "fact_target_judgement": ("indicator_key", "area_key", "month_key", "window_kind"),
    "fact_target_forecast": ("indicator_key", "area_key"),
}

#: Changes whenever the same values and targets would be judged in another way.
JUDGED_BY = f"targets {ENGINE_VERSION}"

_VALUES = """
    select f.indicator_key, f.area_key, a.area_code, f.month_key, f.window_kind,
           f.numerator::float8, f.denominator::float8, f.value::float8, f.is_provisional, i.unit, i.measure, i.window_kind as stated_window,
           a.area_code = i.area_code as is_plan_area, case when i.indicator_code ~ '^XH01(-|$)' then 'poverty' else '' end as break_name
    from warehouse.fact_indicator f
    join warehouse.dim_indicator i using (indicator_key)
    join warehouse.dim_area a using (area_key)
    where f.ward_key = %s and f.value is not null and """
_NOW = "f.known_to is null"
_THEN = "f.known_from < %s and (f.known_to is null or f.known_to >= %s)"
_TARGETS = """
    select target_key, indicator_key, target_number, shape, target_kind, target_value::float8, range_to::float8, is_strict, is_every_year,
           target_year, from_year, baseline_year, baseline_value::float8, is_baseline_from_data
    from warehouse.dim_target where ward_key = %s and target_key > 0"""


@dataclass(frozen=True)
class TargetAssessment:
    """``values`` as the engine was told of them, ``judgement`` one row each, ``forecast`` one row an indicator and area."""

    values: pl.DataFrame
    judgement: pl.DataFrame
    forecast: pl.DataFrame

    def as_facts(self, ward_key: int) -> dict[str, pl.DataFrame]:
        """Rows of the two facts, by the table's name: every column but the run."""
        first_day = pl.date(pl.col("held_since_month_key") // 100, pl.col("held_since_month_key") % 100, 1).alias("held_since")
        ward = pl.lit(ward_key).alias("ward_key")
        return {
            "fact_target_judgement": self.judgement.with_columns(ward, first_day).drop("held_since_month_key"),
            "fact_target_forecast": self.forecast.with_columns(ward),
        }


def assess_known(connection: "Connection", ward_key: int, before: datetime | None = None) -> TargetAssessment:
    """What is known now, or what was known at the moment ``before``, by the targets of today."""
    known, moments = (_NOW, ()) if before is None else (_THEN, (before, before))
    values = _with_breaks(read_frame(connection, _VALUES + known, (ward_key, *moments), schema=VALUES), _residence(connection, ward_key))
    targets = read_frame(connection, _TARGETS, (ward_key,), schema=TARGETS)
    judgement = assess_targets(values, targets)
    return TargetAssessment(values, judgement, forecast(values, judgement, targets))


def refresh_judgement(connection: "Connection", ward_key: int) -> None:
    """Replace the ward's judgements and forecasts by those of what is known now."""
    judged = assess_known(connection, ward_key)
    newest = "select coalesce(max(run_key), 0) from warehouse.dim_run where ward_key = %s"
    run_key = int(connection.exec_driver_sql(newest, (ward_key,)).scalar_one())
    for table, rows in judged.as_facts(ward_key).items():
        _replace(connection, ward_key, table, rows.with_columns(pl.lit(run_key).alias("run_key")))


def _replace(connection: "Connection", ward_key: int, table: str, rows: pl.DataFrame) -> None:
    """The ward's rows of the fact are ``rows`` afterwards. What is as it was stays, with the run that brought it: writing is dear, because
    each row's keys are checked."""
    said = ", ".join(name for name in rows.columns if name != "run_key")
    connection.exec_driver_sql(f"create temporary table judged_now (like warehouse.{table}) on commit drop")
    copy_frame(connection, "judged_now", rows)
    with joined_by_hash(connection):
        connection.exec_driver_sql(
            f"""
            with same as (select {said} from warehouse.{table} where ward_key = %s intersect select {said} from judged_now)
            delete from warehouse.{table} f where f.ward_key = %s
                and not exists (select from same s where {" and ".join(f"s.{name} = f.{name}" for name in _KEYS[table])})""",
            (ward_key, ward_key),
        )
    connection.exec_driver_sql(f"insert into warehouse.{table} select * from judged_now on conflict do nothing")
    connection.exec_driver_sql("drop table judged_now")


def _residence(connection: "Connection", ward_key: int) -> str:
    return str(connection.exec_driver_sql("select residence from warehouse.dim_ward where ward_key = %s", (ward_key,)).scalar_one())


def _with_breaks(values: pl.DataFrame, residence: str) -> pl.DataFrame:
    """Households counted as poor under one standard are not compared with those of another: each month bears its standard's version."""
    standards = poverty_standards(residence)
    version = pl.lit("")
    for standard in standards:
        began = standard.valid_from.year * 100 + standard.valid_from.month
        version = pl.when(pl.col("month_key") >= began).then(pl.lit(standard.version)).otherwise(version)
    return values.with_columns(pl.when(pl.col("break_name") == "poverty").then(version).otherwise(pl.lit("")).alias("break_name"))
