"""Columns of a layout as a list of headings, each with the field it shows and how it prints it.

Data flow: columns + records -> header rows and data rows of a Draft.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tests.synthetic.records import Cell, Record, month_end, next_month
from tests.synthetic.sheets import Draft, Printer, as_day, storeys


class Shown(NamedTuple):
    """``heading``: "A > B" for B below A. ``field``: "" where nothing is shown that is read."""

    heading: str
    field: str
    show: Callable[[Record], Cell]


def shown(heading: str, field: str, printer: Printer = as_day, of: str = "") -> Shown:
    """``of``: the record's field, where the column shows it in a form that has a name of its own ("received_on" of "received_at")."""
    return Shown(heading, field, lambda record: printer(record.cell(of or field)))


def filler(heading: str, cell: Cell = None) -> Shown:
    """A column of the form that tells nothing of the record."""
    return Shown(heading, "", lambda record: cell)


def born(heading: str) -> tuple[Shown, Shown]:
    """The two columns of a birth date: which of them is filled says the sex."""

    def under(sex: str) -> Callable[[Record], Cell]:
        return lambda record: as_day(record.cell("birth_date")) if record.values["sex"] == sex else None

    return Shown(f"{heading} > Nam", "birth_male", under("Nam")), Shown(f"{heading} > Nữ", "birth_female", under("Nữ"))


def fields_of(columns: Sequence[Shown], *before: str) -> tuple[str, ...]:
    return (*before, *(column.field for column in columns))


def draw_headers(draft: Draft, columns: Sequence[Shown], serial: str = "STT") -> None:
    draft.headers(*storeys([serial, *(column.heading for column in columns)]), fields=fields_of(columns, ""))


def draw_rows(draft: Draft, columns: Sequence[Shown], records: Iterable[Record], start: int = 1) -> int:
    """Numbered rows; the next number."""
    for record in records:
        draft.data(record, start, *(column.show(record) for column in columns))
        start += 1
    return start


def span(month: date) -> str:
    """The period as one-stop systems print it, the blank before the bracket included."""
    return f"(Từ ngày {month:%d/%m/%Y} đến ngày {month_end(month):%d/%m/%Y} )"


def sign(draft: Draft, month: date, place: str, **titles: int) -> None:
    """Place and day of the month after, titles in their columns (underscores for blanks), the space for names."""
    day = next_month(month).replace(day=4)
    draft.line(at={max(titles.values()): f"{place}, ngày {day.day} tháng {day.month} năm {day.year}"})
    draft.line(at={column: title.replace("_", " ") for title, column in titles.items()})
    draft.line(at=dict.fromkeys(titles.values(), "(Ký, ghi rõ họ tên)"))
