"""``python -m tests.benchmarks``: our night beside the floor, in one process (imports apart) and as whole processes.

Data flow: files (made once, kept in ``.benchmarks/``) -> runs in alternation -> minimum and median of each, and their ratios. Ratios, not
seconds, travel from machine to machine.

"in process" is a process that stands, as that of the page: the imports of the judge and of the readers are apart too, for both wait from
one run to the next. "anew" starts the readers in every run, as the first run of a process does; the judge waits there as well.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.extract.reader_pool import kept_readers
from tests.benchmarks.databases import Server
from tests.benchmarks.floor import load_as_text
from tests.synthetic.ward_month import WARD_PEOPLE, write_ward_month

Seconds = list[float]
#: More than one run of the floor takes.
_BETWEEN_RUNS_SECONDS = 60.0


def main() -> None:
    options = _options()
    folder = options.folder or files_of(options.cache, options.people)
    with _server(options) as server, tempfile.TemporaryDirectory(prefix="chitieu-benchmark-") as home:
        server.make_template(Path(home) / "template")
        runs = Runs(folder, server, Path(home), options.command)
        with kept_readers(_BETWEEN_RUNS_SECONDS):
            if options.only in (None, "in process"):
                _report("in process", *_alternate(runs.floor_here, runs.ours_here, options.repeat))
        for title, floor, ours in (("anew", runs.floor_here, runs.ours_here), ("whole process", runs.floor_apart, runs.ours_apart)):
            if options.only in (None, title):
                _report(title, *_alternate(floor, ours, options.repeat))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--people", type=int, default=WARD_PEOPLE)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--cache", type=Path, default=Path(".benchmarks"))
    parser.add_argument("--database-url", help="a PostgreSQL in which databases may be made; without it an embedded one")
    parser.add_argument("--command", default=str(Path(sys.executable).parent / "chitieu"))
    parser.add_argument("--only", choices=("in process", "anew", "whole process"))
    parser.add_argument("--folder", type=Path, help="files of another month than the ward's that is made")
    return parser.parse_args()


def files_of(cache: Path, people: int, unknown_codes: int = 0) -> Path:
    """The month of that size, made once: a finished folder is renamed into place, so that a broken one is never measured."""
    folder = cache / f"ward-month-{people}{f'-{unknown_codes}' if unknown_codes else ''}"
    if not folder.exists():
        draft = folder.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        write_ward_month(draft, people, unknown_codes=unknown_codes)
        draft.rename(folder)
    return folder


@contextmanager
def _server(options: argparse.Namespace) -> Iterator[Server]:
    if options.database_url:
        yield Server(options.database_url)
        return
    from flows.database.embedded.server import embedded_server

    with embedded_server(options.cache.absolute()) as url:
        yield Server(url)


class Runs:
    """The four things that are measured; each gives its seconds."""

    def __init__(self, folder: Path, server: Server, home: Path, command: str) -> None:
        self.folder, self.server, self.home, self.command = folder, server, home, command
        self._count = 0

    def floor_here(self) -> float:
        with self.server.fresh("chitieu_benchmark_floor", "template1") as database:
            return _seconds(lambda: load_as_text(self.folder, self.server.url_of(database)))

    def floor_apart(self) -> float:
        with self.server.fresh("chitieu_benchmark_floor", "template1") as database:
            return _process([sys.executable, "-m", "tests.benchmarks.floor", str(self.folder), self.server.url_of(database)], {})

    def ours_here(self) -> float:
        from flows.config.settings import load_settings
        from flows.pipeline.run import run_paths

        with self.server.fresh("chitieu_benchmark_ours") as database:
            settings = load_settings(environ=self.server.environment(self._new_home(), database))
            return _seconds(lambda: run_paths(settings, [self.folder]))

    def ours_apart(self) -> float:
        with self.server.fresh("chitieu_benchmark_ours") as database:
            return _process([self.command, "run", str(self.folder), "--json"], self.server.environment(self._new_home(), database))

    def _new_home(self) -> Path:
        self._count += 1
        return self.home / f"home-{self._count}"


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _process(command: list[str], environment: dict[str, str]) -> float:
    """Seconds from start to end of a process; 3 (something was held) is no failure of the run."""
    started = time.perf_counter()
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return seconds


def _alternate(floor: Callable[[], float], ours: Callable[[], float], repeat: int) -> tuple[Seconds, Seconds]:
    """One of each first, unmeasured: caches of the disk and of imports are warm for both. Then turn by turn."""
    floor(), ours()
    pairs = [(floor(), ours()) for _ in range(repeat)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _report(title: str, floor: Seconds, ours: Seconds) -> None:
    for name, seconds in (("floor", floor), ("ours", ours)):
        print(f"{title:14} {name:6} min {min(seconds):7.3f} s   median {statistics.median(seconds):7.3f} s")
    print(f"{title:14} ratio  min {min(ours) / min(floor):7.2f}     median {statistics.median(ours) / statistics.median(floor):7.2f}")


if __name__ == "__main__":
    main()
