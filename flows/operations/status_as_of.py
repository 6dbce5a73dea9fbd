"""Status of the ward as it was known at the end of an earlier day.

Data flow: audit.*, history of the indicators -> ``WardStatus``
"""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flows.indicators.scorecard_as_of import scorecard_as_of
from flows.operations.status import WardStatus

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward


#: A delivery that was replaced later still counted then, under the status that its findings gave it.
_DELIVERIES = """
    select d.source, d.month, d.file_name,
           case when d.status <> 'superseded' or s.received_at < %(before)s then d.status
                when exists (select from audit.finding f where f.delivery_id = d.delivery_id and f.severity in ('critical', 'warning'))
                then 'published_with_findings' else 'published' end as status,
           d.rows_read, d.rows_published, d.rows_quarantined, d.received_at, d.reasons
    from audit.delivery d
    left join audit.delivery s on s.delivery_id = d.superseded_by
    where d.ward_code = %(ward)s and d.received_at < %(before)s
    order by d.month desc nulls first, d.source, d.delivery_id"""
_RUNS = """
    select run_id, started_at, case when finished_at < %(before)s then finished_at end as finished_at,
           case when finished_at >= %(before)s then 'running' else state end as state,
           as_of, delivery_count, published_count, refused_count, indicators_changed, seconds
    from audit.run where ward_code = %(ward)s and started_at < %(before)s order by run_id desc limit 1"""


def read_status_as_of(connection: "Connection", ward: "Ward", day: date) -> WardStatus:
    """``day`` ends at midnight where the ward is."""
    before = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(ward.schedule.timezone))
    known = {"ward": ward.code, "before": before}
    runs, deliveries = ([dict(row) for row in connection.exec_driver_sql(query, known).mappings()] for query in (_RUNS, _DELIVERIES))
    found = connection.exec_driver_sql("select ward_key from warehouse.dim_ward where ward_code = %s", (ward.code,)).scalar_one_or_none()
    card = [] if found is None else scorecard_as_of(connection, int(found), before)
    return WardStatus(ward.code, ward.name, runs[0] if runs else None, deliveries, [], card, day)
