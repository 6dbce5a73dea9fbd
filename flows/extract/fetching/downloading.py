"""Files brought to the inbox, each whole or not at all; a connection that breaks is made anew once a file."""

from datetime import UTC, datetime
from pathlib import Path

from flows.extract.fetching.failures import ConnectionLostError, SourceFailure, StillWrittenError, as_failure
from flows.extract.fetching.inbox import draft_in
from flows.extract.fetching.origin import Entry, Origin
from flows.extract.fetching.progress import Taking
from flows.extract.fetching.settling import look
from flows.vault.file_encryption import write_sealed

#: After so many failures in a row the connection is taken for dead, and the other files wait for the next run.
_MOST_FAILURES = 3
_WRITTEN = "it is being written at this moment"


def fetch_all(taking: Taking, origin: Origin, files: dict[str, Entry]) -> None:
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
