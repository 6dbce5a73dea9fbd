"""Counts of causes over time: how many findings each has open, a line whenever that became another number.

Data flow: audit.finding, audit.delivery -> ``count_causes`` -> audit.cause_count
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: All rules but those that only record; lists that were replaced or repeated count no more.
_COUNTED = """
    with counted as (
        select f.delivery_id, f.rule_code, count(*)::int as finding_count
        from audit.finding f
        where f.ward_code = %(ward)s and f.state = 'open' and f.severity <> 'info'
        group by f.delivery_id, f.rule_code
    ),
    now as (
        select audit.cause_key(c.rule_code, d.source, d.month, d.delivery_id) as cause_key, c.rule_code, d.source, d.month,
               max(d.delivery_id) as delivery_id, sum(c.finding_count)::int as finding_count
        from counted c join audit.delivery d using (delivery_id)
        where d.status not in ('superseded', 'duplicate')
        group by 1, 2, 3, 4
    ),
    last as (
        select distinct on (cause_key) cause_key, rule_code, source, month, delivery_id, finding_count
        from audit.cause_count where ward_code = %(ward)s order by cause_key, cause_count_id desc
    )
    insert into audit.cause_count (ward_code, cause_key, rule_code, source, month, delivery_id, finding_count, act_id)
    select %(ward)s, cause_key, coalesce(n.rule_code, l.rule_code), coalesce(n.source, l.source), coalesce(n.month, l.month),
           coalesce(n.delivery_id, l.delivery_id), coalesce(n.finding_count, 0), %(act)s::int
    from now n full join last l using (cause_key)
    where coalesce(n.finding_count, 0) <> coalesce(l.finding_count, 0)"""


def count_causes(connection: "Connection", ward_code: str, act: int | None = None) -> None:
    """``act``: the decision that changed what is open; None after a run."""
    connection.exec_driver_sql(_COUNTED, {"ward": ward_code, "act": act})
