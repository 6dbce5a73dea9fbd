"""One record is one data row (or one household, with its member rows) before any layout; it knows what was planted in it.

Data flow: ward and month -> records with true values -> ``shown`` overrides (dirt and faults) -> layouts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Cell = str | int | float | date | datetime | None
#: (rule, severity) as in the rule book.
Mark = tuple[str, str]


@dataclass
class Record:
    """``values`` is what is true, ``shown`` what stands in the cell instead; ``subject`` tells who or what the row is about.

    ``marks`` are the findings that must come of the row, ``repairs`` the kinds of dirt that cleaning must heal.
    """

    subject: Any
    values: dict[str, Any]
    shown: dict[str, Cell] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    members: list["Record"] = field(default_factory=list)

    def cell(self, name: str) -> Any:
        return self.shown[name] if name in self.shown else self.values.get(name)

    def change(self, **cells: Any) -> "Record":
        """Another truth, shown as it is."""
        self.values.update(cells)
        for name in cells:
            self.shown.pop(name, None)
        return self

    def mark(self, *rules: str, severity: str) -> "Record":
        self.marks.extend((rule, severity) for rule in rules)
        return self

    def copy(self) -> "Record":
        """The same row once more, without the findings of the first."""
        return Record(self.subject, dict(self.values), dict(self.shown), [], [], [member.copy() for member in self.members])

    @property
    def is_published(self) -> bool:
        return not any(severity == "critical" for _, severity in self.marks)

    @property
    def row_count(self) -> int:
        return max(1, len(self.members))


def clean(records: Iterable[Record]) -> list[Record]:
    """Those that carry neither fault nor dirt yet: each row gets one fault at most, so that truth stays simple."""
    return [record for record in records if not record.marks and not record.shown]


def rows_of(records: Sequence[Record]) -> int:
    return sum(record.row_count for record in records)


def month_end(month: date) -> date:
    return date.fromordinal(next_month(month).toordinal() - 1)


def next_month(month: date, steps: int = 1) -> date:
    """The first day of the month so many steps later (or, negative, earlier)."""
    count = month.year * 12 + month.month - 1 + steps
    return date(count // 12, count % 12 + 1, 1)


def month_text(month: date) -> str:
    return f"{month:%Y-%m}"
