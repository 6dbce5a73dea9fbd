"""The judgement of what is known: made again at the end of a night, in the transaction that brought the indicators up to date.

A value is judged by itself, by older values of its indicator and area, and by those of a baseline's or a target's year: where one changed,
the judgements of its month and of all later ones are made again, or all of them.

Data flow: fact_indicator, dim_target -> ``transforms.targets`` -> fact_target_judgement, fact_target_forecast (by COPY)
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from flows.config.reference import poverty_standards
from flows.database.frames import copy_frame, joined_by_hash, read_frame, run_together
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
#: Whose judgements are made again, from which month on.
_JUDGED_LINE = """
    create temporary table judged_line on commit drop as
    select i.indicator_key, a.area_key, %s as from_month
    from warehouse.dim_indicator i join warehouse.dim_area a using (ward_key)"""
_ALL_LINES = _JUDGED_LINE % "0" + " where i.ward_key = %(ward)s"
_CHANGED_LINES = (
    _JUDGED_LINE % "c.from_month"
    + """
    join (
        select c.indicator_key, b.area_code, min(case when exists (
            select from warehouse.dim_target t
            where t.indicator_key = c.indicator_key and (c.month_key / 100 = t.baseline_year or c.month_key = 100 * t.target_year + 12)
        ) then 0 else c.month_key end) as from_month
        from change c join warehouse.dim_area b using (area_key)
        group by c.indicator_key, b.area_code
    ) c on c.indicator_key = i.indicator_key and c.area_code = a.area_code
    where i.ward_key = %(ward)s"""
)
_LINES = {"indicator_key": pl.Int64, "area_key": pl.Int64, "from_month": pl.Int64}
_NOW = "f.known_to is null"
_OF_LINES = " and (f.indicator_key, f.area_key) in (select indicator_key, area_key from judged_line)"
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
            "fact_target_judgement": self.judgement.with_columns_seq(ward, first_day).drop("held_since_month_key"),
            "fact_target_forecast": self.forecast.with_columns_seq(ward),
        }


def assess_known(connection: "Connection", ward_key: int, before: datetime | None = None) -> TargetAssessment:
    """What is known now, or what was known at the moment ``before``, by the targets of today."""
    return _assess(connection, ward_key, *((_NOW,) if before is None else (_THEN, before, before)))


def _assess(connection: "Connection", ward_key: int, known: str, *moments: datetime) -> TargetAssessment:
    return _assessed(*_asked(connection, ward_key, known, *moments))


def _asked(connection: "Connection", ward_key: int, known: str, *moments: datetime) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Values and targets."""
    values = _with_breaks(read_frame(connection, _VALUES + known, (ward_key, *moments), schema=VALUES), _residence(connection, ward_key))
    return values, read_frame(connection, _TARGETS, (ward_key,), schema=TARGETS)


def _assessed(values: pl.DataFrame, targets: pl.DataFrame) -> TargetAssessment:
    judgement = assess_targets(values, targets)
    return TargetAssessment(values, judgement, forecast(values, judgement, targets))


def refresh_judgement(connection: "Connection", ward_key: int, *, only_changed: bool = False) -> None:
    """Replace the ward's judgements and forecasts by those of what is known now. ``only_changed``: those that the values of the table
    ``change`` (sql/publish/indicators.sql) may have made others, where all are by the targets of today."""
    with judgement_refreshed(connection, ward_key, only_changed=only_changed):
        pass


@contextmanager
def judgement_refreshed(connection: "Connection", ward_key: int, *, only_changed: bool) -> Iterator[None]:
    """``refresh_judgement`` at the end of the block, within which targets are judged on another thread: for what needs the database and
    neither changes an indicator nor looks at a judgement."""
    connection.exec_driver_sql(_CHANGED_LINES if only_changed else _ALL_LINES, {"ward": ward_key})
    connection.exec_driver_sql("analyze judged_line")
    asked = _asked(connection, ward_key, _NOW + (_OF_LINES if only_changed else ""))
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(_assessed, *asked)
        yield
        judged = coming.result()
    newest = "select coalesce(max(run_key), 0) from warehouse.dim_run where ward_key = %s"
    run_key = int(connection.exec_driver_sql(newest, (ward_key,)).scalar_one())
    for table, rows in judged.as_facts(ward_key).items():
        _replace(connection, ward_key, table, rows.with_columns_seq(pl.lit(run_key).alias("run_key")), only_changed=only_changed)
    connection.exec_driver_sql("drop table judged_line")


def _replace(connection: "Connection", ward_key: int, table: str, rows: pl.DataFrame, *, only_changed: bool) -> None:
    """The rows of the fact that ``judged_line`` speaks of are those of ``rows`` afterwards. What is as it was stays, with the run that
    brought it."""
    key = _KEYS[table]
    meant = "join judged_line j using (indicator_key, area_key)"
    if "window_kind" in key:  # a forecast is one row, whatever its month
        lines = read_frame(connection, "select indicator_key, area_key, from_month from judged_line", schema=_LINES)
        is_meant = pl.col("month_key") >= pl.col("from_month")
        rows = rows.join(lines, on=["indicator_key", "area_key"]).filter(is_meant).drop("from_month")
        meant += " where month_key >= from_month"
    said = ", ".join(name for name in rows.columns if name != "run_key")
    connection.exec_driver_sql(f"create temporary table judged_now (like warehouse.{table}) on commit drop")
    copy_frame(connection, "judged_now", rows)
    connection.exec_driver_sql("analyze judged_now")
    statement = f"""
        with meant as (select f.* from (select * from warehouse.{table} where ward_key = %s) f {meant}),
        same as (select {said} from meant intersect select {said} from judged_now)
        delete from warehouse.{table} f using meant m
        where f.ward_key = m.ward_key and {" and ".join(f"f.{name} = m.{name}" for name in key)}
            and not exists (select from same s where {" and ".join(f"s.{name} = m.{name}" for name in key)})"""
    with nullcontext() if only_changed else joined_by_hash(connection):
        connection.exec_driver_sql(statement, (ward_key,))
    run_together(
        connection,
        "select staging.check_keys_at_end()",
        f"insert into warehouse.{table} select * from judged_now on conflict do nothing",
        f"select staging.keys_are_there('{{warehouse.{table}}}', 'ward_key', {ward_key:d}, 'judged_now')",
        "drop table judged_now",
    )


def _residence(connection: "Connection", ward_key: int) -> str:
    return str(connection.exec_driver_sql("select residence from warehouse.dim_ward where ward_key = %s", (ward_key,)).scalar_one())


def _with_breaks(values: pl.DataFrame, residence: str) -> pl.DataFrame:
    """Households counted as poor under one standard are not compared with those of another: each month bears its standard's version."""
    standards = poverty_standards(residence)
    version = pl.lit("")
    for standard in standards:
        began = standard.valid_from.year * 100 + standard.valid_from.month
        version = pl.when(pl.col("month_key") >= began).then(pl.lit(standard.version)).otherwise(version)
    return values.with_columns_seq(pl.when(pl.col("break_name") == "poverty").then(version).otherwise(pl.lit("")).alias("break_name"))
