"""Reading processes that outlive a run: their libraries are loaded once for many tests, not twice for each of a thousand runs.

A night's children read one file after the other, whatever came before; here they read those of several nights. They are the same processes
with the same limits, and whoever dies is replaced as ever. What one said of some bytes and their name is not asked again: the same lists
go to many warehouses. Tests of the processes themselves, and of whole programs, start their own.
"""

import pickle
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock

import pytest

from flows.extract import reader_pool
from flows.extract.reader_pool import ReaderLimits, ReaderReply, _Child, start_readers

#: A run has two; wards that know other headings need children of their own.
_MOST = 4
#: Bytes of answers that are kept, those that were asked for last.
_MOST_KEPT = 64 * 2**20


class WarmReaders:
    """Children that wait for the next run, those who came last at the end."""

    def __init__(self) -> None:
        self._waiting: list[_WarmChild] = []
        self._known: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()  # a run reads in several threads

    def take(self, limits: ReaderLimits) -> _Child:
        """One that waits and goes by the same limits, else a new one."""
        terms = pickle.dumps(limits)
        for child in reversed(self._waiting):
            if child.terms == terms:
                self._waiting.remove(child)
                return child
        return _WarmChild(limits, terms, self)

    def give_back(self, child: "_WarmChild") -> None:
        self._waiting.append(child)
        while len(self._waiting) > _MOST:
            self._waiting.pop(0).end()

    def known(self, asked: bytes) -> ReaderReply | None:
        """A reply of its own each time: whoever gets it may do with it what he likes."""
        with self._lock:
            if (kept := self._known.pop(asked, None)) is None:
                return None
            self._known[asked] = kept
        reply: ReaderReply = pickle.loads(kept)
        return reply

    def keep(self, asked: bytes, reply: ReaderReply) -> None:
        kept = pickle.dumps(reply, protocol=5)
        with self._lock:
            self._known[asked] = kept
            while sum(map(len, self._known.values())) > _MOST_KEPT:
                self._known.popitem(last=False)

    def end(self) -> None:
        while self._waiting:
            self._waiting.pop().end()


class _WarmChild(_Child):
    def __init__(self, limits: ReaderLimits, terms: bytes, home: WarmReaders) -> None:
        self.terms, self._home = terms, home
        super().__init__(limits)

    def ask(self, content: Path | bytes, parts: tuple[str, ...]) -> ReaderReply | None:
        if isinstance(content, Path):
            return super().ask(content, parts)
        asked = sha256(pickle.dumps((self.terms, parts)) + content).digest()
        reply = self._home.known(asked)
        if reply is None and (reply := super().ask(content, parts)) is not None and reply.reading is not None:
            self._home.keep(asked, reply)
        return reply

    def stop(self) -> None:
        """The run is over: a child that lives waits for the next one."""
        if self.is_gone:
            self.end()
        else:
            self._home.give_back(self)

    def end(self) -> None:
        super().stop()


@contextmanager
def warm_readers() -> Iterator[None]:
    readers = WarmReaders()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader_pool, "_Child", readers.take)
        patch.setattr(reader_pool, "start_readers", lambda count: None)  # there are some
        try:
            yield
        finally:
            readers.end()


@contextmanager
def cold_readers() -> Iterator[None]:
    """Every run starts its children and ends them, as the program does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader_pool, "_Child", _Child)
        patch.setattr(reader_pool, "start_readers", start_readers)
        yield
