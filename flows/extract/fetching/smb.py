"""A share of Windows or Samba: ``smb://server/share/folder``."""

import errno
import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flows.config.source_credentials import Credentials, variable
from flows.config.ward import PullSource
from flows.extract.fetching.failures import SourceFailure, StillWrittenError, missing_package
from flows.extract.fetching.origin import Entry

_CONNECT_SECONDS = 15
_PIECE = 2**20
_SHARING_VIOLATION = 0xC0000043  # [MS-ERREF] 2.3.1


class SmbOrigin:
    is_told_in_listing = True

    def __init__(self, source: PullSource, credentials: Credentials) -> None:
        parts = urlsplit(source.url)
        self.source, self.credentials = source, credentials
        self.host, self.port = parts.hostname or "", parts.port or 445
        self.user = unquote(parts.username) if parts.username else credentials.username
        self.base = "\\".join(["\\\\" + self.host, *filter(None, unquote(parts.path).split("/"))])
        self.root = Entry("", self.base, is_folder=True)
        self.connections: dict[str, Any] = {}
        self.renew()

    def renew(self) -> None:
        """The connections are this source's own: those of the library live as long as the process."""
        try:
            import smbclient
            from smbprotocol.exceptions import LogonFailure
        except ImportError:
            raise missing_package("smb", "smbprotocol") from None
        logging.getLogger("smbprotocol").setLevel(logging.CRITICAL)
        self.close()
        self.options: dict[str, Any] = {"username": self.user, "password": self.credentials.password, "port": self.port}
        self.options["connection_cache"] = self.connections
        try:
            smbclient.register_session(self.host, connection_timeout=_CONNECT_SECONDS, **self.options)
        except LogonFailure:
            names = ", ".join(variable(self.source.name, what) for what in ("username", "password"))
            raise SourceFailure(f"the server {self.host} refuses the login", f"Correct {names}") from None

    def entries(self, folder: Entry) -> Iterator[Entry]:
        import smbclient

        for item in smbclient.scandir(folder.key, **self.options):
            info = item.smb_info
            path = f"{folder.path}/{item.name}".lstrip("/")
            stamp = f"{info.last_write_time} {info.change_time}"
            yield Entry(path, f"{folder.key}\\{item.name}", item.is_dir(), info.end_of_file, stamp)

    def download(self, file: Entry, draft: Path) -> None:
        """A file that somebody has open for writing waits: the server says so itself."""
        import smbclient
        from smbprotocol.exceptions import SMBOSError

        try:
            with smbclient.open_file(file.key, mode="rb", share_access="r", **self.options) as found, draft.open("wb") as target:
                while piece := found.read(_PIECE):
                    target.write(piece)
        except SMBOSError as error:
            if error.ntstatus == _SHARING_VIOLATION:
                raise StillWrittenError from None
            raise

    def move(self, file: Entry, path: str) -> None:
        import smbclient

        target = self._place(path)
        smbclient.makedirs(target.rpartition("\\")[0], exist_ok=True, **self.options)
        try:
            smbclient.rename(file.key, target, **self.options)
        except OSError as error:
            if error.errno == errno.EEXIST:
                raise FileExistsError(path) from None
            raise

    def write_mark(self, path: str) -> None:
        import smbclient

        with smbclient.open_file(self._place(path), mode="wb", **self.options):
            pass

    def _place(self, path: str) -> str:
        return "\\".join([self.base, *path.split("/")])

    def close(self) -> None:
        with suppress(Exception):
            for connection in self.connections.values():
                connection.disconnect(close=True)
        self.connections.clear()
