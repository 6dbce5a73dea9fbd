"""Facts of a delivery: if nothing stops it, its publishable rows in the star.

Data flow: ``Verdict`` -> vault, staging by COPY -> ``sql/publish`` -> dimensions and facts. All in the transaction of the delivery: readers
see the old month or the new.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from expectations.registry import REPLACED_WHOLE, SAME_ROWS_JUDGED
from expectations.verdict import Verdict
from flows.config.calendar import last_day_of, month_key_of
from flows.database.frames import copy_blocks, copy_frame, cursor, run_script
from flows.load.staging import PEOPLE_TABLES, TABLES, people_rows, staged
from flows.vault.row_encryption import HASH_VERSION, Sealer, seal_digests

if TYPE_CHECKING:
    from sqlalchemy import Connection


_FACT_SCRIPTS = ("health_insurance", "social_insurance")
_SEALED_AT_ONCE = 5_000


def publish(
    connection: "Connection",
    sealer: Sealer,
    ward_key: int,
    ward_code: str,
    delivery_id: int,
    source: str,
    month: date,
    judged: Verdict,
    kept: Sequence[int] = (),
) -> None:
    """Put the publishable rows into the star; for sources that are replaced whole the month's older delivery is superseded. ``kept``:
    deliveries of the month that this one stands beside, because each of them is a part of its list."""
    # What is looked at for the planner lives as long as the transaction: a tenth of the usual rows tells how many there are.
    connection.exec_driver_sql("set local default_statistics_target = 10")
    _open_delivery(connection, ward_key, ward_code, delivery_id, source, month)
    connection.exec_driver_sql("insert into staging.kept_delivery select unnest(%s::int[])", (list(kept),))
    if source in REPLACED_WHOLE:
        _supersede_older(connection, ward_code, [delivery_id, *kept], source, month)
    for table, frame in staged(source, judged.cleaned, judged.rows, judged.population, sealer.secret).items():
        copy_frame(connection, f"staging.{table}", frame)
    people = people_rows(source, judged.rows)
    if people is not None:
        _seal_people(connection, sealer, delivery_id, people)
    if source in PEOPLE_TABLES:
        _resolve_people(connection, PEOPLE_TABLES[source])
    run_script(connection, f"publish/{source}.sql")
    _refresh_person_facts(connection)
    _say_touched(connection, source)
    if source in SAME_ROWS_JUDGED:
        hashes = seal_digests(sealer.secret, judged.cleaned.frame["row_hash"].to_numpy().tobytes(), delivery_id)
        connection.exec_driver_sql(
            "insert into audit.delivery_digest (delivery_id, hash_version, hashes) values (%s, %s, %s)", (delivery_id, HASH_VERSION, hashes)
        )
    connection.exec_driver_sql(
        "truncate " + ", ".join(f"staging.{table}" for table in (*TABLES[source], "delivery", "affected_month", "kept_delivery"))
    )


def _say_touched(connection: "Connection", source: str) -> None:
    """The month of the delivery, and those of lists in which two ids turned out to be one person's: their indicators are computed again.

    ``union all``: months that come twice are left out by the conflict. A ``union`` makes room for as many as the planner takes tables for
    that nobody looked at, a million, which took 40 ms a delivery.
    """
    connection.exec_driver_sql(
        """insert into audit.touched_month (ward_key, source, month_key)
           select ward_key, %s, month_key from staging.delivery
           union all
           select d.ward_key, a.source, a.month_key from staging.affected_month a cross join staging.delivery d
           on conflict do nothing""",
        (source,),
    )


def _open_delivery(connection: "Connection", ward_key: int, ward_code: str, delivery_id: int, source: str, month: date) -> None:
    from flows.config.versions import code_version, rule_version

    connection.exec_driver_sql(
        "insert into staging.delivery values (%s, %s, %s, %s, %s)",
        (ward_key, ward_code, delivery_id, month_key_of(month), last_day_of(month)),
    )
    connection.exec_driver_sql("analyze staging.delivery")  # one row, which the planner takes for a thousand
    connection.exec_driver_sql(
        """insert into warehouse.dim_delivery (delivery_key, ward_key, source, month_key, received_date, rule_version, code_version)
           select delivery_id, %s, %s, %s, received_at::date, %s, %s from audit.delivery where delivery_id = %s
           on conflict (delivery_key) do update set source = excluded.source, month_key = excluded.month_key,
               rule_version = excluded.rule_version, code_version = excluded.code_version""",
        (ward_key, source, month_key_of(month), rule_version(), code_version(), delivery_id),
    )


def _supersede_older(connection: "Connection", ward_code: str, staying: list[int], source: str, month: date) -> None:
    """``staying``: the delivery that is being published, and those that it stands beside."""
    connection.exec_driver_sql(
        """update audit.delivery set status = 'superseded', superseded_by = %s
           where delivery_id in (select delivery_id from audit.published_delivery
                                 where ward_code = %s and source = %s and month = %s and delivery_id <> all(%s))""",
        (staying[0], ward_code, source, month, staying),
    )


def _seal_people(connection: "Connection", sealer: Sealer, delivery_id: int, people: pl.DataFrame) -> None:
    """Who stands behind each row, into the vault; place and dossier stay readable there. In blocks: sealed text is long."""
    if people.is_empty():
        return
    kept = ["sheet_name", "row_number", *(name for name in ("dossier_code",) if name in people.columns)]
    personal = [name for name in people.columns if name not in kept]
    sealer.data_key()  # made before the COPY, in which nothing else may be said to the database
    number = pl.lit(delivery_id).alias("delivery_id")
    sealed = (sealer.seal(block, personal).with_columns(number) for block in people.iter_slices(_SEALED_AT_ONCE))
    copy_blocks(connection, "vault.person_row", [*kept, "sealed", "delivery_id"], sealed)


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
