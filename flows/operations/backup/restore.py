"""A backup is restored into a fresh place, brought up to this program's schema, and held against what it recorded.

Data flow: file -> ``check_archive`` (every digest, nothing touched yet) -> CHITIEU_HOME, database -> ``Restored``

While it works, ``CHITIEU_HOME/restore.unfinished`` says so: every other command refuses the place, and another restore clears it first.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flows.database.dump import read_dump
from flows.database.engine import UNFINISHED_RESTORE, night_lock, open_engine
from flows.database.migrate import migrate, newest_revision
from flows.database.rights import clear_schemas, give_rights, is_empty, make_roles
from flows.operations.backup.archive import DATABASE, KEYS, check_archive, members, pieces
from flows.operations.backup.contents import contents_of, differences, figure_differences
from flows.operations.backup.keys import KEY_FILES, Keys, check_environment, opened_keys, write_keys
from flows.operations.backup.manifest import BackupError, Contents, Manifest
from flows.system.files import PRIVATE_FOLDER, write_private

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.config.settings import Settings

#: What a restore makes in CHITIEU_HOME, and may find there from an attempt before.
_MADE = ("landed", "reports")
_WORK = ".restore"
#: What stands in a home in which nothing was ever run.
_FRESH = ("postgres", UNFINISHED_RESTORE)


@dataclass(frozen=True)
class Restored:
    """``migrated``: the backup's schema was older; ``differences``: a sentence for each figure or count that is not the recorded one."""

    manifest: Manifest
    migrated: bool
    differences: list[str] = field(default_factory=list)


def restore_backup(settings: "Settings", path: Path, ask: Callable[[], str] | None) -> Restored:
    """``ask`` gives the passphrase; None leaves those of the backup alone. Raises ``BackupError``, ``VaultError`` or ``DumpError``: before
    the first change nothing is changed, after it the place says that it is unfinished and another attempt begins anew."""
    manifest = check_archive(path)
    _check_fits(settings, manifest)
    _check_fresh_home(settings, brings_keys=manifest.has_keys and ask is not None)
    keys = _keys_of(settings, path, manifest, ask)
    with open_engine(settings, restoring=True) as engine, night_lock(engine):
        place = _check_database(engine, settings, manifest.contents)
        write_private(settings.home / UNFINISHED_RESTORE, place.encode())
        try:
            restored = _restored(engine, settings, path, manifest, keys)
        except OSError as error:
            raise BackupError(
                f"{error.filename or settings.home}: the restore stopped ({error.strerror or error}). Free space or correct the "
                "permissions, then restore again into the same place: it is cleared first."
            ) from None
        (settings.home / UNFINISHED_RESTORE).unlink()
    return restored


def _restored(engine: "Engine", settings: "Settings", path: Path, manifest: Manifest, keys: Keys | None) -> Restored:
    for name in (*_MADE, _WORK):
        shutil.rmtree(settings.home / name, ignore_errors=True)
    dump = settings.home / _WORK / DATABASE
    _unpack(path, settings.home, dump)
    _read_database(engine, dump, manifest.contents)
    shutil.rmtree(settings.home / _WORK)
    with engine.connect() as connection:
        found = contents_of(connection)
    told = differences(manifest.contents, found)
    migrated = migrate(engine) and found.revision != newest_revision()
    if migrated:
        with engine.connect() as connection:
            told += [line for line in figure_differences(manifest.contents, contents_of(connection)) if line not in told]
    if keys is not None:
        write_keys(settings.home, keys)
    return Restored(manifest, migrated, told)


def _unpack(path: Path, home: Path, dump: Path) -> None:
    """Every part to its place: names were checked, folders are made private."""
    for name, file in members(path):
        target = dump if name == DATABASE else home / name
        if name == DATABASE or name.startswith(tuple(f"{made}/" for made in _MADE)):
            for folder in reversed([parent for parent in target.parents if parent.is_relative_to(home)]):
                folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            write_private(target, pieces(file))


def _read_database(engine: "Engine", dump: Path, contents: Contents) -> None:
    """The roles first: rights name them. In one transaction, but for the roles, which belong to the server."""
    with engine.begin() as connection:
        clear_schemas(connection)
        make_roles(connection, contents.rights.roles)
        server = int(connection.exec_driver_sql("show server_version_num").scalar_one()) // 10000
    read_dump(engine.url.set(drivername="postgresql").render_as_string(hide_password=False), dump, server)
    with engine.begin() as connection:
        give_rights(connection, contents.rights.database, contents.rights.default)


# --- before anything is touched -----------------------------------------------------------------------------------------
def _check_fits(settings: "Settings", manifest: Manifest) -> None:
    if manifest.ward_code != settings.ward.code:
        raise BackupError(
            f"This backup is of ward {manifest.ward} ({manifest.ward_code}), this place is for {settings.ward.slug} "
            f"({settings.ward.code}). Say the right one with --ward."
        )
    revision = manifest.contents.revision or ""
    if revision > newest_revision():
        raise BackupError(
            f"This backup stands at revision {revision}, made by version {manifest.program}; this program knows {newest_revision()}. "
            "Install that version or a newer one."
        )


def _check_fresh_home(settings: "Settings", *, brings_keys: bool) -> None:
    """Keys may wait there where the backup brings none."""
    home = settings.home
    if (home / UNFINISHED_RESTORE).exists():
        return
    allowed = (*_FRESH, *(() if brings_keys else KEY_FILES))
    found = sorted(entry.name for entry in home.iterdir() if entry.name not in allowed)
    if found:
        raise BackupError(
            f"{home}: found {', '.join(found[:3])}{' …' if len(found) > 3 else ''} there, expected an empty folder. A backup is restored "
            "into a fresh place only: set CHITIEU_HOME to an empty folder, or move this one away."
        )


def _check_database(engine: "Engine", settings: "Settings", contents: Contents) -> str:
    """Which database it is, in words that no other has: what an attempt before left there goes, what stands in another one never does."""
    before = settings.home / UNFINISHED_RESTORE
    with engine.connect() as connection:
        number = connection.exec_driver_sql("select oid from pg_database where datname = current_database()").scalar_one()
        address = "embedded" if settings.database_url is None else f"{engine.url.host}:{engine.url.port}/{engine.url.database}"
        place = f"{address} {number}\n"
        server = int(connection.exec_driver_sql("show server_version_num").scalar_one()) // 10000
        has_room = is_empty(connection) or (before.exists() and before.read_text("utf-8") == place)
    if not has_room:
        raise BackupError(
            "The database is not empty. A backup is restored into a fresh place only: make an empty database and set "
            "CHITIEU_DATABASE_URL to it, or an empty CHITIEU_HOME for the embedded server."
        )
    if server < contents.server:
        raise BackupError(
            f"This backup was made from PostgreSQL {contents.server}, the server here is PostgreSQL {server}. "
            f"Use {contents.server} or a newer one."
        )
    return place


def _keys_of(settings: "Settings", path: Path, manifest: Manifest, ask: Callable[[], str] | None) -> Keys | None:
    if not manifest.has_keys or ask is None:
        return None
    sealed = next(b"".join(pieces(file)) for name, file in members(path) if name == KEYS)
    keys = opened_keys(sealed, ask())
    check_environment(settings, keys)
    return keys
