"""Workbooks of OpenDocument (.ods): LibreOffice, Gnumeric, and Excel where somebody asks it to.

One row is one sheet row; rows and cells may stand for several of themselves. Cells are printed as those of Excel are. What stands between
the elements of a sheet is not part of it: many programs indent them.

Data flow: bytes of content.xml -> elements -> rows of cells -> Grid per sheet
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from transforms.reading.cell_texts import ERROR, PERCENT, as_shown, duration_text, moment_text, number_text, unit_behind
from transforms.reading.grids import FAR_CELLS, MAX_CELLS, MAX_COLUMNS, Unreadable, grid_from_rows
from transforms.reading.model import Grid
from transforms.reading.packages import DAMAGED, Package
from transforms.reading.sheet_parts import MergedDown, SheetTraits, StruckCells, merged_down, with_traits
from transforms.vietnamese.text import UNVALUED

DEFINED = (
    "Tệp XML có phần định nghĩa (DOCTYPE) mà bảng tính không bao giờ có, nên không được mở. Xuất lại ở dạng Excel (.xlsx) rồi gửi lại."
)
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_ERROR_TEXT = re.compile(r"\s*(?:#[A-ZÀ-Ỹ/0_]+[!?]?|(?:Err|Lỗi|Error):\d{3})\s*")
_LAST_ROW = 1_048_576
_NO_LINE = ("", "none")
_PAGE_LINES = frozenset(f"{_SPACE}style:1.0 {line}{which}" for line in ("header", "footer") for which in ("", "-left", "-first"))
_USUAL_PAGE = "Default"
#: What stands in a cell beside its own text: remarks and drawings.
_NO_TEXT = frozenset(
    ("annotation", "frame", "custom-shape", "rect", "line", "connector", "control", "g", "shapes", "tracked-changes", "forms")
)

# attributes
_OFFICE_STRING_VALUE = f"{_SPACE}office:1.0 string-value"
_OFFICE_VALUE_TYPE = f"{_SPACE}office:1.0 value-type"
_STYLE_MASTER_PAGE_NAME = f"{_SPACE}style:1.0 master-page-name"
_STYLE_NAME = f"{_SPACE}style:1.0 name"
_STYLE_PARENT_STYLE_NAME = f"{_SPACE}style:1.0 parent-style-name"
_TABLE_DEFAULT_CELL_STYLE_NAME = f"{_SPACE}table:1.0 default-cell-style-name"
_TABLE_DISPLAY = f"{_SPACE}table:1.0 display"
_TABLE_FORMULA = f"{_SPACE}table:1.0 formula"
_TABLE_NAME = f"{_SPACE}table:1.0 name"
_TABLE_NUMBER_COLUMNS_REPEATED = f"{_SPACE}table:1.0 number-columns-repeated"
_TABLE_NUMBER_ROWS_REPEATED = f"{_SPACE}table:1.0 number-rows-repeated"
_TABLE_NUMBER_ROWS_SPANNED = f"{_SPACE}table:1.0 number-rows-spanned"
_TABLE_STYLE_NAME = f"{_SPACE}table:1.0 style-name"
_TABLE_VISIBILITY = f"{_SPACE}table:1.0 visibility"
_TEXT_C = f"{_SPACE}text:1.0 c"
_TEXT_STYLE_NAME = f"{_SPACE}text:1.0 style-name"

Attributes = dict[str, str]


def read_opendocument(package: Package) -> list[Grid | str]:
    """The sheets; in the place of one whose cells lie too far apart its name. Raises ``Unreadable`` for broken XML and for XML that defines
    entities of its own."""
    styles: dict[str, _Style] = {}
    if "styles.xml" in package and b"line-through" in (named := package.read("styles.xml")):
        _parse(named, _Content(styles))
    content = _Content(styles, _pages(package))
    _parse(package.read("content.xml"), content)
    return [grid for sheet in content.sheets if (grid := _grid(sheet, since_1904=content.since_1904)) is not None]


def _pages(package: Package) -> dict[str, list[str]]:
    """What each page style prints at the head and foot of its pages."""
    pages = _Pages()
    if "styles.xml" in package and b"master-page" in (named := package.read("styles.xml")):
        _parse(named, pages)
    return pages.texts


def _grid(sheet: "_Sheet", *, since_1904: bool) -> Grid | str | None:
    try:
        if sheet.reaches_too_far:
            raise Unreadable(FAR_CELLS)
        grid = replace(grid_from_rows(sheet.name, sheet.rows, visible=sheet.visible), since_1904=since_1904)
    except Unreadable:
        return sheet.name
    return with_traits(grid, sheet.traits()) if grid.frame.height else None


def _parse(data: bytes, content: "_Content | _Pages") -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Unreadable(DEFINED)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = content.start, content.end, content.text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable(DAMAGED) from error


@dataclass
class _Style:
    """``struck``: None where the style leaves it to its parent. ``shown``: of a sheet."""

    parent: str = ""
    struck: bool | None = None
    shown: bool = True
    page: str = _USUAL_PAGE


class _Pages:
    """Follows styles.xml: the paragraphs of heads and feet by the name of their page style."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self._page = ""
        self._lines = 0
        self._parts: list[str] | None = None

    def start(self, name: str, said: Attributes) -> None:
        if name == f"{_SPACE}style:1.0 master-page":
            self._page = said.get(_STYLE_NAME, "")
        elif name in _PAGE_LINES:
            self._lines += said.get(f"{_SPACE}style:1.0 display") != "false"
        elif name == f"{_SPACE}text:1.0 p" and self._lines:
            self._parts = []

    def end(self, name: str) -> None:
        if name in _PAGE_LINES:
            self._lines = max(self._lines - 1, 0)
        elif name == f"{_SPACE}text:1.0 p" and self._parts is not None:
            text, self._parts = " ".join("".join(self._parts).split()), None
            self.texts.setdefault(self._page, []).extend([text] if text else [])

    def text(self, text: str) -> None:
        if self._parts is not None:
            self._parts.append(text)


