"""The passphrase of a backup's keys: from a file, the environment or the terminal; never from the command line, which everybody sees.

Data flow: ``--passphrase-file``, else CHITIEU_BACKUP_PASSPHRASE, else two or one hidden lines -> the passphrase
"""

import os
import sys
from pathlib import Path

import click

from flows.system.errors import SettingsError

_VARIABLE = "CHITIEU_BACKUP_PASSPHRASE"


def new_passphrase(file: Path | None) -> str:
    """Asked twice. Raises ``SettingsError`` where there is nobody to ask."""
    return _given(file) or _asked(confirmed=True)


def known_passphrase(file: Path | None) -> str:
    """Asked once. Raises ``SettingsError`` where there is nobody to ask."""
    return _given(file) or _asked(confirmed=False)


def _given(file: Path | None) -> str:
    if file is None:
        return os.environ.get(_VARIABLE, "")
    try:
        first, *_ = file.read_text("utf-8").splitlines() or [""]
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{file}: the passphrase cannot be read ({error.__class__.__name__}). Give a text file that this user may read."
        ) from None
    if not first.strip():
        raise SettingsError(
            f"{file}: the first line is empty, expected the passphrase. Write it there, or give no file to be asked for it."
        )
    return first


def _asked(*, confirmed: bool) -> str:
    if not sys.stdin.isatty():
        raise SettingsError(
            "The keys of a backup are sealed under a passphrase, and nobody is there to be asked for it. "
            f"Give --passphrase-file or set {_VARIABLE}."
        )
    return str(click.prompt("Passphrase of the backup's keys", hide_input=True, confirmation_prompt=confirmed, err=True))
