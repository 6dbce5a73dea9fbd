"""What is dear and only read is made once for all processes of a session: who needs it first makes it, the others wait.

Data flow: a name -> a lock in the session's folder -> what the first one made, told as a text
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.system.locks import Held, try_lock

_PAUSE_SECONDS = 0.02


def session_folder(factory: pytest.TempPathFactory) -> Path:
    """The one folder that all processes of the session know: a worker's own lies in it."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(folder: Path, name: str, make: Callable[[], str]) -> str:
    """What ``make`` told to the first who asked. Of a maker that failed or was killed the kernel frees the lock, and the next one makes."""
    told = folder / f"{name}.told"
    with alone(folder / f"{name}.lock"):
        if not told.exists():
            draft = told.with_suffix(".draft")
            draft.write_text(make(), encoding="utf-8")
            draft.rename(told)
        return told.read_text(encoding="utf-8")


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """The block while no other process holds the lock, however long that one takes."""
    held = _taken(path)
    try:
        yield
    finally:
        held.release()


@contextmanager
def counted(path: Path, at_last: Callable[[], None]) -> Iterator[None]:
    """The block as one of those who use what is shared; who leaves last does ``at_last``, and nobody enters meanwhile."""
    held = _taken(path, shared=True)
    try:
        yield
    finally:
        try:
            if held.make_exclusive():
                at_last()
        finally:
            held.release()


def _taken(path: Path, *, shared: bool = False) -> Held:
    while (held := try_lock(path, shared=shared)) is None:
        time.sleep(_PAUSE_SECONDS)
    return held
