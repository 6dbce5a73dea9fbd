"""A folder of an SSH server (SFTP). Its key must be known before a password is given to it.

fsspec's own SFTP takes every host key, and keeps one connection for the life of the process, dead or not.
"""

import logging
import posixpath
import stat
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flows.config.source_credentials import Credentials, variable
from flows.config.ward import PullSource
from flows.extract.fetching.failures import ConnectionLostError, SourceFailure, missing_package
from flows.extract.fetching.host_keys import fingerprint, known_name, load_known_hosts, refusal_of_unknown
from flows.extract.fetching.origin import Entry
from flows.extract.fetching.sftp_listing import listed

_CONNECT_SECONDS, _ANSWER_SECONDS, _ALIVE_SECONDS = 15.0, 60.0, 15
_PREFETCHED = 64


@cache
def _silence_prefetching() -> None:
    """Paramiko asks ahead in a thread of its own, which ends with a traceback where the line is cut, beside the error of the transfer that
    is told. Once for the process: the thread may end after the transfer."""
    told = threading.excepthook

    def without_prefetching(args: "threading.ExceptHookArgs", /) -> None:
        if args.thread is None or "_prefetch_thread" not in args.thread.name:
            told(args)

    threading.excepthook = without_prefetching


class SftpOrigin:
    """Raises ``SourceFailure`` where the key of the host is unknown or another, or the login is refused."""

    is_told_in_listing = True

    def __init__(self, source: PullSource, credentials: Credentials, home: Path) -> None:
        self.source, self.credentials, self.home = source, credentials, home
        parts = urlsplit(source.url)
        self.host, self.port = parts.hostname or "", parts.port or 22
        self.user = unquote(parts.username) if parts.username else credentials.username
        self.base = unquote(parts.path).rstrip("/") or "/"
        self.root = Entry("", self.base.encode(), is_folder=True)
        self.client: Any = None
        self.renew()

    def renew(self) -> None:
        self.close()
        try:
            import paramiko
        except ImportError:
            raise missing_package("sftp", "paramiko") from None
        logging.getLogger("paramiko").setLevel(logging.CRITICAL)  # it writes tracebacks of its threads to standard error
        _silence_prefetching()
        self.client = paramiko.SSHClient()
        load_known_hosts(self.client, self.source, self.home)
        file = self.home / (self.source.known_hosts or "known_hosts")
        self.client.set_missing_host_key_policy(refusal_of_unknown(self.host, self.port, file))
        try:
            self.client.connect(self.host, self.port, **self._login())
        except Exception as error:
            self.close()
            raise self._explained(error) from error
        self.client.get_transport().set_keepalive(_ALIVE_SECONDS)
        self.files = self.client.open_sftp()
        self.files.get_channel().settimeout(_ANSWER_SECONDS)

    def _login(self) -> dict[str, Any]:
        """Keys of this user's agent and ``~/.ssh`` are offered only where the source has no credentials of its own."""
        given = self.credentials
        is_own = bool(given.password or given.key_file)
        return {
            "username": self.user,
            "password": given.password,
            "key_filename": str(self.home / Path(given.key_file).expanduser()) if given.key_file else None,
            "passphrase": given.key_passphrase,
            "allow_agent": not is_own,
            "look_for_keys": not is_own,
            "timeout": _CONNECT_SECONDS,
            "banner_timeout": _CONNECT_SECONDS,
            "auth_timeout": _CONNECT_SECONDS,
        }

    def _explained(self, error: Exception) -> Exception:
        import paramiko

        if isinstance(error, SourceFailure):
            return error
        if isinstance(error, paramiko.BadHostKeyException):
            return SourceFailure(
                f"the key of the server {self.host} is another than the known one (now {fingerprint(error.key)}): another machine may "
                "answer in its place",
                "Ask the server's administrator whether its key was changed and what it is now; only then remove the old line from "
                f"known_hosts (ssh-keygen -R '{known_name(self.host, self.port)}') and add the new one",
            )
        if isinstance(error, paramiko.PasswordRequiredException):
            name = variable(self.source.name, "key_passphrase")
            return SourceFailure("the private key is locked", f"Give its passphrase in {name}")
        if isinstance(error, paramiko.AuthenticationException):
            names = ", ".join(variable(self.source.name, what) for what in ("username", "password", "key_file"))
            return SourceFailure(f"the server {self.host} refuses the login of '{self.user or ''}'", f"Correct {names}")
        if isinstance(error, FileNotFoundError) and self.credentials.key_file:
            name = variable(self.source.name, "key_file")
            return SourceFailure(f"the private key {self.credentials.key_file} is not there", f"Correct {name}")
        return ConnectionLostError(str(error) or type(error).__name__)

    def entries(self, folder: Entry) -> Iterator[Entry]:
        for name, info in listed(self.files, folder.key):
            key = posixpath.join(folder.key, name)
            if stat.S_ISLNK(info.st_mode or 0):
                try:
                    info = self.files.stat(key)
                except FileNotFoundError:
                    continue
            mode = info.st_mode or 0
            if stat.S_ISDIR(mode) or stat.S_ISREG(mode):
                path = f"{folder.path}/{name.decode('utf-8', 'surrogateescape')}".lstrip("/")
                yield Entry(path, key, stat.S_ISDIR(mode), info.st_size, str(info.st_mtime))

    def download(self, file: Entry, draft: Path) -> None:
        self.files.get(file.key, str(draft), max_concurrent_prefetch_requests=_PREFETCHED)

    def move(self, file: Entry, path: str) -> None:
        target = posixpath.join(self.base, path)
        self._make_folders(posixpath.dirname(path))
        with suppress(FileNotFoundError):
            self.files.stat(target)
            raise FileExistsError(path)
        self.files.rename(file.key, target)

    def _make_folders(self, path: str) -> None:
        place = self.base
        for part in filter(None, path.split("/")):
            place = posixpath.join(place, part)
            try:
                self.files.stat(place)
            except FileNotFoundError:
                self.files.mkdir(place)

    def write_mark(self, path: str) -> None:
        with self.files.open(posixpath.join(self.base, path), "w"):
            pass

    def close(self) -> None:
        if self.client is not None:
            with suppress(Exception):
                self.client.close()
            self.client = None
