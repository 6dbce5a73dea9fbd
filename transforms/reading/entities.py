"""Letters written as web pages write them ("Tr&#7921;c tuy&#7871;n"), which exporters of web systems leave in cells that are no page; and
line breaks written as signs ("Từ<br>ngày", and "Từ\\nngày", which pandas makes of a break in a page).

Data flow: text -> the same text in letters
"""

import re
from html import unescape

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BREAK = re.compile(r"(?:\\r)?\\n|<[bB][rR] {0,3}/?>")
#: What a cell holds that ``with_letters`` changes.
WRITTEN = f"{ENTITY.pattern}|{_BREAK.pattern}"
#: What divides the cells and the lines of a text file: written as an entity it stands within a cell.
_DIVIDERS = frozenset(',;\t|"\r\n')


def with_letters(text: str) -> str:
    """Twice, for some exporters write entities of entities ("&amp;nbsp;")."""
    return _BREAK.sub("\n", ENTITY.sub(_letter, ENTITY.sub(_letter, text)))


def with_letters_between_dividers(text: str) -> str:
    """A text whose cells are still to be parted: the end of an entity is none of its dividers, and no divider comes out of one."""
    return ENTITY.sub(lambda one: one[0] if _DIVIDERS & set(_letter(one)) else _letter(one), text) if "&" in text else text


def _letter(one: re.Match[str]) -> str:
    return unescape(one[0])
