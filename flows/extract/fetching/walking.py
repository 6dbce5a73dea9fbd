"""A source listed whole, level by level: a folder that cannot be listed is a failure of the source, never a shorter list.

(fsspec's ``find`` leaves out what raises.)
"""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from flows.config.ward import PullSource
from flows.extract.fetching.failures import SourceFailure
from flows.extract.fetching.origin import Entry, Origin

#: A link that leads back to its own folder makes a tree without end.
_DEEPEST = 24
#: What systems keep at the top of a disk or share; often nobody may read it, and nobody delivers there.
_OF_THE_SYSTEM = frozenset({"lost+found", "$recycle.bin", "system volume information", "@eadir", "#recycle"})


@dataclass
class Listing:
    """``files``: all that are not hidden, by path; ``folders``: those that were entered, by path."""

    files: dict[str, Entry] = field(default_factory=dict)
    folders: dict[str, Entry] = field(default_factory=dict)


def walk(origin: Origin, source: PullSource) -> Listing:
    """Folders that the pattern cannot reach are not entered. Raises what listing a folder raises."""
    listing = Listing()
    level = [origin.root]
    for _ in range(_DEEPEST):
        below: list[Entry] = []
        for folder in level:
            if folder.path in listing.folders:
                continue
            listing.folders[folder.path] = folder
            entries = list(origin.entries(folder))
            listing.files.update({entry.path: entry for entry in entries if not entry.is_folder})
            below += [entry for entry in entries if entry.is_folder and _is_entered(entry.path, source)]
        if not below:
            break
        level = below
    else:
        raise SourceFailure(
            f"folders lie more than {_DEEPEST} deep, for instance below '{level[0].path[:80]}'",
            "Remove the link that leads back to a folder above it, or give a narrower pattern",
        )
    listing.files = {path: entry for path, entry in sorted(listing.files.items()) if not is_hidden(path)}
    return listing


def is_hidden(path: str) -> bool:
    """Hidden, or what Excel keeps beside an open workbook."""
    return any(part.startswith((".", "~$")) for part in PurePosixPath(path).parts)


def _is_entered(path: str, source: PullSource) -> bool:
    name = PurePosixPath(path).name.casefold()
    is_own = source.after_taking == "move" and path == source.taken_folder
    return not (is_hidden(path) or name in _OF_THE_SYSTEM or is_own) and _may_lead_to(path, source.pattern)


def _may_lead_to(path: str, pattern: str) -> bool:
    """Whether a file below the folder can match: its parts match those of the pattern until the first "**"."""
    wanted = [part for part in pattern.split("/") if part]
    for position, part in enumerate(PurePosixPath(path).parts):
        if position >= len(wanted) - 1 and "**" not in wanted[: position + 1]:
            return False
        if "**" in wanted[position]:
            return True
        if not as_expression(wanted[position]).match(part):
            return False
    return True


def as_expression(pattern: str) -> re.Pattern[str]:
    """The glob as an expression, whatever the case."""
    from fsspec.utils import glob_translate

    return re.compile(glob_translate(pattern), re.IGNORECASE)
