"""Deliveries are pulled from where departments put them: once, whole, and whatever one source does, the others come."""

import os
from pathlib import Path

import fsspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st

from flows.extract.fetching import PullError, pull
from flows.extract.landing import LandingError, find_files
from flows.vault.file_encryption import read_sealed
from flows.vault.master_keys import master_keys
from tests.support.sources import put, settings_with, source


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """A department's folder with two months."""
    put(tmp_path / "share", "BHYT/2026-07/Danh sách.xlsx", "July")
    put(tmp_path / "share", "BHYT/2026-08/Danh sách.xlsx", "August")
    return tmp_path / "share"


def test_the_copy_keeps_the_folders_that_tell_the_month(tmp_path: Path, share: Path) -> None:
    folders = pull(settings_with(tmp_path / "home", source(share, "**/*", "Ổ đĩa chung"))).folders
    assert folders == [tmp_path / "home/inbox/Ổ đĩa chung"]
    assert [item.parts for item in find_files(folders)] == [("BHYT", "2026-07", "Danh sách.xlsx"), ("BHYT", "2026-08", "Danh sách.xlsx")]


def test_what_is_pulled_is_readable_by_its_owner_alone(tmp_path: Path, share: Path) -> None:
    [folder] = pull(settings_with(tmp_path / "home", source(share))).folders
    assert {path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")]} == {0}


def test_an_unchanged_file_is_not_fetched_again_and_a_changed_one_is(tmp_path: Path, share: Path) -> None:
    settings = settings_with(tmp_path / "home", source(share))
    [folder] = pull(settings).folders
    before = {path.name + path.parent.name: path.stat().st_ino for path in folder.rglob("*.xlsx")}
    changed = put(share, "BHYT/2026-08/Danh sách.xlsx", "Augusr")  # the same size
    os.utime(changed, (2_000_000_000, 2_000_000_000))
    pull(settings)
    after = {path.name + path.parent.name: path.stat().st_ino for path in folder.rglob("*.xlsx")}
    assert {name for name in after if after[name] != before[name]} == {"Danh sách.xlsx2026-08"}
    assert read_sealed(folder / "BHYT/2026-08/Danh sách.xlsx", master_keys(settings)) == b"Augusr"


def test_a_copy_that_was_lost_is_fetched_again(tmp_path: Path, share: Path) -> None:
    settings = settings_with(tmp_path / "home", source(share))
    [folder] = pull(settings).folders
    (folder / "BHYT/2026-07/Danh sách.xlsx").unlink()
    pull(settings)
    assert read_sealed(folder / "BHYT/2026-07/Danh sách.xlsx", master_keys(settings)) == b"July"


def test_a_copy_that_no_key_opens_any_more_is_fetched_again(tmp_path: Path, share: Path) -> None:
    settings = settings_with(tmp_path / "home", source(share))
    [folder] = pull(settings).folders
    (settings.home / "vault.key").unlink()
    assert pull(settings).folders == [folder]
    assert read_sealed(folder / "BHYT/2026-07/Danh sách.xlsx", master_keys(settings)) == b"July"


def test_a_broken_manifest_costs_time_and_no_file(tmp_path: Path, share: Path) -> None:
    settings = settings_with(tmp_path / "home", source(share))
    [folder] = pull(settings).folders
    (folder / ".pulled.json").write_text("{half")
    assert len(find_files(pull(settings).folders)) == 2


def test_a_file_that_the_source_removed_stays(tmp_path: Path, share: Path) -> None:
    settings = settings_with(tmp_path / "home", source(share))
    pull(settings)
    (share / "BHYT/2026-07/Danh sách.xlsx").unlink()
    assert len(find_files(pull(settings).folders)) == 2


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("**/*", {"a.xlsx", "b.XLS", "sub/c.csv"}),
        ("**/*.xls*", {"a.xlsx", "b.XLS"}),
        ("*.csv", set()),
        ("sub/*", {"sub/c.csv"}),
    ],
)
def test_a_pattern_chooses_below_the_address_whatever_the_case(tmp_path: Path, pattern: str, expected: set[str]) -> None:
    for name in ("a.xlsx", "b.XLS", "sub/c.csv", "~$a.xlsx", ".hidden/d.xlsx"):
        put(tmp_path / "share", name)
    folders = pull(settings_with(tmp_path / "home", source(tmp_path / "share", pattern, "a"))).folders
    assert {item.file_name for item in find_files(folders)} == expected


