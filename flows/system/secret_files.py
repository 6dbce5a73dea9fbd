"""Secrets in files: made at first use, read by every process after it.

Data flow: ``CHITIEU_HOME`` -> a file of mode 600 -> its text
"""

import secrets
from pathlib import Path

from flows.system.errors import SettingsError
from flows.system.files import PRIVATE_FILE, create_private

LEAST_SECRET_CHARACTERS = 16


def read_or_create_secret(path: Path, meaning: str = "the key of the pseudonyms") -> str:
    """64 hex digits where it is made here. Raises ``SettingsError`` where it can be neither read nor made, or is too short to be one."""
    try:
        if not path.exists():
            create_private(path, new_secret().encode())
        path.chmod(PRIVATE_FILE)
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path}: {meaning} cannot be read or made ({error.__class__.__name__}). "
            "Correct the permissions of this file, or bring it back from a backup."
        ) from None
    if len(text) < LEAST_SECRET_CHARACTERS:
        raise SettingsError(f"{path}: found {len(text)} characters, expected {meaning}. Bring the file back from a backup.")
    return text


def new_secret() -> str:
    """32 random bytes as a line of hex digits."""
    return secrets.token_hex(32) + "\n"
