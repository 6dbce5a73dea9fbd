"""News of a morning: the state of the ward, and what changed since a channel was last written to. Counts, rules, sources and months alone.

Data flow: audit.run, audit.submission, audit.cause_count, audit.digest -> ``News``
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flows.operations.status import SUBMISSIONS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward

Row = dict[str, Any]

_LAST_TOLD = """
    select morning, cause_count_id, submissions from audit.digest
    where ward_code = %s and person_name = %s and channel = %s and kind = 'morning' and is_sent
    order by digest_id desc limit 1"""
_LAST_RUN = """
    select run_id, started_at, finished_at, state, as_of, delivery_count, published_count, refused_count, indicators_changed
    from audit.run where ward_code = %s order by run_id desc limit 1"""
#: Files of which nothing is published, unless the list came again and is.
_HELD = """
    select d.source, d.month from audit.delivery d
    where d.ward_code = %s and d.status in ('held', 'unreadable', 'unrecognised')
      and not exists (select from audit.published_delivery p where p.ward_code = d.ward_code and p.source = d.source and p.month = d.month
                        and p.delivery_id > d.delivery_id)
    order by d.month desc nulls first, d.source"""
#: Places that the last run could not take from, as a whole.
_UNREACHED = """
    select place_name from audit.outcome
    where run_id = %s and step = 'failed' and place_name is not null and file_name is null order by place_name"""
_OPEN = """
    select count(*)::int from (select distinct on (cause_key) finding_count from audit.cause_count where ward_code = %s
                               order by cause_key, cause_count_id desc) now
    where finding_count > 0"""


@dataclass(frozen=True)
class Told:
    """What a channel knows: None and nothing before its first message. ``submissions``: source and month -> rule."""

    morning: date | None
    cause_count_id: int
    submissions: dict[str, str]


@dataclass(frozen=True)
class News:
    """``changes``: rows of ``digest_causes.sql``. ``broken``: months that break a C rule since then, or a graver one than then; ``came``:
    months that broke one and no longer do. ``now``: what the channel knows from now on. ``unreached``: names of sources that the last run
    could not take from."""

    morning: date
    run: Row | None
    submissions: list[Row]
    held: list[Row]
    open_count: int
    changes: list[Row]
    broken: list[Row]
    came: list[Row]
    is_first: bool
    now: Told
    unreached: Sequence[str] = ()

    @property
    def is_quiet(self) -> bool:
        return not (self.changes or self.broken or self.came or self.unreached)


def last_told(connection: "Connection", ward_code: str, person: str, channel: str) -> Told:
    row = connection.exec_driver_sql(_LAST_TOLD, (ward_code, person, channel)).one_or_none()
    return Told(row.morning, int(row.cause_count_id), dict(row.submissions)) if row else Told(None, 0, {})


def read_news(connection: "Connection", ward: "Ward", morning: date, told: Told) -> News:
    from flows.database.sql_text import read_sql

    submissions = _rows(connection, SUBMISSIONS, (ward.code,))
    newest = connection.exec_driver_sql(
        "select coalesce(max(cause_count_id), 0) from audit.cause_count where ward_code = %s", (ward.code,)
    ).scalar_one()
    since = {"ward": ward.code, "since": told.cause_count_id, "morning": morning, "before": told.morning or morning}
    runs = _rows(connection, _LAST_RUN, (ward.code,))
    by_key = {_key(row): row for row in submissions}
    rules = {key: row["rule_code"] for key, row in by_key.items() if row["severity"] == "warning"}
    return News(
        morning,
        runs[0] if runs else None,
        submissions,
        _rows(connection, _HELD, (ward.code,)),
        connection.exec_driver_sql(_OPEN, (ward.code,)).scalar_one(),
        _rows(connection, read_sql("review/digest_causes.sql"), since),
        [by_key[key] for key, rule in rules.items() if rule != told.submissions.get(key)],
        [by_key[key] for key in told.submissions if key in by_key and key not in rules and by_key[key]["state"] != "held"],
        told.morning is None,
        Told(morning, int(newest), rules),
        [row["place_name"] for row in _rows(connection, _UNREACHED, (runs[0]["run_id"],))] if runs else [],
    )


def _key(row: Row) -> str:
    return f"{row['source']} {row['month']:%Y-%m}"


def _rows(connection: "Connection", query: str, parameters: Any) -> list[Row]:
    return [dict(row) for row in connection.exec_driver_sql(query, parameters).mappings()]
