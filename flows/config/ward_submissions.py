"""Parts of ``ward.toml`` about what is waited for: the due days of the sources.

Data flow: [submission] -> ``SubmissionCalendar``
"""

from typing import TYPE_CHECKING

from flows.config.ward import DueDay, SubmissionCalendar

if TYPE_CHECKING:
    from flows.config.toml_table import TomlTable

_DEFAULT = SubmissionCalendar()


def read_calendar(table: "TomlTable") -> SubmissionCalendar:
    """``[submission.<source>]``: a source without one is not waited for."""
    from expectations.registry import SOURCES

    table.only("soon_working_days", "overdue_working_days", *SOURCES)
    return SubmissionCalendar(
        tuple(_due_day(source, table.table(source)) for source in SOURCES if source in table.values),
        table.whole("soon_working_days", _DEFAULT.soon_working_days),
        table.whole("overdue_working_days", _DEFAULT.overdue_working_days, least=1),
    )


def _due_day(source: str, table: "TomlTable") -> DueDay:
    table.only("day", "months_after", "months")
    day, months_after = table.whole("day", least=1), table.whole("months_after", 1)
    if day > 31:
        raise table.wrong("day", "a day from 1 to 31 (31 is the last one of the month)")
    if months_after > 12:
        raise table.wrong("months_after", "a number of months from 0 to 12")
    months = table.values.get("months", list(range(1, 13)))
    if not isinstance(months, list) or not months or not all(type(month) is int and 1 <= month <= 12 for month in months):
        raise table.wrong("months", "a list of months from 1 to 12, such as [6, 12]")
    return DueDay(source, day, months_after, tuple(sorted(set(months))))
