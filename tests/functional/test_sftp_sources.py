"""Sources on an SSH server: OpenSSH's own, over lines that break at any byte. Afterwards one ordinary run has everything."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.config.settings import Settings
from flows.config.source_credentials import Credentials
from flows.extract.fetching import PullError, pull, settle_taken
from flows.extract.fetching.failures import PullError as Lost
from tests.support.cutting_proxy import CuttingProxy, cutting_proxy
from tests.support.sources import fetched, put, settings_with, source, steps
from tests.support.ssh_server import SshServer, make_key, ssh_server


@pytest.fixture(scope="module")
def server() -> Iterator[SshServer]:
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)  # the server's user walks through it
    try:
        with ssh_server(folder) as started:
            yield started
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def share(server: SshServer) -> Iterator[Path]:
    """A folder that the server's user may read and write."""
    folder = Path(tempfile.mkdtemp(dir=server.folder))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def sftp(tmp_path: Path, server: SshServer, share: Path, *, port: int | None = None, known: str | None = None, **more: object) -> Settings:
    """Signed in by key where ``login`` is not given."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    (home / "known_hosts").write_text(server.known_hosts(port) if known is None else known)
    login = more.pop("login", Credentials(username=server.user, key_file=str(server.key_file)))
    return settings_with(home, source(f"sftp://127.0.0.1:{port or server.port}{share}", **more), a=login)  # type: ignore[arg-type]


def test_files_come_with_their_folders_and_names_and_an_idle_night_fetches_nothing(tmp_path: Path, server: SshServer, share: Path) -> None:
    put(share, "BHYT/2026-08/Danh sách (mới).xlsx", "một")
    put(share, "Hồ sơ %20 #1.csv", "hai")
    settings = sftp(tmp_path, server, share)
    expected = {"BHYT/2026-08/Danh sách (mới).xlsx": "một".encode(), "Hồ sơ %20 #1.csv": b"hai"}
    assert fetched(settings, pull(settings)) == expected
    again = pull(settings)
    assert (steps(again, "skipped"), steps(again, "fetched")) == (sorted(expected), [])


def test_a_password_with_every_sign_in_it_opens_and_a_wrong_one_is_a_sentence(tmp_path: Path, server: SshServer, share: Path) -> None:
    if server.password is None:
        pytest.skip("this machine gives nobody a password of its own")
    put(share, "a.csv")
    settings = sftp(tmp_path, server, share, login=Credentials(username=server.user, password=server.password))
    assert fetched(settings, pull(settings)) == {"a.csv": b"x"}
    wrong = sftp(tmp_path, server, share, login=Credentials(username=server.user, password=server.password + "x"))
    with pytest.raises(PullError, match=r"refuses the login of '.*'\. Correct CHITIEU_SOURCE_A_USERNAME, .*_PASSWORD") as caught:
        pull(wrong)
    assert not caught.value.is_transient and server.password not in str(caught.value)


def test_an_unknown_host_is_given_no_password_and_its_fingerprint_is_told(tmp_path: Path, server: SshServer, share: Path) -> None:
    settings = sftp(tmp_path, server, share, known="", login=Credentials(username=server.user, password="never sent"))
    with pytest.raises(
        PullError, match=r"the key of the server 127\.0\.0\.1 is not known \(ssh-ed25519 SHA256:.{43}\)\. .*ssh-keyscan"
    ) as caught:
        pull(settings)
    assert not caught.value.is_transient  # waiting brings no key


def test_a_changed_host_key_stops_the_source(tmp_path: Path, server: SshServer, share: Path) -> None:
    make_key(tmp_path / "other")
    kind, key = (tmp_path / "other.pub").read_text().split()[:2]
    settings = sftp(tmp_path, server, share, known=f"[127.0.0.1]:{server.port} {kind} {key}\n")
    with pytest.raises(PullError, match=r"is another than the known one .*ssh-keygen -R '\[127\.0\.0\.1\]:\d+'") as caught:
        pull(settings)
    assert not caught.value.is_transient


def test_a_source_may_have_known_hosts_of_its_own(tmp_path: Path, server: SshServer, share: Path) -> None:
    put(share, "a.csv")
    settings = sftp(tmp_path, server, share, known="", known_hosts="bhxh.keys")
    with pytest.raises(PullError, match=r"bhxh\.keys is not there"):
        pull(settings)
    (settings.home / "bhxh.keys").write_text(server.known_hosts())
    assert fetched(settings, pull(settings)) == {"a.csv": b"x"}


def test_a_folder_that_may_not_be_read_fails_the_source(tmp_path: Path, server: SshServer, share: Path) -> None:
    if server.password is None:
        pytest.skip("the server's user is this one: nothing is closed to it")
    put(share, "open/a.csv")
    put(share, "closed/b.csv").parent.chmod(0o700)
    with pytest.raises(PullError, match="nothing was taken, access is refused"):
        pull(sftp(tmp_path, server, share))
    narrow = sftp(tmp_path, server, share, pattern="open/*.csv")  # what no pattern reaches is nobody's business
    assert fetched(narrow, pull(narrow)) == {"open/a.csv": b"x"}


@pytest.fixture
def broken(server: SshServer) -> Iterator[CuttingProxy]:
    with cutting_proxy(server.port) as proxy:
        yield proxy


def test_a_listing_cut_anywhere_is_never_a_shorter_one(tmp_path: Path, server: SshServer, share: Path, broken: CuttingProxy) -> None:
    for number in range(600):
        put(share, f"{number % 3}/Danh sách tháng {number:04}.txt", "")
    settings = sftp(tmp_path, server, share, port=broken.port, pattern="**/*.csv")  # listed, and nothing of it fetched
    whole = pull(settings).steps[0].message
    assert whole == "600 files listed, 0 of them by the pattern"
    total, seen = broken.passed, set()
    for tenth in (2, 5, 7, 9):
        broken.always = total * tenth // 10
        try:
            seen.add(pull(settings).steps[0].message)
        except PullError as lost:
            assert lost.pulled.steps[-1].step == "failed" and not lost.pulled.folders
            seen.add("failed")
    assert seen <= {whole, "failed"} and "failed" in seen
    broken.always = None
    assert pull(settings).steps[0].message == whole


def test_a_line_that_breaks_once_is_made_anew(tmp_path: Path, server: SshServer, share: Path, broken: CuttingProxy) -> None:
    content = os.urandom(400_000)
    (share / "big.xlsx").write_bytes(content)
    settings = sftp(tmp_path, server, share, port=broken.port)
    broken.cuts = [200_000]
    pulled = pull(settings)
    assert fetched(settings, pulled) == {"big.xlsx": content} and pulled.complaints == []
    assert broken.connections == 2


def test_a_file_cut_in_the_middle_is_told_and_comes_whole_the_next_time(
    tmp_path: Path, server: SshServer, share: Path, broken: CuttingProxy
) -> None:
    content = os.urandom(400_000)
    (share / "big.xlsx").write_bytes(content)
    put(share, "a.csv")
    settings = sftp(tmp_path, server, share, port=broken.port)
    broken.always, told = 200_000, []
    pulled = pull(settings, tell=told.append)
    assert fetched(settings, pulled) == {"a.csv": b"x"} and steps(pulled, "failed") == ["big.xlsx"]
    assert len(told) == 1 and "'big.xlsx' could not be fetched" in told[0]
    assert not [path for path in settings.home.rglob("*.part")]
    broken.always = None
    assert fetched(settings, pull(settings)) == {"a.csv": b"x", "big.xlsx": content}


def test_a_server_that_is_away_is_worth_waiting_for(tmp_path: Path, server: SshServer, share: Path) -> None:
    with cutting_proxy(server.port) as proxy:
        settings = sftp(tmp_path, server, share, port=proxy.port)
    with pytest.raises(Lost, match="Check the address, the network and the server"):
        pull(settings)


def test_five_thousand_files_are_listed_whole(tmp_path: Path, server: SshServer, share: Path) -> None:
    for number in range(5000):
        place = share / f"{number % 50:02}"
        place.mkdir(exist_ok=True)
        (place / f"{number:04}.txt").touch()
    put(share, "49/một.csv")
    settings = sftp(tmp_path, server, share, pattern="**/*.csv")
    pulled = pull(settings)
    assert pulled.steps[0].message == "5001 files listed, 1 of them by the pattern"
    assert fetched(settings, pulled) == {"49/một.csv": b"x"}


def test_clocks_that_differ_by_hours_do_not_matter(tmp_path: Path, server: SshServer, share: Path) -> None:
    for name, seconds in (("sớm.csv", 4_000_000_000), ("muộn.csv", 100_000)):  # the year 2096; the first days of 1970
        os.utime(put(share, name), (seconds, seconds))
    settings = sftp(tmp_path, server, share)
    assert sorted(fetched(settings, pull(settings))) == ["muộn.csv", "sớm.csv"]
    assert steps(pull(settings), "fetched") == []


def test_a_name_of_an_older_system_stops_nobody(tmp_path: Path, server: SshServer, share: Path) -> None:
    (Path(os.fsdecode(os.fsencode(share) + b"/danh s\xb8ch.csv"))).write_text("cũ")  # TCVN3
    put(share, "mới.csv", "mới")
    settings = sftp(tmp_path, server, share)
    pulled = pull(settings)
    assert sorted(fetched(settings, pulled).values()) == sorted(["cũ".encode(), "mới".encode()])
    assert steps(pulled, "fetched") == ["danh s?ch.csv", "mới.csv"]
    assert steps(pull(settings), "fetched") == []


@pytest.mark.parametrize("after", ["leave", "move", "mark"])
def test_what_was_taken_is_moved_or_marked_on_request_only(tmp_path: Path, server: SshServer, share: Path, after: str) -> None:
    put(share, "sub/a.csv").parent.chmod(0o777)
    settings = sftp(tmp_path, server, share, after_taking=after)
    pull(settings)
    assert sorted(path.name for path in share.rglob("*.*")) == ["a.csv"]
    if after == "move":
        put(share, "da-nhan/sub/a.csv", "of another month").parent.chmod(0o777)
    settle_taken(settings)
    found = {path.relative_to(share).as_posix() for path in share.rglob("*.*")}
    assert (
        found
        == {"leave": {"sub/a.csv"}, "move": {"da-nhan/sub/a.csv", "da-nhan/sub/a (2).csv"}, "mark": {"sub/a.csv", "sub/a.csv.taken"}}[after]
    )
    again = pull(settings)
    assert steps(again, "fetched") == [] and fetched(settings, again) == {"sub/a.csv": b"x"}
