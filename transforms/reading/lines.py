"""Lines: the texts of rows around a list, by cell and by row.

Data flow: rows above or below a list -> texts
"""

import re
from collections.abc import Iterator, Sequence

from transforms.reading.heading_keys import Row
from transforms.reading.paging import plain_line

#: Cells and signs of a line that a program writes around a list.
_MOST_CELLS, _LONGEST = 8, 160
_FIGURE = re.compile(r"\d")
#: Labels of a count, in plain letters.
_COUNTS = re.compile(r"(?:tong|count|total|number)\b[^\d]*$")
_COUNT_LINE = re.compile(r"(?:count|so luong|sl) ?: ?\d")
_PAIR = 2
#: What stands in a cell of its own between the number of a page and how many there are: "1 | / | 4".
PAGE_OF = ("/", "of", "trên", "của", "trong")
_PAGE_IN_CELLS = 3
_NUMBER = re.compile(r"\s*(?:\d{1,9}|\d{1,3}(?:[., ]\d{3}){1,2})\s*")


def titles_above(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(text.strip() for row in rows for text in row if text is not None)


def lines_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """Rows of several short texts as one line each, a label and its number with a colon between them: a line of a grid may stand in a
    cell, over some, or above its number."""
    filled = [[text.strip() for text in row if text is not None] for row in rows]
    joined = (_line(texts) for texts in filled if 2 <= len(texts) <= _MOST_CELLS)
    return tuple(line for line in (*joined, *labels_above_numbers(rows)) if len(line) <= _LONGEST)


def whole_lines(rows: Sequence[Row]) -> tuple[str, ...]:
    """Rows of short texts as they read from left to right, however many cells they have: a strip that turns pages has one a page."""
    joined = (" ".join(text.strip() for text in row if text is not None) for row in rows)
    return tuple(line for line in joined if 0 < len(line) <= _LONGEST)


def _line(texts: Sequence[str]) -> str:
    if len(texts) == _PAGE_IN_CELLS and texts[1].lower() in PAGE_OF and _NUMBER.fullmatch(texts[0]) and _NUMBER.fullmatch(texts[2]):
        return f"trang {texts[0]}/{texts[2]}"
    first, *rest = texts
    if len(texts) == 2 and _NUMBER.fullmatch(first) and not _FIGURE.search(rest[0]):
        first, rest = rest[0], [first]
    *label, last = first, *rest
    is_labelled = len(texts) == 2 or (_NUMBER.fullmatch(last) and not any(map(_FIGURE.search, label)))
    return (": " if is_labelled and not label[-1].endswith(":") else " ").join((" ".join(label), last))


def counted_lines(rows: Sequence[Row]) -> tuple[str, ...]:
    """Labels of a count with their numbers below a list: above the number, or in the cell beside it where the label is nothing but such a
    word; a number further off is the sum of its column."""
    places = ([(place, text.strip()) for place, text in enumerate(row) if text is not None] for row in rows)
    pairs = ((one[0][1], one[1][1]) for one in places if len(one) == _PAIR and one[0][0] + 1 == one[1][0])
    beside = (line for pair in pairs if _COUNT_LINE.match(plain_line(line := _line(pair))))
    return (*labels_above_numbers(rows), *beside)


def labels_above_numbers(rows: Sequence[Row]) -> Iterator[str]:
    """Labels of a count that stand above one number alone ("Tổng số bản ghi", under it 157); a column of numbers has a heading."""
    filled = [row for row in rows if any(text is not None for text in row)]
    for label_row, number_row, next_row in zip(filled, filled[1:], (*filled[2:], ()), strict=False):
        if sum(text is not None for text in number_row) > _MOST_CELLS:
            continue
        for place, (label, number) in enumerate(zip(label_row, number_row, strict=False)):
            is_column = place < len(next_row) and _NUMBER.fullmatch(next_row[place] or "")
            if label and number and not is_column and _NUMBER.fullmatch(number) and _COUNTS.match(plain_line(label, needs_number=False)):
                yield f"{label.strip().rstrip(':')}: {number.strip()}"
