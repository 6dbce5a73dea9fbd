"""Scorecard as it was known at the end of a day: ``chitieu status --as-of``.

Data flow: fact_indicator (known from, known to) -> ``flows.indicators.targets.assess_known`` -> the query of ``mart.scorecard`` over what
was known then

Values are those of that day; the plan is the one of today, because the folder keeps no older one. What an officer had decided by then is in
the values.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from flows.database.sql_text import view_query
from flows.indicators.scorecard import SCORECARD, Row
from flows.indicators.targets import assess_known

if TYPE_CHECKING:
    from sqlalchemy import Connection


#: The facts of the view as they stood: values of the plan's own areas as if they were known still, judgements and forecasts as the engine
#: makes them now. Nothing is written: who may only read asks too.
_FACTS_THEN = """
with fact_indicator as materialized (
    select f.ward_key, f.indicator_key, f.area_key, f.month_key, f.window_kind, f.known_from, null::timestamptz as known_to,
           f.numerator, f.denominator, f.value, f.is_provisional
    from warehouse.fact_indicator f
    join warehouse.dim_indicator i using (indicator_key)
    join warehouse.dim_area a using (area_key)
    where f.ward_key = %(ward_key)s and f.known_from < %(before)s and (f.known_to is null or f.known_to >= %(before)s)
      and a.area_code = i.area_code
),
fact_target_judgement as materialized (
    select * from json_populate_recordset(null::warehouse.fact_target_judgement, %(fact_target_judgement)s)
),
fact_target_forecast as materialized (
    select * from json_populate_recordset(null::warehouse.fact_target_forecast, %(fact_target_forecast)s)
)"""
_FACTS = ("fact_indicator", "fact_target_judgement", "fact_target_forecast")


def scorecard_as_of(connection: "Connection", ward_key: int, before: datetime) -> list[Row]:
    """The rows of ``flows.indicators.scorecard.read_scorecard``, of what was known before that moment."""
    judged = assess_known(connection, ward_key, before)
    own = judged.values.filter("is_plan_area").select_seq("indicator_key", "area_key").unique()
    facts = {
        table: rows.join(own, on=["indicator_key", "area_key"], how="semi").write_json()
        for table, rows in judged.as_facts(ward_key).items()
    }
    rows = connection.exec_driver_sql(_query_then(), {"ward_key": ward_key, "before": before, **facts})
    return [dict(row) for row in rows.mappings()]


def _query_then() -> str:
    """The view's own text, with its facts taken from above; its comments hold percent signs."""
    card = view_query("scorecard").replace("%", "%%")
    for table in _FACTS:
        card = card.replace(f"warehouse.{table} ", f"{table} ")
    columns = ", ".join(f'card."{name}"' for name in SCORECARD)
    return f"""{_FACTS_THEN}
select {columns} from (
{card}
) card
join warehouse.dim_ward this_ward using (ward_code)
where this_ward.ward_key = %(ward_key)s
order by card.sort_order"""
