"""Nights that did not run: told by the next start, each once.

Data flow: schedule of ward.toml, audit.run -> nights that were due -> ``Message`` -> channel -> audit.digest
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from flows.operations.digest.message import missed_message
from flows.operations.digest.morning import Letter, deliver, page_address
from flows.operations.digest.news import Told
from flows.system.errors import ChitieuError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.settings import Settings

#: A night that is due is given this long to begin.
_GRACE = timedelta(minutes=30)


def tell_missed(settings: "Settings", now: datetime | None = None, *, is_dry: bool = False) -> list[Letter]:
    """At a start: where nights should have run since the last run and did not, one message a channel; each night is told once."""
    if not settings.ward.people:
        return []
    from flows.database.engine import open_engine

    ward = settings.ward
    zone = ZoneInfo(ward.schedule.timezone)
    at = now.astimezone(zone) if now else datetime.now(zone)
    with open_engine(settings) as engine:
        letters = []
        with engine.connect() as connection:
            for person in ward.people:
                for channel in person.channels:
                    nights = missed_nights(connection, settings, at, person.name, channel)
                    if nights:
                        message = missed_message(nights, ward.name, at, page_address(settings))
                        letters.append(Letter(person.name, channel, "missed", message, Told(at.date(), 0, {})))
        return letters if is_dry else deliver(engine, settings, letters, at.date())


def tell_missed_of(slug: str, started_at: str) -> None:
    """As a process of its own, of a service that began at that moment: the night that it catches up with hides none. A failure is a
    sentence on standard error."""
    from flows.config.settings import load_settings

    try:
        failures = [letter.failure for letter in tell_missed(load_settings(slug), datetime.fromisoformat(started_at)) if letter.failure]
    except ChitieuError as error:
        failures = [str(error)]
    for failure in failures:
        click.echo(f"chitieu: {failure}", err=True)


def missed_nights(connection: "Connection", settings: "Settings", at: datetime, person: str, channel: str) -> list[datetime]:
    """When nights were due since the last run began, or since the channel last heard of such, but for those that may still begin."""
    from cronsim import CronSim

    schedule = settings.ward.schedule
    since = connection.exec_driver_sql(
        """select greatest((select max(started_at) from audit.run where ward_code = %(ward)s and started_at < %(at)s),
                           (select max(made_at) from audit.digest where ward_code = %(ward)s and person_name = %(person)s
                               and channel = %(channel)s and kind = 'missed' and is_sent))
           where exists (select from audit.run where ward_code = %(ward)s)""",
        {"ward": settings.ward.code, "person": person, "channel": channel, "at": at},
    ).scalar_one_or_none()
    if since is None:
        return []
    nights = []
    for night in CronSim(schedule.cron, since.astimezone(ZoneInfo(schedule.timezone))):
        if night > at - _GRACE:
            break
        nights.append(night)
    return nights
