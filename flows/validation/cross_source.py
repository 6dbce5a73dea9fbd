"""Findings across sources, judged afresh whenever something was published: they look at the whole warehouse, not at one file.

Data flow: ``sql/across/X0n.sql`` -> frame -> rule -> audit.finding (those of the last time are replaced; an officer's acceptance is kept)
"""

from typing import TYPE_CHECKING

import polars as pl

from flows.database.frames import copy_frame, joined_by_hash, read_frame
from flows.database.sql_text import read_sql
from flows.validation.judging import judge_needed

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from expectations.rule import Rule
    from flows.config.ward import Ward


#: The same sentence about the same bytes was accepted: with another figure in it, it is open again.
_ACCEPTED = """
    update audit.finding f set state = 'accepted'
    from audit.delivery d, audit.decision a
    where f.ward_code = %(ward)s and f.rule_code like 'X%%' and d.delivery_id = f.delivery_id and a.ward_code = f.ward_code
      and a.kind = 'accept' and a.row_identity is null and a.sha256 = d.sha256 and a.rule_code = f.rule_code and a.said = md5(f.message_vi)
      and not exists (select from audit.decision u where u.undoes = a.decision_id)"""


def judge_across(connection: "Connection", ward: "Ward") -> None:
    from expectations.cross_source import RULES

    connection.exec_driver_sql("delete from audit.finding where ward_code = %s and rule_code like 'X%%'", (ward.code,))
    found = [finding for code, rule in RULES.items() if (finding := _judge(connection, ward, code, rule)).height]
    if not found:
        return
    deliveries = read_frame(
        connection,
        "select delivery_id::bigint, source, month, file_name from audit.delivery where ward_code = %s",
        (ward.code,),
        {"delivery_id": pl.Int64, "source": pl.String, "month": pl.Date, "file_name": pl.String},
    )
    copy_frame(
        connection,
        "audit.finding",
        pl.concat(found).join(deliveries, on="delivery_id").with_columns_seq(pl.lit(ward.code).alias("ward_code")),
    )

    connection.exec_driver_sql(_ACCEPTED, {"ward": ward.code})


def _judge(connection: "Connection", ward: "Ward", code: str, rule: "Rule") -> pl.DataFrame:
    from expectations.engine.suite import run_suite

    with joined_by_hash(connection):  # of the facts of the night: one list's members were held against the other list one by one
        frame = read_frame(connection, read_sql(f"across/{code}.sql"), (ward.code,)).with_row_index("row_id")
    with judge_needed(f"Findings across sources, rule {code}"):
        failures = run_suite(frame, [rule], suite_name=code).failures if frame.height else None
    schema = {
        "delivery_id": pl.Int64,
        "sheet_name": pl.String,
        "row_number": pl.Int64,
        "rule_code": pl.String,
        "severity": pl.String,
        "message_vi": pl.String,
    }
    if failures is None or failures.is_empty():
        return pl.DataFrame(schema=schema)
    places = frame.select_seq(pl.col("row_id").cast(pl.Int64), "delivery_id", "sheet_name", "row_number")
    return (
        failures.rename({"message": "message_vi"})
        .join(places, on="row_id", maintain_order="left")
        .select_seq(pl.col(name).cast(kind) for name, kind in schema.items())
    )
