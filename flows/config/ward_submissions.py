"""Parts of ``ward.toml`` about what is waited for, and who hears of it: the due days of the sources, people with their channels.

Data flow: [submission] -> ``SubmissionCalendar``; [[person]] -> ``Person``
"""

import re
from typing import TYPE_CHECKING

from flows.config.ward import DueDay, Person, SubmissionCalendar

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


def read_people(top: "TomlTable") -> tuple[Person, ...]:
    """``[[person]]``: who is written to in the morning, by channels whose addresses stand elsewhere."""
    people: dict[str, Person] = {}
    for table in top.tables("person"):
        table.only("name", "role", "channels")
        name, channels = table.text("name"), table.texts("channels")
        for channel in channels:
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", channel):
                found = "an address" if ":" in channel else channel
                raise table.wrong("channels", "names such as 'lan_mail', whose address stands in CHITIEU_CHANNEL_LAN_MAIL", found)
        if name in people:
            raise table.wrong("name", "a name that no other person has")
        people[name] = Person(name, table.choice("role", ("officer", "leader"), "officer"), channels)
    return tuple(people.values())
