"""A long workbook is read natively while its parts are looked at: what comes of it is what comes of one after the other."""

import io
from collections.abc import Callable

import pytest
import xlsxwriter

from tests.synthetic.strange_files import in_another_place, replaced, with_prefixes
from tests.unit.transforms.reading.test_strange_files import SHEET, two_sheets, with_cell, xlsx
from transforms.reading import containers, excel_packages
from transforms.reading.containers import Sheets, Unreadable, read_sheets

NEVER = 2**62


def of_1904() -> bytes:
    with xlsxwriter.Workbook(buffer := io.BytesIO(), {"in_memory": True, "date_1904": True}) as book:
        book.add_worksheet("DS").write(0, 0, 40_000.5, book.add_format({"num_format": "dd/mm/yyyy hh:mm"}))
    return buffer.getvalue()


def hidden() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.worksheets()[1].hide()
        book.worksheets()[0].set_row(0, None, None, {"hidden": True})

    return xlsx(fill, "DS", "Khác")


def broken_off() -> bytes:
    return replaced(two_sheets(), SHEET, b"</sheetData>", b"")


MADE: dict[str, Callable[[], bytes]] = {
    "plain": two_sheets,
    "an error": lambda: with_cell(' t="e"', "<v>#REF!</v>"),
    "an error of a newer Excel": lambda: with_cell(' t="e"', "<v>#SPILL!</v>"),
    "a day in words": lambda: with_cell(' t="d"', "<v>2026-07-01</v>"),
    "a formula without a value": lambda: with_cell("", "<f>1+1</f>"),
    "days from 1904": of_1904,
    "hidden parts": hidden,
    "a sheet that breaks off": broken_off,
    "prefixes": lambda: with_prefixes(two_sheets()),
    "in another place": lambda: in_another_place(two_sheets()),
}


def told(sheets: Sheets) -> list[object]:
    return [sheets.unread, *((grid.name, grid.frame.rows(), grid.since_1904, grid.hidden_rows) for grid in sheets.grids)]


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_the_same_is_read_at_once_and_one_after_the_other(made: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    data = made()
    monkeypatch.setattr(excel_packages, "_LONG", NEVER)
    in_turn = told(read_sheets(data))
    monkeypatch.setattr(excel_packages, "_LONG", 0)
    assert told(read_sheets(data)) == in_turn


@pytest.fixture
def natively(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the native reader was given."""
    own, given = containers.read_workbook, list[bytes]()

    def watched(data: bytes, **options: object) -> object:
        given.append(data)
        return own(data, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(containers, "read_workbook", watched)
    return given


def test_a_long_workbook_is_read_once(natively: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_packages, "_LONG", 0)
    data = two_sheets()
    read_sheets(data)
    assert natively == [data]


def test_an_extent_that_would_fill_the_memory_is_looked_at_first(natively: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_packages, "_LONG", 0)
    data = replaced(xlsx(lambda book: book.worksheets()[0].write(1, 1, 5)), SHEET, b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    read_sheets(data)
    assert len(natively) == 1
    far = replaced(data, SHEET, b'<c r="B2">', b'<c r="XFD1048576">')
    natively.clear()
    with pytest.raises(Unreadable):
        read_sheets(far)
    assert natively == []


@pytest.mark.parametrize("long", [0, NEVER])
def test_what_is_short_or_too_long_for_both_at_once_is_read_in_turn(long: int, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    own = containers.ThreadPoolExecutor.submit
    monkeypatch.setattr(
        containers.ThreadPoolExecutor, "submit", lambda self, *given, **named: begun.append(0) or own(self, *given, **named)
    )
    monkeypatch.setattr(excel_packages, "_LONG", long)
    monkeypatch.setattr(excel_packages, "_TOO_LONG", 100)
    read_sheets(two_sheets())
    assert begun == []
