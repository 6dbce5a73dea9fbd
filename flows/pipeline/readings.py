"""Readings of a run: its files are taken in, landed and read side by side, each in a child process with bounds.

Data flow: ``Found`` -> ``take_in_files`` -> ``Incoming`` -> ``flows.extract.reader_pool`` -> ``ReadDelivery``
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import TYPE_CHECKING

from flows.extract.landing import Found, Incoming, land, take_in
from flows.extract.seen_files import SeenFiles, stamp_of
from flows.pipeline.outcomes import Progress, ReadDelivery, Run

if TYPE_CHECKING:
    from flows.config.ward import Ward
    from flows.extract.reader_pool import ReaderPool
    from flows.vault.master_keys import MasterKeys
    from transforms.contract import Contract
    from transforms.reading.model import Reading


#: Files are read side by side, each by a child.
HANDS = 2


def take_in_files(found: Iterable[Found], ward: "Ward", keys: "MasterKeys", seen: SeenFiles | None = None) -> Iterator[Incoming]:
    """The files, and in the place of an archive those that it carries. What they bring is remembered on ``seen``."""
    for item in found:
        before = None if seen is None else stamp_of(item.path)
        brought = list(take_in(item, keys, max_unpacked_bytes=_max_unpacked_bytes(ward)))
        if seen is not None:
            seen.remember(item, before, brought)
        yield from brought


def read_deliveries(
    run: Run,
    incoming: Sequence[Incoming],
    progress: Progress,
    hands: ThreadPoolExecutor | None = None,
    was_read: "Callable[[ReadDelivery], None] | None" = None,
) -> list[ReadDelivery]:
    """In the order of ``incoming``, with what officers answered about headings; each file is landed before it is read. No reader that was
    started for the run is left. ``hands``: who reads, if not somebody of its own; ``was_read`` is told of each file when it is read."""
    from flows.extract.reader_pool import dismiss_readers

    if not incoming:
        dismiss_readers()
        return []
    contracts = _contracts(run)
    pool = _reader_pool(run, contracts)

    def read(item: Incoming) -> ReadDelivery:
        delivery = _land_and_read(run, contracts, pool, item)
        if was_read is not None:
            was_read(delivery)
        return delivery

    out = []
    with run.result.timed("read"), pool, nullcontext(hands) if hands else ThreadPoolExecutor(HANDS) as threads:
        for number, item in enumerate(threads.map(read, incoming), start=1):
            out.append(item)
            progress("read", number, len(incoming))
    dismiss_readers()
    return out


def _contracts(run: Run) -> "tuple[Contract, ...]":
    from flows.extract.headings import contracts_for

    with run.transaction() as connection:
        return contracts_for(connection, run.ward)


def _reader_pool(run: Run, contracts: "tuple[Contract, ...]") -> "ReaderPool":
    from flows.extract.reader_pool import READERS, ReaderPool

    limits = run.ward.limits
    return ReaderPool(
        contracts,
        max_unpacked_bytes=_max_unpacked_bytes(run.ward),
        memory_mb=limits.reading_memory_mb,
        seconds=limits.reading_seconds,
        workers=READERS,
    )


def _land_and_read(run: Run, contracts: "tuple[Contract, ...]", pool: "ReaderPool", incoming: Incoming) -> ReadDelivery:
    run.log.taken_up(incoming)
    with run.log.timed(incoming, "landed"):
        land(run.settings.home, incoming, run.keys)
    with run.log.timed(incoming, "read"):
        return ReadDelivery(incoming, _read(run, contracts, pool, incoming))


def _read(run: Run, contracts: "tuple[Contract, ...]", pool: "ReaderPool", incoming: Incoming) -> "Reading":
    from flows.pipeline.kept_readings import ReadingKey
    from transforms.reading.model import Reading

    if incoming.refusal_vi:
        return Reading(None, problem="unreadable", detail_vi=incoming.refusal_vi)
    parts = incoming.found.parts
    if run.kept is None:
        return pool.read(incoming.data, parts)
    key = ReadingKey(incoming.sha256, parts, contracts)
    return run.kept.reading(key, lambda: pool.read(incoming.data, parts))


def _max_unpacked_bytes(ward: "Ward") -> int:
    return ward.limits.max_unpacked_mb * 2**20
