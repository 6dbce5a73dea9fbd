"""Child processes of ``chitieu serve``: started with a pipe, ended in order, and never left behind.

``python -m flows.system.processes MODULE [ARGUMENT ...]`` runs the module as a program, ``MODULE:FUNCTION`` calls the function with the
arguments. The child's standard input is a pipe that nobody writes to: its end means that the parent is gone, even by ``kill -9``, which
leaves no time to signal anybody.
"""

import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from flows.system.errors import ChitieuError
from flows.system.files import ROOT

#: Time for an orderly end; what still runs then is stuck.
_GRACE_SECONDS = 20.0
_LOG_LIMIT_BYTES = 4_000_000
_LINE_LIMIT = 1000


class ServingError(ChitieuError):
    """The standing service cannot start, or one of its parts ended by itself."""


@dataclass
class ChildProcess:
    """A part of the service; ``log`` is None where it writes to our standard error."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path | None

    def check(self) -> None:
        """Raises ``ServingError`` once the part has ended: it never should by itself."""
        if (status := self.process.poll()) is not None:
            why = f" ({self.last_line()}); {self.log} says more" if self.log else ""
            raise ServingError(f"The {self.name} ended by itself with status {status}{why}. Mend that and start chitieu serve again.")

    def last_line(self) -> str:
        """What it wrote to its log before it ended, without a full stop."""
        lines = [line.strip() for line in self.log.read_text("utf-8", "replace").splitlines() if line.strip()] if self.log else []
        return lines[-1][:_LINE_LIMIT].rstrip(".") if lines else "it said nothing"

    def stop(self) -> None:
        """Orderly if it can; what it leaves of its own children goes with it."""
        self.process.terminate()
        if self.process.stdin:
            self.process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_GRACE_SECONDS)
        _end_group(self.process)
        self.process.wait()


@contextmanager
def child_process(name: str, *arguments: str, environment: Mapping[str, str], log: Path | None = None) -> Iterator[ChildProcess]:
    """A child that runs as long as the block at most. It has a session of its own, so that Ctrl-C in a terminal reaches the parent alone,
    which then ends its parts in order. Its standard output never is ours: that belongs to the command. Neither it nor what it starts takes
    modules from the folder in which the program was started, which may be the one that strangers' files lie in."""
    paths = [str(ROOT), *filter(None, [environment.get("PYTHONPATH")])]
    output = _opened(log) if log else os.dup(sys.__stderr__.fileno() if sys.__stderr__ else 2)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "flows.system.processes", *arguments],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env={**environment, "PYTHONPATH": os.pathsep.join(paths), "PYTHONSAFEPATH": "1"},
            start_new_session=True,
            umask=0o077,
        )
    finally:
        os.close(output)
    child = ChildProcess(name, process, log)
    try:
        yield child
    finally:
        child.stop()


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    """The child and what it started; on Windows, which has no such groups, the child, whose own parts end with their pipes."""
    if not hasattr(os, "killpg"):
        process.kill()
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _opened(log: Path) -> int:
    """Appended to, and begun anew at a start that finds it grown."""
    grown = log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES
    return os.open(log, os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if grown else os.O_APPEND), 0o600)


def end_with_holder(path: Path) -> None:
    """From now on this process and what it started end as soon as nobody holds the lock at ``path`` any more, also by ``kill -9``: for a
    grandchild, to which no pipe leads. For that it becomes the head of a group of its own."""
    if sys.platform == "win32":  # no such locks, and no groups: there a night comes to its end by itself
        return
    with suppress(PermissionError):  # already the head of a session
        os.setpgid(0, 0)
    threading.Thread(target=_end_after, args=(path,), daemon=True).start()


def _end_after(path: Path) -> None:
    import fcntl

    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    os.close(descriptor)  # the next service must not find it held
    os.killpg(0, signal.SIGKILL)


# --- in the child -----------------------------------------------------------------------------------------------------
def main(target: str, arguments: list[str]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    module, _, function = target.partition(":")
    if function:
        getattr(import_module(module), function)(*arguments)
        return
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(_GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
