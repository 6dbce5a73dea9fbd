"""Facts of a delivery: if nothing stops it, its publishable rows in the star.

Data flow: ``Verdict`` -> vault, staging by COPY -> ``sql/publish`` -> dimensions and facts. All in the transaction of the delivery: readers
see the old month or the new.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from expectations.registry import REPLACED_WHOLE, SAME_ROWS_JUDGED
from expectations.verdict import Verdict
from flows.config.calendar import last_day_of, month_key_of
from flows.database.frames import copy_frame, copy_sealed, run_script, run_together, with_values
from flows.database.sql_text import read_sql
from flows.load.staging import PEOPLE_TABLES, TABLES, people_rows, staged
from flows.vault.row_encryption import HASH_VERSION, Sealer, seal_digests

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from transforms.cleaning.model import Cleaned


_FACT_SCRIPTS = ("health_insurance", "social_insurance")
_SEALED_AT_ONCE = 5_000
#: Rows of a list that is staged while it is being judged.
_LONG = 5_000


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
    *,
    is_staged: bool = False,
) -> None:
    """Put the publishable rows into the star; for sources that are replaced whole the month's older delivery is superseded. ``kept``:
    deliveries of the month that this one stands beside, because each of them is a part of its list. ``is_staged``: all rows are in staging
    already (``stage_ahead``)."""
    _open_delivery(connection, ward_key, ward_code, delivery_id, source, month, kept)
    if is_staged:
        _take_away(connection, source, judged.quarantined)
    else:
        _stage(connection, staged(source, judged.cleaned, judged.rows, judged.population, sealer.secret))
    with _sealed_beside(sealer, delivery_id, people_rows(source, judged.rows)) as sealed:
        _fill_star(connection, source)
        copy_sealed(connection, "vault.person_row", sealed())
    if source in SAME_ROWS_JUDGED:
        hashes = seal_digests(sealer.secret, array("Q", judged.cleaned.frame["row_hash"].to_list()).tobytes(), delivery_id)
        connection.exec_driver_sql(
            "insert into audit.delivery_digest (delivery_id, hash_version, hashes) values (%s, %s, %s)", (delivery_id, HASH_VERSION, hashes)
        )
    _close_delivery(connection, source)


def stage_ahead(connection: "Connection", source: str, cleaned: "Cleaned", secret: bytes) -> bool:
    """A long list into staging while it is being judged, all of it: whether that was done. ``publish`` takes away what may not be
    published; of a list that is held ``unstage`` takes away everything."""
    if source not in _FACT_SCRIPTS or cleaned.frame.height < _LONG:
        return False
    _stage(connection, staged(source, cleaned, cleaned.frame, None, secret))
    return True


def unstage(connection: "Connection", source: str) -> None:
    connection.exec_driver_sql(f"truncate {_tables(source)}")


def _stage(connection: "Connection", frames: Mapping[str, pl.DataFrame]) -> None:
    for table, frame in frames.items():
        copy_frame(connection, f"staging.{table}", frame)


def _take_away(connection: "Connection", source: str, places: pl.DataFrame) -> None:
    """``places``: sheet_name and row_number of rows."""
    if places.height:
        connection.exec_driver_sql(
            f"""delete from staging.{PEOPLE_TABLES[source]} s using unnest(%s::text[], %s::int[]) gone (sheet_name, row_number)
                where s.row_number = gone.row_number and s.sheet_name is not distinct from gone.sheet_name""",
            (places["sheet_name"].to_list(), places["row_number"].to_list()),
        )


def _open_delivery(
    connection: "Connection", ward_key: int, ward_code: str, delivery_id: int, source: str, month: date, kept: Sequence[int]
) -> None:
    from flows.config.versions import code_version, rule_version

    statements: list[tuple[str, tuple[Any, ...]]] = [
        (
            "insert into staging.delivery values (%s, %s, %s, %s, %s)",
            (ward_key, ward_code, delivery_id, month_key_of(month), last_day_of(month)),
        ),
        (
            """insert into warehouse.dim_delivery (delivery_key, ward_key, source, month_key, received_date, rule_version, code_version)
               select delivery_id, %s, %s, %s, received_at::date, %s, %s from audit.delivery where delivery_id = %s
               on conflict (delivery_key) do update set source = excluded.source, month_key = excluded.month_key,
                   rule_version = excluded.rule_version, code_version = excluded.code_version""",
            (ward_key, source, month_key_of(month), rule_version(), code_version(), delivery_id),
        ),
        ("insert into staging.kept_delivery select unnest(%s::int[])", (list(kept),)),
    ]
    if source in REPLACED_WHOLE:
        statements.append(_supersede_older(ward_code, [delivery_id, *kept], source, month))
    run_together(
        connection,
        # What is looked at for the planner lives as long as the transaction: a tenth of the usual rows tells how many there are.
        "set local default_statistics_target = 10",
        *(with_values(connection, statement, values) for statement, values in statements),
        "analyze staging.delivery",  # one row, which the planner takes for a thousand
    )


def _supersede_older(ward_code: str, staying: list[int], source: str, month: date) -> tuple[str, tuple[Any, ...]]:
    """``staying``: the delivery that is being published, and those that it stands beside."""
    return (
        """update audit.delivery set status = 'superseded', superseded_by = %s
           where delivery_id in (select delivery_id from audit.published_delivery
                                 where ward_code = %s and source = %s and month = %s and delivery_id <> all(%s))""",
        (staying[0], ward_code, source, month, staying),
    )


def _close_delivery(connection: "Connection", source: str) -> None:
    """The month of the delivery, and those of lists in which two ids turned out to be one person's: their indicators are computed again.
    Staging is empty again.

    ``union all``: months that come twice are left out by the conflict. A ``union`` makes room for as many as the planner takes tables for
    that nobody looked at, a million, which took 40 ms a delivery.
    """
    touched = """insert into audit.touched_month (ward_key, source, month_key)
        select ward_key, %s, month_key from staging.delivery
        union all
        select d.ward_key, a.source, a.month_key from staging.affected_month a cross join staging.delivery d
        on conflict do nothing"""
    # Of tables of a few rows those rows go: a truncated one is three new files.
    few = (f"delete from staging.{table}" for table in ("delivery", "affected_month", "kept_delivery"))
    run_together(connection, with_values(connection, touched, (source,)), *few, f"truncate {_tables(source)}")


def _tables(source: str) -> str:
    return ", ".join(f"staging.{table}" for table in TABLES[source])


@contextmanager
def _sealed_beside(sealer: Sealer, delivery_id: int, people: pl.DataFrame | None) -> Iterator[Callable[[], list[pl.DataFrame]]]:
    """Who stands behind each row, for the vault, sealed while the server works; place and dossier stay readable there. In blocks: sealed
    text is long."""
    if people is None or people.is_empty():
        yield list
        return
    kept = ["sheet_name", "row_number", *(name for name in ("dossier_code",) if name in people.columns)]
    personal = [name for name in people.columns if name not in kept]
    number = pl.lit(delivery_id).alias("delivery_id")
    sealer.data_key()  # is written into the database, which one thread alone may speak to

    def seal() -> list[pl.DataFrame]:
        return [sealer.seal(block, personal).with_columns_seq(number) for block in people.iter_slices(_SEALED_AT_ONCE)]

    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(seal).result


def _fill_star(connection: "Connection", source: str) -> None:
    """Dimensions and facts from staging; of people also in months of the other list, where a link between ids has joined two keys."""
    if source not in PEOPLE_TABLES:
        run_script(connection, f"publish/{source}.sql")
        return
    table = PEOPLE_TABLES[source]
    own = [read_sql(f"publish/fact_{source}.sql")] if source in _FACT_SCRIPTS else []
    affected = run_together(
        connection,
        f"analyze staging.{table} (personal_pseudonym, insurance_pseudonym)",
        f"drop view if exists stg_people cascade; create temporary view stg_people as select * from staging.{table}",
        read_sql("publish/people.sql"),
        read_sql(f"publish/{source}.sql"),
        *own,
        "select distinct source from staging.affected_month",
    )
    for name in _FACT_SCRIPTS:
        if name != source and (name,) in affected:
            run_script(connection, f"publish/fact_{name}.sql")
