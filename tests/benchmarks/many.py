"""``python -m tests.benchmarks.many``: a run over many small deliveries, as a whole process: what a delivery costs whatever its size.

Data flow: lists of a residential group, month by month (made once, kept in ``.benchmarks/``) -> a run over one of them, a run over all
of them in a fresh warehouse -> processor seconds of command, children and server, the difference shared out (the aim is 0.15 a delivery)
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from tests.benchmarks.databases import Server
from tests.benchmarks.processors import processor_of, server_of
from tests.synthetic.records import next_month
from tests.synthetic.ward_month import write_health

_DATABASE = "chitieu_benchmark_many"
_FIRST = date(2021, 7, 1)
_PEOPLE = 540  # lists of about 480 cards


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.many", description=__doc__)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--cache", type=Path, default=Path(".benchmarks"))
    parser.add_argument("--command", default=str(Path(sys.executable).parent / "chitieu"))
    options = parser.parse_args()
    from flows.database.embedded.server import embedded_server

    folder = _files(options.cache, options.files)
    with embedded_server(options.cache.absolute()) as url, tempfile.TemporaryDirectory(prefix="chitieu-benchmark-") as home:
        server = Server(url)
        server.make_template(Path(home) / "template")
        one, rows = _run(server, options.command, [min(folder.iterdir())], Path(home) / "one")
        all_of_them, all_rows = _run(server, options.command, [folder], Path(home) / "all")
    each = (all_of_them - one) / (options.files - 1)
    print(
        f"1 delivery of {rows} rows {one:.2f} s, {options.files} of {all_rows} rows {all_of_them:.2f} s of processor time; each {each:.3f}"
    )


def _files(cache: Path, count: int) -> Path:
    """Health insurance lists of so many months, made once."""
    folder = cache / f"many-{count}"
    if not folder.exists():
        draft = folder.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        for number in range(count):
            write_health(draft, _PEOPLE, next_month(_FIRST, number))
        draft.rename(folder)
    return folder


def _run(server: Server, command: str, paths: list[Path], home: Path) -> tuple[float, int]:
    """Processor seconds, and rows read."""
    with server.fresh(_DATABASE) as database:
        database_server = server_of(server.url)
        before, of_server = resource.getrusage(resource.RUSAGE_CHILDREN), processor_of(database_server)
        done = subprocess.run(
            [command, "run", *map(str, paths), "--json"],
            env={**os.environ, **server.environment(home, database)},
            capture_output=True,
            text=True,
            check=False,
        )
        after, of_server = resource.getrusage(resource.RUSAGE_CHILDREN), processor_of(database_server) - of_server
    if done.returncode not in (0, 3):
        raise SystemExit(f"the run ended with {done.returncode}:\n{done.stderr[-2000:]}")
    deliveries = json.loads(done.stdout)["deliveries"]
    refused = [one["reasons"] for one in deliveries if not one["status"].startswith("published")]
    assert not refused, refused[:3]
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime + of_server, sum(one["rows_read"] for one in deliveries)


if __name__ == "__main__":
    main()
