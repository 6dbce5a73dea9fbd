"""Keys of headings: what headings are called: folded keys of a sheet's cells, and the keys under which a contract's columns go.

A path is the texts of a column's header cells from the top down ("Ngày, tháng, năm", "Nhận hồ sơ"). Texts are compared as folded
keys without blanks, so that case, accents, Unicode form, line breaks and punctuation do not matter ("hoTen" is "Họ tên").

Data flow: cells -> ``Keys``; contract -> ``heading_index`` -> ``headers.match_paths``
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

import polars as pl

from transforms.contract import Contract
from transforms.reading.plain_words import PlainNames, alternatives
from transforms.vietnamese.text import fold

Row: TypeAlias = list[str | None]
Path: TypeAlias = tuple[str, ...]
#: ((answered or guessed, place of the path's name, rank of the synonym), column): the least goes first.
Claim: TypeAlias = tuple[tuple[bool, int, int], str]
#: Folded words of a heading, and of each name that it joins.
Words: TypeAlias = tuple[str, tuple[str, ...]]

#: Headings of the running number, for contracts that do not name it.
SERIAL_KEYS = frozenset({"stt", "tt", "sott", "sothutu", "thutu", "no"})
_NOTE = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|\bdd\s*/\s*mm\s*/\s*y+\b", re.IGNORECASE)
_TECHNICAL = re.compile(r"[A-Za-z][a-z]*[A-Z_][A-Za-z0-9_]*|[a-z]{3}[a-z0-9]*")
_NUMBER = re.compile(r"\d{3}")
#: "t.HO_TEN", "dbo.NGAY_SINH": the field of a table by its short name in a query.
_QUALIFIED = re.compile(r"(?:[A-Za-z]{1,3}[0-9]{0,2}\.){1,2}([A-Za-z][A-Za-z0-9_]*)")
#: Short words before a dot that are part of a heading: "Me.HoTen" is the mother's name, "Ma.ho" one heading.
_WORDS_BEFORE_DOT = ("me.", "cha.", "bo.", "vo.", "con.", "chu.", "cu.", "ma.", "so.", "ho.", "to.")
#: Longer texts are sentences, not headings.
_LONGEST_PLAIN = 80
#: Leaves that say nothing without their parent.
BARE_LEAVES = frozenset({"nam", "nu"})
#: Ranks of headings that an officer has answered begin here: they come after every heading that the contract itself knows, and
#: before those that it knows in plain words alone.
ANSWERED = 1_000_000


class Windows:
    """The keys of the windows of one delivery: each is looked at for lists beside each other, then for lists."""

    def __init__(self) -> None:
        self._keys: dict[tuple[tuple[str | None, ...], ...], Keys] = {}

    def keys(self, rows: Sequence[Row]) -> "Keys":
        asked = tuple(map(tuple, rows))
        if asked not in self._keys:
            self._keys[asked] = Keys(rows)
        return self._keys[asked]


def is_technical(text: str) -> bool:
    """A field name of a system ("maDoiTuong", "sobhxh", "MaTinh_DangSS"), not a word of a language."""
    return _TECHNICAL.fullmatch(text.strip()) is not None


def _unqualified(text: str) -> str:
    """A field's name without that of its table: queries name fields so where they join tables."""
    found = _QUALIFIED.fullmatch(text.strip())
    if found is None or text.strip().lower().startswith(_WORDS_BEFORE_DOT):
        return text
    return found[1] if is_technical(found[1]) or found[1].isupper() else text


def fold_words(texts: Iterable[str]) -> dict[str, str]:
    """Every text with its folded words. One call of polars for all, since one call a cell would be slow."""
    unique = list(dict.fromkeys(texts))
    series = pl.Series("text", unique, dtype=pl.String)
    return dict(zip(unique, series.to_frame().select_seq(fold(pl.col("text")).fill_null(""))["text"], strict=True))


def fold_keys(texts: Iterable[str]) -> dict[str, str]:
    """Every text with its key: folded, blanks taken out."""
    return {text: words.replace(" ", "") for text, words in fold_words(texts).items()}


