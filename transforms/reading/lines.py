"""Lines: the texts of rows around a list, by cell and by row.

Data flow: rows above or below a list -> texts
"""

import re
from collections.abc import Iterator, Sequence

from transforms.reading.heading_keys import Row

#: Cells and signs of a line that a program writes around a list.
_MOST_CELLS, _LONGEST = 8, 160
_NUMBER = re.compile(r"\s*(?:\d{1,9}|\d{1,3}(?:[., ]\d{3}){1,2})\s*")


def titles_above(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(text.strip() for row in rows for text in row if text is not None)


def lines_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """Rows of several short texts as one line each, a label and its number with a colon between them: a line of a grid may stand in a
    cell, over some, or above its number."""
    filled = [[text.strip() for text in row if text is not None] for row in rows]
    rows_of_some = (texts for texts in filled if 2 <= len(texts) <= _MOST_CELLS)
    joined = ((": " if len(texts) == 2 and not texts[0].endswith(":") else " ").join(texts) for texts in rows_of_some)
    return tuple(line for line in (*joined, *_labels_above_numbers(rows)) if len(line) <= _LONGEST)


def _labels_above_numbers(rows: Sequence[Row]) -> Iterator[str]:
    """Texts without a figure that stand above one number alone ("Tổng số bản ghi", under it 157); a column of numbers has a heading."""
    for label_row, number_row, next_row in zip(rows, rows[1:], (*rows[2:], ()), strict=False):
        if sum(text is not None for text in number_row) > _MOST_CELLS:
            continue
        for place, (label, number) in enumerate(zip(label_row, number_row, strict=False)):
            is_column = place < len(next_row) and _NUMBER.fullmatch(next_row[place] or "")
            if label and number and not is_column and not re.search(r"\d", label) and _NUMBER.fullmatch(number):
                yield f"{label.strip().rstrip(':')}: {number.strip()}"
