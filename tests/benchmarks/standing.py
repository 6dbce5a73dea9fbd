"""``python -m tests.benchmarks.standing``: what ``chitieu serve`` takes while it waits for the night.

Data flow: a service of the shipped ward -> a minute to settle -> memory and processor of all its processes for a minute (the aims are
450 MB and 2 % of a core). Memory is what each process has for itself and its share of what it has with others (PSS); the embedded database
is told apart.
"""

import argparse
import os
import re
import signal
import tempfile
import time
from pathlib import Path

from flows.system.files import ROOT
from tests.support.service import free_port, make_ward, said, start

_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.standing", description=__doc__)
    parser.add_argument("--settle", type=float, default=60.0, help="seconds before the measurement")
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chitieu-benchmark-") as folder:
        _measure(Path(folder), options.settle, options.seconds)


def _measure(cwd: Path, settle: float, seconds: float) -> None:
    make_ward(cwd)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "CHITIEU_"))}
    own = {"PYTHONPATH": str(ROOT), "HOME": str(cwd / "user"), "CHITIEU_HOME": "home", "CHITIEU_WEB_PORT": str(free_port())}
    service = start(cwd, {**inherited, **own}, free_port())
    try:
        said(service)
        time.sleep(settle)
        before = {pid: _processor(pid) for pid in _processes(cwd)}
        time.sleep(seconds)
        for pid, spent in before.items():
            print(f"{_name(pid):40} {_memory(pid) / 1e6:6.0f} MB {100 * (_processor(pid) - spent) / seconds:6.2f} % of a core")
        ours = [pid for pid in before if not _name(pid).startswith("postgres")]
        share = sum(_processor(pid) - before[pid] for pid in ours) / seconds
        print(f"without the database: {sum(map(_memory, ours)) / 1e6:.0f} MB, {100 * share:.2f} % of a core")
    finally:
        service.send_signal(signal.SIGTERM)
        service.communicate()


def _processes(cwd: Path) -> list[int]:
    return [int(place.name) for place in Path("/proc").glob("[0-9]*") if _is_of(place, str(cwd)) and int(place.name) != os.getpid()]


def _is_of(place: Path, folder: str) -> bool:
    try:
        told = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
        return folder in told.decode(errors="replace")
    except OSError:
        return False


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ").split()
    if Path(words[0]).name.startswith("postgres"):
        return "postgres"
    return next((word for word in reversed(words) if re.search(r"serve|prefect|judge", word)), Path(words[0]).name)[-40:]


def _memory(pid: int) -> float:
    """Bytes (PSS)."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return 1024.0 * int(found[1]) if found else 0.0


def _processor(pid: int) -> float:
    """Seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


if __name__ == "__main__":
    main()
