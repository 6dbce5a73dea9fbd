"""Seen files: what the files of earlier nights held, told by place and stamp, without reading, unsealing and hashing them again.

Data flow: ``Found`` + ``CHITIEU_HOME/seen-files.json`` -> the digests that the file brought, where its stamp is still the same

A stamp is device, inode, size, time of modification and time of change. A program can set the time of modification back (``cp -p``, ``rsync
-t``, an archive that is unpacked in place), but no program sets the time of change: other bytes under the same name, size and modification
time are seen by it. A file that changed within ``_SETTLED_SECONDS`` before it was read, or while it was, is not remembered, because
clocks of file systems are coarse: the next night reads it once more. Windows keeps no time of change: there nothing is remembered. The
page is a convenience: without it, or with one that cannot be read, every file is read as if it were seen for the first time.

Only that a file holds the bytes of then is taken from here; whether those bytes are known, the warehouse says.
"""

import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.extract.landing import Found, Incoming
from flows.system.files import PRIVATE_FOLDER, write_private

_FILE = "seen-files.json"
#: Raised when files are taken in otherwise than before: what older programs remembered is then not used.
_EDITION = 1
#: FAT counts in steps of two seconds.
_SETTLED_SECONDS = 3.0

Stamp = tuple[int, ...]


@dataclass(frozen=True)
class SeenMember:
    """What a file brought: itself, or a file of an archive. ``found`` as it is found today."""

    found: Found
    sha256: str


class SeenFiles:
    """The page as it was when the run began, and what this run adds. ``max_unpacked_bytes``: what was taken in under another limit is not
    used."""

    def __init__(self, home: Path, max_unpacked_bytes: int) -> None:
        self._path, self._limit = home / _FILE, max_unpacked_bytes
        self._entries: dict[str, list[Any]] = _read(self._path)
        self._has_news = False

    def members(self, found: Found) -> list[SeenMember] | None:
        """What the file brings, None where it must be read."""
        entry = self._entries.get(str(found.path.absolute()))
        if entry is None or entry[:2] != [self._limit, list(stamp_of(found.path) or ())]:
            return None
        return [SeenMember(_below(found, path), sha256) for path, sha256 in entry[2]]

    def knows_all(self, found: Iterable[Found]) -> bool:
        return all(self.members(item) is not None for item in found)

    def remember(self, found: Found, before: Stamp | None, incoming: Sequence[Incoming]) -> None:
        """``before``: the stamp that the file had before it was read. What was refused unread is looked at again each night."""
        if before is None or before != stamp_of(found.path) or any(item.refusal_vi for item in incoming) or not _is_settled(before):
            return
        depth = len(found.parts)
        self._entries[str(found.path.absolute())] = [
            self._limit,
            list(before),
            [[list(item.found.parts[depth:]), item.sha256] for item in incoming],
        ]
        self._has_news = True

    def save(self) -> None:
        """Without files that are gone. A page that cannot be written costs the next night time and nothing else."""
        if not self._has_news:
            return
        entries = {path: entry for path, entry in self._entries.items() if Path(path).exists()}
        with suppress(OSError):
            self._path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            write_private(self._path, json.dumps({"edition": _EDITION, "files": entries}).encode())


def stamp_of(path: Path) -> Stamp | None:
    """None where the system does not tell enough."""
    if sys.platform == "win32":
        return None
    try:
        told = path.stat()
    except OSError:
        return None
    return (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)


def _is_settled(stamp: Stamp) -> bool:
    """Changed long enough ago that a later change has another time; a time to come tells nothing."""
    return max(stamp[3:]) < time.time_ns() - int(_SETTLED_SECONDS * 1e9)


def _below(found: Found, path: Sequence[str]) -> Found:
    return Found(found.path, "/".join((found.file_name, *path)), (*found.parts, *path)) if path else found


def _read(path: Path) -> dict[str, list[Any]]:
    try:
        page = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    files = page.get("files") if isinstance(page, Mapping) and page.get("edition") == _EDITION else None
    return dict(files) if isinstance(files, Mapping) else {}
