"""Columns of numbers that a program gave its rows: the index of a data frame, the row names of R. They say nothing, and nobody is asked.

Data flow: heading and cells of an unknown column -> whether it numbers the rows
"""

import re

import polars as pl

from transforms.reading.headers import unheaded

#: How pandas, R, SheetJS, Power Query and databases head a column that nobody gave a heading.
_INDEX = re.compile(
    r"unnamed: ?\d{1,3}|index|level_\d{1,2}|#|\.{3}\d{1,3}|[xv]1?|column ?\d{1,3}|row[._ ]?(?:names?|index|id|num|number)|rn|rownum"
    r"|__empty(?:_\d{1,3})?",
    re.IGNORECASE,
)
_NUMBER = r"^\s*([0-9]{1,7})(?:\.0+)?\s*$"


def numbers_rows(heading: str, letter: str, cells: pl.Series) -> bool:
    """Whether a column without a heading, or with a program's own, holds whole numbers that rise from row to row."""
    if heading != unheaded(letter) and not _INDEX.fullmatch(heading.strip()):
        return False
    numbers = cells.str.extract(_NUMBER).cast(pl.Int64, strict=False)
    return len(numbers) > 0 and not numbers.has_nulls() and bool((numbers.diff().drop_nulls() > 0).all())
