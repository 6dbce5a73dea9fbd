"""A table of a TOML file that knows where it stands, so that every mistake names file, key, what was found and what was expected.

Data flow: TOML file -> ``TomlTable`` -> typed values or ``SettingsError``. Keys that nobody reads are mistakes too: a misspelt ``alises``
must not silently leave a residential group without its aliases.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path

from flows.system.errors import SettingsError

_NOTHING = object()


def read_toml(path: Path) -> "TomlTable":
    """A file saved by Notepad may begin with a byte order mark; one that is not UTF-8 is refused with a sentence."""
    try:
        return TomlTable(path, "", tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: this is not valid TOML ({error}). Correct that line.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: the file is not UTF-8 text. Save it again with the encoding UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"{path}: the file cannot be read ({error.strerror}). Create it or correct its permissions.") from None


@dataclass(frozen=True)
class TomlTable:
    """``at`` is the way to this table inside the file, as a reader would say it: "indicator[3 KT01].target[1]"."""

    path: Path
    at: str
    values: Mapping[str, object]

    def wrong(self, key: str, expected: str, found: object = _NOTHING) -> SettingsError:
        """The sentence about one key; ``found`` defaults to what stands there, "nothing" if the key is missing."""
        found = self.values.get(key, _NOTHING) if found is _NOTHING else found
        shown = "nothing" if found is _NOTHING else repr(found)
        return SettingsError(f"{self.path}, key '{self._way(key)}': found {shown}, expected {expected}. Correct it there.")

    def only(self, *known: str) -> "TomlTable":
        """Refuses keys that are not ``known`` and offers the nearest one that is."""
        for key in self.values:
            if key not in known:
                raise SettingsError(f"{self.path}, key '{self._way(key)}': nothing is known by this name, {_offer(key, known)}.")
        return self

    def text(self, key: str, default: str | None = None, *, pattern: str = r"(?s).*\S.*", expected: str = "a text") -> str:
        value = self.values.get(key, default)
        if isinstance(value, str) and (re.fullmatch(pattern, value) or (key not in self.values and value == default)):
            return value
        raise self.wrong(key, expected)

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if key in self.values else None

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.values.get(key, default)
        if isinstance(value, str) and value in allowed:
            return value
        raise self.wrong(key, "one of " + ", ".join(f"'{name}'" for name in allowed))

    def flag(self, key: str, default: bool) -> bool:
        value = self.values.get(key, default)
        if isinstance(value, bool):
            return value
        raise self.wrong(key, "true or false")

    def whole(self, key: str, default: int | None = None, *, least: int = 0) -> int:
        value = self.values.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        raise self.wrong(key, f"a whole number of at least {least}")

    def optional_year(self, key: str) -> int | None:
        if key not in self.values:
            return None
        value = self.values[key]
        if isinstance(value, int) and not isinstance(value, bool) and 1990 <= value <= 2100:
            return value
        raise self.wrong(key, "a year such as 2026")

    def year(self, key: str) -> int:
        year = self.optional_year(key)
        if year is None:
            raise self.wrong(key, "a year such as 2026")
        return year

    def number(self, key: str) -> float:
        value = self.values.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
            return float(value)
        raise self.wrong(key, "a number")

    def optional_number(self, key: str) -> float | None:
        return self.number(key) if key in self.values else None

    def share(self, key: str, default: float) -> float:
        """Between 0 and 1: who writes 20 for 20 % is told so."""
        value = self.number(key) if key in self.values else default
        if 0 <= value <= 1:
            return value
        raise self.wrong(key, "a share between 0 and 1 (0.2 is 20 %)")

    def texts(self, key: str, allowed: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.wrong(key, 'a list of texts, such as ["TDP 3", "Tổ 3"]')
        for item in value:
            if allowed and item not in allowed:
                raise self.wrong(key, "only " + ", ".join(f"'{name}'" for name in allowed), item)
        return tuple(value)

    def day(self, key: str) -> date:
        value = self.values.get(key)
        if type(value) is date:
            return value
        raise self.wrong(key, "a date without quotes, such as 2026-08-31")

    def days(self, key: str) -> tuple[date, ...]:
        value = self.values.get(key, [])
        if isinstance(value, list) and all(type(item) is date for item in value):
            return tuple(value)
        raise self.wrong(key, "a list of dates without quotes, such as [2026-08-31]")

    def table(self, key: str) -> "TomlTable":
        """An absent table is an empty one: every key of it then has its default or is reported as missing."""
        value = self.values.get(key, {})
        if isinstance(value, dict):
            return TomlTable(self.path, self._way(key), value)
        raise self.wrong(key, f"a table, written as [{key}]")

    def tables(self, key: str) -> tuple["TomlTable", ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(key, f"tables, each written under [[{key}]]")
        return tuple(TomlTable(self.path, f"{self._way(key)}[{_label(place, item)}]", item) for place, item in enumerate(value, 1))

    def _way(self, key: str) -> str:
        return f"{self.at}.{key}" if self.at else key


def _label(place: int, item: Mapping[str, object]) -> str:
    return f"{place} {item['code']}" if isinstance(item.get("code"), str) else str(place)


def _offer(key: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1)
    return f"did you mean '{near[0]}'" if near else "expected one of " + ", ".join(known)
