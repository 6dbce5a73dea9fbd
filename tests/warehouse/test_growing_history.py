"""What a reader asks of the published views costs rows of what he asks for, not of all that was ever known."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.benchmarks.scorecard import FILL, HIDE
from tests.conftest import SERVERS
from tests.support.office import an_office

OF_YEARS = FILL.replace("between 2025 and 2029", "between %s and %s")
ASKED = {
    "the scorecard": "select * from mart.published_scorecard",
    "the scorecard in the house": "select * from mart.scorecard",
}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def rows_read(connection: psycopg.Connection, query: str, newest: date) -> int:
    """Rows that the scans of tables and indexes gave and threw away."""
    found = connection.execute(f"explain (analyze, timing off, format json) {query}".encode(), {"newest": newest}).fetchone()
    assert found is not None
    (made,) = found[0] if isinstance(found[0], list) else json.loads(found[0])
    scans = [node for node in nodes(made["Plan"]) if "Relation Name" in node]
    return sum(int((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]) for node in scans)


def test_four_more_years_cost_the_newest_figures_few_more_rows(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    assert OF_YEARS != FILL
    with (
        an_office(SERVERS[0], request, tmp_path) as office,
        psycopg.connect(str(office.settings.database_url), autocommit=True) as connection,
    ):
        read = []
        for first, last in ((2025, 2025), (2026, 2029)):
            connection.execute(OF_YEARS.encode(), (first, last))
            connection.execute(HIDE.encode() + b" on conflict do nothing")
            connection.execute("analyze warehouse.fact_indicator, warehouse.fact_suppressed_cell")
            read.append({name: rows_read(connection, query, date(last, 12, 1)) for name, query in ASKED.items()})
    young, old = read
    assert old["the scorecard in the house"] <= 1.2 * young["the scorecard in the house"], (young, old)
    assert old["the scorecard"] <= 3 * young["the scorecard"], "five times the figures, and the hidden ones of each series are looked at"
