"""Credentials of sources: from the environment, ``.env``, or ``CHITIEU_HOME/credentials.toml``, which only its owner may read.

Data flow: ``CHITIEU_SOURCE_<NAME>_<WHAT>`` over ``[<name of the source>]`` of the file -> ``Credentials`` by source
"""

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from flows.config.toml_table import read_toml
from flows.config.ward import PullSource
from flows.system.errors import SettingsError

FILE_NAME = "credentials.toml"
_PREFIX = "CHITIEU_SOURCE_"


@dataclass(frozen=True)
class Credentials:
    """``key_file``: a private key of SSH, absolute or below CHITIEU_HOME. ``query``: what is added behind "?" of every address (HTTP),
    such as the key of a shared link."""

    username: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    key_file: str | None = None
    key_passphrase: str | None = field(default=None, repr=False)
    access_key: str | None = field(default=None, repr=False)
    secret_key: str | None = field(default=None, repr=False)
    session_token: str | None = field(default=None, repr=False)
    query: str | None = field(default=None, repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may repeat; the values of the query also by themselves."""
        from urllib.parse import parse_qsl

        said = (self.password, self.token, self.key_passphrase, self.access_key, self.secret_key, self.session_token, self.query)
        return tuple(filter(None, (*said, *(value for _, value in parse_qsl(self.query or "")))))


_WHATS = tuple(one.name for one in fields(Credentials))


def variable(source_name: str, what: str) -> str:
    """The environment's name: "Sở Y tế", "password" -> ``CHITIEU_SOURCE_SO_Y_TE_PASSWORD``."""
    return f"{_PREFIX}{_plain(source_name)}_{what.upper()}"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^A-Z0-9]+", "_", re.sub(r"[\u0300-\u036f]", "", letters).upper()).strip("_") or "SOURCE"


def read_credentials(home: Path, sources: Iterable[PullSource], values: Mapping[str, str]) -> dict[str, Credentials]:
    """By the source's name; the environment wins, value by value. Raises ``SettingsError``, which repeats no value."""
    names = [source.name for source in sources]
    written = _written(home / FILE_NAME, names)
    _are_told_apart(names, values)
    told = {name: {what: values.get(variable(name, what), "").strip() for what in _WHATS} for name in names}
    return {name: Credentials(**{**written.get(name, {}), **{what: text for what, text in told[name].items() if text}}) for name in names}


def _are_told_apart(names: list[str], values: Mapping[str, str]) -> None:
    """Two names that differ only in accents or signs share their variables: which of them is meant cannot be known."""
    by_variable: dict[str, str] = {}
    for name in names:
        other = by_variable.setdefault(_plain(name), name)
        used = [variable(name, what) for what in _WHATS if values.get(variable(name, what))]
        if other != name and used:
            raise SettingsError(
                f"{used[0]}: the sources '{other}' and '{name}' of ward.toml would both read it. Rename one of them, or write their "
                f"credentials to {FILE_NAME} in CHITIEU_HOME."
            )


def _written(path: Path, names: list[str]) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    _is_private(path)
    top = read_toml(path)  # another ward of this CHITIEU_HOME may have sources of other names
    return {name: _texts(path, name, top.table(name).only(*_WHATS).values) for name in names if name in top.values}


def _texts(path: Path, name: str, values: Mapping[str, object]) -> dict[str, str]:
    texts = {what: value for what, value in values.items() if isinstance(value, str) and value.strip()}
    for what in values:
        if what not in texts:
            raise SettingsError(f"{path}, key '{name}.{what}': expected a text in quotes. Correct it there.")
    return texts


def _is_private(path: Path) -> None:
    """Windows has no such bits: there the folder's own rights hold."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name != "nt" and mode & 0o077:
        raise SettingsError(
            f"{path}: found mode {mode:o}, expected 600: others on this computer may read the credentials in it. Run chmod 600 on it, and "
            "change the passwords if others have been here."
        )
