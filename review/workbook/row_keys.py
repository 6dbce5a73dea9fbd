"""Keys of rows in a workbook: sealed with the ward's secret, so that a workbook says nothing about its rows and nobody else can make one.

Data flow: what a row is and what it said -> ``seal`` -> the locked column of the workbook -> ``unseal`` -> the same, or nothing
"""

import hmac
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

_NONCE_BYTES = 12
_PREFIX = "CT1."


@dataclass(frozen=True)
class RowKey:
    """One row of a workbook.

    ``sha256``: of the delivery's bytes; ``list_number``, ``sheet_name``, ``row_number``: its place there; ``row_identity``, ``said_row``:
    what it is and said, as decisions speak of it; ``shown``: digest of what its cells said when the workbook was made; ``asked``: columns
    that were asked about; ``is_masked``: how its cells were shown; ``row_count``: rows of the workbook.
    """

    ward_code: str
    delivery_id: int
    sha256: str
    list_number: int
    sheet_name: str | None
    row_number: int
    row_identity: str
    said_row: str
    shown: str
    asked: tuple[str, ...]
    is_masked: bool
    row_count: int


def seal(secret: bytes, key: RowKey) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    text = json.dumps(list(asdict(key).values()), ensure_ascii=False, separators=(",", ":"))
    return _PREFIX + urlsafe_b64encode(nonce + AESGCM(_key(secret)).encrypt(nonce, text.encode(), None)).decode()


def unseal(secret: bytes, text: str) -> RowKey | None:
    """None where the text is no key that this secret made."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        sealed = urlsafe_b64decode(text.removeprefix(_PREFIX).encode("ascii"))
        values = json.loads(AESGCM(_key(secret)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None))
    except (InvalidTag, ValueError):
        return None
    told: list[Any] = [tuple(value) if isinstance(value, list) else value for value in values]
    return RowKey(*told)


def shown_digest(secret: bytes, texts: Iterable[str]) -> str:
    """What the cells of a row say, so that it can be compared and not read."""
    return hmac.digest(_key(secret), "\x1f".join(texts).encode(), "sha256").hex()[:32]


def _key(secret: bytes) -> bytes:
    return hmac.digest(secret, b"chitieu keys of workbook rows", "sha256")
