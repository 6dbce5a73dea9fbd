"""Header rows: merged cells filled, headings joined into paths, paths matched with the columns of a contract.

Paths and their keys: ``heading_keys``. A heading that no column goes by is read once more in plain words (``plain_words``): "Ngày hẹn trả
KQ", "Số CMND/CCCD/Hộ chiếu".

Data flow: first rows of a sheet -> candidate blocks of 1-5 rows -> the block that matches most columns
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from transforms.contract import Contract
from transforms.reading.heading_keys import (
    ANSWERED,
    SERIAL_KEYS,
    Claim,
    Keys,
    Path,
    Row,
    answered_keys,
    endings,
    heading_index,
    is_technical,
    path_keys,
    plain_names,
)
from transforms.reading.plain_words import PlainNames

SEARCH_ROWS = 40
#: Four rows of headings (Mẫu D05-TS), and one of technical names under them.
MAX_HEIGHT = 5
#: Parts of parents, as keys, that speak of another person than the row's.
_STRANGERS = ("giamho", "chame", "nguoidaidien", "nhanvienthu", "canbo", "thannhan")
#: And parts that speak of what was before: of "Thẻ cũ | Thẻ mới" and "Kỳ trước | Kỳ này" the later one counts.
_EARLIER = ("thecu", "hancu", "giatricu", "kytruoc", "thangtruoc", "namtruoc", "quytruoc", "dauky", "daunam", "dauthang")
_PARENTS = frozenset({"me", "cha", "bo", "bome"})
#: Ranks of headings that are known in plain words alone begin here, behind those that an officer has answered.
_PLAIN = 2_000_000
#: Values of a list, each filling its cell: numbers of people, phones and dossiers; codes ("HN-0002"); days; years; running numbers.
_IDENTIFIER = re.compile(r"\W?[0-9]{9,15}|[A-Z][A-Z0-9][0-9]{10,13}|[GHgh][0-9]{2}(?:\.[0-9]+)*-[0-9]{6}-[0-9]+")
_CODE = re.compile(r"[A-ZĐ]{1,5}[-./ ]?[0-9]{3,}|[0-9]{1,5}/[A-ZĐ]{2,5}(?:-[A-ZĐ]{2,6})?")
_DATE = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}(?: [0-9:]{4,8})?|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]{4,15})?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBERED_GROUP = re.compile(r"(?:tdp|tổ dân phố|tổ|khu dân cư|khu|thôn)\s*(?:số\s*)?[0-9]{1,3}", re.IGNORECASE)
_SERIAL = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True)
class Header:
    """A header found: rows ``start`` to ``start + height`` (0-based), one path a sheet column, contract column -> position."""

    contract: Contract
    start: int
    height: int
    paths: tuple[Path, ...]
    positions: dict[str, int]
    keys: tuple[tuple[str, ...], ...]
    #: Per sheet column, whether some contract column goes by its heading, taken by another column or not.
    known: tuple[bool, ...]
    #: Places of further columns of free text beside the first ("Ghi chú", "Ghi chú 2"): what they say is read with it.
    more_notes: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        return self.start + self.height

    @property
    def serial_position(self) -> int | None:
        """Where the running number stands: under its heading, else in a column without heading left of the first known one."""
        for position, path in enumerate(self.keys):
            if path and (path[-1] in SERIAL_KEYS or path[0] in SERIAL_KEYS):
                return position
        first = min(self.positions.values(), default=0)
        return first - 1 if first and not self.paths[first - 1] else None

    @property
    def is_half_complete(self) -> bool:
        """Whether half of what the contract requires stands under headings: a list that lost a column still has it, a summary of numbers of
        cards or households by group does not."""
        required = self.contract.required
        return 2 * sum(any(name in self.positions for name in group) for group in required) >= len(required)

    @property
    def names_rows(self) -> bool:
        """Whether a heading says who or what each row is: the person, the household, the dossier."""
        return any(name in self.positions for name in self.contract.required[0])

    @property
    def has_serial(self) -> bool:
        return any(key in SERIAL_KEYS for path in self.keys for key in path)

    def heading(self, position: int) -> str:
        """The heading as written, parents first; a technical name under a real heading is left out."""
        path = self.paths[position]
        shown = path[:-1] if len(path) > 1 and is_technical(path[-1]) and not is_technical(path[0]) else path
        return " > ".join(re.sub(r"\s+", " ", text).strip() for text in shown)


def unheaded(letter: str) -> str:
    """What a column of data without a heading is called."""
    return f"(cột {letter} không có tiêu đề)"


# --- paths ----------------------------------------------------------------------------------------------------------
def heading_paths(block: Sequence[Row]) -> list[Path]:
    """One path a column. A cell merged downwards is null below and ends its path; a cell merged to the right is null beside
    it where both columns have headings below, and then stands above both."""
    width = max(len(row) for row in block)
    lines = [row + [None] * (width - len(row)) for row in block]
    paths: list[Path] = [()] * width
    below = [[False] * width]
    for line in reversed(lines[1:]):
        below.append([known or text is not None for known, text in zip(below[-1], line, strict=True)])
    for line, has_below in zip(lines, reversed(below), strict=True):
        above, filled = list(paths), list(line)
        for column in range(1, width):
            joins = line[column] is None and has_below[column] and has_below[column - 1] and above[column] == above[column - 1]
            filled[column] = filled[column - 1] if joins else line[column]
        paths = [path if text is None else (*path, text) for path, text in zip(above, filled, strict=True)]
    return paths


def _paths_of(block: Sequence[Row], keys: Keys) -> list[Path]:
    """The same blocks are tried for every contract."""
    asked = tuple(map(tuple, block))
    if asked not in keys.paths:
        keys.paths[asked] = heading_paths(block)
    return keys.paths[asked]


# --- matching -------------------------------------------------------------------------------------------------------
def match_paths(paths: Sequence[Path], contract: Contract, keys: Keys) -> dict[str, int]:
    """Contract column -> position; every column of either side is taken once, the closest name first, then the earlier synonym.

    What an officer answered is looked at last: it takes what nothing else claims, so that no known heading changes its meaning.
    """
    known = keys.claims.setdefault(contract, {})
    claims = []
    for position, path in enumerate(paths):
        if path:
            if path not in known:
                known[path] = _claims_of(path, contract, keys) or _plain_claims_of(path, contract, keys)
            claims += [(*claim, position, name) for claim, name in known[path]]
    found: dict[str, int] = {}
    taken: set[int] = set()
    for *_, position, name in sorted(claims):
        if name not in found and position not in taken:
            found[name] = position
            taken.add(position)
    return found


def _claims_of(path: Path, contract: Contract, keys: Keys) -> list[Claim]:
    """The columns that a path names, each with whether it was answered, the place of the path's name and the rank of the synonym."""
    if not _may_be_named(path, contract, keys):
        return []
    index = heading_index(contract)
    return [
        ((rank >= ANSWERED, tier, rank), name)
        for tier, candidate in enumerate(_names_of(path, contract, keys))
        for rank, name in index.get(candidate, ())
    ]


