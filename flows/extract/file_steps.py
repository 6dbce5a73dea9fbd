"""Steps of files on their way from a source to the house, and what pulling gives: kept by ``audit.outcome``, read by status and digest."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

#: ``waiting``: still being written at the source. ``skipped``: known already, unchanged. A step without a file is the source's as a whole.
Step = Literal["found", "waiting", "fetched", "skipped", "failed"]


@dataclass(frozen=True)
class FileStep:
    """``file_name``: path below the source's folder, NFC; None where the source as a whole is meant. ``started_at``: with its zone.
    ``seconds``: how long it took. ``size``: bytes at the source, None where it is not told. ``message``: why, a sentence without
    credentials."""

    source_name: str
    file_name: str | None
    step: Step
    started_at: datetime
    seconds: float = 0.0
    size: int | None = None
    message: str | None = None


@dataclass(frozen=True)
class Pulled:
    """``folders``: one for each source that was listed whole, holding all that was ever fetched from it. ``complaints``: a sentence for
    each source that failed in whole or in part."""

    folders: list[Path]
    steps: list[FileStep] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
