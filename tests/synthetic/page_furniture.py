"""Dresses: what offices put around, between and under the rows of any list, without changing a fact of it.

Data flow: sheets of a layout -> the same sheets with rows or columns more; ``places`` follow the rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from tests.synthetic.old_fonts import in_font
from tests.synthetic.records import Cell
from tests.synthetic.sheets import Draft, Sheet

LETTERHEAD: tuple[list[Cell], ...] = (
    ["ỦY BAN NHÂN DÂN", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["PHƯỜNG NGUYỄN ĐẠI NĂNG", None, None, "Độc lập - Tự do - Hạnh phúc"],
    ["Số: 12/BC-UBND", None, None, "Nguyễn Đại Năng, ngày 04 tháng 8 năm 2026"],
    [],
)
SIGNATURES: tuple[list[Cell], ...] = (
    [],
    [None, None, "Nguyễn Đại Năng, ngày 04 tháng 8 năm 2026"],
    [None, "NGƯỜI LẬP BIỂU", None, "TM. ỦY BAN NHÂN DÂN"],
    [None, "(Ký, ghi rõ họ tên)", None, "KT. CHỦ TỊCH"],
    [None, None, None, "PHÓ CHỦ TỊCH"],
)
FOOTNOTES: tuple[list[Cell], ...] = (["Ghi chú:"], ["- Danh sách lập theo số liệu của hệ thống."], ["(*) Cột này do cán bộ phụ trách ghi."])
#: What programs write where they have nothing.
PROGRAMS_BLANKS = ("NULL", "None", "nan", "\N{NO-BREAK SPACE}")
#: So far is Vietnam ahead of Greenwich.
ZONE = timedelta(hours=7)
#: How many rows a printed page holds, in these small lists.
PAGE = 4

Dress = Callable[[list[Sheet]], list[Sheet]]


# --- moving rows and columns ------------------------------------------------------------------------------------------------
def inserted_rows(sheet: Sheet, at: int, rows: Sequence[Sequence[Cell]], merges: Sequence[tuple[int, int, int, int]] = ()) -> Sheet:
    """Rows put before row ``at`` (from 0); ``merges`` of the new rows count from the first of them. Not within a header."""
    width, count = len(sheet.rows[0]), len(rows)
    new = [[*row, *[None] * (width - len(row))] for row in rows]

    def moved(row: int) -> int:
        return row + count if row >= at else row

    return replace(
        sheet,
        rows=[*sheet.rows[:at], *new, *sheet.rows[at:]],
        merges=(
            *((moved(top), left, moved(bottom), right) for top, left, bottom, right in sheet.merges),
            *((at + top, left, at + bottom, right) for top, left, bottom, right in merges),
        ),
        places={key: moved(number - 1) + 1 for key, number in sheet.places.items()},
        header=(moved(sheet.header[0]), sheet.header[1]),
        number_rows=tuple(map(moved, sheet.number_rows)),
        hidden_rows=tuple(map(moved, sheet.hidden_rows)),
        noted=tuple((moved(row), column) for row, column in sheet.noted),
    )


def header_end(sheet: Sheet) -> int:
    return sheet.header[0] + sheet.header[1]


def data_rows(sheet: Sheet) -> list[int]:
    """Rows of data, from 0, in their order."""
    return sorted({number - 1 for number in sheet.places.values()})


def _between(sheet: Sheet, rows_after: Callable[[int], Sequence[Sequence[Cell]]]) -> Sheet:
    """Rows put after every page's last row of data, the last page aside; of several lists on the sheet, in the last."""
    rows = [row for row in data_rows(sheet)[:-1] if row > sheet.header[0]]
    for count, row in reversed(list(enumerate(rows, 1))):
        if count % PAGE == 0:
            sheet = inserted_rows(sheet, row + 1, rows_after(count))
    return sheet


def _listed(dress: Callable[[Sheet], Sheet]) -> Dress:
    """A dress of every sheet that shows records."""
    return lambda sheets: [dress(sheet) if sheet.places else sheet for sheet in sheets]


# --- the dresses ------------------------------------------------------------------------------------------------------------
def _letterhead(sheet: Sheet) -> Sheet:
    return inserted_rows(sheet, 0, LETTERHEAD)


def _first_column(sheet: Sheet) -> Sheet:
    return replace(
        sheet,
        rows=[[None, *row] for row in sheet.rows],
        fields=("", *sheet.fields),
        hidden_columns=tuple(c + 1 for c in sheet.hidden_columns),
        merges=tuple((top, left + 1, bottom, right + 1) for top, left, bottom, right in sheet.merges),
        noted=tuple((row, column + 1) for row, column in sheet.noted),
    )


def _printed_pages(sheet: Sheet) -> Sheet:
    """The header again at the top of each page; merged cells do not come again."""
    top, end = sheet.header[0], max(header_end(sheet), *(row + 1 for row in sheet.number_rows), 0)
    return _between(sheet, lambda count: [list(row) for row in sheet.rows[top:end]])


def _column_numbers(sheet: Sheet) -> Sheet:
    if sheet.number_rows:
        return sheet
    numbers = [f"({number})" for number in range(1, len(sheet.rows[0]) + 1)]
    return replace(moved := inserted_rows(sheet, header_end(sheet), [numbers]), number_rows=(header_end(moved),))


def _subtotals(sheet: Sheet) -> Sheet:
    return _between(sheet, lambda count: [[None, "Cộng trang", PAGE]])


