"""Counts by delivery before those who see no rows."""

from decimal import Decimal
from typing import Any

import pytest

from flows.config.ward import Publication
from review.web.shown_counts import may_be_counted


def lines(source: str, *weights: int) -> list[dict[str, Any]]:
    return [{"source": source, "weight": Decimal(weight)} for weight in weights]


@pytest.mark.parametrize(
    ("code", "found", "is_counted"),
    [
        ("XH04", lines("health_insurance", 3), True),  # the published figure itself
        ("XH04", lines("health_insurance", 300, 5), True),
        ("XH04", lines("health_insurance", 300, 4), False),
        ("XH04-N1", lines("health_insurance", 300, 4), False),
        ("XH04", lines("health_insurance", 300, 0), True),
        ("XH13", lines("department_report", 300, -290), False),  # each may be hidden by itself
        ("HC01", lines("dossiers", 300, 4), True),
        ("XH04", [], True),
    ],
)
def test_a_small_part_of_a_list_is_not_told(code: str, found: list[dict[str, Any]], is_counted: bool) -> None:
    assert may_be_counted(Publication(), code, found) is is_counted
    assert may_be_counted(Publication(small_cell=0), code, found)
