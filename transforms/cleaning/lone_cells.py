"""Lone cells: rows that hold nothing but a name, or but one cell right of it. Where the text names no group of the list it may be a person
whose other cells were lost, and is told: such a row is neither counted nor may it vanish.

Data flow: ``Table.lone_cells``, the ward's places -> rows to tell of
"""

from collections.abc import Sequence

import polars as pl

from transforms.reading.model import Table
from transforms.vietnamese.names import is_a_usual_name, may_be_a_name, without_notes
from transforms.vietnamese.places import Places
from transforms.vietnamese.text import clean_text
from transforms.vocabulary.fields_of_work import known_field
from transforms.vocabulary.poverty_classes import grouped_class

_CLASS = r"(?i)^hộ (?:cận )?nghèo\W+"


def lone_cells(tables: Sequence[Table], places: Places) -> pl.DataFrame | None:
    """``sheet_name``, ``row_number`` of the rows that may be people; None where there is none. A residential group, a class or a field of
    work that the text names explains the row."""
    found = [_of(table, places) for table in tables if table.lone_cells.height]
    rows = pl.concat(found) if found else pl.DataFrame()
    return rows if rows.height else None


def _of(table: Table, places: Places) -> pl.DataFrame:
    text, is_a_name, evidence = pl.col("text"), pl.col("column").str.ends_with("_name"), pl.col("evidence")
    area, is_marked = places.area_code(without_notes(text)), evidence == "marked"
    # Behind its class a usual name is that of a household, unless it is a place's.
    named_class, named_area = pl.when(~is_marked).then(grouped_class(text)), places.area_code(without_notes(text.str.replace(_CLASS, "")))
    explained = (area, named_area, named_class, known_field(text))
    rows = table.lone_cells.with_columns_seq(clean_text(text))
    if rows.is_empty():
        return _told(table, rows)
    is_explained = pl.any_horizontal(one.is_not_null() for one in explained)
    is_person = pl.when(is_marked).then(is_a_name & is_a_usual_name(text)).otherwise(~is_a_name | may_be_a_name(text))
    is_told = pl.when(evidence == "row").then(True).when(evidence == "placed").then(area.is_not_null()).otherwise(is_person & ~is_explained)
    return _told(table, rows.filter(is_told))


def _told(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select_seq(pl.lit(table.sheet_name, dtype=pl.String).alias("sheet_name"), "row_number")
