"""Counts by delivery for those who see no rows: shown where they tell no more than what is published.

Data flow: lines of ``flows.indicators.lineage``, the ward's ``[publication]`` -> shown or not
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.config.ward import Publication

_FAMILY = 4


def may_be_counted(publication: "Publication", code: str, lines: Sequence[dict[str, Any]]) -> bool:
    """``lines``: the deliveries behind one part of a figure that is published.

    One delivery alone is the published part itself. Several lists are counted where none of them is a small cell. Several reports are not:
    the month's own figure is this year to date less the one before, and each of the two may be hidden by itself.
    """
    if publication.small_cell == 0 or code[:_FAMILY] not in publication.small_cell_indicators or len(lines) < 2:
        return True
    if any(one["source"] == "department_report" for one in lines):
        return False
    return not any(0 < one["weight"] < publication.small_cell for one in lines)
