"""The file of a backup: a plain tar, written and read as a stream; nothing in it is believed before its digest was.

Data flow: files, bytes -> ``new_archive`` -> one tar of mode 600, whole or not at all -> ``check_archive`` -> ``Manifest``; ``members``

In order: a line that says what the file is, the parts, the manifest with the digest of each part, the manifest's own digest.
"""

import hashlib
import io
import os
import re
import secrets
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flows.operations.backup.manifest import BackupError, Manifest, Part, read_manifest
from flows.system.files import PRIVATE_FILE, sync_folder

_MARK, _MARK_TEXT = "chitieu-backup", b"chitieu backup\n"
_MANIFEST, _MANIFEST_DIGEST = "manifest.json", "manifest.sha256"
_LARGEST_PAGE_BYTES = 2**28
#: Names that parts may have: below these places, no step upwards, nothing hidden, no sign that a system reads as a separator.
_NAME = re.compile(r"(?:database\.dump|keys\.sealed|landed/([0-9a-f]{2})/\1[0-9a-f]{62}|reports(?:/[^./\\:\x00-\x1f][^/\\:\x00-\x1f]*)+)")
DATABASE, KEYS = "database.dump", "keys.sealed"
_PIECE = 2**20


class NewArchive:
    """An archive in the making; ``parts`` so far."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.parts: dict[str, Part] = {}
        self._add(_MARK, len(_MARK_TEXT), io.BytesIO(_MARK_TEXT))

    def add_file(self, name: str, path: Path) -> None:
        """As it is now; raises ``OSError`` where it becomes shorter meanwhile."""
        with path.open("rb") as file:
            self.parts[name] = self._add(name, os.fstat(file.fileno()).st_size, file)

    def add_bytes(self, name: str, data: bytes) -> None:
        self.parts[name] = self._add(name, len(data), io.BytesIO(data))

    def close(self, manifest: bytes) -> None:
        self._add(_MANIFEST, len(manifest), io.BytesIO(manifest))
        digest = hashlib.sha256(manifest).hexdigest().encode()
        self._add(_MANIFEST_DIGEST, len(digest), io.BytesIO(digest))

    def _add(self, name: str, size: int, file: IO[bytes]) -> Part:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, PRIVATE_FILE
        reader = _Digesting(file)
        self._tar.addfile(info, reader)
        return Part(size, reader.digest.hexdigest())


class _Digesting(io.RawIOBase):
    """A file whose digest grows while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


@contextmanager
def new_archive(target: Path) -> Iterator[NewArchive]:
    """Raises ``BackupError`` where ``target`` is there already; ``OSError``. At an error nothing is left."""
    _check_free(target)
    draft = target.with_name(f".{target.name[:60]}.{secrets.token_hex(6)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
            with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                yield NewArchive(tar)
            file.flush()
            os.fsync(file.fileno())
        _check_free(target)
        draft.rename(target)
        if os.name == "posix":
            sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def _check_free(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise BackupError(f"{target}: there is a file of this name already, and no backup is overwritten. Give another name.")


def check_archive(path: Path) -> Manifest:
    """Reads the whole file and holds every part against its digest. Raises ``BackupError``."""
    parts: dict[str, Part] = {}
    pages: dict[str, bytes] = {}
    for name, file in members(path):
        if name in parts or name in pages or _MANIFEST_DIGEST in pages:
            raise _damaged(path)
        if name in (_MANIFEST, _MANIFEST_DIGEST):
            pages[name] = b"".join(pieces(file))
        else:
            parts[name] = _digest_of(file)
    text = pages.get(_MANIFEST, b"")
    if _MANIFEST_DIGEST not in pages:
        raise BackupError(f"{path}: this backup is not whole: its end is missing. Copy it again, or take another backup.")
    if hashlib.sha256(text).hexdigest().encode() != pages[_MANIFEST_DIGEST]:
        raise _damaged(path)
    manifest = read_manifest(text)
    if parts != manifest.parts or DATABASE not in parts or manifest.has_keys != (KEYS in parts):
        raise _damaged(path)
    return manifest


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The files of the archive in order, each to be read before the next. Nothing is unpacked where it says that it belongs: a name
    that is none of ours, a link or a folder ends the reading. Raises ``BackupError``."""
    try:
        with tarfile.open(path, "r|") as tar:
            is_first = True
            for info in tar:
                file = tar.extractfile(info) if _is_plain(info) else None
                if is_first and (file is None or info.name != _MARK or b"".join(pieces(file)) != _MARK_TEXT):
                    raise _foreign(path)
                if file is None or not (is_first or info.name in (_MANIFEST, _MANIFEST_DIGEST) or _NAME.fullmatch(info.name)):
                    raise BackupError(
                        f"{path}: this archive holds {info.name[:80]!r}, which no backup of this program does. Take another file."
                    )
                if not is_first:
                    yield info.name, file
                is_first = False
            if is_first:
                raise _foreign(path)
    except (tarfile.TarError, EOFError, ValueError, OverflowError):
        raise _damaged(path) from None
    except OSError as error:
        raise BackupError(f"{path}: the file cannot be read ({error.strerror or error}). Correct the name or its permissions.") from None


def _is_plain(info: tarfile.TarInfo) -> bool:
    """A file, of a size that can be held in memory where it is one of the pages."""
    return (
        info.isreg()
        and not info.issparse()
        and (info.name.startswith(("landed/", "reports/", DATABASE)) or info.size < _LARGEST_PAGE_BYTES)
    )


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a member. Raises ``BackupError`` where the archive ends within it."""
    try:
        while piece := file.read(_PIECE):
            yield piece
    except tarfile.TarError:
        raise BackupError("This backup is not whole: it ends in the middle. Copy it again, or take another backup.") from None


def _digest_of(file: IO[bytes]) -> Part:
    digest, size = hashlib.sha256(), 0
    for piece in pieces(file):
        digest.update(piece)
        size += len(piece)
    return Part(size, digest.hexdigest())


def _damaged(path: Path) -> BackupError:
    return BackupError(f"{path}: this backup is damaged or not whole. Copy it again, or take another backup; nothing was changed.")


def _foreign(path: Path) -> BackupError:
    return BackupError(f"{path}: this is no backup of this program. Give a file that chitieu db backup has made.")