@dataclass
class _Cell:
    said: Attributes
    is_covered: bool = False
    paragraphs: list[str] = field(default_factory=list)
    text_length: int = 0
    struck_length: int = 0
    note: list[str] = field(default_factory=list)


@dataclass
class _Sheet:
    name: str
    visible: bool = True
    rows: list[list[str | None]] = field(default_factory=list)
    next_row: int = 1
    next_column: int = 0
    cell_count: int = 0
    reaches_too_far: bool = False
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[MergedDown] = field(default_factory=list)
    struck: StruckCells = field(default_factory=StruckCells)
    #: Style of the cells of each run of columns, with the position after its last.
    column_styles: list[tuple[int, str]] = field(default_factory=list)
    page_texts: tuple[str, ...] = ()
    notes: list[tuple[int, int, str]] = field(default_factory=list)

    def traits(self) -> SheetTraits:
        rows, columns = tuple(self.hidden_rows), tuple(self.hidden_columns)
        told = SheetTraits(
            rows,
            columns,
            merged_down=tuple(self.merges),
            struck_rows=self.struck.rows(),
            page_texts=self.page_texts,
            struck_cells=self.struck.cells(),
        )
        return replace(told, notes=tuple(self.notes))

    def style_of(self, column: int) -> str:
        return next((style for end, style in self.column_styles if column < end), "")

    def add_row(self, cells: list[str | None], times: int) -> None:
        """Blank rows at the end of a sheet stand for a million; they are made only where another row follows."""
        if cells and not self.reaches_too_far:
            self.cell_count += times * len(cells)
            if self.cell_count > MAX_CELLS or self.next_row + times > _LAST_ROW + 1:
                self.reaches_too_far = True
            else:
                self.rows.extend([] for _ in range(self.next_row - 1 - len(self.rows)))
                self.rows.extend(cells for _ in range(times))
        self.next_row += times


