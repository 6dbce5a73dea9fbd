"""``chitieu db``: the warehouse's database: its address for BI tools, its schema, its backups."""

import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import EXIT_REFUSED, common

if TYPE_CHECKING:
    from flows.operations.backup.restore import Restored

_KEYS_WITHIN = "It holds the keys, sealed under the passphrase: without the passphrase nobody reads them again. Keep it elsewhere."
_KEYS_LEFT_OUT = (
    "It holds no keys: pseudonyms, sealed rows and landed files cannot be read without secret.key and vault.key of CHITIEU_HOME. "
    "Keep those two files apart from this one."
)
_KEYS_MISSING = (
    "No keys were restored: put secret.key and vault.key into CHITIEU_HOME (mode 600) before the next run, or set CHITIEU_SECRET_KEY "
    "and CHITIEU_VAULT_KEY. Without them pseudonyms, sealed rows and landed files cannot be read."
)


@click.group()
def db() -> None:
    """The warehouse's database."""


@db.command()
@click.option("--inside", is_flag=True, help="The address for those in the house, which reads rows and figures that are not published.")
@common
def url(inside: bool, ward: str | None, as_json: bool) -> None:
    """Print a read-only URL for BI tools: it reads what is published."""
    from flows.config.settings import load_settings
    from flows.database.bi_login import INSIDE, PUBLISHED, reader_url

    address = reader_url(load_settings(ward), INSIDE if inside else PUBLISHED)
    click.echo(json.dumps({"url": address}) if as_json else address)


@db.command(name="migrate")
@common
def migrate_command(ward: str | None, as_json: bool) -> None:
    """Bring the schema up to date."""
    from flows.config.settings import load_settings
    from flows.database.engine import open_engine
    from flows.database.migrate import migrate, newest_revision

    with open_engine(load_settings(ward)) as engine:
        changed = migrate(engine)
    words = "brought up to date" if changed else "is up to date"
    click.echo(
        json.dumps({"revision": newest_revision(), "changed": changed})
        if as_json
        else f"The schema {words} (revision {newest_revision()})."
    )


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--without-keys", is_flag=True, help="Leave the keys out; without them people and sealed files cannot be read again.")
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="File whose first line is the passphrase of the keys.")
@click.option("--verify", is_flag=True, help="Then restore it into a place that is thrown away, and compare every figure.")
@common
def backup(file: Path, without_keys: bool, passphrase_file: Path | None, verify: bool, ward: str | None, as_json: bool) -> None:
    """Write one file that holds the database, the landed files, the issued reports and the keys."""
    from flows.cli.passphrase import new_passphrase
    from flows.config.settings import load_settings
    from flows.operations.backup.create import write_backup
    from flows.operations.backup.verify import verify_backup

    settings = load_settings(ward)
    passphrase = None if without_keys else new_passphrase(passphrase_file)
    written = write_backup(settings, file.absolute(), passphrase)
    restored = verify_backup(settings, written.path, lambda: passphrase or "") if verify else None
    contents = written.manifest.contents
    _tell(
        as_json,
        {
            "file": str(written.path),
            "bytes": written.size,
            "landed_files": written.landed,
            "revision": contents.revision,
            "has_keys": written.manifest.has_keys,
            "verified": None if restored is None else not restored.differences,
            "differences": restored.differences if restored else [],
        },
        [
            f"{written.path}: {written.size / 2**20:.1f} MB, the database at revision {contents.revision} with "
            f"{sum(contents.tables.values())} rows, {written.landed} landed files.",
            _KEYS_WITHIN if written.manifest.has_keys else _KEYS_LEFT_OUT,
            *(_compared(restored) if restored else ()),
        ],
    )
    sys.exit(EXIT_REFUSED if restored and restored.differences else 0)


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="File whose first line is the passphrase of the keys.")
@click.option(
    "--without-keys", is_flag=True, help="Leave the backup's keys alone: those of this place stand in CHITIEU_HOME, or come later."
)
@common
def restore(file: Path, passphrase_file: Path | None, without_keys: bool, ward: str | None, as_json: bool) -> None:
    """Restore a backup into an empty CHITIEU_HOME and an empty database, and compare every figure with what it recorded."""
    from flows.cli.passphrase import known_passphrase
    from flows.config.settings import load_settings
    from flows.operations.backup.restore import restore_backup

    ask = None if without_keys else partial(known_passphrase, passphrase_file)
    restored = restore_backup(load_settings(ward), file.absolute(), ask)
    _tell_restored(restored, as_json, has_keys=restored.manifest.has_keys and not without_keys)


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="File whose first line is the passphrase of the keys.")
@common
def verify(file: Path, passphrase_file: Path | None, ward: str | None, as_json: bool) -> None:
    """Restore a backup into a place that is thrown away, and compare every figure: the house stays as it is."""
    from flows.cli.passphrase import known_passphrase
    from flows.config.settings import load_settings
    from flows.operations.backup.verify import verify_backup

    restored = verify_backup(load_settings(ward), file.absolute(), partial(known_passphrase, passphrase_file))
    _tell_restored(restored, as_json, has_keys=restored.manifest.has_keys)


def _tell_restored(restored: "Restored", as_json: bool, *, has_keys: bool) -> None:
    manifest = restored.manifest
    document = {
        "made_at": manifest.made_at,
        "revision": manifest.contents.revision,
        "migrated": restored.migrated,
        "has_keys": has_keys,
        "differences": restored.differences,
    }
    _tell(as_json, document, [*_compared(restored), *(() if has_keys else (_KEYS_MISSING,))])
    sys.exit(EXIT_REFUSED if restored.differences else 0)


def _compared(restored: "Restored") -> list[str]:
    contents = restored.manifest.contents
    figures = sum(line.rows for line in contents.figures.values())
    newer = " Its schema was older and is up to date now." if restored.migrated else ""
    whole = (
        f"The backup of {restored.manifest.made_at} restores whole: {len(contents.tables)} tables and {figures} figures are as recorded."
    )
    return restored.differences or [whole + newer]


def _tell(as_json: bool, document: Mapping[str, object], lines: list[str]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False) if as_json else "\n".join(lines))
