"""Copies in the inbox that were removed after their term: what was fetched once and is not fetched again while the source still offers it.

Data flow: ``inbox/<source>/.removed.json`` <-> paths below the folder; ``find_files`` passes over names that begin with a dot
"""

import json
from collections.abc import Iterable
from pathlib import Path

from flows.system.files import write_private

_NAME = ".removed.json"


def removed_copies(folder: Path) -> frozenset[str]:
    """Paths as at the source. Empty where none was removed or the page cannot be read: then they are fetched again, and removed again."""
    try:
        said = json.loads((folder / _NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return frozenset()
    return frozenset(map(str, said)) if isinstance(said, list) else frozenset()


def remember_removed(folder: Path, paths: Iterable[str]) -> None:
    """Before they go: what is removed without a line here comes back. Raises ``OSError``."""
    write_private(folder / _NAME, json.dumps(sorted(removed_copies(folder) | set(paths))).encode())
