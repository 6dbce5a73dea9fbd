"""The keys of a ward as a backup carries them: the key of the pseudonyms and the master keys of the vault, under a passphrase.

Data flow: ``Settings`` -> ``sealed_keys`` -> bytes -> ``opened_keys`` -> ``write_keys`` -> files of mode 600 in CHITIEU_HOME
"""

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from flows.operations.backup.manifest import BackupError
from flows.system.files import write_private
from flows.vault.master_keys import NAME
from flows.vault.passphrase import LEAST_PASSPHRASE_CHARACTERS, open_with_passphrase, seal_with_passphrase

if TYPE_CHECKING:
    from pathlib import Path

    from flows.config.settings import Settings

SECRET_FILE = "secret.key"
KEY_FILES = (SECRET_FILE, NAME, f"{NAME}.new")


@dataclass(frozen=True)
class Keys:
    """As they stand in the environment or in files; ``new_vault_key``: of a change that has begun."""

    secret_key: str | None = field(repr=False)
    vault_key: str | None = field(repr=False)
    new_vault_key: str | None = field(default=None, repr=False)


def sealed_keys(settings: "Settings", passphrase: str) -> bytes:
    """Raises ``BackupError`` where the passphrase is too short to be one, or there is no key."""
    if len(passphrase) < LEAST_PASSPHRASE_CHARACTERS:
        raise BackupError(
            f"The passphrase has {len(passphrase)} characters, expected at least {LEAST_PASSPHRASE_CHARACTERS}. Give a longer one."
        )
    home = settings.home
    keys = Keys(settings.secret_text or _read(home / SECRET_FILE), settings.vault_text or _read(home / NAME), _read(home / f"{NAME}.new"))
    if keys.secret_key is None or keys.vault_key is None:
        raise BackupError(
            f"{home}: secret.key or vault.key is not there, so the backup cannot hold the keys. Bring the file back or set "
            "CHITIEU_SECRET_KEY and CHITIEU_VAULT_KEY; a backup without keys is made with --without-keys."
        )
    return seal_with_passphrase(json.dumps(asdict(keys)).encode(), passphrase)


def opened_keys(sealed: bytes, passphrase: str) -> Keys:
    """Raises ``VaultError`` where the passphrase is another one."""
    return Keys(**json.loads(open_with_passphrase(sealed, passphrase)))


def check_environment(settings: "Settings", keys: Keys) -> None:
    """A key that the environment gives comes before a file: it must be the backup's. Raises ``BackupError``."""
    for name, given, kept in (
        ("CHITIEU_SECRET_KEY", settings.secret_text, keys.secret_key),
        ("CHITIEU_VAULT_KEY", settings.vault_text, keys.vault_key),
    ):
        if given is not None and given != kept:
            raise BackupError(
                f"{name} is set to another key than the backup's, and would be used instead of it. Unset it, then restore again."
            )


def write_keys(home: "Path", keys: Keys) -> None:
    for name, text in zip(KEY_FILES, (keys.secret_key, keys.vault_key, keys.new_vault_key), strict=True):
        if text is not None:
            write_private(home / name, f"{text}\n".encode())


def _read(path: "Path") -> str | None:
    return path.read_text("ascii").strip() if path.exists() else None
