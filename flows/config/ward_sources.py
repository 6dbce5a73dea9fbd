"""``[[source]]`` of ward.toml read and checked: where deliveries are fetched from, and how.

Data flow: tables -> ``PullSource``; what is wrong is a sentence that repeats no secret
"""

import re

from flows.config.toml_table import TomlTable
from flows.config.ward import AFTER_TAKING, PullSource
from flows.system.addresses import secret_part, shown_address
from flows.system.errors import SettingsError

KEYS = (
    "name",
    "url",
    "pattern",
    "endpoint",
    "region",
    "known_hosts",
    "settle_seconds",
    "done_suffix",
    "after_taking",
    "taken_folder",
)
#: Of these the origin cannot be changed.
_READ_ONLY = ("http://", "https://")
_NAME_OF_A_FOLDER = r"[^/\\.][^/\\]*"


def read_sources(top: TomlTable) -> tuple[PullSource, ...]:
    """Raises ``SettingsError``. Two sources of one name are refused: credentials and copies are kept by name."""
    tables = top.tables("source")
    sources = tuple(_source(table) for table in tables)
    names = [source.name for source in sources]
    for table, name in zip(tables, names, strict=True):
        if names.count(name) > 1:
            raise table.wrong("name", "a name that no other [[source]] has")
    return sources


def _source(table: TomlTable) -> PullSource:
    table.only(*KEYS)
    default = PullSource("", "", "")
    url = _address(table, "url")
    after = table.choice("after_taking", AFTER_TAKING, default.after_taking)
    if after != "leave" and url.lower().startswith(_READ_ONLY):
        raise table.wrong("after_taking", "'leave': files of a web server cannot be moved or marked")
    return PullSource(
        name=table.text("name"),
        url=url,
        pattern=table.text("pattern", "**/*"),
        endpoint=_address(table, "endpoint") if "endpoint" in table.values else None,
        region=table.optional_text("region"),
        known_hosts=table.optional_text("known_hosts"),
        settle_seconds=_seconds(table, default.settle_seconds),
        done_suffix=_suffix(table),
        after_taking=after,
        taken_folder=table.text("taken_folder", default.taken_folder, pattern=_NAME_OF_A_FOLDER, expected="the name of one folder"),
    )


def _address(table: TomlTable, key: str) -> str:
    """What is secret is neither taken nor repeated: ward.toml is read by many and kept in a history."""
    address = table.text(key)
    part = secret_part(address)
    if part:
        raise SettingsError(
            f"{table.path}, key '{key}' of the source '{table.values.get('name', '?')}': found {part} in "
            f"{shown_address(address)}, expected an address without it. Take it out, and give it to the program's environment or to "
            "credentials.toml as docs/fetching.md says; a sign @ in a path is written %40."
        )
    return address


def _seconds(table: TomlTable, default: float) -> float:
    value = table.number("settle_seconds") if "settle_seconds" in table.values else default
    if 0 <= value <= 600:
        return value
    raise table.wrong("settle_seconds", "seconds from 0 to 600")


def _suffix(table: TomlTable) -> str | None:
    suffix = table.optional_text("done_suffix")
    if suffix is None or re.fullmatch(r"\.[^/\\]+", suffix):
        return suffix
    raise table.wrong("done_suffix", "an ending such as '.done'")
