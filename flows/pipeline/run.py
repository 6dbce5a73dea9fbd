"""The story of a run in plain functions: find, land, read, clean, judge, publish, bring the indicators up to date.

Data flow: paths -> ``run_paths`` -> ``RunResult`` (what happened to each file, how many values changed, how long each stage took)
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from expectations.registry import SOURCES
from flows.extract.landing import Found, Incoming, find_files, land, take_in
from flows.pipeline.outcomes import PUBLISHED, REFUSED, ReadDelivery, RunResult

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings
    from flows.pipeline.prepare import CleanedDelivery
    from flows.vault.master_keys import MasterKeys
    from transforms.contract import Contract

#: Files are read side by side; polars and calamine use the cores themselves, more children would only hold more memory.
_READERS = 2


Progress = Callable[[str, int, int], None]


def _quiet(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


def run_paths(settings: "Settings", paths: Sequence[Path], *, as_of: date | None = None, progress: Progress = _quiet) -> RunResult:
    """The main job on files and folders, in a warehouse of its own settings: opened, brought up to date, locked for the night."""
    from flows.database.warehouse import ward_warehouse

    found = find_files(paths)
    with ward_warehouse(settings, alone=True) as engine:
        return run_night(engine, settings, found, as_of=as_of, progress=progress)


def run_night(
    engine: "Engine", settings: "Settings", found: Sequence[Found], *, as_of: date | None = None, progress: Progress = _quiet
) -> RunResult:
    """One night over files that were found. Each delivery is its own transaction: what was published before a failure stays."""
    from flows.extract.headings import contracts_for
    from flows.pipeline.delivery import Ingest
    from flows.pipeline.prepare import prepare

    started = perf_counter()
    with engine.begin() as connection:
        result, ward_key = _open_run(connection, settings, as_of)
    ingest = Ingest(engine, settings, ward_key, result)
    ingest.open_vault()
    fresh = ingest.sort_out_known(_take_in(found, settings, ingest.keys))
    _warm_up_in_background(bool(fresh))
    with engine.connect() as connection:
        known = contracts_for(connection, settings.ward) if fresh else ()
    readings = sorted(_read(fresh, settings, result, progress, known, ingest.keys), key=_order)
    # Cleaning needs no database and publishing little else: one delivery is cleaned while the one before is published.
    with ThreadPoolExecutor(1) as cleaner:
        prepared = _one_ahead(cleaner, lambda item: prepare(item, settings.ward, settings.secret_key, result), readings)
        for number, item in enumerate(prepared, start=1):
            ingest.take(item)
            progress("judge", number, len(readings))
    ingest.finish_known()
    with result.timed("indicators"):
        ingest.bring_up_to_date()
    result.seconds["total"] = perf_counter() - started
    result.deliveries.sort(key=lambda delivery: delivery.file)
    with engine.begin() as connection:
        _close_run(connection, result)
    return result


def _one_ahead(
    pool: ThreadPoolExecutor, work: "Callable[[ReadDelivery], CleanedDelivery]", items: Sequence[ReadDelivery]
) -> "Iterator[CleanedDelivery]":
    """Results in order, the next one in the making while this one is used; no more, so that frames do not pile up."""
    waiting = iter(items)
    coming = pool.submit(work, first) if (first := next(waiting, None)) is not None else None
    while coming is not None:
        following = next(waiting, None)
        done = coming.result()
        coming = pool.submit(work, following) if following is not None else None
        yield done


def _open_run(connection: "Connection", settings: "Settings", as_of: date | None) -> tuple[RunResult, int]:
    from flows.load.dimensions import seed

    ward_key = seed(connection, settings.ward, _fingerprint(settings.secret_key))
    run_id = connection.exec_driver_sql(
        "insert into audit.run (ward_code, as_of) values (%s, coalesce(%s, current_date)) returning run_id", (settings.ward.code, as_of)
    ).scalar_one()
    return RunResult(int(run_id), settings.ward.code), ward_key


def _fingerprint(secret: bytes) -> str:
    import hmac

    return hmac.digest(secret, b"chitieu fingerprint", "sha256").hex()[:16]


def _close_run(connection: "Connection", result: RunResult) -> None:
    statuses = Counter(delivery.status for delivery in result.deliveries)
    connection.exec_driver_sql(
        """update audit.run set finished_at = clock_timestamp(), delivery_count = %s, published_count = %s, refused_count = %s, indicators_changed = %s, seconds = %s
           where run_id = %s""",
        (
            len(result.deliveries),
            sum(statuses[name] for name in PUBLISHED),
            sum(statuses[name] for name in REFUSED),
            result.indicators_changed,
            round(result.seconds["total"], 3),
            result.run_id,
        ),
    )


def _take_in(found: Sequence[Found], settings: "Settings", keys: "MasterKeys") -> Iterator[Incoming]:
    for item in found:
        yield from take_in(item, keys, max_unpacked_bytes=_unpacked_bytes(settings))


def _unpacked_bytes(settings: "Settings") -> int:
    return settings.ward.limits.max_unpacked_mb * 2**20


def _warm_up_in_background(is_needed: bool) -> None:
    """Great Expectations takes seconds to import: on the second core, while files are read. A night without news never needs it."""
    if is_needed:
        from threading import Thread

        from expectations.engine.suite import warm_up

        Thread(target=warm_up, daemon=True).start()


def _read(
    fresh: Sequence[Incoming], settings: "Settings", result: RunResult, progress: Progress, known: "Sequence[Contract]", keys: "MasterKeys"
) -> list[ReadDelivery]:
    if not fresh:
        return []
    from flows.extract.reader_pool import ReaderPool
    from transforms.reading.model import Reading

    limits = settings.ward.limits
    room = ReaderPool(
        known,
        max_unpacked_bytes=_unpacked_bytes(settings),
        memory_mb=limits.reading_memory_mb,
        seconds=limits.reading_seconds,
        workers=_READERS,
    )

    def read(incoming: Incoming) -> ReadDelivery:
        land(settings.home, incoming, keys)
        if incoming.refusal_vi:
            return ReadDelivery(incoming, Reading(None, problem="unreadable", detail_vi=incoming.refusal_vi))
        return ReadDelivery(incoming, room.read(incoming.data, incoming.found.parts))

    out = []
    with result.timed("read"), room, ThreadPoolExecutor(_READERS) as pool:
        for number, item in enumerate(pool.map(read, fresh), start=1):
            out.append(item)
            progress("read", number, len(fresh))
    return out


def _order(item: ReadDelivery) -> tuple[tuple[int, int], int, str]:
    """By month, then source (denominators first), then name: within a run the order of arrival."""
    from transforms.reading.months import evidence_of

    months = sorted({piece.month for piece in evidence_of(item.reading)})
    place = SOURCES.index(item.reading.source) if item.reading.source in SOURCES else len(SOURCES)
    return (months[0] if months else (9999, 12)), place, item.incoming.found.file_name
