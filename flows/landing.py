"""Deliveries come in: files are found, read once and landed by the digest of their bytes.

Data flow: paths -> ``find_files`` -> bytes -> ``land`` (``CHITIEU_HOME/landed/<sha256>``, written once, mode 600, never changed)
"""

import hashlib
import os
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flows.errors import ChitieuError

#: What file managers and Excel leave behind; nobody delivers it.
_LEFT_BEHIND = {"thumbs.db", "desktop.ini", ".ds_store"}


class LandingError(ChitieuError):
    """A path that was given does not exist or cannot be read."""


@dataclass(frozen=True)
class Found:
    """A file to take in. ``file_name``: path below the given folder, in NFC, for a file inside an archive with the archive's name.
    ``parts``: the names that may tell the month."""

    path: Path
    file_name: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Incoming:
    """A file's bytes with their digest. ``refusal_vi``: why it is refused before anybody reads it, else empty."""

    found: Found
    data: bytes
    sha256: str
    refusal_vi: str = ""


def find_files(paths: Iterable[Path]) -> list[Found]:
    """Files of the given paths, folders searched recursively, in the order of their names; each file once."""
    found = {item.path.resolve(): item for path in paths for item in _below(path)}
    return sorted(found.values(), key=lambda item: item.file_name)


def _below(path: Path) -> Iterator[Found]:
    if path.is_file():
        # The folder a single file lies in may name its month, as it would if the folder had been given.
        yield Found(path, _nfc(path.name), (_nfc(path.resolve().parent.name), _nfc(path.name)))
        return
    if not path.is_dir():
        raise LandingError(f"{path}: there is no such file or folder. Give the folder that holds the exports.")
    for folder, folders, files in os.walk(path, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            if not _is_left_behind(name) and not _is_endless(Path(folder) / name):
                parts = tuple(_nfc(part) for part in (Path(folder) / name).relative_to(path).parts)
                yield Found(Path(folder) / name, "/".join(parts), parts)


def _refuse(error: OSError) -> None:
    raise LandingError(f"{error.filename}: the folder cannot be read ({error.strerror}). Correct its permissions.") from None


def _is_left_behind(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in _LEFT_BEHIND


def _is_endless(path: Path) -> bool:
    """A pipe, socket or device that lies among the files: whoever reads it may wait for ever."""
    return path.is_fifo() or path.is_socket() or path.is_char_device() or path.is_block_device()


def _nfc(text: str) -> str:
    """Undecodable bytes of a name become question marks: a name is for people, the path opens the file."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())


def take_in(found: Found, *, max_unpacked_bytes: int) -> Iterator[Incoming]:
    """The file; of a zip file that carries others each of those, as if it had come alone. Its own bytes say nothing more, so that
    only an archive that cannot be opened is a delivery itself."""
    try:
        data = found.path.read_bytes()
    except OSError as error:
        raise LandingError(f"{found.path}: the file cannot be read ({error.strerror}). Correct its permissions.") from None
    if not data.startswith(b"PK"):
        yield _incoming(found, data)
        return
    from transforms.reading.archives import is_archive, members
    from transforms.reading.grids import Unreadable

    try:
        inside = members(data, max_unpacked_bytes=max_unpacked_bytes) if is_archive(data) else []
    except Unreadable as reason:
        yield replace(_incoming(found, data), refusal_vi=reason.reason_vi)
        return
    if not inside:
        yield _incoming(found, data)
    for member in inside:
        parts = (*found.parts, *member.path)
        yield _incoming(Found(found.path, "/".join((found.file_name, *member.path)), parts), member.data)


def _incoming(found: Found, data: bytes) -> Incoming:
    return Incoming(found, data, hashlib.sha256(data).hexdigest())


def landed_path(home: Path, sha256: str) -> Path:
    return home / "landed" / sha256[:2] / sha256


def land(home: Path, incoming: Incoming) -> Path:
    """Keep the bytes for ever under their digest: written beside and renamed, so that no half of a file is ever found there."""
    target = landed_path(home, incoming.sha256)
    if target.exists():
        return target
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.with_name(f".{incoming.sha256}.{secrets.token_hex(6)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(incoming.data)
        draft.replace(target)
    except OSError as error:
        raise LandingError(
            f"{target.parent}: the delivery cannot be kept ({error.strerror}). Free space or correct CHITIEU_HOME."
        ) from None
    return target
