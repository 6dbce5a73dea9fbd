"""Elsewhere: what a delivery says of the length of its list in other places than around it: on sheets without a list ("Tổng số bản ghi |
157", "Chỉ hiển thị 1.000 dòng đầu tiên", "Trước 1 2 3 4 Sau"), and in the names of its sheets and its file ("Page 1 of 4"); and the unit
of money that such places state for the figures of a report ("Số liệu tính theo triệu đồng", "BaoCao_trieu_dong.xlsx").

Data flow: sheets without a list, names -> SaidElsewhere
"""

import re
from collections.abc import Iterable, Sequence

import polars as pl

from transforms.reading.grids import legible
from transforms.reading.left_out import left_out_of
from transforms.reading.lines import lines_of, titles_above, whole_lines
from transforms.reading.model import Grid, SaidElsewhere
from transforms.reading.paging import page_in_name, pages_of, plain_line, strips_of, totals_of
from transforms.vietnamese.units import is_of_money, stated_unit, unit_elsewhere, unit_in_name, unit_keys

#: First and last rows of a sheet that are looked at: notes about an export are short.
_ROWS = 60
#: Cells of a row of a table.
_LEAST_OF_A_ROW = 2
#: A sheet with so many rows of so many cells has a table of its own, whose unit is not that of others.
_ROWS_OF_A_TABLE, _CELLS_OF_A_TABLE = 3, 3
#: A figure, and how many of them make a column.
_FIGURE = re.compile(r"\s*-?\d[\d.,\s]{0,30}%?\s*")
_FIGURES_OF_A_COLUMN = 2
#: A sheet that says of a list that it goes on says little else, and stands behind it; links ("Xem thêm") stand anywhere.
_MOST_OF_A_NOTE = 5
_LINK = re.compile(r"\W*(?:xem|tai|hien thi|them|load|show|see|view|click|more)\b")
#: What programs alone say of their rows; "Có 26.000 người" and "5/157 hồ sơ" on a cover sheet may be anything's.
_ROWS_OF_A_GRID = re.compile(
    r"\b(?:ban ghi|dong|records?|rows?|entries|items|results?|showing|display(?:ing|ed)?|hien thi"
    r"|tim (?:thay|duoc)|(?:so|co [\d.,]+) ket qua)\b"
    r"|\d ?[-–] ?\d+ (?:of|trong|tren)\b|\d of \d|\d (?:in )?total\b"
)
_SHEET, _SHEET_NAME, _FILE_NAME = "Trang '{}'", "Tên trang '{}'", "Tên tệp"


def said_elsewhere(
    others: Sequence[Grid], sheet_names: Iterable[str | None], file_name: str, *, behind: int = 0
) -> tuple[SaidElsewhere, ...]:
    """``others``: the sheets without a list, of which the last ``behind`` stand behind all lists; ``sheet_names``: of those with one. The
    last page may hold no more than signatures."""
    said = [_said_on(grid, is_behind=place >= len(others) - behind) for place, grid in enumerate(others)]
    names = (*sheet_names, *(grid.name for grid in others))
    named = [(_SHEET_NAME.format(name), name) for name in dict.fromkeys(names) if name] + [(_FILE_NAME, file_name)]
    pages = [SaidElsewhere(place, is_name=True, pages=(page,)) for place, name in named if (page := page_in_name(name))]
    return (*(one for one in said if one.records or one.pages or one.left_out), *pages)


def units_elsewhere(others: Sequence[Grid], file_name: str) -> tuple[SaidElsewhere, ...]:
    """The units of money that sheets without a table and the name of the file state."""
    notes = [one for grid in others if not _has_a_table(grid) for one in _units_on(grid)]
    named = unit_in_name(file_name)
    return (*notes, *([SaidElsewhere(_FILE_NAME, is_name=True, unit=named)] if named else []))


