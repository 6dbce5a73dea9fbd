"""Workbooks of Excel since 2007 (.xlsx, .xlsm): put right where the native reader would stumble over them, and what their sheets hide.

The native reader gives up a whole sheet over one error cell that it does not know, and the whole workbook over one sheet that is none.
Where that could happen the workbook is written again with what is sound of it, in the plainest form; the cells keep their values.

Data flow: bytes of a package -> sheets, each put right -> bytes for the native reader + ``SheetTraits``
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import escape, unescape
from xml.etree import ElementTree

from transforms.reading.cell_texts import ERROR, ERROR_TEXTS, PERCENT, PERCENT_FORMATS, moment_text, scaled_unit
from transforms.reading.grids import FAR_CELLS, MAX_CELLS
from transforms.reading.packages import DAMAGED, ZIP_ERRORS, Package, local_name
from transforms.reading.page_headers import printed_texts
from transforms.reading.sheet_parts import MergedDown, SheetTraits, StruckCells, merged_down, runs
from transforms.vietnamese.text import UNVALUED

_NAME = rb"(?:\w{1,64}:)?"
#: What a cell holds, never beyond the next cell. The whole of it gives back what it has: Python before 3.11.5 finds nothing where a group
#: that looks ahead may not (gh-106052), and at no tag within could the end stand.
_REST = rb"[^<]*+(?:<(?!/?" + _NAME + rb"c[\s>/])[^<]*+)*"
_ATTRIBUTES = rb"(\s[^<>]*[^<>/]|)"
_END = rb"</" + _NAME + rb"c>"
_CELL = re.compile(rb"<(" + _NAME + rb")c" + _ATTRIBUTES + rb">(" + _REST + rb")" + _END)
#: A cell of a kind that is not simply a number or a text.
_MARKED = rb"\s(?=[^<>]*\bt\s*=\s*[\"'](?!(?:s|n|str|inlineStr)[\"']))"
_STRANGE_KIND = re.compile(rb"\st\s{0,9}=\s{0,9}[\"'](?!(?:s|n|str|inlineStr)[\"'])")
#: The same as programs write it, which is found many times as fast, and what another spelling has somewhere: a quote or a blank of its own.
_USUAL_STRANGE_KIND = re.compile(rb' t="(?!(?:s|n|str|inlineStr)")')
_OTHER_SPELLINGS = (b"'", b"\t", b"\n", b"\r", b"\f", b"\v", b"t =", b"= ")
_MARKED_CELL = re.compile(rb"<(" + _NAME + rb")c(" + _MARKED + rb"[^<>]*[^<>/])>(" + _REST + rb")" + _END)
_FORMULA_CELL = re.compile(rb"<(" + _NAME + rb")c" + _ATTRIBUTES + rb">(\s*<" + _NAME + rb"f[\s>/]" + _REST + rb")" + _END)
_VALUE = re.compile(rb"<" + _NAME + rb"v(?:\s[^<>]*)?>([^<]*)<")
_KIND = re.compile(rb"\s?\bt\s{0,9}=\s{0,9}(?:\"[^\"]*\"|'[^']*')")
_ATTRIBUTE = re.compile(rb"([\w:.-]{1,80})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')")
_ROW = re.compile(rb"<" + _NAME + rb"row(?:\s([^<>]*))?>")
_COLUMN = re.compile(rb"<" + _NAME + rb"col\s([^<>]*)>")
_MERGE = re.compile(rb"<" + _NAME + rb"mergeCell\s([^<>]*)>")
_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_CELLS_END = re.compile(rb"</" + _NAME + rb"sheetData\s*>|<" + _NAME + rb"sheetData\s*/>")
_DIMENSION = re.compile(rb"<" + _NAME + rb"dimension[^<>]*ref=[\"'][A-Z]+\d+:([A-Z]+)(\d+)[\"']")
_VALUE_CELL = re.compile(rb"<" + _NAME + rb"c\s([^<>]*[^<>/])>")
_CELL_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,9})(\d{1,9})[\"']")
_PART_END = re.compile(rb"</" + _NAME + rb"r>")
_STRUCK = re.compile(rb"<" + _NAME + rb"strike(?:/|>|\s(?![^<>]*\bval\s{0,9}=\s{0,9}[\"'](?:0|false)))")
_PAGE_LINE = re.compile(rb"<" + _NAME + rb"(?:odd|even|first)(?:Header|Footer)(?:\s[^<>]*)?>([^<]*)<")
#: A sheet states its extent within its first bytes.
_HEAD = 4096
#: Bytes of all parts, unpacked, between which both halves of the reading pay to be done at once.
_LONG, _TOO_LONG = 2**21, 2**26
_TRUE, _FALSE = (b"1", b"true", b"-1"), (b"0", b"false")
_STATES = ("visible", "hidden", "veryHidden")
#: How the relation to a sheet without cells ends.
_CHARTS = "/chartsheet"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class ExcelSheet:
    """A sheet of cells. ``is_read``: whether the native reader gets it; if not, ``reason`` may say why. ``was_changed``: put right.
    ``may_hold_errors``: some cell is neither a number nor a text."""

    name: str
    state: str
    target: str
    traits: SheetTraits = field(default_factory=SheetTraits)
    is_read: bool = True
    was_changed: bool = False
    reason: str = ""
    may_hold_errors: bool = False


@dataclass(frozen=True)
class ExcelPackage:
    """``data``: what the native reader is given; it holds the sheets that are read, in their order, and no other sheet of cells.
    ``since_1904``: whether its days are counted from 1904."""

    data: bytes
    sheets: tuple[ExcelSheet, ...]
    since_1904: bool


@dataclass(frozen=True)
class _Styles:
    """Places of cell formats and of shared texts that are struck through."""

    struck_formats: frozenset[int]
    struck_texts: frozenset[int]
    #: Place of a cell format -> the unit that it shows behind a number.
    units: dict[int, str] = field(default_factory=dict)

    @property
    def strike(self) -> bool:
        return bool(self.struck_formats or self.struck_texts)


def is_excel_package(package: Package) -> bool:
    main = package.main_part()
    return main is not None and main.casefold().endswith(".xml") and _root_name(package, main) == "workbook"


def _root_name(package: Package, part: str) -> str:
    return local_name(ElementTree.fromstring(package.read(part)).tag)


def is_worth_a_core(package: Package) -> bool:
    """Whether the workbook is long enough to be read natively while its parts are still looked at, and holds nothing that the native
    reader may not be given unseen: a stated extent that fills the memory, or so much that both at once would."""
    if not _LONG <= package.unpacked_bytes <= _TOO_LONG:
        return False
    sheets = [name for name in package.names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    return bool(sheets) and not any(_states_too_far(package.beginning(name, _HEAD)) for name in sheets)


def open_excel_package(data: bytes, package: Package) -> ExcelPackage:
    """Raises ``ElementTree.ParseError`` and ``KeyError`` for a package that says nothing of its sheets."""
    main = package.main_part() or ""
    root = ElementTree.fromstring(package.read(main))
    relations = package.relations(main)
    targets = {identifier: (kind, target) for kind, target, identifier in relations}
    entries = [(entry, *targets.get(entry.get("id", ""), ("", ""))) for entry in _sheet_entries(root)]
    styles, calculates, since_1904 = _styles(package, relations), _calculates_on_load(root), _is_since_1904(root)
    cells = [(entry, target) for entry, kind, target in entries if not kind.endswith(_CHARTS)]
    sheets = tuple(
        _sheet(package, target, entry, styles, calculates=calculates, number=number) for number, (entry, target) in enumerate(cells, 1)
    )
    if (
        not since_1904
        and main == "xl/workbook.xml"
        and package.stands_as(main)
        and all(_is_plain(package, *entry) for entry in entries)
        and all(sheet.is_read and not sheet.was_changed for sheet in sheets)
        and len({sheet.name for sheet in sheets}) == len(sheets)
        and _has_usual_parts(package, relations)
    ):
        return ExcelPackage(data, sheets, since_1904)
    return ExcelPackage(_written_again(package, relations, sheets, calculates=calculates, since_1904=since_1904), sheets, since_1904)


def _sheet_entries(root: ElementTree.Element) -> Iterator[dict[str, str]]:
    for group in root:
        if local_name(group.tag) == "sheets":
            for sheet in group:
                yield {local_name(name): value for name, value in sheet.items()}


def _is_plain(package: Package, entry: dict[str, str], kind: str, target: str) -> bool:
    """Whether the native reader takes the sheet for one of cells and finds it."""
    is_known = kind.endswith("/worksheet") and entry.get("state", "visible") in _STATES
    return is_known and package.stands_as(target) and target.startswith("xl/worksheets/")


def _has_usual_parts(package: Package, relations: list[tuple[str, str, str]]) -> bool:
    usual = {"/styles": "xl/styles.xml", "/sharedStrings": "xl/sharedStrings.xml"}
    stated = {ending: target for ending in usual for kind, target, _ in relations if kind.endswith(ending)}
    return all(target == usual[ending] and package.stands_as(target) for ending, target in stated.items())


def _property(root: ElementTree.Element, element: str, attribute: str) -> bool:
    """Of the workbook's own element alone: extensions repeat some under another namespace, without their attributes."""
    found = [one.get(attribute, "") for one in root if local_name(one.tag) == element]
    return any(value in ("1", "true", "on") for value in found)


