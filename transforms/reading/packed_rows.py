"""Rows of a list that stand whole in one cell, or were cut by another delimiter than the rest: they are rows like others.

They come from a paste ("31;3051…;Lê Thị Bưởi;…" in column A of a workbook) or from a text whose lines are of several programs. Where the
delimiter cuts the text into as many fields as the list is wide, the row is what the fields say. Where it does not, the row is told; and so
is one whose cells hold the lines of several rows below each other.

Data flow: rows under a header -> the same rows, packed ones unpacked; numbers of those that cannot be
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from transforms.reading.grids import grid_from_rows
from transforms.reading.headers import Header
from transforms.reading.model import Grid
from transforms.reading.plain_text import cut_alike

#: The likelier one first: a decimal comma or an address holds commas, and no cell holds a tab by accident.
_DELIMITERS = "\t;|,"
#: What else stands between the fields of a row that was pasted into one cell: ends of lines, several blanks (a print), a dash, a stroke or
#: a sign. No file is cut by them: they are looked for where no delimiter is.
_BETWEEN = tuple(map(re.compile, (r"\n", r" {2,}", r" [-–—] ", r" / ", r" ?[~^#*¦•\\] ?", r" ?(?:::|->|=>) ?")))
_ANY_BETWEEN = r"\n|  |[-–—/] |[~^#*¦•\\]|::|->|=>"
#: Of a pasted row, as many are looked at; a row of a list is no longer.
_MOST_LETTERS = 2_000
#: A row as it is copied from a page, blanks alone between its words: its number, an identifier and a date. Where a name ends is not known.
_COPIED = re.compile(r"\d{1,5}\s([^\W\d_])")
_COPIED_IDENTIFIER = re.compile(r"\s(?:\d{9,15}|[A-Z]\d\d[\d.]{1,12}-\d{6}-\d{1,6})(?:\s|$)")
_COPIED_DAY = re.compile(r"\s\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:\s|$)")
#: Fields of a row; a list of fewer columns is not told from a sentence with commas.
_LEAST_FIELDS = 4
#: Of the columns under headings, as many a text must have at least to be taken for a row that cannot be unpacked.
_LEAST_SHARE = 0.6
#: A number, a date, an identifier: two of them make fields of what may else be a sentence.
_NUMBER_LIKE = re.compile(r"[\s'(]{0,3}(?:[A-Z]{1,3}\d{0,3})?\d[\d\s./:-]{0,40}\)?\s{0,3}")
_LEAST_NUMBERS = 2
#: Of numbers that stand between such signs: "Trang 1 / 1" holds two as well.
_LEAST_DIGITS = 4
#: A heading and a row.
_LEAST_LINES = 2
#: Cells that a packed row may be spread over, by commas of its own ("Tổ 3, phường …").
_MOST_CELLS = 6
#: Rows that are looked at; of a list with more of them the first show what it is.
_MOST_ROWS = 200_000


@dataclass(frozen=True)
class Unpacked:
    """``frame``: ``index`` and the sheet's columns, packed rows in their columns; ``split``: index of a row -> its fields; ``whole``:
    indices of rows that are packed and could not be unpacked."""

    frame: pl.DataFrame
    split: dict[int, list[str | None]]
    whole: tuple[int, ...] = ()


def unpacked_sheet(grid: Grid) -> Grid:
    """A sheet whose lines stand whole in its first column, headings and all, cut into its columns; any other as it is. Excel leaves a text
    so that has another delimiter than the machine's."""
    filled = [name for name in grid.frame.columns if grid.frame[name].null_count() < grid.frame.height]
    if filled != ["c0"] or grid.frame.height < _LEAST_LINES:
        return grid
    texts = grid.frame["c0"].fill_null("").to_list()
    rows = cut_alike(texts[:_MOST_ROWS])
    widths = Counter(len(row) for row in rows if len(row) >= _LEAST_FIELDS)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    if count < _LEAST_SHARE * sum(text != "" for text in texts):
        return grid
    cut = [row if len(row) == width else [text] for row, text in zip(rows, texts, strict=False)]
    made = grid_from_rows(grid.name, [*cut, *([text] for text in texts[_MOST_ROWS:])], visible=grid.visible, first_row=grid.first_row)
    return replace(grid, frame=made.frame)


def unpacked(body: pl.DataFrame, header: Header) -> Unpacked:
    """The rows under a header (``index`` and the sheet's columns), none of them packed that can be unpacked."""
    headed = [place for place, path in enumerate(header.paths) if path]
    if len(headed) < _LEAST_FIELDS:
        return Unpacked(body, {})
    span = range(min((headed[0], header.serial_position or headed[0])), headed[-1] + 1)
    split: dict[int, list[str | None]] = {}
    whole = []
    for index, *cells in _perhaps(body).iter_rows():
        filled = [(place, text) for place, text in enumerate(cells) if text is not None]
        fields = _fields(filled, span, len(headed))
        if fields is not None:
            split[index] = [*(None for _ in range(span.start)), *fields]
        elif len(filled) <= 2 and any(_is_packed(text, len(headed)) or _is_pasted(text, len(headed)) for _, text in filled):
            whole.append(index)
    return Unpacked(with_rows(body, split), split, (*whole, *_rows_below_each_other(body, len(headed))))