class Keys:
    """Folded keys of the cells of a window, with notes and without ("Mã số BHXH (10 số)")."""

    def __init__(self, rows: Sequence[Row]) -> None:
        texts = {text for row in rows for text in row if text is not None and len(text) <= 400}
        named = {text: _unqualified(text) for text in texts}
        bare = {text: _NOTE.sub(" ", name) for text, name in named.items()}
        joined = {text: alternatives(bare[text]) for text in texts if len(text) <= _LONGEST_PLAIN and not _NUMBER.search(text)}
        words = fold_words([*named.values(), *bare.values(), *(part for parts in joined.values() for part in parts)])
        self._keys = {text: (words[named[text]].replace(" ", ""), words[bare[text]].replace(" ", "")) for text in texts}
        self._words = {text: (words[bare[text]], tuple(words[part] for part in parts)) for text, parts in joined.items()}
        self._names: dict[Path, list[str]] = {}
        self._ends: dict[Path, tuple[str, ...]] = {}
        self._plain_words: dict[Path, tuple[str | None, Words | None]] = {}
        self._headings: dict[Contract, tuple[frozenset[str], frozenset[str]]] = {}
        self._may_mean: dict[Contract, dict[str, bool]] = {}
        #: Block of rows -> its paths: see ``headers``.
        self.paths: dict[tuple[tuple[str | None, ...], ...], list[Path]] = {}
        #: Contract -> path -> the columns that the path names, else the one that it means in plain words: see ``headers``.
        self.claims: dict[Contract, dict[Path, list[Claim]]] = {}

    def names(self, path: Path) -> list[str]:
        """What a path may be called, best first; the same blocks are tried for every contract."""
        if path not in self._names:
            self._names[path] = _candidates(path, self)
        return self._names[path]

    def headings(self, contract: Contract) -> tuple[frozenset[str], frozenset[str]]:
        """The texts that are headings of the contract, in plain words too unless they hold a number, as cells of data do; and those of them
        that say something without their parent."""
        if contract not in self._headings:
            words, plain = vocabulary(contract) | SERIAL_KEYS, plain_names(contract)
            leaves = words - BARE_LEAVES
            bare = [text for text, keys in self._keys.items() if not words.isdisjoint(keys)]
            alone = [text for text in self._keys if self._is_leaf(text, leaves, plain)]
            self._headings[contract] = frozenset((*bare, *alone)), frozenset(alone)
        return self._headings[contract]

    def _is_leaf(self, text: str, leaves: frozenset[str], plain: PlainNames) -> bool:
        if not leaves.isdisjoint(self._keys[text]):
            return True
        return text in self._words and self.full(text) not in BARE_LEAVES and plain.column(*self._words[text]) is not None

    def may_mean(self, text: str, contract: Contract) -> bool:
        """False for a text that is no part of what any path of a column may be called: a column that a path names has a text in it of which
        this is true."""
        known = self._may_mean.setdefault(contract, {})
        if text not in known:
            names, plain = endings(contract), plain_names(contract)
            is_name = not names.isdisjoint(self._keys.get(text, ()))
            known[text] = is_name or (text in self._words and plain.may_hold(*self._words[text]))
        return known[text]

    def ends(self, path: Path) -> tuple[str, ...]:
        """How each name of a path ends; empty where that is not its last text."""
        if path not in self._ends:
            full, bare = self._keys.get(path[-1], ("", ""))
            is_last = full and bare and not (len(path) > 1 and is_technical(path[-1]))
            self._ends[path] = (full, bare) if is_last else ()
        return self._ends[path]

    def plain_words(self, path: Path) -> tuple[str | None, Words | None]:
        """Folded words of a path with its parents, and of its leaf; None where it has no parents, or a leaf that says nothing alone. A
        technical name under them is left out."""
        if path not in self._plain_words:
            texts = path[:-1] if len(path) > 1 and is_technical(path[-1]) else path
            together = " ".join(self.words(text)[0] for text in texts) if len(texts) > 1 else None
            self._plain_words[path] = together, self.words(texts[-1]) if self.full(texts[-1]) not in BARE_LEAVES else None
        return self._plain_words[path]

    def full(self, text: str) -> str:
        return self._keys.get(text, ("", ""))[0]

    def bare(self, text: str) -> str:
        return self._keys.get(text, ("", ""))[1]

    def words(self, text: str) -> Words:
        """Folded words of a heading without notes, and of each name it joins ("Số CMND/CCCD"); empty for what can be none."""
        return self._words.get(text, ("", ()))


# --- contracts ------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=64)
def heading_index(contract: Contract) -> dict[str, list[tuple[int, str]]]:
    """Key of a heading or of a path ("a>b") -> the columns that claim it, with the rank of the synonym; answered headings come last."""
    claims = [(column.name, rank, heading.split(">")) for column in contract.columns for rank, heading in column.ranked_headings]
    claims += [(name, rank, [heading]) for rank, (heading, name) in enumerate(contract.answers, start=ANSWERED) if name is not None]
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
    return PlainNames([(name, words[heading]) for name, heading in headings], contract.filler_words)


@lru_cache(maxsize=64)
def answered_keys(contract: Contract) -> frozenset[str]:
    """The keys of all headings that an officer has answered, needed or not."""
    return frozenset(fold_keys(heading for heading, _ in contract.answers).values())


@lru_cache(maxsize=64)
def vocabulary(contract: Contract) -> frozenset[str]:
    """The key of every heading of a contract, and of every part of a path."""
    return frozenset(part for key in heading_index(contract) for part in key.split(">"))


@lru_cache(maxsize=64)
def endings(contract: Contract) -> frozenset[str]:
    """Every end of every key of the contract: whatever a path is called ends as its last text does."""
    return frozenset(key[start:] for key in heading_index(contract) for start in range(len(key)))


# --- names of a path --------------------------------------------------------------------------------------------------
def path_keys(path: Path, keys: Keys) -> tuple[str, ...]:
    """Keys of a path; a text repeated below itself (cells unmerged by hand) counts once."""
    found = [keys.full(text) for text in path]
    return tuple(key for place, key in enumerate(found) if key and (place == 0 or found[place - 1] != key))


def _candidates(path: Path, keys: Keys) -> list[str]:
    """What a path may be called, best first: in full, by its end, by its leaf, without notes, with an ancestor, as one phrase."""
    full = path_keys(path, keys)
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
    return [">".join(parts[start:]) for start in starts if not (start == len(parts) - 1 > 0 and parts[-1] in BARE_LEAVES)]