def _is_since_1904(root: ElementTree.Element) -> bool:
    return _property(root, "workbookPr", "date1904")


def _calculates_on_load(root: ElementTree.Element) -> bool:
    """A program that asks for this has worked out nothing itself: a nought beside its formulas says nothing."""
    return _property(root, "calcPr", "fullCalcOnLoad")


# --- one sheet --------------------------------------------------------------------------------------------------------
def _sheet(package: Package, target: str, entry: dict[str, str], styles: _Styles, *, calculates: bool, number: int) -> ExcelSheet:
    sheet = ExcelSheet(entry.get("name") or f"Sheet{number}", entry.get("state", "visible"), target)
    try:
        sent = package.read(target)
        part = _as_utf8(sent)
    except (KeyError, UnicodeDecodeError, *ZIP_ERRORS):
        return replace(sheet, is_read=False)
    if _breaks_off(part):
        return replace(sheet, is_read=False, reason=DAMAGED)
    if _reaches_too_far(part):
        return replace(sheet, is_read=False, reason=FAR_CELLS)
    is_strange = _has_strange_cells(part)
    right = _put_right(part, is_strange=is_strange, calculates=calculates)
    traits = _traits(part, styles)
    boxes = tuple(dict.fromkeys(texts_of_boxes(package, target)))
    traits = replace(traits, notes=tuple(_notes(package, target)), page_texts=(*traits.page_texts, *boxes))
    return replace(sheet, traits=traits, was_changed=right is not sent and right != sent, may_hold_errors=is_strange)


