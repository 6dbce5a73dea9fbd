"""What is sealed under a passphrase opens with that passphrase alone, however its letters were typed, and not where it was changed."""

import unicodedata

import pytest

from flows.vault.master_keys import VaultError
from flows.vault.passphrase import open_with_passphrase, seal_with_passphrase

PASSPHRASE = "một câu dài để thử"


def test_it_opens_with_the_same_letters_typed_otherwise() -> None:
    sealed = seal_with_passphrase(b"two secrets", unicodedata.normalize("NFC", PASSPHRASE))
    assert b"two secrets" not in sealed
    assert open_with_passphrase(sealed, unicodedata.normalize("NFD", PASSPHRASE)) == b"two secrets"
    assert seal_with_passphrase(b"two secrets", PASSPHRASE) != sealed, "another salt each time"


def test_another_passphrase_or_other_bytes_open_nothing() -> None:
    sealed = seal_with_passphrase(b"two secrets", PASSPHRASE)
    harmed = [sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :] for place in (0, 25, 40, len(sealed) - 1)]
    for data, passphrase in (
        (sealed, PASSPHRASE + "."),
        *((one, PASSPHRASE) for one in harmed),
        (sealed[:30], PASSPHRASE),
        (b"", PASSPHRASE),
    ):
        with pytest.raises(VaultError, match="do not open with this passphrase"):
            open_with_passphrase(data, passphrase)
