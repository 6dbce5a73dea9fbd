"""``python -m tests.benchmarks.scorecard``: five years of history of the ward, then the scorecard as a reader asks for it.

Data flow: ``fact_indicator`` filled set-based (every indicator of the plan x every area x 60 months x windows, three versions of each
value)
-> judged once as a night does -> ``select * from mart.scorecard``, twenty times by a connection that has asked before -> the median

What is printed: rows, seconds of the judgement by stage, milliseconds of the scorecard (the aim is 50), of one area's values, of a day's
card, of all published values with half of those below the ward hidden (the aim is 500) and of the adjustments beside sixty issued reports
(1000).
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.benchmarks.databases import Server

if TYPE_CHECKING:
    from sqlalchemy import Connection

_AIM_MS = 50
_DATABASE = "chitieu_benchmark_scorecard"

#: Two versions that were replaced and the one that is current; values drift upwards with the months and differ by area.
FILL = """
    insert into warehouse.fact_indicator
        (ward_key, indicator_key, area_key, month_key, window_kind, known_from, known_to, numerator, denominator, value, is_provisional,
        cause, run_id)
    select i.ward_key, i.indicator_key, a.area_key, m.month_key, w.window_kind,
           m.last_date + v.version * interval '5 days', case when v.version < 3 then m.last_date + (v.version + 1) * interval '5 days' end,
           600 + x.step, 1000, x.value, 0, 'benchmark', 1
    from warehouse.dim_indicator i
    join warehouse.dim_area a on a.ward_key = i.ward_key
    join warehouse.dim_month m on m.year between 2025 and 2029
    cross join lateral (values ('snapshot'), ('year_to_date'), ('month')) w (window_kind)
    cross join generate_series(1, 3) v (version)
    cross join lateral (select (m.year - 2025) * 12 + m.month + v.version + mod(a.area_key, 7) as step) s
    cross join lateral (select s.step, case when i.measure = 'yes_no' then (s.step > 50)::int when w.window_kind = 'snapshot' then 40 +
    s.step * 0.9
                                            when w.window_kind = 'month' then 5 + s.step * 0.1 else (5 + s.step * 0.1) * m.month end as
                                            value) x
    where i.is_in_plan = 1 and (w.window_kind = 'snapshot') = (i.window_kind = 'snapshot')"""

HIDE = """
    insert into warehouse.fact_suppressed_cell (ward_key, indicator_key, area_key, month_key, window_kind, reason)
    select f.ward_key, f.indicator_key, f.area_key, f.month_key, f.window_kind, 'primary'
    from warehouse.fact_indicator f
    join warehouse.dim_area a using (area_key)
    where f.known_to is null and a.area_kind <> 'ward' and (f.month_key + f.area_key + f.indicator_key) % 2 = 0"""
#: A report for each month, as frozen: all areas of the month, and the ward's own series of two years; one of them said something else.
_ISSUE = """
    with report as (
        insert into audit.issued_report (ward_code, month, issue_number, report_number, issued_at, issued_by, plan_code, inputs_sha256,
        rule_version, code_version)
        select w.ward_code, m.first_date, 1, '01/' || to_char(m.first_date, 'yyyy-mm'), m.last_date + 10, 'benchmark', 'benchmark',
        repeat('0', 64), '1', '1'
        from warehouse.dim_ward w, warehouse.dim_month m
        where w.ward_key > 0 and m.year between 2025 and 2029
        returning report_id, ward_code, month
    )
    insert into audit.issued_figure
    select r.report_id, v.indicator_code, v.area_code, v.month, v."window", v.indicator_name, v.area_name, v.numerator, v.denominator,
           v.value + (v.month = '2027-03-01')::int, v.unit, v.target, v.trajectory, v.status, v.provisional_flag, v.is_suppressed, 0
    from report r
    join mart.published_value v on v.ward_code = r.ward_code and (v.month = r.month or v.area_code = r.ward_code
        and v.month between r.month - interval '24 months' and r.month)"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scorecard", description=__doc__)
    parser.add_argument("--database-url", help="a PostgreSQL in which databases may be made; without it an embedded one")
    parser.add_argument("--cache", type=Path, default=Path(".benchmarks"))
    options = parser.parse_args()
    with _server(options) as server, tempfile.TemporaryDirectory(prefix="chitieu-benchmark-") as home:
        server.make_template(Path(home) / "template")
        with server.fresh(_DATABASE) as database:
            _measure(server.environment(Path(home), database))