def _as_utf8(part: bytes) -> bytes:
    """The native reader knows no other encoding; the declaration that names another goes."""
    if not part.startswith((b"\xff\xfe", b"\xfe\xff")):
        return part
    return re.sub(rb"^<\?xml[^>]*\?>", b"", part.decode("utf-16").encode(), count=1)


def _breaks_off(part: bytes) -> bool:
    """Whether the cells end without an end: the native reader would give those that are there."""
    last = part.rfind(b"sheetData")
    return last >= 0 and not _CELLS_END.search(part[max(last - 70, 0) :])


def _states_too_far(head: bytes) -> bool:
    stated = _DIMENSION.search(head)
    return stated is not None and _column_number(stated[1]) * int(stated[2]) > MAX_CELLS


def _reaches_too_far(part: bytes) -> bool:
    """A huge stated extent is often only formatting; the cells themselves decide, and they are looked at only then."""
    if not _states_too_far(part[:_HEAD]):
        return False
    cells = [found.groups() for tag in _VALUE_CELL.findall(part) if (found := _CELL_PLACE.search(tag))]
    width = max((_column_number(letters) for letters, _ in cells), default=0)
    return width * max((int(row) for _, row in cells), default=0) > MAX_CELLS


def _has_strange_cells(part: bytes) -> bool:
    begin = max(part.find(b"sheetData"), 0)
    is_usual = all(part.find(one, begin) < 0 for one in _OTHER_SPELLINGS)
    return bool((_USUAL_STRANGE_KIND if is_usual else _STRANGE_KIND).search(part, begin))