def _may_be_named(path: Path, contract: Contract, keys: Keys) -> bool:
    """Whether any name that the contract knows ends as the path does: of nearly all cells of data none does."""
    ends = keys.ends(path)
    return not ends or not endings(contract).isdisjoint(ends)


def _plain_claims_of(path: Path, contract: Contract, keys: Keys) -> list[Claim]:
    """The column that a path which claims none by name means in plain words."""
    name = _plain_name(path, plain_names(contract), keys)
    if name is None or _is_settled(path, answered_keys(contract), keys) or _strangers_of(path, contract, keys):
        return []
    return [((True, _PLAIN, _PLAIN), name)]


def _strangers_of(path: Path, contract: Contract, keys: Keys) -> list[str]:
    """The parents of a path that make it a column about somebody else, or about what was before."""
    strange = (*_STRANGERS, *_EARLIER, *contract.other_subjects)
    return [key for key in path_keys(path, keys)[:-1] if key in _PARENTS or any(one in key for one in strange)]


def _names_of(path: Path, contract: Contract, keys: Keys) -> list[str]:
    """What a path may be called; under a parent that names somebody else its end alone is not its name."""
    other_subjects = _strangers_of(path, contract, keys)
    names = keys.names(path)
    return [name for name in names if all(one in name for one in other_subjects)] if other_subjects else names


def _plain_name(path: Path, plain: PlainNames, keys: Keys) -> str | None:
    """What a path means in plain words, with its parents or by its leaf, and without a technical name under it."""
    together, leaf = keys.plain_words(path)
    return (plain.column(together) if together is not None else None) or (plain.column(*leaf) if leaf is not None else None)


