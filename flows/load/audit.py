"""Audit of a delivery: its line and its findings.

Data flow: ``Arrival``, ``Receipt``, findings -> ``audit.delivery``, ``audit.finding``
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from expectations.deliveries.file_rules import FileFinding
from expectations.verdict import ROW_FINDING_SCHEMA
from flows.database.frames import copy_frame

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.extract.landing import Incoming


@dataclass(frozen=True)
class Arrival:
    """What came, to which ward, in which run. ``delivery_id``: its number, if it is taken again (``flows.operations.rebuild``)."""

    ward_code: str
    run_id: int
    incoming: "Incoming"
    delivery_id: int | None = None

    @property
    def file_name(self) -> str:
        return self.incoming.found.file_name


@dataclass(frozen=True)
class Receipt:
    """What becomes of a delivery before it has a number: the fields are columns of ``audit.delivery``, ``reasons`` Vietnamese sentences."""

    source: str | None
    month: date | None
    status: str
    rows_read: int = 0
    rows_published: int = 0
    rows_quarantined: int = 0
    household_count: int | None = None
    stated_open_count: int | None = None
    reasons: tuple[str, ...] = ()


def record(
    connection: "Connection", arrival: Arrival, receipt: Receipt, findings: list[FileFinding], rows: pl.DataFrame | None = None
) -> int:
    """The delivery's line and its findings; its number. ``rows``: findings about rows, see ``ROW_FINDING_SCHEMA``. Of a delivery that is
    taken again the line is brought up to date: when and how it came stays."""
    verdict = asdict(receipt) | {"reasons": "\n".join(receipt.reasons)}
    delivery_id = arrival.delivery_id
    if delivery_id is None:
        delivery_id = _insert_line(connection, arrival, verdict)
    else:
        _update_line(connection, delivery_id, verdict)
    told = [*([_about_the_file(findings)] if findings else []), *([rows] if rows is not None and rows.height else [])]
    if told:
        _add_findings(connection, delivery_id, arrival, receipt, pl.concat(told))
    return delivery_id


def _insert_line(connection: "Connection", arrival: Arrival, verdict: dict[str, object]) -> int:
    parts = "/".join(arrival.incoming.found.parts)
    line = verdict | {
        "ward_code": arrival.ward_code,
        "file_name": arrival.file_name,
        "sha256": arrival.incoming.sha256,
        "run_id": arrival.run_id,
        "path_parts": parts if parts != arrival.file_name else "",
    }
    places = ", ".join(f"%({name})s" for name in line)
    statement = f"insert into audit.delivery ({', '.join(line)}) values ({places}) returning delivery_id"
    return int(connection.exec_driver_sql(statement, line).scalar_one())


def _update_line(connection: "Connection", delivery_id: int, verdict: dict[str, object]) -> None:
    changes = ", ".join(f"{name} = %({name})s" for name in verdict)
    statement = f"update audit.delivery set {changes} where delivery_id = %(delivery_id)s returning delivery_id"
    connection.exec_driver_sql(statement, verdict | {"delivery_id": delivery_id}).one()


def _about_the_file(findings: list[FileFinding]) -> pl.DataFrame:
    """Findings about the whole file in the columns of those about rows, of which only code, severity, sentence and state are
    filled."""
    lines = [[getattr(one, name, None) for name in ROW_FINDING_SCHEMA] for one in findings]
    return pl.DataFrame(lines, orient="row", schema=ROW_FINDING_SCHEMA)


def _add_findings(connection: "Connection", delivery_id: int, arrival: Arrival, receipt: Receipt, findings: pl.DataFrame) -> None:
    copy_frame(
        connection,
        "audit.finding",
        findings.with_columns_seq(
            pl.lit(delivery_id).alias("delivery_id"),
            pl.lit(arrival.ward_code).alias("ward_code"),
            pl.lit(receipt.source, dtype=pl.String).alias("source"),
            pl.lit(receipt.month, dtype=pl.Date).alias("month"),
            pl.lit(arrival.file_name).alias("file_name"),
        ),
    )
