"""Whose list a sheet is: the contract whose headings it carries, and what it lacks of them.

A sheet with no more than a number, a name, a birth date and an address could be anybody's and is nobody's (F02); one that shows
columns of a single source is that source's even where a required column is missing (F03).

Data flow: Grid + contracts -> Sighting per contract -> the source of the delivery
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from transforms.contract import Contract
from transforms.reading.anatomy import is_left
from transforms.reading.grids import legible
from transforms.reading.headers import SEARCH_ROWS, Header, extend_header, find_header
from transforms.reading.heading_keys import Keys, Row, Windows, fold_keys
from transforms.reading.lines import titles_above
from transforms.reading.model import Grid, MissingColumns
from transforms.vietnamese.text import fold_text

#: A heading of fewer letters ("B1", "B2", "Tử") may stand over anything: a meeting room, a class of driving licences.
_SHORTEST_TELLING = 4
_POINTS = re.compile(r"^(?:tong)?diem(?:so)?")
#: Letters of a heading that are compared with those of a missing column: longer texts are sentences.
_LONGEST_COMPARED = 80


@dataclass(frozen=True, eq=False)
class Sighting:
    """A sheet seen with the eyes of one contract: its best header, for the contract's own list or a side list of it.

    ``grid`` is the legible sheet, ``sent`` the one that came; they differ in old encodings only.
    """

    contract: Contract
    grid: Grid
    sent: Grid
    header: Header
    titles: tuple[str, ...]

    @property
    def missing(self) -> list[tuple[str, ...]]:
        return missing_groups(self.header)

    @property
    def is_left(self) -> bool:
        """Lists of those who left are no list of the source and lack some of its columns by nature."""
        return is_left(self.contract, self.grid.name, self.titles)

    @property
    def distinctive(self) -> int:
        return sum(name in self.header.positions for name in self.header.contract.distinctive)

    @property
    def telling(self) -> int:
        """The distinctive columns whose headings are words: codes of two letters tell no source from anybody's table, and points of such
        codes ("Điểm B1", "Điểm B2") none from an examination where they stand alone."""
        header = self.header
        paths = [header.keys[header.positions[name]] for name in header.contract.distinctive if name in header.positions]
        words = [path for path in paths if max(map(len, path), default=0) >= _SHORTEST_TELLING]
        return len(words) if any(len(_POINTS.sub("", key)) >= _SHORTEST_TELLING for path in words for key in path) else 0

    @property
    def is_titled(self) -> bool:
        texts = [f" {fold_text(text)} " for text in (self.grid.name or "", *self.titles)]
        return any(f" {phrase} " in text for phrase in self.contract.titles for text in texts)

    @property
    def is_identified(self) -> bool:
        """Two columns that only this source has, under words; or a title that names it and one of them, or all that is required."""
        return self.telling >= 2 or (self.is_titled and (self.distinctive > 0 or not self.missing))

    @property
    def strength(self) -> tuple[bool, int, int, bool]:
        return (not self.missing, len(self.header.positions), self.distinctive, self.is_titled)


def missing_groups(header: Header) -> list[tuple[str, ...]]:
    """The required groups of which no column was found and which nothing beside the columns may supply."""
    contract = header.contract
    return [group for group in contract.required if not any(name in header.positions or name in contract.supplied for name in group)]


def sightings(sent: Grid, contracts: Sequence[Contract], windows: Windows) -> list[Sighting]:
    """The sheet as each contract sees it; contracts of which fewer than two columns are there see nothing."""
    grid = legible(sent)
    rows: list[Row] = [list(row) for row in grid.frame.head(SEARCH_ROWS + 10).iter_rows()]
    keys = windows.keys(rows)
    found = []
    for contract in contracts:
        header = _best_header(rows, contract, keys)
        if header:
            found.append(Sighting(contract, grid, sent, header, titles_above(rows[: header.start])))
    return found


def _best_header(rows: Sequence[Row], contract: Contract, keys: Keys) -> Header | None:
    """The header of the contract or of the side list that explains more of the sheet's first rows."""
    headers = [header for one in contract.lists if (header := find_header(rows, one, keys))]
    best = max(headers, key=lambda header: (not missing_groups(header), len(header.positions)), default=None)
    return extend_header(rows, best, keys) if best else None


def choose_source(seen: Sequence[Sighting]) -> Contract | None:
    """The source that most of the columns speak for, over all sheets; None if no sheet is anybody's.

    A complete list goes before one that lacks a column, unless the other shows more columns, and more that are its own, or as many of both
    where no title names the first: a list that lost a column ("Từ ngày" for "Từ tháng") must be held, not published as something else.
    """
    identified = [sighting for sighting in seen if sighting.is_identified]
    best = max(identified, key=lambda sighting: sighting.strength, default=None)
    if best is None:
        return None
    rivals = [sighting for sighting in identified if _shows_more(sighting, best) or _is_as_likely(sighting, best)]
    return max(rivals, key=lambda sighting: sighting.strength, default=best).contract


def _shows_more(one: Sighting, best: Sighting) -> bool:
    return one.distinctive > best.distinctive and len(one.header.positions) > len(best.header.positions)


def _is_as_likely(one: Sighting, complete: Sighting) -> bool:
    shows_as_much = one.distinctive >= complete.distinctive and len(one.header.positions) >= len(complete.header.positions)
    return bool(one.missing) and not complete.missing and shows_as_much and not complete.is_titled


def missing_columns(sighting: Sighting) -> MissingColumns:
    """Each missing column with the heading nearest to it, of those that no column claimed."""
    header = sighting.header
    taken = set(header.positions.values())
    free = [place for place, path in enumerate(header.paths) if path and place not in taken and not header.known[place]]
    headings = {header.heading(place): header.keys[place][-1] for place in free if header.keys[place]}
    return MissingColumns(
        sighting.contract.source, sighting.grid.name, tuple(_nearest(group, header.contract, headings) for group in sighting.missing)
    )


def _nearest(group: tuple[str, ...], contract: Contract, headings: dict[str, str]) -> tuple[str, str | None, float]:
    columns = [contract.column(name) for name in group]
    wanted = fold_keys(heading for column in columns for heading in column.headings).values()
    nearest, most = None, 0.0
    for one in wanted:
        matcher = SequenceMatcher(None, "", one)
        for heading, key in headings.items():
            matcher.set_seq1(key[:_LONGEST_COMPARED])
            if matcher.real_quick_ratio() > most and matcher.quick_ratio() > most and matcher.ratio() > most:
                nearest, most = heading, matcher.ratio()
    names = " hoặc ".join(column.header for column in columns)
    return (names, nearest, round(most, 2))
