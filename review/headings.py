"""Headings: what officers answer about headings that no contract knows, and which of them wait for an answer.

Data flow: audit.unknown_heading -> ``open_headings`` -> the officer -> ``answer_heading`` -> audit.heading_answer -> next reading
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class Answer:
    """``column_name`` of the contract, None where the heading is not needed."""

    source: str
    heading: str
    column_name: str | None
    decided_by: str
    decided_at: datetime
    reason: str


@dataclass(frozen=True)
class OpenHeading:
    """A heading that waits for an answer, as the newest delivery that shows it has it.

    ``deliveries``: how many show it. ``is_holding``: at least one of them is held because a column is missing (F03).
    ``suggested_column`` and ``likeness`` (0-1): the column its values look like, None where they look like none.
    """

    source: str
    heading: str
    column_letter: str
    sheet_name: str | None
    file_name: str
    month: date | None
    deliveries: int
    is_holding: bool
    suggested_column: str | None
    likeness: float | None


def answer_heading(
    connection: "Connection", ward_code: str, source: str, heading: str, column_name: str | None, decided_by: str, reason: str
) -> Answer:
    """Remember what the heading means for the source; a newer answer takes the older one's place.

    ``column_name``: name or Vietnamese heading of a column; None, or "ignored", where it is not needed. Refused as ``HeadingError``:
    unknown sources and columns, headings that the program knows already or that could not be known again, an answer without a reason.
    """
    from flows.config.heading_answers import HeadingError, checked_answer, refuse_known

    answer = checked_answer(source, heading, column_name)
    refuse_known(source, heading)
    for name, text in (("reason", reason), ("name of who decides", decided_by)):
        if not text.strip():
            raise HeadingError(
                f"Heading '{heading}': the {name} is empty. Give it, so that the decision can be understood later.", "a text"
            )
    row = connection.exec_driver_sql(
        """insert into audit.heading_answer (ward_code, source, heading_key, heading, column_name, decided_by, reason)
           values (%s, %s, %s, %s, %s, %s, %s)
           on conflict (ward_code, source, heading_key) do update set heading = excluded.heading, column_name = excluded.column_name,
               decided_by = excluded.decided_by, decided_at = clock_timestamp(), reason = excluded.reason
           returning source, heading, column_name, decided_by, decided_at, reason""",
        (ward_code, source, answer.key, answer.heading, answer.column, decided_by.strip(), reason.strip()),
    ).one()
    return Answer(*row)


def forget_heading(connection: "Connection", ward_code: str, source: str, heading: str) -> bool:
    """Take an answer back; False if there was none. What was published with it stays until its source sends the month again."""
    from flows.extract.headings import key_of

    done = connection.exec_driver_sql(
        "delete from audit.heading_answer where ward_code = %s and source = %s and heading_key = %s", (ward_code, source, key_of(heading))
    )
    return bool(done.rowcount)


def answers_of(connection: "Connection", ward_code: str) -> list[Answer]:
    """All answers in the database, by source and heading; those of the ward's folder stand there."""
    rows = connection.exec_driver_sql(
        """select source, heading, column_name, decided_by, decided_at, reason from audit.heading_answer
           where ward_code = %s order by source, heading_key""",
        (ward_code,),
    )
    return [Answer(*row) for row in rows]


def open_headings(connection: "Connection", ward_code: str, settled: Collection[tuple[str, str]] = ()) -> list[OpenHeading]:
    """Headings that published or held deliveries showed and nobody answered; those that hold one back first, then the newest.

    ``settled``: (source, key) of headings that the ward's folder answers (``flows.extract.headings.settled_keys``).
    """
    rows = connection.exec_driver_sql(
        """with shown as (
               select d.source, u.*, d.file_name, d.month, d.status = 'held' and exists (
                          select from audit.finding f where f.delivery_id = d.delivery_id and f.rule_code = 'F03') as is_holding,
                      row_number() over (
                          partition by d.source, u.heading_key order by d.delivery_id desc, u.sheet_name, u.column_letter) as place
               from audit.unknown_heading u join audit.delivery d using (delivery_id)
               where d.ward_code = %s and d.status in ('published', 'published_with_findings', 'held')
                 and not exists (select from audit.heading_answer a
                                 where a.ward_code = d.ward_code and a.source = d.source and a.heading_key = u.heading_key))
           select n.source, n.heading, n.column_letter, n.sheet_name, n.file_name, n.month, c.deliveries, c.is_holding, n.suggested_column,
                  n.likeness::float8 as likeness, n.heading_key
           from shown n
           join (select source, heading_key, count(distinct delivery_id)::int as deliveries, bool_or(is_holding) as is_holding
                 from shown group by source, heading_key) c using (source, heading_key)
           where n.place = 1
           order by c.is_holding desc, n.month desc nulls first, n.source, n.delivery_id desc, n.sheet_name, length(n.column_letter),
                    n.column_letter""",
        (ward_code,),
    )
    return [OpenHeading(*row[:-1]) for row in rows if (row.source, row.heading_key) not in settled]
