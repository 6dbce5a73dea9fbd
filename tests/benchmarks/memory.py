"""``python -m tests.benchmarks.memory``: the most that each process of a ward's month holds (the aim is 350 MB for the main one).

Data flow: files (made once, kept in ``.benchmarks/``) -> a run in a fresh warehouse -> /proc, fifty times a second -> MB by process, its
libraries among them (VmHWM); the database, which shares its buffers, is not counted
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.__main__ import files_of
from tests.benchmarks.databases import Server
from tests.benchmarks.processors import processes_below

_DATABASE = "chitieu_benchmark_memory"
_PAUSE_SECONDS = 0.02


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.memory", description=__doc__)
    parser.add_argument("--people", type=int, default=29_083)
    parser.add_argument("--cache", type=Path, default=Path(".benchmarks"))
    parser.add_argument("--command", default=str(Path(sys.executable).parent / "chitieu"))
    options = parser.parse_args()
    from flows.database.embedded.server import embedded_server

    folder = files_of(options.cache, options.people)
    with embedded_server(options.cache.absolute()) as url, tempfile.TemporaryDirectory(prefix="chitieu-benchmark-") as home:
        server = Server(url)
        server.make_template(Path(home) / "template")
        with server.fresh(_DATABASE) as database:
            for name, most in _run(options.command, folder, server.environment(Path(home) / "run", database)):
                print(f"{name:40} {most:6.0f} MB")


def _run(command: str, folder: Path, environment: dict[str, str]) -> list[tuple[str, float]]:
    """What each process was started as, and the most it held; the main process first."""
    process = subprocess.Popen([command, "run", str(folder), "--json"], env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    most: dict[int, tuple[str, float]] = {}
    while process.poll() is None:
        for number in processes_below(process.pid):
            if (seen := _seen(number)) is not None:
                most[number] = seen
        time.sleep(_PAUSE_SECONDS)
    if process.returncode not in (0, 3):
        raise SystemExit(f"the run ended with {process.returncode}")
    return list(most.values())


def _seen(process: int) -> tuple[str, float] | None:
    """Name and MB; None of one that has ended."""
    place = Path(f"/proc/{process}")
    try:
        words = place.joinpath("cmdline").read_text().split("\0")
        held = re.search(r"^VmHWM:\s+(\d+) kB", place.joinpath("status").read_text(), re.MULTILINE)
    except OSError:
        return None
    named = words[words.index("-m") + 1] if "-m" in words else "chitieu run"
    return (named, int(held[1]) / 1024) if held else None


if __name__ == "__main__":
    main()
