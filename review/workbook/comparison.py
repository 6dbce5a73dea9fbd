"""Comparison of a returned workbook with what was sent: cells that are to be corrected, and all that is told and not applied.

Data flow: ``ReturnedRow``, ``flows.pipeline.sent_rows`` as they stand now -> ``compare`` -> ``Comparison``
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from review.workbook.request import WorkbookError, lists_now
from review.workbook.returned import FORMULA, ReturnedRow, heading_places
from review.workbook.row_keys import RowKey, shown_digest, unseal

if TYPE_CHECKING:
    from sqlalchemy import Row

    from flows.pipeline.sent_rows import SentColumn, SentList, SentRow
    from review.drafts import Desk

_MASK = "***"
#: A row of which more cells that nobody asked about were changed has lost its key to another row.
_MOST_CHANGED_SHARE = 0.5


@dataclass(frozen=True)
class Difference:
    """One cell that is to be corrected. ``before``, ``after`` as they may be shown; ``value``: the text that takes its place."""

    sheet_name: str | None
    row_number: int
    column_name: str
    heading: str
    before: str
    after: str
    value: str = field(repr=False)


@dataclass
class Comparison:
    """``told``: sentences about what is not applied; ``left_rows``: rows that came back as they were sent; ``missing_rows``: rows that were
    sent and did not come back."""

    delivery_id: int
    file_name: str
    differences: list[Difference] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    left_rows: int = 0
    missing_rows: int = 0


@dataclass(frozen=True)
class _Returned:
    row: ReturnedRow
    key: RowKey


def compare(desk: "Desk", rows: Sequence[ReturnedRow], file_name: str) -> Comparison:
    """Raises ``WorkbookError`` for a workbook of another ward, a forged or an old one, ``DecisionError`` where its delivery no longer
    counts."""
    known, told = _known(desk, rows, file_name)
    delivery = _delivery(desk, known, file_name)
    out = Comparison(delivery.delivery_id, delivery.file_name, told=told)
    once = _each_once(known, out)
    places = {(one.key.sheet_name, one.key.row_number) for one in once}
    lists = lists_now(desk, delivery, sorted(places, key=str))
    rows_now = {(listed.number, listed.sheet_name, row.row_number): (listed, row) for listed in lists for row in listed.rows}
    for one in once:
        _compare_row(desk.run.settings.secret_key, one, rows_now.get(_place(one.key)), out)
    out.missing_rows = max(0, known[0].key.row_count - len({_place(one.key) for one in known}))
    return out


# --- whose workbook it is -----------------------------------------------------------------------------------------------
def _known(desk: "Desk", rows: Sequence[ReturnedRow], file_name: str) -> tuple[list[_Returned], list[str]]:
    """Rows whose key the ward's secret opens, and a sentence for each other row."""
    secret, known, told = desk.run.settings.secret_key, [], []
    for row in rows:
        key = unseal(secret, row.key) if row.key else None
        if key is not None and key.ward_code == desk.ward_code:
            known.append(_Returned(row, key))
        else:
            why = "khóa dòng không do phường này lập, hoặc đã bị sửa" if row.key else "dòng thêm vào, không có khóa"
            told.append(f"Sổ, {row.place}: {why}; bỏ qua dòng này.")
    if not known:
        raise WorkbookError(
            f"{file_name}: không dòng nào có khóa do {desk.run.ward.name} lập. Sổ của phường khác, hoặc các khóa đã bị sửa; "
            "không áp dụng gì."
        )
    return known, told


def _delivery(desk: "Desk", known: Sequence[_Returned], file_name: str) -> "Row[Any]":
    from review.drafts import live_delivery

    numbers = {one.key.delivery_id for one in known}
    if len(numbers) > 1:
        told = ", ".join(map(str, sorted(numbers)))
        raise WorkbookError(f"{file_name}: sổ gộp dòng của nhiều lần gửi ({told}). Hãy nạp từng sổ như đã xuất.")
    delivery = live_delivery(desk.connection, desk.ward_code, numbers.pop())
    if any(one.key.sha256 != delivery.sha256 for one in known):
        raise WorkbookError(
            f"{file_name}: sổ được lập từ một tệp khác với tệp đang mang số lần gửi {delivery.delivery_id}. Hãy xuất sổ mới."
        )
    return delivery


def _place(key: RowKey) -> tuple[int, str | None, int]:
    return key.list_number, key.sheet_name, key.row_number


