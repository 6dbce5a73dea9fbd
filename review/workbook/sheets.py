"""Sheets of the workbook that goes back to a sending unit: a guide, its lists with coloured cells and comments, and hidden drop-downs.

One row of a list is one row of the delivery. Every cell is text and none is a formula, whatever it begins with.

Data flow: ``Request`` -> xlsxwriter -> bytes of an .xlsx, in memory -> ``review.workbook.export``
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

from review.workbook.texts import GUIDE_SHEET, KEY_HEADING, LISTS_SHEET, ONLY_SHEET, QUESTION_HEADING, comment, guide, in_one_cell

if TYPE_CHECKING:
    from flows.pipeline.sent_rows import SentList
    from review.workbook.request import AskedRow, Question, Request

_KEY_FILL = "#F2F2F2"  # of keys, which are long: they are not wrapped
#: Fill, whether it is locked, bold.
_LOOKS = {
    "head": ("#D9E1F2", True, True),
    "plain": (None, True, False),
    "stops": ("#FFC7CE", False, False),
    "asks": ("#FFEB9C", False, False),
    "row": ("#DDEBF7", False, False),
    "key": (_KEY_FILL, True, False),
}
_WIDEST, _NARROWEST = 40, 8
_LONGEST_SHEET_NAME = 31
_MOST_LETTERS = 32_000
KeyOf = Callable[["SentList", "AskedRow"], str]


def workbook(request: "Request", ward_name: str, key_of: KeyOf, *, is_masked: bool) -> bytes:
    """``key_of`` gives what stands in the locked column."""
    import xlsxwriter

    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "Các dòng cần xem lại", "author": "chitieu", "company": ward_name})
        looks = {name: _look(book, *look) for name, look in _LOOKS.items()}
        _guide(book, request, ward_name, is_masked=is_masked)
        names = {GUIDE_SHEET.lower(), LISTS_SHEET.lower()}
        lists = [(book.add_worksheet(_sheet_name(listed.sheet_name, names)), listed, rows) for listed, rows in request.lists]
        choices = _Choices(book)
        for sheet, listed, rows in lists:
            _write_list(_List(sheet, listed, looks, choices, is_masked, []), rows, key_of)
        lists[0][0].activate()
        choices.hide()
    return out.getvalue()


def _look(book: Any, fill: str | None, is_locked: bool, is_bold: bool) -> Any:
    """Texts stay texts, also where a cell is opened and left again: "@" and the leading apostrophe of Excel."""
    look = book.add_format({"num_format": "@", "border": 1, "border_color": "#A6A6A6", "valign": "top", "text_wrap": fill != _KEY_FILL})
    look.set_quote_prefix()
    look.set_locked(is_locked)
    if fill:
        look.set_bg_color(fill)
    if is_bold:
        look.set_bold()
    return look


def _sheet_name(name: str | None, taken: set[str]) -> str:
    """The source's own where Excel allows it; no two are the same."""
    plain = "".join(" " if letter in "[]:*?/\\" or not letter.isprintable() else letter for letter in name or ONLY_SHEET)
    base = plain.strip().strip("'")[:_LONGEST_SHEET_NAME] or ONLY_SHEET
    out, number = base, 1
    while out.lower() in taken or out.lower() == "history":
        number += 1
        out = f"{base[: _LONGEST_SHEET_NAME - 4]} {number}"
    taken.add(out.lower())
    return out


# --- a list -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _List:
    """What writing a list needs; its last two columns are the questions and the key."""

    sheet: Any
    listed: "SentList"
    looks: dict[str, Any]
    choices: "_Choices"
    is_masked: bool
    widths: list[int]

    @property
    def last(self) -> int:
        return len(self.listed.columns) + 1

    def texts(self, one: "AskedRow") -> list[str]:
        shown = one.row.masked if self.is_masked else one.row.texts
        return [*(shown[column.name] for column in self.listed.columns), in_one_cell(one.row.row_number, one.questions)[:_MOST_LETTERS]]


def _write_list(own: _List, rows: "Sequence[AskedRow]", key_of: KeyOf) -> None:
    headings = [*(one.heading for one in own.listed.columns), QUESTION_HEADING, KEY_HEADING]
    own.widths.extend(_widths(headings, [own.texts(one) for one in rows]))
    for place, heading in enumerate(headings):
        own.sheet.write_string(0, place, heading, own.looks["head"])
        own.sheet.set_column(place, place, own.widths[place])
    own.sheet.set_row(0, _height(headings, own.widths))
    for at, one in enumerate(rows, start=1):
        _write_row(own, at, one)
        own.sheet.write_string(at, own.last, key_of(own.listed, one), own.looks["key"])
    _finish(own.sheet, len(rows), own.last)


