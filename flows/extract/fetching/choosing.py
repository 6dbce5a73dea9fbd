"""Which listed files are deliveries, and which of them are still in the making.

Three signs say that a file is not whole yet: an ending of unfinished transfers, a sender's marker that is not there, and a size or time
that changes between two looks. The looks compare what the server says with itself: no clock of ours takes part.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from flows.config.ward import PullSource
from flows.extract.fetching.origin import Entry
from flows.extract.fetching.walking import Listing, as_expression

#: What is appended to the name of a file that was taken, where files are marked.
MARK = ".taken"
#: Bytes; disks hold 255 of a name, and a draft of the file needs some.
_LONGEST_NAME = 240
#: Endings that browsers, synchronisers, and programs of transfer give a file until it is whole.
UNFINISHED = (
    ".part",
    ".partial",
    ".filepart",
    ".tmp",
    ".temp",
    ".crdownload",
    ".download",
    ".opdownload",
    ".!ut",
    ".!qb",
    ".bc!",
    ".aria2",
    ".swp",
    ".lftp-pget-status",
    ".incomplete",
    ".uploading",
    ".writing",
    ".inprogress",
    "~",
)


@dataclass
class Chosen:
    """By the path in the inbox. ``waiting``: by the path at the source, with the reason; ``refused``: names that no inbox can hold."""

    files: dict[str, Entry] = field(default_factory=dict)
    waiting: dict[str, tuple[Entry, str]] = field(default_factory=dict)
    refused: dict[str, Entry] = field(default_factory=dict)


def choose(listing: Listing, source: PullSource) -> Chosen:
    chosen = Chosen()
    wanted = as_expression(source.pattern)
    present = {path.casefold() for path in listing.files}
    for path, entry in listing.files.items():
        name, reason = _judged(path, entry, present, source)
        if name is None or not wanted.match(name):
            continue
        place = _place(name, chosen.files)
        if _cannot_be_kept(name):
            chosen.refused[place] = entry
        elif reason:
            chosen.waiting[path] = (entry, reason)
        else:
            chosen.files[place] = entry
    return chosen


def _judged(path: str, entry: Entry, present: set[str], source: PullSource) -> tuple[str | None, str]:
    """The path under which the file is taken, None for what is no delivery; and why it waits."""
    folded = path.casefold()
    if source.after_taking == "mark" and folded.endswith(MARK):
        return None, ""
    ending = next((ending for ending in UNFINISHED if folded.endswith(ending)), None)
    if ending:
        return path[: -len(ending)], f"its name ends in '{ending}', as that of an unfinished transfer"
    if any(folded + ending in present for ending in UNFINISHED):
        return path, "an unfinished transfer of the same name lies beside it"
    return _by_marker(path, entry, present, source.done_suffix)


def _by_marker(path: str, entry: Entry, present: set[str], suffix: str | None) -> tuple[str | None, str]:
    """A companion (list.xlsx.done, list.done) says that a file is whole; so does the ending itself, where the sender renames the file."""
    if suffix is None:
        return path, ""
    if path.casefold().endswith(suffix.casefold()):
        bare = path[: -len(suffix)]
        is_renamed = bare.casefold() not in present and bool(PurePosixPath(bare).suffix) and entry.size != 0
        return (bare, "") if is_renamed else (None, "")
    stem = path.removesuffix(PurePosixPath(path).suffix)
    if {(path + suffix).casefold(), (stem + suffix).casefold()} & present:
        return path, ""
    return path, f"the sender's marker '{PurePosixPath(path).name}{suffix}' is not there yet"


def _place(name: str, taken: Iterable[str]) -> str:
    """NFC; of two names that differ only in their composition the second keeps its own."""
    place = unicodedata.normalize("NFC", name)
    return name if place in taken else place


def _cannot_be_kept(name: str) -> bool:
    """It would leave the inbox, or no disk has room for the name."""
    parts = name.split("/")
    too_long = any(len(part.encode("utf-8", "surrogateescape")) > _LONGEST_NAME for part in parts)
    return too_long or any(part in ("", "..") or "\\" in part or "\x00" in part for part in parts)
