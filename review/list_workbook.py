"""Lists as Excel workbooks: what a page shows, all of it, under the same filters; no text is ever a formula.

Data flow: headings and rows -> xlsxwriter -> bytes of an .xlsx, in memory
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from flows.wording.moments import OFFSET, wall_clock

_MOST_LETTERS = 32_000
_WIDEST, _NARROWEST = 70, 8


def list_workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet of texts, numbers, months and times. A day that is a first of a month is told as its month under a heading "Tháng..."."""
    import xlsxwriter

    out, lines = BytesIO(), [list(row) for row in rows]
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title, "author": "chitieu"})
        sheet = book.add_worksheet(title[:31])
        head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1, "text_wrap": True, "valign": "top"})
        looks = {name: book.add_format({"num_format": form, "valign": "top"}) for name, form in _FORMATS.items()}
        looks["text"].set_text_wrap()
        looks["text"].set_quote_prefix()
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, head)
            sheet.set_column(place, place, _width(heading, [line[place] for line in lines]))
        for at, line in enumerate(lines, start=1):
            for place, value in enumerate(line):
                _write(sheet, at, place, value, looks, is_month=headings[place].startswith("Tháng"))
        sheet.freeze_panes(1, 0)
        if lines:
            sheet.autofilter(0, 0, len(lines), len(headings) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return out.getvalue()


_FORMATS = {"text": "@", "number": "#,##0.####", "month": "mm/yyyy", "day": "dd/mm/yyyy", "time": f'dd/mm/yyyy hh:mm "({OFFSET})"'}


def _write(sheet: Any, at: int, place: int, value: Any, looks: dict[str, Any], *, is_month: bool) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(at, place, wall_clock(value), looks["time"])
    elif isinstance(value, date):
        sheet.write_datetime(at, place, value, looks["month" if is_month else "day"])
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(at, place, float(value), looks["number"])
    else:
        sheet.write_string(at, place, str(value)[:_MOST_LETTERS], looks["text"])


def _width(heading: str, values: Sequence[Any]) -> int:
    longest = max((25 if isinstance(value, datetime) else len(str(value)) for value in values if value is not None), default=0)
    return max(_NARROWEST, min(_WIDEST, max(longest, min(len(heading), 18)) + 2))
