"""A night that failed while the service lives: told at once, by what ward.toml and the environment say alone, for the database may be what
is lost.

Data flow: trouble of the error -> ``Message`` -> channels; ``CHITIEU_HOME/failure_told.json``; audit.digest where the database answers
"""

import json
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from flows.operations.digest.channels import send
from flows.operations.digest.message import failed_message
from flows.operations.digest.morning import Letter, remember
from flows.operations.digest.news import Told
from flows.system.errors import ChitieuError, Trouble
from flows.system.files import write_private

if TYPE_CHECKING:
    from flows.config.settings import Settings

#: Below ``CHITIEU_HOME``: the day, and which channels heard of which trouble on it.
_TOLD = "failure_told.json"


def tell_failed(settings: "Settings", trouble: Trouble, now: datetime | None = None) -> list[str]:
    """One message a channel, trouble and day: a night that is tried again and fails again in the same way adds nothing. A sentence for each
    that was not sent; raises nothing. ``trouble`` as of a ``ChitieuError``; "none" is none to tell."""
    if trouble == "none":
        return []
    zone = ZoneInfo(settings.ward.schedule.timezone)
    at = now.astimezone(zone) if now else datetime.now(zone)
    path, message = settings.home / _TOLD, failed_message(trouble, settings.ward.name, at)
    told = _told(path, at.date())
    channels = [(person.name, channel) for person in settings.ward.people for channel in person.channels]
    letters = [
        Letter(person, channel, "failed", message, Told(at.date(), 0, {}), send(settings.messaging.address(channel), channel, message))
        for person, channel in channels
        if f"{trouble} {channel}" not in told
    ]
    told += [f"{trouble} {letter.channel}" for letter in letters if letter.failure is None]
    with suppress(OSError):  # a full disk is one of the troubles
        write_private(path, json.dumps({"day": at.date().isoformat(), "told": told}).encode())
    _keep(settings, letters, at.date())
    return [letter.failure for letter in letters if letter.failure]


def tell_failed_of(slug: str, trouble: Trouble) -> None:
    """As a process of its own. A failure is a sentence on standard error."""
    from flows.config.settings import load_settings

    try:
        failures = tell_failed(load_settings(slug), trouble)
    except ChitieuError as error:
        failures = [str(error)]
    for failure in failures:
        click.echo(f"chitieu: {failure}", err=True)


def _told(path: Path, day: date) -> list[str]:
    try:
        kept = json.loads(path.read_text("utf-8"))
        return list(kept["told"]) if kept["day"] == day.isoformat() else []
    except (OSError, ValueError, LookupError, TypeError):  # none yet, or spoilt: then it is told once more
        return []


def _keep(settings: "Settings", letters: list[Letter], day: date) -> None:
    """In the warehouse, if that can still be."""
    if not letters:
        return
    from sqlalchemy.exc import SQLAlchemyError

    from flows.database.engine import open_engine

    with suppress(ChitieuError, SQLAlchemyError, OSError), open_engine(settings) as engine:
        for letter in letters:
            remember(engine, settings.ward.code, letter, day)
