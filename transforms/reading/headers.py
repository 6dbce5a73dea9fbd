"""Header rows: merged cells filled, headings joined into paths, paths matched with the columns of a contract.

A path is the texts of a column's header cells from the top down ("Ngày, tháng, năm", "Nhận hồ sơ"). Texts are compared as folded
keys without blanks, so that case, accents, Unicode form, line breaks and punctuation do not matter ("hoTen" is "Họ tên").

A heading that no column goes by is read once more in plain words (``plain_words``): "Ngày hẹn trả KQ", "Số CMND/CCCD/Hộ chiếu".

Data flow: first rows of a sheet -> candidate blocks of 1-5 rows -> the block that matches most columns
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import polars as pl

from transforms.contract import Contract
from transforms.reading.plain_words import PlainNames, alternatives
from transforms.vietnamese.text import fold

Row: TypeAlias = list[str | None]
Path: TypeAlias = tuple[str, ...]

SEARCH_ROWS = 40
#: Four rows of headings (Mẫu D05-TS), and one of technical names under them.
MAX_HEIGHT = 5
#: Headings of the running number, for contracts that do not name it.
SERIAL_KEYS = frozenset({"stt", "tt", "sott", "sothutu", "thutu", "no"})
_NOTE = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|\bdd\s*/\s*mm\s*/\s*y+\b", re.IGNORECASE)
_TECHNICAL = re.compile(r"[A-Za-z]+(?:[A-Z_][A-Za-z0-9]*)+|[a-z]{3,}[a-z0-9]*")
_NUMBER = re.compile(r"\d{3}")
#: Longer texts are sentences, not headings.
_LONGEST_PLAIN = 80
#: Leaves that say nothing without their parent.
_BARE_LEAVES = frozenset({"nam", "nu"})
#: Parts of parents, as keys, that speak of another person than the row's.
_STRANGERS = ("giamho", "chame", "nguoidaidien", "nhanvienthu", "canbo", "thannhan")
_PARENTS = frozenset({"me", "cha", "bo", "bome"})
#: Ranks of headings that an officer has answered begin here: they come after every heading that the contract itself knows, and
#: before those that it knows in plain words alone.
_ANSWERED = 1_000_000
_PLAIN = 2_000_000


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


def is_technical(text: str) -> bool:
    """A field name of a system ("maDoiTuong", "sobhxh", "MaTinh_DangSS"), not a word of a language."""
    return _TECHNICAL.fullmatch(text.strip()) is not None


def fold_words(texts: Iterable[str]) -> dict[str, str]:
    """Every text with its folded words. One call of polars for all, since one call a cell would be slow."""
    unique = list(dict.fromkeys(texts))
    series = pl.Series("text", unique, dtype=pl.String)
    return dict(zip(unique, series.to_frame().select(fold(pl.col("text")).fill_null(""))["text"], strict=True))


def fold_keys(texts: Iterable[str]) -> dict[str, str]:
    """Every text with its key: folded, blanks taken out."""
    return {text: words.replace(" ", "") for text, words in fold_words(texts).items()}


class Keys:
    """Folded keys of the cells of a window, with notes and without ("Mã số BHXH (10 số)")."""

    def __init__(self, rows: Sequence[Row]) -> None:
        texts = {text for row in rows for text in row if text is not None and len(text) <= 400}
        bare = {text: _NOTE.sub(" ", text) for text in texts}
        joined = {text: alternatives(bare[text]) for text in texts if len(text) <= _LONGEST_PLAIN and not _NUMBER.search(text)}
        words = fold_words([*texts, *bare.values(), *(part for parts in joined.values() for part in parts)])
        self._keys = {text: (words[text].replace(" ", ""), words[bare[text]].replace(" ", "")) for text in texts}
        self._words = {text: (words[bare[text]], tuple(words[part] for part in parts)) for text, parts in joined.items()}
        self._names: dict[Path, list[str]] = {}

    def names(self, path: Path) -> list[str]:
        """What a path may be called, best first; the same blocks are tried for every contract."""
        if path not in self._names:
            self._names[path] = _candidates(path, self)
        return self._names[path]

    def full(self, text: str) -> str:
        return self._keys.get(text, ("", ""))[0]

    def bare(self, text: str) -> str:
        return self._keys.get(text, ("", ""))[1]

    def words(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Folded words of a heading without notes, and of each name it joins ("Số CMND/CCCD"); empty for what can be none."""
        return self._words.get(text, ("", ()))


