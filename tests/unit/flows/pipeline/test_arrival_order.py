"""The order of arrival within a run: months, then short lists before long ones, and the deliveries of one source by name."""

from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from flows.extract.landing import Found, Incoming
from flows.pipeline.arrival_order import in_order
from flows.pipeline.outcomes import ReadDelivery
from transforms.reading.model import MonthEvidence, Reading, Table

JUNE, JULY = (2026, 6), (2026, 7)
GIVEN = [
    ("b/cards.xlsx", "health_insurance", JULY, 300),
    ("c/cards part 2.xlsx", "health_insurance", JULY, 1),
    ("a/dossiers.xlsx", "dossiers", JULY, 40),
    ("z/households.xlsx", "poverty", JULY, 7),
    ("y/cards.xlsx", "health_insurance", JUNE, 900),
    ("unknown.xlsx", None, None, 0),
]
EXPECTED = ["y/cards.xlsx", "z/households.xlsx", "a/dossiers.xlsx", "b/cards.xlsx", "c/cards part 2.xlsx", "unknown.xlsx"]


def delivery(name: str, source: str | None, month: tuple[int, int] | None, rows: int) -> ReadDelivery:
    frame = pl.DataFrame({"row_number": range(rows)})
    tables = (Table(source, "main", None, frame, pl.DataFrame(), {}, {}),) if source else ()
    reading = Reading(source, tables, months=(MonthEvidence(month, "file", name),) if month else ())
    return ReadDelivery(Incoming(Found(Path(name), name, (name,)), b"", name), reading)


@given(st.permutations(GIVEN))
def test_short_lists_come_before_the_long_one_of_their_month_however_they_came(
    given_in: list[tuple[str, str | None, tuple[int, int] | None, int]],
) -> None:
    assert [item.incoming.found.file_name for item in in_order([delivery(*item) for item in given_in])] == EXPECTED
