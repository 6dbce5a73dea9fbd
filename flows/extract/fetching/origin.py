"""An origin: one source as it can be listed, folder by folder, and read, file by file. Every kind of address has one.

Data flow: ``PullSource`` and ``Credentials`` -> ``opening.open_origin`` -> ``Origin``
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Entry:
    """A file or folder as it was listed. ``path``: below the source, parts joined with "/", decoded; ``key``: what the origin opens it by.
    ``stamp``: a sign of change (etag, time of change by the server's clock), compared and never read; None where none is told."""

    path: str
    key: Any
    is_folder: bool = False
    size: int | None = None
    stamp: str | None = None

    @property
    def state(self) -> list[Any]:
        return [self.size, self.stamp]

    @property
    def parent(self) -> str:
        return self.path.rpartition("/")[0]


class Origin(Protocol):
    """Every method raises what its library raises, or ``SourceFailure``; none gives half of a folder or of a file without raising."""

    root: Entry
    #: Whether ``entries`` tells size and stamp; else the origin ``tells`` them (``Telling``).
    is_told_in_listing: bool

    def entries(self, folder: Entry) -> Iterable[Entry]:
        """All that lies directly in the folder."""

    def download(self, file: Entry, draft: Path) -> None:
        """The bytes, whole."""

    def move(self, file: Entry, path: str) -> None:
        """To ``path`` below the source; folders on the way are made. What is there already stays: ``FileExistsError``."""

    def write_mark(self, path: str) -> None:
        """An empty file at ``path`` below the source."""

    def renew(self) -> None:
        """A new connection, where there is one."""

    def close(self) -> None:
        """Connections and sessions end; nothing is raised."""


class Telling(Origin, Protocol):
    """An origin whose listings are names alone."""

    def detailed(self, files: Sequence[Entry]) -> list[Entry]:
        """The files with size and stamp. One that has gone meanwhile is left out."""
