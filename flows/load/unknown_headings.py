"""Headings that no contract knows, kept for the officer's answer.

Data flow: ``Reading`` -> ``audit.unknown_heading``
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from transforms.reading.model import Reading, Suggestion


#: Of one delivery; a sheet with more columns that nobody knows is no list to be taught.
_MOST_HEADINGS = 300


# --- headings that were shown -------------------------------------------------------------------------------------------
def keep_unknown_headings(connection: "Connection", delivery_id: int, reading: "Reading") -> None:
    """What no column claimed in a delivery that was read, or that is held because a column is missing: one line a heading and sheet."""
    rows = [(delivery_id, *line) for line in list(dict.fromkeys(_unknown_lines(reading)))[:_MOST_HEADINGS]]
    if rows:
        connection.exec_driver_sql(
            """insert into audit.unknown_heading (delivery_id, sheet_name, heading_key, heading, column_letter, suggested_column, likeness)
               values (%s, %s, %s, %s, %s, %s, %s)""",
            rows,
        )


def _unknown_lines(reading: "Reading") -> "Iterator[tuple[Any, ...]]":
    """Sheet, key, heading, letter, suggested column, its likeness."""
    from transforms.reading.answers import heading_key

    shown: list[tuple[str | None, tuple[tuple[str, str], ...], tuple[Suggestion, ...]]] = [
        *((one.sheet_name, tuple(zip(one.unknown_headers, one.unknown_letters, strict=True)), one.suggestions) for one in reading.tables),
        *((one.sheet_name, one.unknown, one.suggestions) for one in reading.missing),
    ]
    for sheet_name, unknown, suggestions in shown:
        looks = {one.letter: one for one in suggestions}
        for heading, letter in unknown:
            look = looks.get(letter)
            yield sheet_name, heading_key(heading), heading, letter, look and look.column, look and look.likeness
