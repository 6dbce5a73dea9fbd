"""``python -m tests.benchmarks.idle``: a night over files that were all here before, as a whole process.

Data flow: small files (made once a run) -> nights until all are known -> processor seconds of the command and its children, the
server not counted (the aim is 1)
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.databases import Server

_DATABASE = "chitieu_benchmark_idle"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.idle", description=__doc__)
    parser.add_argument("--files", type=int, default=900)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--cache", type=Path, default=Path(".benchmarks"))
    parser.add_argument("--database-url", help="a PostgreSQL in which databases may be made; without it an embedded one")
    parser.add_argument("--command", default=str(Path(sys.executable).parent / "chitieu"))
    options = parser.parse_args()
    from flows.database.embedded.server import embedded_server

    if options.database_url:
        _measure(Server(options.database_url), options)
        return
    with embedded_server(options.cache.absolute()) as url:
        _measure(Server(url), options)


def _measure(server: Server, options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="chitieu-benchmark-") as temporary:
        folder = Path(temporary)
        files = folder / "in"
        files.mkdir()
        for number in range(options.files):  # 20 KB each: lists of no known source
            rows = "\n".join(f"{number};{row};nothing that a ward's list has" for row in range(500))
            (files / f"{number}.csv").write_text(f"a;b;c\n{rows}\n", encoding="utf-8")
        server.make_template(folder / "template")
        with server.fresh(_DATABASE) as database:
            environment = server.environment(folder / "home", database)
            command = [options.command, "run", str(files), "--json"]
            time.sleep(4)  # a file that has just changed is not remembered
            for _ in range(2):  # all are taken in, then told from each other by name and place
                _night(command, environment)
            nights = [_night(command, environment) for _ in range(options.repeat)]
    print(f"{options.files} known files: processor {min(nights):.2f} s at the least, {max(nights):.2f} s at the most")


def _night(command: list[str], environment: dict[str, str]) -> float:
    """Processor seconds of the command and its children; 3 (something was held) is no failure of the run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
