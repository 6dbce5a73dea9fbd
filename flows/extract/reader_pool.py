"""Files are read in child processes, within bounds of memory and time: no file can take the night down with it.

Data flow: bytes of a delivery, or the path of a file -> a child of ``flows.extract.reader_process`` -> ``Reading``

A file that needs more than it may have is refused with a sentence (F01); one on which the program itself fails is held (F00). What a
killed child was reading is read once more by a new one if the old one had read other files before: the fault may have been theirs.
"""

import atexit
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue
from threading import Lock, Timer
from typing import TYPE_CHECKING, Self

from flows.extract.memory_watch import MemoryWatch

if TYPE_CHECKING:
    from transforms.contract import Contract
    from transforms.reading.model import Reading

#: Files are read side by side; polars and calamine use the cores themselves, more children would only hold more memory.
READERS = 2
_TOO_BIG = "Tệp cần hơn {} MB bộ nhớ để đọc. Chia nhỏ danh sách, xóa trang và vùng trống thừa, lưu lại bằng Excel rồi gửi lại."
_TOO_SLOW = "Tệp cần hơn {} giây xử lý để đọc. Chia nhỏ danh sách hoặc lưu lại bằng Excel (.xlsx) rồi gửi lại."
_TOO_LONG = (
    "Tệp đọc quá {} giây chưa xong (ổ đĩa không trả lời, hoặc tệp hỏng). Chép tệp sang chỗ khác hoặc lưu lại bằng Excel (.xlsx) rồi "
    "gửi lại."
)
#: ``-P``: no module comes from the folder in which the program was started, which may be the one that strangers' files lie in.
_PROGRAM = (sys.executable, "-P", "-m", "flows.extract.reader_process")
#: What the libraries themselves take, mapped from files and so outside the limit on data.
_LIBRARIES_MB = 124
#: Seconds on the clock for each second of processor time: only a file that never comes to an end without working takes as long, such as
#: one on a drive that no longer answers. Windows limits no processor time: there the clock is all.
_CLOCK = 3 if sys.platform == "win32" else 30
#: The signal by which the system ends a process that has used up its processor time; where there is none, no process ends by it.
_TIME_IS_UP = getattr(signal, "SIGXCPU", 0) or sys.maxsize


@dataclass(frozen=True)
class ReaderLimits:
    """What every reading of a child goes by. ``seconds``: of processor time; ``clock_seconds``: after which the parent waits no longer."""

    contracts: "tuple[Contract, ...]"
    max_unpacked_bytes: int
    memory_mb: int
    seconds: int
    clock_seconds: int

    @property
    def data_bytes(self) -> int:
        """What a child may hold besides the libraries that are mapped from files."""
        return (self.memory_mb - _LIBRARIES_MB) * 2**20


@dataclass(frozen=True)
class ReaderReply:
    """A reading, or the kind of the error that the program itself met (``flows.system.errors.describe_without_data``)."""

    reading: "Reading | None"
    failure: str = ""


class ReaderPool:
    """Reads files on up to ``workers`` children at once; ``read`` may be called from several threads.

    Children are started when they are first needed (``start_readers``: before) and end with the ``with`` block, unless readers are kept
    (``kept_readers``). ``memory_mb`` is a hard limit on Linux alone.
    ``seconds`` are of processor time, so that the verdict on a file does not hang on what else the machine does; ``clock_seconds`` end a
    reading that does nothing.
    """

    def __init__(
        self,
        contracts: "Sequence[Contract]",
        *,
        max_unpacked_bytes: int,
        memory_mb: int,
        seconds: int,
        workers: int = 2,
        clock_seconds: int | None = None,
    ) -> None:
        self._terms = ReaderLimits(tuple(contracts), max_unpacked_bytes, memory_mb, seconds, clock_seconds or _CLOCK * seconds)
        self._desks: LifoQueue[_Child | None] = LifoQueue()  # the child that is there already goes before one that must be started
        for _ in range(workers):
            self._desks.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while not self._desks.empty():
            if child := self._desks.get():
                _KEPT.give_back(child)

    def read(self, content: Path | bytes, parts: tuple[str, ...]) -> "Reading":
        """What a file, or its bytes, hold. Never raises for what a file is or does; ``parts`` are the names that may tell the month."""
        child = self._desks.get() or _KEPT.take(self._terms) or _Child(self._terms)
        try:
            answer = child.ask(content, parts)
            if answer is None and child.has_read and (child.stood_at_limit or not (child.was_too_slow or child.needed_more_time)):
                child.stop()
                child = _Child(self._terms)
                answer = child.ask(content, parts)
            return self._reading(answer, child)
        finally:
            if child.is_gone:
                child.stop()
            self._desks.put(None if child.is_gone else child)

    def _reading(self, answer: ReaderReply | None, child: "_Child") -> "Reading":
        from transforms.reading.model import Reading

        if answer is None:
            return Reading(None, problem="unreadable", detail_vi=self._refusal(child))
        return answer.reading or Reading(None, problem="failed", detail_vi=answer.failure)

    def _refusal(self, child: "_Child") -> str:
        if child.stood_at_limit:
            return _TOO_BIG.format(self._terms.memory_mb)
        if child.needed_more_time:
            return _TOO_SLOW.format(self._terms.seconds)
        return _TOO_LONG.format(self._terms.clock_seconds) if child.was_too_slow else _TOO_BIG.format(self._terms.memory_mb)