def _column_number(letters: bytes | str) -> int:
    number = 0
    for letter in letters.upper().encode() if isinstance(letters, str) else letters.upper():
        number = number * 26 + letter - 64
    return number


def _put_right(part: bytes, *, is_strange: bool, calculates: bool) -> bytes:
    """Cells of kinds or with values that the native reader does not know as the texts that they show; the rest as it is."""
    if is_strange:
        part = _MARKED_CELL.sub(_plain_cell, part)
    if b"<f" in part or b":f" in part:
        unvalued = (b"", b"0") if calculates else (b"",)
        part = _FORMULA_CELL.sub(lambda cell: _unvalued_cell(cell, unvalued), part)
    return part


def _plain_cell(cell: re.Match[bytes]) -> bytes:
    kind = _attributes(cell[2]).get("t", "")
    found = _VALUE.search(cell[3])
    value = found[1].strip() if found else b""
    text = unescape(value.decode("utf-8", "replace"))
    if kind == "e":
        return cell[0] if text in _KNOWN_ERRORS else _text_cell(cell, text or ERROR)
    if kind == "b":
        word = value.lower()
        if word in (b"0", b"1"):
            return cell[0]
        return _number_cell(cell, b"1" if word in _TRUE else b"0") if word in _TRUE + _FALSE else _text_cell(cell, text)
    return _text_cell(cell, (moment_text(text) or "") if kind == "d" else text)


_KNOWN_ERRORS = frozenset(ERROR_TEXTS.values()) - {"#GETTING_DATA"}


def _unvalued_cell(cell: re.Match[bytes], unvalued: tuple[bytes, ...]) -> bytes:
    """One whose value is an empty text, or no number, says its kind."""
    found = _VALUE.search(cell[3])
    value = found[1].strip() if found else b""
    if value not in unvalued or _attributes(cell[2]).get("t", "n") != "n":
        return cell[0]
    return _text_cell(cell, UNVALUED)


def _text_cell(cell: re.Match[bytes], text: str) -> bytes:
    prefix, said = cell[1], _KIND.sub(b"", cell[2])
    return b'<%bc%b t="str"><%bv>%b</%bv></%bc>' % (prefix, said, prefix, escape(text, quote=False).encode(), prefix, prefix)


def _number_cell(cell: re.Match[bytes], value: bytes) -> bytes:
    return b"<%bc%b><%bv>%b</%bv></%bc>" % (cell[1], cell[2], cell[1], value, cell[1], cell[1])


def _attributes(tag: bytes | None) -> dict[str, str]:
    """Attributes of a tag by their names without prefixes."""
    found = _ATTRIBUTE.findall(tag or b"")
    return {
        name.decode("ascii", "replace").rpartition(":")[2]: unescape((one or other).decode("utf-8", "replace"))
        for name, one, other in found
    }


# --- what it says beside its values -----------------------------------------------------------------------------------
def _traits(part: bytes, styles: _Styles) -> SheetTraits:
    begin, end = part.find(b"sheetData"), part.rfind(b"sheetData")
    columns = [column for tag in _COLUMN.findall(part[: max(begin, 0)]) if (column := _attributes(tag)).get("hidden") in ("1", "true")]
    spans = [(column.get("min", ""), column.get("max", "")) for column in columns]
    struck = _struck(part, styles) if styles.strike or b"strike" in part else StruckCells()
    return SheetTraits(
        runs(_hidden_rows(part)) if b"hidden=" in part else (),
        tuple((int(first) - 1, int(last) - 1) for first, last in spans if first.isdecimal() and last.isdecimal()),
        merged_down=tuple(_merges(part[max(end, 0) :])),
        struck_rows=struck.rows(),
        page_texts=printed_texts(*(unescape(line.decode("utf-8", "replace")) for line in _PAGE_LINE.findall(part[max(end, 0) :]))),
        scaled=tuple(_scaled_numbers(part, styles.units)),
        struck_cells=struck.cells(),
    )


