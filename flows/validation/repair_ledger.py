"""Repair ledger, what becomes of repairs beside the rows: its lines with last month's shares, and F11 where the source changed its ways.

Data flow: ``Cleaned.repairs`` + audit.repair_count of the month before -> ``expectations.deliveries.repair_ledger`` -> ``Verdict.ledger``
"""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from expectations.registry import source
from expectations.verdict import Verdict
from flows.config.reference import read_reference

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from expectations.deliveries.repair_ledger import JumpLimits, LastRepairs
    from expectations.limits import Limits
    from flows.config.ward import Ward

#: Columns that are not personal by nature, in which people write what they like, names too.
FREE_TEXT = frozenset({"procedure_name"})

_COUNT_SCHEMA: dict[str, type[pl.DataType]] = {
    "delivery_id": pl.Int64,
    "column_name": pl.String,
    "kind": pl.String,
    "cell_count": pl.Int64,
}


def add_repair_ledger(connection: "Connection", ward: "Ward", judged: Verdict, source_name: str, month: date) -> Verdict:
    """The judged delivery with its ledger and, where repairs jumped against last month, F11 among its findings."""
    from expectations.deliveries.repair_ledger import KEYS, ledger, repairs_jumped

    last = last_repairs(connection, ward.code, source_name, month)
    lines = ledger(judged.cleaned, judged.rows_read, plain_columns(source_name), last)
    if lines.is_empty():
        return judged
    own = headings(source_name)
    found = [] if last is None else repairs_jumped(lines, jump_limits(ward.limits), last.month, own, kind_names())
    kept = lines.filter(lines["cell_count"].gt(0) | lines["last_row_share"].ge(ward.limits.repair_low_share))
    heading = pl.Series("column_heading", [own.get(name, "") for name in kept["column_name"]], dtype=pl.String)
    kept = kept.select_seq(*KEYS, heading, "cell_count", "examples", "last_row_share")
    return replace(judged, ledger=kept, file_findings=[*judged.file_findings, *found])


def jump_limits(limits: "Limits") -> "JumpLimits":
    from expectations.deliveries.repair_ledger import JumpLimits

    return JumpLimits(limits.repair_low_share, limits.repair_high_share, limits.repair_jump_least)


@cache
def kind_names() -> dict[str, str]:
    """Kind of repair -> its Vietnamese name."""
    return {row["kind"]: row["kind_name"] for row in read_reference("repair_kinds")}


@cache
def headings(source_name: str) -> dict[str, str]:
    """Column -> Vietnamese heading; also of the name that a poverty list has in one of two columns."""
    from transforms.vocabulary.columns import FULL_NAME

    contract = source(source_name).contract
    columns = [FULL_NAME, *(column for part in (*contract.others, contract) for column in part.columns)]
    return {column.name: column.header for column in columns}


@cache
def plain_columns(source_name: str) -> frozenset[str]:
    """Columns whose cells may be shown as they are; a column that no contract knows is taken for personal."""
    contract = source(source_name).contract
    columns = [column for column in contract.all_columns]
    return frozenset(column.name for column in columns if not column.personal) - FREE_TEXT


def last_repairs(connection: "Connection", ward_code: str, source_name: str, month: date) -> "LastRepairs | None":
    """What the deliveries of the latest earlier month mended that is published now; None if there is none."""
    from expectations.deliveries.repair_ledger import LastRepairs

    found = connection.exec_driver_sql(
        """select delivery_id, month, rows_read, column_name, kind, cell_count
           from audit.published_delivery left join audit.repair_count using (delivery_id)
           where ward_code = %(ward)s and source = %(source)s and rows_read > 0
             and month = (select max(month) from audit.published_delivery
                          where ward_code = %(ward)s and source = %(source)s and month < %(month)s and rows_read > 0)""",
        {"ward": ward_code, "source": source_name, "month": month},
    ).fetchall()
    if not found:
        return None
    deliveries = {row.delivery_id: row.rows_read for row in found}
    counts = [(row.delivery_id, row.column_name, row.kind, row.cell_count) for row in found if row.kind is not None]
    return LastRepairs(
        found[0].month,
        pl.DataFrame(list(deliveries.items()), schema={"delivery_id": pl.Int64, "rows_read": pl.Int64}, orient="row"),
        pl.DataFrame(counts, schema=_COUNT_SCHEMA, orient="row"),
    )
