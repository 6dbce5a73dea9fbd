"""[[source]] of ward.toml: what is taken, and what is refused without repeating a secret."""

import re
from pathlib import Path

import pytest

from flows.config.toml_table import read_toml
from flows.config.ward import PullSource
from flows.config.ward_sources import read_sources
from flows.system.errors import SettingsError

SECRET = "S3CRETkJ8sdf87sdfKJHkjh234"


def read(tmp_path: Path, *lines: str) -> tuple[PullSource, ...]:
    path = tmp_path / "ward.toml"
    path.write_text("\n".join(["[[source]]", *lines]), "utf-8")
    return read_sources(read_toml(path))


def test_a_source_with_all_that_may_be_said_of_it(tmp_path: Path) -> None:
    [found] = read(
        tmp_path,
        'name = "BHXH"',
        'url = "s3://bucket/in"',
        'pattern = "**/*.xls*"',
        'endpoint = "https://store.example:9000"',
        'region = "hn"',
        'known_hosts = "bhxh.keys"',
        "settle_seconds = 30",
        'done_suffix = ".ok"',
        'after_taking = "move"',
        'taken_folder = "Đã nhận"',
    )
    assert found == PullSource(
        "BHXH", "s3://bucket/in", "**/*.xls*", "https://store.example:9000", "hn", "bhxh.keys", 30.0, ".ok", "move", "Đã nhận"
    )


def test_a_source_of_which_little_is_said_changes_nothing_at_its_origin(tmp_path: Path) -> None:
    [found] = read(tmp_path, 'name = "a"', 'url = "data_raw/inbox"')
    assert found == PullSource("a", "data_raw/inbox") and (found.pattern, found.settle_seconds, found.after_taking) == (
        "**/*",
        2.0,
        "leave",
    )


@pytest.mark.parametrize(
    ("key", "address", "part"),
    [
        ("url", f"sftp://u:{SECRET}@h/in", "a password before '@'"),
        ("url", f"sftp://u:a/{SECRET}@h/in", "a password before '@'"),
        ("url", f"https://h/in?sig={SECRET}", "a key or token after '?'"),
        ("url", f"https://h/in?x={SECRET}", "a key or token after '?'"),
        ("url", f"https://h/in#{SECRET}", "a fragment after '#'"),
        ("endpoint", f"https://u:{SECRET}@h", "a password before '@'"),
    ],
)
def test_a_secret_in_an_address_is_refused_and_not_repeated(tmp_path: Path, key: str, address: str, part: str) -> None:
    other = 'url = "s3://b/in"' if key == "endpoint" else ""
    with pytest.raises(SettingsError, match=f"key '{key}' of the source 'a': found {re.escape(part)} in .*credentials.toml") as caught:
        read(tmp_path, 'name = "a"', f'{key} = "{address}"', other)
    assert "S3CRET" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('after_taking = "delete"', "expected one of 'leave', 'move', 'mark'"),
        ("settle_seconds = 601", "expected seconds from 0 to 600"),
        ('done_suffix = "done"', "expected an ending such as '.done'"),
        ('taken_folder = "../out"', "expected the name of one folder"),
        ('taken_folder = "a/b"', "expected the name of one folder"),
        ('patern = "*"', "did you mean 'pattern'|nothing is known by this name"),
    ],
)
def test_a_slip_is_told(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        read(tmp_path, 'name = "a"', 'url = "sftp://h/in"', line)


def test_files_of_a_web_server_can_only_be_left(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="expected 'leave': files of a web server cannot be moved or marked"):
        read(tmp_path, 'name = "a"', 'url = "https://h/in"', 'after_taking = "move"')


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"key 'source\[1 a\]\.name'|a name that no other \[\[source\]\] has"):
        read(tmp_path, 'name = "a"', 'url = "one"', "[[source]]", 'name = "a"', 'url = "two"')
