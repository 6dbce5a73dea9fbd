"""A folder of this computer, or one that is mounted."""

import os
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from flows.extract.fetching.origin import Entry


class FolderOrigin:
    """``address``: a path, or ``file://`` and a path."""

    is_told_in_listing = True

    def __init__(self, address: str) -> None:
        self.base = _path_of(address)
        self.root = Entry("", self.base, is_folder=True)

    def entries(self, folder: Entry) -> Iterator[Entry]:
        """Links are followed; one that leads nowhere, and a file that went while we looked, is not there."""
        with os.scandir(folder.key) as found:
            for item in found:
                try:
                    info = item.stat()
                except FileNotFoundError:
                    continue
                if stat.S_ISDIR(info.st_mode) or stat.S_ISREG(info.st_mode):
                    path = f"{folder.path}/{item.name}".lstrip("/")
                    # The time of the inode's change tells another content of the same size and time (cp -p, robocopy).
                    stamp = f"{info.st_mtime_ns} {info.st_ctime_ns}"
                    yield Entry(path, Path(item.path), stat.S_ISDIR(info.st_mode), info.st_size, stamp)

    def download(self, file: Entry, draft: Path) -> None:
        shutil.copyfile(file.key, draft)

    def move(self, file: Entry, path: str) -> None:
        target = self.base / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise FileExistsError(path)
        shutil.move(file.key, target)

    def write_mark(self, path: str) -> None:
        (self.base / path).touch()

    def renew(self) -> None:
        """A mounted folder reconnects by itself."""

    def close(self) -> None:
        """Nothing is open."""


def _path_of(address: str) -> Path:
    """``file:///C:/x`` is ``C:/x`` on Windows. A folder whose own name has a percent sign is found as it is written, else decoded."""
    written = address.partition("://")[2].removeprefix("localhost") if "://" in address else address
    if os.name == "nt" and re.match(r"/[A-Za-z]:", written):
        written = written[1:]
    is_plain = "://" not in address or Path(written).exists()
    return Path(written if is_plain else unquote(written)).absolute()