def texts_of_boxes(package: Package, target: str) -> Iterator[str]:
    """What text boxes and other shapes on a sheet say, a paragraph each. Where they stand is not asked: they lie over the cells."""
    for part in [part for kind, part, _ in package.relations(target) if kind.endswith("/drawing")]:
        try:
            root = ElementTree.fromstring(package.read(part))
        except (KeyError, ElementTree.ParseError, ValueError, LookupError, *ZIP_ERRORS):
            continue
        for paragraph in (one for one in root.iter() if local_name(one.tag) == "p"):
            words = (one.text or "" for one in paragraph.iter() if local_name(one.tag) == "t")
            if text := " ".join("".join(words).split()):
                yield text


def _notes(package: Package, target: str) -> Iterator[tuple[int, int, str]]:
    """Notes on cells and the threads of comments that newer versions have beside them."""
    for kind, part, _ in package.relations(target):
        if not kind.endswith(("/comments", "/threadedComment")):
            continue
        try:
            root = ElementTree.fromstring(package.read(part))
        except (KeyError, ElementTree.ParseError, ValueError, LookupError, *ZIP_ERRORS):
            continue
        for note in root.iter():
            place = _REFERENCE.fullmatch(note.get("ref", ""))
            if place and local_name(note.tag) in ("comment", "threadedComment"):
                yield int(place[2]), _column_number(place[1]) - 1, "".join(note.itertext())


def _hidden_rows(part: bytes) -> Iterator[int]:
    """Rows that do not say their number stand under the one before them."""
    number = 0
    for tag in _ROW.findall(part):
        said = _attributes(tag)
        number = int(said["r"]) if said.get("r", "").isdecimal() else number + 1
        if said.get("hidden") in ("1", "true"):
            yield number


def _merges(tail: bytes) -> Iterator[MergedDown]:
    for tag in _MERGE.findall(tail):
        if found := _RANGE.fullmatch(_attributes(tag).get("ref", "")):
            yield from merged_down(int(found[2]), int(found[4]), _column_number(found[1]) - 1)


def _is_struck_inside(cell: bytes) -> bool:
    """A text written into its own cell, all of whose parts are struck through."""
    parts = _PART_END.split(cell)[:-1] if b"strike" in cell else []
    return bool(parts) and all(_STRUCK.search(part) for part in parts)


def _struck(part: bytes, styles: _Styles) -> StruckCells:
    cells = StruckCells()
    for cell in _CELL.finditer(part):
        said, found = _attributes(cell[2]), _VALUE.search(cell[3])
        place = _REFERENCE.fullmatch(said.get("r", ""))
        if place is None or (found is None and b"<" not in cell[3]):
            continue
        style, is_shared = said.get("s", "0"), said.get("t") == "s" and found is not None
        is_struck = style.isdecimal() and int(style) in styles.struck_formats
        text = found[1] if is_shared and found is not None else b""
        is_struck |= (text.isdigit() and int(text) in styles.struck_texts) or _is_struck_inside(cell[3])
        cells.add(int(place[2]), _column_number(place[1]) - 1, is_struck=is_struck)
    return cells


def _styles(package: Package, relations: list[tuple[str, str, str]]) -> _Styles:
    return _Styles(
        _struck_places(package, relations, "/styles", _struck_formats),
        _struck_places(package, relations, "/sharedStrings", _struck_texts),
        _shown_units(package, relations),
    )


def _shown_units(package: Package, relations: list[tuple[str, str, str]]) -> dict[int, str]:
    part = next((target for kind, target, _ in relations if kind.endswith("/styles")), "")
    try:
        root = ElementTree.fromstring(package.read(part))
    except (KeyError, ElementTree.ParseError, ValueError, LookupError, *ZIP_ERRORS):
        return {}
    groups = {local_name(group.tag): list(group) for group in root}
    own = {str(number): PERCENT for number in PERCENT_FORMATS}
    units = own | {form.get("numFmtId", ""): scaled_unit(form.get("formatCode", "")) for form in groups.get("numFmts", ())}
    stated = {place: units.get(form.get("numFmtId", ""), "") for place, form in enumerate(groups.get("cellXfs", ()))}
    return {place: unit for place, unit in stated.items() if unit}


