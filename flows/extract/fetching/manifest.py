"""What was fetched from a source and what was seen there, kept beside the copies: it saves transfers and looks, never more.

Data flow: ``inbox/<source>/.pulled.json`` <-> ``Manifest``; ``find_files`` passes over names that begin with a dot
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.system.files import write_private

_NAME = ".pulled.json"
_FORM = 2
State = list[Any]


@dataclass
class Manifest:
    """States (size, stamp) by path. ``fetched``: of the copies; ``seen``: of new files at the last look, with its time; ``settled``: of
    the files that were moved or marked at the source."""

    fetched: dict[str, State] = field(default_factory=dict)
    seen: dict[str, State] = field(default_factory=dict)
    settled: dict[str, State] = field(default_factory=dict)


def read_manifest(folder: Path) -> Manifest:
    """Empty where it is missing or broken: everything is fetched again then, which costs time and nothing else."""
    try:
        said = json.loads((folder / _NAME).read_text("utf-8"))
        if said["form"] != _FORM:
            return Manifest()
        return Manifest(*({str(path): list(state) for path, state in said[part].items()} for part in ("fetched", "seen", "settled")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    document = {"form": _FORM, "fetched": manifest.fetched, "seen": manifest.seen, "settled": manifest.settled}
    write_private(folder / _NAME, json.dumps(document).encode())
