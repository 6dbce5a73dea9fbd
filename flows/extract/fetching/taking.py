"""One source taken: listed whole, chosen, looked at twice, and what is new or changed brought to the inbox."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from flows.extract.fetching.choosing import choose
from flows.extract.fetching.downloading import fetch_all
from flows.extract.fetching.failures import SourceFailure
from flows.extract.fetching.origin import Entry, Origin
from flows.extract.fetching.progress import Taking
from flows.extract.fetching.settling import look, second_look
from flows.extract.fetching.walking import walk
from flows.extract.removed_copies import removed_copies
from flows.vault.file_encryption import is_openable

_CHANGING = "its size or time changed between two looks: it is still being written"


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
    fetch_all(taking, origin, settled)


def _detailed(origin: Origin, files: dict[str, Entry]) -> dict[str, Entry]:
    if origin.is_told_in_listing:
        return files
    told = {entry.path: entry for entry in origin.detailed(list(files.values()))}  # type: ignore[attr-defined]
    return {path: told[entry.path] for path, entry in files.items() if entry.path in told}


def _new(taking: Taking, files: dict[str, Entry]) -> dict[str, Entry]:
    """Those whose state is not that of a copy that is there and opens, or went after its term. Without a stamp a file is new every time."""
    new, removed = {}, removed_copies(taking.folder)
    for path, entry in files.items():
        started, copy = datetime.now(UTC), taking.folder / path
        is_known = entry.stamp is not None and taking.manifest.fetched.get(path) == entry.state
        if is_known and (is_openable(copy, taking.keys) or (path in removed and not copy.exists())):
            taking.say(path, "skipped", started, size=entry.size)
        else:
            taking.say(path, "found", started, size=entry.size)
            new[path] = entry
    return new
