"""Lines: the texts of rows around a list, by cell and by row.

Data flow: rows above or below a list -> texts
"""

from collections.abc import Sequence

from transforms.reading.heading_keys import Row

#: Cells and signs of a line that a program writes around a list.
_MOST_CELLS, _LONGEST = 8, 160


def titles_above(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(text.strip() for row in rows for text in row if text is not None)


def lines_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """Rows of several short texts as one line each, a label and its number with a colon between them: a line of a grid may stand in a
    cell or over some."""
    filled = [[text.strip() for text in row if text is not None] for row in rows]
    rows_of_some = (texts for texts in filled if 2 <= len(texts) <= _MOST_CELLS)
    joined = ((": " if len(texts) == 2 and not texts[0].endswith(":") else " ").join(texts) for texts in rows_of_some)
    return tuple(line for line in joined if len(line) <= _LONGEST)
