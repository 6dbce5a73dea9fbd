"""Letters of the workbooks: how many lines a text takes in a cell, and how high they are, so that rows can be made high enough: no program
makes a row of merged cells grow.

Widths are those of Times New Roman and its metric twin Liberation Serif, in thousandths of the size (horizontal advances in their table
``hmtx``); the slanted ones are no wider. Letters with a mark are as wide as those without; a horn adds to them.
"""

import unicodedata
from functools import cache, lru_cache
from math import ceil

_REGULAR = {
    180: "'",
    200: "|",
    250: " ,.·",
    278: "/:;\\ijlt",
    333: "!()-I[]`fr",
    389: "Js",
    408: '"',
    444: "?acez",
    469: "^",
    480: "{}",
    500: "#$*0123456789_bdghknopquvxyđ–«»",
    541: "~",
    556: "FPS",
    564: "+<=>",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐ",
    778: "&m",
    833: "%",
    889: "M",
    921: "@",
    944: "W",
}
_BOLD = {
    220: "|",
    250: " ,.·",
    278: "'/\\il",
    333: "!()-:;[]`fjt",
    389: "Is",
    394: "{}",
    444: "cerz",
    500: "#$*0123456789?J_agovxy–«»",
    520: "~",
    556: '"Sbdhknpquđ',
    570: "+<=>",
    581: "^",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYwĐ",
    778: "GHKOQ",
    833: "&m",
    930: "@",
    944: "M",
    1000: "W%",
}
_HORN, _HORN_WIDTH = "\u031b", 75
#: Of a letter that neither table names: signs and blocks, which come from other fonts.
_WIDEST = 1000
#: A unit of a column's width is a digit of the workbook's own letters, 7 pixels of 96 to the inch.
POINTS_OF_UNIT = 5.25
#: What a cell leaves free at its sides, and what an indent takes of it, in points.
_SIDES, _INDENT = 5.0, 9.0
#: From line to line, as a share of the size, and what the cell leaves free above and below.
_LINE, _ABOVE = 1.32, 1.5


def text_height(text: str, width: float, size: float, *, is_bold: bool = False, is_indented: bool = False) -> float:
    """Points that the text takes when it is wrapped at words in a cell ``width`` units wide, letters ``size`` points high."""
    room = 0.92 * (width * POINTS_OF_UNIT - _SIDES - (_INDENT if is_indented else 0.0))  # on a screen letters are rounded to pixels
    thousandths = max(room, size) * 1000 / size
    return sum(_lines(part, thousandths, is_bold) for part in text.split("\n")) * size * _LINE + _ABOVE


def _lines(text: str, room: float, is_bold: bool) -> int:
    """What is too long for a line of its own goes on in the next."""
    lines, used = 1, 0.0
    space = _widths(is_bold)[" "]
    for word in text.split(" "):
        width = _word_width(word, is_bold)
        if used and used + space + width <= room:
            used += space + width
            continue
        lines += bool(used) + max(0, ceil(width / room) - 1)
        used = width % room if width > room else width
    return lines


@lru_cache(maxsize=4096)
def _word_width(word: str, is_bold: bool) -> float:
    return sum(_letter_width(letter, is_bold) for letter in word)


@lru_cache(maxsize=1024)
def _letter_width(letter: str, is_bold: bool) -> float:
    widths = _widths(is_bold)
    if letter in widths:
        return widths[letter]
    plain = unicodedata.normalize("NFD", letter)
    return widths.get(plain[0], _WIDEST) + (_HORN_WIDTH if _HORN in plain else 0)


@cache
def _widths(is_bold: bool) -> dict[str, int]:
    return {letter: width for width, letters in (_BOLD if is_bold else _REGULAR).items() for letter in letters}
