"""Pages of a long list: which one is shown, and the addresses of its neighbours; nothing is cut off.

Data flow: number of the page, size, rows in all -> ``Paging`` -> links
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Paging:
    """``number`` counts from 1; ``query``: the filters, which the links keep."""

    number: int
    size: int
    total: int
    query: Mapping[str, str]

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        return min(self.total, (self.number - 1) * self.size + 1)

    @property
    def last_row(self) -> int:
        return min(self.total, self.number * self.size)

    @property
    def filters(self) -> str:
        """The filters as a query, without the page."""
        return urlencode({name: value for name, value in self.query.items() if value})

    def address(self, number: int) -> str:
        return "?" + "&".join(part for part in (self.filters, urlencode({"page": str(number)})) if part)

    @property
    def previous(self) -> str | None:
        return self.address(min(self.number - 1, self.last)) if self.number > 1 else None

    @property
    def following(self) -> str | None:
        return self.address(self.number + 1) if self.number < self.last else None


def skipped(number: int, size: int) -> int:
    return (number - 1) * size
