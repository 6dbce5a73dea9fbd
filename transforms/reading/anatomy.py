"""The lists on one sheet: where each begins and ends, which rows are its data, what it says of itself.

One row of a table is one data row of the list; titles, headers, group rows, sums, notes and signatures are told apart
from it (domain notes §9.2) and kept beside it.

Data flow: Grid + Contract -> headers of every list on the sheet -> rows by kind -> Table
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from transforms.contract import Contract, Grid, StatedTotal, Table
from transforms.reading.headers import SEARCH_ROWS, SERIAL_KEYS, Header, Keys, Row, extend_header, find_header, fold_keys, vocabulary
from transforms.reading.rows import WHOLE_NUMBER, classify, is_code_row, is_technical_row
from transforms.reading.totals import stated_totals
from transforms.vietnamese.text import fold_text

#: Rows below the first list that may begin another one are looked at one by one; no sheet has more of them.
_MOST_RESTARTS = 200
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Region:
    """A header, the rows that belong to it (``noise`` included) and the texts that stand above it."""

    header: Header
    begin: int
    end: int
    noise: tuple[Row, ...]
    titles: tuple[str, ...]
    is_first: bool


def window(frame: pl.DataFrame, start: int, height: int) -> list[Row]:
    """Some rows of a sheet as lists; the only place where rows are looked at one by one."""
    return [list(row) for row in frame.slice(start, height).iter_rows()]


def titles_above(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(text.strip() for row in rows for text in row if text is not None)


def column_letter(position: int) -> str:
    """The letter Excel shows: 0 -> A, 26 -> AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = _LETTERS[rest] + letters
    return letters


def tables_of(grid: Grid, header: Header, contract: Contract, sent: pl.DataFrame) -> list[Table]:
    """Every list of the contract, and of the side lists it names, on one sheet whose first header is known.

    ``grid`` is the legible sheet; the cells of the tables come from ``sent``, the same sheet as it was sent.

    A repeated header (each printed page) continues its list; a header with other columns, or under the title of a left list,
    begins another. A header without a row of data gives no table.
    """
    tables = [_table(grid, region, contract, sent) for region in _regions(grid, header, contract)]
    return [table for table in tables if table.frame.height]


# --- where lists begin ----------------------------------------------------------------------------------------------
def _regions(grid: Grid, header: Header, contract: Contract) -> list[Region]:
    regions = [_region(grid, header, 0)]
    for start in _restarts(grid.frame, header, contract):
        last = regions[-1]
        if start < last.begin:
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
    return Region(header, header.start + under, grid.frame.height, noise, _titles_of(grid.frame, header.start, after), not after)


def _titles_of(frame: pl.DataFrame, start: int, after: int) -> tuple[str, ...]:
    """The texts above a header: all of them for the first list of a sheet, for a later one those of the sparse rows right above."""
    first = max(after, start - SEARCH_ROWS)
    rows = window(frame, first, start - first)
    if after:
        full = [place for place, row in enumerate(rows) if sum(text is not None for text in row) > 2]
        rows = rows[full[-1] + 1:] if full else rows
    return titles_above(rows)


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
    candidates = frame.with_columns(begins=(filled >= 3) & ~is_numbered & opens).with_row_index("index").slice(header.end).filter("begins")
    if not candidates.height:
        return []
    known = _heading_texts(candidates.drop("begins", "index"), contract)
    hits = pl.sum_horizontal(pl.col(name).is_in(known) for name in frame.columns)
    return candidates.filter(hits >= 2)["index"].head(_MOST_RESTARTS).to_list()


def _heading_texts(candidates: pl.DataFrame, contract: Contract) -> list[str]:
    """The distinct texts of some rows that are headings of the contract or of its side lists."""
    texts = candidates.unpivot()["value"].drop_nulls().unique()
    keys = fold_keys(texts.filter((texts.str.len_chars() <= 120) & ~texts.str.contains(r"^\s*\d")).to_list())
    words = SERIAL_KEYS.union(*(vocabulary(one) for one in (contract, *contract.others)))
    return [text for text, key in keys.items() if key in words]


def _header_at(frame: pl.DataFrame, start: int, contract: Contract) -> Header | None:
    rows = window(frame, start, 10)
    keys = Keys(rows)
    found = [header for one in (contract, *contract.others) if (header := find_header(rows, one, keys, starts=(0,)))]
    if not found:
        return None
    header = extend_header(rows, max(found, key=lambda header: len(header.positions)), keys)
    return replace(header, start=start) if len(header.positions) >= 3 else None


def _begins_another(header: Header, last: Region, frame: pl.DataFrame, contract: Contract) -> bool:
    """Other columns, or the same ones under a title of another kind."""
    if header.paths != last.header.paths:
        return True
    kind = named_kind(contract, _titles_of(frame, header.start, last.begin))
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


