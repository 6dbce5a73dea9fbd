"""What a source needs and is not installed is named as that, with what installs it, and no waiting is tried."""

import sys
from pathlib import Path

import pytest

from flows.extract.fetching import PullError, pull
from tests.support.sources import settings_with, source


@pytest.mark.parametrize(
    ("address", "module", "said"),
    [
        ("sftp://h/in", "paramiko", r"the package 'paramiko' is not installed\. Install it with: pip install 'chitieu\[sftp\]'\."),
        ("https://h/in", "httpx", r"pip install 'chitieu\[http\]'"),
        ("webdavs://h/in", "httpx", r"pip install 'chitieu\[webdav\]'"),
        ("webdavs://h/in", "defusedxml", r"pip install 'chitieu\[webdav\]'"),
        ("s3://bucket/in", "boto3", r"pip install 'chitieu\[s3\]'"),
        ("smb://h/share", "smbclient", r"pip install 'chitieu\[smb\]'"),
        ("nosuch://h/in", "nosuch", "addresses of 'nosuch' cannot be opened here"),
    ],
)
def test_a_missing_package_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, module: str, said: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(PullError, match=said) as caught:
        pull(settings_with(tmp_path / "home", source(address)))
    assert not caught.value.is_transient