def _empty_rows(sheet: Sheet) -> Sheet:
    return _between(sheet, lambda count: [[], []])


def _merged_groups(sheet: Sheet) -> Sheet:
    """A group row that says nothing of the rows under it, merged over the whole width."""
    first, width = data_rows(sheet)[0], len(sheet.rows[0])
    return inserted_rows(sheet, first, [["I. Danh sách chi tiết"]], [(0, 0, 0, width - 1)])


def _after_all(rows: Sequence[list[Cell]]) -> Callable[[Sheet], Sheet]:
    return lambda sheet: inserted_rows(sheet, len(sheet.rows), rows)


def _hidden_rows(sheet: Sheet) -> Sheet:
    """Every third row of data, as a filter hides them."""
    return replace(sheet, hidden_rows=tuple(data_rows(sheet)[1::3]))


def _hidden_columns(sheet: Sheet) -> Sheet:
    return replace(sheet, hidden_columns=tuple(range(2, len(sheet.rows[0]), 3)))


def _formatted_tail(sheet: Sheet) -> Sheet:
    return replace(sheet, formatted_tail=300)


def _notes(sheet: Sheet) -> Sheet:
    return replace(sheet, noted=((sheet.header[0], 1), (data_rows(sheet)[0], 2)))


def _words_for_blank(sheet: Sheet) -> Sheet:
    """Blank cells of the data as programs write them, in turn."""
    merged = {
        (row, column) for top, left, bottom, right in sheet.merges for row in range(top, bottom + 1) for column in range(left, right + 1)
    }
    rows = [list(row) for row in sheet.rows]
    for row in data_rows(sheet):
        for column, cell in enumerate(rows[row]):
            if cell is None and (row, column) not in merged:
                rows[row][column] = PROGRAMS_BLANKS[(row + column) % len(PROGRAMS_BLANKS)]
    return replace(sheet, rows=rows)


def _moved_days(sheet: Sheet) -> Sheet:
    """Bare days at 17:00 of the day before, as a program of Greenwich's time writes Vietnam's; a list with times of day has none."""
    rows = [list(row) for row in sheet.rows]
    if any(isinstance(cell, datetime) and cell.time() != time() for row in rows for cell in row):
        return sheet
    for row in data_rows(sheet):
        rows[row] = [datetime(cell.year, cell.month, cell.day) - ZONE if isinstance(cell, date) else cell for cell in rows[row]]
    return replace(sheet, rows=rows)


def cover_sheet(sheets: list[Sheet]) -> list[Sheet]:
    cover = Draft("Bìa", 3)
    cover.title("ỦY BAN NHÂN DÂN PHƯỜNG NGUYỄN ĐẠI NĂNG")
    cover.title("HỒ SƠ SỐ LIỆU GỬI TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG")
    cover.line("Người gửi", "Cán bộ tổng hợp")
    return [cover.done(), *sheets]


def empty_copy(sheets: list[Sheet]) -> list[Sheet]:
    """ "Sheet1 (2)": somebody copied the sheet and cleared it down to the headings."""
    sheet = next(sheet for sheet in sheets if sheet.places)
    top, end = sheet.header[0], header_end(sheet)
    copy = replace(
        sheet,
        name="Sheet1 (2)",
        rows=sheet.rows[top:end],
        places={},
        header=(0, end - top),
        number_rows=(),
        hidden_rows=(),
        noted=(),
        merges=tuple((first - top, left, last - top, right) for first, left, last, right in sheet.merges if top <= first < end),
    )
    return [*sheets, copy, Draft("Sheet3", 1).done()]


DRESSES: dict[str, Dress] = {
    "letterhead": _listed(_letterhead),
    "first_column": _listed(_first_column),
    "printed_pages": _listed(_printed_pages),
    "column_numbers": _listed(_column_numbers),
    "subtotals": _listed(_subtotals),
    "empty_rows": _listed(_empty_rows),
    "merged_groups": _listed(_merged_groups),
    "footnotes": _listed(_after_all(FOOTNOTES)),
    "signatures": _listed(_after_all(SIGNATURES)),
    "hidden_rows": _listed(_hidden_rows),
    "hidden_columns": _listed(_hidden_columns),
    "formatted_tail": _listed(_formatted_tail),
    "notes": _listed(_notes),
    "cover_sheet": cover_sheet,
    "empty_copy": empty_copy,
    "tcvn3": lambda sheets: in_font(sheets, "tcvn3"),
    "vni": lambda sheets: in_font(sheets, "vni"),
    "words_for_blank": _listed(_words_for_blank),
    "moved_days": _listed(_moved_days),
}
#: Dresses that go together, so that few files wear them all.
OUTFITS: dict[str, tuple[str, ...]] = {
    "printed": ("column_numbers", "printed_pages", "subtotals", "letterhead", "signatures"),
    "worked_on": (
        "empty_rows",
        "merged_groups",
        "footnotes",
        "first_column",
        "hidden_rows",
        "hidden_columns",
        "notes",
        "formatted_tail",
        "cover_sheet",
        "empty_copy",
    ),
    "old_font": ("letterhead", "subtotals", "signatures", "tcvn3"),
    "of_programs": ("words_for_blank", "moved_days"),
}


def dressed(sheets: list[Sheet], *names: str) -> list[Sheet]:
    for name in names:
        sheets = DRESSES[name](sheets)
    return sheets
