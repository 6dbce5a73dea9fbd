"""Deliveries come in: files are found, read once and landed by the digest of their bytes.

Data flow: paths -> ``find_files`` -> bytes -> ``land`` (``CHITIEU_HOME/landed/<sha256>``: sealed, written once, mode 600, never changed)
"""

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flows.system.disk_room import FULL, room_sentence
from flows.system.errors import ChitieuError, Trouble
from flows.vault.file_encryption import is_openable, read_sealed, write_sealed
from flows.vault.master_keys import MasterKeys, VaultError

#: What file managers and Excel leave behind; nobody delivers it.
_LEFT_BEHIND = {"thumbs.db", "desktop.ini", ".ds_store"}
_SEALED_ELSEWHERE = (
    "Tệp đã được phần mềm này niêm phong bằng một khóa khác, hoặc đã hỏng, nên không mở được. Gửi lại tệp gốc của cơ quan lập danh sách."
)


class LandingError(ChitieuError):
    """A path that was given does not exist or cannot be read."""

    def __init__(self, sentence: str, trouble: Trouble = "sources") -> None:
        super().__init__(sentence)
        self.trouble = trouble


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


def take_in(found: Found, keys: MasterKeys, *, max_unpacked_bytes: int) -> Iterator[Incoming]:
    """The file; of a zip file that carries others each of those, as if it had come alone. Its own bytes say nothing more, so that
    only an archive that cannot be opened is a delivery itself. ``keys`` open what this program sealed (the inbox, what was landed)."""
    try:
        data = read_sealed(found.path, keys)
    except VaultError:  # a sealed file that was copied here from elsewhere, or that is damaged: it stops nobody else's night
        yield replace(_incoming(found, found.path.read_bytes()), refusal_vi=_SEALED_ELSEWHERE)
        return
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


def land(home: Path, incoming: Incoming, keys: MasterKeys) -> Path:
    """Keep the bytes, sealed, under the digest of what they are in clear. A file that no key at hand opens any more is written anew."""
    target = landed_path(home, incoming.sha256)
    if is_openable(target, keys):
        return target
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_sealed(target, incoming.data, keys)
    except OSError as error:
        what_to_do = room_sentence(home) if error.errno in FULL else "Give this user the right to write there, or correct CHITIEU_HOME."
        told = f"{target.parent}: the delivery cannot be kept ({error.strerror}). {what_to_do}"
        raise LandingError(told, "disk" if error.errno in FULL else "rights") from None
    return target
