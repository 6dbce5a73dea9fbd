"""Copies in the inbox whose landed files are past their term.

Data flow: ``CHITIEU_HOME/inbox``, digests past their term -> copies that bring nothing else -> removed, and remembered as removed
"""

from collections import defaultdict
from collections.abc import Iterable, Set
from pathlib import Path
from typing import TYPE_CHECKING

from flows.extract.landing import Found, find_files
from flows.extract.removed_copies import remember_removed
from flows.extract.seen_files import SeenFiles
from flows.pipeline.readings import take_in_files
from flows.vault.master_keys import master_keys

if TYPE_CHECKING:
    from flows.config.settings import Settings


def copies_of(settings: "Settings", digests: Set[str]) -> list[Path]:
    """Files of the inbox that bring nothing but these bytes; an archive with one younger file stays. A file that earlier runs have not
    remembered is opened and digested."""
    inbox = settings.home / "inbox"
    if not digests or not inbox.is_dir():
        return []
    seen = SeenFiles(settings.home, settings.ward.limits.max_unpacked_mb * 2**20)
    return [found.path for found in find_files([inbox]) if (brought := _brought(settings, seen, found)) and brought <= digests]


def _brought(settings: "Settings", seen: SeenFiles, found: Found) -> set[str]:
    known = seen.members(found)
    if known is None:
        return {item.sha256 for item in take_in_files([found], settings.ward, master_keys(settings))}
    return {member.sha256 for member in known}


def remember_as_removed(settings: "Settings", paths: Iterable[Path]) -> None:
    """What the sources still offer of them is not fetched again. Raises ``OSError``."""
    by_source: dict[Path, list[str]] = defaultdict(list)
    for path in paths:
        folder = settings.home / "inbox" / path.relative_to(settings.home / "inbox").parts[0]
        by_source[folder].append(path.relative_to(folder).as_posix())
    for folder, names in by_source.items():
        if folder.is_dir():
            remember_removed(folder, names)
