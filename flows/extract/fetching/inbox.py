"""Copies of what was fetched: one folder a source, private, its files sealed."""

import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.config.ward import PullSource
from flows.system.files import PRIVATE_FOLDER


def inbox_folders(home: Path, sources: Iterable[PullSource]) -> Iterator[tuple[PullSource, Path]]:
    """A folder of its own for each source, also where two names differ only in signs that a file name cannot hold."""
    taken: set[str] = set()
    for source in sources:
        plain = re.sub(r'[/\\:*?"<>|\x00-\x1f]', "_", source.name).strip(". ") or "source"
        name, number = plain, 2
        while name.casefold() in taken:
            name, number = f"{plain} {number}", number + 1
        taken.add(name.casefold())
        yield source, home / "inbox" / name


def private_folder(folder: Path) -> None:
    """Each folder on the way: ``parents=True`` would give only the last one the mode."""
    for place in reversed([folder, *folder.parents]):
        if not place.exists():
            place.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


@contextmanager
def draft_in(folder: Path) -> Iterator[Path]:
    """A hidden name that nobody else has; whatever lies there is gone at the end."""
    private_folder(folder)
    draft = folder / f".{secrets.token_hex(8)}.part"
    try:
        draft.touch(mode=0o600)
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def told_name(path: str) -> str:
    """NFC; undecodable bytes become question marks: a name is for people, the path opens the file."""
    return unicodedata.normalize("NFC", path.encode("utf-8", "replace").decode())
