"""Sources in a store that speaks S3 (moto's server) and on a WebDAV server (wsgidav)."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.config.settings import Settings
from flows.config.source_credentials import Credentials
from flows.extract.fetching import PullError, pull, settle_taken
from flows.extract.fetching.s3 import S3Origin
from tests.support.sources import fetched, put, settings_with, source, steps
from tests.support.web_servers import PASSWORD, USER, s3_server, webdav_server

KEYS = Credentials(access_key="AKIAEXAMPLE", secret_key="S3CRET/of+the+store")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture(scope="module")
def client(endpoint: str) -> Any:
    import boto3

    made = boto3.session.Session().client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    made.create_bucket(Bucket="ward")
    yield made
    made.close()


def in_store(tmp_path: Path, endpoint: str, prefix: str, **more: Any) -> Settings:
    url = more.pop("url", f"s3://ward/{prefix}")
    return settings_with(tmp_path / "home", source(url, endpoint=endpoint, region="us-east-1", **more), a=KEYS)


def test_objects_come_with_their_folders_and_an_idle_night_fetches_nothing(tmp_path: Path, endpoint: str, client: Any) -> None:
    names = ["BHYT/2026-08/Danh sách (mới) 100%.xlsx", "hồ sơ #1.csv"]
    for name in names:
        client.put_object(Bucket="ward", Key=f"one/{name}", Body=name.encode())
    client.put_object(Bucket="ward", Key="one/empty/", Body=b"")
    settings = in_store(tmp_path, endpoint, "one")
    assert fetched(settings, pull(settings)) == {name: name.encode() for name in names}
    assert steps(pull(settings), "fetched") == []


def test_a_listing_of_more_than_one_page_is_whole(tmp_path: Path, endpoint: str, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "7")  # of Amazon's store a page holds 1,000
    for number in range(20):
        client.put_object(Bucket="ward", Key=f"many/{number:04}.txt", Body=b"")
    assert len(client.list_objects_v2(Bucket="ward", Prefix="many/")["Contents"]) == 7
    assert pull(in_store(tmp_path, endpoint, "many", pattern="*.csv")).steps[0].message == "20 files listed, 0 of them by the pattern"


def test_another_content_of_one_size_is_seen_by_its_etag(tmp_path: Path, endpoint: str, client: Any) -> None:
    client.put_object(Bucket="ward", Key="etag/a.csv", Body=b"1")
    settings = in_store(tmp_path, endpoint, "etag")
    pull(settings)
    client.put_object(Bucket="ward", Key="etag/a.csv", Body=b"2")
    assert fetched(settings, pull(settings)) == {"a.csv": b"2"}


def test_an_object_that_is_replaced_while_it_is_fetched_waits(
    tmp_path: Path, endpoint: str, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.put_object(Bucket="ward", Key="other/a.csv", Body=b"1")
    settings, taken = in_store(tmp_path, endpoint, "other"), S3Origin.download
    monkeypatch.setattr(S3Origin, "download", lambda *args: (client.put_object(Bucket="ward", Key="other/a.csv", Body=b"2"), taken(*args)))
    pulled = pull(settings)
    assert (fetched(settings, pulled), steps(pulled, "waiting"), pulled.complaints) == ({}, ["a.csv"], [])
    monkeypatch.undo()
    assert fetched(settings, pull(settings)) == {"a.csv": b"2"}


@pytest.mark.parametrize(("url", "said"), [("s3://nobody/x", "NoSuchBucket"), ("s3://ward/typo", "nothing lies below this address")])
def test_a_wrong_address_is_told(tmp_path: Path, endpoint: str, client: Any, url: str, said: str) -> None:
    with pytest.raises(PullError, match=said) as caught:
        pull(in_store(tmp_path, endpoint, "", url=url))
    assert "S3CRET" not in str(caught.value) and not caught.value.is_transient


def test_a_store_that_is_away_is_worth_waiting_for(tmp_path: Path) -> None:
    with pytest.raises(PullError, match="Could not connect"):
        pull(in_store(tmp_path, "http://127.0.0.1:9", "x"))


@pytest.mark.parametrize(
    ("after", "left"), [("move", {"da-nhan/sub/a.csv", "da-nhan/sub/a (2).csv"}), ("mark", {"sub/a.csv", "sub/a.csv.taken"})]
)
def test_objects_that_were_taken_are_moved_or_marked_on_request(
    tmp_path: Path, endpoint: str, client: Any, after: str, left: set[str]
) -> None:
    client.put_object(Bucket="ward", Key=f"after-{after}/sub/a.csv", Body=b"1")
    settings = in_store(tmp_path, endpoint, f"after-{after}", after_taking=after)
    pull(settings)
    if after == "move":
        client.put_object(Bucket="ward", Key="after-move/da-nhan/sub/a.csv", Body=b"of another month")
    settle_taken(settings)
    listed = client.list_objects_v2(Bucket="ward", Prefix=f"after-{after}/")["Contents"]
    assert {item["Key"].partition("/")[2] for item in listed} == left
    assert steps(pull(settings), "fetched") == []


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dav")


@pytest.fixture(scope="module")
def dav(share: Path) -> Iterator[str]:
    with webdav_server(share) as address:
        yield address


def on_dav(tmp_path: Path, address: str, password: str = PASSWORD, **more: Any) -> Settings:
    return settings_with(tmp_path / "home", source(address, **more), a=Credentials(username=USER, password=password))


def test_webdav_files_come_with_their_folders(tmp_path: Path, share: Path, dav: str) -> None:
    names = ["một/BHYT/Danh sách (mới) 100%.xlsx", "một/hồ sơ #1.csv"]
    for name in names:
        put(share, name, name)
    settings = on_dav(tmp_path, f"{dav}/một")
    assert fetched(settings, pull(settings)) == {name.removeprefix("một/"): name.encode() for name in names}
    assert steps(pull(settings), "fetched") == []
    changed = put(share, "một/hồ sơ #1.csv", "x" * len(names[1].encode()))
    os.utime(changed, (2_000_000_000, 2_000_000_000))
    assert steps(pull(settings), "fetched") == ["hồ sơ #1.csv"]


def test_webdav_refusals_are_sentences(tmp_path: Path, dav: str) -> None:
    with pytest.raises(PullError, match="answers 401: the login is missing or wrong"):
        pull(on_dav(tmp_path, dav, "wrong"))
    with pytest.raises(PullError, match="answers 404: there is nothing at this address"):
        pull(on_dav(tmp_path, f"{dav}/nowhere"))


@pytest.mark.parametrize(
    ("after", "left"), [("move", {"da-nhan/sub/ă.csv", "da-nhan/sub/ă (2).csv"}), ("mark", {"sub/ă.csv", "sub/ă.csv.taken"})]
)
def test_webdav_files_that_were_taken_are_moved_or_marked(tmp_path: Path, share: Path, dav: str, after: str, left: set[str]) -> None:
    put(share, f"{after}/sub/ă.csv")
    settings = on_dav(tmp_path, f"{dav}/{after}", after_taking=after)
    pull(settings)
    if after == "move":
        put(share, "move/da-nhan/sub/ă.csv", "of another month")
    settle_taken(settings)
    assert {path.relative_to(share / after).as_posix() for path in (share / after).rglob("*.*")} == left
    assert steps(pull(settings), "fetched") == []