# --- contracts ------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=64)
def heading_index(contract: Contract) -> dict[str, list[tuple[int, str]]]:
    """Key of a heading or of a path ("a>b") -> the columns that claim it, with the rank of the synonym; answered headings come last."""
    claims = [(column.name, rank, heading.split(">")) for column in contract.columns for rank, heading in column.ranked_headings]
    claims += [(name, rank, [heading]) for rank, (heading, name) in enumerate(contract.answers, start=_ANSWERED) if name is not None]
    keys = fold_keys(part for _, _, parts in claims for part in parts)
    index: dict[str, list[tuple[int, str]]] = {}
    for name, rank, parts in claims:
        index.setdefault(">".join(keys[part] for part in parts), []).append((rank, name))
    for name, rank, parts in claims:  # "Giá trị sử dụng > Từ ngày" in one cell, where that is nothing else's name
        index.setdefault("".join(keys[part] for part in parts), [(rank, name)])
    return index


@lru_cache(maxsize=64)
def plain_names(contract: Contract) -> PlainNames:
    """What the columns are called in plain words."""
    headings = [(column.name, _NOTE.sub(" ", heading)) for column in contract.columns for heading in column.headings]
    words = fold_words(heading for _, heading in headings)
    return PlainNames([(name, words[heading]) for name, heading in headings], contract.idle_words)


@lru_cache(maxsize=64)
def answered_keys(contract: Contract) -> frozenset[str]:
    """The keys of all headings that an officer has answered, needed or not."""
    return frozenset(fold_keys(heading for heading, _ in contract.answers).values())


@lru_cache(maxsize=64)
def vocabulary(contract: Contract) -> frozenset[str]:
    """The key of every heading of a contract, and of every part of a path."""
    return frozenset(part for key in heading_index(contract) for part in key.split(">"))


# --- paths ----------------------------------------------------------------------------------------------------------
def heading_paths(block: Sequence[Row]) -> list[Path]:
    """One path a column. A cell merged downwards is null below and ends its path; a cell merged to the right is null beside
    it where both columns have headings below, and then stands above both."""
    width = max(len(row) for row in block)
    lines = [row + [None] * (width - len(row)) for row in block]
    paths: list[Path] = [()] * width
    for depth, line in enumerate(lines):
        deeper = lines[depth + 1:]
        has_below = [any(row[column] is not None for row in deeper) for column in range(width)]
        above, filled = list(paths), list(line)
        for column in range(1, width):
            joins = line[column] is None and has_below[column] and has_below[column - 1] and above[column] == above[column - 1]
            filled[column] = filled[column - 1] if joins else line[column]
        paths = [path if text is None else (*path, text) for path, text in zip(above, filled, strict=True)]
    return paths


def _path_keys(path: Path, keys: Keys) -> tuple[str, ...]:
    """Keys of a path; a text repeated below itself (cells unmerged by hand) counts once."""
    found = [keys.full(text) for text in path]
    return tuple(key for place, key in enumerate(found) if key and (place == 0 or found[place - 1] != key))


def _candidates(path: Path, keys: Keys) -> list[str]:
    """What a path may be called, best first: in full, by its end, by its leaf, without notes, with an ancestor, as one phrase."""
    full = _path_keys(path, keys)
    bare = tuple(key for key in (keys.bare(text) for text in path) if key)
    names = [*_suffixes(full), *_suffixes(bare)]
    for parts in (full, bare):
        names += [f"{ancestor}>{parts[-1]}" for ancestor in parts[:-2]]
        names += ["".join(parts[start:]) for start in range(len(parts) - 1)]
    if len(path) > 1 and is_technical(path[-1]):
        names += _candidates(path[:-1], keys)
    return list(dict.fromkeys(names))


def _suffixes(parts: tuple[str, ...]) -> list[str]:
    starts = range(len(parts))
    return [">".join(parts[start:]) for start in starts if not (start == len(parts) - 1 > 0 and parts[-1] in _BARE_LEAVES)]


# --- matching -------------------------------------------------------------------------------------------------------
def match_paths(paths: Sequence[Path], contract: Contract, keys: Keys) -> dict[str, int]:
    """Contract column -> position; every column of either side is taken once, the closest name first, then the earlier synonym.

    What an officer answered is looked at last: it takes what nothing else claims, so that no known heading changes its meaning.
    """
    index = heading_index(contract)
    claims = [
        (rank >= _ANSWERED, tier, rank, position, name)
        for position, path in enumerate(paths) if path
        for tier, candidate in enumerate(_names_of(path, contract, keys))
        for rank, name in index.get(candidate, ())
    ]
    claimed = {position for _, _, _, position, _ in claims}
    plain, settled = plain_names(contract), answered_keys(contract)
    claims += [
        (True, _PLAIN, _PLAIN, position, name)
        for position, path in enumerate(paths) if path and position not in claimed
        and not _is_settled(path, settled, keys) and not _strangers_of(path, contract, keys)
        if (name := _plain_name(path, plain, keys)) is not None
    ]
    found: dict[str, int] = {}
    taken: set[int] = set()
    for *_, position, name in sorted(claims):
        if name not in found and position not in taken:
            found[name] = position
            taken.add(position)
    return found


