"""Web pages saved as ``.xls``: the lists of one-stop systems, and what Excel itself saves as a web page.

One row is one ``<tr>`` of the page, numbered from 1 over all its tables.

Data flow: bytes -> text -> rows of cells, spans kept free -> Grid for each list
"""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from transforms.reading.cell_texts import day_number_text
from transforms.reading.grids import Unreadable, grid_from_rows
from transforms.reading.model import Grid
from transforms.reading.page_fields import FIELDS, CellFields, is_hidden
from transforms.reading.plain_text import decode
from transforms.reading.sheet_parts import MergedDown, SheetTraits, StruckCells, merged_down, runs, with_traits

#: Wider than any list, small enough that a wrong span cannot fill the memory.
MAX_SPAN = 1024
#: A table inside a row of a table of so many columns is the content of one cell; elsewhere it is the list, and the outer table a frame.
_LIST_COLUMNS = 4
#: A row of so many words without a single digit is no data of any list.
_FEWEST_HEADINGS = 3
#: A letterhead and titles inside a table are no longer than this.
_TITLE_ROWS = 40
NO_TABLE = "Trang web này không có bảng nào (có thể là trang đăng nhập hoặc trang báo lỗi). Xuất lại danh sách rồi gửi lại."
_FRAMES = (
    'Trang web này chỉ là khung, số liệu nằm ở các tệp khác (thư mục "_files" đi kèm). '
    "Mở bằng Excel, lưu lại ở dạng Excel (.xlsx) rồi gửi lại."
)
_CHARSET = re.compile(rb"charset\s*+=\s*+[\"']?\s*+([\w-]+)", re.IGNORECASE)
_BREAKS = frozenset(("br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"))
#: What is between these is not shown; ``xml`` holds Excel's settings of the page.
_SILENT = frozenset(("style", "script", "title", "xml"))
_STRUCK = re.compile(r"text-decoration[\w-]{0,20}\s{0,9}:[^;]{0,80}line-through", re.IGNORECASE)
_MAY_STRIKE = re.compile(r"line-through|<(?:s|strike|del)[\s>]", re.IGNORECASE)
#: A class of cells and how they look.
_CLASS = re.compile(r"\.([\w-]{1,80})\s*\{([^{}]*)\}")
#: Where any of these begins or ends, a note on a cell is over. LibreOffice writes notes as elements that its page does not show.
_OF_TABLES = frozenset(("table", "tr", "td", "th", "tbody", "body", "html"))
#: Elements within a cell that may strike its text through, and those that always do.
_INLINE = frozenset(("s", "strike", "del", "span", "font", "p", "div", "a", "b", "i", "u", "em", "strong"))
_STRIKES = frozenset(("s", "strike", "del"))
#: What a cell shows when its column is too narrow for its number; the whole number then stands beside it.
_SHORTENED = re.compile(r"\s*(?:#+|-?\d(?:[.,]\d+)?E\+\d+)\s*", re.IGNORECASE)
#: A bare day as a page shows it, and the moment beside it that it was cut from.
_SHOWN_DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_MOMENT = re.compile(r"\d{4,6}\.\d{1,17}")
#: A link to a place of the page itself; a bare "#" is a button.
_PLACE = re.compile(r"\s*#\w")
_SERIAL = re.compile(r"\s*(?:stt|tt|số\s+tt|số\s+thứ\s+tự)\.?\s*", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LINE_BREAKS = re.compile(r" ?(?:\x00 ?)+")

Row = list[str | None]


def read_page(data: bytes, *, name: str | None = None, charset: str = "", visible: bool = True) -> list[Grid]:
    """The tables of a page as one grid. A spanning cell stands in its first place and leaves the others null, as in Excel.

    Texts before the first table (headings, the period) stand above row 1 and those after the last below it, so that they can name the month
    and the total without moving a row. A heading between two tables begins another grid, whose rows are numbered on. Raises ``Unreadable``
    for a page without a table.
    """
    declared = _CHARSET.search(data[:4096])
    text = decode(data, charset or (declared[1].decode() if declared else ""))
    page = _Page(may_strike=bool(_MAY_STRIKE.search(text)), has_fields=bool(FIELDS.search(text)))
    page.feed(text)
    page.close()
    if not page.rows:
        raise Unreadable(_FRAMES if page.has_frames else NO_TABLE)
    grids = [_grid(page, start, end, name, visible) for start, end in page.sections()]
    return [*grids[:-1], replace(grids[-1], broken_off="table")] if page.is_broken_off else grids


def _grid(page: "_Page", start: int, end: int, name: str | None, visible: bool) -> Grid:
    above: list[Row] = [[line] for line in page.texts.get(start, ())]
    below: list[Row] = [[line] for line in page.texts.get(end, ())] if end == len(page.rows) else []
    grid = grid_from_rows(name, above + page.rows[start:end] + below, visible=visible, first_row=start + 1 - len(above))
    traits = SheetTraits(
        runs(row + 1 for row in page.hidden_rows if start <= row < end),
        runs(page.hidden_columns),
        merged_down=tuple(merge for merge in page.merges if start < merge.first_row <= end),
        struck_rows=page.struck.rows(),
        notes=tuple(note for note in page.notes if start < note[0] <= end),
        struck_cells=page.struck.cells(),
    )
    return with_traits(grid, traits)


@dataclass
class _Table:
    """A table that is open: the places that spans from above take in its next row, and how wide its rows were."""

    taken: dict[int, int] = field(default_factory=dict)
    width: int = 0
    columns: int = 0
    merges: list[MergedDown] = field(default_factory=list)


class _Page(HTMLParser):
    """Collects rows; end tags may be missing, as systems that print pages often leave them out.

    ``texts``: what stands outside of all rows, by the number of rows before it. ``is_broken_off``: the page ends within a table; one that
    is ended but forgets to close its table is whole.
    """

    def __init__(self, *, may_strike: bool, has_fields: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._may_strike, self._has_fields = may_strike, has_fields
        self.rows: list[Row] = []
        self.texts: dict[int, list[str]] = {}
        self.hidden_rows: list[int] = []
        self._headed_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.has_frames = False
        self._is_table_open = self._is_ended = self.is_broken_off = False
        self.merges: list[MergedDown] = []
        self.struck = StruckCells()
        self._struck_classes: set[str] = set()
        self._is_in_styles = False
        self._is_row_struck = self._is_cell_struck = False
        self._inline: list[tuple[str, bool]] = []
        self._struck_length = 0
        self._tables: list[_Table] = []
        self._inner = 0
        self._row: dict[int, str] | None = None
        self._cell: list[str] | None = None
        self._fields: CellFields | None = None
        self._note: list[str] | None = None
        self.notes: list[tuple[int, int, str]] = []
        self._whole_value: str | None = None
        self._place = 0
        self._silent = 0
        self._is_in_contents = False

    def sections(self) -> list[tuple[int, int]]:
        """First and end row of each list: a text between two tables parts them, if the second has headings of its own: heading cells, a
        column of running numbers, or a first row of words.

        One without them goes on with the list before it, as where each printed page is a table ("Trang 2").
        """
        starts = [0, *(row for row in sorted(self.texts) if 0 < row < len(self.rows) and self._has_headings(row))]
        return list(zip(starts, [*starts[1:], len(self.rows)], strict=True))

    def _has_headings(self, start: int) -> bool:
        """Told by the first row that is more than a title or the name of a group."""
        for row in range(start, min(start + _TITLE_ROWS, len(self.rows))):
            filled = [cell for cell in self.rows[row] if cell]
            if row in self._headed_rows or any(_SERIAL.fullmatch(cell or "") for cell in self.rows[row][:3]):
                return True
            if len(filled) >= _FEWEST_HEADINGS:
                return not any(sign.isdigit() for cell in filled for sign in cell)
        return False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_in_styles = tag == "style"
        if self._note is not None and tag not in _OF_TABLES:
            self._note.append("\n" if tag in _BREAKS else "")
            return
        if tag == "comment" and self._cell is not None:
            self._note = []
            return
        if self._may_strike and tag in _INLINE and self._cell is not None:
            self._inline.append((tag, tag in _STRIKES or self._is_struck(dict(attrs))))
        if self._fields is not None:
            self._fields.start(tag, dict(attrs))
        if tag == "table":
            self._start_table()
        elif tag in _BREAKS:
            self._break()
        elif tag in _SILENT:
            self._silent += 1
        elif tag == "a":
            # LibreOffice heads a page of several sheets with links to them: each names another list than the one it stands over.
            self._is_in_contents = self._row is None and bool(_PLACE.match(dict(attrs).get("href") or ""))
        elif self._inner:
            self._break() if tag == "tr" else self._space()
        elif tag in ("td", "th"):
            self._start_cell(dict(attrs), is_heading=tag == "th")
        elif tag == "tr":
            self._start_row(dict(attrs))
        elif tag == "col":
            self._column(dict(attrs))
        elif tag in ("frameset", "frame", "iframe"):
            self.has_frames = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._is_in_styles = False
        if self._note is not None and tag not in _OF_TABLES:
            if tag == "comment":
                self._end_note()
            return
        if self._inline and self._inline[-1][0] == tag:
            self._inline.pop()
        if self._fields is not None:
            self._fields.end(tag)
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS:
            self._break()
        elif tag == "a":
            self._is_in_contents = False
        elif tag in ("body", "html"):
            self._is_ended = True
        elif tag == "table":
            self._end_table()
        elif self._inner:
            return
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self._is_in_styles:
            self._struck_classes.update(name for name, looks in _CLASS.findall(data) if _STRUCK.search(looks))
        if self._note is not None:
            self._note.append(data)
            return
        if self._silent:
            return
        if self._cell is not None:
            if self._fields is None:
                self._cell.append(data)
            elif not self._fields.add(data):
                return
            if self._inline and any(is_struck for _, is_struck in self._inline):
                self._struck_length += len(data.strip())
        elif self._row is None and not self._is_in_contents and (text := _SPACES.sub(" ", data).strip()):
            self.texts.setdefault(len(self.rows), []).append(text)

    def _break(self) -> None:
        if self._cell is not None:
            self._cell.append("\x00")

    def _space(self) -> None:
        if self._cell is not None:
            self._cell.append(" ")

    # --- tables ---------------------------------------------------------------------------------------------------------
    def _start_table(self) -> None:
        self._silent = 0  # settings that are never closed do not silence the list
        self._is_in_contents = False
        if self._inner or self._is_within_list():
            self._inner += 1
            return
        self.end_row()
        self._tables.append(_Table())
        self._is_table_open = True

    def _is_within_list(self) -> bool:
        return self._cell is not None and self._row is not None and len(self._row) > 1 and self._tables[-1].width >= _LIST_COLUMNS

    def _end_table(self) -> None:
        if self._inner:
            self._inner -= 1
            return
        self.end_row()
        if self._tables:
            self._close(self._tables.pop())
        self._is_table_open = bool(self._tables)

    def _close(self, table: _Table) -> None:
        """No cell reaches beyond the table that it stands in."""
        last = len(self.rows)
        self.merges += [merge for one in table.merges for merge in merged_down(one.first_row, min(one.last_row, last), one.column)]

    def close(self) -> None:
        super().close()
        self.is_broken_off = bool(self._inner or self._is_table_open) and not self._is_ended
        self.end_row()
        while self._tables:
            self._close(self._tables.pop())

    def _column(self, attrs: dict[str, str | None]) -> None:
        table = self._open_table()
        width = _span(attrs.get("span"))
        if is_hidden(attrs):
            self.hidden_columns.update(range(table.columns, table.columns + width))
        table.columns += width

    def _open_table(self) -> _Table:
        if not self._tables:
            self._tables.append(_Table())
        return self._tables[-1]

    # --- rows and cells -------------------------------------------------------------------------------------------------
    def _start_row(self, attrs: dict[str, str | None]) -> None:
        self.end_row()
        self._row = {}
        self._is_row_struck = self._is_struck(attrs)
        if is_hidden(attrs):
            self.hidden_rows.append(len(self.rows))

    def _start_cell(self, attrs: dict[str, str | None], *, is_heading: bool) -> None:
        self._end_cell()
        if self._row is None:
            self._row = {}
        table = self._open_table()
        taken = table.taken
        place = 0 if not self._row else self._place
        while taken.get(place, 0) > 0:
            place += 1
        width, height = _span(attrs.get("colspan")), _span(attrs.get("rowspan"))
        for offset in range(width):
            taken[place + offset] = height
        self._row[place] = ""
        table.merges += merged_down(len(self.rows) + 1, len(self.rows) + height, place)
        if is_heading:
            self._headed_rows.add(len(self.rows))
        self._cell, self._place = [], place + width
        self._fields = CellFields(self._cell) if self._has_fields else None
        self._inline, self._struck_length, self._is_cell_struck = [], 0, self._is_struck(attrs)
        self._whole_value = attrs.get("x:str") or attrs.get("x:num") or attrs.get("sdval")

    def _end_note(self) -> None:
        if self._note is not None and self._row:
            self.notes.append((len(self.rows) + 1, max(self._row), "".join(self._note).strip()))
        self._note = None

    def _end_cell(self) -> None:
        self._end_note()
        if self._cell is not None and self._row:
            shown = self._cell if self._fields is None else self._fields.shown()
            text = self._row[max(self._row)] = self._text("".join(shown))
            if self._may_strike and text.strip():
                length = sum(len(part.strip()) for part in shown if part != "\x00")
                is_struck = self._is_row_struck or self._is_cell_struck or 0 < length == self._struck_length
                self.struck.add(len(self.rows) + 1, max(self._row), is_struck=is_struck)
        self._cell = self._fields = None

    def _text(self, sent: str) -> str:
        """As a browser shows it: white space of the source is one blank. A number that the page shows shortened stands whole in the
        cell's attribute, and so does the time of a day; other attributes are left, for a date is a bare number there."""
        text = _LINE_BREAKS.sub("\n", _SPACES.sub(" ", sent)).strip(" \n")
        if self._whole_value and (moment := _moment_of(text, self._whole_value.strip())):
            return moment
        if self._whole_value and _SHORTENED.fullmatch(text):
            return re.sub(r"\.0+$", "", self._whole_value.strip())
        return text

    def end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        table = self._open_table()
        row = self._row
        self.rows.append([row.get(place) for place in range(max(row, default=-1) + 1)])
        table.width = max(table.width, len(self.rows[-1]))
        table.taken = {place: rows - 1 for place, rows in table.taken.items() if rows > 1}
        self._row = None

    def _is_struck(self, attrs: dict[str, str | None]) -> bool:
        if not self._may_strike:
            return False
        classes = (attrs.get("class") or "").split() if self._struck_classes else ()
        return bool(_STRUCK.search(attrs.get("style") or "")) or any(name in self._struck_classes for name in classes)


def _moment_of(shown: str, number: str) -> str | None:
    """The moment of a cell that shows its day alone, as a workbook's date cell has it: only the time tells that a zone moved the day."""
    if not (_SHOWN_DAY.fullmatch(shown) and _MOMENT.fullmatch(number)):
        return None
    moment, day = (day_number_text(days) or "" for days in (float(number), int(float(number))))
    is_its_day = sorted(map(int, re.findall(r"\d+", shown))) == sorted(map(int, re.findall(r"\d+", day[:10])))
    return moment if is_its_day and moment != day else None


def _span(value: str | None) -> int:
    """A span as browsers read it: missing, zero or senseless is one."""
    found = re.match(r"\s*(\d{1,6})", value or "")
    return min(max(int(found[1]), 1), MAX_SPAN) if found else 1
