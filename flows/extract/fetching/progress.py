"""A source while it is taken: what it has given so far, step by step."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flows.config.ward import PullSource
from flows.extract.fetching.failures import SourceFailure
from flows.extract.fetching.inbox import told_name
from flows.extract.fetching.manifest import Manifest
from flows.extract.fetching.origin import Entry
from flows.extract.file_steps import FileStep, Step
from flows.vault.master_keys import MasterKeys


@dataclass
class Taking:
    """A source while it is taken. ``failures``: a file's path with what went wrong."""

    source: PullSource
    folder: Path
    keys: MasterKeys
    secrets: tuple[str, ...]
    manifest: Manifest
    steps: list[FileStep] = field(default_factory=list)
    failures: list[tuple[str, SourceFailure]] = field(default_factory=list)

    def say(self, path: str | None, step: Step, started: datetime, *, size: int | None = None, message: str | None = None) -> None:
        name, seconds = told_name(path) if path is not None else None, (datetime.now(UTC) - started).total_seconds()
        self.steps.append(FileStep(self.source.name, name, step, started, max(0.0, seconds), size, message))

    def fail(self, path: str, entry: Entry, failure: SourceFailure, started: datetime) -> None:
        self.failures.append((path, failure))
        self.say(path, "failed", started, size=entry.size, message=f"{failure.found}. {failure.todo}.")
