"""Moments as people read them: in the zone of Viet Nam, with its offset."""

from datetime import date, datetime

from transforms.vietnamese.moments import OFFSET as OFFSET
from transforms.vietnamese.moments import ZONE, in_zone


def moment_vi(moment: datetime, *, seconds: bool = False) -> str:
    """ "05/09/2026 08:15 (+07:00)"."""
    return f"{in_zone(moment):{'%d/%m/%Y %H:%M:%S' if seconds else '%d/%m/%Y %H:%M'}} ({OFFSET})"


def wall_clock(moment: datetime) -> datetime:
    """What a clock on the wall shows, for cells of a workbook, which know no zone."""
    return in_zone(moment).replace(tzinfo=None)


def today() -> date:
    """The day in Viet Nam, by which something is overdue."""
    return datetime.now(ZONE).date()


def midnight(day: date) -> datetime:
    """When the day begins in Viet Nam."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)
