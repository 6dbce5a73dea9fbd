"""Rows of people sealed before they reach the database: AES-256-GCM, one nonce a row, one data key a delivery.

What a row says about a person is one JSON document; delivery, sheet and row are bound to it, so that a sealed row that is put in another
one's place does not open. Data keys stand in ``vault.data_key``, wrapped by the master key (envelope encryption, NIST SP 800-57 part 1).

Data flow: frame with personal columns -> ``Sealer.seal`` -> frame with ``sealed`` -> COPY
"""

import hmac
import json
import os
from operator import add
from typing import TYPE_CHECKING, Any

import polars as pl

from flows.vault.master_keys import MasterKey, MasterKeys, VaultError

if TYPE_CHECKING:
    from sqlalchemy import Connection


_NONCE_BYTES = 12
#: Digests of rows are compared within one version of it alone.
HASH_VERSION = f"polars {pl.__version__} sealed"


class Sealer:
    """Seals rows of one delivery. Its data key is made, wrapped and kept at first use."""

    def __init__(self, connection: "Connection", keys: MasterKeys, secret: bytes, ward_code: str, delivery_id: int) -> None:
        self.connection, self.keys, self.secret, self.ward_code, self.delivery_id = connection, keys, secret, ward_code, delivery_id
        self._data_key: bytes | None = None

    def seal(self, frame: pl.DataFrame, personal: list[str]) -> pl.DataFrame:
        """The frame with ``sealed`` (Binary) in place of the ``personal`` columns; blank ones are left out of the document."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        cipher, random = AESGCM(self.data_key()), os.urandom(_NONCE_BYTES * frame.height)
        nonces = [random[at : at + _NONCE_BYTES] for at in range(0, len(random), _NONCE_BYTES)]
        document, place = pl.struct(*personal).struct.json_encode(), _place_expression(self.delivery_id)
        told = frame.select_seq(document.cast(pl.Binary).alias("document"), place.cast(pl.Binary).alias("place"))
        documents, places = told["document"].to_list(), told["place"].to_list()
        # The cipher takes one row at a time: 27,000 rows are a thirtieth of a second.
        sealed = pl.Series("sealed", map(add, nonces, map(cipher.encrypt, nonces, documents, places)), dtype=pl.Binary)
        return frame.select_seq(*(name for name in frame.columns if name not in personal), sealed)

    def data_key(self) -> bytes:
        """The data key of the delivery, kept in the database from the first time on."""
        if self._data_key is None:
            self._data_key = os.urandom(32)
            self.connection.exec_driver_sql(
                "insert into vault.data_key (delivery_id, ward_code, master_fingerprint, wrapped_key) values (%s, %s, %s, %s)",
                (
                    self.delivery_id,
                    self.ward_code,
                    self.keys.present.fingerprint,
                    wrap(self.keys.present, self._data_key, self.ward_code, self.delivery_id),
                ),
            )
        return self._data_key


def _place_expression(delivery_id: int) -> pl.Expr:
    return pl.format("{}|{}|{}", pl.lit(delivery_id), pl.col("sheet_name").fill_null("\x00"), pl.col("row_number"))


def unseal(data_key: bytes, sealed: bytes, delivery_id: int, sheet_name: str | None, row_number: int) -> dict[str, Any]:
    """The document of one row; raises ``VaultError`` if it is not the one that was sealed in this place."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    place = f"{delivery_id}|{sheet_name if sheet_name is not None else chr(0)}|{row_number}"
    try:
        document: dict[str, Any] = json.loads(AESGCM(data_key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode()))
    except InvalidTag:
        raise VaultError(
            f"Row {row_number} of delivery {delivery_id} does not open: it is not what was sealed there. Restore the vault from a backup."
        ) from None
    return document


def seal_digests(secret: bytes, digests: bytes, delivery_id: int) -> bytes:
    """Digests of rows, sealed with a key of their own that the ward's secret gives: without it nobody may try out rows against them."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(_digest_key(secret)).encrypt(nonce, digests, str(delivery_id).encode())


def unseal_digests(secret: bytes, sealed: bytes, delivery_id: int) -> bytes:
    """What ``seal_digests`` sealed; raises ``VaultError`` if it was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(_digest_key(secret)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], str(delivery_id).encode())
    except InvalidTag:
        raise VaultError(f"The digests of delivery {delivery_id} were changed. Restore the database from a backup.") from None


def _digest_key(secret: bytes) -> bytes:
    return hmac.digest(secret, b"chitieu digests of rows", "sha256")


def wrap(master: MasterKey, data_key: bytes, ward_code: str, delivery_id: int) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(master.key).encrypt(nonce, data_key, f"{ward_code}|{delivery_id}".encode())


def data_key_of(keys: MasterKeys, row: Any) -> bytes:
    """The data key of a row of ``vault.data_key``, or of one that holds its columns; raises as ``unwrap`` does."""
    return unwrap(keys, row.master_fingerprint, bytes(row.wrapped_key), row.ward_code, row.delivery_id)


def unwrap(keys: MasterKeys, fingerprint: str, wrapped: bytes, ward_code: str, delivery_id: int) -> bytes:
    """The data key; raises ``VaultError`` if the master key is not at hand."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    master = keys.of(fingerprint)
    if master is None:
        raise VaultError(
            f"The vault was sealed with the master key {fingerprint}; the one at hand is {keys.present.fingerprint}. Bring back that key "
            "(CHITIEU_VAULT_KEY, or vault.key in CHITIEU_HOME)."
        )
    try:
        return AESGCM(master.key).decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], f"{ward_code}|{delivery_id}".encode())
    except InvalidTag:
        raise VaultError(f"The data key of delivery {delivery_id} was changed. Restore the vault from a backup.") from None
