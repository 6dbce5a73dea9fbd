"""A source is listed whole or not at all."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.extract.fetching import PullError, pull
from flows.extract.fetching.failures import SourceFailure
from flows.extract.fetching.folder import FolderOrigin
from flows.extract.fetching.origin import Entry
from flows.extract.fetching.walking import walk
from flows.extract.landing import LandingError
from tests.support.sources import fetched, put, settings_with, source, steps


class Closed(FolderOrigin):
    """A share that denies one of its folders: the tests' own user may read everything."""

    def entries(self, folder: Entry) -> Iterator[Entry]:
        if folder.path == "closed":
            raise PermissionError(13, "Permission denied")
        return super().entries(folder)


def test_a_folder_that_may_not_be_read_is_a_failure(tmp_path: Path) -> None:
    put(tmp_path, "open/a.csv")
    put(tmp_path, "closed/b.csv")
    with pytest.raises(PermissionError):
        walk(Closed(str(tmp_path)), source(tmp_path))
    assert list(walk(Closed(str(tmp_path)), source(tmp_path, "open/**/*.csv")).files) == ["open/a.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_closed_folder_of_this_computer_gives_no_files_and_a_sentence(tmp_path: Path) -> None:
    put(tmp_path, "share/closed/b.csv").parent.chmod(0)
    with pytest.raises(LandingError, match="access is refused"):
        pull(settings_with(tmp_path / "home", source(tmp_path / "share")))


@pytest.mark.parametrize(
    ("pattern", "entered"),
    [
        ("**/*", {"", "a", "a/b", "c"}),
        ("*.csv", {""}),
        ("a/*.csv", {"", "a"}),
        ("A/**/*.csv", {"", "a", "a/b"}),
        ("*/b/*.csv", {"", "a", "a/b", "c"}),
        ("**/b/*.csv", {"", "a", "a/b", "c"}),
    ],
)
def test_only_folders_that_the_pattern_can_reach_are_entered(tmp_path: Path, pattern: str, entered: set[str]) -> None:
    for name in ("a/b/1.csv", "c/2.csv", ".hidden/3.csv", "lost+found/4.csv"):
        put(tmp_path, name)
    assert set(walk(FolderOrigin(str(tmp_path)), source(tmp_path, pattern)).folders) == entered


def test_a_link_back_to_its_own_folder_is_told_and_no_walk_without_end(tmp_path: Path) -> None:
    put(tmp_path, "a/1.csv")
    (tmp_path / "a/again").symlink_to(tmp_path / "a", target_is_directory=True)
    with pytest.raises(SourceFailure, match="folders lie more than 24 deep"):
        walk(FolderOrigin(str(tmp_path)), source(tmp_path))


def test_links_are_followed_and_one_that_leads_nowhere_is_no_file(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/1.csv")
    (tmp_path / "share").mkdir()
    (tmp_path / "share/linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (tmp_path / "share/nowhere.csv").symlink_to(tmp_path / "gone.csv")
    os.mkfifo(tmp_path / "share/pipe.csv")
    settings = settings_with(tmp_path / "home", source(tmp_path / "share"))
    assert fetched(settings, pull(settings)) == {"linked/1.csv": b"x"}


def test_a_file_that_grows_while_it_comes_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    growing = put(tmp_path / "share", "a.csv", "half")
    settings = settings_with(tmp_path / "home", source(tmp_path / "share"))
    taken = FolderOrigin.download
    monkeypatch.setattr(FolderOrigin, "download", lambda *args: (growing.write_text("half and half"), taken(*args)))
    pulled = pull(settings)
    assert (fetched(settings, pulled), steps(pulled, "waiting"), pulled.complaints) == ({}, ["a.csv"], [])
    monkeypatch.undo()
    assert fetched(settings, pull(settings)) == {"a.csv": b"half and half"}


def test_a_name_that_no_folder_can_hold_everywhere_is_told(tmp_path: Path) -> None:
    long = "d" * 245 + ".csv"
    put(tmp_path / "share", "a\\b.csv")
    put(tmp_path / "share", long)
    put(tmp_path / "share", "c.csv")
    settings = settings_with(tmp_path / "home", source(tmp_path / "share"))
    pulled = pull(settings)
    assert fetched(settings, pulled) == {"c.csv": b"x"} and steps(pulled, "failed") == ["a\\b.csv", long]
    assert "its name cannot be kept in a folder" in pulled.complaints[0]


def test_a_source_that_failed_gives_no_old_copies_and_says_so(tmp_path: Path) -> None:
    put(tmp_path / "one", "a.csv")
    put(tmp_path / "two", "b.csv")
    settings = settings_with(tmp_path / "home", source(tmp_path / "one", name="Một"), source(tmp_path / "two", name="Hai"))
    assert len(pull(settings).folders) == 2
    (tmp_path / "one/a.csv").unlink()
    (tmp_path / "one").rmdir()
    told: list[str] = []
    pulled = pull(settings, tell=told.append)
    assert fetched(settings, pulled) == {"b.csv": b"x"} and told == pulled.complaints
    assert [one.message for one in pulled.steps if one.step == "failed" and one.file_name is None] == [
        "there is no such folder. Check the address, and the network drive if it is on one."
    ]


def test_a_run_without_any_source_keeps_its_steps(tmp_path: Path) -> None:
    with pytest.raises(PullError) as caught:
        pull(settings_with(tmp_path / "home", source(tmp_path / "gone")))
    assert [one.step for one in caught.value.pulled.steps] == ["failed"] and len(caught.value.pulled.complaints) == 1