@contextmanager
def _server(options: argparse.Namespace) -> Iterator[Server]:
    if options.database_url:
        yield Server(options.database_url)
        return
    from flows.database.embedded.server import embedded_server

    with embedded_server(options.cache.absolute()) as url:
        yield Server(url)


def _measure(environment: dict[str, str]) -> None:
    from flows.config.settings import load_settings
    from flows.database.engine import open_engine
    from flows.indicators.scorecard_as_of import scorecard_as_of
    from flows.indicators.targets import refresh_judgement
    from flows.load.dimensions import seed

    settings = load_settings(environ=environment)
    with open_engine(settings) as engine:
        with engine.begin() as connection:
            ward_key = seed(connection, settings.ward, "benchmark")
            connection.exec_driver_sql("insert into audit.run (run_id, ward_code) values (1, %s)", (settings.ward.code,))
            filled = connection.exec_driver_sql(FILL).rowcount
        _vacuum(engine)
        print(f"values ever known {filled:9,d}")
        for turn in ("first", "again"):
            with engine.begin() as connection:
                print(f"judged, {turn}     {_seconds(lambda: refresh_judgement(connection, ward_key)):9.2f} s")
        with engine.connect() as connection:
            current = connection.exec_driver_sql("select count(*) from warehouse.fact_target_judgement").scalar_one()
            print(f"values judged     {current:9,d}")
            _report("scorecard, before statistics", connection, "select * from mart.scorecard")
        _vacuum(engine)
        with engine.connect() as connection:
            card = _report("scorecard", connection, "select * from mart.scorecard")
            _report("one series", connection, "select * from mart.indicator_value where indicator_code = 'XH04' and area_code = '10744'")
            _report("one month", connection, "select * from mart.indicator_value where month = '2029-11-01'")
            moment = datetime(2028, 1, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
            print(f"card of a day     {_seconds(lambda: scorecard_as_of(connection, ward_key, moment)):9.2f} s")
        with engine.begin() as connection:
            hidden = connection.exec_driver_sql(HIDE.replace("%", "%%")).rowcount
        _vacuum(engine)
        with engine.begin() as connection:
            issued = connection.exec_driver_sql(_ISSUE).rowcount
        _vacuum(engine)
        print(f"cells hidden      {hidden:9,d}\nfigures issued    {issued:9,d}")
        with engine.connect() as connection:
            _report("published values", connection, "select count(value) from mart.published_value", 5)
            _report("adjustments", connection, "select count(*) from mart.adjustment", 5)
            _report("adjustments of the form", connection, "select count(*) from mart.form_adjustment", 5)
    print(f"scorecard median {card:.1f} ms, aim {_AIM_MS} ms: {'kept' if card <= _AIM_MS else 'NOT KEPT'}")


def _vacuum(engine: object) -> None:
    """What the server's own housekeeping does within minutes."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:  # type: ignore[attr-defined]
        connection.exec_driver_sql("vacuum analyze")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _report(title: str, connection: "Connection", query: str, times: int = 20) -> float:
    """Median milliseconds, rows fetched; the first answer, which reads the pages, is told apart."""
    rows = 0

    def ask() -> None:
        nonlocal rows
        rows = len(connection.exec_driver_sql(query).fetchall())

    first = _seconds(ask) * 1000
    taken = [_seconds(ask) * 1000 for _ in range(times)]
    print(f"{title:30} {rows:6,d} rows   first {first:8.1f} ms   median {statistics.median(taken):8.1f} ms   worst {max(taken):8.1f} ms")
    return statistics.median(taken)


if __name__ == "__main__":
    main()
