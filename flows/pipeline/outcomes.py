"""What a run is and becomes: the document that ``run --json`` prints, and a file on its way through.

Data flow: ``ReadDelivery`` (a file after reading) -> ``flows.pipeline.delivery`` -> ``Delivery`` lines of a ``RunResult``
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from flows.extract.landing import Incoming

if TYPE_CHECKING:
    from transforms.reading.model import Reading

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
    """The document that ``run --json`` prints."""

    run_id: int
    ward: str
    deliveries: list[Delivery] = field(default_factory=list)
    indicators_changed: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys((*STAGES, "total"), 0.0))

    @property
    def is_refused(self) -> bool:
        return any(delivery.status in REFUSED for delivery in self.deliveries)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        started = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += perf_counter() - started


@dataclass(frozen=True)
class ReadDelivery:
    """A file after reading: who sent it is still to be judged."""

    incoming: Incoming
    reading: "Reading"