class _Content:
    """Follows the elements of content.xml (and of styles.xml, for its styles alone)."""

    def __init__(self, styles: dict[str, _Style], pages: dict[str, list[str]] | None = None) -> None:
        self.sheets: list[_Sheet] = []
        self.since_1904 = False
        self._pages = pages or {}
        self._styles = styles
        self._style: _Style | None = None
        self._row: list[str | None] = []
        #: Blank cells after the last that is not: they are made only where another cell follows.
        self._blanks = 0
        self._knows_strikes = any(style.struck for style in styles.values())
        self._row_said: Attributes = {}
        self._cell: _Cell | None = None
        self._parts: list[str] | None = None
        self._silent = 0
        self._tables = 0
        self._struck_spans: list[bool] = []
        self._starts: dict[str, Callable[[Attributes], None]] = {
            f"{_SPACE}style:1.0 style": self._start_style,
            f"{_SPACE}style:1.0 text-properties": self._text_properties,
            f"{_SPACE}style:1.0 table-properties": self._table_properties,
            f"{_SPACE}table:1.0 null-date": self._null_date,
            f"{_SPACE}table:1.0 table": self._start_table,
            f"{_SPACE}table:1.0 table-column": self._column,
            f"{_SPACE}table:1.0 table-row": self._start_row,
            f"{_SPACE}table:1.0 table-cell": self._start_cell,
            f"{_SPACE}table:1.0 covered-table-cell": lambda said: self._start_cell(said, is_covered=True),
            f"{_SPACE}text:1.0 p": self._start_paragraph,
            f"{_SPACE}text:1.0 h": self._start_paragraph,
            f"{_SPACE}text:1.0 span": self._start_span,
            f"{_SPACE}text:1.0 s": lambda said: self.text(" " * min(_times(said, _TEXT_C), 1000)),
            f"{_SPACE}text:1.0 tab": lambda _: self.text("\t"),
            f"{_SPACE}text:1.0 line-break": lambda _: self._line_break(),
        }
        self._ends: dict[str, Callable[[], None]] = {
            f"{_SPACE}table:1.0 table": self._end_table,
            f"{_SPACE}table:1.0 table-row": self._end_row,
            f"{_SPACE}table:1.0 table-cell": self._end_cell,
            f"{_SPACE}table:1.0 covered-table-cell": self._end_cell,
            f"{_SPACE}text:1.0 p": self._end_paragraph,
            f"{_SPACE}text:1.0 h": self._end_paragraph,
            f"{_SPACE}text:1.0 span": self._end_span,
        }

    def start(self, name: str, said: Attributes) -> None:
        if self._silent or name.rpartition(" ")[2] in _NO_TEXT:
            if self._cell is not None and (self._silent or name.endswith(" annotation")):
                self._cell.note.append("\n")
            self._silent += 1
        elif begin := self._starts.get(name):
            begin(said)

    def end(self, name: str) -> None:
        if self._silent:
            self._silent -= 1
        elif end := self._ends.get(name):
            end()

    def text(self, text: str) -> None:
        if self._silent and self._cell is not None and self._cell.note:
            self._cell.note.append(text)
        if self._parts is not None and not self._silent and self._cell is not None:
            self._parts.append(text)
            self._cell.text_length += len(text)
            if self._knows_strikes and any(self._struck_spans):
                self._cell.struck_length += len(text)

    # --- styles ---------------------------------------------------------------------------------------------------------
    def _start_style(self, said: Attributes) -> None:
        page = said.get(_STYLE_MASTER_PAGE_NAME) or _USUAL_PAGE
        self._style = _Style(said.get(_STYLE_PARENT_STYLE_NAME, ""), page=page)
        self._styles[said.get(_STYLE_NAME, "")] = self._style

    def _text_properties(self, said: Attributes) -> None:
        lines = [said.get(f"{_SPACE}style:1.0 text-line-through-{name}") for name in ("style", "type")]
        if self._style is not None and any(line is not None for line in lines):
            self._style.struck = any((line or "") not in _NO_LINE for line in lines)
            self._knows_strikes = self._knows_strikes or self._style.struck

    def _table_properties(self, said: Attributes) -> None:
        if self._style is not None:
            self._style.shown = said.get(_TABLE_DISPLAY) != "false"

    def _is_struck(self, name: str) -> bool:
        for _ in range(20):
            style = self._styles.get(name)
            if style is None or style.struck is not None:
                return style is not None and bool(style.struck)
            name = style.parent
        return False

    # --- sheets, columns, rows ------------------------------------------------------------------------------------------
    def _null_date(self, said: Attributes) -> None:
        self.since_1904 = said.get(f"{_SPACE}table:1.0 date-value", "").startswith("1904-01-01")

    def _start_table(self, said: Attributes) -> None:
        """A table inside a table is the content of one cell; no program makes any on a sheet."""
        self._tables += 1
        if self._tables == 1:
            style = self._styles.get(said.get(_TABLE_STYLE_NAME, ""))
            self.sheets.append(_Sheet(said.get(_TABLE_NAME, ""), style is None or style.shown))
            self.sheets[-1].page_texts = tuple(self._pages.get(_USUAL_PAGE if style is None else style.page, ()))

    def _end_table(self) -> None:
        self._tables -= 1

    def _column(self, said: Attributes) -> None:
        if self._tables != 1:
            return
        sheet, times = self.sheets[-1], _times(said, _TABLE_NUMBER_COLUMNS_REPEATED)
        if _is_hidden(said):
            sheet.hidden_columns.append((sheet.next_column, sheet.next_column + times - 1))
        sheet.next_column += times
        sheet.column_styles.append((sheet.next_column, said.get(_TABLE_DEFAULT_CELL_STYLE_NAME, "")))

    def _start_row(self, said: Attributes) -> None:
        if self._tables == 1:
            self._row, self._row_said, self._blanks = [], said, 0

    def _end_row(self) -> None:
        if self._tables != 1:
            return
        sheet, times = self.sheets[-1], _times(self._row_said, _TABLE_NUMBER_ROWS_REPEATED)
        if _is_hidden(self._row_said):
            sheet.hidden_rows.append((sheet.next_row, sheet.next_row + times - 1))
        sheet.add_row(self._row, times)

    # --- cells ----------------------------------------------------------------------------------------------------------
    def _start_cell(self, said: Attributes, *, is_covered: bool = False) -> None:
        if self._tables == 1:
            self._cell = _Cell(said, is_covered)

    def _end_cell(self) -> None:
        if self._cell is None or self._tables != 1:
            return
        cell, self._cell = self._cell, None
        if cell.note:
            sheet = self.sheets[-1]
            sheet.notes.append((sheet.next_row, len(self._row) + self._blanks, "".join(cell.note)))
        value = None if cell.is_covered else _value(cell, since_1904=self.since_1904)
        times = min(_times(cell.said, _TABLE_NUMBER_COLUMNS_REPEATED), MAX_COLUMNS)
        if value is None:
            self._blanks += times
            return
        self._row.extend([None] * self._blanks)
        sheet, column, self._blanks = self.sheets[-1], len(self._row), 0
        self._row.extend([value] * times)
        if (height := _times(cell.said, _TABLE_NUMBER_ROWS_SPANNED)) > 1:
            sheet.merges += merged_down(sheet.next_row, sheet.next_row + height - 1, column)
        if self._knows_strikes:
            sheet.struck.add(sheet.next_row, column, is_struck=self._is_struck_cell(cell, column))

    def _is_struck_cell(self, cell: _Cell, column: int) -> bool:
        name = cell.said.get(_TABLE_STYLE_NAME) or self._row_said.get(_TABLE_DEFAULT_CELL_STYLE_NAME)
        if self._is_struck(name or self.sheets[-1].style_of(column)):
            return True
        return 0 < cell.text_length == cell.struck_length

    def _start_paragraph(self, said: Attributes) -> None:
        if self._cell is not None:
            self._parts = []
            self._struck_spans = [self._knows_strikes and self._is_struck(said.get(_TEXT_STYLE_NAME, ""))]

    def _end_paragraph(self) -> None:
        if self._cell is not None and self._parts is not None:
            text = "".join(self._parts)
            # The file's own line ends and what indents its lines say nothing.
            self._cell.paragraphs.append(" ".join(line for line in map(str.strip, text.splitlines()) if line) if "\n" in text else text)
        self._parts, self._struck_spans = None, []

    def _line_break(self) -> None:
        """Kept apart from the line ends of an indented file, which say nothing."""
        if self._cell is not None and self._parts is not None:
            self._cell.paragraphs.append("".join(self._parts))
            self._parts = []

    def _start_span(self, said: Attributes) -> None:
        self._struck_spans.append(self._is_struck(said.get(_TEXT_STYLE_NAME, "")))

    def _end_span(self) -> None:
        if self._struck_spans:
            self._struck_spans.pop()


