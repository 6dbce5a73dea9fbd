"""A backup is written: the database as one snapshot shows it, and the files that this snapshot names. Runs go on meanwhile.

Data flow: database, CHITIEU_HOME -> ``write_backup`` -> one file -> ``Written``

Landed files are never changed, and none is removed while a backup is written (``landed_files_held``): whatever the snapshot names and
the term has left is there to be copied after it.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flows.config.versions import code_version
from flows.database.dump import DumpLockedError, write_dump
from flows.database.engine import landed_files_held, open_engine
from flows.extract.landing import landed_path
from flows.operations.backup.archive import DATABASE, KEYS, NewArchive, new_archive
from flows.operations.backup.contents import contents_of
from flows.operations.backup.keys import sealed_keys
from flows.operations.backup.manifest import BackupError, Contents, Manifest
from flows.vault.key_rotation import check_keys
from flows.vault.master_keys import master_keys

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from flows.config.settings import Settings

#: A run holds its working tables for a delivery at a time, minutes for the largest.
_PATIENCE_SECONDS = 900.0
_PAUSE_SECONDS = 1.0
_SNAPSHOT = "set transaction isolation level repeatable read, read only"


@dataclass(frozen=True)
class Written:
    """A backup that stands. ``landed``: how many landed files it holds."""

    path: Path
    size: int
    landed: int
    manifest: Manifest


def write_backup(settings: "Settings", target: Path, passphrase: str | None) -> Written:
    """``passphrase`` None leaves the keys out. The file is there whole or not at all; raises ``BackupError``, ``DumpError``."""
    sealed = None if passphrase is None else sealed_keys(settings, passphrase)
    try:
        with new_archive(target) as archive, tempfile.TemporaryDirectory(prefix=".chitieu-backup-", dir=target.parent) as folder:
            dump = Path(folder) / DATABASE
            with open_engine(settings) as engine, landed_files_held(engine, shared=True):
                contents, digests = _dumped(engine, settings, dump, has_keys=sealed is not None)
                manifest = _fill(archive, settings, dump, sealed, contents, digests)
        return Written(target, target.stat().st_size, sum(name.startswith("landed/") for name in manifest.parts), manifest)
    except OSError as error:
        raise BackupError(_refused(target, error, settings.home)) from None


def _dumped(engine: "Engine", settings: "Settings", dump: Path, *, has_keys: bool) -> tuple[Contents, list[str]]:
    """The dump, what it holds, and the digests of the files that it names: all of one snapshot, taken anew where a run holds a table."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(_SNAPSHOT)
                return _dumped_once(connection, settings, dump, has_keys=has_keys)
        except DumpLockedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)


def _dumped_once(connection: "Connection", settings: "Settings", dump: Path, *, has_keys: bool) -> tuple[Contents, list[str]]:
    snapshot = str(connection.exec_driver_sql("select pg_export_snapshot()").scalar_one())
    if connection.exec_driver_sql("select to_regclass('audit.delivery')").scalar_one() is None:
        raise BackupError("There is no warehouse in this database yet, so there is nothing to back up. Run chitieu run first.")
    if has_keys:
        check_keys(connection, settings.ward.code, master_keys(settings))
    address = connection.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    server = int(connection.exec_driver_sql("show server_version_num").scalar_one()) // 10000
    write_dump(address, snapshot, dump, server)
    digests = list(connection.exec_driver_sql("select distinct sha256 from audit.delivery order by 1").scalars())
    return contents_of(connection), digests


def _fill(archive: NewArchive, settings: "Settings", dump: Path, sealed: bytes | None, contents: Contents, digests: list[str]) -> Manifest:
    from datetime import datetime

    archive.add_file(DATABASE, dump)
    if sealed is not None:
        archive.add_bytes(KEYS, sealed)
    there = [digest for digest in digests if landed_path(settings.home, digest).exists()]
    for digest in there:
        archive.add_file(f"landed/{digest[:2]}/{digest}", landed_path(settings.home, digest))
    for name, path in _reports(settings.home):
        archive.add_file(name, path)
    manifest = Manifest(
        program=code_version(),
        ward=settings.ward.slug,
        ward_code=settings.ward.code,
        made_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        has_keys=sealed is not None,
        not_landed=len(digests) - len(there),
        contents=contents,
        parts=archive.parts,
    )
    archive.close(manifest.as_json())
    return manifest


def _reports(home: Path) -> Iterator[tuple[str, Path]]:
    """Files of issued reports; what begins with a dot is being written or was never issued."""
    for path in sorted((home / "reports").rglob("*")):
        name = path.relative_to(home)
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix(), path


def _refused(target: Path, error: OSError, home: Path) -> str:
    """The system's reason, and how much room is wanted where that may be it."""
    reason = f"{target}: the backup cannot be written ({error.strerror or error})"
    if not target.parent.is_dir():
        return f"{reason}. There is no folder {target.parent}: make it, or give another place."
    landed = sum(path.stat().st_size for path in (home / "landed").rglob("*") if path.is_file())
    free = shutil.disk_usage(target.parent).free
    return (
        f"{reason}. It needs the {landed // 2**20 + 1} MB of the landed files and twice the dump of the database; {free // 2**20} MB are "
        "free there. Free space, correct the permissions, or give another place; nothing is left of this attempt."
    )