def _rows_below_each_other(body: pl.DataFrame, headed: int) -> list[int]:
    """Indices of rows that are several: most of their cells hold equally many lines, and two of them nothing but numbers or dates of one
    form."""
    cells = [name for name in body.columns if name != "index"]
    least = max(_LEAST_FIELDS, _LEAST_SHARE * headed)
    lined = pl.sum_horizontal(pl.col(name).str.contains("\n", literal=True).fill_null(False) for name in cells) >= least
    out = []
    for index, *texts in body.filter(lined).head(_MOST_ROWS).iter_rows():
        lines = [text.strip().splitlines() for text in texts if text is not None]
        usual = max(map(len, lines), key=[len(one) for one in lines].count)
        alike = [one for one in lines if len(one) == usual]
        numbers = sum(_are_values(one) for one in alike)
        if usual > 1 and len(alike) >= least and numbers >= _LEAST_NUMBERS:
            out.append(index)
    return out


def _are_values(lines: list[str]) -> bool:
    """Whether the lines of a cell are as many values of one column, by their form: two numbers or two dates; a date and its time below are
    one, and so are an identifier and a telephone."""
    forms = {re.sub(r"\d{1,4}", "9", re.sub(r"\d{5,}", lambda digits: "#" * len(digits[0]), line.strip())) for line in lines}
    return len(forms) == 1 and all(_NUMBER_LIKE.fullmatch(line) for line in lines)


def with_rows(body: pl.DataFrame, rows: dict[int, list[str | None]]) -> pl.DataFrame:
    """The rows with some of them (by ``index``) in other words; cells beyond the given ones are blank."""
    if not rows:
        return body
    columns = [name for name in body.columns if name != "index"]
    cells = {name: [texts[place] if place < len(texts) else None for texts in rows.values()] for place, name in enumerate(columns)}
    index = pl.Series("index", list(rows), dtype=body.schema["index"])
    changed = pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String)).with_columns_seq(index).select_seq(body.columns)
    kept = body.filter(~pl.col("index").is_in(changed["index"].implode()))
    return pl.concat([kept, changed]).sort("index")


def _perhaps(body: pl.DataFrame) -> pl.DataFrame:
    """Rows of few cells of which the first holds a delimiter several times, or another sign, or is copied from a page; of two cells (the
    number stands by itself) the second."""
    cells = [pl.col(name) for name in body.columns if name != "index"]
    filled = pl.sum_horizontal(cell.is_not_null() for cell in cells)
    first, last = _may_be_packed(pl.coalesce(cells)), _may_be_packed(pl.coalesce(cells[::-1]))
    sparse = body.filter(filled <= _MOST_CELLS)  # few rows are, and only they meet the patterns
    return sparse.filter(first | ((filled == 2) & last)).head(_MOST_ROWS) if sparse.height else sparse


def _may_be_packed(text: pl.Expr) -> pl.Expr:
    delimited = pl.any_horizontal(text.str.count_matches(sign, literal=True) >= 2 for sign in _DELIMITERS)
    pasted = (text.str.count_matches(_ANY_BETWEEN) >= 2) | text.str.contains(r"^\d{1,5}\s\p{L}")
    return (delimited | pasted).fill_null(False)


def _fields(filled: list[tuple[int, str]], span: range, headed: int) -> list[str | None] | None:
    """The fields of a packed row, one for each column of the list; None where no delimiter gives as many."""
    places = [place for place, _ in filled]
    if places[0] not in (0, span.start) or places != list(range(places[0], places[0] + len(places))):
        return None
    for delimiter in _DELIMITERS:
        text = (";" if delimiter == "," else ",").join(text for _, text in filled)
        if "\n" in text.strip() or filled[0][1].count(delimiter) < 2:
            continue
        found = _cut(text, delimiter)
        while len(found) > len(span) and not found[-1].strip():
            found.pop()
        if len(found) == len(span) and sum(1 for field in found if field.strip()) >= 0.4 * headed and _has_numbers(found):
            return [field.strip() or None for field in found]
    return _pasted_fields(filled[0][1], len(span)) if len(filled) == 1 else None


def _pasted_fields(text: str, width: int) -> list[str | None] | None:
    """The fields of a row that another sign than a delimiter cuts into as many as the list is wide."""
    cut = [[field.strip() or None for field in sign.split(text.strip()[:_MOST_LETTERS])] for sign in _BETWEEN]
    return next((fields for fields in cut if len(fields) == width and _has_long_numbers(fields)), None)


def _is_pasted(text: str, headed: int) -> bool:
    """Whether a cell is a row of the list whose fields other signs than delimiters part, or blanks alone."""
    least, row = max(_LEAST_FIELDS, _LEAST_SHARE * headed), text.strip()[:_MOST_LETTERS]
    if any(len(fields := sign.split(row)) >= least and _has_long_numbers(fields) for sign in _BETWEEN):
        return True
    begin = _COPIED.match(row)  # "1 trường hợp trùng" is a note: names and codes begin with a capital
    return begin is not None and begin[1].isupper() and all((_COPIED_IDENTIFIER.search(row), _COPIED_DAY.search(row)))


def _has_long_numbers(fields: Sequence[str | None]) -> bool:
    return _has_numbers([field for field in fields if field and len(field.strip()) >= _LEAST_DIGITS])


def _is_packed(text: str, headed: int) -> bool:
    """Whether a cell, or a line of it, is a row of the list, as far as one can tell from the number of its fields."""
    least = max(_LEAST_FIELDS, _LEAST_SHARE * headed)
    lines = text.strip().splitlines()[:50]
    return any(
        len(fields := _cut(line, delimiter)) >= least and _has_numbers(fields)
        for line in lines
        for delimiter in _DELIMITERS
        if line.count(delimiter) + 1 >= least
    )


def _cut(text: str, delimiter: str) -> list[str]:
    line = text.strip()
    if len(line) > 1 and line[0] == line[-1] == '"' and line.count('"') == 2:
        line = line[1:-1]
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _has_numbers(fields: Sequence[str]) -> bool:
    return sum(_NUMBER_LIKE.fullmatch(field) is not None for field in fields) >= _LEAST_NUMBERS
