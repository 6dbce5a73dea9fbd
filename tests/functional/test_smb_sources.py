"""Sources on a share of Windows: Samba's own server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.config.settings import Settings
from flows.config.source_credentials import Credentials
from flows.extract.fetching import PullError, pull, settle_taken
from tests.support.smb_server import PASSWORD, USER, smb_server
from tests.support.sources import fetched, put, settings_with, source, steps


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("share")


@pytest.fixture(scope="module")
def address(share: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with smb_server(tmp_path_factory.mktemp("samba"), share) as started:
        yield started


def on_share(tmp_path: Path, address: str, password: str = PASSWORD, **more: object) -> Settings:
    return settings_with(tmp_path / "home", source(address, **more), a=Credentials(username=USER, password=password))


def test_files_come_with_their_folders_and_an_idle_night_fetches_nothing(tmp_path: Path, share: Path, address: str) -> None:
    names = ["một/BHYT/Danh sách (mới) 100%.xlsx", "một/hồ sơ #1.csv"]
    for name in names:
        put(share, name, name)
    settings = on_share(tmp_path, f"{address}/một")
    assert fetched(settings, pull(settings)) == {name.removeprefix("một/"): name.encode() for name in names}
    assert steps(pull(settings), "fetched") == []


def test_a_file_that_another_has_open_for_writing_waits(tmp_path: Path, share: Path, address: str) -> None:
    import smbclient

    put(share, "hai/a.csv")
    port = int(address.split(":")[2].split("/")[0])
    connections: dict[str, object] = {}
    login = {"username": USER, "password": PASSWORD, "port": port, "connection_cache": connections}
    settings = on_share(tmp_path, f"{address}/hai")
    with smbclient.open_file("\\\\127.0.0.1\\ward\\hai\\b.csv", mode="w", share_access="r", **login) as writing:
        writing.write("half")
        writing.flush()
        pulled = pull(settings)
        assert (steps(pulled, "fetched"), steps(pulled, "waiting"), pulled.complaints) == (["a.csv"], ["b.csv"], [])
        writing.write(" and half")
    smbclient.reset_connection_cache(connection_cache=connections)
    assert fetched(settings, pull(settings)) == {"a.csv": b"x", "b.csv": b"half and half"}


def test_refusals_are_sentences(tmp_path: Path, address: str) -> None:
    with pytest.raises(PullError, match=r"refuses the login\. Correct CHITIEU_SOURCE_A_USERNAME, CHITIEU_SOURCE_A_PASSWORD") as caught:
        pull(on_share(tmp_path, address, "wrong"))
    assert not caught.value.is_transient
    with pytest.raises(PullError, match="nothing was taken, there is no such folder"):
        pull(on_share(tmp_path, f"{address}/nowhere"))


@pytest.mark.parametrize(("after", "left"), [("move", {"da-nhan/sub/a.csv"}), ("mark", {"sub/a.csv", "sub/a.csv.taken"})])
def test_files_that_were_taken_are_moved_or_marked(tmp_path: Path, share: Path, address: str, after: str, left: set[str]) -> None:
    put(share, f"{after}/sub/a.csv")
    settings = on_share(tmp_path, f"{address}/{after}", after_taking=after)
    pull(settings)
    if after == "move":
        put(share, "move/da-nhan/sub/a.csv", "of another month")
        left = {*left, "da-nhan/sub/a (2).csv"}
    settle_taken(settings)
    assert {path.relative_to(share / after).as_posix() for path in (share / after).rglob("*.*")} == left
    assert steps(pull(settings), "fetched") == []
