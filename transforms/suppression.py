"""Small cells of published tables: counts so small that a neighbour could tell who is meant, and those that would give them away.

Primary suppression hides a count of 1 to ``least`` - 1 below the ward's own level, and a share whose remainder is as small; what a whole
and a part of it leave is treated as a cell that nobody prints. Secondary suppression hides further cells until nothing hidden can be worked
out from what is shown and from what adds up: residential groups to their former unit and to the ward, parts to their whole, months to the
year up to them. Nought is shown: it points at nobody; so a reader knows that nothing hidden is less than 1, and this must not pin it down
either. Nor must what a part can be at most: no more households lack something than are poor and nearly poor together. The ward's own
figures are always shown. (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4; Luật Bảo vệ dữ liệu cá
nhân 91/2025/QH15.)

Data flow: current values by area -> ``suppressed`` -> keys of the cells to hide, with the reason
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence, Set
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from transforms.linear_programme import solution

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

KEY = ("indicator_code", "area_code", "month_key", "window_kind")
SCHEMA = {"indicator_code": pl.String, "area_code": pl.String, "month_key": pl.Int64, "window_kind": pl.String, "reason": pl.String}
#: What adds up within an area: whole -> parts, by the ends of the codes.
_PARTS: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]] = {
    "XH04": (("", ("-N0", "-N1", "-N2", "-N3", "-N4", "-N5")),),
    "XH05": (("", ("-BB", "-TN")),),  # who has both is counted once; where nobody has, and the ward's own figures tell that, it is a sum
    "XH01": (("-DC", ("", "-CN")), ("-TL", ("",))),
}
#: A whole and one part of it: what is left is printed nowhere, but any reader subtracts.
#: (Active beyond working age; poor and able to work.)
_RESTS: Mapping[str, str] = {"XH05-DTLD": "XH05", "XH01-KLD": "XH01"}
_REST = " rest"
#: Who lacks something is poor or nearly poor: of each lack no more than these together, though they add up to nothing.
_AT_MOST: Mapping[str, tuple[str, ...]] = {f"XH01-T{number:02}": ("XH01", "XH01-CN") for number in range(1, 13)}
_ROOM = " room"
_NOTHING = 1e-9
_FAR = 64

#: Windows that are tied to each other: the year up to a month is the year up to the month before and the month's own.
_OF_THE_YEAR = ("month", "year_to_date")
#: Indicator, area, month and window.
Cell = tuple[str, str, int, str]
#: What adds up to nothing: the whole counts against its parts.
Sum = dict[Cell, int]
#: The least and the most that cells can be; without those that have no such bound.
Bounds = tuple[Mapping[Cell, float], Mapping[Cell, float]]


class Count(NamedTuple):
    """One cell of the tables that add up. ``is_kept``: it was hidden before."""

    indicator_code: str
    area_code: str
    month_key: int
    window_kind: str
    area_kind: str
    former_unit_code: str | None
    numerator: float
    denominator: float | None
    is_small: bool
    is_kept: bool

    @property
    def cell(self) -> Cell:
        return self[:4]


def suppressed(values: pl.DataFrame, least: int, kept: pl.DataFrame | None = None) -> pl.DataFrame:
    """Cells to hide, one row each: ``KEY`` and ``reason`` (primary or secondary); in the order of the key.

    ``values``: one row per current value of the indicators concerned, with ``KEY``, ``area_kind``, ``former_unit_code``, ``numerator``,
    ``denominator`` (null without one), and, unless all are shares, ``measure``: what a ratio is held against, as last year's cases, is no
    whole, and leaves nothing. ``least`` 0 hides nothing. ``kept`` (``KEY``): cells hidden before. They stay hidden, whatever they
    are now, and are protected like any other: what was around them then is known, so that the figure of now, of a cell that did not change,
    would tell by subtraction its small neighbour of then.
    """
    if "measure" not in values.columns:
        values = values.with_columns_seq(pl.lit("share").alias("measure"))
    known = values.filter(pl.col("numerator").is_not_null()) if least > 0 else values.clear()
    if known.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    counts = _with_rests(known)
    is_part = pl.col("measure") != "ratio"
    remainder = pl.when(is_part).then(pl.col("denominator") - pl.col("numerator"))
    few = (pl.col("numerator"), pl.col("denominator"), remainder)
    small = pl.any_horizontal(number.is_between(1, least - 1).fill_null(False) for number in few)
    of_the_year = pl.col("window_kind").is_in(_OF_THE_YEAR)
    together = ("family", "period")
    if kept is None or kept.is_empty():
        counts = counts.with_columns_seq(pl.lit(False).alias("is_kept"))
    else:
        counts = counts.join(kept.select_seq(*KEY, pl.lit(True).alias("is_kept")).unique(), on=KEY, how="left")
    marked = counts.with_columns_seq(
        (small & (pl.col("area_kind") != "ward")).alias("is_small"),
        pl.when(is_part).then("denominator"),
        pl.col("is_kept").fill_null(False),
        pl.col("indicator_code").str.slice(0, 4).alias("family"),
        pl.when(of_the_year).then(pl.col("month_key") // 100).otherwise("month_key").alias("period"),
    )
    tables = (
        marked.filter((pl.col("is_small") | pl.col("is_kept")).any().over(together))
        .sort("month_key", "indicator_code", "area_code", "window_kind")
        .select_seq(*Count._fields, *together)
        .partition_by(together, include_key=False)
    )
    rows = [(*cell, reason) for table in tables for cell, reason in _hidden(tuple(map(Count._make, table.iter_rows()))).items()]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort(KEY)


def _with_rests(counts: pl.DataFrame) -> pl.DataFrame:
    """And a row for what no table prints and any reader works out: what each part of ``_RESTS`` leaves of its whole, and what came between
    two figures of the year where no month's own is printed. Small ones are protected as if they were."""
    part, rests = pl.col("indicator_code"), []
    parts = counts.filter(part.is_in(list(_RESTS)))
    if not parts.is_empty():
        whole = part.replace_strict(_RESTS, default=None, return_dtype=pl.String).alias("whole")
        wholes = counts.select_seq(part.alias("whole"), *KEY[1:], pl.col("numerator").alias("whole_numerator"))
        left = parts.with_columns_seq(whole).join(wholes, on=["whole", *KEY[1:]])
        rests.append(left.with_columns_seq((pl.col("whole_numerator") - pl.col("numerator")).alias("numerator")))
    of_year = counts.filter(pl.col("window_kind") == "year_to_date")
    if not of_year.is_empty():
        own = counts.filter(pl.col("window_kind") == "month").select_seq("indicator_code", "area_code", "month_key")
        rise = pl.col("numerator").diff().over("indicator_code", "area_code", pl.col("month_key") // 100)
        risen = of_year.sort("month_key").with_columns_seq(rise, pl.lit("month").alias("window_kind")).drop_nulls("numerator")
        rests.append(risen.join(own, on=["indicator_code", "area_code", "month_key"], how="anti"))
    without_whole = pl.lit(None, dtype=counts.schema["denominator"]).alias("denominator")
    return pl.concat([counts, *(frame.select_seq(counts.columns).with_columns_seq(part + _REST, without_whole) for frame in rests)])


@lru_cache(maxsize=512)
def _hidden(table: tuple[Count, ...]) -> Mapping[Cell, str]:
    """One family of indicators in one month, or over a year, in the order of months: cells to hide. A table has some hundred cells at most,
    and the same table has the same answer: it is not solved again.

    Month by month: what is hidden for one is chosen among its own cells, so that the next month brings back nothing.
    """
    cells, family = [row.cell for row in table], table[0].indicator_code[:4]
    given = {row.cell: "primary" if row.is_small else "secondary" for row in table if row.is_small or row.is_kept}
    printed = {cell for cell in cells if not cell[0].endswith(_REST)}
    sums = [*_sums_of_areas(table), *_sums_of_parts(cells, family), *_sums_of_months(cells)]
    counts = {row.cell: row.numerator for row in table}
    rooms = _rooms(counts)
    counts |= {cell: _left_of(line, counts) for cell, line in rooms.items()}
    empty = {(row.cell[0], *row.cell[2:]) for row in table if row.area_kind == "ward" and row.numerator == 0}
    worth = {
        row.cell: (row.area_kind == "former_unit", row.numerator == 0, row.numerator, row.cell)
        for row in table
        # A nought of a ward without any is known to be one: hiding it helps nobody.
        if row.area_kind != "ward" and row.cell in printed and (row.cell[0], *row.cell[2:]) not in empty
    }
    wholes = {row.cell: row.denominator for row in table if row.denominator is not None}
    hidden: dict[Cell, str] = {}
    lost: set[Cell] = set()  # nothing helps them: later months must not be hidden for them
    solved = _Solved()
    for month in dict.fromkeys(row.month_key for row in table):
        hidden |= {cell: reason for cell, reason in given.items() if cell[2] == month}
        known = [line for line in sums if max(cell[2] for cell in line) <= month]
        unseen = [cell for cell in cells if cell not in printed and cell not in hidden]  # nobody prints them, nobody need protect them
        limits = [line for cell, line in rooms.items() if cell[2] == month]
        while leaks := given_away(known, limits, hidden.keys(), unseen, counts, wholes, month, lost, solved):
            idle = _without_room([line for line in known if next(iter(line))[2] == month], limits, hidden.keys(), counts)
            open_cells = [cell for cell in worth if cell[2] == month and cell not in hidden]
            usable = _usable(known, leaks, [cell for cell in open_cells if cell not in idle])
            if not usable:  # noughts that follow from two shown ones help only when these are hidden first
                near = _usable(known, leaks, [cell for cell in open_cells if cell in idle])
                usable = Counter(part for cell in near for part in idle[cell] if part not in hidden)
            if not usable:  # the whole table stands on one cell: nothing of it that is below the ward can be shown
                hidden |= {cell: hidden.get(cell, "secondary") for cell in worth if cell[2] == month}
                lost |= leaks
                break
            # The figure of the plan goes last, what tells the most goes first.
            hidden[min(usable, key=lambda cell: (cell[0] == family, -usable[cell], worth[cell]))] = "secondary"
    return {cell: reason for cell, reason in hidden.items() if cell in printed}


def _sums_of_areas(table: Sequence[Count]) -> Iterable[Sum]:
    """For each indicator, a total and its parts: the ward with its groups and with its former units, each of these with its groups."""
    tables: dict[tuple[str, int, str], list[Count]] = {}
    for row in table:
        tables.setdefault((row.indicator_code, row.month_key, row.window_kind), []).append(row)
    for (code, month, window), own in tables.items():
        wards, groups, units, unknown = (
            [row.area_code for row in own if row.area_kind == wanted] for wanted in ("ward", "residential_group", "former_unit", "unknown")
        )
        sums = [(ward, [*parts, *unknown]) for ward in wards for parts in ([groups] if not units else [groups, units]) if parts or unknown]
        sums += [(unit, parts) for unit in units if (parts := [row.area_code for row in own if row.former_unit_code == unit])]
        for whole, parts in sums:
            yield {(code, area, month, window): sign for area, sign in ((whole, -1), *((part, 1) for part in parts))}


def _sums_of_parts(cells: Sequence[Cell], family: str) -> Iterable[Sum]:
    there = set(cells)
    for whole, parts in _PARTS.get(family, ()):
        for _, area, month, window in (cell for cell in cells if cell[0] == family + whole):
            line = {(family + whole, area, month, window): -1} | {(family + end, area, month, window): 1 for end in parts}
            if line.keys() <= there:
                yield line
    for part, whole in _RESTS.items():
        for code, area, month, window in (cell for cell in cells if cell[0] == part + _REST):
            yield {(whole, area, month, window): -1, (part, area, month, window): 1, (code, area, month, window): 1}


def _sums_of_months(cells: Sequence[Cell]) -> Iterable[Sum]:
    """The year up to a month: what it was up to the month that is known before it, and what came since; in January the month's own."""
    there = set(cells)
    last: dict[tuple[str, str], Cell] = {}
    for cell in cells:  # in the order of months, within one year
        code, area, month, window = cell
        if window != "year_to_date":
            continue
        since = next((own for own in ((code, area, month, "month"), (code + _REST, area, month, "month")) if own in there), None)
        before = last.get((code, area))
        if since is not None and (before is not None or month % 100 == 1):
            yield {cell: -1, since: 1} | ({before: 1} if before is not None else {})
        last[code, area] = cell


def _rooms(counts: Mapping[Cell, float]) -> dict[Cell, Sum]:
    """What each part of ``_AT_MOST`` leaves of its wholes, in its month and area: a cell that nobody prints and that is no less than
    nought. Without those that the data contradict: such a bound tells nothing."""
    rooms: dict[Cell, Sum] = {}
    for cell in counts:
        wholes = [(code, *cell[1:]) for code in _AT_MOST.get(cell[0], ())]
        if wholes and all(whole in counts for whole in wholes):
            room = (cell[0] + _ROOM, *cell[1:])
            line = {room: 1, cell: 1} | dict.fromkeys(wholes, -1)
            if _left_of(line, counts) >= 0:
                rooms[room] = line
    return rooms


def _left_of(line: Sum, counts: Mapping[Cell, float]) -> float:
    """What makes the line add up, for the cell that has no count yet."""
    return -sum(sign * counts[cell] for cell, sign in line.items() if cell in counts)


def _part_and_wholes(line: Sum) -> tuple[Cell, list[Cell]]:
    _, part, *wholes = line
    return part, wholes


def _without_room(sums: Sequence[Sum], limits: Sequence[Sum], hidden: Set[Cell], counts: Mapping[Cell, float]) -> dict[Cell, list[Cell]]:
    """Parts of which everybody knows that they are nought, because their wholes are and are shown; with these."""
    over = list(map(_part_and_wholes, limits))
    split = [([cell for cell, sign in line.items() if sign < 0], [cell for cell, sign in line.items() if sign > 0]) for line in sums]
    over += [(part, wholes) for wholes, parts in split for part in parts]
    return {part: wholes for part, wholes in over if not any(whole in hidden or counts[whole] for whole in wholes)}


def _usable(sums: Sequence[Sum], leaks: set[Cell], open_cells: Collection[Cell]) -> Counter[Cell]:
    """Cells that may be hidden against the leaks, with the sums each stands in: those of the same sums, else of the sums next to them."""
    reached = leaks
    usable: Counter[Cell] = Counter()
    while not usable:
        near = [line for line in sums if reached & line.keys()]
        usable = Counter(cell for line in near for cell in line.keys() & open_cells)
        further = reached.union(*near)
        if len(further) == len(reached):
            break
        reached = further
    return usable


def given_away(
    sums: Sequence[Sum],
    limits: Sequence[Sum],
    hidden: Set[Cell],
    unseen: Collection[Cell],
    counts: Mapping[Cell, float],
    wholes: Mapping[Cell, float],
    month: int,
    lost: Set[Cell],
    solved: "_Solved",
) -> set[Cell]:
    """Hidden cells that can be one number only: by the sums alone, or because nought is shown and so nothing hidden is less than 1.

    The same of what is left to each one's denominator, and of ``limits``, the month's own rooms. Who finds that one is nought has found
    nobody. Cells that no sum ties to ``month`` were judged with their own. Without ``lost``.
    """
    found = {cell for lines, cells in _tied(sums, [*hidden, *unseen], month) for cell in solved.by_sums(lines, cells)}
    if found := (found & hidden) - lost:
        return found
    most = _most(limits, hidden, counts, wholes)
    in_question = [line for line in limits if any(whole in hidden for whole in _part_and_wholes(line)[1])]
    tied = _tied([*sums, *in_question], [*hidden, *unseen, *(next(iter(line)) for line in in_question)], month)
    found = {cell for lines, cells in tied for cell in solved.by_bounds(lines, cells, _bounds(lines, cells, hidden, counts, most), counts)}
    return {cell for cell in (found & hidden) - lost if counts[cell] != 0}


def _tied(sums: Sequence[Sum], cells: Sequence[Cell], month: int) -> list[tuple[list[Sum], list[Cell]]]:
    connected = _connected(sums, cells)
    return [(lines, together) for lines, together in connected if any(cell[2] == month for line in lines for cell in line)]


def _most(limits: Sequence[Sum], hidden: Set[Cell], counts: Mapping[Cell, float], wholes: Mapping[Cell, float]) -> dict[Cell, float]:
    """What hidden cells can be at most: their denominator, or the shown wholes of a part. Of a whole of two, hidden as few itself, nobody
    knows it."""
    most = {cell: wholes[cell] for cell in hidden if wholes.get(cell, 0) > 2}
    split = map(_part_and_wholes, limits)
    return most | {
        part: sum(counts[whole] for whole in of) for part, of in split if part in hidden and not any(whole in hidden for whole in of)
    }


def _bounds(
    lines: Sequence[Sum], cells: Sequence[Cell], hidden: Set[Cell], counts: Mapping[Cell, float], most: Mapping[Cell, float]
) -> "Bounds":
    """The least and the most that each cell can be. Where a nought had to be hidden, each in its sums may be the nought. What is negative
    (a year's figure that was corrected downwards) has no bound."""
    sums = [line for line in lines if not next(iter(line))[0].endswith(_ROOM)]
    left = {cell: most[cell] - counts[cell] for cell in cells if cell in most}
    in_doubt, left_in_doubt = (
        noughts.union(*(line for line in sums if line.keys() & noughts))
        for noughts in (
            {cell for cell in cells if cell in hidden and counts[cell] == 0},
            {cell for cell, number in left.items() if number == 0},
        )
    )
    lowest = {cell: float(cell in hidden and cell not in in_doubt) for cell in cells if counts[cell] >= 0}
    # Of a share nobody is few when all are, and that is shown; of households that lack something there may be as many as there are.
    is_all = {cell: cell[0] in _AT_MOST or cell in left_in_doubt for cell in left}
    return lowest, {cell: most[cell] - (not is_all[cell]) for cell, number in left.items() if number >= 0}


def _connected(sums: Sequence[Sum], hidden: Sequence[Cell]) -> Iterable[tuple[list[Sum], list[Cell]]]:
    """Hidden cells that sums tie to each other, with those sums: each set is solved by itself, in the cube of its own size."""
    ties = [cells for line in sums if (cells := [cell for cell in line if cell in hidden_set])] if (hidden_set := set(hidden)) else []
    set_of = {cell: cell for cell in hidden}

    def root(cell: Cell) -> Cell:
        while set_of[cell] != cell:
            set_of[cell] = set_of[set_of[cell]]
            cell = set_of[cell]
        return cell

    for first, *others in ties:
        one = root(first)
        for other in others:
            set_of[root(other)] = one
    lines: dict[Cell, list[Sum]] = {}
    for line in sums:
        tied = next((cell for cell in line if cell in hidden_set), None)
        if tied is not None:
            lines.setdefault(root(tied), []).append(line)
    members: dict[Cell, list[Cell]] = {}
    for cell in hidden:
        members.setdefault(root(cell), []).append(cell)
    return ((lines[each], members[each]) for each in lines)


class _Solved:
    """What follows within each connected set of one table, remembered: one more hidden cell changes the set that it stands in alone."""

    def __init__(self) -> None:
        self._by_sums: dict[tuple[Hashable, ...], set[Cell]] = {}
        self._by_bounds: dict[tuple[Hashable, ...], set[Cell]] = {}

    def by_sums(self, lines: Sequence[Sum], cells: Sequence[Cell]) -> set[Cell]:
        """Cells that the sums alone give away."""
        key = (*map(id, lines), *cells)  # the sums of a table are made once
        if key not in self._by_sums:
            self._by_sums[key] = _solved(lines, cells)
        return self._by_sums[key]

    def by_bounds(self, lines: Sequence[Sum], cells: Sequence[Cell], bounds: "Bounds", counts: Mapping[Cell, float]) -> set[Cell]:
        """Cells that can be one number only because of what they are at least and at most, and what follows from them."""
        lowest, highest = ({cell for cell, bound in side.items() if counts[cell] == bound} for side in bounds)
        key = (*map(id, lines), *cells, *(frozenset(side.items()) for side in bounds))
        if key not in self._by_bounds:
            fixed = _fixed(lines, cells, lowest, highest)
            others = [cell for cell in cells if cell not in fixed]
            found = fixed | (_solved(lines, others) if fixed else set())
            # Beside rooms, or over the months of a year, a table is no network: that something can move does not say that it can by whole
            # persons.
            is_network = len({cell[2] for cell in cells}) == 1 and not any(cell[0].endswith(_ROOM) for cell in cells)
            self._by_bounds[key] = found if found or is_network else _of_one_number(lines, cells, bounds, counts)
        return self._by_bounds[key]


def _matrix(lines: Sequence[Sum], cells: Sequence[Cell]) -> "NDArray[float64]":
    import numpy

    place = {cell: number for number, cell in enumerate(cells)}
    matrix: NDArray[float64] = numpy.zeros((len(lines), len(cells)))
    for number, line in enumerate(lines):
        for cell in line.keys() & place.keys():
            matrix[number, place[cell]] = line[cell]
    return matrix


def _solved(lines: Sequence[Sum], hidden: Sequence[Cell]) -> set[Cell]:
    """By elimination (Gauss-Jordan): a cell is known whose line ends with itself alone, in whatever order the cells are taken. Those of the
    fewest sums first: a line has few cells, and keeps few so."""
    place = {cell: number for number, cell in enumerate(hidden)}
    rows = [{place[cell]: float(sign) for cell, sign in line.items() if cell in place} for line in lines]
    rows_of: list[set[int]] = [set() for _ in hidden]
    for number, row in enumerate(rows):
        for column in row:
            rows_of[column].add(number)
    leading: dict[int, int] = {}
    for column in sorted(range(len(hidden)), key=lambda column: len(rows_of[column])):
        free = rows_of[column] - leading.keys()
        if free:
            leads = min(free, key=lambda number: (len(rows[number]), number))
            _eliminate(rows, rows_of, column, leads)
            leading[leads] = column
    return {hidden[column] for number, column in leading.items() if len(rows[number]) == 1}


def _eliminate(rows: Sequence[dict[int, float]], rows_of: Sequence[set[int]], column: int, leads: int) -> None:
    """The column out of every row but one, which has 1 there."""
    own = rows[leads]
    lead = own[column]
    for place in own:
        own[place] /= lead
    for number in rows_of[column] - {leads}:
        row, times = rows[number], rows[number][column]
        for place, value in own.items():
            left = row.get(place, 0.0) - times * value
            if abs(left) > _NOTHING:
                row[place] = left
                rows_of[place].add(number)
            elif place in row:
                del row[place]
                rows_of[place].discard(number)


def _fixed(lines: Sequence[Sum], cells: Sequence[Cell], lowest: Set[Cell], highest: Set[Cell]) -> set[Cell]:
    """Cells at a bound that no solution takes away from it. What the others could be besides follows by elimination.

    One linear programme: each cell may move from its true count by any number, those at a bound in one direction only, the sums stay; as
    many of these as can move do. Moves add up, so that one solution moves all that any solution moves. The sums of one month's table are
    flows in a network: what can move at all can move by one whole person.
    """
    if not lowest and not highest:
        return set()
    import numpy

    signs = numpy.array([1 if cell in lowest else -1 if cell in highest else 0 for cell in cells])
    bound = numpy.flatnonzero(signs)
    moves = _matrix(lines, cells) * numpy.where(signs == 0, 1, signs)
    # A cell at a bound moves by what counts, up to 1, and by what goes beyond.
    sums = numpy.hstack([moves, moves[:, bound]])
    gains = numpy.concatenate([numpy.abs(signs), numpy.zeros(len(bound))])
    still = numpy.array([cell in lowest and cell in highest for cell in cells])
    least = numpy.concatenate([numpy.where(signs == 0, -numpy.inf, 0.0), numpy.zeros(len(bound))])
    most = numpy.concatenate([numpy.where(signs == 0, numpy.inf, 1.0), numpy.full(len(bound), numpy.inf)])
    most[numpy.concatenate([still, still[bound]])] = 0.0
    moved = solution(-gains, sums, numpy.zeros(len(lines)), least, most)
    return {cells[place] for place in bound.tolist() if moved[place] < 0.5}


def _of_one_number(lines: Sequence[Sum], cells: Sequence[Cell], bounds: Bounds, counts: Mapping[Cell, float]) -> set[Cell]:
    """Cells that whole numbers within all bounds leave no second value, by branch and bound. One solution that differs answers for every
    cell in which it does, so that a few ask for all of them."""
    import numpy

    lowest, highest = bounds
    matrix, true = _matrix(lines, cells), numpy.array([counts[cell] for cell in cells])
    least = numpy.array([lowest.get(cell, counts[cell] - _FAR) for cell in cells])
    most = numpy.array([highest.get(cell, counts[cell] + _FAR) for cell in cells])
    alone = set(range(len(cells)))

    def look(weights: "NDArray[float64]") -> None:
        answer = solution(weights, matrix, matrix @ true, least, most, is_whole=True)
        alone.difference_update(numpy.flatnonzero(numpy.abs(answer - true) > 0.5).tolist())

    any_order = numpy.random.default_rng(0)
    for _ in range(4):
        weights = any_order.normal(size=len(cells))
        look(weights)
        look(-weights)
    for place in sorted(alone):
        for sign in (1.0, -1.0):
            if place in alone:
                look(sign * (numpy.arange(len(cells)) == place))
    return {cells[place] for place in alone}
