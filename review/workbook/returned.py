"""Returned workbook: what a sending unit sends back, row by row under the headings that it was sent, whatever was done to it between.

Data flow: .xlsx, encrypted or not -> openpyxl -> ``ReturnedRow`` -> ``review.workbook.comparison``
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from review.workbook.request import WorkbookError
from review.workbook.texts import KEY_HEADING

#: A formula stands in the cell: what it shows is nobody's answer.
FORMULA: Any = object()
_MOST_ROWS, _MOST_COLUMNS = 200_000, 300


@dataclass(frozen=True)
class ReturnedRow:
    """``cells``: (heading, its how-manieth of that name) -> text, or ``FORMULA``; ``place``: where it stands in the workbook."""

    place: str
    key: str
    cells: dict[tuple[str, int], Any]


def returned_rows(path: Path, password: str | None, max_unpacked_bytes: int) -> list[ReturnedRow]:
    """Every row that says something on every sheet that has the column of keys. Raises ``WorkbookError`` where no sheet has."""
    return rows_of(opened(_read(path), path.name, password), path.name, max_unpacked_bytes)


def rows_of(data: bytes, name: str, max_unpacked_bytes: int) -> list[ReturnedRow]:
    """As ``returned_rows``, of a workbook without encryption."""
    _check_size(data, name, max_unpacked_bytes)
    book = _book(data, name)
    try:
        sheets = [found for sheet in book.worksheets if (found := _rows(sheet)) is not None]
    finally:
        book.close()
    if not sheets:
        raise WorkbookError(
            f"{name}: không thấy cột «{KEY_HEADING}». Đây không phải sổ do chitieu lập, hoặc cột khóa đã bị xóa. "
            "Tệp gửi mới của đơn vị thì nạp bằng: chitieu run."
        )
    return [row for rows in sheets for row in rows]


def heading_places(headings: Sequence[str]) -> list[tuple[str, int]]:
    """Each heading with its how-manieth of that name."""
    seen: Counter[str] = Counter()
    out = []
    for heading in headings:
        seen[heading] += 1
        out.append((heading, seen[heading]))
    return out


# --- the file -----------------------------------------------------------------------------------------------------------
def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WorkbookError(f"{path}: không mở được tệp ({error.strerror}).") from None


def opened(data: bytes, name: str, password: str | None) -> bytes:
    """The workbook without its encryption."""
    from msoffcrypto import OfficeFile
    from olefile import isOleFile

    if not isOleFile(BytesIO(data)):
        return data
    if password is None:
        raise WorkbookError(
            f"{name}: tệp có mật khẩu, hoặc không phải tệp .xlsx. Hãy nêu mật khẩu (--password-stdin) hoặc lưu lại dạng .xlsx."
        )
    out = BytesIO()
    try:
        file = OfficeFile(BytesIO(data))
        file.load_key(password=password, verify_password=True)
        file.decrypt(out)
    except Exception:  # of a wrong key and of a damaged file msoffcrypto has no common error
        raise WorkbookError(f"{name}: mật khẩu không đúng, hoặc tệp không phải .xlsx có mật khẩu.") from None
    return out.getvalue()


def _check_size(data: bytes, name: str, max_unpacked_bytes: int) -> None:
    try:
        with ZipFile(BytesIO(data)) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
    except (BadZipFile, ValueError):
        raise WorkbookError(f"{name}: không phải tệp .xlsx. Hãy lưu lại bằng Excel hoặc LibreOffice ở dạng .xlsx.") from None
    if unpacked > max_unpacked_bytes:
        raise WorkbookError(f"{name}: tệp quá lớn khi giải nén, không phải sổ do chitieu lập.")


def _book(data: bytes, name: str) -> Any:
    import openpyxl

    try:
        return openpyxl.load_workbook(BytesIO(data), read_only=True, keep_links=False)
    except Exception:  # whatever a damaged package makes the reader raise
        raise WorkbookError(f"{name}: tệp .xlsx bị hỏng, không đọc được. Hãy lưu lại bằng Excel hoặc LibreOffice.") from None


# --- a sheet ------------------------------------------------------------------------------------------------------------
def _rows(sheet: Any) -> list[ReturnedRow] | None:
    """None where the sheet has no column of keys."""
    if not hasattr(sheet, "iter_rows"):  # a sheet of charts
        return None
    lines = _lines(sheet)
    for _, cells in lines:
        headings = [" ".join(str(_text(one)).split()) for one in cells]
        if KEY_HEADING in headings:
            return list(_below(sheet.title, headings, lines))
    return None


def _lines(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    sheet.reset_dimensions()  # what a writer states of them may be wrong
    yield from enumerate(sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS), start=1)


def _below(title: str, headings: Sequence[str], lines: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[ReturnedRow]:
    key_at, places = headings.index(KEY_HEADING), heading_places(headings)
    for number, cells in lines:
        texts = [_text(one) for one in cells[: len(headings)]]
        texts += [""] * (len(headings) - len(texts))
        if any(texts):
            yield ReturnedRow(f"trang '{title}', dòng {number}", str(texts[key_at]), dict(zip(places, texts, strict=True)))


def _text(cell: Any) -> Any:
    """As a reader of deliveries prints the value."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d} 00:00:00"
    return f"{value:%H:%M:%S}" if isinstance(value, time) else str(value)
