"""Locks of the operating system: the kernel frees them with the last process that holds them, so nothing goes stale.

Data flow: the path of a lock file -> ``Held``, or None while another process holds it
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.system.errors import ChitieuError
from flows.system.files import PRIVATE_FILE

_PAUSE_SECONDS = 0.02


class LockedError(ChitieuError):
    """Another process holds what this one waits for, longer than it can wait."""


@dataclass
class Held:
    """A lock that this process holds through an open descriptor."""

    descriptor: int

    def release(self) -> None:
        """Free the lock for good, also where a forked child has a copy of the descriptor. A second call does nothing."""
        if self.descriptor >= 0:
            _unlock(self.descriptor)
        self.hand_over()

    def hand_over(self) -> None:
        """Close the descriptor and leave the lock to the child process that inherited it."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
        self.descriptor = -1

    def make_exclusive(self) -> bool:
        """Turn a shared lock into the only one. False, and the shared lock may be gone, where others hold it too."""
        return _flock(self.descriptor, shared=False)


def try_lock(path: Path, *, shared: bool = False) -> Held | None:
    """The lock, or None while another process holds it."""
    held = Held(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), PRIVATE_FILE))
    try:
        if _flock(held.descriptor, shared=shared):
            return held
    except BaseException:
        held.hand_over()
        raise
    held.hand_over()
    return None


@contextmanager
def locked(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock for the block. Raises ``LockedError`` when another process keeps it longer than ``seconds``."""
    deadline = time.monotonic() + seconds
    while (held := try_lock(path)) is None:
        if time.monotonic() > deadline:
            raise LockedError(
                f"Another program has been starting or stopping the database of {path.parent} for over {seconds:.0f} "
                "seconds: wait for it or end it, then try again."
            )
        time.sleep(_PAUSE_SECONDS)
    try:
        yield
    finally:
        held.release()


def _flock(descriptor: int, *, shared: bool) -> bool:
    try:
        import fcntl
    except ModuleNotFoundError:
        return _lock_byte(descriptor)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _unlock(descriptor: int) -> None:
    try:
        import fcntl
    except ModuleNotFoundError:  # Windows frees it with the descriptor, which no child has a copy of
        return
    fcntl.flock(descriptor, fcntl.LOCK_UN)


def _lock_byte(descriptor: int) -> bool:
    """Windows knows only locks that one process holds: a shared one keeps others out for as long as it is held, which is moments."""
    import msvcrt

    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
