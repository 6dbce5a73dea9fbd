"""Which figures may leave the house: small cells are found each time the indicators change, and kept beside them.

What was hidden once stays hidden, over corrections and over a warehouse made afresh: somebody may hold an export of then, and the figure of
now would tell by subtraction from its totals what was hidden in it. Only the ward's setting shows it again.

A table of a month, or of a year, stands for itself: only those in which a value changed are solved again.

Data flow: current values below the ward, cells hidden before -> ``transforms.suppression`` -> warehouse.fact_suppressed_cell
-> mart.published_value
"""

from typing import TYPE_CHECKING

import polars as pl

from transforms.suppression import KEY, suppressed

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from flows.config.ward import Ward

_VALUES = """select i.indicator_code, a.area_code, f.month_key::bigint as month_key, f.window_kind, a.area_kind, a.former_unit_code,
        i.measure, f.numerator::float8 as numerator, f.denominator::float8 as denominator
    from warehouse.fact_indicator f
    join warehouse.dim_indicator i using (indicator_key)
    join warehouse.dim_area a using (area_key)
    where f.ward_key = %(ward)s and f.known_to is null and f.value is not null and left(i.indicator_code, 4) = any(%(families)s)"""
_SCHEMA: dict[str, type[pl.DataType]] = {
    "indicator_code": pl.String,
    "area_code": pl.String,
    "month_key": pl.Int64,
    "window_kind": pl.String,
    "area_kind": pl.String,
    "former_unit_code": pl.String,
    "measure": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
}

_OFF_THE_LIST = """delete from warehouse.fact_suppressed_cell where ward_key = %s
    and indicator_key not in (
        select indicator_key from warehouse.dim_indicator where ward_key = %s and left(indicator_code, 4) = any(%s))"""
_KEPT = """select i.indicator_code, a.area_code, f.month_key::bigint as month_key, f.window_kind
    from warehouse.fact_suppressed_cell f
    join warehouse.dim_indicator i using (indicator_key)
    join warehouse.dim_area a using (area_key)
    where f.ward_key = %(ward)s"""
#: The tables of these months, and of their years.
_OF_MONTHS = """ and f.month_key = any(%(months_of_years)s) and (f.month_key = any(%(months)s) or f.window_kind <> 'snapshot')"""
#: What an issued report kept back is kept back again where the ward once chose to show everything and no longer does.
_ISSUED_BLANK = """insert into warehouse.fact_suppressed_cell (ward_key, indicator_key, area_key, month_key, window_kind, reason)
    select distinct f.ward_key, f.indicator_key, f.area_key, f.month_key, f.window_kind, 'secondary'
    from audit.issued_figure g
    join audit.issued_report r using (report_id)
    join warehouse.dim_ward w on w.ward_code = r.ward_code and w.ward_key = %(ward)s
    join warehouse.dim_month m on m.first_date = g.month
    join warehouse.dim_indicator i on i.ward_key = w.ward_key and i.indicator_code = g.indicator_code
        and left(i.indicator_code, 4) = any(%(families)s)
    join warehouse.dim_area a on a.ward_key = w.ward_key and a.area_code = g.area_code
    join warehouse.fact_indicator f on f.ward_key = w.ward_key and f.indicator_key = i.indicator_key and f.area_key = a.area_key
        and f.month_key = m.month_key and f.window_kind = g.window_kind and f.known_to is null and f.value is not null
    where g.is_suppressed = 1 and (%(everything)s or f.month_key = any(%(months)s))
    on conflict do nothing"""
_HIDDEN_CELL = """create temporary table hidden_cell
    (indicator_code text, area_code text, month_key int, window_kind text, reason text) on commit drop"""
_HIDE = """insert into warehouse.fact_suppressed_cell as s (ward_key, indicator_key, area_key, month_key, window_kind, reason, run_key)
    select f.ward_key, f.indicator_key, f.area_key, f.month_key, f.window_kind, h.reason,
           (select coalesce(max(run_key), 0) from warehouse.dim_run where ward_key = %(ward)s)
    from hidden_cell h
    join warehouse.dim_indicator i on i.ward_key = %(ward)s and i.indicator_code = h.indicator_code
    join warehouse.dim_area a on a.ward_key = %(ward)s and a.area_code = h.area_code
    join warehouse.fact_indicator f on f.ward_key = %(ward)s and f.indicator_key = i.indicator_key and f.area_key = a.area_key
        and f.month_key = h.month_key and f.window_kind = h.window_kind and f.known_to is null
    on conflict (ward_key, indicator_key, area_key, month_key, window_kind) do update set reason = excluded.reason
        where excluded.reason = 'primary' and s.reason <> 'primary'"""


def refresh_suppressed(connection: "Connection", ward: "Ward", ward_key: int, months: "Collection[int] | None" = None) -> int:
    """How many cells with a value are hidden now: small ones, what would give them away, what was hidden before. In the transaction that
    changes the indicators, so that no small cell is shown in between. ``months`` (202607): only the tables of these and their years, where
    no other value changed since the last time and the ward's settings are the same."""
    from flows.database.frames import copy_frame, joined_by_hash, read_frame

    families = list(ward.publication.small_cell_indicators) if ward.publication.small_cell else []
    wanted = {
        "ward": ward_key,
        "families": families,
        "everything": months is None,
        "months": sorted(months or ()),
        "months_of_years": [100 * year + month for year in sorted({key // 100 for key in months or ()}) for month in range(1, 13)],
    }
    if months is None:
        connection.exec_driver_sql(_OFF_THE_LIST, (ward_key, ward_key, families))
    connection.exec_driver_sql(_ISSUED_BLANK, wanted)
    also = "" if months is None else _OF_MONTHS
    values = read_frame(connection, _VALUES + also, wanted, _SCHEMA)
    kept = read_frame(connection, _KEPT + also, wanted, {name: _SCHEMA[name] for name in KEY})
    hidden = suppressed(values, ward.publication.small_cell, kept)
    connection.exec_driver_sql(_HIDDEN_CELL)
    copy_frame(connection, "hidden_cell", hidden)
    if months is None:
        with joined_by_hash(connection):
            connection.exec_driver_sql(_HIDE, wanted)
    else:
        connection.exec_driver_sql("analyze hidden_cell")
        connection.exec_driver_sql(_HIDE, wanted)
    return hidden.height
