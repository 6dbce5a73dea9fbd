"""Files of this program: where it stands, and how what must never be found by halves is written.

Data flow: bytes -> a draft beside the place, on the disk -> the file, whole or not at all
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: The folder that holds ``flows``, ``sql``, ``wards``: the repository, or site-packages where the program is installed.
ROOT = Path(__file__).resolve().parents[2]
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
#: What the umask leaves of it, as for any file that a program makes.
_COMMON_FILE = 0o666


def write_private(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write a file of mode 600 in one step: a reader, or the next start after a power cut, sees the old content or the new, never half.
    Raises ``OSError``."""
    with _draft(path, content, PRIVATE_FILE) as draft:
        draft.replace(path)


def create_private(path: Path, content: bytes) -> None:
    """As ``write_private``, but what is there stays: of two processes that create it one does, and both read the same."""
    with _draft(path, content, PRIVATE_FILE) as draft, suppress(FileExistsError):
        os.link(draft, path)


def write_whole(path: Path, content: bytes) -> None:
    """As ``write_private``, with the mode of any other file: what is given to people."""
    with _draft(path, content, _COMMON_FILE) as draft:
        draft.replace(path)


def sync_folder(folder: Path) -> None:
    """A rename outlives a power cut only when the folder itself is on the disk. Raises ``OSError``."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _draft(path: Path, content: bytes | Iterable[bytes], mode: int) -> Iterator[Path]:
    """A hidden file beside ``path``, of a name that nobody else has; gone at the end, however that comes."""
    draft = path.with_name(f".{path.name[:60]}.{secrets.token_hex(6)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)
