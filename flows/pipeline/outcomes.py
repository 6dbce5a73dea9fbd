"""Outcomes of a run: the document that ``run --json`` prints, the run that its steps share, and a file on its way through.

Data flow: ``ReadDelivery`` (a file after reading) -> ``flows.pipeline.delivery`` -> ``Delivery`` lines of a ``RunResult``
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

from flows.extract.landing import Incoming

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.config.settings import Settings
    from flows.config.ward import Ward
    from flows.load.outcomes import NightLog
    from flows.pipeline.kept_readings import KeptReadings
    from flows.validation.decisions import Decision
    from flows.vault.master_keys import MasterKeys
    from transforms.reading.model import Reading

#: Stage ("read" or "judge"), how many of its deliveries are done, how many there are.
Progress = Callable[[str, int, int], None]

STAGES = ("read", "clean", "validate", "publish", "indicators")
REFUSED = frozenset({"held", "unreadable", "unrecognised"})
PUBLISHED = frozenset({"published", "published_with_findings"})


@dataclass
class Delivery:
    """What happened to one file; ``reasons`` are Vietnamese sentences without personal data."""

    file: str
    source: str | None
    month: str | None
    status: str
    rows_read: int = 0
    rows_published: int = 0
    rows_quarantined: int = 0
    findings: dict[str, int] = field(default_factory=lambda: {"critical": 0, "warning": 0, "info": 0})
    reasons: list[str] = field(default_factory=list)


@dataclass
class RunResult:
    """The document that ``run --json`` prints; ``months_computed``: months with a published delivery whose indicators were
    computed; ``complaints``: a sentence for each of the ward's sources of which not all could be fetched."""

    run_id: int
    ward: str
    deliveries: list[Delivery] = field(default_factory=list)
    indicators_changed: int = 0
    months_computed: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys((*STAGES, "total"), 0.0))
    complaints: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return any(delivery.status in REFUSED for delivery in self.deliveries)

    @property
    def is_whole(self) -> bool:
        """All that the sources hold came, and all that came is published or known."""
        return not (self.is_refused or self.complaints)

    def add(self, file_name: str, source: str | None, month: date | None, status: str, reasons: Sequence[str]) -> Delivery:
        """The line of one more delivery, in which its counts are still zero."""
        delivery = Delivery(file_name, source, f"{month:%Y-%m}" if month else None, status, reasons=list(reasons))
        self.deliveries.append(delivery)
        return delivery

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        started = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += perf_counter() - started


def _no_log() -> "NightLog":
    from flows.load.outcomes import NightLog

    return NightLog("")


@dataclass(frozen=True)
class Run:
    """What every step of a run needs. ``transaction`` opens what a step commits as a whole: a transaction of its own by night, a savepoint
    of the one transaction in which ``flows.operations.rebuild`` takes all deliveries again. ``result`` grows with the run; ``decisions``
    are those of officers that are in force when it begins. ``kept``: what the process has read and cleaned before, where it keeps that;
    ``log``: what a night does with each file, step by step."""

    transaction: "Callable[[], AbstractContextManager[Connection]]"
    settings: "Settings"
    ward_key: int
    keys: "MasterKeys"
    result: RunResult
    decisions: "tuple[Decision, ...]" = ()
    kept: "KeptReadings | None" = None
    log: "NightLog" = field(default_factory=_no_log)

    @property
    def ward(self) -> "Ward":
        return self.settings.ward


@dataclass(frozen=True)
class ReadDelivery:
    """A file after reading: who sent it is still to be judged. ``delivery_id``: its number, if it is taken again
    (``flows.operations.rebuild``)."""

    incoming: Incoming
    reading: "Reading"
    delivery_id: int | None = None
