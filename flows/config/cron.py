"""When a night is due: cron expressions as the scheduler understands them, checked where the ward is read.

Only what every cron knows is taken (numbers, names of months and days, ``* , - /``), because the scheduler and this check are two programs.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

_FIELD = r"[0-9A-Za-z*,/-]+"
_FIVE_FIELDS = re.compile(rf"{_FIELD}( {_FIELD}){{4}}")


def next_due(cron: str, timezone: str, after: datetime) -> datetime | None:
    """The first moment after ``after`` (with its zone); None where the expression is none, or its day never comes (30 February)."""
    from cronsim import CronSim, CronSimError

    if _FIVE_FIELDS.fullmatch(cron) is None:
        return None
    try:
        return next(CronSim(cron, after.astimezone(ZoneInfo(timezone))), None)
    except CronSimError:
        return None