def _has_a_table(grid: Grid) -> bool:
    filled = pl.sum_horizontal(pl.all().is_not_null()) >= _CELLS_OF_A_TABLE
    return bool(grid.frame.width) and int(grid.frame.select_seq(filled.sum()).item()) >= _ROWS_OF_A_TABLE


def _units_on(grid: Grid) -> list[SaidElsewhere]:
    rows = list(legible(grid).frame.head(_ROWS).iter_rows())
    listed = _forms_that_list_units(text for row in rows for text in row if text is not None)
    found = (
        unit
        for number, row in enumerate(rows)
        for place, text in enumerate(row)
        if text is not None and (unit := unit_elsewhere(text)) is not None
        if _form_of(text) not in listed and not _has_own_figures(rows, number, place)
    )
    return [SaidElsewhere(_SHEET.format(grid.name) if grid.name else "Tệp", unit=unit) for unit in dict.fromkeys(found)]


def _form_of(text: str) -> str:
    """How a cell says its unit: alone, behind a name in brackets, or in other words."""
    if is_of_money(text.strip()):
        return "alone"
    return "brackets" if text.rstrip().endswith((")", "]")) and stated_unit(text) is not None else "words"


def _forms_that_list_units(texts: Iterable[str]) -> set[str]:
    """Forms in which a sheet names several units of money, of amounts in full too: a list to choose from, or one of indicators."""
    units: dict[str, set[str]] = {"alone": set(), "brackets": set()}
    for text in texts:
        if (form := _form_of(text)) != "words" and (unit := stated_unit(text)) is not None and is_of_money(unit):
            units[form].update(unit_keys(unit))
    return {form for form, named in units.items() if len(named) > 1}


def _has_own_figures(rows: Sequence[Sequence[str | None]], number: int, place: int) -> bool:
    """Whether a cell that states a unit heads a column of figures, or a row of them: they are what it is for."""
    text = rows[number][place] or ""
    beside = [cell for cell in rows[number][place + 1 :] if cell is not None]
    if _form_of(text) != "words" and beside and all(_FIGURE.fullmatch(cell) for cell in beside):
        return True
    below = rows[number + 1 : number + 1 + _FIGURES_OF_A_COLUMN]
    return len(below) == _FIGURES_OF_A_COLUMN and all(_ends_in_figure(row, place) for row in below)


def _ends_in_figure(row: Sequence[str | None], place: int) -> bool:
    """Whether a figure stands there, and no text behind it, as behind the number of a note."""
    return _FIGURE.fullmatch(row[place] or "") is not None and all(cell is None or _FIGURE.fullmatch(cell) for cell in row[place + 1 :])


def _said_on(grid: Grid, *, is_behind: bool) -> SaidElsewhere:
    """A total that is no more than the sheet's own rows is its own: a catalogue, a list of officials."""
    frame = legible(grid).frame
    some = frame if frame.height <= 2 * _ROWS else frame.head(_ROWS).vstack(frame.tail(_ROWS))
    rows = [list(row) for row in some.iter_rows()]
    lines = (*titles_above(rows), *lines_of(rows))
    place = _SHEET.format(grid.name) if grid.name else "Tệp"
    own = frame.select_seq(pl.sum_horizontal(pl.all().is_not_null()) >= _LEAST_OF_A_ROW).to_series().sum() if frame.width else 0
    totals = totals_of(line for line in lines if _ROWS_OF_A_GRID.search(plain_line(line)))
    is_short = frame.select_seq(pl.any_horizontal(pl.all().is_not_null()).sum() <= _MOST_OF_A_NOTE).item() if frame.width else True
    notes = [line for line in lines if not _LINK.match(plain_line(line, needs_number=False))] if is_behind and is_short else []
    return SaidElsewhere(
        place,
        records=tuple(total for total in totals if total > own),
        pages=(*pages_of(lines), *strips_of(whole_lines(rows))),
        left_out=left_out_of(lines, notes),
    )
