"""Addresses of the morning's messages: what is secret stands in the environment, in ``.env`` or in a file of mode 600, never in ward.toml.

Data flow: ``CHITIEU_CHANNEL_<NAME>``, ``CHITIEU_HEARTBEAT_URL``, ``CHITIEU_PAGE_URL`` -> ``Messaging``
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.system.errors import SettingsError

#: Below ``CHITIEU_HOME``: lines NAME=value as in ``.env``.
SECRETS_FILE = "messages.env"
_PREFIX = "CHITIEU_CHANNEL_"
_OTHERS = 0o077


@dataclass(frozen=True)
class Messaging:
    """``channels``: Apprise's address by the channel's name as it stands in ward.toml, in capitals. ``heartbeat_url``: asked after each
    night that went well. ``page_url``: where people open the officer's page; None where it is the address that it listens at."""

    channels: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    heartbeat_url: str | None = field(default=None, repr=False)
    page_url: str | None = None

    def address(self, channel: str) -> str | None:
        return dict(self.channels).get(channel.upper())

    def environment(self) -> dict[str, str]:
        """The same as variables, for a process that may not find the files."""
        more = {"CHITIEU_HEARTBEAT_URL": self.heartbeat_url, "CHITIEU_PAGE_URL": self.page_url}
        return {_PREFIX + name: url for name, url in self.channels} | {name: value for name, value in more.items() if value}


def read_messaging(values: Mapping[str, str], home: Path, read_file: Callable[[Path], dict[str, str]]) -> Messaging:
    """``values``: the environment over ``.env``, which win over ``home/messages.env``; ``read_file`` reads that. Raises ``SettingsError``;
    no address is repeated in a message."""
    path = home / SECRETS_FILE
    if os.name == "posix" and path.exists() and path.stat().st_mode & _OTHERS:
        raise SettingsError(f"{path}: others than its owner may read this file, which holds secrets. Run: chmod 600 {path}")
    known = {**read_file(path), **values}
    channels = {name.removeprefix(_PREFIX): url.strip() for name, url in known.items() if name.startswith(_PREFIX) and url.strip()}
    return Messaging(tuple(sorted(channels.items())), _web_address("CHITIEU_HEARTBEAT_URL", known), _web_address("CHITIEU_PAGE_URL", known))


def _web_address(name: str, values: Mapping[str, str]) -> str | None:
    text = values.get(name, "").strip()
    if text and not re.fullmatch(r"https?://[^\s/]\S*", text):
        raise SettingsError(f"{name}: found a text that is no web address, expected http://… or https://…. Correct it or remove it.")
    return text.rstrip("/") or None
