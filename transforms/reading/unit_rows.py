"""Units that stand inside a table of figures: in a line between its rows, in the name of a group, or in a cell under a heading.

Data flow: rows of a table of figures by kind -> rows that are of units alone, and the units stated
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import polars as pl

from transforms.reading.headers import Header
from transforms.reading.heading_keys import Row
from transforms.reading.model import StatedUnit
from transforms.reading.rows import lists_figures
from transforms.vietnamese.text import says
from transforms.vietnamese.units import unit_in_row

_FIGURE = re.compile(r"\d")
#: "I. Kinh tế (triệu đồng)" begins a group and states its unit; "ĐVT: triệu đồng" begins none.
_ORDINAL = r"^\W*(?:[ivx]{1,6}|[a-hđ]|\d{1,2})(?:\.\d{1,2})*\s*[.)/:-]"
_NUMBER_OF_GROUP = r"^\s*(?:[IVXivx]{1,6}|[A-HĐa-hđ])(?:\.\d{1,2})*\s*[.)/:]?\s*$"
#: Columns that say what a row of figures is about: without them it is none.
_ABOUT = ("area", "month")


def without_unit_rows(kinds: pl.DataFrame, body: pl.DataFrame, header: Header) -> pl.DataFrame:
    """Rows of nothing but units ("nghìn người | nghìn hộ") are notes, whatever their cells look like, and those of a number and the name of
    a group ("I | Kinh tế (triệu đồng)") are groups."""
    if not lists_figures(header):
        return kinds
    kinds = _with_numbered_groups(kinds, body, header)
    perhaps = _about_nothing(body, header).join(kinds.filter(pl.col("kind") == "data").select_seq("index"), on="index", how="semi")
    alone = [index for index, *row in perhaps.iter_rows() if _is_of_units(row, header)]
    is_alone = pl.col("index").is_in(alone)
    return kinds.with_columns_seq(pl.when(is_alone).then(pl.lit("note")).otherwise("kind").alias("kind")) if alone else kinds


def _with_numbered_groups(kinds: pl.DataFrame, body: pl.DataFrame, header: Header) -> pl.DataFrame:
    """A Roman number or a letter where codes of indicators stand, no month and no figure: a group's heading that was written over two
    columns."""
    code, month = (f"c{header.positions.get(name)}" for name in ("indicator_code", "month"))
    if code not in body.columns:
        return kinds
    blank = [pl.col(name).is_null() for name in (month,) if name in body.columns]
    figures = [f"c{place}" for place, name in _columns_of_figures(header).items() if f"c{place}" in body.columns]
    no_figure = [~pl.col(name).str.contains(r"\d").fill_null(False) for name in figures]
    groups = body.filter(says(pl.col(code), _NUMBER_OF_GROUP), *blank, *no_figure)["index"]
    is_group = (pl.col("kind") == "data") & pl.col("index").is_in(groups.implode())
    return kinds.with_columns_seq(pl.when(is_group).then(pl.lit("group")).otherwise("kind").alias("kind")) if len(groups) else kinds


def unit_rows(kinds: pl.DataFrame, body: pl.DataFrame, header: Header, first_row: int) -> tuple[StatedUnit, ...]:
    """The units that rows of a table of figures state which are no figures: those that are no data, or name neither area nor month."""
    if not lists_figures(header):
        return ()
    no_data = kinds.filter(~pl.col("kind").is_in(["data", "noise"]))["index"]
    strange = _about_nothing(body, header)["index"]
    rows = body.filter(pl.col("index").is_in(no_data.implode()) | pl.col("index").is_in(strange.implode()))
    stated = {index: found for index, *row in rows.iter_rows() if (found := tuple(_units_of(index + first_row, row, header)))}
    ends = _ends_of_groups(kinds, stated)
    return tuple(
        replace(unit, until=None if (end := ends.get(index)) is None else end + first_row)
        for index, units in stated.items()
        for unit in units
    )


def _ends_of_groups(kinds: pl.DataFrame, stated: Iterable[int]) -> dict[int, int]:
    """Row that states a unit -> the heading that ends its group: the first one behind figures that the unit was for. A unit above all
    headings is the whole table's, one right above a heading that group's."""
    units = set(stated)
    has_ordinal = pl.col("serial").is_not_null() | says(pl.col("label"), _ORDINAL) | says(pl.col("first"), _NUMBER_OF_GROUP)
    groups = kinds.filter(pl.col("kind") == "group").select_seq("index", has_ordinal.alias("has_ordinal"))
    headings = [index for index, has_ordinal in groups.iter_rows() if has_ordinal or index not in units]
    figures = kinds.filter(pl.col("kind") == "data", ~pl.col("index").is_in(units))["index"]
    ends = {}
    for index in units:
        first = figures.filter(figures > index).min()
        if headings and headings[0] <= index and first is not None:
            ends[index] = next((heading for heading in headings if heading > first), None)
    return {index: end for index, end in ends.items() if end is not None}


def _about_nothing(body: pl.DataFrame, header: Header) -> pl.DataFrame:
    """Rows with something in them that have neither an area nor a month."""
    about = [f"c{header.positions[name]}" for name in _ABOUT if name in header.positions]
    blank = [pl.col(name).is_null() for name in about if name in body.columns]
    return body.filter(pl.all_horizontal(blank) if blank else pl.lit(False), pl.any_horizontal(pl.exclude("index").is_not_null()))


def _columns_of_figures(header: Header) -> dict[int, str]:
    """Position -> name of the columns that a unit can be stated for."""
    words = {name for group in header.contract.required[:1] for name in group}.union(_ABOUT, ("serial_number", "indicator_name", "note"))
    return {place: name for name, place in header.positions.items() if name not in words}


def _is_of_units(row: Row, header: Header) -> bool:
    """Whether a row holds units under headings of figures, and beside them at most words: a unit may be one that nobody knows."""
    figures = _columns_of_figures(header)
    cells = [(place, text) for place, text in enumerate(row) if text is not None]
    units = [place for place, text in cells if place in figures and unit_in_row(text, is_of_column=True) is not None]
    return bool(units) and all(place in units or (place in figures and not _FIGURE.search(text)) for place, text in cells)


def _units_of(row_number: int, row: Row, header: Header) -> Iterator[StatedUnit]:
    """A unit under the heading of figures is that column's, one that is labelled or stands elsewhere is everybody's."""
    figures = _columns_of_figures(header)
    for place, text in enumerate(row):
        if text is None:
            continue
        unit, name = unit_in_row(text, is_of_column=place in figures), figures.get(place)
        if unit is not None:
            yield StatedUnit(row_number, None if name in (None, "unit") or ":" in text else name, unit)
