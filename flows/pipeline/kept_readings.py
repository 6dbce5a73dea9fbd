"""Readings kept: what a standing process has read and cleaned already, so that one decision after the other need not do it again.

Data flow: digest of a landed file, contracts, ward and month -> ``KeptReadings`` -> ``Reading``, ``Cleaned`` (as sent, and as decided last)

Nothing is written anywhere: it is in the memory of the process alone, and goes with it. A figure never hangs on it: the bytes are read and
their digest is compared before anything of them is taken from here, and another version of the program is another process.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import polars as pl

    from flows.config.ward import Ward
    from transforms.cleaning.model import Cleaned
    from transforms.contract import Contract
    from transforms.reading.model import Reading

#: All that is kept: three lists of 30,000 cards with all that is known of them, or one of 100,000.
MOST_BYTES = 256 * 2**20


@dataclass(frozen=True)
class ReadingKey:
    """What a reading hangs on: the bytes, the names that may tell the month, and what is known of headings."""

    sha256: str
    parts: tuple[str, ...]
    contracts: "tuple[Contract, ...]"


@dataclass(frozen=True)
class CleaningKey:
    ward: "Ward"
    month: "date"
    secret: bytes = field(repr=False)


@dataclass
class _Kept:
    """``decided``: the last lists that were cleaned with decisions, and which decisions those were."""

    reading: "Reading"
    as_sent: "tuple[CleaningKey, Cleaned] | None" = None
    decided: "tuple[CleaningKey, pl.DataFrame, pl.DataFrame, Cleaned] | None" = None
    turn: Lock = field(default_factory=Lock)

    @property
    def bytes(self) -> int:
        return sum(int(frame.estimated_size()) for frame in self._frames())

    def _frames(self) -> "Iterator[pl.DataFrame]":
        yield from (table.frame for table in self.reading.tables)
        for cleaned in (*(self.as_sent or ())[1:], *(self.decided or ())[3:]):
            yield from (*cleaned.lists, cleaned.repairs)


class KeptReadings:
    """Safe to be used by several threads: who asks for what another is reading or cleaning waits for it, rather than doing it twice.
    What was used last stays, up to ``most_bytes`` of frames."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[ReadingKey, _Kept] = OrderedDict()
        self._turns: WeakValueDictionary[ReadingKey, Lock] = WeakValueDictionary()  # there while somebody reads or waits
        self._lock = Lock()

    @property
    def most_bytes(self) -> int:
        return self._most_bytes

    @property
    def bytes(self) -> int:
        with self._lock:
            return self._bytes()

    def reading(self, key: ReadingKey, read: "Callable[[], Reading]") -> "Reading":
        """The one that is kept, else what ``read`` gives. A file that could not be read is read again: it may have been the machine."""
        with self._lock:
            turn = self._turns.setdefault(key, Lock())
        with turn:
            with self._lock:
                found = self._kept.get(key)
                if found is not None:
                    self._kept.move_to_end(key)
                    return found.reading
            reading = read()
            if reading.problem is None:
                with self._lock:
                    self._kept[key] = _Kept(reading)
                    self._make_room()
            return reading

    def as_sent(self, reading: "Reading", key: CleaningKey, clean: "Callable[[], Cleaned]") -> "Cleaned":
        """``reading`` itself, cleaned; ``clean`` is asked where it is not kept."""
        kept = self._of(reading)
        if kept is None:
            return clean()
        with kept.turn:
            last = kept.as_sent
            if last is None or last[0] != key:
                last = kept.as_sent = (key, clean())
                self._make_room_again()
            return last[1]

    def decided(
        self, reading: "Reading", key: CleaningKey, corrections: "pl.DataFrame", excluded: "pl.DataFrame", clean: "Callable[[], Cleaned]"
    ) -> "Cleaned":
        """``reading`` with decisions, cleaned: what is recorded after a preview was worked out for it already."""
        kept = self._of(reading)
        if kept is None:
            return clean()
        with kept.turn:
            last = kept.decided
            if last is None or last[0] != key or not (last[1].equals(corrections) and last[2].equals(excluded)):
                last = kept.decided = (key, corrections, excluded, clean())
                self._make_room_again()
            return last[3]

    def let_go(self) -> None:
        """Of everything: whoever uses a reading still has it."""
        with self._lock:
            self._kept.clear()

    def _of(self, reading: "Reading") -> _Kept | None:
        """The very reading, not one like it: what hangs on it need not be compared then."""
        with self._lock:
            return next((one for one in self._kept.values() if one.reading is reading), None)

    def _make_room_again(self) -> None:
        with self._lock:
            self._make_room()

    def _make_room(self) -> None:
        while self._kept and self._bytes() > self._most_bytes:
            self._kept.popitem(last=False)

    def _bytes(self) -> int:
        return sum(one.bytes for one in self._kept.values())


#: What this process keeps, where it keeps anything.
KEPT = KeptReadings()
