"""``python -m tests.benchmarks.deciding``: one decision in a ward's month, as the standing service makes it, and the list of what waits.

Data flow: a ward's lists (made once, kept in ``.benchmarks/``) -> one night -> a cell of the longest list corrected, a row left out, both
taken back -> processor seconds of client, its children and the server (the aim is 3); one decision about all rows of a cause (with
``--rows 10000`` so many cards of unknown object codes); then 10,000 open findings -> milliseconds of the list (300)

What a standing service has loaded already is loaded before; the first decision after a start is measured in the page's own process
(``tests.benchmarks.first_decision``), with what was made ready while the cause was read, and without.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

from tests.benchmarks.__main__ import files_of
from tests.benchmarks.databases import Server
from tests.benchmarks.first_decision import first_decisions
from tests.benchmarks.processors import processor_of, server_of
from tests.synthetic.ward_month import WARD_PEOPLE

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from flows.config.settings import Settings
    from review.drafts import Desk, Draft

_DATABASE = "chitieu_benchmark_deciding"
FINDINGS = 10_000
_REPEAT = 20
MORE_FINDINGS = """
    insert into audit.finding (delivery_id, ward_code, source, month, file_name, sheet_name, row_number, rule_code, severity, message_vi)
    select d.delivery_id, d.ward_code, d.source, d.month, d.file_name, 'DS', n, 'H' || lpad((n %% 9 + 1)::text, 2, '0'), 'warning',
           'Cần xem ' || n
    from audit.published_delivery d, generate_series(1, %s) n where d.delivery_id = %s"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.deciding", description=__doc__)
    parser.add_argument("--people", type=int, default=WARD_PEOPLE)
    parser.add_argument("--rows", type=int, default=0, help="cards with an object code that nobody knows: what one decision is about")
    parser.add_argument("--cache", type=Path, default=Path(".benchmarks"))
    options = parser.parse_args()
    from flows.database.embedded.server import embedded_server

    folder = files_of(options.cache, options.people, options.rows)
    with embedded_server(options.cache.absolute()) as url, tempfile.TemporaryDirectory(prefix="chitieu-benchmark-") as home:
        server = Server(url)
        server.make_template(Path(home) / "template")
        with server.fresh(_DATABASE) as database:
            _measure(folder, server.environment(Path(home) / "home", database))


def _measure(folder: Path, environment: dict[str, str]) -> None:
    from flows.config.settings import load_settings
    from flows.database.engine import open_engine
    from flows.pipeline.run import run_paths

    settings = load_settings(environ=environment)
    run_paths(settings, [folder])
    with psycopg.connect(environment["CHITIEU_DATABASE_URL"], autocommit=True) as connection, open_engine(settings) as engine:
        number, rows = longest(connection)
        row = connection.execute(
            """select (array_agg(row_number order by row_number))[:2], rule_code from audit.finding
               where delivery_id = %s and severity = 'warning' and row_number is not null group by rule_code having count(*) > 1 limit 1""",
            (number,),
        ).fetchone()
        assert row is not None, "the longest list has two warnings of one rule"
        _decisions(engine, settings, number, rows, *row)
        _whole_cause(engine, settings, number)
        first_decisions(settings, environment, number, row[1], row[0][1])
        connection.execute(MORE_FINDINGS, (FINDINGS, number))
        _list(engine, settings)


def longest(connection: "psycopg.Connection[Any]") -> tuple[int, int]:
    found = connection.execute(
        "select delivery_id, rows_read from audit.published_delivery where source = 'health_insurance' order by rows_read desc limit 1"
    ).fetchone()
    assert found is not None
    return int(found[0]), int(found[1])


def _decisions(engine: "Engine", settings: "Settings", number: int, rows: int, places: list[int], rule: str) -> None:
    """``places``: two rows; about the first is decided before, unmeasured, so that nothing of the second is known when it is measured."""
    from review import drafts

    def line(desk: "Desk") -> Any:
        return drafts.live_delivery(desk.connection, desk.ward_code, number)

    acts: dict[str, Callable[[int, Desk], list[Draft]]] = {
        "correct": lambda row, desk: drafts.correcting(desk, line(desk), [(None, row, "address", "Tổ dân phố số 3")]),
        "exclude": lambda row, desk: drafts.excluding(desk.connection, line(desk), rule, [row]),
    }
    for name, drafted in acts.items():
        _, _, act = _seconds(engine, settings, partial(drafted, places[0]))
        back = _seconds(engine, settings, partial(_back, act))
        spent, passed, act = _seconds(engine, settings, partial(drafted, places[1]))
        _seconds(engine, settings, partial(_back, act))
        print(f"{name:8} {rows} rows: {spent:.2f} s of processor time, {passed:.2f} s; taken back {back[0]:.2f} s, {back[1]:.2f} s")


def _whole_cause(engine: "Engine", settings: "Settings", number: int) -> None:
    from review import drafts

    with engine.connect() as connection:
        rule, count = connection.exec_driver_sql(
            """select rule_code, count(*) from audit.finding where delivery_id = %s and severity = 'warning' and row_number is not null
               group by rule_code order by count(*) desc limit 1""",
            (number,),
        ).one()
    for name, drafted in {"accept": drafts.accepting, "exclude": drafts.excluding}.items():

        def about_all(desk: "Desk", drafted: Callable[..., "list[Draft]"] = drafted) -> "list[Draft]":
            return drafted(desk.connection, drafts.live_delivery(desk.connection, desk.ward_code, number), rule)

        spent, passed, act = _seconds(engine, settings, about_all)
        back = _seconds(engine, settings, partial(_back, act))
        print(f"{name:8} all {count} of {rule}: {spent:.2f} s of processor time, {passed:.2f} s; taken back {back[0]:.2f} s")


def _back(act: int, desk: "Desk") -> "list[Draft]":
    from review.drafts import undoing

    return undoing(desk.connection, desk.ward_code, act)


def _seconds(engine: "Engine", settings: "Settings", drafted: "Callable[[Desk], list[Draft]]") -> tuple[float, float, int]:
    """Processor seconds, seconds, and the number of the decision."""
    from review.decisions import decide

    processes = (os.getpid(), server_of(str(settings.database_url)))
    spent, started = processor_of(*processes), time.perf_counter()
    receipt = decide(engine, settings, drafted, "benchmark", "benchmark")
    return processor_of(*processes) - spent, time.perf_counter() - started, receipt.decision or 0


def _list(engine: "Engine", settings: "Settings") -> None:
    from review.causes import causes

    taken = []
    with engine.connect() as connection:
        for _ in range(_REPEAT):
            started = time.perf_counter()
            found = causes(connection, settings.ward.code)
            taken.append(1000 * (time.perf_counter() - started))
    print(f"list of {sum(one.findings for one in found)} open findings: {statistics.median(taken):.0f} ms")


if __name__ == "__main__":
    main()
