"""Two looks at what is new: a file is taken when its size and stamp are the same in both. One wait serves all new files of a source."""

import time
from collections.abc import Callable

from flows.extract.fetching.manifest import Manifest, State
from flows.extract.fetching.origin import Entry, Origin
from flows.extract.fetching.walking import Listing


def second_look(
    origin: Origin, listing: Listing, new: dict[str, Entry], manifest: Manifest, seconds: float, wait: Callable[[float], None]
) -> dict[str, Entry]:
    """Those of ``new`` that have not changed since the last run's look, or do not change within ``seconds``. Raises what listing raises."""
    settled = {path: entry for path, entry in new.items() if seconds == 0 or _is_same_since(manifest.seen.get(path), entry, seconds)}
    fresh = {path: entry for path, entry in new.items() if path not in settled}
    if not fresh:
        return settled
    wait(seconds)
    now = _looked_at(origin, listing, fresh)
    same = {path: entry for path, entry in fresh.items() if entry.path in now and now[entry.path].state == entry.state}
    for path, entry in fresh.items():
        if path not in same and entry.path in now:
            new[path] = now[entry.path]  # the state to compare with next time
    return {path: entry for path, entry in new.items() if path in settled or path in same}


def look(entry: Entry) -> State:
    """What the manifest keeps of a look: the state, and when it was, by our clock."""
    return [*entry.state, time.time()]


def _is_same_since(seen: State | None, entry: Entry, seconds: float) -> bool:
    """A run may follow another within a blink, and a clock may be put back: only a look that is old enough is another look."""
    return seen is not None and seen[:-1] == entry.state and time.time() - seen[-1] >= seconds


def _looked_at(origin: Origin, listing: Listing, files: dict[str, Entry]) -> dict[str, Entry]:
    if not origin.is_told_in_listing:
        return {entry.path: entry for entry in origin.detailed(list(files.values()))}  # type: ignore[attr-defined]
    folders = sorted({entry.parent for entry in files.values()})
    return {entry.path: entry for folder in folders for entry in origin.entries(listing.folders[folder]) if not entry.is_folder}
