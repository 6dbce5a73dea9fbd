"""Headings in plain words: abbreviations written out, words left out that say nothing in a list of this kind.

Every agency words its headings a little differently ("Tình trạng đóng BHXH", "Ngày hẹn trả KQ", "Địa chỉ hiện nay"). Only words
that change nothing are left out, each source naming its own: "cũ", "dự kiến", "chủ hộ" or "bổ sung" make another column of it.

Data flow: text of a heading -> folded words -> a key, compared with those of the contract's own headings
"""

import re
from collections.abc import Iterable, Sequence

_WRITTEN_OUT = {
    "kq": "ket qua",
    "hs": "ho so",
    "hgd": "ho gia dinh",
    "bhyt": "bao hiem y te",
    "bhxh": "bao hiem xa hoi",
    "tthc": "thu tuc hanh chinh",
}
#: Words that say nothing in any list; papers that stand beside the personal id among them.
_IDLE = ("hien nay", "hien tai", "thuc te", "neu co", "cua", "so ho chieu", "ho chieu")
#: What is left when words are dropped must still be a name: "Số hồ sơ" is no "Số".
_SHORTEST_REST = 5
_BETWEEN = re.compile(r"[/,;|&+]|\s[-–]\s|\s(?:hoặc|hoac)\s", re.IGNORECASE)


def alternatives(text: str) -> list[str]:
    """The names that one heading joins: "Số CMND/CCCD/Hộ chiếu" has three; a heading of one name has none."""
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    return parts if len(parts) > 1 else []


class PlainNames:
    """The columns of a contract by their names in plain words; what two columns would go by is nobody's."""

    def __init__(self, headings: Iterable[tuple[str, str]], filler_words: Sequence[str]) -> None:
        """``headings``: name of the column and folded words of one of its headings, without notes."""
        self._idle = sorted((*_IDLE, *filler_words), key=len, reverse=True)
        self._known: dict[tuple[str, tuple[str, ...]], str | None] = {}
        found: dict[str, set[str]] = {}
        for name, words in headings:
            found.setdefault(self._key(words) or "", set()).add(name)
        self._index = {key: names.pop() for key, names in found.items() if key and len(names) == 1}
        self._idle_words = frozenset(word for phrase in self._idle for word in phrase.split())
        self._all_keys = "|".join(self._index)

    def column(self, words: str, parts: tuple[str, ...] = ()) -> str | None:
        """The column that a heading means; where it joins several names ("Số CMND/CCCD"), the one that all of them mean."""
        if (words, parts) not in self._known:
            keys = [key for part in parts if (key := self._key(part)) is not None]
            names = {self._index.get(key) for key in keys}
            self._known[words, parts] = self._index.get(self._key(words) or "") or (names.pop() if len(names) == 1 else None)
        return self._known[words, parts]

    def may_hold(self, words: str, parts: tuple[str, ...] = ()) -> bool:
        """False for words that stand in no name of a column, whatever stands before or behind them, as those of most cells of data."""
        return self._are_of_names(words) or (bool(parts) and all(map(self._are_of_names, parts)))

    def _are_of_names(self, words: str) -> bool:
        return all(word in self._idle_words or _WRITTEN_OUT.get(word, word).replace(" ", "") in self._all_keys for word in words.split())

    def _key(self, words: str) -> str | None:
        """The words in one, without idle ones, unless too little would be left to be a name; None where all are idle."""
        whole = f" {' '.join(_WRITTEN_OUT.get(word, word) for word in words.split())} "
        rest = whole
        for phrase in self._idle:
            rest = rest.replace(f" {phrase} ", " ")
        key = rest.replace(" ", "")
        return key if len(key) >= _SHORTEST_REST else whole.replace(" ", "") if key else None
