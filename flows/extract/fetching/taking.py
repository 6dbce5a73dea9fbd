"""One source taken: listed whole, chosen, looked at twice, and what is new or changed brought to the inbox."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flows.config.ward import PullSource
from flows.extract.fetching.choosing import choose
from flows.extract.fetching.failures import ConnectionLostError, SourceFailure, StillWrittenError, as_failure
from flows.extract.fetching.inbox import draft_in, told_name
from flows.extract.fetching.manifest import Manifest
from flows.extract.fetching.origin import Entry, Origin
from flows.extract.fetching.settling import look, second_look
from flows.extract.fetching.walking import walk
from flows.extract.file_steps import FileStep, Step
from flows.vault.file_encryption import is_openable, write_sealed
from flows.vault.master_keys import MasterKeys

#: After so many failures in a row the connection is taken for dead, and the other files wait for the next run.
_MOST_FAILURES = 3
_CHANGING = "its size or time changed between two looks: it is still being written"
_WRITTEN = "it is being written at this moment"


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


def take(taking: Taking, origin: Origin, wait: Callable[[float], None] = time.sleep) -> None:
    """Raises where the source cannot be listed whole; single files that fail are noted, and the others come."""
    started = datetime.now(UTC)
    listing = walk(origin, taking.source)
    chosen = choose(listing, taking.source)
    files = _detailed(origin, chosen.files)
    taking.say(None, "found", started, message=f"{len(listing.files)} files listed, {len(files)} of them by the pattern")
    for path, (entry, reason) in chosen.waiting.items():
        taking.say(path, "waiting", datetime.now(UTC), size=entry.size, message=f"{reason}.")
    for path, entry in chosen.refused.items():
        refusal = SourceFailure("its name cannot be kept in a folder", "Ask the sender for a shorter name, without \\ and ..")
        taking.fail(path, entry, refusal, datetime.now(UTC))
    for path in chosen.files.keys() - files.keys():
        dead = SourceFailure("the page links to it, and there is nothing", "Ask the sender to mend the link")
        taking.fail(path, chosen.files[path], dead, datetime.now(UTC))
    new = _new(taking, files)
    settled = second_look(origin, listing, new, taking.manifest, taking.source.settle_seconds, wait)
    taking.manifest.seen = {path: look(entry) for path, entry in new.items() if path not in settled}
    for path in new.keys() - settled.keys():
        taking.say(path, "waiting", datetime.now(UTC), size=new[path].size, message=f"{_CHANGING}.")
    _fetch_all(taking, origin, settled)


def _detailed(origin: Origin, files: dict[str, Entry]) -> dict[str, Entry]:
    if origin.is_told_in_listing:
        return files
    told = {entry.path: entry for entry in origin.detailed(list(files.values()))}  # type: ignore[attr-defined]
    return {path: told[entry.path] for path, entry in files.items() if entry.path in told}


def _new(taking: Taking, files: dict[str, Entry]) -> dict[str, Entry]:
    """Those whose state is not that of a copy that is there and opens. A file without any stamp is fetched every time."""
    new = {}
    for path, entry in files.items():
        started = datetime.now(UTC)
        is_known = entry.stamp is not None and taking.manifest.fetched.get(path) == entry.state
        if is_known and is_openable(taking.folder / path, taking.keys):
            taking.say(path, "skipped", started, size=entry.size)
        else:
            taking.say(path, "found", started, size=entry.size)
            new[path] = entry
    return new


def _fetch_all(taking: Taking, origin: Origin, files: dict[str, Entry]) -> None:
    lost = 0
    for path, entry in files.items():
        started = datetime.now(UTC)
        if lost >= _MOST_FAILURES:
            failure: SourceFailure | None = ConnectionLostError("it was not tried: the connection is lost")
        else:
            failure = _fetch(taking, origin, path, entry, started)
        lost = lost + 1 if isinstance(failure, ConnectionLostError) else 0
        if failure:
            taking.fail(path, entry, failure, started)


def _fetch(taking: Taking, origin: Origin, path: str, entry: Entry, started: datetime) -> SourceFailure | None:
    """What went wrong, if anything did. Each file system has errors of its own; the file is told of by name and fetched again next time."""
    try:
        with draft_in((taking.folder / path).parent) as draft:
            _download(origin, entry, draft)
            write_sealed(taking.folder / path, draft.read_bytes(), taking.keys)
    except StillWrittenError:
        taking.manifest.seen[path] = look(entry)
        taking.say(path, "waiting", started, size=entry.size, message=f"{_WRITTEN}.")
        return None
    except FileNotFoundError:
        return SourceFailure("it went away meanwhile", "Nothing is to be done if the sender took it back")
    except Exception as error:
        return as_failure(error, taking.secrets)
    taking.manifest.fetched[path] = entry.state
    taking.say(path, "fetched", started, size=entry.size)
    return None


def _download(origin: Origin, entry: Entry, draft: Path) -> None:
    """Over a new connection where the first one broke."""
    try:
        _download_once(origin, entry, draft)
    except (PermissionError, FileNotFoundError, StillWrittenError):
        raise
    except Exception as error:
        if not as_failure(error, ()).is_transient:
            raise
        origin.renew()
        _download_once(origin, entry, draft)


def _download_once(origin: Origin, entry: Entry, draft: Path) -> None:
    origin.download(entry, draft)
    received = draft.stat().st_size
    if entry.size is not None and received > entry.size:
        raise StillWrittenError
    if entry.size is not None and received < entry.size:
        raise ConnectionLostError(f"{received} bytes came, {entry.size} were told")
