"""A reader of published tables who wants to know what is blank: everything that is shown, and every relation that he knows of, as whole
numbers. Written apart from ``transforms.suppression``, so that the one does not repeat the other's mistakes.

Data flow: current values, hidden cells -> ``Reader`` -> how many values each blank figure can have
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from transforms.suppression import KEY

Cell = tuple[str, str, int, str]
#: Signs of cells, and what they come to: ``least <= sum <= most``.
Relation = tuple[dict[Cell, float], float, float]
#: The kind of each area, and the former unit that it belonged to.
Areas = dict[str, tuple[str, str | None]]
_MUCH = 200.0


@dataclass(frozen=True)
class Reader:
    """``numbers``: what is true, of all cells; ``blank``: those he does not see; ``most``: what each is at most, where that is known."""

    numbers: dict[Cell, float]
    blank: set[Cell]
    relations: list[Relation]
    most: dict[Cell, float]

    def with_few_values(self) -> dict[Cell, int]:
        """Blank figures that can be one number only, or one of two, with how many.

        Some solutions in random directions answer for most of them; only who had fewer than three values there is asked for by itself.
        """
        cells = sorted(self.blank)
        solve = self._solver(cells)
        any_way = numpy.random.default_rng(1)
        ways = [sign * weights for weights in any_way.normal(size=(6, len(cells))) for sign in (1, -1)]
        seen = numpy.array([solve(way) for way in ways])
        least, most = seen.min(axis=0), seen.max(axis=0)
        for place in numpy.flatnonzero(most - least < 2):
            alone = numpy.eye(len(cells))[place]
            least[place], most[place] = solve(alone)[place], solve(-alone)[place]
        return {cell: round(high - low) + 1 for cell, low, high in zip(cells, least, most, strict=True) if high - low < 2}

    def _solver(self, cells: list[Cell]) -> Callable[[NDArray[numpy.float64]], NDArray[numpy.float64]]:
        """The whole numbers that agree with all that is known and are least in a given direction."""
        place = {cell: number for number, cell in enumerate(cells)}
        matrix, least, most = numpy.zeros((len(self.relations), len(cells))), [], []
        for line, (signs, low, high) in enumerate(self.relations):
            shown = sum(sign * self.numbers[cell] for cell, sign in signs.items() if cell not in place)
            least.append(low - shown)
            most.append(high - shown)
            for cell in signs.keys() & place.keys():
                matrix[line, place[cell]] = signs[cell]
        within = Bounds(numpy.zeros(len(cells)), [self.most.get(cell, self.numbers[cell] + _MUCH) for cell in cells])
        limits = LinearConstraint(csr_array(matrix), least, most)

        def solve(direction: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
            answer = milp(direction, constraints=limits, bounds=within, integrality=numpy.ones(len(cells)))
            assert answer.status == 0, "what is true is possible"
            return numpy.round(answer.x)

        return solve


def with_few_values(values: pl.DataFrame, hidden: pl.DataFrame) -> dict[Cell, int]:
    return {cell: number for reader in readers(values, hidden) for cell, number in reader.with_few_values().items()}


def readers(values: pl.DataFrame, hidden: pl.DataFrame) -> Iterator[Reader]:
    """One for each family of indicators in a month, or over a year where figures run from its beginning. ``values``: as
    ``transforms.suppression.suppressed`` takes them; ``hidden``: as it gives them."""
    blank = set(hidden.select(KEY).iter_rows())
    year = pl.when(pl.col("window_kind") == "snapshot").then("month_key").otherwise(pl.col("month_key") // 100)
    told = values.filter(pl.col("numerator").is_not_null()).with_columns(
        pl.col("indicator_code").str.slice(0, 4).alias("family"), year.alias("period")
    )
    for _, table in told.group_by("family", "period", maintain_order=True):
        numbers: dict[Cell, float] = dict(zip(table.select(KEY).iter_rows(), table["numerator"], strict=True))
        here = blank & numbers.keys()
        if not here:
            continue
        wholes = dict(zip(numbers, table["denominator"], strict=True))
        areas: Areas = {area: (kind, unit) for area, kind, unit in table.select("area_code", "area_kind", "former_unit_code").iter_rows()}
        relations = [each for each in _relations(numbers, areas) if _is_true(each, numbers)]
        most = {cell: whole for cell in here if (whole := wholes[cell]) is not None and whole >= numbers[cell]}
        yield Reader(numbers, here, relations, most)


def _is_true(relation: Relation, numbers: dict[Cell, float]) -> bool:
    """Data may break a relation; he who believed it would find a wrong number."""
    signs, least, most = relation
    if not signs.keys() <= numbers.keys():
        return False
    return least <= sum(sign * numbers[cell] for cell, sign in signs.items()) <= most


def _relations(numbers: dict[Cell, float], areas: Areas) -> Iterator[Relation]:
    for cell in numbers:
        kind = areas[cell[1]][0]
        groups = [area for area, (of_kind, _) in areas.items() if of_kind == "residential_group"]
        if kind == "ward":
            rest = [area for area, (of_kind, _) in areas.items() if of_kind == "unknown"]
            units = [area for area, (of_kind, _) in areas.items() if of_kind == "former_unit"]
            yield _total(cell, [*groups, *rest], numbers)
            if units:
                yield _total(cell, [*units, *rest], numbers)
        elif kind == "former_unit":
            yield _total(cell, [area for area in groups if areas[area][1] == cell[1]], numbers)
        yield from _within_an_area(cell)
        yield from _within_a_year(cell, numbers)


def _total(whole: Cell, parts: list[str], numbers: dict[Cell, float]) -> Relation:
    """Where an area has no figure of its own (nobody counts how many live at "không rõ"), the others are no more than the whole."""
    code, _, month, window = whole
    there = [cell for area in parts if (cell := (code, area, month, window)) in numbers]
    return {whole: 1.0, **dict.fromkeys(there, -1.0)}, 0, 0 if len(there) == len(parts) else numpy.inf


def _within_an_area(cell: Cell) -> Iterator[Relation]:
    code, *here = cell
    family, end = code[:4], code[4:]

    def parts(*ends: str) -> dict[Cell, float]:
        return {(family + one, *here): 1.0 for one in ends}  # type: ignore[misc]

    exactly = {
        ("XH04", ""): parts(*(f"-N{number}" for number in range(6))),
        ("XH01", "-DC"): parts("", "-CN"),
        ("XH01", "-TL"): parts(""),
    }
    no_more_than = {
        ("XH05", ""): parts("-BB", "-TN"),  # who has both is counted once
        **{("XH05", one): parts("") for one in ("-BB", "-TN", "-DTLD")},
        ("XH01", "-KLD"): parts(""),
        **{("XH01", f"-T{number:02}"): parts("", "-CN") for number in range(1, 13)},
    }
    if (family, end) in exactly:
        yield {cell: -1.0, **exactly[family, end]}, 0, 0
    if (family, end) in no_more_than:
        yield {cell: -1.0, **no_more_than[family, end]}, 0, numpy.inf


def _within_a_year(cell: Cell, numbers: dict[Cell, float]) -> Iterator[Relation]:
    code, area, month, window = cell
    own, before = (code, area, month, "month"), (code, area, month - 1, window)
    if window == "year_to_date" and own in numbers and (before in numbers or month % 100 == 1):
        yield {cell: -1.0, own: 1.0, **({before: 1.0} if before in numbers else {})}, 0, 0
