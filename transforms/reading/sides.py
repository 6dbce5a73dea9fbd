"""Lists that stand beside each other on one sheet: each becomes a sheet of its own, in the columns where it stands.

Two lists are told from one wide list by what the second must have again: a heading that says who or what its rows are, and three
columns of the first, or all that another source requires; and by where it begins: behind a blank column, at a running number,
or where the headings begin anew. "Thẻ cũ" and "Thẻ mới" of one person, or the father's name and id, are columns of one list.

Data flow: Grid + contracts -> the grid, or one grid a list
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from transforms.contract import Contract
from transforms.reading.grids import column_letter, legible
from transforms.reading.headers import SEARCH_ROWS, Header, find_header
from transforms.reading.heading_keys import SERIAL_KEYS, Keys, Row, Windows, vocabulary
from transforms.reading.model import Grid
from transforms.reading.recognition import missing_groups

#: Cells that a column between two lists may hold: a stray sign, a signature under the lists.
_MOST_STRAY = 3
#: Columns that both lists of one source must have.
_SHARED = 3
#: Places between two lists that are tried, of those that part the sheet's headings in different ways: no sheet that was ever sent has more.
_MOST_CUTS = 60


def side_by_side(grid: Grid, contracts: Sequence[Contract], windows: Windows) -> list[Grid]:
    """The sheet as one grid a list, from left to right; nearly always the sheet itself.

    Positions and row numbers stay those of the sheet: cells of other lists are blank in a list's grid. Lists after the first carry
    their columns in the name ("BHYT (cột J–Q)"), because a sheet's name and a row's number say which row is meant.
    """
    everyone = [one for contract in contracts for one in contract.lists]
    lists: list[tuple[int, Grid]] = []
    begin, rest = 0, grid
    while found := _cut(rest, everyone, windows):
        left, rest = _parted(rest, *found)
        lists.append((begin, left))
        begin = found[0]
    return [_named(one, place) for place, one in (*lists, (begin, rest))]


def _cut(grid: Grid, contracts: Sequence[Contract], windows: Windows) -> tuple[int, int] | None:
    """The first column of the second list and the first row of either's headings; None where there is but one list."""
    sent = replace(grid, frame=grid.frame.head(SEARCH_ROWS + 10))
    rows: list[Row] = [list(row) for row in legible(sent).frame.iter_rows()]
    keys = windows.keys(rows)
    openings = _told_apart(sorted(set(_openings(grid.frame, rows, keys))), rows, contracts, keys)
    cuts = [(cut, *found) for cut in openings if (found := _two_lists(rows, cut, contracts, keys)) is not None]
    # The leftmost of the cuts that leave most columns their names: one through a list takes some from it.
    cut, top, _ = max(cuts, key=lambda found: found[2], default=(None, 0, 0))
    return None if cut is None else (cut, top)


def _openings(frame: pl.DataFrame, rows: Sequence[Row], keys: Keys) -> Iterator[int]:
    """Columns where a second list may begin."""
    blank = [frame.height - frame[f"c{place}"].null_count() <= _MOST_STRAY for place in range(frame.width)]
    yield from (place for place in range(2, frame.width) if blank[place - 1] and not blank[place])
    for row in rows:
        found = [place for place, text in enumerate(row) if text is not None]
        yield from (place for place in found[1:] if keys.full(row[place] or "") in SERIAL_KEYS)
        texts = [keys.full(row[place] or "") for place in found]
        for times in (2, 3):
            width, odd = divmod(len(texts), times)
            if width >= _SHARED and not odd and texts == texts[:width] * times:
                yield found[width]


