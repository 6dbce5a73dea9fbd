"""The last page of a backup: what made it, of what, and what must be found again when it is restored.

Data flow: ``Manifest`` -> JSON -> ``Manifest``
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from flows.system.errors import ChitieuError

FORMAT = 1


class BackupError(ChitieuError):
    """A backup cannot be written, read or restored."""


@dataclass(frozen=True)
class Part:
    """A file of the archive: bytes, and their SHA-256 in hex."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Rights:
    """What a dump does not carry: ``roles`` that have rights to something; rights to the database itself (role, "public" for all, and
    privilege); default privileges (schema, kind of object, role, privilege)."""

    roles: list[str]
    database: list[list[str]]
    default: list[list[str]]


@dataclass(frozen=True)
class MonthFigures:
    """All indicator values of a month: how many, and a digest of them in order."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """What stands in a database: its server's major version, the schema's revision (None: none), rows by table, figures by month
    (``YYYY-MM``; empty where the revision had none), open findings by rule, digests of deliveries, the fingerprints of the keys."""

    server: int
    revision: str | None
    tables: dict[str, int]
    figures: dict[str, MonthFigures]
    open_findings: dict[str, int]
    secret_fingerprint: str | None
    rights: Rights


@dataclass(frozen=True)
class Manifest:
    """``made_at``: ISO with offset; ``has_keys``: False where they were left out on request; ``not_landed``: deliveries whose file was
    removed after its term before; ``parts``: by their names in the archive."""

    program: str
    ward: str
    ward_code: str
    made_at: str
    has_keys: bool
    not_landed: int
    contents: Contents
    parts: dict[str, Part]

    def as_json(self) -> bytes:
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode()


def read_manifest(text: bytes) -> Manifest:
    """Raises ``BackupError`` where it is none of ours, or a newer program's."""
    try:
        page: dict[str, Any] = json.loads(text)
        made_by, number = str(page["program"]), int(page.pop("format"))
        if number > FORMAT:
            raise BackupError(
                f"This backup was made by version {made_by} of the program in a newer form. Install that version or a newer one."
            )
        contents = page.pop("contents")
        figures = {month: MonthFigures(**line) for month, line in contents.pop("figures").items()}
        parts = {name: Part(**part) for name, part in page.pop("parts").items()}
        return Manifest(**page, parts=parts, contents=Contents(**{**contents, "figures": figures, "rights": Rights(**contents["rights"])}))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupError("The last page of this backup cannot be read: the file is damaged. Take another backup.") from None
