"""One delivery read: its lists of one source and the months it speaks of, or the reason why there are none.

Data flow: bytes + path -> grids -> source -> tables -> Reading
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from transforms.contract import Contract
from transforms.reading.containers import MAX_UNPACKED_BYTES, read_sheets
from transforms.reading.elsewhere import said_elsewhere, units_elsewhere
from transforms.reading.grids import Unreadable, legible
from transforms.reading.heading_keys import Windows
from transforms.reading.model import Grid, LeftAside, MissingColumns, Reading, Table
from transforms.reading.months import month_evidence
from transforms.reading.packed_rows import unpacked_sheet
from transforms.reading.recognition import Sighting, choose_source, missing_columns, sightings
from transforms.reading.sides import side_by_side
from transforms.reading.suggestions import goes_on
from transforms.reading.tables import holds_packed_rows, says_nothing, tables_of

#: The column of the unit of each row: only lists of figures have it.
_UNIT = "unit"
#: Columns known of a sheet that make a list of it.
_LEAST_OF_A_LIST = 3
_NO_ROWS = "Tệp có tiêu đề cột nhưng không có dòng dữ liệu nào. Xuất lại danh sách đầy đủ rồi gửi lại."
_NOTHING = (
    "Tệp ghi '{}' và không có dòng dữ liệu nào: kỳ này không có gì để báo cáo. Chưa công bố gì, số liệu gần nhất được giữ. "
    "Nếu đúng như vậy thì không cần gửi lại."
)
_NOTHING_AND_NO_LIST = (
    "Tệp ghi '{}' và không có danh sách nào (không có hàng tiêu đề cột). Chưa công bố gì, số liệu gần nhất được giữ. "
    "Nếu đúng là kỳ này không có gì để báo cáo thì không cần gửi lại."
)
_PACKED = (
    "Các dòng của danh sách nằm trọn trong một ô, không tách được thành các cột. Tách vào đúng cột (Excel: Dữ liệu, Văn bản thành cột) "
    "hoặc xuất lại rồi gửi lại."
)
#: A letter that says that there is nothing to report has no more rows.
_SHORT_SHEET = 60
_NOBODYS = (
    "Không trang nào có tiêu đề cột của một danh sách đã biết (hồ sơ một cửa, BHYT, BHXH, hộ nghèo, báo cáo chỉ tiêu). "
    "Kiểm tra lại tệp hoặc hàng tiêu đề rồi gửi lại."
)
_ONE_UNREAD = (
    "Không trang nào đọc được có tiêu đề cột của một danh sách đã biết; trang {} chương trình không đọc được. "
    "Mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
)
_LEFT_ONLY = "Tệp chỉ có danh sách hộ đã ra khỏi danh sách, không có danh sách chính. Gửi lại tệp đầy đủ."


def read_delivery(
    data: bytes,
    path: tuple[str, ...],
    contracts: Sequence[Contract],
    *,
    max_unpacked_bytes: int = MAX_UNPACKED_BYTES,
) -> Reading:
    """What the bytes hold, whatever they are: bad input is a ``problem`` of the reading, never an exception.

    ``path``: folders and file name below the given root; they may name the month. All lists of the one best source are read, over all
    sheets, hidden ones too; sheets of no known header are left aside.
    """
    named = month_evidence((), (), path)
    try:
        sheets = read_sheets(data, max_unpacked_bytes=max_unpacked_bytes)
    except Unreadable as reason:
        return Reading(None, problem="unreadable", detail_vi=reason.reason_vi, months=named)
    windows = Windows()
    grids = [one for grid in map(unpacked_sheet, sheets.grids) for one in side_by_side(grid, contracts, windows)]
    seen = [sighting for grid in grids for sighting in sightings(grid, contracts, windows)]
    contract = choose_source(seen)
    if contract is None:
        said = says_nothing((grid.frame for grid in grids if grid.frame.height <= _SHORT_SHEET), shortest=len("Không có"))
        return Reading(None, problem="unrecognised", detail_vi=_why_nobodys(said, sheets.unread), months=named)
    reading = replace(
        _read_source(contract, [sighting for sighting in seen if sighting.contract is contract], path), unread_sheets=sheets.unread
    )
    if reading.problem is not None:
        return reading
    lists = [sighting.sent for sighting in seen if _is_a_list(sighting)]
    is_other = [not any(grid is one for one in lists) for grid in grids]
    others = [grid for grid, is_one in zip(grids, is_other, strict=True) if is_one]
    behind = len(list(takewhile(bool, reversed(is_other))))
    name = path[-1] if path else ""
    return replace(
        reading,
        unheaded=_unheaded(grids, seen, contract),
        left_aside=(*_left_aside(grids, seen, contract), *(one for table in reading.tables for one in table.lists_below)),
        elsewhere=(
            *said_elsewhere(others, (table.sheet_name for table in reading.main), name, behind=behind),
            *(units_elsewhere(others, name) if any(column.name == _UNIT for column in contract.columns) else ()),
        ),
    )


def _unheaded(grids: Sequence[Grid], seen: Sequence[Sighting], contract: Contract) -> tuple[tuple[str | None, int], ...]:
    """Sheets that nobody knows by their headings and that go on with a list of another sheet: reports that print each page on its own
    sheet head the first one alone."""
    lists = [sighting for sighting in seen if sighting.contract is contract and not sighting.missing and not sighting.is_left]
    known = [sighting.sent for sighting in seen]
    return tuple(
        (grid.name, grid.frame.height)
        for grid in grids
        if not any(grid is one for one in known) and any(goes_on(one.header, legible(grid).frame) for one in lists)
    )


def _left_aside(grids: Sequence[Grid], seen: Sequence[Sighting], contract: Contract) -> tuple[LeftAside, ...]:
    """Lists that are not read: of another source in the same workbook, or of nobody's for want of columns. A table that does not name
    its rows is a summary and is passed over."""
    read = [sighting.sent for sighting in _of_source([sighting for sighting in seen if sighting.contract is contract])[0]]
    found = []
    for grid in grids:
        alike = [sighting for sighting in seen if sighting.sent is grid and _is_a_list(sighting)]
        best = max(alike, key=lambda sighting: (sighting.is_identified, sighting.contract is contract, sighting.strength), default=None)
        if best is None or any(grid is one for one in read):
            continue
        rows = sum(table.frame.height for table in tables_of(best.grid, best.header, best.contract, best.sent.frame))
        if rows:
            lacks = tuple(wanted for wanted, *_ in missing_columns(best).missing)
            found.append(LeftAside(grid.name, best.contract.source, rows, lacks))
    return tuple(found)


def _is_a_list(sighting: Sighting) -> bool:
    return sighting.header.names_rows and len(sighting.header.positions.keys() - {"serial_number"}) >= _LEAST_OF_A_LIST


def find_tables(grid: Grid, contracts: Sequence[Contract]) -> list[Table]:
    """The lists of the one source that a single sheet speaks for; none where it is nobody's or lacks a required column."""
    windows = Windows()
    seen = [sighting for one in side_by_side(grid, contracts, windows) for sighting in sightings(one, contracts, windows)]
    contract = choose_source(seen)
    own = [sighting for sighting in seen if sighting.contract is contract and (sighting.is_left or not sighting.missing)]
    return [table for sighting in own for table in tables_of(sighting.grid, sighting.header, sighting.contract, sighting.sent.frame)]


