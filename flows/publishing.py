"""One transaction a delivery: what was received, what was found, and, if nothing stops it, its rows in the star.

Data flow: ``Judged`` -> audit, vault -> staging by COPY -> ``sql/publish`` -> dimensions and facts. Readers see the old month or the new.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from expectations.deliveries.file_rules import FileFinding
from expectations.registry import REPLACED_WHOLE, SAME_ROWS_JUDGED, source
from expectations.verdict import ROW_FINDING_SCHEMA, Judged
from flows.config.calendar import last_day_of, month_key_of
from flows.database.frames import copy_frame, cursor, run_script
from flows.headings import keep_unknown_headings
from flows.staging import PEOPLE_TABLES, TABLES, people_rows, staged
from flows.vault.row_encryption import HASH_VERSION, Sealer, seal_digests
from transforms.cleaning.pseudonyms import household_names
from transforms.reading.model import Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.landing import Incoming


_FACT_SCRIPTS = ("health_insurance", "social_insurance")


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
    """The delivery's line and its findings; its number. ``replayed``: the number of a delivery that is taken again (``flows.rebuilding``)."""
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


def keep_for_officer(connection: "Connection", sealer: Sealer, delivery_id: int, reading: Reading, judged: Judged) -> None:
    """Repairs, counted with masked examples and in full in the vault, headings that nobody knows, and the cells of quarantined rows as they were sent."""
    repairs = judged.cleaned.repairs
    if judged.ledger is not None:
        copy_frame(connection, "audit.repair_count", judged.ledger.with_columns(pl.lit(delivery_id).alias("delivery_id")))
    if repairs.height:
        mended = repairs.group_by("sheet_name", "row_number").agg(
            pl.len().alias("cell_count"),
            pl.struct(*(name for name in repairs.columns if name not in ("sheet_name", "row_number"))).alias("repairs"),
        )
        copy_frame(connection, "vault.repair", sealer.seal(mended, ["repairs"]).with_columns(pl.lit(delivery_id).alias("delivery_id")))
    keep_unknown_headings(connection, delivery_id, reading)
    read_columns = _read_columns(str(reading.source))
    for table in reading.tables:
        own = judged.quarantined.filter(pl.col("sheet_name").eq_missing(pl.lit(table.sheet_name, dtype=pl.String)))
        cells = table.frame.filter(pl.col("row_number").is_in(own["row_number"].implode()))
        read = [name for name in table.frame.columns if name in read_columns]
        if cells.height:
            copy_frame(
                connection,
                "vault.quarantined_row",
                sealer.seal(
                    cells.select(
                        pl.lit(delivery_id).alias("delivery_id"),
                        pl.lit(table.sheet_name, dtype=pl.String).alias("sheet_name"),
                        pl.col("row_number").cast(pl.Int64),
                        (
                            household_names(cells["household_number"], sealer.secret)
                            if "household_number" in read
                            else pl.lit(None, dtype=pl.String)
                        )
                        .str.slice(0, 60)
                        .alias("household_number"),
                        pl.struct(*read).alias("cells"),
                    ),
                    ["cells"],
                ),
            )


def _read_columns(source_name: str) -> set[str]:
    """Columns that the product reads; others (ethnicity, notes) are not even kept for the officer."""
    contract = source(source_name).contract
    return {column.name for part in (contract, *contract.others) for column in part.columns if not column.reader_only}


def publish(
    connection: "Connection", sealer: Sealer, ward_key: int, ward_code: str, delivery_id: int, source: str, month: date, judged: Judged
) -> None:
    """Put the publishable rows into the star; for sources that are replaced whole the month's older delivery is superseded."""
    _open_delivery(connection, ward_key, ward_code, delivery_id, source, month)
    if source in REPLACED_WHOLE:
        connection.exec_driver_sql(
            """update audit.delivery set status = 'superseded', superseded_by = %s
               where ward_code = %s and source = %s and month = %s and delivery_id <> %s and status in ('published', 'published_with_findings')""",
            (delivery_id, ward_code, source, month, delivery_id),
        )
    for table, frame in staged(source, judged.cleaned, judged.rows, judged.population).items():
        copy_frame(connection, f"staging.{table}", frame)
    people = people_rows(source, judged.rows)
    if people is not None:
        kept = ["sheet_name", "row_number", *(name for name in ("dossier_code",) if name in people.columns)]
        sealed = sealer.seal(people, [name for name in people.columns if name not in kept])
        copy_frame(connection, "vault.person_row", sealed.with_columns(pl.lit(delivery_id).alias("delivery_id")))
    if source in PEOPLE_TABLES:
        _resolve_people(connection, PEOPLE_TABLES[source])
    run_script(connection, f"publish/{source}.sql")
    _refresh_person_facts(connection)
    if source in SAME_ROWS_JUDGED:
        hashes = seal_digests(sealer.secret, judged.cleaned.frame["row_hash"].to_numpy().tobytes(), delivery_id)
        connection.exec_driver_sql(
            "insert into audit.delivery_digest (delivery_id, hash_version, hashes) values (%s, %s, %s)", (delivery_id, HASH_VERSION, hashes)
        )
    connection.exec_driver_sql("truncate " + ", ".join(f"staging.{table}" for table in (*TABLES[source], "delivery", "affected_month")))


def _open_delivery(connection: "Connection", ward_key: int, ward_code: str, delivery_id: int, source: str, month: date) -> None:
    from flows.config.versions import code_version, rule_version

    connection.exec_driver_sql(
        "insert into staging.delivery values (%s, %s, %s, %s, %s)",
        (ward_key, ward_code, delivery_id, month_key_of(month), last_day_of(month)),
    )
    connection.exec_driver_sql(
        """insert into warehouse.dim_delivery (delivery_key, ward_key, source, month_key, received_date, rule_version, code_version)
           select delivery_id, %s, %s, %s, received_at::date, %s, %s from audit.delivery where delivery_id = %s
           on conflict (delivery_key) do update set source = excluded.source, month_key = excluded.month_key, rule_version = excluded.rule_version,
               code_version = excluded.code_version""",
        (ward_key, source, month_key_of(month), rule_version(), code_version(), delivery_id),
    )


def _resolve_people(connection: "Connection", table: str) -> None:
    with cursor(connection) as raw:
        raw.execute(
            f"""analyze staging.{table};
            create or replace temporary view stg_people as
            select sheet_name, row_number, personal_pseudonym, insurance_pseudonym from staging.{table}""".encode(),
            prepare=False,
        )
    run_script(connection, "publish/people.sql")


def _refresh_person_facts(connection: "Connection") -> None:
    """Also for months of the other list, where a link between ids has joined two keys."""
    affected = {row[0] for row in connection.exec_driver_sql("select distinct source from staging.affected_month").fetchall()}
    for name in _FACT_SCRIPTS:
        if name in affected:
            run_script(connection, f"publish/fact_{name}.sql")
