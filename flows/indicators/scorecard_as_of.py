"""Where the ward stood as it was known at the end of a day: ``chitieu status --as-of``.

Data flow: fact_indicator (known from, known to), audit.* -> ``flows.indicators.targets.assess_known`` -> ``WardStatus``

Values, deliveries and runs are those of that day; the plan is the one of today, because the folder keeps no older one. What an officer had
decided by then is in the values; which findings were open then is not recorded, so none are shown.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.database.frames import read_frame
from flows.indicators.targets import TargetAssessment, assess_known

if TYPE_CHECKING:
    from sqlalchemy import Connection


Row = dict[str, Any]
#: The lines of the plan, with the main target of each for what it says where no value is known.
_PLAN = """
    select i.indicator_key, i.indicator_code, i.indicator_name, i.area_code, a.area_name, i.unit, i.plan_section, i.note_vi, i.sort_order,
           d.department_code as owner, t.target_kind as main_kind, t.target_year as main_year, t.is_every_year as main_every_year,
           t.baseline_year as main_baseline_year, t.range_to::float8 as main_range_to, t.is_strict as main_strict, t.shape as main_shape, case when t.is_baseline_from_data = 0 then t.target_value::float8 end as main_target
    from warehouse.dim_indicator i
    join warehouse.dim_department d on d.department_key = i.department_key
    left join warehouse.dim_area a on a.ward_key = i.ward_key and a.area_code = i.area_code and a.is_current = 1
    left join warehouse.dim_target t on t.indicator_key = i.indicator_key and t.target_number = 1
    where i.ward_key = %s and i.is_in_plan = 1
    order by i.sort_order"""
_PLAN_SCHEMA = {
    "indicator_key": pl.Int64,
    "indicator_code": pl.String,
    "indicator_name": pl.String,
    "area_code": pl.String,
    "area_name": pl.String,
    "unit": pl.String,
    "plan_section": pl.String,
    "note_vi": pl.String,
    "sort_order": pl.Int64,
    "owner": pl.String,
    "main_kind": pl.String,
    "main_year": pl.Int64,
    "main_every_year": pl.Int64,
    "main_baseline_year": pl.Int64,
    "main_range_to": pl.Float64,
    "main_strict": pl.Int64,
    "main_shape": pl.String,
    "main_target": pl.Float64,
}
_AIMS = "select target_key, target_kind, target_year, is_every_year, range_to::float8 as target_range_to, is_strict, shape as target_shape from warehouse.dim_target where ward_key = %s and target_key > 0"
_AIMS_SCHEMA = {
    "target_key": pl.Int64,
    "target_kind": pl.String,
    "target_year": pl.Int64,
    "is_every_year": pl.Int64,
    "target_range_to": pl.Float64,
    "is_strict": pl.Int64,
    "target_shape": pl.String,
}


def scorecard_as_of(connection: "Connection", ward_key: int, before: datetime) -> list[Row]:
    """The rows of ``flows.operations.status.read_scorecard``, of what was known before that moment."""
    plan = read_frame(connection, _PLAN, (ward_key,), schema=_PLAN_SCHEMA)
    aims = read_frame(connection, _AIMS, (ward_key,), schema=_AIMS_SCHEMA)
    newest = _newest(assess_known(connection, ward_key, before), aims)
    rows = plan.join(newest, on=["indicator_key", "area_code"], how="left", maintain_order="left")
    status = pl.when(pl.col("month").is_null()).then(pl.lit("no_data")).otherwise(pl.col("status"))
    card = rows.with_columns(
        status.alias("status"),
        pl.coalesce("target", "main_target").alias("target"),
        pl.coalesce("target_kind", "main_kind").alias("target_kind"),
        pl.coalesce("target_range_to", "main_range_to").alias("target_range_to"),
        pl.coalesce("target_year", "main_year").alias("target_year"),
        (pl.coalesce("is_every_year", "main_every_year") == 1).alias("is_every_year"),
        (pl.coalesce("is_strict", "main_strict") == 1).alias("is_strict"),
        pl.coalesce("target_shape", "main_shape").alias("target_shape"),
        (pl.col("is_provisional").fill_null(0) == 1).alias("is_provisional"),
        pl.col("reason").fill_null("Chưa có số liệu."),
        pl.col("change_on_last_year").alias("trend_12m"),
        _note().alias("note"),
    )
    from flows.indicators.scorecard import SCORECARD

    return card.select(*SCORECARD).to_dicts()


def _newest(judged: TargetAssessment, aims: pl.DataFrame) -> pl.DataFrame:
    """The newest value of each indicator and area that is no month's own figure, with what the engine says of it."""
    same = {"indicator_key", "area_key", "month_key", "window_kind"}
    rows = pl.concat([judged.values, judged.judgement.drop(same)], how="horizontal")
    first_day = [
        pl.date(pl.col(name) // 100, pl.col(name) % 100, 1).alias(new)
        for name, new in (("month_key", "month"), ("held_since_month_key", "held_since"))
    ]
    lines = judged.forecast.select(
        "indicator_key", "area_key", "forecast_at_target_year", "forecast_low", "forecast_high", "trend_per_month"
    )
    return (
        rows.filter(pl.col("window_kind") != "month")
        .sort("month_key", "area_key", descending=True)
        .unique(["indicator_key", "area_code"], keep="first", maintain_order=True)
        .join(aims, on="target_key", how="left")
        .join(lines, on=["indicator_key", "area_key"], how="left")
        .with_columns(*first_day, pl.col("window_kind").alias("window"))
        .drop("unit", "measure")
    )


def _note() -> pl.Expr:
    """As the view of the scorecard words it."""
    unknown = pl.col("month").is_null()
    waits = pl.col("status") == "not_judged"
    year = pl.col("main_year").cast(pl.String)
    parts = [
        pl.col("note_vi"),
        pl.when(unknown).then(pl.lit("Chưa có số liệu.")),
        pl.when(pl.col("is_provisional") == 1).then(pl.lit("Số tạm tính.")),
        pl.when(waits & (pl.col("main_kind") == "yes") & (pl.col("value") < 1))
        .then(pl.concat_str(pl.lit("Chưa đạt; hạn cuối năm "), year, pl.lit(".")))
        .when(waits & pl.col("main_kind").is_not_null() & pl.col("baseline").is_null())
        .then(
            pl.concat_str(
                pl.lit("Chưa có số gốc năm "), pl.col("main_baseline_year").cast(pl.String), pl.lit(" nên chưa vẽ được đường tiến độ.")
            )
        ),
    ]
    joined = pl.concat_str(parts, separator=" ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)