def test_a_source_out_of_reach_is_one_sentence_and_the_others_come(tmp_path: Path, share: Path) -> None:
    told: list[str] = []
    sources = [
        source(tmp_path / "gone", "**/*", "Mất"),
        source(share, "**/*", "Còn"),
        source("nosuch://host/x", "**/*", "Lạ"),
    ]
    folders = pull(settings_with(tmp_path / "home", *sources), tell=told.append).folders
    assert [folder.name for folder in folders] == ["Còn"]
    assert [sentence.split("(")[0] for sentence in told] == ["Source 'Mất' ", "Source 'Lạ' "]


def test_no_source_in_reach_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(PullError, match=r"Source 'Mất' .*: nothing was taken, there is no such folder\. Check the address"):
        pull(settings_with(tmp_path / "home", source(tmp_path / "gone", "**/*", "Mất")))


def test_no_source_at_all_says_what_to_configure(tmp_path: Path) -> None:
    with pytest.raises(LandingError, match=r"ward\.toml: no \[\[source\]\] is configured"):
        pull(settings_with(tmp_path / "home"))


def test_names_that_a_folder_cannot_bear_or_share_get_folders_of_their_own(tmp_path: Path, share: Path) -> None:
    sources = [source(share, "**/*", name) for name in ("../../etc", "a/b", "a:b", "...")]
    folders = pull(settings_with(tmp_path / "home", *sources)).folders
    assert [folder.name for folder in folders] == ["_.._etc", "a_b", "a_b 2", "source"]
    assert {folder.parent for folder in folders} == {tmp_path / "home/inbox"}


def test_an_address_of_another_kind_is_pulled_alike(tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe({"/drop/2026-08/x.csv": b"1", "/drop/2026-08/y.csv": b"2"})
    folders = pull(settings_with(tmp_path / "home", source("memory://drop"))).folders
    assert {item.file_name for item in find_files(folders)} == {"2026-08/x.csv", "2026-08/y.csv"}
    memory.rm("/drop", recursive=True)


@pytest.mark.parametrize(
    ("written", "folder"), [("file://{}/m%E1%BB%9Bi", "mới"), ("file://localhost{}/mới", "mới"), ("{}/50%20", "50%20")]
)
def test_addresses_of_folders_are_decoded_where_they_have_to_be(tmp_path: Path, written: str, folder: str) -> None:
    put(tmp_path / folder, "a.csv")
    pulled = pull(settings_with(tmp_path / "home", source(written.format(tmp_path))))
    assert [item.file_name for item in find_files(pulled.folders)] == ["a.csv"]


names = st.lists(
    st.text("abcđắ #%[]{}?*&'-", min_size=1, max_size=8).filter(lambda name: name.strip(" ") == name), min_size=1, max_size=4, unique=True
)


@checked(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names)
def test_pulling_twice_is_pulling_once(tmp_path: Path, found: list[str]) -> None:
    place = tmp_path / os.urandom(4).hex()
    for name in found:
        put(place / "share [1]", name, name)
    settings = settings_with(place / "home", source(place / "share [1]"))
    first = {item.file_name for item in find_files(pull(settings).folders)}
    assert first == {item.file_name for item in find_files(pull(settings).folders)}
    keys = master_keys(settings)
    assert {read_sealed(place / "home/inbox/a" / name, keys).decode() for name in found} == set(found)
