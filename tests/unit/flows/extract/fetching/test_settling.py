"""A file that is still being written waits: by its ending, by its sender's marker, or because it changes between two looks."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.config.ward import PullSource
from flows.extract.fetching import pull
from flows.extract.fetching.folder import FolderOrigin
from flows.extract.fetching.manifest import Manifest
from flows.extract.fetching.progress import Taking
from flows.extract.fetching.taking import take
from flows.vault.master_keys import master_keys
from tests.support.sources import fetched, put, settings_with, source, steps


@pytest.fixture
def share(tmp_path: Path) -> Path:
    (tmp_path / "share").mkdir()
    return tmp_path / "share"


def take_while(tmp_path: Path, share: Path, happens: Callable[[float], None], manifest: Manifest | None = None, **more: object) -> Taking:
    """The source taken, with ``happens`` between the two looks."""
    keys = master_keys(settings_with(tmp_path / "home"))
    chosen: PullSource = source(share, **more)  # type: ignore[arg-type]
    taking = Taking(chosen, tmp_path / "home/inbox/a", keys, (), manifest or Manifest())
    take(taking, FolderOrigin(str(share)), happens)
    return taking


def said(taking: Taking, step: str) -> list[str | None]:
    return [one.file_name for one in taking.steps if one.step == step and one.file_name]


def append(path: Path) -> None:
    path.write_text(path.read_text() + "more")


def test_a_file_that_grows_between_the_looks_waits_and_the_others_come(tmp_path: Path, share: Path) -> None:
    put(share, "a.csv")
    growing = put(share, "b.csv", "half")
    taking = take_while(tmp_path, share, lambda _: append(growing))
    assert (said(taking, "fetched"), said(taking, "waiting")) == (["a.csv"], ["b.csv"])
    taking.manifest.seen["b.csv"][-1] -= 86_400  # a day later
    again = take_while(tmp_path, share, lambda _: pytest.fail("what the last run saw is the first look"), taking.manifest)
    assert said(again, "fetched") == ["b.csv"]


def test_a_run_that_follows_at_once_looks_twice_again(tmp_path: Path, share: Path) -> None:
    growing = put(share, "b.csv", "half")
    taking = take_while(tmp_path, share, lambda _: append(growing), settle_seconds=60.0)
    again = take_while(tmp_path, share, lambda _: append(growing), taking.manifest, settle_seconds=60.0)
    assert (said(again, "waiting"), said(again, "fetched")) == (["b.csv"], [])


def test_a_writer_that_has_not_ended_by_the_next_night_waits_again(tmp_path: Path, share: Path) -> None:
    growing = put(share, "b.csv", "half")
    taking = take_while(tmp_path, share, lambda _: append(growing))
    append(growing)
    again = take_while(tmp_path, share, lambda _: append(growing), taking.manifest)
    assert said(again, "waiting") == ["b.csv"]


def test_a_file_of_one_size_that_is_written_over_waits(tmp_path: Path, share: Path) -> None:
    put(share, "b.csv", "1111")
    assert said(take_while(tmp_path, share, lambda _: put(share, "b.csv", "2222")), "waiting") == ["b.csv"]


def test_a_file_that_went_between_the_looks_is_not_taken(tmp_path: Path, share: Path) -> None:
    going = put(share, "b.csv")
    taking = take_while(tmp_path, share, lambda _: going.unlink())
    assert said(taking, "fetched") == [] and not taking.failures


def test_a_source_that_goes_away_between_the_looks_has_failed(tmp_path: Path, share: Path) -> None:
    put(share, "sub/a.csv")
    with pytest.raises(FileNotFoundError):
        take_while(tmp_path, share, lambda _: (share / "sub").rename(share / "gone") and None)
    assert not (tmp_path / "home/inbox/a/sub/a.csv").exists()


def test_one_wait_serves_all_new_files_and_a_night_without_any_has_none(tmp_path: Path, share: Path) -> None:
    for number in range(5):
        put(share, f"{number}/a.csv")
    waits: list[float] = []
    taking = take_while(tmp_path, share, waits.append, settle_seconds=7.0)
    assert waits == [7.0] and len(said(taking, "fetched")) == 5
    assert len(said(take_while(tmp_path, share, waits.append, taking.manifest), "skipped")) == 5 and len(waits) == 1


def test_no_second_look_where_none_is_wanted(tmp_path: Path, share: Path) -> None:
    put(share, "a.csv")
    assert said(take_while(tmp_path, share, lambda _: pytest.fail("waited"), settle_seconds=0.0), "fetched") == ["a.csv"]


def test_half_a_file_is_never_published_while_its_writer_writes(tmp_path: Path, share: Path) -> None:
    """A real writer, over several nights: at last the whole file comes, and nothing before it."""
    is_done = threading.Event()

    def write() -> None:
        with (share / "list.csv").open("w") as file:
            for _ in range(60):
                file.write("line\n")
                file.flush()
                time.sleep(0.01)
        is_done.set()

    settings = settings_with(tmp_path / "home", source(share, settle_seconds=0.4))
    writer = threading.Thread(target=write)
    writer.start()
    seen = [fetched(settings, pull(settings)) for _ in iter(is_done.is_set, True)]
    writer.join()
    assert all(found == {} for found in seen[:-1])
    assert fetched(settings, pull(settings)) == {"list.csv": b"line\n" * 60}


@pytest.mark.parametrize("ending", [".part", ".tmp", ".filepart", ".crdownload", ".PARTIAL", ".download", ".!ut", "~"])
def test_endings_of_unfinished_transfers_wait(tmp_path: Path, share: Path, ending: str) -> None:
    put(share, f"Danh sách.xlsx{ending}")
    put(share, "a.xlsx")
    settings = settings_with(tmp_path / "home", source(share, "**/*.xlsx"))
    pulled = pull(settings)
    assert fetched(settings, pulled) == {"a.xlsx": b"x"} and steps(pulled, "waiting") == [f"Danh sách.xlsx{ending}"]
    (share / f"Danh sách.xlsx{ending}").rename(share / "Danh sách.xlsx")
    assert sorted(fetched(settings, pull(settings))) == ["Danh sách.xlsx", "a.xlsx"]


def test_a_name_that_a_browser_keeps_free_waits_with_its_transfer(tmp_path: Path, share: Path) -> None:
    put(share, "a.xlsx", "")
    put(share, "a.xlsx.part", "half")
    pulled = pull(settings_with(tmp_path / "home", source(share)))
    assert steps(pulled, "waiting") == ["a.xlsx", "a.xlsx.part"] and steps(pulled, "fetched") == []


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        ({"a.xlsx": "1"}, {}),
        ({"a.xlsx": "1", "a.xlsx.done": ""}, {"a.xlsx": b"1"}),
        ({"a.xlsx": "1", "a.DONE": ""}, {"a.xlsx": b"1"}),
        ({"a.xlsx": "1", "b.xlsx": "2", "b.xlsx.done": ""}, {"b.xlsx": b"2"}),
        ({"a.xlsx.done": "renamed"}, {"a.xlsx": b"renamed"}),
        ({"a.xlsx.done": ""}, {}),
        ({"a.done": "marker before its file"}, {}),
    ],
)
def test_a_senders_marker_says_what_is_whole(tmp_path: Path, share: Path, files: dict[str, str], taken: dict[str, bytes]) -> None:
    for name, content in files.items():
        put(share, name, content)
    settings = settings_with(tmp_path / "home", source(share, "**/*.xlsx", done_suffix=".done"))
    assert fetched(settings, pull(settings)) == taken
