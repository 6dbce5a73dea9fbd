"""The audit line of a delivery and its findings.

Data flow: ``Receipt``, findings -> ``audit.delivery``, ``audit.finding``
"""

from dataclasses import dataclass
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
class Receipt:
    """What becomes of a delivery before it has a number: one line of ``audit.delivery``."""

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
    connection: "Connection",
    ward_code: str,
    run_id: int,
    incoming: "Incoming",
    receipt: Receipt,
    findings: list[FileFinding],
    rows: pl.DataFrame | None = None,
    replayed: int | None = None,
) -> int:
    """The delivery's line and its findings; its number. ``replayed``: the number of a delivery that is taken again (``flows.operations.rebuild``)."""
    verdict: dict[str, object] = {
        "source": receipt.source,
        "month": receipt.month,
        "status": receipt.status,
        "rows_read": receipt.rows_read,
        "rows_published": receipt.rows_published,
        "rows_quarantined": receipt.rows_quarantined,
        "household_count": receipt.household_count,
        "stated_open_count": receipt.stated_open_count,
        "reasons": "\n".join(receipt.reasons),
    }
    path_parts = "/".join(incoming.found.parts)
    arrival: dict[str, object] = {
        "ward_code": ward_code,
        "file_name": incoming.found.file_name,
        "sha256": incoming.sha256,
        "run_id": run_id,
        "path_parts": path_parts if path_parts != incoming.found.file_name else "",
    }
    if replayed is None:
        line = verdict | arrival
        names, places = ", ".join(line), ", ".join(f"%({name})s" for name in line)
        statement = f"insert into audit.delivery ({names}) values ({places}) returning delivery_id"
    else:
        line = verdict | {"delivery_id": replayed}
        changes = ", ".join(f"{name} = %({name})s" for name in verdict)
        statement = f"update audit.delivery set {changes} where delivery_id = %(delivery_id)s returning delivery_id"
    delivery_id = int(connection.exec_driver_sql(statement, line).scalar_one())
    whole = pl.DataFrame(
        [(f.rule_code, f.severity, f.message_vi) for f in findings],
        orient="row",
        schema={"rule_code": pl.String, "severity": pl.String, "message_vi": pl.String},
    )
    parts = [
        whole.select(
            pl.lit(None, dtype=kind).alias(name) if name not in whole.columns else name for name, kind in ROW_FINDING_SCHEMA.items()
        )
    ]
    everything = pl.concat(parts + ([rows] if rows is not None else []))
    copy_frame(
        connection,
        "audit.finding",
        everything.with_columns(
            pl.lit(delivery_id).alias("delivery_id"),
            pl.lit(ward_code).alias("ward_code"),
            pl.lit(receipt.source, dtype=pl.String).alias("source"),
            pl.lit(receipt.month, dtype=pl.Date).alias("month"),
            pl.lit(incoming.found.file_name).alias("file_name"),
        ),
    )
    return delivery_id
