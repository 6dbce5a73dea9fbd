"""Whether a child stands at its memory limit: then that is why it does not end, whatever else the system says of it.

Data flow: a process and its limit on data -> /proc, once a second -> whether it stands there; one that does nothing more there is ended

At the limit a native library may wait for itself or try again and again. Its process would end by its processor time or by the clock, and
the officer would read that the file is slow.
"""

import os
import signal
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Self

#: A process whose next request is refused stands below the limit by less than the request: most often a thread's stack, 8 MB and its guard.
_NEAR = 9 * 2**20
#: Looks after each other at which it stood at the limit, all its threads waited and none had done anything: a reader waits for nobody.
_IDLE_LOOKS = 20


class MemoryWatch:
    """Looks at a process while its ``with`` block lasts; on Linux alone, elsewhere nothing limits memory. ``is_at_limit``: as last seen."""

    def __init__(self, process: int, limit_bytes: int, *, pause_seconds: float = 1) -> None:
        self._process, self._limit, self._pause = process, limit_bytes, pause_seconds
        self._over = Event()
        self._looks = Thread(target=self._look_on, daemon=True)
        self.is_at_limit = False

    def __enter__(self) -> Self:
        self._looks.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looks.join()

    def _look_on(self) -> None:
        idle = 0
        before: list[str] | None = None
        while idle < _IDLE_LOOKS and not self._over.wait(self._pause):
            data, waiting = _state(self._process)
            if data is None:
                return  # it has ended: what was seen last counts
            self.is_at_limit = data > self._limit - _NEAR
            idle = idle + 1 if self.is_at_limit and waiting is not None and waiting == before else 0
            before = waiting
        if idle == _IDLE_LOOKS:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)


def _state(process: int) -> tuple[int | None, list[str] | None]:
    """Bytes of data that a process holds, None of one that has ended. If all its threads wait: the processor time that each has taken; one
    that wants a processor, waits for a drive or was stopped does not wait for itself."""
    place = Path(f"/proc/{process}")
    try:
        sizes = place.joinpath("status").read_text(encoding="ascii", errors="replace")
        threads = [stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split() for stat in place.glob("task/*/stat")]
    except OSError:
        return None, None
    held = sizes.partition("VmData:")[2].split()[:1]
    waiting = sorted(" ".join(fields[11:13]) for fields in threads) if all(fields[0] == "S" for fields in threads) else None
    return int(held[0]) * 1024 if held else None, waiting
