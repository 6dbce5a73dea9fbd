"""What leaves the house under a passphrase: AES-256-GCM with a key that scrypt makes of it, slow on purpose.

Data flow: bytes, passphrase -> ``seal_with_passphrase`` -> bytes -> ``open_with_passphrase`` -> the same bytes
"""

import os
import unicodedata

from flows.vault.master_keys import VaultError

LEAST_PASSPHRASE_CHARACTERS = 12
_MAGIC = b"chitieu sealed keys 1\n"
_SALT, _NONCE = 16, 12
#: 128 MB and a fraction of a second a guess: the cost that OWASP's password storage cheat sheet recommends for scrypt.
_COST, _BLOCK, _LANES = 2**17, 8, 1


def seal_with_passphrase(data: bytes, passphrase: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    return _MAGIC + salt + nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, data, _MAGIC)


def open_with_passphrase(sealed: bytes, passphrase: str) -> bytes:
    """Raises ``VaultError`` where the passphrase is another one, or the bytes were changed: nobody can tell which."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    head = len(_MAGIC)
    salt, nonce = sealed[head : head + _SALT], sealed[head + _SALT : head + _SALT + _NONCE]
    try:
        if not sealed.startswith(_MAGIC):
            raise ValueError
        return AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed[head + _SALT + _NONCE :], _MAGIC)
    except (InvalidTag, ValueError):
        raise VaultError("The keys of this backup do not open with this passphrase. Give the one that the backup was made with.") from None


def _key(passphrase: str, salt: bytes) -> bytes:
    """The same for a letter with its mark and for letter and mark apart, as keyboards differ."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_LANES).derive(unicodedata.normalize("NFC", passphrase).encode())
