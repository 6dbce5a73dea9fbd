"""The lists on one sheet: where each begins, what stands above it, and whether it is one of those who left.

Data flow: Grid + its first header -> every header on the sheet -> a region of rows for each list
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from transforms.contract import Contract
from transforms.reading.headers import SEARCH_ROWS, Header, extend_header, find_header
from transforms.reading.heading_keys import SERIAL_KEYS, Keys, Row, fold_keys, vocabulary
from transforms.reading.lines import lines_of, titles_above
from transforms.reading.model import Grid
from transforms.reading.rows import WHOLE_NUMBER, is_code_row, is_technical_row
from transforms.vietnamese.text import fold_text

#: Rows below the first list that may begin another one are looked at one by one; no sheet has more of them.
_MOST_RESTARTS = 200


@dataclass(frozen=True)
class Region:
    """A header, the rows that belong to it (``noise`` included) and the texts that stand above it, by cell and by row (``lines``)."""

    header: Header
    begin: int
    end: int
    noise: tuple[Row, ...]
    titles: tuple[str, ...]
    lines: tuple[str, ...]
    is_first: bool


def window(frame: pl.DataFrame, start: int, height: int) -> list[Row]:
    """Some rows of a sheet as lists; the only place where rows are looked at one by one."""
    return [list(row) for row in frame.slice(start, height).iter_rows()]


def regions_of(grid: Grid, header: Header, contract: Contract) -> list[Region]:
    """The header that is known and every other that begins a list below it, each with the rows that follow it."""
    regions = [_region(grid, header, 0)]
    for start in _restarts(grid.frame, header, contract):
        last = regions[-1]
        # Technical names under a header that comes again on the next page are no header of their own.
        if start < last.begin or window(grid.frame, start, 1)[0] in last.noise[1:]:
            continue
        other = _header_at(grid.frame, start, contract)
        if other and _begins_another(other, last, grid.frame, contract):
            regions[-1] = replace(last, end=other.start)
            regions.append(_region(grid, other, last.begin))
    return regions


def _region(grid: Grid, header: Header, after: int) -> Region:
    """Rows right under the header that are column numbers or technical names belong to it, and repeat with it."""
    rows = window(grid.frame, header.start, header.height + 4)
    under = header.height
    while under < len(rows) and (not any(rows[under]) or is_code_row(rows[under], header) or is_technical_row(rows[under], header)):
        under += 1
    noise = tuple(rows[:under])
    above = _rows_above(grid.frame, header.start, after)
    return Region(header, header.start + under, grid.frame.height, noise, titles_above(above), lines_of(above), not after)


def _rows_above(frame: pl.DataFrame, start: int, after: int) -> list[Row]:
    """The rows above a header: all of them for the first list of a sheet, for a later one the sparse ones right above."""
    first = max(after, start - SEARCH_ROWS)
    rows = window(frame, first, start - first)
    if after:
        full = [place for place, row in enumerate(rows) if sum(text is not None for text in row) > 2]
        rows = rows[full[-1] + 1 :] if full else rows
    return rows


def _restarts(frame: pl.DataFrame, header: Header, contract: Contract) -> list[int]:
    """Rows below a header that may begin another: two or more of their texts are headings, and above them stands no row of data."""
    serial = header.serial_position
    number = pl.col(f"c{serial}") if serial is not None else pl.lit(None, pl.String)
    filled = pl.sum_horizontal(pl.all().is_not_null())
    is_numbered = number.str.contains(WHOLE_NUMBER).fill_null(False)
    opens = (filled.shift(1).fill_null(0) <= 2) | number.is_not_null()
    if not contract.left_titles:
        # A header repeated as it stands begins nothing; only a title of those who left could make it another list.
        first = window(frame, header.start, 1)[0]
        opens = opens & ~pl.all_horizontal(pl.col(f"c{place}").eq_missing(pl.lit(text, pl.String)) for place, text in enumerate(first))
    candidates = (
        frame.with_columns_seq(begins=(filled >= 3) & ~is_numbered & opens).with_row_index("index").slice(header.end).filter("begins")
    )
    if not candidates.height:
        return []
    known = _heading_texts(candidates.drop("begins", "index"), contract)
    hits = pl.sum_horizontal(pl.col(name).is_in(known) for name in frame.columns)
    return candidates.filter(hits >= 2)["index"].head(_MOST_RESTARTS).to_list()


def _heading_texts(candidates: pl.DataFrame, contract: Contract) -> list[str]:
    """The distinct texts of some rows that are headings of the contract or of its side lists."""
    texts = candidates.unpivot()["value"].drop_nulls().unique()
    keys = fold_keys(texts.filter((texts.str.len_chars() <= 120) & ~texts.str.contains(r"^\s*\d")).to_list())
    words = SERIAL_KEYS.union(*(vocabulary(one) for one in contract.lists))
    return [text for text, key in keys.items() if key in words]


def _header_at(frame: pl.DataFrame, start: int, contract: Contract) -> Header | None:
    rows = window(frame, start, 10)
    keys = Keys(rows)
    found = [header for one in contract.lists if (header := find_header(rows, one, keys, starts=(0,)))]
    if not found:
        return None
    header = extend_header(rows, max(found, key=lambda header: len(header.positions)), keys)
    return replace(header, start=start) if _is_header(rows[: header.height], header) else None


def _is_header(rows: Sequence[Row], header: Header) -> bool:
    """Below a list, only a row that is nearly all headings and no long number begins another: "Nữ", "Chủ hộ" and "Hộ nghèo" are
    values as well as headings."""
    texts = [text for row in rows for text in row if text is not None]
    columns = sum(1 for path in header.paths if path)
    has_number = any(re.search(r"\d{4}", text) for text in texts)
    return not has_number and len(header.positions) >= max(3, (0.6 if header.has_serial else 0.85) * columns)


def _begins_another(header: Header, last: Region, frame: pl.DataFrame, contract: Contract) -> bool:
    """Other columns, or the same ones under a title of another kind."""
    if header.paths != last.header.paths:
        return True
    kind = named_kind(contract, titles_above(_rows_above(frame, header.start, last.begin)))
    return kind is not None and kind != (named_kind(contract, last.titles) or "main")


def is_left(contract: Contract, sheet_name: str | None, titles: Sequence[str]) -> bool:
    """Whether the sheet or the title above a list says that its households are no longer part of the source."""
    return "left" in (named_kind(contract, (sheet_name or "",)), named_kind(contract, titles))


def named_kind(contract: Contract, titles: Sequence[str]) -> str | None:
    """ "left" if the first title that names a list of the source names one of those who left ("DANH SÁCH HỘ THOÁT NGHÈO").

    A title that names the source's own list first ("hộ nghèo, hộ cận nghèo, hộ thoát nghèo") is "main"; None if none names any.
    """
    for title in titles:
        text = f" {fold_text(title)} "
        left = [text.find(f" {phrase} ") for phrase in contract.left_titles if f" {phrase} " in text]
        own = [text.find(f" {phrase} ") for phrase in contract.titles if f" {phrase} " in text]
        if left or own:
            return "left" if left and min(left) <= min(own, default=len(text)) else "main"
    return None