def _is_settled(path: Path, settled: frozenset[str], keys: Keys) -> bool:
    """Whether an officer has said what the heading is: needed or not, it is not guessed at."""
    return bool(settled) and any(candidate in settled for candidate in keys.names(path))


#: The column of free text, of which lists may have several.
FREE_TEXT = "note"


def _claims(path: Path, contract: Contract, keys: Keys) -> list[str]:
    """Contract columns that go by the heading."""
    index = heading_index(contract)
    return [name for candidate in _names_of(path, contract, keys) for _, name in index.get(candidate, ())]


def _is_known(path: Path, contract: Contract, keys: Keys) -> bool:
    """A second column of a heading that nothing reads, or of free text ("Ghi chú"), is no surprise; a second birth date is one. Neither is
    a heading that an officer has answered, even where another column has taken its place."""
    answered, claims = answered_keys(contract), _claims(path, contract, keys)
    return (
        any(contract.column(name).reader_only or name == FREE_TEXT for name in claims)
        or any(key in SERIAL_KEYS for key in path_keys(path, keys))
        or any(candidate in answered for candidate in keys.names(path))
    )


def find_header(rows: Sequence[Row], contract: Contract, keys: Keys, *, starts: Iterable[int] | None = None) -> Header | None:
    """The first block of rows that matches the contract nearly as well as any other; of one place's blocks the lowest of the best.

    The first, not the best: a second list further down may have a column more. None below two columns.
    """
    search = _Search(rows, contract, keys)
    tried = [start for start in (starts if starts is not None else range(min(len(rows), SEARCH_ROWS))) if search.may_begin(start)]
    best: _Block | None = None
    for start in tried:
        if (best is None or search.most_at(start) >= len(best.positions)) and (block := search.best_at(start)) and block.is_better(best):
            best = block
    if best is None:
        return None
    enough = max(3, 0.6 * len(best.positions))
    above = (block for start in tried if start < best.start and search.most_at(start) >= enough and (block := search.best_at(start)))
    first = next((block for block in above if block.start + block.height <= best.start and len(block.positions) >= enough), best)
    return _header(contract, first.start, first.height, first.paths, first.positions, keys)


def _hits_of(rows: Sequence[Row], headings: frozenset[str]) -> list[frozenset[int]]:
    """Per row the places of texts that are headings; none in rows of data, whatever their values are called."""
    hits = [frozenset(place for place, text in enumerate(row) if text in headings) for row in rows]
    return [
        frozenset() if places and (recurs or _is_of_data(row)) else places
        for row, places, recurs in zip(rows, hits, _recurring(rows, hits), strict=True)
    ]


def _is_of_data(row: Row) -> bool:
    """Whether a row holds values where a header has words: somebody's or a dossier's own number, a running number before a text, or two of
    a code, a whole date, a year and a numbered residential group. "Chủ hộ", "Nữ" and "Hộ nghèo" are headings of some lists and values of
    others; rows that only number the columns, or the indicators ("1 | 2 | 3"), are headings."""
    cells = [(place, text.strip()) for place, text in enumerate(row) if text is not None and text.strip()]
    if any(_IDENTIFIER.fullmatch(text) for _, text in cells):
        return True
    (place, first), (_, second) = cells[0], cells[1] if len(cells) > 1 else (0, "1")
    is_numbered = _SERIAL.fullmatch(first) is not None and _SERIAL.fullmatch(second) is None
    marks = sum(any(mark.fullmatch(text) for _, text in cells) for mark in (_CODE, _DATE, _YEAR, _NUMBERED_GROUP))
    return (is_numbered and (place < 2 or marks > 0)) or marks > 1


def _recurring(rows: Sequence[Row], hits: Sequence[frozenset[int]]) -> list[bool]:
    """Whether all but one of a row's headings, and two at least, stand in many unlike rows at the same places, beside other cells, as the
    values of a list do; a header that each page repeats is the same row again."""
    unlike: dict[tuple[int, str | None], set[int]] = {}
    numbers: dict[tuple[str | None, ...], int] = {}  # of rows that are alike one: a row is as wide as the sheet
    for row, places in zip(rows, hits, strict=True):
        number = numbers.setdefault(tuple(row), len(numbers)) if places else 0
        for place in places:
            unlike.setdefault((place, row[place]), set()).add(number)
    often = {asked for asked, found in unlike.items() if len(found) > MAX_HEIGHT}
    return [
        bool(often and places)
        and sum((place, row[place]) in often for place in places) >= max(2, len(places) - 1)
        and len(places) < sum(text is not None for text in row)
        for row, places in zip(rows, hits, strict=True)
    ]


