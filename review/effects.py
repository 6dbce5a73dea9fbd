"""Effects of decisions: which indicator values would be, or are, others than before.

Data flow: lines of warehouse.fact_indicator that a run wrote, and those that it closed -> ``changes_of_run`` -> one ``Change`` a value
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: An area whose name changed has several keys: what one of them loses and another takes over is the same value.
_CHANGES = """
    select i.indicator_code, i.indicator_name, a.area_code, (array_agg(a.area_name order by a.valid_from desc))[1], m.first_date,
           n.window_kind, i.unit, max(o.value)::float8, max(n.value)::float8
    from warehouse.fact_indicator n
    join warehouse.dim_ward w using (ward_key)
    join warehouse.dim_indicator i using (indicator_key)
    join warehouse.dim_area a using (area_key)
    join warehouse.dim_month m using (month_key)
    left join warehouse.fact_indicator o
      on o.ward_key = n.ward_key and o.indicator_key = n.indicator_key and o.area_key = n.area_key and o.month_key = n.month_key
     and o.window_kind = n.window_kind and o.known_to = n.known_from
    where w.ward_code = %(ward)s and n.run_key = %(run)s and n.known_to is null
    group by i.indicator_code, i.indicator_name, a.area_code, m.first_date, n.window_kind, i.unit
    having max(o.value) is distinct from max(n.value)
    order by length(a.area_code), i.indicator_code collate "C", m.first_date, n.window_kind collate "C", a.area_code collate "C"
"""


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


def changes_of_run(connection: "Connection", ward_code: str, run_id: int) -> list[Change]:
    """Values that the run made others, new or withdrew: the whole ward's first, then areas, by indicator and month."""
    rows = connection.exec_driver_sql(_CHANGES, {"ward": ward_code, "run": run_id})
    return [Change(*row) for row in rows]
