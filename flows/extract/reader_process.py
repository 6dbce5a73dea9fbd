"""The child process in which files are read: whatever a file does to its reader, it does to this process alone.

Data flow: standard input (pickled ``ReaderLimits``, then one ``(path, parts)``, or ``(length, parts)`` and as many bytes, after the other)
-> ``read_delivery`` -> standard output (pickled ``ReaderReply``s)

The parent is ``flows.extract.reader_pool``. Standard error leads nowhere: a native reader that panics may print cells.
"""

import gc
import math
import os
import pickle
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from flows.extract.reader_pool import ReaderLimits, ReaderReply

#: How the process ends when a file needs more memory than it may have; 137 is what a shell calls "killed".
OUT_OF_MEMORY = 137
#: What the native libraries go by, set before they are loaded. At the limit a process must end at once, so nothing may wait or try again:
#: Rust takes a lock for the picture of its stack, needs memory for it and then waits for that lock forever; jemalloc's threads try to start
#: another one for as long as there is processor time. Arrow's own allocator would reserve a gigabyte of addresses, OpenBLAS 32 MB a core.
#: Files are read side by side, so threads of each reader would only wait for each other.
_SETTINGS = {
    "RUST_BACKTRACE": "0",
    "RUST_LIB_BACKTRACE": "0",
    "_RJEM_MALLOC_CONF": "background_thread:false",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OPENBLAS_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "1",
}


def main() -> None:
    answers, requests = _apart(sys.stdout.buffer), sys.stdin.buffer
    os.environ.update(_SETTINGS)
    _load_libraries()
    try:
        limits: ReaderLimits = pickle.load(requests)
    except EOFError:
        os._exit(0)  # started in vain
    _limit_memory(limits.data_bytes)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and stops the children
    while True:
        try:
            given, parts = pickle.load(requests)
            content = requests.read(given) if isinstance(given, int) else Path(given)
        except EOFError:
            os._exit(0)  # nothing is left to tidy, and tidying takes a tenth of a second
        _limit_time(limits.seconds)
        pickle.dump(_answer(content, parts, limits), answers, protocol=5)
        answers.flush()


def _apart(stdout: BinaryIO) -> BinaryIO:
    """The way back to the parent, where no library can print into it."""
    own = os.fdopen(os.dup(stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stdout.fileno())
    return own


def _answer(content: Path | bytes, parts: tuple[str, ...], limits: ReaderLimits) -> ReaderReply:
    from polars.exceptions import PanicException

    try:
        from transforms.reading.delivery import read_delivery

        data = content if isinstance(content, bytes) else content.read_bytes()
        return ReaderReply(read_delivery(data, parts, limits.contracts, max_unpacked_bytes=limits.max_unpacked_bytes))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # what is left of the memory is in pieces: the next file gets a new process
    except (Exception, PanicException) as error:
        from flows.system.errors import describe_without_data

        return ReaderReply(None, describe_without_data(error))


def _load_libraries() -> None:
    """While there is memory: a library that cannot be loaded, or threads that cannot be started, would pass for a file that is spoilt."""
    gc.disable()  # imports make few cycles, and looking for them takes a tenth of the time
    import polars

    for name in ("fastexcel", "transforms.reading.delivery"):
        import_module(name)
    polars.thread_pool_size()  # starts the threads
    gc.freeze()  # what is imported stays
    gc.enable()


def _limit_memory(data_bytes: int) -> None:
    """A hard limit on Linux; elsewhere the size checks before reading and the time limit must do."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (data_bytes, data_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # an image of the memory would hold what the file holds


def _limit_time(seconds: int) -> None:
    """Processor seconds, of all cores together: what a file takes must not depend on what else the machine does. The system ends the
    process (SIGXCPU), which the parent knows by; where there is no such limit, the parent's clock must do."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = math.ceil(used.ru_utime + used.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