# --- from rows to a table -------------------------------------------------------------------------------------------
def _table(grid: Grid, region: Region, contract: Contract, sent: pl.DataFrame) -> Table:
    body = grid.frame.with_row_index("index").slice(region.begin, region.end - region.begin)
    kinds = classify(body, region.header, region.noise)
    last = _last_data_row(kinds)
    chosen = kinds.filter(pl.col("kind") == "data", pl.col("index") <= last)["index"]
    data = sent[chosen].with_columns(chosen)
    header = region.header
    positions = {name: place for name, place in header.positions.items() if name != "serial_number"}
    groups = _groups(kinds.filter(pl.col("index") < last), grid.first_row)
    return Table(
        source=contract.source,
        kind=_kind(grid, region, contract),
        sheet_name=grid.name,
        frame=_frame(data, positions, header.serial_position, grid.first_row),
        groups=groups,
        headers={name: header.heading(place) for name, place in header.positions.items()},
        letters={name: column_letter(place) for name, place in header.positions.items()},
        unknown_headers=_unknown_headers(header, data),
        titles=region.titles,
        notes=_notes(body, kinds.filter(pl.col("index") > last)),
        stated_totals=_totals(body, kinds, data, grid, has_groups=groups.height > 0),
        last_serial=last_serial(data, header.serial_position),
        visible=grid.visible,
    )


def _kind(grid: Grid, region: Region, contract: Contract) -> str:
    """A sheet's name speaks for its first list; a later one is told by its own title alone."""
    if is_left(contract, grid.name if region.is_first else None, region.titles):
        return "left"
    return "main" if region.header.contract.source == contract.source else region.header.contract.source


def _last_data_row(kinds: pl.DataFrame) -> int:
    """The list ends at its signatures; where numbered rows follow them, it does not, for a lost row is worse than a strange one."""
    data = kinds.filter(pl.col("kind") == "data")
    signature = kinds.filter(pl.col("kind") == "signature")["index"].min()
    if signature is not None:
        goes_on = data.filter("is_numbered", pl.col("index") > signature).height
        data = data if goes_on else data.filter(pl.col("index") < signature)
    last = data["index"].max()
    return -1 if last is None else int(str(last))


def _frame(data: pl.DataFrame, positions: dict[str, int], serial: int | None, first_row: int) -> pl.DataFrame:
    number = pl.col(f"c{serial}") if serial is not None else pl.lit(None, pl.String)
    return data.select(
        (pl.col("index").cast(pl.Int64) + first_row).alias("row_number"),
        number.alias("serial_number"),
        *(_cell(data, place).alias(name) for name, place in positions.items()),
    )


def _cell(data: pl.DataFrame, place: int) -> pl.Expr:
    """A headed column beyond the sheet's last filled cell is blank, not missing."""
    return pl.col(f"c{place}") if f"c{place}" in data.columns else pl.lit(None, pl.String)


def _groups(kinds: pl.DataFrame, first_row: int) -> pl.DataFrame:
    """Group rows above the last row of data; their text is the first beside the running number ("Lĩnh vực Hộ tịch")."""
    rows = kinds.filter(pl.col("kind") == "group", pl.col("first").is_not_null())
    return rows.select((pl.col("index").cast(pl.Int64) + first_row).alias("row_number"), pl.coalesce("text", "first").alias("text"))


def _notes(body: pl.DataFrame, kinds: pl.DataFrame) -> tuple[str, ...]:
    rows = body.join(kinds.filter(pl.col("kind") != "noise").select("index"), on="index", how="semi", maintain_order="left")
    return titles_above([list(row) for row in rows.drop("index").head(100).iter_rows()])


def _totals(body: pl.DataFrame, kinds: pl.DataFrame, data: pl.DataFrame, grid: Grid, *, has_groups: bool) -> tuple[StatedTotal, ...]:
    rows = body.join(kinds.filter(pl.col("kind") == "total").select("index"), on="index", how="semi", maintain_order="left")
    return stated_totals(rows.tail(200), data, grid.name, grid.first_row, has_groups=has_groups)


def last_serial(data: pl.DataFrame, serial: int | None) -> int | None:
    """The largest running number of the data rows; None without any, and where the numbering starts anew in each group, since
    its end then says nothing about the whole list."""
    if serial is None or f"c{serial}" not in data.columns:
        return None
    numbers = data[f"c{serial}"].str.extract(r"^\s*\(?(\d{1,7})(?:[.,]0+)?[.)]?\s*$").cast(pl.Int64).drop_nulls()
    steps = numbers.diff().drop_nulls()
    starts_anew = int((numbers == 1).sum()) > 1 and bool(((steps == 1) | (numbers.slice(1) == 1)).all())
    largest = numbers.max()
    return None if starts_anew or largest is None else int(str(largest))


def _unknown_headers(header: Header, data: pl.DataFrame) -> tuple[str, ...]:
    """Headings that no contract column claims, and columns of data without any heading."""
    unknown = []
    for place, path in enumerate(header.paths):
        if place in header.positions.values() or place == header.serial_position:
            continue
        if path and not header.known[place]:
            unknown.append(header.heading(place))
        elif not path and f"c{place}" in data.columns and data.height - data[f"c{place}"].null_count() > 0.1 * data.height:
            unknown.append(f"(cột {column_letter(place)} không có tiêu đề)")
    return tuple(unknown)

