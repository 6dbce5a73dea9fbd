"""The master keys of the vault: outside the database, told apart by their fingerprints.

A master key wraps the data key of each delivery, so that changing it rewrites a few bytes per delivery and no row. It stands in
``CHITIEU_VAULT_KEY`` or in ``CHITIEU_HOME/vault.key`` (mode 600); ``vault.key.new`` beside it is a change that has begun.

Data flow: environment, files -> ``MasterKeys`` -> ``flows.vault.access``
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flows.system.errors import ChitieuError, SettingsError
from flows.system.files import write_private
from flows.system.secret_files import new_secret, read_or_create_secret

if TYPE_CHECKING:
    from flows.config.settings import Settings

NAME = "vault.key"


class VaultError(ChitieuError):
    """What is sealed cannot be opened with the keys at hand, or was changed."""


@dataclass(frozen=True)
class MasterKey:
    """32 bytes for AES-256; ``fingerprint`` (16 hex digits) names it in the database and tells nothing of it."""

    key: bytes = field(repr=False)
    fingerprint: str

    @classmethod
    def of(cls, text: str) -> "MasterKey":
        """From any text of the settings' least length: a file holds 64 hex digits, people may set a pass phrase of their own making."""
        key = hashlib.sha256(b"chitieu vault " + text.encode()).digest()
        return cls(key, hashlib.sha256(b"fingerprint " + key).hexdigest()[:16])


@dataclass(frozen=True)
class MasterKeys:
    """``present`` seals what is new; ``others`` may still open what stands there, while a change is on its way."""

    present: MasterKey
    others: tuple[MasterKey, ...] = ()

    def of(self, fingerprint: str) -> MasterKey | None:
        return next((key for key in (self.present, *self.others) if key.fingerprint == fingerprint), None)


def master_keys(settings: "Settings") -> MasterKeys:
    """The keys at hand; one is made at first use. Raises ``SettingsError`` where the file cannot be read."""
    if settings.vault_text:
        return MasterKeys(MasterKey.of(settings.vault_text))
    present = MasterKey.of(read_or_create_secret(settings.home / NAME, "the key of the vault"))
    new = settings.home / f"{NAME}.new"
    return MasterKeys(present, (MasterKey.of(read_or_create_secret(new, "the new key of the vault")),) if new.exists() else ())


def begin_change(settings: "Settings") -> MasterKey:
    """A new key, on disk before anything is wrapped with it."""
    if settings.vault_text:
        raise SettingsError(
            "CHITIEU_VAULT_KEY is set in the environment, where this program cannot change it. Put the present key into "
            "CHITIEU_HOME/vault.key (mode 600), unset the variable, and rotate again."
        )
    text = new_secret()
    write_private(settings.home / f"{NAME}.new", text.encode())
    return MasterKey.of(text.strip())


def finish_change(home: Path) -> None:
    """The new key takes the old one's name; the old one is gone: nothing in the database needs it any more."""
    (home / f"{NAME}.new").replace(home / NAME)
