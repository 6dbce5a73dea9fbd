"""Digest: one message a person and morning, after the night.

A message that a channel did not take is tried again with the next night: what is new is counted from the last one that was taken.

Data flow: people of ward.toml, ``News`` -> ``Message`` -> channel -> audit.digest, only added to
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flows.operations.digest.channels import beat, send
from flows.operations.digest.message import Message, morning_message
from flows.operations.digest.news import Told, last_told, read_news

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings
    from flows.config.ward import Person

_SENT_ALREADY = """
    select exists (select from audit.digest
                   where ward_code = %s and person_name = %s and channel = %s and kind = 'morning' and morning = %s and is_sent)"""

_REMEMBER = """
    insert into audit.digest
        (ward_code, person_name, channel, kind, morning, cause_count_id, submissions, subject, body, is_sent, failure)
    values (%s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s)"""


@dataclass(frozen=True)
class Letter:
    """A message to one channel of a person. ``failure``: None where it was sent, or only shown."""

    person: str
    channel: str
    kind: str
    message: Message
    now: Told
    failure: str | None = None


def page_address(settings: "Settings") -> str:
    """Where people open the officer's page: as configured, else where it listens."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.web.host, settings.web.host)
    return settings.messaging.page_url or f"http://{f'[{host}]' if ':' in host else host}:{settings.web.port}"


def tell_morning(settings: "Settings", morning: date | None = None) -> list[str]:
    """After a night that went well: the messages and the heartbeat; a sentence for each that failed. Raises nothing that a channel does."""
    failures = [letter.failure for letter in send_digests(settings, morning) if letter.failure]
    if settings.messaging.heartbeat_url:
        failures += filter(None, [beat(settings.messaging.heartbeat_url)])
    return failures


def send_digests(settings: "Settings", morning: date | None = None, *, is_dry: bool = False) -> list[Letter]:
    """One message for each channel that has none of this morning yet; ``is_dry``: nothing is sent or kept, and all are shown."""
    if not settings.ward.people:
        return []
    from flows.database.engine import open_engine

    day = morning or datetime.now(ZoneInfo(settings.ward.schedule.timezone)).date()
    with open_engine(settings) as engine:
        with engine.connect() as connection:
            letters = [
                letter
                for person in settings.ward.people
                for channel in person.channels
                if (letter := _letter(connection, settings, person, channel, day, is_dry=is_dry)) is not None
            ]
        return letters if is_dry else deliver(engine, settings, letters, day)


def _letter(connection: "Connection", settings: "Settings", person: "Person", channel: str, day: date, *, is_dry: bool) -> Letter | None:
    ward = settings.ward
    if not is_dry and connection.exec_driver_sql(_SENT_ALREADY, (ward.code, person.name, channel, day)).scalar_one():
        return None
    news = read_news(connection, ward, day, last_told(connection, ward.code, person.name, channel))
    message = morning_message(news, ward.name, person.role, page_address(settings))
    return Letter(person.name, channel, "morning", message, news.now)


def deliver(engine: "Engine", settings: "Settings", letters: Sequence[Letter], day: date) -> list[Letter]:
    """Each kept in a transaction of its own: what was sent is known, whatever becomes of the next."""
    out = []
    for letter in letters:
        failure = send(settings.messaging.address(letter.channel), letter.channel, letter.message)
        out.append(replace(letter, failure=failure))
        remember(engine, settings.ward.code, out[-1], day)
    return out


def remember(engine: "Engine", ward_code: str, letter: Letter, day: date) -> None:
    """A message that was sent, or that its channel did not take."""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            _REMEMBER,
            (
                ward_code,
                letter.person,
                letter.channel,
                letter.kind,
                day,
                letter.now.cause_count_id,
                json.dumps(letter.now.submissions),
                letter.message.subject,
                letter.message.body,
                letter.failure is None,
                letter.failure,
            ),
        )
