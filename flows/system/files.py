"""Files of this program: where it stands, and how what nobody else may read is written.

Data flow: bytes -> a draft beside the place -> the file, whole or not at all
"""

import os
import secrets
from pathlib import Path

from flows.system.errors import SettingsError

#: The folder that holds ``flows``, ``sql``, ``wards``: the repository, or site-packages where the program is installed.
ROOT = Path(__file__).resolve().parents[2]
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
LEAST_SECRET_CHARACTERS = 16


def write_private(path: Path, content: bytes) -> None:
    """Write a file of mode 600 in one step: a reader, or the next start after a power cut, sees the old content or the new, never half."""
    draft = path.with_name(path.name + ".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_or_create_secret(path: Path, meaning: str = "the key of the pseudonyms") -> str:
    """Written in full beside it and then linked to its name, which only one of two processes can do: both read the same key."""
    try:
        if not path.exists():
            _make_secret(path)
        path.chmod(0o600)
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path}: {meaning} cannot be read or made ({error.__class__.__name__}). "
            "Correct the permissions of this file, or bring it back from a backup."
        ) from None
    if len(text) < LEAST_SECRET_CHARACTERS:
        raise SettingsError(f"{path}: found {len(text)} characters, expected {meaning}. Bring the file back from a backup.")
    return text


def _make_secret(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
