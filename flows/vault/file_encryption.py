"""Files that name people, sealed where they lie: AES-256-GCM in pieces, a data key a file, wrapped by the master key in the file's head.

The head has two places for the wrapped key: a change of the master key fills the free one and then empties the other, so that at any moment
one of them opens. Pieces are bound to their place and the last one says that it is the last: none can be left out or moved.

Data flow: bytes -> ``write_sealed`` -> file -> ``read_sealed`` -> the same bytes
"""

import os
from collections.abc import Iterator
from pathlib import Path

from flows.system.files import write_private
from flows.vault.master_keys import MasterKey, MasterKeys, VaultError

_MAGIC = b"chitieu sealed file 1\n"
_FINGERPRINT, _WRAPPED, _PREFIX = 16, 12 + 32 + 16, 8
_SLOT = _FINGERPRINT + _WRAPPED
_EMPTY = bytes(_SLOT)
_HEAD = len(_MAGIC) + 2 * _SLOT + _PREFIX
_PIECE, _TAG = 2**24, 16


def write_sealed(path: Path, data: bytes, keys: MasterKeys) -> None:
    """The whole file of mode 600 or none. Raises ``OSError``."""
    write_private(path, _sealed_pieces(data, keys))


def _sealed_pieces(data: bytes, keys: MasterKeys) -> Iterator[bytes]:
    """The head, then a piece at a time."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    data_key, prefix = os.urandom(32), os.urandom(_PREFIX)
    cipher = AESGCM(data_key)
    yield _MAGIC + _slot(keys.present, data_key) + _EMPTY + prefix
    last = max(0, (len(data) - 1) // _PIECE)
    for number in range(last + 1):
        piece = data[number * _PIECE : (number + 1) * _PIECE]
        yield cipher.encrypt(_nonce(prefix, number), piece, _place(number, is_last=number == last))


def read_sealed(path: Path, keys: MasterKeys) -> bytes:
    """The bytes that were sealed; those of a file that never was, as they are. Raises ``OSError``, or ``VaultError`` where the key is not
    at hand or the file was changed."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not head.startswith(_MAGIC):
            return head + file.read()
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            cipher, prefix = AESGCM(_data_key(path, head, keys)), head[-_PREFIX:]
            pieces: list[bytes] = []
            piece = file.read(_PIECE + _TAG)
            while True:
                following = file.read(_PIECE + _TAG)
                pieces.append(cipher.decrypt(_nonce(prefix, len(pieces)), piece, _place(len(pieces), is_last=not following)))
                if not following:
                    return b"".join(pieces)
                piece = following
        except (InvalidTag, ValueError):
            raise VaultError(f"{path}: this sealed file was changed or cut off. Bring it back from a backup.") from None


def is_openable(path: Path, keys: MasterKeys) -> bool:
    """Whether the file is there and in clear, or sealed with a master key that is at hand."""
    try:
        head = _head_of(path)
    except OSError:
        return False
    return head is None or any(keys.of(name) for name in _fingerprints(head))


def sealed_with(*folders: Path) -> set[str]:
    """Fingerprints of the master keys that the sealed files below some folders are wrapped with."""
    return {name for path in _files(folders) if (head := _head_of(path)) is not None for name in _fingerprints(head)}


def rewrap(keys: MasterKeys, new: MasterKey, *folders: Path) -> int:
    """Give every sealed file that ``keys`` open to the new master key; how many. Those of other keys are passed over."""
    count = 0
    for path in _files(folders):
        head = _head_of(path)
        if head is None or _fingerprints(head) == [new.fingerprint] or not any(keys.of(name) for name in _fingerprints(head)):
            continue
        data_key = _data_key(path, head, keys)
        begin = len(_MAGIC)
        slots = [head[begin : begin + _SLOT], head[begin + _SLOT : begin + 2 * _SLOT]]
        free = slots.index(_EMPTY) if _EMPTY in slots else 0
        with path.open("r+b") as file:
            for place, content in ((free, _slot(new, data_key)), (1 - free, _EMPTY)):
                file.seek(begin + place * _SLOT)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        count += 1
    return count


def _files(folders: tuple[Path, ...]) -> Iterator[Path]:
    return (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())


def _head_of(path: Path) -> bytes | None:
    """None for a file in clear."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return head if head.startswith(_MAGIC) and len(head) == _HEAD else None


def _slots(head: bytes) -> Iterator[tuple[str, bytes]]:
    for begin in (len(_MAGIC), len(_MAGIC) + _SLOT):
        slot = head[begin : begin + _SLOT]
        if slot != _EMPTY:
            yield slot[:_FINGERPRINT].decode("ascii", "replace"), slot[_FINGERPRINT:]


def _fingerprints(head: bytes) -> list[str]:
    return [name for name, _ in _slots(head)]


def _slot(master: MasterKey, data_key: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return master.fingerprint.encode("ascii") + nonce + AESGCM(master.key).encrypt(nonce, data_key, _MAGIC)


def _data_key(path: Path, head: bytes, keys: MasterKeys) -> bytes:
    """Raises ``VaultError`` if no master key at hand opens the file; ``InvalidTag`` if what it is wrapped in was changed."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    for name, wrapped in _slots(head):
        if master := keys.of(name):
            return AESGCM(master.key).decrypt(wrapped[:12], wrapped[12:], _MAGIC)
    raise VaultError(
        f"{path}: this file was sealed with the master key {', '.join(_fingerprints(head)) or 'of nobody'}; "
        f"the one at hand is {keys.present.fingerprint}. "
        "Bring back that key (CHITIEU_VAULT_KEY, or vault.key in CHITIEU_HOME)."
    )


def _nonce(prefix: bytes, number: int) -> bytes:
    return prefix + number.to_bytes(4, "big")


def _place(number: int, *, is_last: bool) -> bytes:
    return b"%d %d" % (number, is_last)
