"""A file is found whole or as it was, never half, and what is private is read by nobody else."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.system.files import create_private, write_private, write_whole
from flows.system.secret_files import read_or_create_secret

Write = Callable[[Path, bytes], None]
WRITERS = pytest.mark.parametrize("write", [write_private, write_whole])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@WRITERS
def test_what_was_there_is_replaced_and_nothing_else_stands_beside_it(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "Báo cáo tháng 6.xlsx"
    for content in (b"old, and longer", b"new"):
        write(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_only_what_is_private_is_closed_to_others(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    for path in (tmp_path / "private", tmp_path / "whole"):
        path.touch(mode=0o666)
    write_private(tmp_path / "private", b"")
    write_whole(tmp_path / "whole", b"")
    create_private(tmp_path / "created", b"")
    assert [mode(tmp_path / name) for name in ("private", "created", "whole")] == [0o600, 0o600, mode(usual)]


def test_content_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise ValueError

    path = tmp_path / "landed"
    write_private(path, [b"in ", b"pieces"])
    with pytest.raises(ValueError):
        write_private(path, pieces())
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"in pieces", [path])


@WRITERS
def test_a_name_may_be_as_long_as_the_disk_allows(write: Write, tmp_path: Path) -> None:
    path = tmp_path / ("ộ" * 84 + ".xl")
    write(path, b"x")
    assert path.read_bytes() == b"x"


@WRITERS
def test_a_folder_that_is_not_there_is_the_caller_s_error(write: Write, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "nowhere" / "file", b"x")


def test_a_secret_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    made = read_or_create_secret(path)
    create_private(path, b"another")
    assert (len(made), mode(path), read_or_create_secret(path)) == (64, 0o600, made)
    assert list(tmp_path.iterdir()) == [path]
