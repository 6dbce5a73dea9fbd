"""Days off of a ward, from the calendar that its warehouse holds: the library of holidays takes a tenth of a second to load.

Data flow: warehouse.dim_date -> ``days_off_of`` -> D11 (``flows.validation.context``), the submission calendar
"""

from datetime import date
from typing import TYPE_CHECKING

from flows.config.calendar import FIRST_DATE, LAST_DATE, days_off
from flows.config.versions import calendar_version

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward


def days_off_of(connection: "Connection | None", ward: "Ward", years: range) -> frozenset[date]:
    """As ``flows.config.calendar.days_off`` reckons them. Reckoned too where no database is asked, where its calendar was made for another
    ward, by another library or before the ward's days changed, and for years that it does not have."""
    if connection is None or years.start < FIRST_DATE.year or years.stop - 1 > LAST_DATE.year or not _is_of(connection, ward):
        return days_off(years, ward)
    closed = connection.exec_driver_sql(
        "select date from warehouse.dim_date where year between %s and %s and is_working_day = 0", (years.start, years.stop - 1)
    )
    return frozenset(closed.scalars())


def _is_of(connection: "Connection", ward: "Ward") -> bool:
    made_with = connection.exec_driver_sql(
        "select value from audit.setting where ward_code = '' and name = 'calendar'"
    ).scalar_one_or_none()
    return bool(made_with == calendar_version(ward))