def _each_once(known: Sequence[_Returned], out: Comparison) -> list[_Returned]:
    """A row that was copied counts once where the copies say the same, and not at all where they do not."""
    own: dict[tuple[int, str | None, int], list[_Returned]] = {}
    for one in known:
        own.setdefault(_place(one.key), []).append(one)
    for copies in own.values():
        if any(one.row.cells != copies[0].row.cells for one in copies):
            places = "; ".join(one.row.place for one in copies)
            out.told.append(f"{_row_vi(copies[0].key)}: có nhiều bản khác nhau trong sổ ({places}); bỏ qua dòng này.")
    return [copies[0] for copies in own.values() if all(one.row.cells == copies[0].row.cells for one in copies)]


def _row_vi(key: RowKey) -> str:
    return f"Dòng {key.row_number}" + (f" trang '{key.sheet_name}'" if key.sheet_name else "")


# --- a row --------------------------------------------------------------------------------------------------------------
def _compare_row(secret: bytes, one: _Returned, now: "tuple[SentList, SentRow] | None", out: Comparison) -> None:
    if now is None or not _says_the_same(secret, one.key, *now):
        out.told.append(f"{_row_vi(one.key)}: nay đã khác lúc lập sổ (đã có quyết định về dòng này, hoặc dòng được đọc khác); bỏ qua.")
        return
    listed, row = now
    changed = list(_changed(one, listed, row))
    if _is_another_row(changed, one.key, row):
        out.told.append(
            f"{_row_vi(one.key)}: phần lớn các ô không được hỏi khác với dòng đã gửi, có lẽ khóa đã bị tách khỏi dòng khi sắp xếp; "
            "bỏ qua dòng này."
        )
        return
    if not changed:
        out.left_rows += 1
    for column, value in changed:
        _take(one.key, column, row, value, out)


def _says_the_same(secret: bytes, key: RowKey, listed: "SentList", row: "SentRow") -> bool:
    shown = shown_digest(secret, (row.texts[column.name] for column in listed.columns))
    return (key.row_identity, key.said_row, key.shown) == (row.row_identity, row.said_row, shown)


def _changed(one: _Returned, listed: "SentList", row: "SentRow") -> Iterator[tuple["SentColumn", Any]]:
    """Cells that say something else than was sent; a column that was taken out says nothing."""
    from flows.pipeline.sent_rows import said_of

    sent = row.masked if one.key.is_masked else row.texts
    for column, place in zip(listed.columns, heading_places([column.heading for column in listed.columns]), strict=True):
        value = one.row.cells.get(place)
        if value is FORMULA:
            yield column, value
        elif value is not None and value != sent[column.name] and (said := said_of(value)) != sent[column.name]:
            yield column, said


def _is_another_row(changed: "Sequence[tuple[SentColumn, Any]]", key: RowKey, row: "SentRow") -> bool:
    not_asked = [column.name for column, _ in changed if column.name not in key.asked]
    filled = [name for name, text in row.texts.items() if text and name not in key.asked]
    return len(not_asked) > 1 and len(not_asked) > _MOST_CHANGED_SHARE * len(filled)


def _take(key: RowKey, column: "SentColumn", row: "SentRow", value: Any, out: Comparison) -> None:
    """The cell into ``differences``, or why not into ``told``."""
    from flows.pipeline.sent_rows import masked_text

    where = f"{_row_vi(key)}, cột '{column.heading}'"
    if value is FORMULA:
        out.told.append(f"{where}: ô có công thức; không áp dụng. Hãy ghi giá trị.")
        return
    before, after = (masked_text(column, text) or "(trống)" for text in (row.texts[column.name], value))
    if column.name not in key.asked:
        out.told.append(f"{where}: ô không được hỏi mà đã bị sửa ({before} → {after}); không áp dụng.")
    elif _MASK in value:
        out.told.append(f"{where}: ô đã che chỉ được sửa một phần; không áp dụng. Hãy ghi đủ giá trị đúng.")
    elif value == row.as_sent[column.name]:
        out.told.append(f"{where}: trở lại giá trị nguồn đã gửi; không áp dụng. Muốn vậy hãy hoàn tác quyết định đã sửa ô này.")
    elif value != row.texts[column.name]:
        out.differences.append(Difference(key.sheet_name, key.row_number, column.name, column.heading, before, after, value))