def _told_apart(openings: Sequence[int], rows: Sequence[Row], contracts: Sequence[Contract], keys: Keys) -> list[int]:
    """Of openings with the same known headings on either side the leftmost: two hundred columns of notes between blank ones are one place.

    So the work grows with the headings that are known, of which there are few, not with the width of the sheet."""
    first, last = _extents(rows, SERIAL_KEYS.union(*(vocabulary(one) for one in contracts)), keys)
    begins, ends = sorted(first.values()), sorted(last.values())
    told: dict[tuple[int, int], int] = {}
    for cut in openings:
        told.setdefault((bisect_left(begins, cut), len(ends) - bisect_left(ends, cut)), cut)
    likeliest = sorted(told, key=lambda counts: (-sum(counts), told[counts]))[:_MOST_CUTS]
    return sorted(told[counts] for counts in likeliest)


def _extents(rows: Sequence[Row], words: frozenset[str], keys: Keys) -> tuple[dict[str, int], dict[str, int]]:
    """The first and the last column in which each known heading stands."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for row in rows:
        for place, text in enumerate(row):
            if text is not None and (key := next((one for one in (keys.full(text), keys.bare(text)) if one in words), None)):
                first[key] = min(place, first.get(key, place))
                last[key] = max(place, last.get(key, place))
    return first, last


def _two_lists(rows: Sequence[Row], cut: int, contracts: Sequence[Contract], keys: Keys) -> tuple[int, int] | None:
    """Where what stands on either side of the cut is a list: the first row of headings, and how many columns are known on both sides."""
    left = _headers([_only(row, 0, cut) for row in rows], contracts, keys)
    right = _headers([_only(row, cut, None) for row in rows], contracts, keys) if left else []
    pairs = [
        (min(one.start, other.start), len(one.positions) + len(other.positions))
        for one in left
        for other in right
        if _are_lists(one, other)
    ]
    return max(pairs, key=lambda pair: pair[1], default=None)


def _are_lists(one: Header, other: Header) -> bool:
    if one.contract is other.contract:
        return len(one.positions.keys() & other.positions.keys()) >= _SHARED
    return _is_complete(one) and _is_complete(other)


def _headers(rows: Sequence[Row], contracts: Sequence[Contract], keys: Keys) -> list[Header]:
    """The headings as each contract sees them, of contracts for which they name the rows."""
    found = [header for contract in contracts if (header := find_header(rows, contract, keys)) is not None]
    return [header for header in found if header.names_rows]


def _is_complete(header: Header) -> bool:
    own = header.contract
    return not missing_groups(header) and any(name in header.positions for name in own.distinctive)


def _only(row: Row, begin: int, end: int | None) -> Row:
    return [text if place >= begin and (end is None or place < end) else None for place, text in enumerate(row)]


def _parted(grid: Grid, cut: int, top: int) -> tuple[Grid, Grid]:
    """The list left of the cut and what stands right of it. A title with nothing beside it stands over both."""
    frame = grid.frame
    left, right = frame.columns[:cut], frame.columns[cut:]
    above = frame.head(top)
    over_both = above.select_seq(pl.all_horizontal(pl.col(right).is_null())).to_series()
    titles = [name for name in left if above[name].filter(over_both).null_count() < over_both.sum()]
    over_both = over_both.extend_constant(False, frame.height - above.height)
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    blank = frame.with_columns_seq(nothing.alias(name) for name in left)
    rest = blank.with_columns_seq(frame[name].zip_with(over_both, blank[name]) for name in titles)
    notes = [tuple(note for note in grid.cell_notes if (note[1] >= cut) == is_rest) for is_rest in (False, True)]
    return replace(grid, frame=frame.select_seq(left), cell_notes=notes[0]), replace(grid, frame=rest, cell_notes=notes[1])


def _named(grid: Grid, begin: int) -> Grid:
    """The first list has the sheet's name; each other says in which columns it stands."""
    if not begin:
        return grid
    last = max(place for place, column in enumerate(grid.frame.columns) if grid.frame[column].null_count() < grid.frame.height)
    where = f"cột {column_letter(begin)}–{column_letter(last)}"
    return replace(grid, name=f"{grid.name} ({where})" if grid.name else where)
