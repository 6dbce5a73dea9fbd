"""Values of decisions: what a corrected cell said and what stands for it, sealed like the rows of people.

Data flow: document of texts -> ``keep_values`` -> vault.decision_value -> ``open_values`` -> ``flows.validation.decisions``
"""

import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from flows.vault.master_keys import MasterKey, MasterKeys, VaultError
from flows.vault.row_encryption import unwrap, wrap

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NONCE_BYTES = 12
Document = dict[str, str | None]
#: Keys and sealed texts as PostgreSQL reads bytes.
_ROW_SCHEMA = {
    "decision_id": pl.Int64,
    "ward_code": pl.String,
    "master_fingerprint": pl.String,
    "wrapped_key": pl.String,
    "sealed": pl.String,
}


def keep_values(connection: "Connection", keys: MasterKeys, ward_code: str, documents: Mapping[int, Document]) -> None:
    """``documents``: by number of their decision; each is sealed with a key of its own, all are written at once."""
    from flows.database.frames import copy_frame

    if documents:
        sealed = [_sealed(keys, ward_code, decision_id, document) for decision_id, document in documents.items()]
        copy_frame(connection, "vault.decision_value", pl.DataFrame(sealed, schema=_ROW_SCHEMA, orient="row"))


def _sealed(keys: MasterKeys, ward_code: str, decision_id: int, document: Document) -> tuple[int, str, str, str, str]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    data_key, nonce = os.urandom(32), os.urandom(_NONCE_BYTES)
    text = json.dumps(document, ensure_ascii=False).encode()
    wrapped = wrap(keys.present, data_key, ward_code, _owner(decision_id))
    sealed = nonce + AESGCM(data_key).encrypt(nonce, text, _place(decision_id))
    return decision_id, ward_code, keys.present.fingerprint, f"\\x{wrapped.hex()}", f"\\x{sealed.hex()}"


def open_values(connection: "Connection", keys: MasterKeys, ward_code: str, numbers: Sequence[int] | None = None) -> dict[int, Document]:
    """Number of the decision -> its texts, of all decisions or of ``numbers``.

    Raises ``VaultError`` if a key is missing or something was changed.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    query = """select * from vault.decision_value
               where ward_code = %(ward)s and (%(numbers)s::int[] is null or decision_id = any(%(numbers)s::int[])) order by decision_id"""
    rows = connection.exec_driver_sql(query, {"ward": ward_code, "numbers": None if numbers is None else list(numbers)})
    out: dict[int, Document] = {}
    for row in rows.fetchall():
        data_key = unwrap(keys, row.master_fingerprint, bytes(row.wrapped_key), row.ward_code, _owner(row.decision_id))
        sealed = bytes(row.sealed)
        try:
            opened = AESGCM(data_key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _place(row.decision_id))
        except InvalidTag:
            raise VaultError(f"The value of decision {row.decision_id} was changed. Restore the vault from a backup.") from None
        out[row.decision_id] = json.loads(opened)
    return out


def rewrap_values(connection: "Connection", keys: MasterKeys, new: MasterKey) -> None:
    """All values that the keys at hand open are wrapped by ``new``."""
    known = [key.fingerprint for key in (keys.present, *keys.others)]
    rows = connection.exec_driver_sql(
        "select decision_id, ward_code, master_fingerprint, wrapped_key from vault.decision_value where master_fingerprint = any(%s)",
        (known,),
    )
    for row in rows.fetchall():
        owner = _owner(row.decision_id)
        data_key = unwrap(keys, row.master_fingerprint, bytes(row.wrapped_key), row.ward_code, owner)
        connection.exec_driver_sql(
            "update vault.decision_value set master_fingerprint = %s, wrapped_key = %s where decision_id = %s",
            (new.fingerprint, wrap(new, data_key, row.ward_code, owner), row.decision_id),
        )


def _owner(decision_id: int) -> int:
    """What the key is bound to: below zero, where no delivery has its number."""
    return -decision_id


def _place(decision_id: int) -> bytes:
    return f"decision|{decision_id}".encode()
