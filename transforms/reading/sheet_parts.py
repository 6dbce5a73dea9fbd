"""Which part of a package holds which sheet, and the shape in which hidden rows and columns are told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*\"([^\"]*)\"")

Runs = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Hidden:
    """``rows``: runs of row numbers from 1; ``columns``: runs of positions from 0; first and last each. ``unvalued``: cells (row from 1, position
    from 0) of formulas whose value no program has stored."""

    rows: Runs = ()
    columns: Runs = ()
    unvalued: tuple[tuple[int, int], ...] = ()


def runs(numbers: Iterable[int]) -> Runs:
    """Neighbouring numbers as first and last: 3, 4, 5, 9 -> (3, 5), (9, 9)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


def attributes(tag: bytes) -> dict[str, str]:
    """Attributes of a tag by their names without prefixes."""
    return {name.decode().rpartition(":")[2]: unescape(value.decode("utf-8", "replace")) for name, value in _ATTRIBUTE.findall(tag)}


def sheet_parts(relations: bytes, sheets: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """``sheets``: name and id of the relation; name and part of the package of each."""
    found = [attributes(tag) for tag in _RELATION.findall(relations)]
    targets = {relation.get("Id"): relation.get("Target", "") for relation in found}
    parts = [(name, targets.get(relation, "")) for name, relation in sheets]
    return [(name, target.lstrip("/") if target.startswith("/") else f"xl/{target}") for name, target in parts]
