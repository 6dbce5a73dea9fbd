"""Headings that no contract knows: what officers answered about them, and which are shown again and again.

Data flow: ``[columns.<source>]`` of the ward's folder + audit.heading_answer -> ``contracts_for`` -> reading;
readings -> audit.unknown_heading -> ``review.headings``
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from expectations.registry import contracts, source

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.ward import Ward
    from transforms.contract import Contract
    from transforms.reading.answers import HeadingAnswer


def contracts_for(connection: "Connection", ward: "Ward") -> "tuple[Contract, ...]":
    """The contracts of all sources with what was answered about headings; the database's answer wins over the folder's."""
    from transforms.reading.answers import with_answers

    return with_answers(contracts(), [*ward.headings, *_answers_in(connection, ward.code)])


def _answers_in(connection: "Connection", ward_code: str) -> "list[HeadingAnswer]":
    from transforms.reading.answers import HeadingAnswer

    rows = connection.exec_driver_sql(
        "select source, heading, column_name from audit.heading_answer where ward_code = %s order by decided_at", (ward_code,)
    )
    return [HeadingAnswer(row.source, row.heading, row.column_name) for row in rows]


def settled_keys(known: "Iterable[Contract]") -> set[tuple[str, str]]:
    """Source and key of every heading about which the contracts carry an answer."""
    from transforms.reading.heading_keys import answered_keys

    return {(contract.source, key) for contract in known for part in contract.lists for key in answered_keys(part)}


def answered_since(connection: "Connection", ward: "Ward", digests: list[str]) -> list[int]:
    """Deliveries of these bytes that are held because a column is missing (F03) and that may be read otherwise now: an unknown heading of
    theirs is answered, or the officer answered anything about their source after they came."""
    held = """select d.delivery_id, d.source, u.heading_key,
                     exists (select from audit.heading_answer a
                             where a.ward_code = d.ward_code and a.source = d.source and a.decided_at > d.received_at) as is_newer
              from audit.delivery d left join audit.unknown_heading u using (delivery_id)
              where d.ward_code = %s and d.sha256 = any(%s) and d.status = 'held'
                and exists (select from audit.finding f where f.delivery_id = d.delivery_id and f.rule_code = 'F03')"""
    rows = connection.exec_driver_sql(held, (ward.code, digests)).fetchall()
    settled = settled_keys(contracts_for(connection, ward)) if rows else set()
    return sorted({row.delivery_id for row in rows if row.is_newer or (row.source, row.heading_key) in settled})


def key_of(heading: str) -> str:
    """The key under which the heading is remembered."""
    from transforms.reading.answers import heading_key

    return heading_key(heading)


def header_of(source_name: str, column: str) -> str:
    """The Vietnamese heading of a column; its name where the source has no such column any more."""
    contract = source(source_name).contract
    return next((one.header for one in contract.all_columns if one.name == column), column)