def _scaled_numbers(part: bytes, units: dict[int, str]) -> Iterator[tuple[int, int, str]]:
    # A template knows formats that no cell has: for those the cells are not gone through.
    is_used = any(b"s=" + quote + str(style).encode() + quote in part for style in units for quote in (b'"', b"'"))
    for cell in _CELL.finditer(part) if is_used else ():
        said = _attributes(cell[2])
        style, place = said.get("s", ""), _REFERENCE.fullmatch(said.get("r", ""))
        if place and style.isdecimal() and int(style) in units and said.get("t", "n") == "n":
            yield int(place[2]), _column_number(place[1]) - 1, units[int(style)]


def _struck_places(
    package: Package, relations: list[tuple[str, str, str]], ending: str, places: Callable[[ElementTree.Element], Iterator[int]]
) -> frozenset[int]:
    part = next((target for kind, target, _ in relations if kind.endswith(ending)), "")
    try:
        data = package.read(part)
        return frozenset(places(ElementTree.fromstring(data))) if b"strike" in data else frozenset()
    except (KeyError, ElementTree.ParseError, ValueError, LookupError, *ZIP_ERRORS):
        return frozenset()


def _struck_formats(root: ElementTree.Element) -> Iterator[int]:
    groups = {local_name(group.tag): list(group) for group in root}
    struck = {place for place, font in enumerate(groups.get("fonts", ())) if _is_struck(font)}
    for place, form in enumerate(groups.get("cellXfs", ())):
        if form.get("fontId", "0").isdecimal() and int(form.get("fontId", "0")) in struck:
            yield place


def _struck_texts(root: ElementTree.Element) -> Iterator[int]:
    """Shared texts all of whose parts are struck through, each by its own font."""
    for place, text in enumerate(root):
        parts = [part for part in text if local_name(part.tag) == "r"]
        fonts = [[font for font in part if local_name(font.tag) == "rPr"] for part in parts]
        if parts and all(found and _is_struck(found[0]) for found in fonts):
            yield place


def _is_struck(font: ElementTree.Element) -> bool:
    return any(local_name(one.tag) == "strike" and one.get("val", "1") not in ("0", "false") for one in font)


# --- written again ----------------------------------------------------------------------------------------------------
def _written_again(
    package: Package, relations: list[tuple[str, str, str]], sheets: tuple[ExcelSheet, ...], *, calculates: bool, since_1904: bool
) -> bytes:
    """A workbook with the sheets that are read, under names of their own ("1", "2"): in a faulty file two sheets may have one name."""
    read = [sheet for sheet in sheets if sheet.is_read]
    links = [("worksheet", f"worksheets/sheet{number}.xml", f"r{number}") for number in range(1, len(read) + 1)]
    with zipfile.ZipFile(made := io.BytesIO(), "w") as written:
        for kind in ("styles", "sharedStrings"):
            part = next((target for ending, target, _ in relations if ending.endswith(f"/{kind}")), "")
            if part in package:
                written.writestr(f"xl/{kind}.xml", _as_utf8(package.read(part)))
                links.append((kind, f"{kind}.xml", kind))
        for number, sheet in enumerate(read, 1):
            cells = _as_utf8(package.read(sheet.target))
            right = _put_right(cells, is_strange=sheet.may_hold_errors, calculates=calculates)
            written.writestr(f"xl/worksheets/sheet{number}.xml", right)
        written.writestr("xl/workbook.xml", _workbook(read, since_1904=since_1904))
        written.writestr("xl/_rels/workbook.xml.rels", _links(links))
        written.writestr("_rels/.rels", _links([("officeDocument", "xl/workbook.xml", "book")]))
    return made.getvalue()


def _workbook(sheets: list[ExcelSheet], *, since_1904: bool) -> str:
    lines = [
        f'<sheet name="{number}" sheetId="{number}" state="{_state(sheet)}" r:id="r{number}"/>' for number, sheet in enumerate(sheets, 1)
    ]
    system = '<workbookPr date1904="1"/>' if since_1904 else ""
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{system}<sheets>{"".join(lines)}</sheets></workbook>'


def _links(links: list[tuple[str, str, str]]) -> str:
    lines = [f'<Relationship Id="{identifier}" Type="{_RELATIONS}/{kind}" Target="{target}"/>' for kind, target, identifier in links]
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(lines)}</Relationships>'


def _state(sheet: ExcelSheet) -> str:
    return sheet.state if sheet.state in _STATES else "visible"
