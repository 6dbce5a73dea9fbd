"""Sealed files: the same bytes come back, nothing else opens or passes for them, and a change of the master key never leaves one shut."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st

from flows.vault import file_encryption as sealed_files
from flows.vault.file_encryption import is_openable, read_sealed, rewrap, sealed_with, write_sealed
from flows.vault.master_keys import MasterKey, MasterKeys, VaultError

OLD, NEW, OTHER = (MasterKey.of(f"{name} master key of a test") for name in ("old", "new", "other"))
TEXT = "Nguyễn Văn Giả,030099000123\n".encode()


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    write_sealed(tmp_path / "a", TEXT, MasterKeys(OLD))
    return tmp_path / "a"


@checked(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200), st.integers(1, 64))
def test_what_was_sealed_comes_back_whatever_its_length(tmp_path: Path, data: bytes, piece: int) -> None:
    path = tmp_path / "a"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sealed_files, "_PIECE", piece)
        write_sealed(path, data, MasterKeys(OLD))
        assert read_sealed(path, MasterKeys(NEW, (OLD,))) == data
    assert [one.name for one in tmp_path.iterdir()] == ["a"] and path.stat().st_mode & 0o777 == 0o600


def test_nothing_of_it_can_be_read_in_the_file(sealed: Path) -> None:
    assert "Giả".encode() not in sealed.read_bytes() and b"0300990" not in sealed.read_bytes()


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[:-20],
        lambda data: data[:100],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: data[:30] + b"\x00" + data[31:],
    ],
)
def test_a_changed_or_cut_file_is_a_sentence(sealed: Path, change: object) -> None:
    sealed.write_bytes(change(sealed.read_bytes()))  # type: ignore[operator]
    with pytest.raises(VaultError, match=r"changed or cut off|master key"):
        read_sealed(sealed, MasterKeys(OLD))


def test_pieces_in_another_order_or_left_out_are_not_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_files, "_PIECE", 8)
    path = tmp_path / "a"
    write_sealed(path, b"11111111222222223333", MasterKeys(OLD))
    data, piece, head = path.read_bytes(), 8 + 16, sealed_files._HEAD
    first, second, last = data[head : head + piece], data[head + piece : head + 2 * piece], data[head + 2 * piece :]
    for parts in ((second, first, last), (first, last), (first, second), (first, second, last, last)):
        path.write_bytes(data[:head] + b"".join(parts))
        with pytest.raises(VaultError, match="changed or cut off"):
            read_sealed(path, MasterKeys(OLD))


def test_another_key_is_named_and_opens_nothing(sealed: Path) -> None:
    with pytest.raises(VaultError, match=f"{OLD.fingerprint}; the one at hand is {OTHER.fingerprint}"):
        read_sealed(sealed, MasterKeys(OTHER))
    assert (
        is_openable(sealed, MasterKeys(OLD)),
        is_openable(sealed, MasterKeys(OTHER)),
        is_openable(sealed.with_name("b"), MasterKeys(OLD)),
    ) == (True, False, False)


def test_a_file_in_clear_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"chitieu")
    assert read_sealed(tmp_path / "a", MasterKeys(OLD)) == b"chitieu" and is_openable(tmp_path / "a", MasterKeys(OLD))
    assert sealed_with(tmp_path) == set() and rewrap(MasterKeys(OLD), NEW, tmp_path) == 0


def test_after_a_change_of_keys_the_old_one_opens_nothing(sealed: Path) -> None:
    before = sealed.read_bytes()[sealed_files._HEAD :]
    for old, new in ((OLD, NEW), (NEW, OTHER), (OTHER, OLD)):
        assert rewrap(MasterKeys(old, (new,)), new, sealed.parent, sealed.parent / "none") == 1
        assert sealed_with(sealed.parent) == {new.fingerprint} and read_sealed(sealed, MasterKeys(new)) == TEXT
        with pytest.raises(VaultError, match="Bring back that key"):
            read_sealed(sealed, MasterKeys(old))
    assert sealed.read_bytes()[sealed_files._HEAD :] == before, "what is sealed is not written again"
    assert rewrap(MasterKeys(NEW), NEW, sealed.parent) == 0, "a file of another key is passed over"


def test_a_change_that_is_cut_off_between_two_writes_leaves_a_file_that_opens(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(KeyboardInterrupt()))
        rewrap(MasterKeys(OLD), NEW, sealed.parent)
    assert sealed_with(sealed.parent) == {OLD.fingerprint, NEW.fingerprint}
    assert [read_sealed(sealed, MasterKeys(key)) for key in (OLD, NEW)] == [TEXT, TEXT]
    assert rewrap(MasterKeys(OLD, (NEW,)), NEW, sealed.parent) == 1
    assert sealed_with(sealed.parent) == {NEW.fingerprint} and read_sealed(sealed, MasterKeys(NEW)) == TEXT