def _write_row(own: _List, at: int, asked: "AskedRow") -> None:
    texts = own.texts(asked)
    own.sheet.set_row(at, _height(texts, own.widths))
    own.sheet.write_string(at, own.last - 1, texts[-1], own.looks["plain"])
    open_columns = asked.asked(own.listed)
    first = next((name for name in open_columns if name not in asked.cells), None)
    for place, column in enumerate(own.listed.columns):
        question = asked.cells.get(column.name)
        look = ("stops" if question.stops else "asks") if question else "row" if column.name in open_columns else "plain"
        _write_text(own.sheet, at, place, texts[place], own.looks[look])
        if column.name in open_columns and column.choices:
            own.choices.offer(own.sheet, at, place, column.choices)
        if question is None and column.name == first:
            question = asked.whole
        if question is not None:
            _comment(own.sheet, at, place, question)


def _write_text(sheet: Any, at: int, place: int, text: str, look: Any) -> None:
    """Never as a formula, a number or a link; a blank cell has its looks alone."""
    if text:
        sheet.write_string(at, place, text, look)
    else:
        sheet.write_blank(at, place, None, look)


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    texts = (max((len(row[place]) for row in rows), default=0) for place in range(len(headings) - 2))
    own = (max(longest + 2, min(len(heading) + 2, 18), _NARROWEST) for longest, heading in zip(texts, headings, strict=False))
    return [*(min(width, _WIDEST) for width in own), 60, 12]


def _height(texts: Sequence[str], widths: Sequence[int]) -> int:
    """Points for the longest text, wrapped: not every program fits the rows of a file that it opens. No row is higher than Excel's."""
    lines = (sum(ceil(len(line) / (0.9 * width)) or 1 for line in text.split("\n")) for text, width in zip(texts, widths, strict=False))
    return min(3 + 15 * max(lines), 400)


def _comment(sheet: Any, at: int, place: int, question: "Question") -> None:
    text = comment(question)[:_MOST_LETTERS]
    lines = sum(len(line) // 45 + 1 for line in text.split("\n"))
    sheet.write_comment(at, place, text, {"author": "chitieu", "width": 340, "height": max(40, 18 * lines + 8), "font_size": 10})


def _finish(sheet: Any, row_count: int, last: int) -> None:
    """Locked without a password: that keeps slips away, not people."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, row_count, last)
    allowed = ("sort", "autofilter", "format_cells", "format_columns", "format_rows", "delete_rows")
    sheet.protect("", {name: True for name in allowed})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, row_count, last - 1)
    sheet.set_footer("&C&A, trang &P/&N")


class _Choices:
    """Drop-downs: each list of values stands once in a hidden sheet, for Excel takes only 255 letters beside a cell."""

    def __init__(self, book: Any) -> None:
        self._sheet = book.add_worksheet(LISTS_SHEET)
        self._places: dict[tuple[str, ...], str] = {}

    def offer(self, sheet: Any, at: int, place: int, values: tuple[str, ...]) -> None:
        """Another value is asked about and taken: lists of the program may lack what is new."""
        told = {"error_type": "warning", "error_title": "Ngoài danh mục", "error_message": "Giá trị này không có trong danh mục. Vẫn ghi?"}
        sheet.data_validation(at, place, at, place, {"validate": "list", "source": self._range(values), **told})

    def hide(self) -> None:
        self._sheet.protect("")
        self._sheet.hide()

    def _range(self, values: tuple[str, ...]) -> str:
        from xlsxwriter.utility import xl_col_to_name

        if values not in self._places:
            column = len(self._places)
            for at, value in enumerate(values):
                self._sheet.write_string(at, column, value)
            letter = xl_col_to_name(column, col_abs=True)
            self._places[values] = f"='{LISTS_SHEET}'!{letter}$1:{letter}${len(values)}"
        return self._places[values]


# --- the guide ----------------------------------------------------------------------------------------------------------
def _guide(book: Any, request: "Request", ward_name: str, *, is_masked: bool) -> None:
    sheet = book.add_worksheet(GUIDE_SHEET)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 110)
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    head = book.add_format({"bold": True, "font_size": 12, "valign": "bottom"})
    title = book.add_format({"bold": True, "font_size": 15})
    for at, (look, line) in enumerate(guide(request, ward_name, is_masked=is_masked)):
        sheet.write_string(at, 1, line[:_MOST_LETTERS], {"title": title, "heading": head}.get(look, text))
        if look in _LOOKS:
            sheet.write_blank(at, 0, None, book.add_format({"bg_color": _LOOKS[look][0], "border": 1}))
        sheet.set_row(at, 24 if look in ("title", "heading") else 16 * (len(line) // 140 + 1))
    sheet.protect("")
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