class _Block(NamedTuple):
    """Rows that may be a header, and the columns that they name."""

    start: int
    height: int
    paths: list[Path]
    positions: dict[str, int]

    def is_better(self, other: "_Block | None") -> bool:
        """Whether it names more columns, or as many in fewer rows."""
        return other is None or (len(self.positions), -self.height) > (len(other.positions), -other.height)


class _Search:
    """The blocks of rows that match a contract, each looked at when it is asked for: most can name but few columns."""

    def __init__(self, rows: Sequence[Row], contract: Contract, keys: Keys) -> None:
        self._rows, self._contract, self._keys = rows, contract, keys
        headings, self._leaves = keys.headings(contract)
        self._hits = _hits_of(rows, headings)
        self._found: dict[int, _Block | None] = {}
        self._named: dict[int, frozenset[int]] = {}

    def may_begin(self, start: int) -> bool:
        return bool(self._hits[start]) and not self._leaves.isdisjoint(self._rows[start])

    def most_at(self, start: int) -> int:
        """No block from this row on names more columns: each has a text that may mean one, its own or one that is merged to the right."""
        return len(frozenset().union(*map(self._may_be_named, range(start, min(start + MAX_HEIGHT, len(self._rows))))))

    def _may_be_named(self, place: int) -> frozenset[int]:
        if place not in self._named:
            named, is_named = [], False
            for column, text in enumerate(self._rows[place]):
                is_named = is_named if text is None else self._keys.may_mean(text, self._contract)
                if is_named:
                    named.append(column)
            self._named[place] = frozenset(named)
        return self._named[place]

    def best_at(self, start: int) -> _Block | None:
        """The block from this row on that matches most columns; a row more only where it adds a column. Under one place alone, as "Nữ"
        stands in the rows of a list, there are no two columns."""
        if start not in self._found:
            self._found[start] = self._best_at(start)
        return self._found[start]

    def _best_at(self, start: int) -> _Block | None:
        found: _Block | None = None
        for height in range(1, min(MAX_HEIGHT, len(self._rows) - start) + 1):
            hits = self._hits[start : start + height]
            if len(frozenset().union(*hits)) < 2 or (height > 1 and not hits[-1]):
                continue
            paths = _paths_of(self._rows[start : start + height], self._keys)
            positions = match_paths(paths, self._contract, self._keys)
            if len(positions) >= 2 and (found is None or len(positions) > len(found.positions)):
                found = _Block(start, height, paths, positions)
        return found


def _header(contract: Contract, start: int, height: int, paths: list[Path], positions: dict[str, int], keys: Keys) -> Header:
    return Header(
        contract,
        start,
        height,
        tuple(paths),
        positions,
        tuple(path_keys(path, keys) for path in paths),
        tuple(bool(path) and _is_known(path, contract, keys) for path in paths),
        tuple(
            place
            for place, path in enumerate(paths)
            if path and place not in positions.values() and FREE_TEXT in positions and _claims(path, contract, keys)[:1] == [FREE_TEXT]
        ),
    )


def extend_header(rows: Sequence[Row], header: Header, keys: Keys) -> Header:
    """The header with further rows of headings that no contract column claims: rows that fill only columns without a heading so
    far, or parents of such columns ("Số tiền đóng" above two columns, each with a name below)."""
    while header.end < len(rows) and header.height < MAX_HEIGHT and _continues(rows[header.end], header):
        paths = heading_paths(rows[header.start : header.end + 1])
        positions = match_paths(paths, header.contract, keys)
        if len(positions) < len(header.positions):
            break
        header = _header(header.contract, header.start, header.height + 1, paths, positions, keys)
    return header


def _continues(row: Row, header: Header) -> bool:
    filled = {position for position, text in enumerate(row) if text is not None and position < len(header.paths)}
    blank = {position for position, path in enumerate(header.paths) if not path and position > 0}
    parents = {position for position in range(len(header.paths) - 1) if header.paths[position] and position + 1 in blank}
    digits = any((row[position] or "").strip().isdigit() for position in filled)
    return bool(filled & blank) and filled <= blank | parents and not digits
