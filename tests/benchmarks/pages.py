"""``python -m tests.benchmarks.pages``: the officer's page with a full warehouse: the list of causes, its filters, the scorecard.

Data flow: samples -> one night; 10,000 open findings; five years of every indicator, half of the small cells hidden -> pages asked as a
browser asks them, through the application itself -> median milliseconds of twenty answers (the aims: list 300, scorecard 200)
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from tests.benchmarks.databases import Server
from tests.benchmarks.deciding import FINDINGS, MORE_FINDINGS, longest
from tests.benchmarks.scorecard import FILL, HIDE

_DATABASE = "chitieu_benchmark_pages"
_REPEAT = 20
_LIST_MS, _SCORECARD_MS = 300, 200
_PAGES = {
    "/causes": _LIST_MS,
    "/causes?page=5": _LIST_MS,
    "/causes?source=health_insurance": _LIST_MS,
    "/causes?rule=H03": _LIST_MS,
    "/causes?severity=warning": _LIST_MS,
    "/causes?area=10744-03": _LIST_MS,
    "/causes?state=new": _LIST_MS,
    "/causes?sort=effect": _LIST_MS,
    "/causes?sender=insurance": _LIST_MS,
    "/overview": _LIST_MS,
    "/scorecard": _SCORECARD_MS,
    "/scorecard/XH04": _SCORECARD_MS,
    "/scorecard/XH04/history": _LIST_MS,
    "/scorecard/XH04/rows?month=2026-08": _LIST_MS,
    "/decisions": _LIST_MS,
    "/deliveries": _LIST_MS,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages", description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path(".benchmarks"))
    options = parser.parse_args()
    from flows.database.embedded.server import embedded_server

    with embedded_server(options.cache.absolute()) as url, tempfile.TemporaryDirectory(prefix="chitieu-benchmark-") as home:
        server = Server(url)
        server.make_template(Path(home) / "template")
        with server.fresh(_DATABASE) as database:
            _measure(server.environment(Path(home) / "home", database))


def _measure(environment: dict[str, str]) -> None:
    from flows.config.settings import load_settings
    from flows.pipeline.run import run_paths
    from tests.support.visitor import a_browser, make_accounts

    settings = load_settings(environ=environment)
    run_paths(settings, [Path("data_raw/samples")])
    with psycopg.connect(environment["CHITIEU_DATABASE_URL"], autocommit=True) as connection:
        _fill(connection)
    _judge(settings)
    make_accounts(settings, at_full_cost=True)
    with a_browser(settings, signed_in_as="Lan") as visitor:
        for address, aim in _PAGES.items():
            size, first, median, worst = _asked(visitor, address)
            print(f"{address:36} {size:7,d} signs  first {first:6.0f} ms  median {median:6.0f} ms  worst {worst:6.0f} ms  (aim {aim})")


def _fill(connection: "psycopg.Connection[Any]") -> None:
    connection.execute(MORE_FINDINGS, (FINDINGS, longest(connection)[0]))
    connection.execute("truncate warehouse.fact_indicator, warehouse.fact_suppressed_cell cascade")
    connection.execute(FILL.encode())
    connection.execute(HIDE.encode())


def _judge(settings: Any) -> None:
    from flows.database.engine import open_engine
    from flows.indicators.targets import refresh_judgement

    with open_engine(settings) as engine, engine.begin() as connection:
        ward_key = connection.exec_driver_sql("select max(ward_key) from warehouse.dim_ward").scalar_one()
        refresh_judgement(connection, ward_key)
    with psycopg.connect(str(settings.database_url), autocommit=True) as housekeeping:
        housekeeping.execute("vacuum analyze")


def _asked(visitor: Any, address: str) -> tuple[int, float, float, float]:
    taken = []
    for _ in range(_REPEAT + 1):
        started = time.perf_counter()
        answer = visitor.get(address)
        taken.append(1000 * (time.perf_counter() - started))
        assert answer.status_code == 200, (address, answer.status_code)
    return len(answer.text), taken[0], statistics.median(taken[1:]), max(taken[1:])


if __name__ == "__main__":
    main()
