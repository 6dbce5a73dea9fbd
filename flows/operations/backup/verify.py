"""A backup is tried: restored into a place that is thrown away, every figure compared.

Data flow: file -> a temporary CHITIEU_HOME with an embedded server -> ``Restored``
"""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flows.operations.backup.restore import Restored, restore_backup

if TYPE_CHECKING:
    from flows.config.settings import Settings


def verify_backup(settings: "Settings", path: Path, ask: Callable[[], str]) -> Restored:
    """The place stands beside the file, where there was room for it, and is removed whatever happens. Raises what a restore raises."""
    with tempfile.TemporaryDirectory(prefix=".chitieu-verify-", dir=path.parent) as folder:
        place = replace(settings, home=Path(folder).resolve(), database_url=None, secret_text=None, vault_text=None)
        return restore_backup(place, path, ask)
