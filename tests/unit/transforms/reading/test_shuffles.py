"""Properties over every layout: columns in any order, with more and fewer of them, headings in other words and letters, rows that are no
data: the facts stay the same."""

from collections.abc import Callable
from datetime import date, datetime, time
from itertools import zip_longest
from random import Random

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.registry import contracts, source
from tests.support.drawn_frames import context, written
from tests.synthetic.column_variants import every, respelt, reworded, shuffled, with_noise
from tests.synthetic.golden import Facts, differences
from tests.synthetic.layouts import LAYOUTS
from tests.synthetic.page_furniture import DRESSES, dressed
from tests.synthetic.records import Cell
from tests.synthetic.reference_records import MONTH, cast
from tests.synthetic.sheets import Sheet
from transforms.reading.delivery import find_tables
from transforms.reading.grids import grid_from_rows
from transforms.reading.model import Reading

ALL = contracts()
#: Two lists on one sheet have two headers: they are no list to shuffle as one.
SHUFFLED = sorted(LAYOUTS.keys() - {"health_two_lists"})
LAYOUT, RANDOM = st.sampled_from(SHUFFLED), st.randoms(use_true_random=False)
EXAMPLES = settings(max_examples=45, deadline=None)


def as_text(cell: Cell) -> str | None:
    """As workbooks give it: a date with its time."""
    if isinstance(cell, date):
        return f"{cell if isinstance(cell, datetime) else datetime.combine(cell, time()):%Y-%m-%d %H:%M:%S}"
    return None if cell is None else str(cell)


def assert_same_facts(name: str, sheets: list[Sheet]) -> None:
    layout = LAYOUTS[name]
    grids = [grid_from_rows(sheet.name, [[as_text(cell) for cell in row] for row in sheet.rows]) for sheet in sheets]
    tables = tuple(table for grid in grids if grid.frame.height for table in find_tables(grid, ALL))
    assert {table.source for table in tables} == {layout.source}
    shown = layout.shows(sheets)
    tidy = source(layout.source).clean(Reading(layout.source, tables), context(MONTH)).frame.select("sheet_name", "row_number", *shown)
    found: Facts = {row[:2]: dict(zip(shown, map(written, row[2:]))) for row in tidy.rows()}
    truth = cast(layout.source).truth()
    wrong = differences(found, {place: {column: truth[row][column] for column in shown} for place, row in layout.rows(sheets).items()})
    assert not wrong, wrong


def changed(name: str, change: Callable[[Sheet], Sheet]) -> list[Sheet]:
    return every(LAYOUTS[name].sheets(), change)


@given(LAYOUT, RANDOM)
@EXAMPLES
def test_columns_in_any_order_with_fewer_and_more_of_them_give_the_same_facts(name: str, random: Random) -> None:
    assert_same_facts(name, changed(name, lambda sheet: shuffled(sheet, LAYOUTS[name].source, random)))


@given(LAYOUT, st.sampled_from([(0, 0), (1, 0), (2, 0), (1, 1), (2, 3)]))
@EXAMPLES
def test_a_list_beside_another_is_read_like_the_list_alone(name: str, place: tuple[int, int]) -> None:
    """Right beside it at the same height, or behind blank columns at any; the second is named by its columns."""
    gap, lower = place
    for sheet in LAYOUTS[name].sheets():
        rows = [[as_text(cell) for cell in row] for row in sheet.rows]
        alone = find_tables(grid_from_rows(sheet.name, rows), ALL) if rows else []
        if not alone:
            continue
        width = max(map(len, rows)) + gap
        shifted = [[None] * width + row for row in [*[[]] * lower, *rows]]
        blank: list[list[str | None]] = [[]] * lower
        both = [
            [*left, *[None] * (width - len(left)), *right[width:]] for left, right in zip_longest([*rows, *blank], shifted, fillvalue=[])
        ]
        tables = find_tables(grid_from_rows(sheet.name, both), ALL)
        left_ones, right_ones = tables[: len(alone)], tables[len(alone) :]
        assert [table.frame.to_dicts() for table in left_ones] == [table.frame.to_dicts() for table in alone]
        moved = [table.frame.with_columns(pl.col("row_number") + lower).to_dicts() for table in alone]
        assert [table.frame.to_dicts() for table in right_ones] == moved
        assert {table.sheet_name for table in left_ones} == {sheet.name} and all(
            table.sheet_name.startswith(f"{sheet.name} (cột ") for table in right_ones
        )
        assert [table.kind for table in right_ones] == [table.kind for table in alone]


@given(LAYOUT, RANDOM)
@EXAMPLES
def test_rows_that_are_no_data_change_no_fact(name: str, random: Random) -> None:
    assert_same_facts(name, changed(name, lambda sheet: with_noise(sheet, random)))


@given(LAYOUT, RANDOM)
@EXAMPLES
def test_headings_in_other_letters_change_no_fact(name: str, random: Random) -> None:
    assert_same_facts(name, changed(name, lambda sheet: respelt(sheet, random)))


@given(LAYOUT, RANDOM)
@EXAMPLES
def test_headings_in_other_words_of_the_contract_change_no_fact(name: str, random: Random) -> None:
    assert_same_facts(name, changed(name, lambda sheet: reworded(sheet, LAYOUTS[name].source, random)))


@given(LAYOUT, RANDOM, st.lists(st.sampled_from(sorted(DRESSES.keys() - {"tcvn3", "vni", "empty_copy"})), max_size=4, unique=True))
@EXAMPLES
def test_all_of_it_at_once_changes_no_fact(name: str, random: Random, dresses: list[str]) -> None:
    own = LAYOUTS[name].source
    sheets = changed(name, lambda sheet: with_noise(respelt(shuffled(reworded(sheet, own, random), own, random), random), random))
    assert_same_facts(name, dressed(sheets, *dresses))