def _strangers_of(path: Path, contract: Contract, keys: Keys) -> list[str]:
    """The parents of a path that make it a column about somebody else."""
    return [key for key in _path_keys(path, keys)[:-1] if key in _PARENTS or any(one in key for one in (*_STRANGERS, *contract.strangers))]


def _names_of(path: Path, contract: Contract, keys: Keys) -> list[str]:
    """What a path may be called; under a parent that names somebody else its end alone is not its name."""
    strangers = _strangers_of(path, contract, keys)
    names = keys.names(path)
    return [name for name in names if all(one in name for one in strangers)] if strangers else names


def _plain_name(path: Path, plain: PlainNames, keys: Keys) -> str | None:
    """What a path means in plain words, with its parents or by its leaf, and without a technical name under it."""
    texts = path[:-1] if len(path) > 1 and is_technical(path[-1]) else path
    together = plain.column(" ".join(keys.words(text)[0] for text in texts)) if len(texts) > 1 else None
    return together or (plain.column(*keys.words(texts[-1])) if keys.full(texts[-1]) not in _BARE_LEAVES else None)


def _is_settled(path: Path, settled: frozenset[str], keys: Keys) -> bool:
    """Whether an officer has said what the heading is: needed or not, it is not guessed at."""
    return bool(settled) and any(candidate in settled for candidate in keys.names(path))


def _is_known(path: Path, contract: Contract, keys: Keys) -> bool:
    """A second column of a heading that nothing reads ("Ghi chú") is no surprise; a second birth date is one. Neither is a heading
    that an officer has answered, even where another column has taken its place."""
    index, answered = heading_index(contract), answered_keys(contract)
    claims = [name for candidate in _names_of(path, contract, keys) for _, name in index.get(candidate, ())]
    return (any(contract.column(name).reader_only for name in claims) or any(key in SERIAL_KEYS for key in _path_keys(path, keys))
            or any(candidate in answered for candidate in keys.names(path)))


def find_header(rows: Sequence[Row], contract: Contract, keys: Keys, *, starts: Iterable[int] | None = None) -> Header | None:
    """The first block of rows that matches the contract nearly as well as any other; of one place's blocks the lowest of the best.

    The first, not the best: a second list further down may have a column more. None below two columns.
    """
    words, plain = vocabulary(contract) | SERIAL_KEYS, plain_names(contract)
    hits = [_hits(row, words, keys, plain) for row in rows]
    found = [header for start in (starts if starts is not None else range(min(len(rows), SEARCH_ROWS)))
             if _hits(rows[start], words - _BARE_LEAVES, keys, plain) and (header := _best_at(start, rows, contract, keys, hits))]
    best = max(found, key=lambda header: (len(header.positions), -header.height), default=None)
    if best is None:
        return None
    enough = max(3, 0.6 * len(best.positions))
    return next((header for header in found if header.end <= best.start and len(header.positions) >= enough), best)


def _best_at(start: int, rows: Sequence[Row], contract: Contract, keys: Keys, hits: list[int]) -> Header | None:
    """The block from this row on that matches most columns; a row more only where it adds a column."""
    found: Header | None = None
    for height in range(1, min(MAX_HEIGHT, len(rows) - start) + 1):
        if sum(hits[start:start + height]) < 2 or (height > 1 and not hits[start + height - 1]):
            continue
        paths = heading_paths(rows[start:start + height])
        positions = match_paths(paths, contract, keys)
        if len(positions) >= 2 and (found is None or len(positions) > len(found.positions)):
            found = _header(contract, start, height, paths, positions, keys)
    return found


def _hits(row: Row, words: frozenset[str], keys: Keys, plain: PlainNames) -> int:
    """Cells that are headings, in plain words too unless they hold a number, as cells of data do."""
    return sum(1 for text in row if text is not None and (
        keys.full(text) in words or keys.bare(text) in words
        or plain.column(*keys.words(text)) is not None))


def _header(contract: Contract, start: int, height: int, paths: list[Path], positions: dict[str, int], keys: Keys) -> Header:
    return Header(contract, start, height, tuple(paths), positions, tuple(_path_keys(path, keys) for path in paths),
                  tuple(_is_known(path, contract, keys) for path in paths))


def extend_header(rows: Sequence[Row], header: Header, keys: Keys) -> Header:
    """The header with further rows of headings that no contract column claims: rows that fill only columns without a heading so
    far, or parents of such columns ("Số tiền đóng" above two columns, each with a name below)."""
    while header.end < len(rows) and header.height < MAX_HEIGHT and _continues(rows[header.end], header):
        paths = heading_paths(rows[header.start:header.end + 1])
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
