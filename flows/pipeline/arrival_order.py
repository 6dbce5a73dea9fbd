"""Order of arrival within a run: readings in the order in which they are cleaned, judged and published.

Data flow: ``ReadDelivery`` of every file of a run -> ``in_order`` -> ``flows.pipeline.run``
"""

from collections import Counter

from expectations.registry import SOURCES
from flows.pipeline.outcomes import ReadDelivery
from transforms.reading.months import evidence_of

_Month = tuple[int, int]
#: Of what names no month, behind all others.
_NEVER: _Month = (9999, 12)


def in_order(items: list[ReadDelivery]) -> list[ReadDelivery]:
    """By month; within it the sources with few rows first; deliveries of one source by name.

    While a long list is cleaned, the short ones before it are published. Of two steps of which the second takes longer, the shortest piece
    of work first wastes least (S. M. Johnson, Naval Research Logistics Quarterly 1, 1954). What is published does not hang on the order of
    the sources; of one source and month the later name counts as the newer delivery.
    """
    months = [_first_month(item) for item in items]
    rows = Counter[tuple[_Month, str | None]]()
    for item, month in zip(items, months, strict=True):
        rows[month, item.reading.source] += sum(table.frame.height for table in item.reading.tables)

    def place(at: int) -> tuple[_Month, int, int, str]:
        month, source = months[at], items[at].reading.source
        return month, rows[month, source], SOURCES.index(source) if source in SOURCES else len(SOURCES), items[at].incoming.found.file_name

    return [items[at] for at in sorted(range(len(items)), key=place)]


def _first_month(item: ReadDelivery) -> _Month:
    return min((piece.month for piece in evidence_of(item.reading)), default=_NEVER)
