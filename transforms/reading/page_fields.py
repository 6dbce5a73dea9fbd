"""Fields of forms within the cells of a page: what they show is what the cell says. A grid that may be edited holds nothing else.

An input shows its value, a list of choices the chosen one, a ticked box a tick; a button beside a text says nothing of the row. What a
page hides at the beginning of a cell, before what it shows, is the key by which a grid sorts; what stands hidden behind is the rest of a
text that Excel cut.

Data flow: tags and texts within a cell -> the texts that the cell shows
"""

import re
from collections.abc import Mapping

Attributes = Mapping[str, str | None]

#: Pages without any of these are read faster.
FIELDS = re.compile(
    r"<(?:input|select|button)[\s>/]|display\s{0,9}:\s{0,9}none|\shidden[\s>=]|sr-only|visually-hidden|screen-reader-text", re.IGNORECASE
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_UNSEEN_CLASSES = frozenset(("sr-only", "visually-hidden", "screen-reader-text"))
_TEXTLESS = frozenset(("hidden", "button", "submit", "reset", "image", "file", "password"))
_TICKED = frozenset(("checkbox", "radio"))
_TICK = "x"
#: Blanks of the source, and what a line break is until the cell ends.
_BLANK = " \x00\t\r\n"
#: What stands in a cell and may be hidden by itself.
_INLINE = frozenset(("span", "div", "small", "i", "b", "p", "a", "label", "font", "em", "strong", "u"))


def is_hidden(attrs: Attributes) -> bool:
    return "hidden" in attrs or bool(_NOT_SHOWN.search(attrs.get("style") or ""))


class CellFields:
    """The fields of one cell; ``parts``: its texts so far, one after the other, to which theirs are added."""

    #: Most cells hold no field and never set these.
    _options: list[tuple[bool, list[str]]] | None = None
    _is_in_button = False
    _on_buttons: tuple[str, ...] = ()
    _hidden: tuple[str, ...] = ()
    _key_ends = 0

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts

    def start(self, tag: str, attrs: Attributes) -> None:
        if self._hidden or (tag in _INLINE and _is_unseen(attrs) and not any(text.strip(_BLANK) for text in self.parts)):
            self._hidden += (tag,) if tag in _INLINE else ()
        elif tag == "button":
            self._is_in_button = True
        elif tag == "select":
            self._options = []
        elif tag == "option" and self._options is not None:
            self._options.append(("selected" in attrs, []))
        elif tag == "input":
            self.parts.append(_shown(attrs))

    def end(self, tag: str) -> None:
        if self._hidden and tag == self._hidden[-1]:
            self._hidden = self._hidden[:-1]
            self._key_ends = len(self.parts)
        elif tag == "button":
            self._is_in_button = False
        elif tag == "select" and self._options is not None:
            chosen = next((words for is_chosen, words in self._options if is_chosen), self._options[0][1] if self._options else [])
            self._options = None
            self.parts.append("".join(chosen))

    def add(self, text: str) -> bool:
        """Whether the text stands in the cell for everybody to see."""
        if self._options is not None:
            if self._options:
                self._options[-1][1].append(text)
            return False
        if self._is_in_button:
            self._on_buttons += (text,)
            return False
        self.parts.append(text)
        return True

    def shown(self) -> list[str]:
        """Without a key that is hidden before what is shown, and without buttons; a cell of nothing else says what is on them."""
        for texts in (self.parts[self._key_ends :] if self._key_ends else self.parts, self.parts):
            if any(text.strip(_BLANK) for text in texts):
                return texts
        return list(self._on_buttons) or self.parts


def _is_unseen(attrs: Attributes) -> bool:
    return is_hidden(attrs) or not _UNSEEN_CLASSES.isdisjoint((attrs.get("class") or "").split())


def _shown(attrs: Attributes) -> str:
    kind = (attrs.get("type") or "text").strip().lower()
    if kind in _TICKED:
        return _TICK if "checked" in attrs else ""
    return "" if kind in _TEXTLESS else attrs.get("value") or ""
