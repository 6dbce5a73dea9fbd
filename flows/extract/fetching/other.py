"""Any other kind of address that a package of fsspec opens (``ftp://``, ``gs://``, ...), listed folder by folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.config.source_credentials import Credentials
from flows.extract.fetching.failures import SourceFailure
from flows.extract.fetching.origin import Entry

#: What the file systems of fsspec call a sign of change.
_STAMPS = ("etag", "ETag", "md5Hash", "md5", "mtime", "LastModified", "last_modified", "updated", "modified")


class OtherOrigin:
    is_told_in_listing = True

    def __init__(self, address: str, credentials: Credentials) -> None:
        self.address, self.credentials = address, credentials
        self.system: Any = None
        self.renew()
        self.root = Entry("", self.base or "/", is_folder=True)

    def renew(self) -> None:
        """fsspec keeps its objects for the life of a process, with dead connections and old listings."""
        from fsspec.core import url_to_fs

        given = {"username": self.credentials.username, "password": self.credentials.password}
        try:
            system, base = url_to_fs(self.address, skip_instance_cache=True, **{name: value for name, value in given.items() if value})
        except (ImportError, ValueError) as error:
            scheme = self.address.partition("://")[0]
            raise SourceFailure(
                f"addresses of '{scheme}' cannot be opened here ({error})", "Correct url, or install that package"
            ) from None
        system.invalidate_cache()
        self.system, self.base = system, str(base).rstrip("/")

    def entries(self, folder: Entry) -> Iterator[Entry]:
        if not self.system.exists(folder.key):
            raise FileNotFoundError("there is no such folder")
        for info in self.system.ls(folder.key, detail=True):
            path = str(info["name"])[len(self.base) :].strip("/")
            if path and path != folder.path:
                stamp = " ".join(str(info[name]) for name in _STAMPS if info.get(name) is not None)
                yield Entry(path, info["name"], info.get("type") == "directory", info.get("size"), stamp or None)

    def download(self, file: Entry, draft: Path) -> None:
        self.system.get_file(file.key, str(draft))

    def move(self, file: Entry, path: str) -> None:
        target = f"{self.base}/{path}"
        if self.system.exists(target):
            raise FileExistsError(path)
        self.system.makedirs(target.rpartition("/")[0], exist_ok=True)
        self.system.mv(file.key, target)

    def write_mark(self, path: str) -> None:
        self.system.pipe_file(f"{self.base}/{path}", b"")

    def close(self) -> None:
        """What is open closes with the object."""