class _Started:
    """Processes that load their libraries before anybody has a file for them; the first children take them. They go by no limit yet, for
    they have no file; they end when their pipe closes, so that none outlives this process."""

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self._turn = Lock()

    def start(self, count: int) -> None:
        with self._turn, suppress(OSError):  # whoever needs a process, and cannot have one, says so
            while len(self._processes) < count:
                self._processes.append(_new_process())

    def take(self) -> "subprocess.Popen[bytes]":
        with self._turn:
            while self._processes:
                if (process := self._processes.pop()).poll() is None:
                    return process
                _end(process)
        return _new_process()

    def dismiss(self) -> None:
        with self._turn:
            while self._processes:
                _end(self._processes.pop())


_STARTED = _Started()


class _Kept:
    """Children of pools that are closed, which wait for the next pool of the same limits for as long as the process keeps readers. What
    one held of a file is the reader's own rubbish and no other file's: a child reads one after the other in any case."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._children: list[tuple[_Child, Timer]] = []
        self._turn = Lock()

    def __len__(self) -> int:
        return len(self._children)

    def take(self, limits: ReaderLimits) -> "_Child | None":
        with self._turn:
            for place, (child, until) in enumerate(self._children):
                if child.limits == limits:
                    until.cancel()
                    del self._children[place]
                    return child
        return None

    def give_back(self, child: "_Child") -> None:
        with self._turn:
            if self.seconds:
                until = Timer(self.seconds, self._end, (child,))
                until.daemon = True
                self._children.append((child, until))
                until.start()
                return
        child.stop()

    def end(self) -> None:
        for child, until in list(self._children):
            until.cancel()
            self._end(child)

    def _end(self, child: "_Child") -> None:
        with self._turn:
            kept = [one for one in self._children if one[0] is not child]
            is_waiting, self._children = len(kept) < len(self._children), kept
        if is_waiting:
            child.stop()


_KEPT = _Kept()
atexit.register(_KEPT.end)


@contextmanager
def kept_readers(seconds: float) -> Iterator[None]:
    """While the block lasts, readers wait ``seconds`` for the next file: a process that stands for hours, and in which people wait for
    lists, need not load the libraries for each of them. One that reads once and ends keeps none."""
    before, _KEPT.seconds = _KEPT.seconds, seconds
    try:
        yield
    finally:
        _KEPT.seconds = before
        _KEPT.end()


def start_readers(count: int) -> None:
    """Begin to load what reading takes, on other cores, in up to ``count`` processes. Free for those that wait already."""
    _STARTED.start(count - len(_KEPT))


def dismiss_readers() -> None:
    """End those that were started in vain, at once: they hold no file."""
    _STARTED.dismiss()


def _new_process() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(_PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    with process:  # closes its pipes and waits
        pass


class _Child:
    """One process with its two pipes, and the ``limits`` that it goes by. ``is_gone`` after it died or was killed; ``has_read``: whether
    it answered before; ``stood_at_limit``: whether it had taken all its memory when it ended, which is then the reason, by whatever it
    was ended."""

    def __init__(self, limits: ReaderLimits) -> None:
        self._process = _STARTED.take()
        assert self._process.stdin is not None and self._process.stdout is not None
        self._requests, self._answers = self._process.stdin, self._process.stdout
        self.limits = limits
        self.has_read = self.is_gone = self.was_too_slow = self.needed_more_time = self.stood_at_limit = False
        self._send(limits)

    def ask(self, content: Path | bytes, parts: tuple[str, ...]) -> ReaderReply | None:
        """None if the process died over the file or was ended because it took too long."""
        self.was_too_slow = False
        clock = Timer(self.limits.clock_seconds, self._kill)
        clock.start()
        memory = MemoryWatch(self._process.pid, self.limits.data_bytes)
        try:
            with memory:
                answer = self._answer(content, parts)
        except (EOFError, OSError, pickle.UnpicklingError):
            self.is_gone, self.stood_at_limit = True, memory.is_at_limit
            self.needed_more_time = self._ended_by(_TIME_IS_UP)
            return None
        finally:
            clock.cancel()
        self.has_read = True
        return answer

    def _answer(self, content: Path | bytes, parts: tuple[str, ...]) -> ReaderReply:
        if isinstance(content, bytes):
            self._send((len(content), parts))
            self._requests.write(content)
            self._requests.flush()
        else:
            self._send((str(content), parts))
        answer: ReaderReply = pickle.load(self._answers)
        return answer

    def _send(self, request: object) -> None:
        pickle.dump(request, self._requests, protocol=5)
        self._requests.flush()

    def _ended_by(self, sign: int) -> bool:
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=2) == -sign
        return False

    def _kill(self) -> None:
        self.was_too_slow = True
        self._process.kill()

    def stop(self) -> None:
        """A closed pipe ends a child that waits; one that does not is killed."""
        with suppress(OSError):
            self._requests.close()
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()
