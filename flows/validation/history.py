"""History of a source in the warehouse: what earlier deliveries of it counted and said, for the rules that compare.

Data flow: audit.published_delivery, audit.delivery_digest -> counts and shares for ``flows.pipeline.delivery``
"""

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from expectations.deliveries.ruined_columns import ASKED
from expectations.registry import DROP_JUDGED, RISE_JUDGED
from expectations.verdict import LastMonth
from flows.vault.row_encryption import HASH_VERSION, unseal_digests

if TYPE_CHECKING:
    from sqlalchemy import Connection


#: Found at the end of an index, however many months there are.
_LATEST = """(select max(month) from audit.published_delivery
              where ward_code = %(ward)s and source = %(source)s and month < %(month)s)"""


def last_month(connection: "Connection", ward_code: str, source: str, month: date) -> LastMonth | None:
    """The latest published month before ``month``; None where there is none, and for sources whose counts are not compared."""
    if source not in DROP_JUDGED | RISE_JUDGED:
        return None
    row = connection.exec_driver_sql(
        f"""select month, sum(coalesce(household_count, rows_read))::int as total_count from audit.published_delivery
            where ward_code = %(ward)s and source = %(source)s and month = {_LATEST}
            group by month""",
        {"ward": ward_code, "source": source, "month": month},
    ).one_or_none()
    return LastMonth(row.month, int(row.total_count)) if row is not None else None


def broken_last_month(connection: "Connection", ward_code: str, source: str, month: date) -> dict[str, float]:
    """Rule -> share (0-1) of the rows of the latest published month before ``month`` that broke it, for the rules that F14 asks; F14
    itself stands among them where a delivery of that month was released."""
    found = connection.exec_driver_sql(
        f"""
        with last as materialized (
            select delivery_id, rows_read from audit.published_delivery
            where ward_code = %(ward)s and source = %(source)s and month = {_LATEST}
        )
        select f.rule_code,
               count(distinct (f.delivery_id, f.sheet_name, f.row_number))
                   / (select greatest(sum(rows_read), 1) from last)::float8 as share
        from audit.finding f join last using (delivery_id)
        where f.rule_code = any(%(rules)s)
        group by f.rule_code""",
        {"ward": ward_code, "source": source, "month": month, "rules": list(ASKED)},
    )
    return {row.rule_code: row.share for row in found}


def dossier_rows_of_month(connection: "Connection", ward_code: str, month: date) -> int:
    """Rows of the month's dossier logs that are published already: several logs share a month."""
    return int(
        connection.exec_driver_sql(
            """select coalesce(sum(rows_read), 0) from audit.published_delivery
               where ward_code = %s and source = 'dossiers' and month = %s""",
            (ward_code, month),
        ).scalar_one()
    )


def share_of_same_rows(connection: "Connection", secret: bytes, ward_code: str, source: str, earlier: date, frame: pl.DataFrame) -> float:
    """Share (0-1) of the rows of ``frame``, by ``row_hash``, that stand, month and running number aside, in the deliveries of the month
    ``earlier`` too. Digests of another version of the hash are not compared."""
    rows = connection.exec_driver_sql(
        """select d.delivery_id, d.hashes from audit.delivery_digest d join audit.published_delivery a using (delivery_id)
           where a.ward_code = %s and a.source = %s and a.month = %s and d.hash_version = %s""",
        (ward_code, source, earlier, HASH_VERSION),
    ).fetchall()
    known = [_row_hashes(secret, bytes(row.hashes), row.delivery_id) for row in rows]
    if not known or frame.is_empty():
        return 0.0
    same = int(frame["row_hash"].is_in(pl.concat(known).unique().implode()).sum())
    return same / frame.height


def _row_hashes(secret: bytes, sealed: bytes, delivery_id: int) -> pl.Series:
    return pl.Series(memoryview(unseal_digests(secret, sealed, delivery_id)).cast("Q").tolist(), dtype=pl.UInt64)