def _why_nobodys(said: str | None, unread: tuple[str | None, ...]) -> str:
    """Why no list was found: the sheets say that there is none, one of them could not be read, or they are another's."""
    if said:
        return _NOTHING_AND_NO_LIST.format(said)
    return _ONE_UNREAD.format(", ".join(f"'{name}'" for name in unread)) if unread else _NOBODYS


def _read_source(contract: Contract, seen: list[Sighting], path: tuple[str, ...]) -> Reading:
    lists, incomplete = _of_source(seen)
    missing = tuple(_with_suggestions(missing_columns(sighting), sighting) for sighting in incomplete)
    used = [*lists, *incomplete]
    titles = [title for sighting in used for title in sighting.titles]
    months = month_evidence(titles, [sighting.grid.name for sighting in used], path)
    if missing:
        return Reading(contract.source, problem="missing_columns", detail_vi=_missing_vi(missing), missing=missing, months=months)
    tables = tuple(table for sighting in lists for table in tables_of(sighting.grid, sighting.header, contract, sighting.sent.frame))
    if all(table.kind == "left" for table in tables):
        main = [sighting for sighting in lists if not sighting.is_left]
        detail = _without_rows(main) if main else _LEFT_ONLY
        return Reading(contract.source, problem="unreadable", detail_vi=detail, months=months)
    return Reading(contract.source, tables, months=months)


def _without_rows(lists: Sequence[Sighting]) -> str:
    """Why a list has no rows: it says so itself, its rows stand whole in one cell each, or nobody knows."""
    said = says_nothing(sighting.grid.frame for sighting in lists)
    if said:
        return _NOTHING.format(said)
    if any(holds_packed_rows(sighting.grid, sighting.header) for sighting in lists):
        return _PACKED
    return _NO_ROWS


def _of_source(seen: list[Sighting]) -> tuple[list[Sighting], list[Sighting]]:
    """The sheets that hold lists of the source, and those that would if a column were not missing.

    A small table that shares a few headings with the lists (a summary by kind of card) is neither.
    """
    complete = [sighting for sighting in seen if not sighting.missing and (sighting.is_identified or sighting.is_left)]
    alike = [set(sighting.header.positions) for sighting in complete if not sighting.is_left]
    lists = [sighting for sighting in seen if sighting.is_left or sighting in complete or set(sighting.header.positions) in alike]
    most = max((len(columns) for columns in alike), default=0)
    incomplete = [
        sighting
        for sighting in seen
        if sighting not in lists
        and sighting.missing
        and sighting.is_identified
        and (not alike or (2 * len(sighting.header.positions) >= max(most, 6) and sighting.header.is_half_complete))
    ]
    return lists, incomplete


def _with_suggestions(found: MissingColumns, sighting: Sighting) -> MissingColumns:
    """What else the sheet's headings and values say: which unknown column looks like a missing one."""
    tables = tables_of(sighting.grid, sighting.header, sighting.contract, sighting.sent.frame)
    wanted = {name for group in sighting.missing for name in group}
    suggestions = [one for table in tables for one in table.suggestions if one.column in wanted]
    unknown = [pair for table in tables for pair in zip(table.unknown_headers, table.unknown_letters, strict=True)]
    return replace(found, suggestions=tuple(dict.fromkeys(suggestions)), unknown=tuple(dict.fromkeys(unknown)))


def _missing_vi(missing: tuple[MissingColumns, ...]) -> str:
    """One sentence a sheet: which column, and the heading that looks most like it."""
    sentences = []
    for sheet in missing:
        where = f"Trang '{sheet.sheet_name}'" if sheet.sheet_name else "Danh sách"
        columns = "; ".join(_column_vi(*column) for column in sheet.missing)
        sentences.append(f"{where} thiếu cột {columns}.")
    return " ".join(sentences) + " Sửa lại tiêu đề cột hoặc đề nghị nơi gửi xuất lại tệp."


def _column_vi(wanted: str, nearest: str | None, likeness: float) -> str:
    near = f" (tiêu đề gần nhất: '{nearest}', giống {likeness * 100:.0f} %)" if nearest else ""
    return f"'{wanted}'{near}"
