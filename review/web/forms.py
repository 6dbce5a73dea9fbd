"""Forms of the page: what was typed, read; what cannot be read is told in a sentence.

Data flow: texts of a form -> months, numbers of rows
"""

from datetime import date, datetime

from flows.system.errors import ChitieuError


class FormError(ChitieuError):
    """Something typed cannot be read; nothing was changed."""

    exit_code = 2


def read_month(text: str) -> date:
    """ "2026-09", as the browser's field of a month sends it, or "09/2026", as people type it."""
    for form in ("%Y-%m", "%m/%Y"):
        try:
            month = datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a month has no zone
        except ValueError:
            continue
        if 2000 <= month.year < 2100:
            return month
    raise FormError(f"'{text[:20]}' không phải là tháng. Ghi như 09/2026.")


def optional_month(text: str) -> date | None:
    return read_month(text) if text.strip() else None


def read_places(texts: list[str]) -> list[tuple[int, str | None]]:
    """Rows with their sheets, as the page's boxes send them: "12", or "12|the sheet"."""
    parts = [text.partition("|") for text in texts]
    numbers = read_rows([number for number, _, _ in parts])
    return [(number, sheet or None) for number, (_, _, sheet) in zip(numbers, parts, strict=True)]


def read_rows(texts: list[str]) -> list[int]:
    """Numbers of rows as Excel shows them."""
    try:
        rows = [int(text) for text in texts]
    except ValueError:
        raise FormError("Số dòng phải là số như Excel hiện.") from None
    if any(not 0 < row < 2**31 for row in rows):
        raise FormError("Số dòng phải là số như Excel hiện.")
    return rows
