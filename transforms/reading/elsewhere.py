"""Elsewhere: what a delivery says of the length of its list in other places than around it: on sheets without a list ("Tổng số bản ghi |
157", "Chỉ hiển thị 1.000 dòng đầu tiên"), and in the names of its sheets and its file ("Page 1 of 4").

Data flow: sheets without a list, names -> SaidElsewhere
"""

from collections.abc import Iterable, Sequence

from transforms.reading.grids import legible
from transforms.reading.left_out import left_out_of
from transforms.reading.lines import lines_of, titles_above
from transforms.reading.model import Grid, SaidElsewhere
from transforms.reading.paging import page_of, pages_of, totals_of

#: First and last rows of a sheet that are looked at: notes about an export are short.
_ROWS = 60
_SHEET, _SHEET_NAME, _FILE_NAME = "Trang '{}'", "Tên trang '{}'", "Tên tệp"


def said_elsewhere(others: Sequence[Grid], sheet_names: Iterable[str | None], file_name: str) -> tuple[SaidElsewhere, ...]:
    """``others``: the sheets without a list; ``sheet_names``: of those with one."""
    said = [_said_on(grid) for grid in others]
    named = [(_SHEET_NAME.format(name), name) for name in dict.fromkeys(sheet_names) if name] + [(_FILE_NAME, file_name)]
    pages = [SaidElsewhere(place, is_name=True, pages=(page,)) for place, name in named if (page := page_of(name.replace("_", " ")))]
    return (*(one for one in said if one.records or one.pages or one.left_out), *pages)


def _said_on(grid: Grid) -> SaidElsewhere:
    frame = legible(grid).frame
    some = frame if frame.height <= 2 * _ROWS else frame.head(_ROWS).vstack(frame.tail(_ROWS))
    rows = [list(row) for row in some.iter_rows()]
    lines = (*titles_above(rows), *lines_of(rows))
    place = _SHEET.format(grid.name) if grid.name else "Tệp"
    return SaidElsewhere(place, records=totals_of(lines), pages=pages_of(lines), left_out=left_out_of(lines, ()))
