"""Which months are computed: those whose figures could be others than they are, because something that they are made from was touched.

Whoever changes facts says so in ``audit.touched_month``, in the same transaction; deliveries that were published, or are so no longer,
are found besides, whoever changed them. Of a touched month are computed

- lists of people and households: the month itself, for nothing is carried from one list to the next;
- dossiers: it and all later ones, because each month counts what is open at its end and what its year has seen so far. A log tells of
  dossiers of earlier months: ``audit.touched_month`` has the first month in which one of them counts otherwise (``publish/dossiers.sql``);
- reports: it and all later ones, of all indicators but those of dossiers: head counts hold until the next are known, a month's own figure
  is a difference from the month before, KT09 is divided by the same month of 2025.

Data flow: audit.touched_month, audit.published_delivery, audit.computed_delivery -> staging.month_to_compute -> ``sql/indicators/*.sql``
"""

from typing import TYPE_CHECKING

from expectations.registry import SOURCES

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: Published deliveries that were not yet when the indicators were last computed, and those that are no longer, or not for that month.
_NEWS = """
    with published as (
        select w.ward_key, d.delivery_id, d.source, m.month_key
        from audit.published_delivery d
        join warehouse.dim_ward w using (ward_code)
        join warehouse.dim_month m on m.first_date = d.month
        where w.ward_key = %(ward)s
    ),
    computed as (
        select ward_key, delivery_id, source, month_key from audit.computed_delivery where ward_key = %(ward)s
    )
    insert into audit.touched_month (ward_key, source, month_key)
    select ward_key, source, month_key from (
        (select * from published except select * from computed) union all (select * from computed except select * from published)
    ) other
    on conflict do nothing"""
_TOUCHED = "select exists (select from audit.touched_month where ward_key = %s)"
_TO_COMPUTE = """
    insert into staging.month_to_compute (ward_key, source, month_key)
    select %(ward)s, s.source, m.month_key
    from unnest(%(sources)s::text[]) s (source)
    cross join warehouse.dim_month m
    where %(everything)s or exists (
        select from audit.touched_month t
        where t.ward_key = %(ward)s
          and case when t.source = s.source and t.source not in ('dossiers', 'department_report') then m.month_key = t.month_key
                   when t.source = s.source or (t.source = 'department_report' and s.source <> 'dossiers') then m.month_key >= t.month_key
                   else false end)"""
_FORGET = "delete from audit.touched_month where ward_key = %(ward)s"
_REMEMBER = """
    insert into audit.computed_delivery (ward_key, delivery_id, source, month_key)
    select w.ward_key, d.delivery_id, d.source, m.month_key
    from audit.published_delivery d
    join warehouse.dim_ward w using (ward_code)
    join warehouse.dim_month m on m.first_date = d.month
    where w.ward_key = %(ward)s
    on conflict (ward_key, delivery_id) do update set source = excluded.source, month_key = excluded.month_key
    where (computed_delivery.source, computed_delivery.month_key) <> (excluded.source, excluded.month_key)"""
_GONE = """
    delete from audit.computed_delivery c
    where c.ward_key = %(ward)s
      and not exists (select from audit.published_delivery d where d.delivery_id = c.delivery_id and d.month is not null)"""


def find_touched(connection: "Connection", ward_key: int) -> bool:
    """Whether any month was touched since the indicators were last computed."""
    connection.exec_driver_sql(_NEWS, {"ward": ward_key})
    return bool(connection.exec_driver_sql(_TOUCHED, (ward_key,)).scalar_one())


def open_scope(connection: "Connection", ward_key: int, *, everything: bool) -> int:
    """Say which months are to be computed; how many there are in which a delivery is published. ``everything``: all, whatever was
    touched."""
    connection.exec_driver_sql("truncate staging.month_to_compute")
    connection.exec_driver_sql(_TO_COMPUTE, {"ward": ward_key, "sources": list(SOURCES), "everything": everything})
    return int(
        connection.exec_driver_sql(
            """select count(distinct month_key) from staging.month_to_compute join audit.published_month using (ward_key, source, month_key)
               where ward_key = %s""",
            (ward_key,),
        ).scalar_one()
    )


def close_scope(connection: "Connection", ward_key: int) -> None:
    """What was touched is computed."""
    connection.exec_driver_sql("truncate staging.month_to_compute")
    for statement in (_FORGET, _REMEMBER, _GONE):
        connection.exec_driver_sql(statement, {"ward": ward_key})
