"""Sources that are pages of links: nginx, Python's own server, and servers that answer badly."""

import logging
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flows.config.source_credentials import Credentials
from flows.extract.fetching import PullError, pull
from tests.support.cutting_proxy import cutting_proxy
from tests.support.sources import fetched, put, settings_with, source, steps
from tests.support.web_servers import PASSWORD, TOKEN, USER, answering_server, nginx_server, python_server

HTML = {"Content-Type": "text/html"}


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("share")


@pytest.fixture(scope="module")
def nginx(share: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nginx_server(tmp_path_factory.mktemp("nginx"), share) as address:
        yield address


@pytest.fixture(scope="module")
def python(share: Path) -> Iterator[str]:
    with python_server(share) as address:
        yield address


@pytest.fixture
def place(share: Path, request: pytest.FixtureRequest) -> Path:
    """A folder of the servers that this test has for itself; its name tells nothing."""
    folder = share / f"place{len(list(share.iterdir()))}"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("server", ["nginx", "python"])
def test_names_are_decoded_and_folders_walked(tmp_path: Path, place: Path, server: str, request: pytest.FixtureRequest) -> None:
    address = request.getfixturevalue(server)
    names = ["BHYT/Tháng 8/Danh sách (mới) 100%.xlsx", "Hồ sơ #1 & 2.csv", "a+b.csv"]
    for name in names:
        put(place, name, name)
    put(place, unicodedata.normalize("NFD", "Tháng 9.csv"), "NFD")
    settings = settings_with(tmp_path / "home", source(f"{address}/{place.name}"))  # without its slash, as people write it
    expected = {**{name: name.encode() for name in names}, "Tháng 9.csv": b"NFD"}
    pulled = pull(settings)
    assert fetched(settings, pulled) == expected
    assert steps(pull(settings), "fetched") == []


def test_only_what_changed_is_fetched_and_another_content_of_one_size_is_seen(tmp_path: Path, place: Path, nginx: str) -> None:
    put(place, "a.csv", "1")
    changed = put(place, "b.csv", "1")
    settings = settings_with(tmp_path / "home", source(f"{nginx}/{place.name}/", "*.csv"))
    pull(settings)
    changed.write_text("2")
    os.utime(changed, (2_000_000_000, 2_000_000_000))
    pulled = pull(settings)
    assert (steps(pulled, "fetched"), steps(pulled, "skipped")) == (["b.csv"], ["a.csv"])
    assert fetched(settings, pulled) == {"a.csv": b"1", "b.csv": b"2"}


@pytest.mark.parametrize(
    ("below", "credentials"),
    [
        ("locked", Credentials(username=USER, password=PASSWORD)),
        ("bearer", Credentials(token=TOKEN)),
        ("query", Credentials(query=f"sig={TOKEN}")),
    ],
)
def test_logins_open_what_is_locked(
    tmp_path: Path, place: Path, nginx: str, below: str, credentials: Credentials, caplog: pytest.LogCaptureFixture
) -> None:
    put(place, "a.csv", "1")
    caplog.set_level(logging.DEBUG)
    settings = settings_with(tmp_path / "home", source(f"{nginx}/{below}/{place.name}/"), a=credentials)
    pulled = pull(settings)
    assert fetched(settings, pulled) == {"a.csv": b"1"}
    assert TOKEN not in caplog.text and PASSWORD not in caplog.text and TOKEN not in repr(pulled)


@pytest.mark.parametrize(
    ("below", "credentials", "said"),
    [
        (
            "locked",
            Credentials(),
            r"answers 401: the login is missing or wrong\. Correct .*_A_USERNAME and .*_A_PASSWORD, or .*_A_TOKEN",
        ),
        ("locked", Credentials(username=USER, password="wrong"), "answers 401"),
        ("bearer", Credentials(token="wrong"), "answers 401"),
        ("query", Credentials(query="sig=wrong"), "answers 403: this login may not read there"),
        ("nowhere", Credentials(), "answers 404: there is nothing at this address"),
        ("moved", Credentials(), r"the server sends elsewhere, to http://127\.0\.0\.1:\d+/login\.html"),
    ],
)
def test_refusals_are_told_apart_and_not_tried_again(
    tmp_path: Path, place: Path, nginx: str, below: str, credentials: Credentials, said: str
) -> None:
    with pytest.raises(PullError, match=said) as caught:
        pull(settings_with(tmp_path / "home", source(f"{nginx}/{below}/{place.name}/"), a=credentials))
    assert not caught.value.is_transient


def test_a_server_in_trouble_is_worth_waiting_for(tmp_path: Path, nginx: str) -> None:
    with pytest.raises(PullError, match="answers 503"):
        pull(settings_with(tmp_path / "home", source(f"{nginx}/broken/")))


def test_a_page_cut_anywhere_is_never_a_shorter_one(tmp_path: Path, place: Path, nginx: str) -> None:
    for number in range(300):
        put(place, f"{number:03}.txt")
    parts = urlsplit(nginx)
    with cutting_proxy(parts.port or 0) as proxy:
        settings = settings_with(tmp_path / "home", source(f"http://127.0.0.1:{proxy.port}/{place.name}/", "**/*.csv"))
        whole = pull(settings).steps[0].message
        assert whole == "300 files listed, 0 of them by the pattern"
        total = proxy.passed
        for tenth in (1, 3, 6, 9):
            proxy.always = total * tenth // 10
            with pytest.raises(PullError):
                pull(settings)
        proxy.always = None
        assert pull(settings).steps[0].message == whole


def test_a_file_cut_in_the_middle_is_told_and_comes_whole_the_next_time(tmp_path: Path, place: Path, nginx: str) -> None:
    content = os.urandom(300_000)
    (place / "big.xlsx").write_bytes(content)
    with cutting_proxy(urlsplit(nginx).port or 0) as proxy:
        settings = settings_with(tmp_path / "home", source(f"http://127.0.0.1:{proxy.port}/{place.name}/"))
        proxy.always, told = 100_000, []
        pulled = pull(settings, tell=told.append)
        assert fetched(settings, pulled) == {} and steps(pulled, "failed") == ["big.xlsx"] and len(told) == 1
        proxy.always = None
        assert fetched(settings, pull(settings)) == {"big.xlsx": content}


def test_links_that_leave_the_folder_are_not_followed(tmp_path: Path) -> None:
    page = b"""<html><a href="../secret.csv">a</a><a href="/secret.csv">b</a><a href="//other.example/secret.csv">c</a>
    <a href="http://other.example/in/secret.csv">d</a><a href="%2e%2e/secret.csv">e</a><a href="?C=M">f</a><a href="javascript:x">g</a>
    <a href="mailto:a@b">h</a><a href="#top">i</a><a href="/in/">j</a><a href="own.csv">k</a><a href="dead.csv">m</a>
    <a href="sub/deep.csv">l</a></html>"""
    csv = (200, {"Content-Length": "1", "ETag": '"1"'}, b"1")
    answers = {"/in/": (200, HTML, page), "/in/own.csv": csv, "/in/sub/deep.csv": csv, "/secret.csv": csv, "/in/../secret.csv": csv}
    with answering_server(answers) as address:
        settings = settings_with(tmp_path / "home", source(f"{address}/in/"))
        pulled = pull(settings)
    assert fetched(settings, pulled) == {"own.csv": b"1", "sub/deep.csv": b"1"} and steps(pulled, "failed") == ["dead.csv"]
    assert "'dead.csv' could not be fetched, the page links to it, and there is nothing" in pulled.complaints[0]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, HTML, b"<html><a href='a.csv'>a</a><a href='b"), "the page of links ends in the middle"),
        ((200, {**HTML, "Content-Length": "900"}, b"<html></html>"), "nothing was taken"),
        ((200, HTML, b"<html><form><input type=password></form></html>"), "shows a login page instead of links"),
        ((200, {"Content-Type": "application/json", "Content-Length": "2"}, b"[]"), "is not a page of links"),
    ],
)
def test_what_is_no_whole_page_of_links_is_no_empty_folder(tmp_path: Path, answer: tuple[int, dict[str, str], bytes], said: str) -> None:
    with answering_server({"/in/": answer}) as address, pytest.raises(PullError, match=said):
        pull(settings_with(tmp_path / "home", source(f"{address}/in/")))


def test_a_file_whose_length_nobody_tells_is_not_taken_for_whole(tmp_path: Path) -> None:
    answers = {"/in/": (200, HTML, b"<html><a href='a.csv'>a</a></html>"), "/in/a.csv": (200, {"ETag": '"1"'}, b"half")}
    with answering_server(answers) as address:
        settings = settings_with(tmp_path / "home", source(f"{address}/in/"))
        pulled = pull(settings)
    assert fetched(settings, pulled) == {} and "does not say how long the file is" in pulled.complaints[0]