def _times(said: Attributes, name: str) -> int:
    stated = said.get(name, "1")
    if stated == "1":
        return 1
    return max(1, min(int(stated), 2 * _LAST_ROW)) if stated.isascii() and stated.isdigit() else 1


def _is_hidden(said: Attributes) -> bool:
    return said.get(_TABLE_VISIBILITY) in ("collapse", "filter")


def _value(cell: _Cell, *, since_1904: bool) -> str | None:
    """What the cell holds, as a cell of Excel is printed; an error in its own words, whatever value stands beside it."""
    said = cell.said
    text = "\n".join(cell.paragraphs) if cell.paragraphs else None
    kind = said.get(_OFFICE_VALUE_TYPE)
    is_formula = _TABLE_FORMULA in said
    if "error" in said.values() and any(name.endswith(" value-type") and value == "error" for name, value in said.items()):
        return text or ERROR
    if kind is None:
        return UNVALUED if is_formula and text is None else text
    if kind == "string":
        stated = said.get(_OFFICE_STRING_VALUE)
        return UNVALUED if is_formula and stated is None and text is None else text or stated
    if text is not None and is_formula and _ERROR_TEXT.fullmatch(text):
        return text.strip()
    return _typed(said, kind, text, is_formula=is_formula, since_1904=since_1904)


def _typed(said: Attributes, kind: str, text: str | None, *, is_formula: bool, since_1904: bool) -> str | None:
    names = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}
    stated = said.get(f"{_SPACE}office:1.0 {names.get(kind, 'value')}")
    if stated is None:
        return UNVALUED if is_formula and not text else text
    if kind == "date":
        return moment_text(stated, since_1904=since_1904)
    if kind == "time":
        return duration_text(stated)
    if kind == "boolean":
        return {"1": "true", "0": "false"}.get(stated, stated.lower())
    try:
        unit = PERCENT if kind == "percentage" else unit_behind(text or "", float(stated))
        return as_shown(number_text(float(stated)), unit)
    except ValueError:
        return stated
