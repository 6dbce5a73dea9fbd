"""Processor time of processes, as the system counts it: those of a program and of its database, not what else the machine does.

Data flow: numbers of processes -> /proc -> seconds
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import psycopg

_TICKS = os.sysconf("SC_CLK_TCK")


def server_of(url: str) -> int:
    """Number of the process from which all others of this PostgreSQL come."""
    with psycopg.connect(url) as connection:
        own = connection.info.backend_pid
        return next(parent for number, parent, _ in _processes() if number == own)


def processor_of(*numbers: int) -> float:
    """Processor seconds of these processes, of their children and theirs, those that ended included; each counted once."""
    known = {own: (parent, times) for own, parent, times in _processes()}
    return sum(sum(known[own][1]) for own in _below(numbers, {own: parent for own, (parent, _) in known.items()}) if own in known)


def processes_below(*numbers: int) -> set[int]:
    """Numbers of these processes, of their children and theirs."""
    return _below(numbers, {own: parent for own, parent, _ in _processes()})


def _below(numbers: Iterable[int], parents: Mapping[int, int]) -> set[int]:
    trees, more = set(numbers), set(numbers)
    while more:
        more = {own for own, parent in parents.items() if parent in more} - trees
        trees |= more
    return trees


def _processes() -> Iterator[tuple[int, int, list[float]]]:
    """Number, parent's number, and the four times of each process."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, rest = stat.read_text().rpartition(")")
        except OSError:
            continue
        fields = rest.split()
        yield int(head.partition(" ")[0]), int(fields[1]), [int(fields[place]) / _TICKS for place in (11, 12, 13, 14)]
